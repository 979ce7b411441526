"""The end of a shift and the next day, by keys alone at 80x24: nothing open is left without a word."""

from datetime import UTC, datetime

import pytest

from fieldtech.domain.words import Impact, Mode, Nature, PendingReason, Role, Urgency
from fieldtech.screens.people import LockScreen
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.people import acting_person
from fieldtech.text import use_language
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.handling import start_fault
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import NOON, Clock, whole_facts

SHIFT_END = datetime(2026, 11, 20, 9, 20, tzinfo=UTC)
"""Friday 17:20 in Shanghai."""
TITLES = ("Backup tape torn", "Door reader blinks", "Roof antenna loose")
TEXTS = {
    "en": ("tape ordered", "Monday by courier", "key is in the safe", "needs a ladder", "left open"),
    "zh_CN": ("磁带已订", "周一快递到", "钥匙在保险柜", "需要梯子", "遗留"),
}


@pytest.fixture
def numbers(store: Store, clock: Clock) -> list[str]:
    """Three faults on which Li Wei worked since noon; Zhao Min has the shift after him."""
    store.record_person("Zhao Min", Role.TECHNICIAN)
    made = []
    for title in TITLES:
        number = report_fault(store, whole_facts(title=title, impact=Impact.TEAM)).number
        assess_fault(store, number, Assessment(nature=Nature.HARDWARE, urgency=Urgency.LOW))
        start_fault(store, number, mode=Mode.ON_SITE)
        made.append(number)
        clock.move(minutes=1)
    clock.now = SHIFT_END
    return made


async def test_at_the_shifts_end_what_is_open_is_noted_booked_and_handed_over_or_pended(
    store: Store, clock: Clock, walk: Walk, numbers: list[str], walk_language: str
) -> None:
    """S2 S3.3 S5: notes, time, a hand-over, another person at the console; the next day says what was left open."""
    use_language(walk_language)
    waits, handed_over, left = numbers
    waits_words, until, handed_words, left_words, left_open = TEXTS[walk_language]
    async with walk() as hand:
        await note(hand, waits_words)
        await hand.press("T", "ctrl+s", "p", "2")
        await hand.type(until)
        await hand.press("enter", "home")
        await note(hand, handed_words)
        await hand.press("T", "ctrl+s", "A")
        await hand.type("Zhao")
        await hand.press("enter")
        assert hand.told == [
            {"en": f"Zhao Min has {handed_over} now.", "zh_CN": f"{handed_over} 现由Zhao Min处理。"}[walk_language]
        ]
        await note(hand, left_words)
        await hand.press("T", "ctrl+s", "f6")
        assert hand.is_at(LockScreen)
        await hand.type("zhao")
        await hand.press("enter")
        assert hand.is_at(QueueScreen)
        assert acting_person(store).name == "Zhao Min"
        assert TITLES[1] in hand.shown()
        assert TITLES[2] not in hand.shown()
        print(f"{walk_language}: {hand.presses} keys beside text to leave three faults and the console")
        assert hand.presses <= 20
        clock.move(days=3)
        await hand.press("f7")
        await hand.type("li")
        await hand.press("enter")
        rows = hand.shown().splitlines()
        assert left_open in rows[0]
        assert [TITLES[2] in rows[4], left_open in rows[4]] == [True, True], "it stands on top"
    for number, words in zip(numbers, (waits_words, handed_words, left_words), strict=True):
        fault = find_fault(store, number)
        assert [one.text for one in fault.notes] == [words]
        assert fault.minutes > 0
    pended = find_fault(store, waits)
    assert (pended.pending_reason, pended.pending_note) == (PendingReason.PARTS, until)
    assert (find_fault(store, handed_over).assignee, find_fault(store, left).assignee) == ("Zhao Min", "Li Wei")
    assert find_fault(store, left).recorded.at >= NOON


async def note(hand: Keyboard, words: str) -> None:
    """Note something on the fault under the cursor."""
    await hand.press("m")
    await hand.type(words)
    await hand.press("ctrl+s")
