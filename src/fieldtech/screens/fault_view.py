"""All that the fault screen shows of a fault, read in one go."""

from dataclasses import dataclass

from fieldtech.domain.fault_rules import unanswered_items
from fieldtech.domain.faults import Fault
from fieldtech.domain.work_clock import Stint
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import HistoryEntry, fault_history
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.work_clock import own_stint
from fieldtech.workflow.redaction import may_redact


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault with what its stamps and entries mean."""

    fault: Fault
    names: PeopleNames
    history: tuple[HistoryEntry, ...]
    stint: Stint | None
    """The reader's own work that is not booked."""
    may_redact: bool
    """Who reads it can take something out of it for privacy."""


def read_fault(store: Store, number: str) -> FaultView:
    """Read a fault with its history.

    Raises:
        UnknownName: there is no such fault.
    """
    with store.reading():
        fault = find_fault(store, number)
        return FaultView(
            fault=fault,
            names=people_names(store),
            history=fault_history(store, fault),
            stint=own_stint(store, fault),
            may_redact=may_redact(store),
        )


def first_section(fault: Fault) -> str:
    """Choose the section that the work needs: an open list, or what was tried before."""
    if fault.state in ("in-progress", "implemented") and unanswered_items(fault):
        return "checks"
    return "plan" if fault.needs_reassessment else "facts"
