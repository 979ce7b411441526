"""Settling what merging found: one of the values that were written without sight of each other holds from now on."""

from fieldtech.domain.conflicts import ENDINGS, find_settleable, find_side
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.faults import Fault, Side
from fieldtech.domain.journal import Operation
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_operations import OccurrenceSettled
from fieldtech.domain.plans import Plan
from fieldtech.store import Store
from fieldtech.store.views.history import sight_of
from fieldtech.store.views.plans import sight_of_subject
from fieldtech.store.views.subjects import FoundSubject, find_subject


def settle_conflict(store: Store, name: str, field: str, take: str) -> FoundSubject:
    """Take one side of a conflict; the entry names all of them, and so replaces them. A third value is an ordinary act.

    Args:
        name: A fault, a plan, an occurrence or an outage, as people call it, or its subject.
        field: The register, or its last part: `priority`, `check/9xk2m4f6p3qd/led`, `led`.
        take: The value, the side's place in the list of conflicts from 1, or the reference of its entry.

    Raises:
        UnknownName: nothing is called so, there is no conflict in that field, or no such side.
        RuleViolation: no side is named.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        found = find_subject(store, name)
        concern = find_settleable(found.noun, found.number, field)
        side = find_side(found.noun, concern, take, store.zone)
        store.record(found.subject, _settling(store, found, concern.field, side))
        return find_subject(store, found.subject)


def _settling(store: Store, found: FoundSubject, field: str, side: Side) -> Operation:
    """Say what settles it; who lets an ending hold says what he has before him."""
    match found.noun:
        case Occurrence() as occurrence if field == "outcome":
            return OccurrenceSettled(plan_id=occurrence.plan_id, slot=occurrence.slot, take=side.by.ref)
        case Plan() if field == "retired":
            seen = sight_of_subject(store, found.subject).references
            return ConflictSettled(field=field, take=side.by.ref, seen=seen)
        case Fault() as fault if field == "status" and side.value in ENDINGS:
            return ConflictSettled(field=field, take=side.by.ref, seen=sight_of(store, fault).references)
    return ConflictSettled(field=field, take=side.by.ref)
