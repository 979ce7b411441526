"""Each clause's record survives export: what one machine recorded stands on another, word for word (PROCESS S1-S6)."""

import dataclasses
from datetime import date, timedelta

import msgspec
import pytest

from fieldtech.documents.annual_plan import annual_plan_markdown
from fieldtech.documents.fault_report import fault_report_markdown
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Status,
    SystemCheck,
    Urgency,
)
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import HistoryEntry, fault_history
from fieldtech.store.views.plans import find_occurrence, find_plan
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.closing import close_fault
from fieldtech.workflow.documents import fault_report_of
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
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import defer_occurrence, skip_occurrence, start_occurrence, tick_occurrence
from fieldtech.workflow.plan_documents import annual_plan_of
from fieldtech.workflow.reports import edit_fault, report_fault
from fieldtech.workflow.verification import implement_solution, verify_solution
from tests.workflow.desk import Desk, carry, state
from tests.workflow.planned import LIBRARY, SHORT, planned, planned_round, short_library
from tests.workflow.road import ACCEPTED, answer_all, phone_report, template


def carried(desk: Desk, fault: Fault) -> Fault:
    """Carry everything from the technician to the depot, and read a fault there: it is the same, with its history."""
    carry(desk.a, desk.depot, desk.stick)
    here, there = (find_fault(each.store, fault.id) for each in (desk.a, desk.depot))
    assert there == here
    assert told(desk.depot.store, there) == told(desk.a.store, here)
    assert state(desk.depot) == state(desk.a)
    return there


def told(store: Store, fault: Fault) -> list[HistoryEntry]:
    """Read a fault's history, whichever way it came."""
    return [dataclasses.replace(each, bundle="") for each in fault_history(store, fault)]


def report_there(desk: Desk, number: str) -> tuple[str, str]:
    """Write the fault handling report on both machines, as if at the same moment."""
    ours, theirs = (fault_report_of(each.store, number) for each in (desk.a, desk.depot))
    theirs = msgspec.structs.replace(theirs, printed_at=ours.printed_at, clocks=ours.clocks)
    return fault_report_markdown(ours), fault_report_markdown(theirs)


def begun(store: Store, **changed: object) -> Fault:
    """A fault that is being worked on."""
    fault = report_fault(store, report_of(store, **changed))
    said = Assessment(
        nature=Nature.HARDWARE, impact=Impact.SITE, urgency=Urgency.MEDIUM, cause="disk 4 failed", mode=Mode.ON_SITE
    )
    assess_fault(store, fault.number, said)
    return start_fault(store, fault.number)


def report_of(store: Store, **changed: object) -> Facts:
    """What a phone call tells, by the clock of a machine."""
    occurred = store.now() - timedelta(minutes=20)
    return phone_report(occurred_at=occurred, **changed)


@pytest.mark.parametrize("nature", list(Nature))
def test_s1_faults_of_every_nature_are_carried(nature: Nature, desk: Desk) -> None:
    """S1: hardware, software, network and user support."""
    fault = report_fault(desk.a.store, report_of(desk.a.store))
    assess_fault(desk.a.store, fault.number, Assessment(nature=nature, mode=Mode.REMOTE))
    assert carried(desk, fault).facts.nature is nature


def test_s2_who_said_what_and_what_it_was_before_are_carried(desk: Desk) -> None:
    """S2: a correction arrives with what it replaced, its author and his machine."""
    fault = report_fault(desk.a.store, report_of(desk.a.store))
    edit_fault(desk.a.store, fault.number, Facts(title="RAID degraded on DB-2"), because="wrong name")
    there = carried(desk, fault)
    last = fault_history(desk.depot.store, there)[-1]
    assert [(each.was, each.now) for each in last.changes] == [(fault.title, "RAID degraded on DB-2")]
    assert (last.actor, last.machine, last.words) == ("Technician a", desk.a.store.code, "wrong name")
    assert last.bundle


def test_s3_1_a_report_and_a_draft_are_carried(desk: Desk) -> None:
    """S3.1: the instants apart, the channel, the scope, and a draft that still lacks something."""
    store = desk.a.store
    whole = report_fault(store, report_of(store))
    draft = report_fault(store, Facts(title="Somebody called about the printer"), is_draft=True)
    there = carried(desk, whole)
    assert there.facts == whole.facts
    assert there.recorded.at > (there.facts.occurred_at or there.recorded.at)
    unfinished = carried(desk, draft)
    assert (unfinished.status, unfinished.missing) == (Status.DRAFT, draft.missing)


def test_s3_2_an_override_is_carried_with_its_reason_and_the_promised_day(desk: Desk) -> None:
    """S3.2: the level that the matrix gave, the one that holds, why, and when it is planned for."""
    store = desk.a.store
    fault, day = report_fault(store, report_of(store)), store.now() + timedelta(days=3)
    said = Assessment(
        nature=Nature.SOFTWARE, mode=Mode.REMOTE, priority=Priority.GENERAL, because="nobody is at work", due_at=day
    )
    assess_fault(store, fault.number, said)
    there = carried(desk, fault)
    assert (there.priority, there.priority_because, there.due_at) == (Priority.GENERAL, "nobody is at work", day)
    assert there.suggested_priority is Priority.IMPORTANT


