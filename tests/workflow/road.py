"""A store whose clock the test moves, and a fault brought to any place on its road by the use cases alone."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldtech.config import Settings
from fieldtech.domain.checklists import Template
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    ResolutionCode,
    Role,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import answer_check
from fieldtech.workflow.closing import close_fault
from fieldtech.workflow.handling import plan_solution, start_fault
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.templates import packaged_templates
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution

MONDAY_MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai, inside the working hours."""

ACCEPTED = Verdict(
    system=SystemCheck.PASS,
    user=UserVerdict.ACCEPTED,
    user_words="It works.",
    how="phone",
    told_by="Wang Fang",
    rating=5,
)


class MovableClock:
    """A clock that stands until the test moves it."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self.instant = now

    def __call__(self) -> datetime:
        self.instant += timedelta(microseconds=1)
        return self.instant

    def go_on(self, **amount: float) -> datetime:
        """Let time pass."""
        self.instant += timedelta(**amount)
        return self.instant


def new_store(
    folder: Path, *, name: str = "Li Wei", seed: int = 1, role: Role = Role.TECHNICIAN, settings: Settings | None = None
) -> Store:
    """Make a store of its own machine."""
    return Store.create(
        folder / f"{name.replace(' ', '-')}-{seed}.db",
        keys=folder / "keys",
        name=name,
        site="DC-1",
        zone="Asia/Shanghai",
        role=role,
        settings=settings,
        clock=MovableClock(),
        entropy=random.Random(seed).randbytes,
    )


def clock_of(store: Store) -> MovableClock:
    """The clock that the test moves."""
    assert isinstance(store.now, MovableClock)
    return store.now


def phone_report(**changed: object) -> Facts:
    """What a phone call tells."""
    told: dict[str, object] = {
        "title": "RAID degraded on DB-1, disk 4",
        "description": "Amber light, the payroll is slow",
        "channel": Channel.PHONE,
        "reporter": "Wang Fang",
        "contact": "555-0147",
        "occurred_at": MONDAY_MORNING - timedelta(minutes=20),
        "impact": Impact.SITE,
        "urgency": Urgency.MEDIUM,
        "asset": "DB-1",
        "place": "R4 / 03U",
    }
    return Facts(**(told | changed))  # type: ignore[arg-type]


def reported(store: Store, **changed: object) -> Fault:
    """A fault that was reported."""
    return report_fault(store, phone_report(**changed))


def assessed(store: Store, *, impact: Impact = Impact.SITE, urgency: Urgency = Urgency.MEDIUM) -> Fault:
    """A fault that was assessed: as it stands, an important one."""
    fault = reported(store)
    said = Assessment(nature=Nature.HARDWARE, impact=impact, urgency=urgency, cause="disk 4 failed", mode=Mode.ON_SITE)
    return assess_fault(store, fault.number, said)


def started(store: Store, *, impact: Impact = Impact.SITE, urgency: Urgency = Urgency.MEDIUM) -> Fault:
    """A fault that is being worked on."""
    return start_fault(store, assessed(store, impact=impact, urgency=urgency).number)


def general(store: Store) -> Fault:
    """A fault of general priority that is being worked on: no plan is demanded."""
    return started(store, impact=Impact.PERSON, urgency=Urgency.LOW)


def implemented(store: Store) -> Fault:
    """An important fault whose solution is in place."""
    fault = started(store)
    plan_solution(store, fault.number, "Replace disk 4, let the array rebuild")
    return implement_solution(store, fault.number, "Disk 4 replaced", ResolutionCode.HARDWARE_REPLACEMENT)


def verified(store: Store) -> Fault:
    """A fault that was signed off."""
    return verify_solution(store, implemented(store).number, ACCEPTED)


def closed(store: Store) -> Fault:
    """A fault whose report is filed."""
    return close_fault(store, verified(store).number, "Media errors after four years", lessons="Order spares in time")


def template(name: str) -> Template:
    """A packaged template."""
    return next(each for each in packaged_templates() if each.id == name)


def answer_all(store: Store, fault: Fault, result: CheckResult = CheckResult.PASS) -> Fault:
    """Answer every check that is asked, with readings inside their limits."""
    for checklist in fault.attempt.checklists:
        for item in checklist.template.items:
            now = find_fault(store, fault.number)
            answers = next(each for each in now.attempt.checklists if each.id == checklist.id)
            if item.when is not None and answers.results.get(item.when.item) not in item.when.results:
                continue
            reading = ""
            if item.reading is not None:
                limits = (item.reading.warn_low, item.reading.warn_high, item.reading.low, item.reading.high)
                reading = next((str(limit) for limit in limits if limit is not None), "7")
            answer_check(store, fault.number, item.id, result, reading=reading, checklist_id=checklist.id)
    return find_fault(store, fault.number)
