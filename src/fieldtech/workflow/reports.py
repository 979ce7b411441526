"""Reporting a fault, keeping a draft of it, and correcting its facts (PROCESS S3.1)."""

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import Facts, FaultEdited, FaultReported, Origin
from fieldtech.domain.fault_rules import check_can_edit, check_report_is_whole
from fieldtech.domain.faults import Fault, missing_facts
from fieldtech.domain.identifiers import fault_number
from fieldtech.domain.instants import check_not_in_future
from fieldtech.store import Store
from fieldtech.store.views.faults import fault_by_id, find_fault, is_number_taken
from fieldtech.text import _


def report_fault(store: Store, facts: Facts, *, is_draft: bool = False, origin: Origin | None = None) -> Fault:
    """Record a report; the reported instant is now and the site is the store's, where they are not told.

    Raises:
        RuleViolation: the report is not complete, or an instant lies in the future.
        StoreUnusable: it could not be kept.
    """
    told = _tidy(facts)
    if not is_draft:
        check_report_is_whole(missing_facts(told))
    _check_instants(store, told)
    whole = msgspec.structs.replace(told, reported_at=told.reported_at or store.now(), site=told.site or store.site)
    return record_report(
        store, store.new_identifier(), FaultReported(number="", facts=whole, is_draft=is_draft, origin=origin)
    )


def record_report(store: Store, fault_id: str, report: FaultReported) -> Fault:
    """Give a report its number and record it."""
    with store.writing():
        store.record(f"fault:{fault_id}", msgspec.structs.replace(report, number=_next_number(store)))
        return _required(store, fault_id)


def edit_fault(store: Store, number: str, facts: Facts, *, because: str = "", keep_draft: bool = False) -> Fault:
    """Correct or add facts; a draft that is whole by it becomes a report.

    Args:
        keep_draft: Leave a draft a draft, whole or not.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: it is over, nothing is corrected, or a reason is missing.
        StoreUnusable: it could not be kept.
    """
    told = _tidy(facts)
    _check_instants(store, told)
    with store.writing():
        fault = find_fault(store, number)
        check_can_edit(fault, because)
        changed = _changed(fault.facts, told)
        whole = not missing_facts(_laid_over(fault.facts, changed))
        completes = fault.state == "draft" and whole and not keep_draft
        if not changed.said() and not completes:
            raise RuleViolation(_("Nothing is corrected: name a fact and its new value."), ("title",))
        if fault.state != "draft":
            check_report_is_whole(missing_facts(_laid_over(fault.facts, changed)) if not fault.missing else ())
        operation = FaultEdited(facts=changed, because=because.strip(), completes_draft=completes)
        store.record(f"fault:{fault.id}", operation)
        return _required(store, fault.id)


def _next_number(store: Store) -> str:
    """Count this machine's faults of the year, in the site's zone, past numbers that came from elsewhere."""
    year = store.now().astimezone(store.zone).year
    number = fault_number(year, store.code, store.next_counter(f"{store.code}/{year}"))
    while is_number_taken(store, number):
        number = fault_number(year, store.code, store.next_counter(f"{store.code}/{year}"))
    return number


def _required(store: Store, fault_id: str) -> Fault:
    fault = fault_by_id(store, fault_id)
    assert fault is not None
    return fault


def _tidy(facts: Facts) -> Facts:
    """Trim every text."""
    told = {name: getattr(facts, name) for name in facts.said()}
    return msgspec.structs.replace(
        facts, **{name: type(value)(value.strip()) for name, value in told.items() if type(value) is str}
    )


def _check_instants(store: Store, facts: Facts) -> None:
    for name in ("occurred_at", "detected_at", "reported_at"):
        instant = getattr(facts, name)
        if instant is not None:
            check_not_in_future(instant, store.now(), store.zone)


def _changed(was: Facts, told: Facts) -> Facts:
    """Keep only what says something else than before."""
    differing = {name: getattr(told, name) for name in told.said() if getattr(told, name) != (getattr(was, name) or "")}
    return Facts(**differing)


def _laid_over(was: Facts, told: Facts) -> Facts:
    return msgspec.structs.replace(was, **{name: getattr(told, name) for name in told.said()})
