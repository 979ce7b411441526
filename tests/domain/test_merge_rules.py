"""The merge table, row by row: what is shown of values that were written without sight of each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_operations import Facts, FaultOperation
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Mode, PlanKind, Priority, ResolutionCode, Role
from tests.domain.authors import FAULT, MORNING, assessment, authors, meet, report
from tests.domain.faults_at_work import CHECKLIST, answered, at_work, conflict_in, edited


@dataclass(frozen=True)
class Row:
    """A row of the table: a field, how it is written, and which of three values written one after another is shown."""

    field: str
    write: Callable[[str], FaultOperation]
    values: tuple[str, str, str]
    shown: Callable[[tuple[str, ...]], str]
    rule: str
    read: Callable[[Fault], object]


def last(values: tuple[str, ...]) -> str:
    """The latest by hybrid time: authors write them in this order."""
    return values[-1]


def first(values: tuple[str, ...]) -> str:
    """The earliest by hybrid time."""
    return values[0]


def first_in(*order: str) -> Callable[[tuple[str, ...]], str]:
    """What stands first in an order, whenever it was written."""
    return lambda values: min(values, key=order.index)


def answer_of(fault: Fault) -> str:
    """Read the first check's answer."""
    return fault.attempt.checklists[0].answers[0].result.value


