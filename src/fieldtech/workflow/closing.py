"""The end of a fault, and what may follow: close, reopen, cancel, duplicate (PROCESS S3.5)."""

from fieldtech.domain.fault_endings import (
    check_can_be_duplicate,
    check_can_cancel,
    check_can_close,
    check_can_reopen,
)
from fieldtech.domain.fault_operations import FaultCancelled, FaultClosed, FaultFoundDuplicate, FaultReopened
from fieldtech.domain.faults import Fault
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import sight_of


def close_fault(store: Store, number: str, root_cause: str, *, lessons: str = "") -> Fault:
    """Close a fault whose report is complete.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: it is not signed off, or a mandatory part of its report is missing.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_close(fault, root_cause)
        store.record(f"fault:{fault.id}", FaultClosed(root_cause=root_cause.strip(), lessons=lessons.strip()))
        return find_fault(store, fault.id)


def reopen_fault(store: Store, number: str, reason: str) -> Fault:
    """Reopen what came back within the site's days: its cause is assessed again, as the next attempt."""
    with store.writing():
        fault = find_fault(store, number)
        check_can_reopen(fault, reason, store.now(), store.settings.reopen_days)
        attempt = fault.attempt.number + (1 if fault.state == "closed" else 0)
        store.record(f"fault:{fault.id}", FaultReopened(reason=reason.strip(), attempt=attempt))
        return find_fault(store, fault.id)


def cancel_fault(store: Store, number: str, reason: str) -> Fault:
    """Cancel what needs no work after all; the record stays."""
    with store.writing():
        fault = find_fault(store, number)
        check_can_cancel(fault, reason)
        seen = sight_of(store, fault).references
        store.record(f"fault:{fault.id}", FaultCancelled(reason=reason.strip(), seen=seen))
        return find_fault(store, fault.id)


def mark_duplicate(store: Store, number: str, of_number: str, *, reason: str = "") -> Fault:
    """End a fault as the duplicate of another."""
    with store.writing():
        fault, other = find_fault(store, number), find_fault(store, of_number)
        check_can_be_duplicate(fault, other)
        operation = FaultFoundDuplicate(
            of_id=other.id, of_number=other.number, reason=reason.strip(), seen=sight_of(store, fault).references
        )
        store.record(f"fault:{fault.id}", operation)
        return find_fault(store, fault.id)
