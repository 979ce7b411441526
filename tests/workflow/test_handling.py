"""The work and what is recorded of it: PROCESS S3.3, S6."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from fieldtech.config import Settings
from fieldtech.domain.clocks import ClockKind
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_clocks import due_times, fault_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import CheckResult, Mode, Nature, PendingReason, PlanKind, Priority, Status
from fieldtech.domain.working_time import working_time_between
from fieldtech.store import Store
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.store.views.queue import Filters, queue_page
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist, answer_check, plan_from_check
from fieldtech.workflow.handling import (
    add_note,
    add_time,
    attach_file,
    pend_fault,
    plan_solution,
    restore_service,
    resume_fault,
    start_fault,
    tell_user,
    use_part,
)
from tests.workflow.road import MONDAY_MORNING, assessed, clock_of, closed, new_store, reported, started, template


def test_s3_3_the_mode_is_data(store: Store) -> None:
    """S3.3: on site or remote, as data; without it work doesn't start."""
    fault = assess_fault(store, reported(store).number, Assessment(nature=Nature.HARDWARE))
    with pytest.raises(RuleViolation) as refusal:
        start_fault(store, fault.number)
    assert refusal.value.missing == ("mode",)
    working = start_fault(store, fault.number, mode=Mode.REMOTE)
    assert (working.mode, working.status, working.assignee) == (Mode.REMOTE, Status.IN_PROGRESS, "Li Wei")


def test_work_starts_only_after_the_assessment(store: Store) -> None:
    fault = reported(store)
    with pytest.raises(RuleViolation, match="assess") as refusal:
        start_fault(store, fault.number, mode=Mode.ON_SITE)
    assert refusal.value.missing == ("assess",)


@pytest.mark.parametrize("reason", list(PendingReason))
def test_pending_is_an_overlay_with_a_reason(store: Store, reason: PendingReason) -> None:
    fault = pend_fault(store, started(store).number, reason, note="ordered")
    assert (fault.is_pending, fault.status, fault.pending_reason) == (True, Status.IN_PROGRESS, reason)
    with pytest.raises(RuleViolation):
        pend_fault(store, fault.number, reason)
    again = resume_fault(store, fault.number)
    assert (again.is_pending, again.status, again.pending_reason) == (False, Status.IN_PROGRESS, None)
    with pytest.raises(RuleViolation):
        resume_fault(store, fault.number)


def test_a_pause_moves_the_due_time_and_is_explained(store: Store) -> None:
    fault = started(store)
    before = due_times(fault, store.rules).next_at
    pend_fault(store, fault.number, PendingReason.PARTS)
    clock_of(store).go_on(hours=2)
    after = due_times(resume_fault(store, fault.number), store.rules).next_at
    assert before is not None
    assert after is not None
    moved = working_time_between(store.rules.calendar, before, after)
    assert timedelta(hours=2) <= moved < timedelta(hours=2, seconds=1)


def test_a_reason_that_stops_no_clock_moves_nothing(store: Store) -> None:
    fault = started(store)
    before = due_times(fault, store.rules).next_at
    pend_fault(store, fault.number, PendingReason.OTHER)
    clock_of(store).go_on(hours=2)
    assert due_times(resume_fault(store, fault.number), store.rules).next_at == before


def test_s3_3_a_workaround_restores_but_does_not_resolve(store: Store) -> None:
    """S3.3: a workaround counts as restored, not as resolved."""
    fault = restore_service(store, started(store).number, "Payroll moved to DB-2")
    assert fault.restored_at is not None
    assert (fault.workaround, fault.status, fault.implemented_at) == ("Payroll moved to DB-2", Status.IN_PROGRESS, None)
    clocks = {clock.kind: clock for clock in fault_clocks(fault, store.rules, store.now())}
    assert clocks[ClockKind.RESTORE].is_met is True
    assert clocks[ClockKind.RESOLVE].is_met is None


def test_a_service_is_not_restored_before_the_fault_occurred(store: Store) -> None:
    with pytest.raises(RuleViolation, match="before"):
        restore_service(store, started(store).number, "x", restored_at=MONDAY_MORNING - timedelta(days=1))


def test_s3_3_a_plan_may_call_for_an_upgrade_or_a_replacement(store: Store) -> None:
    """S3.3: a written plan, its kind, and the parts with old and new serial numbers."""
    fault = plan_solution(store, assessed(store).number, "New controller", kind=PlanKind.REPLACEMENT)
    assert (fault.attempt.plan, fault.attempt.plan_kind) == ("New controller", PlanKind.REPLACEMENT)
    fault = use_part(store, fault.number, "HDD-8T", 1, old_serial="Z4D1K0AB", new_serial="ZR51M9QX")
    part = fault.parts[0]
    assert (part.part, part.quantity, part.old_serial, part.new_serial, part.asset) == (
        "HDD-8T", 1, "Z4D1K0AB", "ZR51M9QX", "DB-1",
    )  # fmt: skip


