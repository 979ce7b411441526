"""A round of twelve racks by keys: quick, broken off and taken up again, signed by who walked it (PROCESS S3.6)."""

from datetime import date

import pytest

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.occurrence_dialogs import DeferDialog
from fieldtech.screens.round import RoundScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.plans import find_occurrence
from fieldtech.workflow.occurrences import start_occurrence, tick_occurrence
from tests.screens.conftest import Sit
from tests.screens.keyboard import Keyboard
from tests.workflow.planned import SHORT, planned_round, short_library

TODAY, LAST_WEEK = date(2026, 11, 20), date(2026, 11, 13)
RACKS = tuple(f"R{number:02}" for number in range(1, 13))


@pytest.fixture
def plan(store: Store) -> Plan:
    """A round over twelve racks, one reading and two checks each; the first was read a week ago."""
    made = planned_round(
        store, *RACKS, template=SHORT, library=short_library(), rule="FREQ=WEEKLY;BYDAY=FR", first=LAST_WEEK,
        place="Server room",
    )  # fmt: skip
    before = start_occurrence(store, f"{made.number}/{LAST_WEEK}", short_library()).name
    tick_occurrence(store, before, "inlet", None, stop="R01", reading="22.5")
    start_occurrence(store, f"{made.number}/{TODAY}", short_library())
    return made


def walked(store: Store, plan: Plan) -> Occurrence:
    """Tell what is recorded of today's round."""
    touched = find_occurrence(store, f"{plan.number}/{TODAY}")[1].touched
    assert touched is not None
    return touched


async def walk(hand: Keyboard, *racks: str) -> None:
    """Read the inlet of some racks and find all else fine."""
    for _rack in racks:
        await hand.type("24")
        await hand.press("enter", "a")


async def test_s3_6_twelve_racks_are_walked_in_few_keys_and_gone_on_with(store: Store, plan: Plan, sit: Sit) -> None:
    """S3.6: at most four keys a rack beside its reading, though the program dies in between."""
    async with sit(store, "plan") as hand:
        await hand.press("enter", "enter", "s")
        assert hand.is_at(RoundScreen)
        assert "R01" in hand.shown()
        assert "22.5 (20 Nov)" in hand.shown()
        before = hand.presses
        await walk(hand, *RACKS[:5])
        assert "stop 6 of 12" in hand.shown()
        await hand.type("24")
        pressed = hand.presses - before
    # Nobody closed anything: what was answered is recorded, the reading that was being typed is not.
    assert len(walked(store, plan).answers) == 15
    async with sit(store, "plan") as hand:
        await hand.press("enter", "enter", "enter")
        assert "stop 6 of 12" in hand.shown()
        before = hand.presses
        await walk(hand, *RACKS[5:])
        pressed += hand.presses - before
        assert walked(store, plan).open_stops == ()
        assert pressed <= 2 * len(RACKS)
        await hand.press("enter")  # all is done: on is to sign
        await hand.press("ctrl+s")
        for _twice in range(2):
            await hand.type("winter is long")
            await hand.press("enter")
        assert hand.is_at(OccurrenceScreen)
    done = find_occurrence(store, f"{plan.number}/{TODAY}")[1]
    assert done.state is OccurrenceState.DONE
    signed = walked(store, plan).finishes[0].signature
    assert signed is not None
    assert (signed.signer, signed.key_owner) == ("Li Wei", "person")


async def test_s3_6_what_fails_becomes_a_fault_and_a_stop_is_left_out(store: Store, plan: Plan, sit: Sit) -> None:
    """S3.6: one key each: a fault, an answer taken back, any stop, a stop left out; typed words come up again."""
    async with sit(store, "plan") as hand:
        await hand.press("enter", "enter", "s")
        await hand.type("36")
        assert "fail" in hand.shown()  # judged while it is typed
        await hand.press("enter")
        assert "raises a fault" in hand.shown()
        await hand.press("r", "enter", "a")
        raised = walked(store, plan).faults[0]
        assert find_fault(store, raised.number).facts.asset == "R01"
        assert "stop 1 of 12" in hand.shown()  # something here did not pass: one is not led away
        await hand.press("u")
        assert list(walked(store, plan).results_at("R01")) == ["inlet"]
        await hand.press("1", "3", "right", "X")
        await hand.type("door is locked")
        await hand.press("enter")
        assert "stop 3 of 12" in hand.shown()
        await hand.press("g")
        await hand.type("12")
        await hand.press("enter")
        assert "stop 12 of 12" in hand.shown()
        await hand.press("v")
        assert "10 of 12 stops are not done yet" in "".join(hand.told)
        touched = walked(store, plan)
        assert touched.results_at("R01") == {
            "inlet": CheckResult.FAIL, "alarm": CheckResult.PASS, "cables": CheckResult.FAIL,
        }  # fmt: skip
        assert [(each.stop, each.reason) for each in touched.left_out] == [("R02", "door is locked")]
        await hand.press("escape")
        assert hand.is_at(OccurrenceScreen)
        assert "door is locked" in hand.shown()
        await hand.press("p")
        await hand.type("+3")
        await hand.keep()
    async with sit(store, "plan") as hand:
        await hand.press("ctrl+r")
        assert f"Put off  {plan.number}/{TODAY}" in hand.shown()
        await hand.press("enter")
        assert hand.is_at(DeferDialog)
        assert "+3" in hand.shown()
