"""Two programs on one store show each other's changes within two seconds, wherever one looks."""

import asyncio
import random
from pathlib import Path
from time import monotonic

from fieldtech.app import POLL_SECONDS
from fieldtech.domain.fault_operations import Facts
from fieldtech.store import Store
from fieldtech.workflow.reports import edit_fault, report_fault
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import whole_facts

PROMISED_SECONDS = 2.0


async def seen_after(hand: Keyboard, words: str) -> float:
    """Wait until words stand on the screen, and say how long it took."""
    began = monotonic()
    while words not in hand.shown():
        assert monotonic() - began < 10 * PROMISED_SECONDS, hand.shown()
        await asyncio.sleep(0.02)
    return monotonic() - began


async def test_what_another_program_writes_is_shown_within_two_seconds(
    store: Store, tmp_path: Path, walk: Walk, fault_number: str
) -> None:
    other = Store.open(store.path, keys=tmp_path / "keys", clock=store.now, entropy=random.Random(8).randbytes)
    async with walk() as hand:
        report_fault(other, whole_facts(title="Door jammed"))
        assert await seen_after(hand, "Door jammed") < PROMISED_SECONDS
        await hand.press("4")
        report_fault(other, whole_facts(title="Fan loud"))
        assert await seen_after(hand, "Fan loud") < PROMISED_SECONDS
        await hand.press("1", "enter")
        title = hand.shown().splitlines()[0]
        number = next(word for word in title.split() if word.startswith("F-"))
        edit_fault(other, number, Facts(title="Something else is on fire"))
        assert await seen_after(hand, "on fire") < PROMISED_SECONDS
    other.close()
    assert POLL_SECONDS <= PROMISED_SECONDS / 2
