"""Classification, priority and assignment (PROCESS S3.2)."""

from dataclasses import dataclass
from datetime import datetime

from fieldtech.domain.assessments import check_priority_override, suggest_priority
from fieldtech.domain.fault_operations import FaultAssessed, FaultAssigned
from fieldtech.domain.fault_rules import check_can_assess, check_can_assign
from fieldtech.domain.faults import REASSESS, Fault
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Urgency
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.people import acting_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an assessor says; what is None is taken from the report, or left as it was."""

    nature: Nature | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    category: str | None = None
    priority: Priority | None = None
    """None: what the matrix gives."""
    because: str = ""
    mode: Mode | None = None
    assignee: str | None = None
    cause: str | None = None
    """What is held to be the cause of this attempt."""
    due_at: datetime | None = None


def assess_fault(store: Store, number: str, said: Assessment) -> Fault:
    """Classify a fault and set its priority by the site's matrix, or by hand with a reason.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: nature, impact, urgency or a reason is missing, or it can't be assessed now.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        impact, urgency = said.impact or fault.facts.impact, said.urgency or fault.facts.urgency
        nature = said.nature or fault.facts.nature
        check_can_assess(fault, {"nature": nature, "impact": impact, "urgency": urgency})
        assert nature is not None and impact is not None and urgency is not None
        table = store.settings.priority_table
        suggested = suggest_priority(table, impact, urgency)
        priority = said.priority or suggested
        check_priority_override(table, impact, urgency, priority, said.because)
        store.record(
            f"fault:{fault.id}",
            FaultAssessed(
                nature=nature,
                impact=impact,
                urgency=urgency,
                priority=priority,
                suggested=suggested,
                because=said.because.strip(),
                category=_trimmed(said.category),
                mode=said.mode,
                assignee=_trimmed(said.assignee),
                standing=acting_person(store).role,
                cause=_trimmed(said.cause),
                due_at=said.due_at,
                attempt=fault.attempt.number,
                moves=fault.state in ("reported", REASSESS),
            ),
        )
        return find_fault(store, fault.id)


def assign_fault(store: Store, number: str, assignee: str) -> Fault:
    """Give a fault to somebody; to oneself it is a claim, to nobody it is given back.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: it can't be assigned now.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_assign(fault)
        name = " ".join(assignee.split())
        store.record(f"fault:{fault.id}", FaultAssigned(assignee=name, standing=acting_person(store).role))
        return find_fault(store, fault.id)


def _trimmed(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
