"""Triage in one go: PROCESS S3.2, S3.3."""

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import Mode, Nature, PlanKind, Priority, Role, Status, SystemCheck, Urgency, UserVerdict
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import fault_history
from fieldtech.workflow.assessments import Assessment, assign_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.handling import plan_solution
from fieldtech.workflow.triage import Triage, candidates, triage_fault
from fieldtech.workflow.verification import Verdict, verify_solution
from tests.workflow.road import assessed, closed, implemented, reported, template

REJECTED = Verdict(
    system=SystemCheck.PASS, user=UserVerdict.REJECTED, user_words="As slow as ever", how="phone", told_by="Wang Fang"
)
HARDWARE = Assessment(nature=Nature.HARDWARE)


def test_s3_2_s3_3_a_triage_records_assessment_plan_and_checklist_together(store: Store) -> None:
    """S3.2 S3.3."""
    number = reported(store).number
    said = Triage(
        assessment=Assessment(
            nature=Nature.HARDWARE, category="disk", cause="disk 4 failed", mode=Mode.ON_SITE, assignee="Li Wei"
        ),
        plan="Replace disk 4\nWatch the rebuild",
        template=template("raid-disk-failed"),
    )
    returned = triage_fault(store, number, said)
    fault = find_fault(store, number)
    assert returned == fault
    assert (fault.status, fault.priority, fault.mode) == (Status.ASSESSED, Priority.IMPORTANT, Mode.ON_SITE)
    assert (fault.facts.category, fault.assignee) == ("disk", "Li Wei")
    assert (fault.attempt.cause, fault.attempt.plan) == ("disk 4 failed", "Replace disk 4\nWatch the rebuild")
    assert [each.template.id for each in fault.attempt.checklists] == ["raid-disk-failed"]


def test_an_assessment_alone_is_a_triage_too(store: Store) -> None:
    fault = triage_fault(store, reported(store).number, Triage(assessment=HARDWARE, plan="  "))
    assert (fault.status, fault.attempt.plan, fault.attempt.checklists) == (Status.ASSESSED, "", ())


def test_a_refused_checklist_leaves_nothing_recorded(store: Store) -> None:
    fault = add_checklist(store, assessed(store).number, template("raid-disk-failed"))
    before = fault_history(store, fault)
    said = Triage(
        assessment=Assessment(nature=Nature.SOFTWARE, urgency=Urgency.HIGH),
        plan="Patch it",
        template=template("raid-disk-failed"),
    )
    with pytest.raises(RuleViolation) as refusal:
        triage_fault(store, fault.number, said)
    assert refusal.value.missing == ("template",)
    assert find_fault(store, fault.number) == fault
    assert fault_history(store, fault) == before


def test_s3_2_an_override_without_a_reason_leaves_nothing_recorded(store: Store) -> None:
    """S3.2."""
    fault = reported(store)
    said = Triage(
        assessment=Assessment(nature=Nature.HARDWARE, priority=Priority.URGENT),
        plan="Replace it",
        template=template("raid-disk-failed"),
    )
    with pytest.raises(RuleViolation) as refusal:
        triage_fault(store, fault.number, said)
    assert refusal.value.missing == ("because",)
    assert find_fault(store, fault.number) == fault


def test_a_plan_that_stands_already_is_not_recorded_again(store: Store) -> None:
    fault = plan_solution(store, assessed(store).number, "Replace disk 4", kind=PlanKind.REPLACEMENT)
    same = triage_fault(store, fault.number, Triage(assessment=HARDWARE, plan="Replace disk 4 "))
    assert same.attempt.planned_by == fault.attempt.planned_by
    other = triage_fault(store, fault.number, Triage(assessment=HARDWARE, plan="Replace disks 4 and 5"))
    assert (other.attempt.plan, other.attempt.plan_kind) == ("Replace disks 4 and 5", PlanKind.REPLACEMENT)


def test_s3_4_after_a_failed_attempt_cause_and_plan_belong_to_the_next_one(store: Store) -> None:
    """S3.4: the earlier attempt is kept as it was."""
    failed = verify_solution(store, implemented(store).number, REJECTED)
    said = Triage(
        assessment=Assessment(nature=Nature.HARDWARE, cause="backplane"),
        plan="Replace the backplane",
        template=template("raid-disk-failed"),
    )
    fault = triage_fault(store, failed.number, said)
    assert [(each.cause, each.plan) for each in fault.attempts] == [
        ("disk 4 failed", "Replace disk 4, let the array rebuild"),
        ("backplane", "Replace the backplane"),
    ]
    assert [len(each.checklists) for each in fault.attempts] == [0, 1]
    assert fault.status is Status.ASSESSED


def test_what_is_over_can_not_be_triaged(store: Store) -> None:
    fault = closed(store)
    with pytest.raises(RuleViolation):
        triage_fault(store, fault.number, Triage(assessment=HARDWARE))
    assert find_fault(store, fault.number) == fault


def test_the_acting_person_stands_first_and_load_counts_open_faults_only(store: Store) -> None:
    store.record_person("Chen Tao", Role.TECHNICIAN)
    store.record_person("Zhao Min", Role.SUPERVISOR)
    for assignee in ("Zhao Min", "Zhao Min", "Li Wei"):
        assign_fault(store, reported(store).number, assignee)
    closed(store)
    found = [(each.name, each.role, each.load, each.is_me) for each in candidates(store)]
    assert found == [
        ("Li Wei", Role.TECHNICIAN, 1, True),
        ("Chen Tao", Role.TECHNICIAN, 0, False),
        ("Zhao Min", Role.SUPERVISOR, 2, False),
    ]


def test_what_each_has_solved_is_counted_by_nature(store: Store) -> None:
    """S3.2 S5: load and skills are in view when a fault is assigned."""
    assert closed(store).assignee == "Li Wei"
    (me,) = candidates(store)
    assert dict(me.solved) == {Nature.HARDWARE: 1}
