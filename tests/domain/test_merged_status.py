"""Concurrent changes of status: the most cautious head wins, and unseen work wins over a cancelling."""

from itertools import combinations_with_replacement

import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_operations import Facts, FaultOperation
from fieldtech.domain.words import Mode, PendingReason, ResolutionCode, UserVerdict
from tests.domain.authors import MORNING, Author, assessment, authors, meet, report
from tests.domain.faults_at_work import SOLVED, answered, at_work, conflict_in, edited, verified
from tests.next_steps import TEMPLATE

CAUTIOUS = (
    "reassess",
    "in-progress",
    "pending",
    "assessed",
    "reported",
    "draft",
    "implemented",
    "verified",
    "closed",
    "duplicate",
    "cancelled",
)
"""the order of docs/sync-model.md, written down a second time."""
WAYS: dict[str, tuple[FaultOperation, ...]] = {
    "reported": (op.FaultPended(reason=PendingReason.USER, of="reported"), op.FaultResumed(to="reported")),
    "assessed": (assessment(),),
    "pending": (op.FaultPended(reason=PendingReason.PARTS, of="reported"),),
    "in-progress": (assessment(), op.FaultStarted(mode=Mode.ON_SITE)),
}


def go(author: Author, state: str) -> None:
    """Bring the reported fault into a state, as one author does it."""
    if state in WAYS:
        author.says(*WAYS[state])
    elif state == "cancelled":
        author.says(op.FaultCancelled(reason="gone", seen=author.sight().references))
    elif state == "duplicate":
        author.says(op.FaultFoundDuplicate(of_id="x", of_number="F-26K7-002", seen=author.sight().references))
    else:
        author.says(*WAYS["in-progress"], SOLVED)
        if state != "implemented":
            verdict = UserVerdict.REJECTED if state == "reassess" else UserVerdict.ACCEPTED
            author.says(verified(author, verdict))
        if state == "closed":
            author.says(op.FaultClosed(root_cause="worn out"))


class TestStatus:
    """The most cautious head wins, and a transition that no predecessor allows is listed, not applied."""

    @pytest.mark.parametrize(
        "states", list(combinations_with_replacement([s for s in CAUTIOUS if s != "draft"], 2)), ids=str
    )
    def test_of_two_concurrent_states_the_more_cautious_is_shown(self, states: tuple[str, str]) -> None:
        for left, right in (states, states[::-1]):
            one, two = authors("a", "b")
            one.says(report())
            two.sees(one)
            go(one, left)
            go(two, right)
            assert (one.fault.state, two.fault.state) == (left, right)
            meet(one, two)
            assert one.fault.state == two.fault.state == states[0]
            assert one.fault.oddities == ()
            told = conflict_in(one.fault, "status")
            assert (told is not None) == (left != right)
            if told is not None:
                assert (told.shown, told.rule) == (states[0], "cautious")
                assert {side.value for side in told.sides} == {left, right}

    @pytest.mark.parametrize("states", [("closed", "verified", "pending"), ("cancelled", "implemented", "assessed")])
    def test_of_three_concurrent_states_too(self, states: tuple[str, str, str]) -> None:
        some = authors("a", "b", "c")
        some[0].says(report())
        meet(*some)
        for author, state in zip(some, states, strict=True):
            go(author, state)
        meet(*some)
        assert [author.fault.state for author in some] == [states[2]] * 3
        told = conflict_in(some[0].fault, "status")
        assert told is not None
        assert {side.value for side in told.sides} == set(states)

    def test_a_second_report_of_the_same_fault_is_more_cautious_than_its_closing(self) -> None:
        """Two machines take in the same mail: the fault is the same one, its first number is shown."""
        one, two = authors("a", "b")
        one.says(report())
        go(one, "closed")
        two.says(op.FaultReported(number="F-26Q4-009", facts=Facts(title="RAID degraded"), is_draft=True))
        meet(one, two)
        assert (one.fault.state, one.fault.number) == ("draft", "F-26K7-001")
        assert conflict_in(one.fault, "number") is None
        assert one.fault.recorded.machine == "a"

    def test_the_next_step_settles_it(self) -> None:
        one, two = authors("a", "b")
        one.says(report())
        two.sees(one)
        go(one, "implemented")
        go(two, "in-progress")
        meet(one, two)
        two.says(SOLVED)
        meet(one, two)
        assert one.fault.state == "implemented"
        assert conflict_in(one.fault, "status") is None
        assert one.fault.oddities == ()

    def test_two_next_steps_at_once_quarrel_anew(self) -> None:
        one, two, three = authors("a", "b", "c")
        one.says(report())
        meet(one, two, three)
        go(one, "in-progress")
        go(two, "assessed")
        meet(one, two, three)
        two.says(SOLVED)
        three.says(op.FaultPended(reason=PendingReason.VENDOR, of="in-progress"))
        meet(one, two, three)
        assert one.fault.state == "pending"
        told = conflict_in(one.fault, "status")
        assert told is not None
        assert {side.value for side in told.sides} == {"pending", "implemented"}

    @pytest.mark.parametrize(
        "operation",
        [
            op.FaultStarted(mode=Mode.ON_SITE),
            op.FaultResumed(to="reported"),
            SOLVED,
            op.FaultClosed(root_cause="x"),
            op.FaultReopened(reason="x", attempt=2),
            op.FaultEdited(facts=Facts(title="hijacked"), completes_draft=True),
            op.FaultPended(reason=PendingReason.USER, of="closed"),
            op.FaultReported(number="F-26K7-666", facts=Facts(title="hijacked")),
        ],
        ids=lambda operation: operation.KIND,
    )
    def test_a_step_that_no_predecessor_allows_is_listed_and_changes_nothing(self, operation: FaultOperation) -> None:
        (author,) = authors("a")
        author.says(report())
        before = author.fault
        entry = author.says(operation)
        assert [(oddity.ref, oddity.reason) for oddity in author.fault.oddities] == [(entry.ref, "not-allowed")]
        assert (author.fault.state, author.fault.title, author.fault.number) == (
            before.state,
            before.title,
            before.number,
        )

    def test_who_waits_goes_back_to_where_he_waited_and_nowhere_else(self) -> None:
        (author,) = at_work("a")
        author.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
        author.says(op.FaultResumed(to="closed"))
        assert author.fault.state == "pending"
        author.says(op.FaultResumed(to="in-progress"))
        assert author.fault.state == "in-progress"

    def test_a_head_of_another_field_does_not_open_the_way(self) -> None:
        """The assessment is still the head of the mode: it must not let work start a second time."""
        (author,) = authors("a")
        author.says(report(), assessment(mode=Mode.ON_SITE))
        author.says(op.FaultPended(reason=PendingReason.PARTS, of="assessed"))
        entry = author.says(op.FaultStarted(mode=Mode.REMOTE))
        assert len(entry.header.before) == 2
        assert author.fault.state == "pending"
        assert [oddity.ref for oddity in author.fault.oddities] == [entry.ref]

    @pytest.mark.parametrize("attempt", [2, 7])
    def test_an_attempt_that_has_not_begun_is_not_solved(self, attempt: int) -> None:
        (author,) = at_work("a")
        author.says(
            op.SolutionImplemented(
                solution="x", resolution_code=ResolutionCode.OTHER, implemented_at=MORNING, attempt=attempt
            )
        )
        assert author.fault.state == "in-progress"
        assert len(author.fault.oddities) == 1


