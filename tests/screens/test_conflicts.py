"""The conflicts by keys alone: what there is to look at, a side taken, a third value written, the fault opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.conflicts import ConcernKind
from fieldtech.domain.fault_operations import FaultReported
from fieldtech.domain.subjects import subject_id
from fieldtech.screens.conflicts import ConflictsScreen
from fieldtech.screens.dialogs.handling import AssignDialog
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.store import Store
from fieldtech.store.views.conflicts import FoundConflict, found_conflicts
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.plans import find_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.verification import verify_solution
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.machines_met import Machines, strangers
from tests.screens.stage import whole_facts
from tests.workflow.planned import planned
from tests.workflow.road import ACCEPTED


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Two technicians that changed one fault without sight of each other, and the depot that has both."""
    with strangers(tmp_path, monkeypatch) as made:
        made.meet(made.a)
        made.meet(made.b)
        made.contest_all()
        yield made


@pytest.fixture
def store(machines: Machines) -> object:
    """The depot's."""
    return machines.depot


def place_of(machines: Machines, field: str) -> int:
    """Find where a field stands in the list."""
    return [found.field for found in found_conflicts(machines.depot)].index(field)


def at(machines: Machines, field: str) -> FoundConflict:
    """Give what is found in a field."""
    return found_conflicts(machines.depot)[place_of(machines, field)]


async def go_to(hand: Keyboard, machines: Machines, field: str) -> None:
    """Let the cursor stand at a field."""
    await hand.press("home", *["down"] * place_of(machines, field))


async def test_each_conflict_is_told_with_both_values_and_one_key_takes_a_side(walk: Walk, machines: Machines) -> None:
    """SYNC I5: an overwritten value is shown until somebody settles it."""
    count = len(found_conflicts(machines.depot))
    async with walk() as hand:
        assert "in conflict" in hand.shown(), "the queue's top line counts them"
        await hand.press("equals_sign")
        await go_to(hand, machines, "title")
        shown = hand.shown()
        for told in (
            "RAID degraded, disk 4",
            "DB-1 slow",
            machines.a.code,
            machines.b.code,
            "the latest value is shown",
        ):
            assert told in shown
        await hand.press("7")
        assert hand.is_at(ConflictsScreen)
        first = at(machines, "title").sides[0].value
        await hand.press("1")
        assert any(f"is settled: {first}" in notice.sentence for notice in hand.app.notices)
        assert find_fault(machines.depot, at(machines, "assignee").number).title == first
        assert len(found_conflicts(machines.depot)) == count - 1
        assert f"{count - 1} thing" in hand.shown()


async def test_a_third_value_is_the_ordinary_act_and_settles_too(walk: Walk, machines: Machines) -> None:
    assert at(machines, "assignee").kind is ConcernKind.DOUBLE_CLAIMED
    async with walk() as hand:
        await hand.press("equals_sign")
        await go_to(hand, machines, "assignee")
        assert "claimed by two" in hand.shown()
        await hand.press("e")
        assert hand.is_at(AssignDialog)
        await hand.type("Chen Jing")
        await hand.press("enter")
        assert "assignee" not in [found.field for found in found_conflicts(machines.depot)]
        await go_to(hand, machines, "title")
        await hand.press("enter")
        assert hand.is_at(FaultScreen)
        await hand.press("equals_sign")
        assert hand.is_at(ConflictsScreen)
        assert "Chen Jing" not in hand.shown()


async def test_done_twice_changed_since_and_two_numbers_are_told_and_planned_work_is_settled_by_the_same_keys(
    walk: Walk, machines: Machines
) -> None:
    """SYNC's table: an occurrence done twice, a check changed unseen by the signer, one report that two took in."""
    a, b, depot = machines.a, machines.b, machines.depot
    occurrence = f"{planned(machines.stand_by(a)).number}/2026-11-16"
    machines.carry(a, depot)
    machines.carry(depot, b)
    twice = f"fault:{a.new_identifier()}"
    for machine, note in ((a, "UPS beeps"), (b, "UPS beeps, too")):
        finish_occurrence(machines.stand_by(machine), occurrence, note=note)
        number = f"F-26{machine.code}-900"
        machine.record(twice, FaultReported(number=number, facts=whole_facts(title="UPS beeps")))
    verify_solution(machines.stand_by(a), at(machines, "assignee").number, ACCEPTED)
    machines.carry(a, depot)
    machines.carry(b, depot)
    kinds = {each.kind: each for each in found_conflicts(depot)}
    async with walk(size=(120, 40)) as hand:
        await hand.press("equals_sign")
        await go_to_kind(hand, depot, ConcernKind.CHANGED)
        assert "changed since the sign-off" in hand.shown()
        assert "Enter opens it" in hand.shown()
        assert "take a side" not in hand.shown()
        await go_to_kind(hand, depot, ConcernKind.TWO_NUMBERS)
        second = kinds[ConcernKind.TWO_NUMBERS].sides[1].value
        await hand.press("2")
        assert find_fault(depot, subject_id(twice)).number == second
        await go_to_kind(hand, depot, ConcernKind.DONE_TWICE)
        shown = hand.shown()
        assert all(each in shown for each in (occurrence, "done twice", "what became of it", "what was done counts"))
        await hand.press("enter")
        assert hand.is_at(OccurrenceScreen)
        await hand.press("escape", "e", "2")
        assert any("what became of it is settled: done" in each for each in hand.told)
    left = {each.kind for each in found_conflicts(depot)}
    assert left & {ConcernKind.DONE_TWICE, ConcernKind.TWO_NUMBERS} == set()
    touched = find_occurrence(depot, occurrence)[1].touched
    assert touched is not None
    assert [each.note for each in touched.finishes] == ["UPS beeps", "UPS beeps, too"]


async def go_to_kind(hand: Keyboard, store: Store, kind: ConcernKind) -> None:
    """Let the cursor stand at the first of a kind."""
    place = [found.kind for found in found_conflicts(store)].index(kind)
    await hand.press("home", *["down"] * place)
