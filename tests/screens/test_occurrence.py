"""Planned work by keys: started, checked, a failed check raised, signed; moved, put off, left out, broken off."""

from datetime import date, timedelta

import msgspec

from fieldtech.domain.occurrences import Progress
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.occurrence_dialogs import MoveDialog
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.plans import find_occurrence
from fieldtech.workflow.occurrences import start_occurrence, tick_occurrence
from tests.screens.conftest import Sit
from tests.workflow.planned import LIBRARY, planned, planned_round

TODAY = date(2026, 11, 20)


def state(store: Store, plan: Plan) -> OccurrenceState:
    """Tell where today's occurrence stands."""
    return find_occurrence(store, f"{plan.number}/{TODAY}")[1].state


async def test_s3_6_a_failed_check_becomes_a_fault_in_one_key_and_all_is_signed(store: Store, sit: Sit) -> None:
    """S3.6: done with its checklist; a failed check becomes a fault in one key."""
    store.settings = msgspec.structs.replace(store.settings, sign_off_key="machine")
    plan = planned_round(store, "R1", rule="FREQ=WEEKLY;BYDAY=FR", first=TODAY - timedelta(days=7))
    before = start_occurrence(store, f"{plan.number}/{TODAY - timedelta(days=7)}", LIBRARY).name
    tick_occurrence(store, before, "inlet-temperature", None, reading="22.5")
    async with sit(store, "plan") as hand:
        await hand.press("enter", "enter")
        assert hand.is_at(OccurrenceScreen)
        await hand.press("s")
        assert "Before  22.5 (20 Nov)" in hand.shown()
        await hand.press("4")
        await hand.type("5")
        await hand.press("enter", "up", "r", "m")
        await hand.type("vent blocked")
        await hand.press("ctrl+s")
        name = f"{plan.number}/{TODAY}"
        touched = find_occurrence(store, name)[1].touched
        assert touched is not None

        assert (touched.answers[0].result, touched.answers[0].note) == (CheckResult.FAIL, "vent blocked")
        fault = find_fault(store, touched.faults[0].number)
        assert (fault.facts.asset, "45" in fault.title) == ("R1", True)
        await hand.press("v")
        assert state(store, plan) is OccurrenceState.STARTED
        assert "not answered yet" in "".join(hand.told)
        for item in (each for each in touched.items[1:] if each.when is None):
            tick_occurrence(store, name, item.id, CheckResult.NOT_APPLICABLE)
        await hand.press("v", "ctrl+s")
        assert state(store, plan) is OccurrenceState.DONE
        await hand.press("escape")
        assert "done 14:32" in hand.shown()


async def test_what_leaves_its_window_is_moved_with_a_reason(store: Store, sit: Sit) -> None:
    """S3.6: moved by a key from the calendar; a refusal stands at its field and loses nothing."""
    plan = planned(store, rule="FREQ=WEEKLY;BYDAY=FR", first=TODAY, window_after=2)
    async with sit(store, "plan") as hand:
        await hand.press("M")
        await hand.type("+6")
        await hand.press("enter", "enter")
        assert hand.is_at(MoveDialog)
        assert "outside its window" in hand.shown()
        await hand.type("parts come then")
        await hand.press("enter")
        moved = find_occurrence(store, f"{plan.number}/{TODAY}")[1]
        assert moved.day == date(2026, 11, 26)
        assert "Thu 26 Nov" in "".join(hand.told)
        assert "from 20 Nov" in hand.shown()


async def test_it_is_broken_off_put_off_and_left_out(store: Store, sit: Sit) -> None:
    plan = planned_round(store, "R1", rule="FREQ=WEEKLY;BYDAY=FR", first=TODAY)
    start_occurrence(store, plan.number, LIBRARY)
    async with sit(store, "plan") as hand:
        await hand.press("enter", "enter", "B", "enter")
        touched = find_occurrence(store, f"{plan.number}/{TODAY}")[1].touched
        assert touched is not None
        assert touched.progress == Progress.BROKEN_OFF
        await hand.press("p")
        await hand.type("+1")
        await hand.press("enter")
        await hand.type("no key to the room")
        await hand.press("enter")
        assert state(store, plan) is OccurrenceState.DEFERRED
        await hand.press("X")
        await hand.type("room is closed for good")
        await hand.press("enter")
        assert state(store, plan) is OccurrenceState.SKIPPED
