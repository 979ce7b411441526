"""Gathering from the store what a document is made of (PROCESS S3.5)."""

from collections.abc import Iterable, Iterator

from fieldtech.documents.fault_report import FaultReport
from fieldtech.documents.fault_view import Reopening
from fieldtech.domain.assessments import priority_reason
from fieldtech.domain.fault_clocks import fault_clocks
from fieldtech.domain.fault_operations import FaultReopened
from fieldtech.domain.faults import Fault
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import HistoryEntry, fault_history
from fieldtech.store.views.people import people_names
from fieldtech.text import current_language


def fault_report_of(store: Store, number: str) -> FaultReport:
    """Gather the fault handling report of a fault, in the language in use, as it stands now.

    Raises:
        UnknownName: there is no such fault.
        StoreUnusable: the store can't be read.
    """
    with store.reading():
        fault, names, now = find_fault(store, number), people_names(store), store.now()
        entries = fault_history(store, fault)
    return FaultReport(
        fault=fault,
        site=store.site,
        zone=store.zone,
        language=current_language(),
        printed_at=now,
        clocks=fault_clocks(fault, store.rules, now),
        priority_reason=_why(store, fault),
        people=names.people,
        machines=names.machines,
        reopenings=tuple(_reopenings(entries)),
    )


def _reopenings(entries: Iterable[HistoryEntry]) -> Iterator[Reopening]:
    """Find in the history why the fault was reopened: the fault itself keeps the last reason alone, and for a while."""
    for entry in entries:
        if entry.kind == FaultReopened.KIND and not entry.oddity:
            yield Reopening(reason=entry.words, at=entry.recorded_at, name=entry.actor)


def _why(store: Store, fault: Fault) -> str:
    facts, table = fault.facts, store.settings.priority_table
    return priority_reason(table, facts.impact, facts.urgency, fault.priority, fault.priority_because)
