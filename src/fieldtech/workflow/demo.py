"""The demo's store: a throw-away one with a believable month in it, recorded through the use cases like any other."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from fieldtech.config import Settings
from fieldtech.store import Store
from fieldtech.workflow.demo_month import Month, MonthClock, Times, cast_stories
from fieldtech.workflow.demo_stories import load_company, load_stories

_BEGIN = timedelta(days=36)
"""How long before now the store is made; the first report comes some days later."""


def make_demo(
    path: Path,
    *,
    keys: Path,
    seed: int = 1,
    now: datetime | None = None,
    zone: str | None = None,
    settings: Settings | None = None,
) -> Store:
    """Make a store with a month of a small company in it, and open it as any store is opened.

    Args:
        path: Where the store is made; nothing may be there yet.
        keys: The folder of its machine's key, which is drawn by the seed too: good for nothing but a demo.
        seed: The same seed, instant, zone and language give the same state digest.
        now: When the month ends; the store's clock stands there. None: now, and the clock goes on.
        zone: The site's time zone. None: the company's own.
        settings: What the store is opened with; the month itself was recorded under the standard ones.

    Raises:
        StoreUnusable: there is a store already, or it can't be written.
    """
    until = now or datetime.now(UTC)
    _record_month(path, keys, zone, until, Random(f"demo {seed}"))
    if now is None:
        return Store.open(path, keys=keys, settings=settings)
    return Store.open(path, keys=keys, settings=settings, clock=MonthClock(now))


def _record_month(path: Path, keys: Path, zone: str | None, until: datetime, chance: Random) -> None:
    """Make the store, record the month in one transaction, and close it."""
    company, clock = load_company(), MonthClock(until - _BEGIN)
    owner = company.staff[0]
    store = Store.create(
        path,
        keys=keys,
        name=owner.name,
        site=company.site,
        zone=zone or company.zone,
        role=owner.role,
        clock=clock,
        entropy=chance.randbytes,
    )
    with store.writing():
        for employee in company.staff[1:]:
            store.record_person(employee.name, employee.role)
        tellings = cast_stories(load_stories(), company, chance)
        Month(store, clock, Times(store.rules.calendar, until, chance)).play(tellings)
    store.close()