def test_s2_a_revised_note_keeps_its_earlier_wording(store: Store) -> None:
    """S2: nothing is edited away."""
    fault = add_note(store, reported(store).number, "disk 3")
    fault = add_note(store, fault.number, "disk 4", revises=fault.notes[0].by.ref)
    assert (fault.notes[0].text, fault.notes[0].earlier) == ("disk 4", ("disk 3",))
    with pytest.raises(RuleViolation):
        add_note(store, fault.number, "x", revises="nothing.1.00000000")


def test_time_adds_up_and_is_bounded(store: Store) -> None:
    number = started(store).number
    add_time(store, number, 30)
    assert add_time(store, number, 12, note="waiting for the rebuild").minutes == 42
    for minutes in (0, -5, 1441):
        with pytest.raises(RuleViolation):
            add_time(store, number, minutes)


def test_s6_a_log_tells_what_the_user_was_told_when_and_how(store: Store) -> None:
    """S6: users are told of progress, and the promise has its own clock."""
    fault = reported(store)
    first = due_times(fault, store.rules).word_at
    clock_of(store).go_on(minutes=10)
    fault = tell_user(store, fault.number, "We are on it", how="phone")
    word = fault.words_to_user[0]
    assert (word.text, word.how, word.whom) == ("We are on it", "phone", "Wang Fang")
    second = due_times(fault, store.rules).word_at
    assert first is not None
    assert second is not None
    assert second > first


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (lambda store, number: add_note(store, number, " "), "text"),
        (lambda store, number: tell_user(store, number, "x", how=" "), "how"),
        (lambda store, number: use_part(store, number, ""), "part"),
        (lambda store, number: plan_solution(store, number, "\n"), "plan"),
        (lambda store, number: restore_service(store, number, ""), "workaround"),
    ],
)
def test_empty_words_are_refused_naming_the_field(
    store: Store, refused: Callable[[Store, str], Fault], name: str
) -> None:
    fault = started(store)
    with pytest.raises(RuleViolation) as refusal:
        refused(store, fault.number)
    assert refusal.value.missing == (name,)
    assert find_fault(store, fault.number) == fault


def test_an_attachment_is_kept_by_its_digest_inside_the_store(store: Store) -> None:
    content = b"smartctl says FAILED"
    fault = attach_file(store, reported(store).number, "../../etc/smart.txt", content)
    kept = fault.attachments[0]
    assert (kept.name, kept.size, kept.media_type) == ("smart.txt", len(content), "text/plain")
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert attachment_content(store, kept.digest) == content


def test_an_attachment_beyond_the_limit_is_refused_and_nothing_is_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    own = new_store(tmp_path_factory.mktemp("small"), settings=Settings(attachment_limit_mb=1))
    number = reported(own).number
    with pytest.raises(RuleViolation, match="1 MB"):
        attach_file(own, number, "core", b"x" * (1024 * 1024 + 1))
    assert find_fault(own, number).attachments == ()
    own.close()


def test_nothing_of_the_work_is_recorded_once_it_is_over(store: Store) -> None:
    number = closed(store).number
    with pytest.raises(RuleViolation):
        add_time(store, number, 5)
    with pytest.raises(RuleViolation):
        use_part(store, number, "HDD")
    assert add_note(store, number, "The old disk went to the shredder").notes


def test_the_next_up_order_is_priority_then_waiting_then_due_then_age(store: Store) -> None:
    """PROCESS, mistake 14: one explained order."""
    clock = clock_of(store)
    first_general = started(store).number
    waiting = pend_fault(store, started(store).number, PendingReason.PARTS).number
    clock.go_on(minutes=5)
    later = started(store).number
    urgent = reported(store, urgency=None).number
    order = [line.number for line in queue_page(store).faults]
    assert order == [urgent, first_general, later, waiting]
    assert queue_page(store).faults[0].rank == 0
    assert {line.priority for line in queue_page(store).faults} == {None, Priority.IMPORTANT}
    assert [line.number for line in queue_page(store, Filters(is_pending=True)).faults] == [waiting]


def test_a_check_that_did_not_pass_becomes_a_step_of_the_plan_with_its_reading_and_limits(store: Store) -> None:
    """S3.3: the plan names what is to be done about it."""
    number = started(store).number
    plan_solution(store, number, "Replace disk 4", kind=PlanKind.REPLACEMENT)
    add_checklist(store, number, template("raid-disk-failed"))
    answer_check(store, number, "inlet-temperature", None, reading="29.5", note="vent shut")
    answer_check(store, number, "one-disk-named", CheckResult.PASS)
    planned = plan_from_check(store, number, "inlet-temperature").attempt
    first, second = planned.plan.splitlines()
    assert (first, planned.plan_kind) == ("Replace disk 4", PlanKind.REPLACEMENT)
    assert second.startswith("- Inlet temperature")
    assert second.endswith("(attention; 29.5 °C; passes: 18 to 27 °C; vent shut)")
    with pytest.raises(RuleViolation, match="already"):
        plan_from_check(store, number, "inlet-temperature")
    with pytest.raises(RuleViolation, match="failed or needs attention"):
        plan_from_check(store, number, "one-disk-named")