def test_s3_3_all_that_was_done_is_carried(desk: Desk) -> None:
    """S3.3: mode, workaround, waiting, the written plan, parts with serial numbers, time, the checklist."""
    store = desk.a.store
    fault = begun(store)
    restore_service(store, fault.number, "Array runs on three disks")
    pend_fault(store, fault.number, PendingReason.PARTS, note="ordered")
    resume_fault(store, fault.number)
    plan_solution(store, fault.number, "Replace disk 4", kind=PlanKind.REPLACEMENT)
    use_part(store, fault.number, "SAS disk 4 TB", old_serial="S-1", new_serial="S-2")
    add_time(store, fault.number, 45, note="in the rack")
    answer_all(store, add_checklist(store, fault.number, template("raid-disk-failed")))
    there = carried(desk, fault)
    assert (there.mode, there.workaround, len(there.pauses), there.minutes) == (
        Mode.ON_SITE, "Array runs on three disks", 1, 45
    )  # fmt: skip
    assert (there.attempt.plan_kind, there.parts[0].new_serial) == (PlanKind.REPLACEMENT, "S-2")
    assert there.attempt.checklists[0].answers


def test_s3_4_both_attempts_and_both_legs_are_carried(desk: Desk) -> None:
    """S3.4: what failed, what was done then, who verified and his signature."""
    store = desk.a.store
    fault = begun(store)
    plan_solution(store, fault.number, "Replace disk 4")
    implement_solution(store, fault.number, "Disk 4 replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    verify_solution(store, fault.number, dataclasses.replace(ACCEPTED, system=SystemCheck.FAIL))
    again = Assessment(nature=Nature.HARDWARE, cause="the cable was loose", mode=Mode.ON_SITE)
    assess_fault(store, fault.number, again)
    start_fault(store, fault.number)
    plan_solution(store, fault.number, "Seat the cable")
    implement_solution(store, fault.number, "Cable seated", ResolutionCode.CONFIGURATION)
    verify_solution(store, fault.number, ACCEPTED)
    there = carried(desk, fault)
    failed, passed = (each.verification for each in there.attempts)
    assert failed is not None
    assert passed is not None
    assert (failed.is_passed, passed.is_passed, passed.user_words) == (False, True, "It works.")
    assert passed.signature is not None
    assert not there.oddities


def test_s3_5_the_filed_report_reads_the_same_on_every_machine(desk: Desk) -> None:
    """S3.5, S4: cause, measures, time, feedback and lessons, as the report that anybody prints of it."""
    store = desk.a.store
    fault = begun(store)
    plan_solution(store, fault.number, "Replace disk 4")
    implement_solution(store, fault.number, "Disk 4 replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    verify_solution(store, fault.number, ACCEPTED)
    close_fault(store, fault.number, "Media errors after four years", lessons="Order spares in time")
    assert carried(desk, fault).status is Status.CLOSED
    ours, theirs = report_there(desk, fault.number)
    assert theirs == ours
    assert "Order spares in time" in theirs


def test_s3_6_planned_work_and_the_annual_plan_are_carried(desk: Desk) -> None:
    """S3.6: a plan, what was done of it, deferred and skipped with reasons, and the fault that a check became."""
    store = desk.a.store
    today = store.now().date()
    library = short_library()
    plan = planned_round(store, "R1", library=library, template=SHORT, first=today, rule="FREQ=DAILY")
    now = f"{plan.number}/{today}"
    start_occurrence(store, now, library)
    tick_occurrence(store, now, "inlet", None, reading="22")
    tick_occurrence(store, now, "alarm", CheckResult.FAIL, note="red light")
    tick_occurrence(store, now, "cables", CheckResult.PASS)
    fault = raise_from_occurrence(store, now, "alarm")
    finish_occurrence(store, now)
    later = [f"{plan.number}/{today + timedelta(days=days)}" for days in (1, 2)]
    defer_occurrence(store, later[0], today + timedelta(days=4), "the room is closed")
    skip_occurrence(store, later[1], "a holiday")
    planned(store, first=today)
    assert carried(desk, fault).origin == fault.origin
    assert find_plan(desk.depot.store, plan.number) == find_plan(store, plan.number)
    for name in (now, *later):
        assert find_occurrence(desk.depot.store, name)[1].touched == find_occurrence(store, name)[1].touched
    assert annual_plan(desk.depot.store, today) == annual_plan(store, today)


def annual_plan(store: Store, day: date) -> str:
    """Write a year's plan, without the moment of its printing."""
    plan = annual_plan_of(store, day.year, LIBRARY)
    return annual_plan_markdown(msgspec.structs.replace(plan, printed_at=plan.printed_at.replace(minute=0, second=0)))


def test_s6_what_the_user_was_told_is_carried_and_the_bundle_shows_nothing_of_him(desk: Desk) -> None:
    """S6: the log of words to the user arrives; no byte of the stick tells who he is."""
    store = desk.a.store
    fault = report_fault(store, report_of(store, contact="861055550188"))
    tell_user(store, fault.number, "Somebody comes at ten", how="phone")
    add_note(store, fault.number, "Ask for Wang Fang at the gate")
    attach_file(store, fault.number, "badge.txt", b"visitor badge 861055550188")
    there = carried(desk, fault)
    assert [each.text for each in there.words_to_user] == ["Somebody comes at ten"]
    carried_bytes = b"".join(file.read_bytes() for file in desk.stick.iterdir())
    assert carried_bytes
    assert not any(word in carried_bytes for word in (b"861055550188", b"Wang Fang", fault.number.encode()))
