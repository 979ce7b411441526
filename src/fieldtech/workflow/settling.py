"""Settling what merging found: one of the values that were written without sight of each other holds from now on."""

from fieldtech.domain.conflicts import ENDINGS, find_settleable, find_side
from fieldtech.domain.fault_corrections import ConflictSettled
from fieldtech.domain.faults import Fault
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import sight_of


def settle_conflict(store: Store, number: str, field: str, take: str) -> Fault:
    """Take one side of a conflict; the entry names all of them, and so replaces them. A third value is an ordinary act.

    Args:
        field: The register, or its last part: `priority`, `check/9xk2m4f6p3qd/led`, `led`.
        take: The value, the side's place in the list of conflicts from 1, or the reference of its entry.

    Raises:
        UnknownName: there is no such fault, no conflict in that field, or no such side.
        RuleViolation: no side is named.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        concern = find_settleable(fault, field)
        side = find_side(concern, take, store.zone)
        is_ending = concern.field == "status" and side.value in ENDINGS
        seen = sight_of(store, fault).references if is_ending else ()
        store.record(f"fault:{fault.id}", ConflictSettled(field=concern.field, take=side.by.ref, seen=seen))
        return find_fault(store, fault.id)