TEXTS = ("one", "two", "three")
ROWS = (
    Row("title", lambda value: edited(title=value), TEXTS, last, "latest", lambda fault: fault.title),
    Row("place", lambda value: edited(place=value), TEXTS, last, "latest", lambda fault: fault.facts.place),
    Row("asset", lambda value: edited(asset=value), TEXTS, last, "latest", lambda fault: fault.facts.asset),
    Row("site", lambda value: edited(site=value), TEXTS, last, "latest", lambda fault: fault.facts.site),
    Row(
        "description",
        lambda value: edited(description=value),
        TEXTS,
        last,
        "latest",
        lambda fault: fault.facts.description,
    ),
    Row(
        "due_at",
        lambda value: assessment(moves=False, due_at=MORNING + timedelta(days=len(value))),
        ("x", "xxxxx", "xx"),
        last,
        "latest",
        lambda fault: "x" * (fault.due_at - MORNING).days if fault.due_at else "",
    ),
    Row(
        "occurred_at",
        lambda value: edited(occurred_at=MORNING - timedelta(days=len(value))),
        ("x", "xxxxx", "xx"),
        last,
        "latest",
        lambda fault: "x" * (MORNING - fault.facts.occurred_at).days if fault.facts.occurred_at else "",
    ),
    Row(
        "restored",
        lambda value: op.ServiceRestored(workaround=value, restored_at=MORNING),
        TEXTS,
        last,
        "latest",
        lambda fault: fault.workaround,
    ),
    Row(
        "cause/1",
        lambda value: assessment(moves=False, cause=value),
        TEXTS,
        last,
        "latest",
        lambda fault: fault.attempt.cause,
    ),
    Row(
        "plan/1",
        lambda value: handling.SolutionPlanned(text=value),
        TEXTS,
        last,
        "latest",
        lambda fault: fault.attempt.plan,
    ),
    Row(
        "priority",
        lambda value: assessment(moves=False, priority=Priority(value)),
        ("important", "urgent", "general"),
        first_in("urgent", "important", "general"),
        "higher",
        lambda fault: fault.priority and fault.priority.value,
    ),
    Row(
        "assignee",
        lambda value: op.FaultAssigned(assignee=value),
        TEXTS,
        first,
        "earliest",
        lambda fault: fault.assignee,
    ),
    *(
        Row(
            f"check/{CHECKLIST}/led",
            answered,
            values,
            first_in("fail", "attention", "na", "pass"),
            "severest",
            answer_of,
        )
        for values in (
            ("pass", "fail", "attention"),
            ("na", "pass", "attention"),
            ("fail", "na", "pass"),
            ("pass", "na", "fail"),
        )
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.field}-{row.values[0]}")
class TestEveryFieldOfTheTable:
    def test_one_after_another_the_last_word_holds(self, row: Row) -> None:
        one, two, three = at_work("a", "b", "c")
        for author, value in zip((one, two, three), row.values, strict=True):
            author.sees(one, two, three)
            author.says(row.write(value))
            assert row.read(author.fault) == value
            assert author.fault.conflicts == ()

    def test_two_that_did_not_see_each_other_are_both_told(self, row: Row) -> None:
        one, two = at_work("a", "b")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[1]))
        assert row.read(one.fault) == row.values[0]
        assert row.read(two.fault) == row.values[1]
        meet(one, two)
        expected = row.shown(row.values[:2])
        for author in (one, two):
            assert row.read(author.fault) == expected
            told = conflict_in(author.fault, row.field)
            assert told is not None
            assert told.rule == row.rule
            assert [side.by.machine for side in told.sides] == ["a", "b"]
            assert told.shown in {side.value for side in told.sides}

    def test_three_ways_in_any_order_of_arrival(self, row: Row) -> None:
        for order in permutations(range(3)):
            one, two, three = at_work("a", "b", "c")
            for author, value in zip((one, two, three), row.values, strict=True):
                author.says(row.write(value))
            reader = (one, two, three)[order[0]]
            reader.sees((one, two, three)[order[1]])
            reader.sees((one, two, three)[order[2]])
            assert row.read(reader.fault) == row.shown(row.values)
            told = conflict_in(reader.fault, row.field)
            assert told is not None
            assert [side.by.machine for side in told.sides] == ["a", "b", "c"]

    def test_equal_values_are_no_quarrel(self, row: Row) -> None:
        one, two = at_work("a", "b")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[0]))
        meet(one, two)
        assert row.read(one.fault) == row.values[0]
        assert conflict_in(one.fault, row.field) is None

    def test_one_entry_that_names_every_side_settles_it(self, row: Row) -> None:
        one, two, three = at_work("a", "b", "c")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[1]))
        three.sees(one, two)
        three.says(row.write(row.values[2]))
        meet(one, two, three)
        for author in (one, two, three):
            assert row.read(author.fault) == row.values[2]
            assert conflict_in(author.fault, row.field) is None

    def test_a_side_that_was_not_seen_is_not_settled(self, row: Row) -> None:
        one, two, three = at_work("a", "b", "c")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[1]))
        one.says(row.write(row.values[0]))
        three.sees(two)
        three.says(row.write(row.values[2]))
        meet(one, two, three)
        told = conflict_in(one.fault, row.field)
        assert told is not None
        assert [side.by.machine for side in told.sides] == ["a", "c"]

    def test_two_who_settle_it_differently_quarrel_anew_and_the_old_sides_are_gone(self, row: Row) -> None:
        one, two, three, four = at_work("a", "b", "c", "d")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[1]))
        for judge in (three, four):
            judge.sees(one, two)
        three.says(row.write(row.values[1]))
        four.says(row.write(row.values[2]))
        meet(one, two, three, four)
        told = conflict_in(two.fault, row.field)
        assert told is not None
        assert [side.by.machine for side in told.sides] == ["c", "d"]
        assert row.read(two.fault) == row.shown(row.values[1:])
        one.says(row.write(row.values[0]))
        assert conflict_in(one.fault, row.field) is None


def test_a_tie_of_the_clocks_is_broken_by_the_hash_on_every_machine() -> None:
    one, two = at_work("a", "b")
    for author, title in ((one, "one"), (two, "two")):
        author.time.seconds = 100
        author.says(edited(title=title))
    assert one.entries[-1].header.hybrid_time == two.entries[-1].header.hybrid_time
    meet(one, two)
    later = max((one.entries[-1], two.entries[-1]), key=lambda entry: entry.hash)
    assert one.fault.title == two.fault.title == {"a": "one", "b": "two"}[later.header.chain]


