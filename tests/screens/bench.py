"""One fault at any place of its road, seen from a fixed time: what the tests of the fault screen stand on."""

from collections.abc import Callable
from datetime import timedelta

from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    ResolutionCode,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist, answer_check
from fieldtech.workflow.closing import close_fault
from fieldtech.workflow.handling import add_note, add_time, plan_solution, start_fault, tell_user, use_part
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.screens.stage import NOON, Clock, whole_facts

STAGES = ("reported", "assessed", "started", "checking", "solved", "implemented", "reassess", "verified", "closed")
_FIRST = ("backup-readable", "one-disk-named", "others-clean", "spare-fits", "esd", "slot-located")
_THEN = {
    "old-serial": "Z4D1K0AB",
    "new-serial": "ZR51M9QX",
    "rebuild-started": "",
    "rebuild-finished": "100",
    "array-optimal": "",
    "inlet-temperature": "29.5",
    "old-disk-secured": "",
}


def fault_at(store: Store, clock: Clock, stage: str) -> Fault:
    """Bring a fault to a stage, and let it be NOON."""
    clock.now = NOON - timedelta(hours=3)
    number = _report(store).number
    for name in STAGES[1 : STAGES.index(stage) + 1]:
        if name != "reassess" or stage == "reassess":
            clock.move(minutes=8)
            _STEPS[name](store, clock, number)
    clock.now = NOON
    return find_fault(store, number)


def _report(store: Store) -> Fault:
    return report_fault(
        store,
        whole_facts(
            title="RAID degraded on DB-1, disk 4",
            description="Monitoring reports disk 4 as pre-fail.\nThe LED at the front is red.",
            channel=Channel.PHONE,
            contact="ext. 311",
            impact=Impact.SITE,
            occurred_at=store.now() - timedelta(minutes=20),
            asset="DB-1",
            place="R4 / 03U",
            service="payroll",
        ),
    )


def _assess(store: Store, clock: Clock, number: str) -> None:
    said = Assessment(
        nature=Nature.HARDWARE, urgency=Urgency.MEDIUM, category="disk", cause="disk 4 failed, 4 years in service"
    )
    assess_fault(store, number, said)


def _start(store: Store, clock: Clock, number: str) -> None:
    start_fault(store, number, mode=Mode.ON_SITE)
    tell_user(store, number, "We are on it, stock stays up meanwhile.", how="phone")


def _check(store: Store, clock: Clock, number: str) -> None:
    add_checklist(store, number, load_templates(None).named("raid-disk-failed"))
    plan_solution(store, number, "Replace disk 4 from spares, watch the rebuild, then test a restore.")
    for item in _FIRST:
        clock.move(minutes=1)
        is_doubtful = item == "others-clean"
        result = CheckResult.ATTENTION if is_doubtful else CheckResult.PASS
        answer_check(store, number, item, result, note="12 reallocated sectors on disk 2" if is_doubtful else "")
    add_note(store, number, "Vendor case 4711 opened")
    add_time(store, number, 42, note="on site")
    use_part(store, number, "HDD-8T-SAS", old_serial="Z4D1K0AB", new_serial="ZR51M9QX")


def _solve(store: Store, clock: Clock, number: str) -> None:
    for item, reading in _THEN.items():
        result = CheckResult.ATTENTION if item == "inlet-temperature" else CheckResult.PASS
        answer_check(store, number, item, result, reading=reading)


def _implement(store: Store, clock: Clock, number: str) -> None:
    implement_solution(store, number, "disk replaced, array rebuilt", ResolutionCode.HARDWARE_REPLACEMENT)


def _verify(store: Store, number: str, user: UserVerdict, words: str) -> None:
    verdict = Verdict(system=SystemCheck.PASS, user=user, user_words=words, how="phone", told_by="Wang Fang", rating=4)
    verify_solution(store, number, verdict)


def _fail(store: Store, clock: Clock, number: str) -> None:
    _verify(store, number, UserVerdict.PARTLY, "Stock works again, reports are still slow")


def _pass(store: Store, clock: Clock, number: str) -> None:
    _verify(store, number, UserVerdict.ACCEPTED, "All is well")


def _close(store: Store, clock: Clock, number: str) -> None:
    close_fault(store, number, "disk 4 failed, 4 years in service", lessons="Order spares in time")


_STEPS: dict[str, Callable[[Store, Clock, str], None]] = {
    "assessed": _assess,
    "started": _start,
    "checking": _check,
    "solved": _solve,
    "implemented": _implement,
    "reassess": _fail,
    "verified": _pass,
    "closed": _close,
}