WORK: tuple[FaultOperation, ...] = (
    edited(title="changed"),
    op.FaultAssigned(assignee="Li Wei"),
    assessment(moves=False),
    op.ServiceRestored(workaround="rebooted", restored_at=MORNING),
    handling.TimeSpent(minutes=30),
    handling.PartUsed(part="SSD", quantity=1),
    handling.SolutionPlanned(text="replace"),
    handling.ChecklistAdded(checklist_id="another", template=TEMPLATE),
    answered("pass"),
)


class TestEndings:
    """A concurrent change wins over a cancelling, and is flagged."""

    @staticmethod
    def endings(author: Author) -> tuple[FaultOperation, ...]:
        """Both ways to end a fault without solving it."""
        seen = author.sight().references
        return (
            op.FaultCancelled(reason="gone", seen=seen),
            op.FaultFoundDuplicate(of_id="x", of_number="F-26K7-002", seen=seen),
        )

    @pytest.mark.parametrize("ending", [0, 1], ids=["cancelled", "duplicate"])
    @pytest.mark.parametrize("work", WORK, ids=lambda work: work.KIND)
    def test_work_that_was_not_seen_wins_and_is_flagged(self, work: FaultOperation, ending: int) -> None:
        one, two = at_work("a", "b")
        one.says(self.endings(one)[ending])
        two.says(work)
        ended = one.fault.state
        assert ended in ("cancelled", "duplicate")
        meet(one, two)
        for author in (one, two):
            assert (author.fault.state, author.fault.is_open) == ("in-progress", True)
            told = conflict_in(author.fault, "status")
            assert told is not None
            assert [(side.value, side.by.machine) for side in told.sides] == [(ended, "a"), ("in-progress", "b")]

    @pytest.mark.parametrize("work", WORK, ids=lambda work: work.KIND)
    def test_work_that_was_seen_does_not(self, work: FaultOperation) -> None:
        one, two = at_work("a", "b")
        two.says(work)
        one.sees(two)
        one.says(self.endings(one)[0])
        meet(one, two)
        assert (two.fault.state, conflict_in(two.fault, "status")) == ("cancelled", None)

    @pytest.mark.parametrize(
        "word",
        [
            handling.NoteAdded(text="by the way"),
            handling.UserTold(text="we know", how="phone", whom="Wang Fang", told_at=MORNING),
            handling.AttachmentAdded(name="led.jpg", digest="0" * 64, size=1),
        ],
        ids=lambda word: word.KIND,
    )
    def test_words_alone_do_not(self, word: FaultOperation) -> None:
        one, two = at_work("a", "b")
        one.says(self.endings(one)[0])
        two.says(word)
        meet(one, two)
        assert (one.fault.state, one.fault.conflicts) == ("cancelled", ())

    def test_two_who_cancel_at_once_agree(self) -> None:
        one, two = at_work("a", "b")
        for author in (one, two):
            author.says(self.endings(author)[0])
        meet(one, two)
        assert (one.fault.state, one.fault.conflicts) == ("cancelled", ())

    def test_cancelling_again_with_the_work_in_sight_settles_it(self) -> None:
        one, two = at_work("a", "b")
        one.says(self.endings(one)[0])
        two.says(handling.TimeSpent(minutes=30))
        meet(one, two)
        one.says(self.endings(one)[0])
        meet(one, two)
        assert (two.fault.state, two.fault.conflicts, two.fault.oddities) == ("cancelled", (), ())

    def test_going_on_with_the_work_settles_it(self) -> None:
        one, two = at_work("a", "b")
        one.says(self.endings(one)[0])
        two.says(handling.TimeSpent(minutes=30))
        meet(one, two)
        two.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
        meet(one, two)
        assert (one.fault.state, one.fault.conflicts, one.fault.oddities) == ("pending", (), ())

    def test_an_ending_that_nothing_contests_lets_nothing_but_a_reopening_follow(self) -> None:
        (author,) = at_work("a")
        author.says(self.endings(author)[0])
        entry = author.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
        assert (author.fault.state, author.fault.oddities[0].ref) == ("cancelled", entry.ref)