class TestAssignment:
    """A supervisor's word over a claim; of two claims the earlier; and both are told."""

    @pytest.mark.parametrize("supervisor_first", [True, False])
    def test_a_supervisors_word_outweighs_a_claim(self, supervisor_first: bool) -> None:
        one, two = at_work("a", "b")
        words = [
            (one, op.FaultAssigned(assignee="Anna", standing=Role.SUPERVISOR)),
            (two, op.FaultAssigned(assignee="Li Wei")),
        ]
        for author, word in words if supervisor_first else reversed(words):
            author.says(word)
        meet(one, two)
        told = conflict_in(one.fault, "assignee")
        assert (one.fault.assignee, told and told.rule) == ("Anna", "supervisor")
        assert told is not None
        assert {side.value for side in told.sides} == {"Anna", "Li Wei"}

    def test_a_claim_by_starting_is_a_claim(self) -> None:
        one, two = authors("a", "b")
        one.says(report(), assessment())
        two.sees(one)
        one.says(op.FaultStarted(mode=Mode.ON_SITE, assignee="Li Wei"))
        two.says(op.FaultStarted(mode=Mode.ON_SITE, assignee="Zhao Min"))
        meet(one, two)
        assert one.fault.assignee == "Li Wei"
        assert conflict_in(one.fault, "assignee") is not None
        assert conflict_in(one.fault, "status") is None

    def test_an_assessment_by_a_supervisor_weighs_as_his_word(self) -> None:
        one, two = at_work("a", "b")
        two.says(op.FaultAssigned(assignee="Li Wei"))
        one.says(assessment(moves=False, assignee="Anna", standing=Role.SUPERVISOR))
        meet(one, two)
        assert one.fault.assignee == "Anna"


class TestPlansAndSolutions:
    """What differs in more than its text is a quarrel too (I5)."""

    def test_the_same_plan_of_another_kind_is_a_quarrel(self) -> None:
        one, two = at_work("a", "b")
        one.says(handling.SolutionPlanned(text="disk", plan_kind=PlanKind.REPLACEMENT))
        two.says(handling.SolutionPlanned(text="disk", plan_kind=PlanKind.UPGRADE))
        meet(one, two)
        assert conflict_in(one.fault, "plan/1") is not None

    def test_the_same_solution_under_another_code_is_a_quarrel(self) -> None:
        one, two = at_work("a", "b")
        for author, code in ((one, ResolutionCode.UPGRADE), (two, ResolutionCode.OTHER)):
            author.says(op.SolutionImplemented(solution="x", resolution_code=code, implemented_at=MORNING))
        meet(one, two)
        assert conflict_in(one.fault, "solution/1") is not None
        assert conflict_in(one.fault, "status") is None


class TestTheShownPriority:
    """I6: the reason that is told for a priority is that of the assessment which set it."""

    def test_the_reason_belongs_to_the_level_that_is_shown(self) -> None:
        one, two = at_work("a", "b")
        one.says(assessment(moves=False, priority=Priority.URGENT, because="payday"))
        two.says(assessment(moves=False, priority=Priority.GENERAL, because="spare is there"))
        meet(one, two)
        fault = one.fault
        assert (fault.priority, fault.priority_because) == (Priority.URGENT, "payday")
        assert fault.assessed_by is not None
        assert fault.assessed_by.machine == "a"


def test_a_fault_number_is_the_first_reports_and_no_quarrel() -> None:
    one, two = authors("a", "b")
    one.says(op.FaultReported(number="F-26K7-001", facts=Facts(title="same"), source=None))
    two.says(op.FaultReported(number="F-26Q4-001", facts=Facts(title="same")))
    meet(one, two)
    assert {author.fault.number for author in (one, two)} == {"F-26K7-001"}
    assert one.fault.conflicts == ()


def test_everybodys_entries_speak_of_one_fault() -> None:
    """The table would be tested in vain were the subjects different ones."""
    some = at_work("a", "b")
    assert {entry.header.entity for author in some for entry in author.entries} == {FAULT}
