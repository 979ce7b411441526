"""A conflict is settled by taking a side, in every row of the merge table; settled twice at once it is one again."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_operations import Facts, FaultOperation
from fieldtech.domain.fault_state import FaultState
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    Channel,
    Impact,
    Mode,
    Nature,
    PendingReason,
    ResolutionCode,
    Role,
    Urgency,
)
from tests.domain.authors import MORNING, Author, assessment, authors, meet, report
from tests.domain.faults_at_work import SOLVED, at_work, conflict_in, edited, verified
from tests.domain.test_merge_rules import ROWS, TEXTS

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Row:
    """A field, how it is written, three of its values, and how it is read."""

    field: str
    write: Callable[[str], FaultOperation]
    values: tuple[str, str, str]
    read: Callable[[Fault], object]


def fact(name: str) -> Callable[[str], FaultOperation]:
    """Write one fact."""
    return lambda value: edited(**{name: value})


MORE = (
    *(Row(name, fact(name), TEXTS, lambda fault, name=name: getattr(fault.facts, name))  # type: ignore[misc]
      for name in ("reporter", "contact", "category", "service")),
    Row("channel", lambda value: edited(channel=Channel(value)), ("phone", "email", "walk-in"),
        lambda fault: fault.facts.channel),
    Row("impact", lambda value: edited(impact=Impact(value)), ("person", "site", "team"),
        lambda fault: fault.facts.impact),
    Row("urgency", lambda value: edited(urgency=Urgency(value)), ("low", "high", "medium"),
        lambda fault: fault.facts.urgency),
    Row("nature", lambda value: edited(nature=Nature(value)), ("network", "software", "hardware"),
        lambda fault: fault.facts.nature),
    Row("mode", lambda value: assessment(moves=False, mode=Mode(value)), ("remote", "on-site", "remote"),
        lambda fault: fault.mode),
)  # fmt: skip
SOLUTION = Row(
    "solution/1",
    lambda value: op.SolutionImplemented(solution=value, resolution_code=ResolutionCode.OTHER, implemented_at=MORNING),
    TEXTS,
    lambda fault: fault.attempt.solution,
)
"""There is no third one: what is in place is not put in place again."""
ALL = (*(Row(row.field, row.write, row.values, row.read) for row in ROWS), *MORE)


def take(author: Author, field: str, machine: str) -> None:
    """Take the side of a machine."""
    told = conflict_in(author.fault, field)
    assert told is not None
    ref = next(side.by.ref for side in told.sides if side.by.machine == machine)
    author.says(ConflictSettled(field=field, take=ref, seen=author.sight().references))


def quarrel(row: Row) -> list[Author]:
    """Let two write without sight of each other, and two judges see both."""
    some = at_work("a", "b", "c", "d")
    some[0].says(row.write(row.values[0]))
    some[1].says(row.write(row.values[1]))
    meet(*some)
    return some


@pytest.mark.parametrize("row", [*ALL, SOLUTION], ids=lambda row: f"{row.field}-{row.values[0]}")
class TestEveryField:
    @pytest.mark.parametrize("side", [0, 1])
    def test_taking_a_side_settles_it(self, row: Row, side: int) -> None:
        some = quarrel(row)
        take(some[2], row.field, "ab"[side])
        meet(*some)
        for author in some:
            assert row.read(author.fault) == row.values[side]
            assert conflict_in(author.fault, row.field) is None
            assert author.fault.oddities == ()

    def test_two_who_take_the_same_side_agree(self, row: Row) -> None:
        some = quarrel(row)
        take(some[2], row.field, "a")
        take(some[3], row.field, "a")
        meet(*some)
        assert row.read(some[0].fault) == row.values[0]
        assert conflict_in(some[0].fault, row.field) is None

    def test_two_who_take_different_sides_quarrel_anew_until_one_sees_both(self, row: Row) -> None:
        some = quarrel(row)
        take(some[2], row.field, "a")
        take(some[3], row.field, "b")
        meet(*some)
        told = conflict_in(some[0].fault, row.field)
        assert told is not None
        assert [side.by.machine for side in told.sides] == ["c", "d"]
        take(some[0], row.field, "c")
        meet(*some)
        assert row.read(some[3].fault) == row.values[0]
        assert conflict_in(some[3].fault, row.field) is None

    def test_a_value_that_the_judge_had_not_seen_stands_against_the_one_he_took(self, row: Row) -> None:
        one, two, three, four = some = at_work("a", "b", "c", "d")
        one.says(row.write(row.values[0]))
        two.says(row.write(row.values[1]))
        three.sees(one, two)
        take(three, row.field, "a")
        four.says(row.write(row.values[1]))
        meet(*some)
        told = conflict_in(one.fault, row.field)
        assert told is not None
        assert {side.by.machine for side in told.sides} == {"c", "d"}


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.field}-{row.values[0]}")
def test_a_later_ordinary_entry_replaces_what_was_taken(row: Row) -> None:
    some = quarrel(row)
    take(some[2], row.field, "a")
    meet(*some)
    some[3].says(row.write(row.values[1]))
    meet(*some)
    assert row.read(some[0].fault) == row.values[1]
    assert conflict_in(some[0].fault, row.field) is None


@pytest.mark.parametrize("row", MORE, ids=lambda row: row.field)
def test_a_third_value_is_an_ordinary_act_that_names_every_side(row: Row) -> None:
    """For the other rows `test_merge_rules` says the same."""
    some = quarrel(row)
    some[2].says(row.write(row.values[2]))
    meet(*some)
    assert row.read(some[0].fault) == row.values[2]
    assert conflict_in(some[0].fault, row.field) is None


class TestWhoSaidIt:
    """I6: who took a value did not say it."""

    def test_a_solution_that_was_taken_is_its_authors(self) -> None:
        some = quarrel(SOLUTION)
        take(some[2], "solution/1", "a")
        placed = some[2].fault.attempt.implemented_by
        assert placed is not None
        assert (placed.machine, placed.actor) == ("a", "person-a")

    def test_a_supervisors_word_keeps_its_weight(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        one.says(op.FaultAssigned(assignee="Anna", standing=Role.SUPERVISOR))
        two.says(op.FaultAssigned(assignee="Li Wei"))
        three.sees(one, two)
        take(three, "assignee", "a")
        two.says(op.FaultAssigned(assignee="Zhao Min"))
        meet(*some)
        assert some[0].fault.assignee == "Anna"

    def test_a_note_is_worded_as_it_was_taken(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        note = one.says(handling.NoteAdded(text="disk 4"))
        meet(*some)
        one.says(handling.NoteAdded(text="disk 3", revises=note.ref))
        two.says(handling.NoteAdded(text="disk 5", revises=note.ref))
        meet(*some)
        take(three, f"note/{note.ref}", "a")
        meet(*some)
        assert (two.fault.notes[0].text, two.fault.conflicts) == ("disk 3", ())
        by = two.fault.notes[0].revised_by
        assert by is not None
        assert by.machine == "a"

    def test_of_two_numbers_one_is_kept(self) -> None:
        one, two = some = authors("a", "b")
        one.says(report())
        two.says(op.FaultReported(number="F-26Q4-009", facts=Facts(title="RAID degraded")))
        meet(*some)
        assert [side.value for side in one.fault.numbers] == ["F-26K7-001", "F-26Q4-009"]
        two.says(ConflictSettled(field="number", take=two.fault.numbers[1].by.ref))
        meet(*some)
        assert (one.fault.number, one.fault.numbers) == ("F-26Q4-009", ())


class TestStatus:
    """A state is taken whole: with what it waits for, with what its ending had seen, and as a step to go on from."""

    def test_a_waiting_that_is_taken_goes_on_and_can_be_resumed(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        one.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress", note="ordered"))
        two.says(SOLVED)
        meet(*some)
        take(three, "status", "a")
        meet(*some)
        fault = one.fault
        assert (fault.state, fault.pending_reason, fault.pending_note) == ("pending", PendingReason.PARTS, "ordered")
        assert fault.pauses[-1].until is None
        two.says(op.FaultResumed(to="in-progress"))
        meet(*some)
        assert (one.fault.state, one.fault.oddities) == ("in-progress", ())
        assert all(pause.until for pause in one.fault.pauses)

    def test_what_was_solved_meanwhile_can_be_taken_and_verified(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        one.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
        two.says(SOLVED)
        meet(*some)
        take(three, "status", "b")
        three.says(verified(three))
        meet(*some)
        assert (one.fault.state, one.fault.conflicts, one.fault.oddities) == ("verified", (), ())
        assert not one.fault.is_changed_since_sign_off

    def test_taking_the_signed_state_asks_for_a_new_signature(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        one.says(SOLVED)
        one.says(verified(one))
        two.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
        meet(*some)
        take(three, "status", "a")
        meet(*some)
        assert (one.fault.state, one.fault.is_changed_since_sign_off) == ("verified", True)
        assert {side.value for side in one.fault.unsigned} == {"fault-pended", "conflict-settled"}

    @pytest.mark.parametrize("ending", ["cancelled", "duplicate"])
    def test_an_ending_that_unseen_work_won_over_can_be_taken_or_left(self, ending: str) -> None:
        for machine, state in (("a", ending), ("b", "in-progress")):
            one, two, three = some = at_work("a", "b", "c")
            seen = one.sight().references
            one.says(
                op.FaultCancelled(reason="gone", seen=seen)
                if ending == "cancelled"
                else op.FaultFoundDuplicate(of_id="x", of_number="F-26K7-002", seen=seen)
            )
            two.says(handling.TimeSpent(minutes=30))
            meet(*some)
            take(three, "status", machine)
            meet(*some)
            assert (one.fault.state, one.fault.conflicts, one.fault.oddities) == (state, (), ())

    def test_work_that_the_taker_had_not_seen_wins_over_the_ending_again(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        one.says(op.FaultCancelled(reason="gone", seen=one.sight().references))
        two.says(handling.TimeSpent(minutes=30))
        three.sees(one, two)
        take(three, "status", "a")
        two.says(handling.PartUsed(part="SSD", quantity=1))
        meet(*some)
        assert one.fault.state == "in-progress"
        assert conflict_in(one.fault, "status") is not None

    def test_two_endings_over_which_work_won_are_one_concern(self) -> None:
        one, two, three = some = at_work("a", "b", "c")
        for author in (one, two):
            author.says(op.FaultCancelled(reason="gone", seen=author.sight().references))
        three.says(handling.TimeSpent(minutes=30))
        meet(*some)
        (told,) = one.fault.conflicts
        assert [side.value for side in told.sides] == ["cancelled", "cancelled", "in-progress"]


class TestWhatMakesNoSense:
    """The fold is total: what takes nothing is kept, listed, and changes nothing."""

    @pytest.mark.parametrize("reference", ["", "x", "a.1.00000000", "zzz.9.ffffffff"])
    @pytest.mark.parametrize("field", ["title", "status", "check/x/y", "nothing", ""])
    def test_a_reference_that_its_author_had_not_before_him_takes_nothing(self, field: str, reference: str) -> None:
        (author,) = at_work("a")
        before = author.fault
        entry = author.says(ConflictSettled(field=field, take=reference))
        assert [(oddity.ref, oddity.reason) for oddity in author.fault.oddities] == [(entry.ref, "not-allowed")]
        assert (author.fault.title, author.fault.state) == (before.title, before.state)

    def test_a_field_without_conflict_is_taken_as_it_is(self) -> None:
        (author,) = at_work("a")
        author.says(ConflictSettled(field="title", take=author.entries[0].ref))
        assert (author.fault.title, author.fault.oddities) == ("RAID degraded", ())


def test_a_state_that_is_gathered_anew_finds_the_same_side() -> None:
    """The side is looked for among all that was written, replaced by now or not."""
    some = quarrel(ALL[0])
    take(some[2], "title", "a")
    take(some[3], "title", "b")
    meet(*some)
    state = FaultState(some[0].of())
    assert state.taken_head(ConflictSettled(field="title", take="x"), ["x"]) is None
