"""The fault that is built of what was gathered: attempts, pauses, endings, and where each shown value comes from."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.fault_road import State
from fieldtech.domain.fault_state import instant_of
from fieldtech.domain.faults import Fault
from fieldtech.domain.merge_rules import spell_value
from fieldtech.domain.words import (
    CheckResult,
    Mode,
    PendingReason,
    Priority,
    ResolutionCode,
    Status,
    SystemCheck,
    UserVerdict,
)
from tests.domain.authors import MORNING, Author, assessment, authors, meet, report
from tests.domain.faults_at_work import SOLVED, answered, at_work, conflict_in, edited, verified


def walked(author: Author) -> Author:
    """Walk a fault to its end."""
    author.says(handling.SolutionPlanned(text="replace the disk"), answered("pass"), SOLVED)
    author.says(verified(author))
    author.says(op.FaultClosed(root_cause="worn out", lessons="watch wear levels"))
    return author


def test_a_fault_tells_its_whole_road() -> None:
    (author,) = at_work("a")
    fault = walked(author).fault
    assert (fault.number, fault.state, fault.status, fault.is_open) == ("F-26K7-001", "closed", Status.CLOSED, False)
    assert (fault.root_cause, fault.lessons) == ("worn out", "watch wear levels")
    assert (fault.attempt.plan, fault.attempt.solution) == ("replace the disk", "done")
    assert (fault.mode, fault.priority, fault.missing) == (Mode.ON_SITE, Priority.IMPORTANT, ())
    instants = [fault.recorded.at, fault.acknowledged_at, fault.verified_at, fault.closed_at]
    assert None not in instants
    assert instants == sorted(instants)  # type: ignore[type-var]


def test_a_fault_is_the_same_after_it_was_spelled_and_read() -> None:
    (author,) = at_work("a")
    fault = walked(author).fault
    assert msgspec.json.decode(canonical_bytes(fault), type=Fault) == fault


def test_every_stamp_leads_to_its_entry() -> None:
    """I6: who, on which machine, when, as which entry."""
    one, two = at_work("a", "b")
    two.says(answered("fail"))
    meet(one, two)
    stamp = one.fault.attempt.checklists[0].answers[0].by
    (entry,) = [each for each in one.of() if each.ref == stamp.ref]
    assert (stamp.actor, stamp.machine, stamp.at) == ("person-b", "b", instant_of(entry))


@pytest.mark.parametrize(
    ("wall", "shown"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1_793_581_509_123_456, datetime(2026, 11, 2, 1, 5, 9, 123_456, tzinfo=UTC)),
        (2**53 - 1, datetime(2255, 6, 5, 23, 47, 34, 740_991, tzinfo=UTC)),
    ],
)
def test_an_entrys_instant_is_its_authors_wall_clock_to_the_microsecond(wall: int, shown: datetime) -> None:
    (author,) = authors("a")
    entry = author.says(report())
    header = msgspec.structs.replace(entry.header, wall=wall, ahead=2**50)
    assert instant_of(msgspec.structs.replace(entry, header=header)) == shown


def test_a_failed_verification_opens_the_next_attempt_and_keeps_the_first() -> None:
    """S3.4."""
    (author,) = at_work("a")
    author.says(answered("pass"), SOLVED)
    author.says(verified(author, UserVerdict.PARTLY))
    fault = author.fault
    assert (fault.state, fault.status, fault.attempt.number) == ("reassess", Status.REPORTED, 2)
    assert (fault.attempts[0].solution, fault.attempts[0].checklists[0].answers[0].result) == ("done", CheckResult.PASS)
    assert (fault.verified_at, fault.implemented_at, fault.attempt.checklists) == (None, None, ())
    author.says(assessment(attempt=2, cause="the controller"), op.FaultStarted(mode=Mode.REMOTE))
    assert [attempt.cause for attempt in author.fault.attempts] == ["", "the controller"]


def test_attempts_are_never_skipped() -> None:
    (author,) = at_work("a")
    author.says(SOLVED)
    author.says(verified(author))
    author.says(op.FaultClosed(root_cause="x"))
    author.says(op.FaultReopened(reason="again", attempt=9))
    assert (author.fault.state, len(author.fault.attempts)) == ("closed", 1)
    author.says(op.FaultReopened(reason="again", attempt=2))
    assert (author.fault.state, len(author.fault.attempts), author.fault.end_reason) == ("reassess", 2, "again")


def test_a_cancelled_fault_that_is_reopened_goes_on_in_its_attempt() -> None:
    (author,) = at_work("a")
    author.says(op.FaultCancelled(reason="gone", seen=author.sight().references))
    assert (author.fault.end_reason, author.fault.status) == ("gone", Status.CANCELLED)
    author.says(op.FaultReopened(reason="here again", attempt=1))
    assert (author.fault.state, len(author.fault.attempts)) == ("reassess", 1)


def test_a_duplicate_names_the_other_one() -> None:
    (author,) = at_work("a")
    author.says(op.FaultFoundDuplicate(of_id="x", of_number="F-26K7-002", reason="same disk"))
    fault = author.fault
    assert (fault.duplicate_of, fault.end_reason, fault.status) == ("F-26K7-002", "same disk", Status.CANCELLED)


def test_waiting_is_shown_as_the_status_it_goes_back_to_with_its_reason() -> None:
    (author,) = at_work("a")
    author.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress", note="ordered"))
    fault = author.fault
    assert (fault.status, fault.is_pending, fault.resumes_to) == (Status.IN_PROGRESS, True, "in-progress")
    assert (fault.pending_reason, fault.pending_note) == (PendingReason.PARTS, "ordered")
    assert fault.pauses[0].until is None
    author.says(op.FaultResumed(to="in-progress"))
    fault = author.fault
    assert (fault.is_pending, fault.pending_reason, fault.pending_note) == (False, None, "")
    assert fault.pauses[0].until is not None
    assert fault.pauses[0].until > fault.pauses[0].since


def test_a_pause_never_ends_before_it_began_whatever_the_clocks_say() -> None:
    one, two = at_work("a", "b")
    one.fast = timedelta(days=30)
    one.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
    two.sees(one)
    two.says(op.FaultResumed(to="in-progress"))
    (pause,) = two.fault.pauses
    assert pause.until == pause.since


def test_two_who_pause_at_once_are_both_ended_by_one_resuming() -> None:
    one, two = at_work("a", "b")
    one.says(op.FaultPended(reason=PendingReason.PARTS, of="in-progress"))
    two.says(op.FaultPended(reason=PendingReason.VENDOR, of="in-progress"))
    meet(one, two)
    one.says(op.FaultResumed(to="in-progress"))
    assert [pause.until is None for pause in one.fault.pauses] == [False, False]


def test_a_draft_that_is_completed_is_a_report() -> None:
    (author,) = authors("a")
    author.says(op.FaultReported(number="F-26K7-001", facts=Facts(title="RAID"), is_draft=True))
    assert (author.fault.status, author.fault.missing[0]) == (Status.DRAFT, "description")
    author.says(op.FaultEdited(facts=report().facts, completes_draft=True))
    assert (author.fault.status, author.fault.missing) == (Status.REPORTED, ())


def test_a_fact_can_be_taken_back() -> None:
    (author,) = authors("a")
    author.says(report(place="R4"), edited(place=""))
    assert author.fault.facts.place == ""


def test_acknowledged_is_the_first_that_anybody_did_about_it() -> None:
    one, two = authors("a", "b")
    one.says(report())
    two.sees(one)
    early, late = two.says(op.FaultAssigned(assignee="Li Wei")), one.says(assessment())
    meet(one, two)
    assert one.fault.acknowledged_at == instant_of(early) < instant_of(late)


def test_what_came_from_elsewhere_stays_with_the_fault() -> None:
    source = op.Source(name="incidents.csv", key="INC1", original="raw", status_words="New")
    origin = op.Origin(fault_id="x", number="F-26K7-000")
    (author,) = authors("a")
    author.says(op.FaultReported(number="F-26K7-001", facts=Facts(title="x"), source=source, origin=origin))
    assert (author.fault.source, author.fault.origin) == (source, origin)


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, ""),
        ("text", "text"),
        (Priority.URGENT, "urgent"),
        (State("pending", "assessed", PendingReason.PARTS), "pending"),
        (handling.CheckAnswered(checklist_id="c", item="i", result=CheckResult.NOT_APPLICABLE, value=Decimal(1)), "na"),
        (handling.SolutionPlanned(text="plan"), "plan"),
        (SOLVED, "done"),
        (datetime(2026, 11, 2, 1, 0, tzinfo=UTC), "2026-11-02T01:00:00Z"),
        ((MORNING, "rebooted"), "2026-11-02T01:00:00Z rebooted"),
        (
            op.FaultVerified(system=SystemCheck.PASS, user=UserVerdict.PARTLY, user_words="", how="phone", told_by="x"),
            "pass + partly",
        ),
        (7, "7"),
    ],
)
def test_a_value_is_spelled_as_the_command_line_shows_it(value: object, spelled: str) -> None:
    assert spell_value(value) == spelled


def test_the_sides_of_a_quarrel_stand_in_the_order_of_their_time() -> None:
    some = at_work("a", "b", "c")
    for author, title in zip(reversed(some), ("one", "two", "three"), strict=True):
        author.says(edited(title=title))
    meet(*some)
    told = conflict_in(some[0].fault, "title")
    assert told is not None
    assert [(side.value, side.by.machine) for side in told.sides] == [("one", "c"), ("two", "b"), ("three", "a")]


def test_a_solution_is_shown_with_who_put_it_in_place_and_when() -> None:
    (author,) = at_work("a")
    author.says(
        op.SolutionImplemented(
            solution="disk", resolution_code=ResolutionCode.HARDWARE_REPLACEMENT, implemented_at=MORNING
        )
    )
    attempt = author.fault.attempt
    assert (attempt.resolution_code, attempt.implemented_at) == (ResolutionCode.HARDWARE_REPLACEMENT, MORNING)
    assert attempt.implemented_by is not None
    assert attempt.implemented_by.actor == "person-a"
