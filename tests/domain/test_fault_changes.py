"""What a bundle would do to a fault, in words (SYNC: the preview says fault by fault what will change)."""

import msgspec

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_changes import fault_changes
from fieldtech.domain.words import Role
from tests.domain.authors import meet
from tests.domain.faults_at_work import SOLVED, answered, at_work, edited, verified


def test_an_unknown_fault_is_told_as_new_with_its_standing() -> None:
    (author,) = at_work("a")
    assert fault_changes(None, author.fault) == ("new", "in progress", "important")


def test_what_changed_is_told_and_nothing_else() -> None:
    (author,) = at_work("a")
    before = author.fault
    author.says(
        edited(title="Core switch dark", place="R2"),
        handling.NoteAdded(text="fan is loud"),
        handling.NoteAdded(text="dust"),
        answered("pass"),
        SOLVED,
    )
    assert fault_changes(before, author.fault) == (
        "in progress → implemented",
        "what is wrong: Core switch dark",
        "corrected: place",
        "1 check",
        "2 notes",
        "solution",
    )


def test_an_answer_that_is_changed_is_told_though_none_is_added() -> None:
    (author,) = at_work("a")
    author.says(answered("pass"))
    before = author.fault
    author.says(answered("fail"))
    assert fault_changes(before, author.fault) == ("checks answered anew",)


def test_what_is_empty_since_is_told_as_taken_out() -> None:
    (author,) = at_work("a")
    author.says(edited(place="R2", contact="555-0199"))
    before = author.fault
    author.says(edited(place="R4", contact=""))
    assert fault_changes(before, author.fault) == ("taken out: contact", "corrected: place")


def test_texts_beside_the_facts_are_told_as_taken_out() -> None:
    (author,) = at_work("a")
    author.says(handling.NoteAdded(text="rang 555-0199"), handling.SolutionPlanned(text="replace disk 4"))
    before = author.fault
    after = msgspec.structs.replace(
        before,
        notes=tuple(msgspec.structs.replace(each, text="[redacted]") for each in before.notes),
        attempts=tuple(msgspec.structs.replace(each, plan="[redacted]") for each in before.attempts),
    )
    assert fault_changes(before, after) == ("taken out: notes, plan",)


def test_a_plan_of_an_attempt_before_is_no_change_of_the_new_one() -> None:
    (author,) = at_work("a")
    author.says(handling.SolutionPlanned(text="replace disk 4"), answered("pass"), SOLVED)
    author.says(verified(author), op.FaultClosed(root_cause="disk"))
    before = author.fault
    author.says(op.FaultReopened(attempt=2, reason="still red"))
    assert fault_changes(before, author.fault) == ("closed → to be assessed again", "attempt 2")


def test_a_conflict_stands_first_and_its_settling_is_told() -> None:
    one, two = at_work("a", "b")
    before = one.fault
    one.says(op.FaultAssigned(assignee="Li Wei", standing=Role.TECHNICIAN))
    two.says(op.FaultAssigned(assignee="Zhao Min", standing=Role.TECHNICIAN))
    meet(one, two)
    contested = one.fault
    assert fault_changes(before, contested)[0] == "CONFLICT: who has it"
    one.says(op.FaultAssigned(assignee="Zhao Min", standing=Role.TECHNICIAN))
    assert "settled: who has it" in fault_changes(contested, one.fault)


def test_the_same_reading_twice_shows_no_change() -> None:
    (author,) = at_work("a")
    assert fault_changes(author.fault, author.fault) == ("nothing that shows",)
