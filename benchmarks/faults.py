"""Many faults for a measurement, folded into the tables as the store itself does it."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldtech.domain.fault_operations import Facts, FaultReported
from fieldtech.domain.journal import Operation
from fieldtech.domain.words import Channel, Impact, Nature, Urgency
from fieldtech.store import Store

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PLACES = tuple(f"R{rack} / {unit:02}U" for rack in range(1, 25) for unit in (3, 14, 27))
TITLES = (
    "RAID degraded on DB-{n}",
    "Switch SW-{n} dark",
    "机房空调滴水 {n}",
    "Mailbox {n} can't be opened",
    "打印机 {n} 卡纸",
)


def filled_store(folder: Path, count: int, *, seed: int = 1) -> Store:
    """Make a store with a number of reported faults, in batches of one transaction."""
    chance = random.Random(seed)
    store = Store.create(folder / f"{count}.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai")
    store.now = lambda: NOW
    for start in range(0, count, 5_000):
        with store.writing():
            for number in range(start, min(start + 5_000, count)):
                store.record(f"fault:{store.new_identifier()}", report(number, chance))
    return store


def report(number: int, chance: random.Random) -> Operation:
    """Make a report such as a service desk gets."""
    at = NOW - timedelta(minutes=chance.randrange(60 * 24 * 365))
    facts = Facts(
        title=chance.choice(TITLES).format(n=number),
        description="It does not answer since this morning. " * chance.randrange(1, 6),
        channel=chance.choice(list(Channel)),
        reporter=chance.choice(("Wang Fang", "Zhao Min", "Anna Berg", "陈静")),
        occurred_at=at,
        reported_at=at + timedelta(minutes=5),
        impact=chance.choice(list(Impact)),
        urgency=chance.choice(list(Urgency)),
        nature=chance.choice(list(Nature)),
        site="DC-1",
        place=chance.choice(PLACES),
    )
    return FaultReported(number=f"F-26K7-{number:06}", facts=facts)


def timings(run: "Iterator[float]") -> tuple[float, float]:
    """Median and 99th percentile of some seconds."""
    ordered = sorted(run)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
