"""Carrying out planned work: start, tick, break off, defer, move, skip, settle (PROCESS S3.6)."""

from datetime import date

from fieldtech.domain import plan_operations as op
from fieldtech.domain.checklist_readings import reading_value
from fieldtech.domain.checklists import (
    TemplateItem,
    check_can_answer,
    check_is_asked,
    find_item,
    recorded_template,
    suggested_result,
)
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.occurrences import Progress
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_rules import (
    check_can_break_off,
    check_can_defer,
    check_can_move,
    check_can_skip,
    check_can_start_occurrence,
    check_can_tick,
)
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.rounds import find_stop
from fieldtech.domain.words import CheckResult
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence, occurrence_at, today_of
from fieldtech.text import _
from fieldtech.workflow.templates import TemplateLibrary


def start_occurrence(store: Store, name: str, templates: TemplateLibrary) -> PlannedOccurrence:
    """Begin the work, or take it up where it was broken off.

    Args:
        name: `P-26K7-001/2026-03-31`, or the plan's number for what is to be done now.

    Raises:
        UnknownName: there is no such occurrence, or its checklist is not on this machine.
        RuleViolation: it is done or started already, or hangs on an earlier one.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_start_occurrence(occurrence)
        if occurrence.touched and occurrence.touched.progress == Progress.BROKEN_OFF:
            return record_occurrence(
                store, plan, occurrence, op.OccurrenceTakenUp(plan_id=plan.id, slot=occurrence.slot)
            )
        facts = occurrence.facts
        template = recorded_template(templates.named(facts.template)) if facts.template else None
        started = op.OccurrenceStarted(
            plan_id=plan.id, slot=occurrence.slot, template=template, stops=_stops(facts) if template else ()
        )
        return record_occurrence(store, plan, occurrence, started)


def break_off_occurrence(store: Store, name: str, *, reason: str = "") -> PlannedOccurrence:
    """Leave it in the middle; what was answered stays, and it is taken up again by starting it."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_break_off(occurrence)
        said = op.OccurrenceBrokenOff(plan_id=plan.id, slot=occurrence.slot, reason=reason.strip())
        return record_occurrence(store, plan, occurrence, said)


def tick_occurrence(
    store: Store,
    name: str,
    item_name: str,
    result: CheckResult | None,
    *,
    stop: str = "",
    reading: str = "",
    note: str = "",
) -> PlannedOccurrence:
    """Answer one check; answering again keeps the earlier answer in the history. A stop left out is walked after all.

    Args:
        item_name: The item's id, the beginning of it, or its place in the list, from 1.
        result: None: what the limits say of the reading.
        stop: The asset on the route, or its place in it from 1; empty: the first that is not done.

    Raises:
        UnknownName: there is no such occurrence, stop or item.
        RuleViolation: it is not started, or the answer contradicts the item's limits.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = check_can_tick(occurrence)
        place, item = find_stop(touched, stop), find_item(touched.items, item_name)
        check_is_asked(touched.items, item, touched.results_at(place))
        found = _found(item, result, reading)
        if touched.left_out_at(place) is not None:
            _walk_after_all(store, occurrence, place)
        said = op.OccurrenceCheckAnswered(
            plan_id=plan.id,
            slot=occurrence.slot,
            item=item.id,
            result=found,
            stop=place,
            reading=reading.strip(),
            value=reading_value(item.reading, reading) if item.reading and reading.strip() else None,
            note=note.strip(),
        )
        return record_occurrence(store, plan, occurrence, said)


def _walk_after_all(store: Store, occurrence: PlannedOccurrence, stop: str) -> None:
    walked = op.OccurrenceStopLeftOut(plan_id=occurrence.plan_id, slot=occurrence.slot, stop=stop)
    store.record(f"occurrence:{occurrence.id}", walked)


def _found(item: TemplateItem, result: CheckResult | None, reading: str) -> CheckResult:
    """Tell what a check found, by word or by its reading, if both may stand together."""
    found = result or suggested_result(item, reading)
    if found is None:
        raise RuleViolation(_("Say what the check found: pass, attention, fail or na."), ("result",))
    check_can_answer(item, found, reading)
    return found


def defer_occurrence(store: Store, name: str, to: date, reason: str) -> PlannedOccurrence:
    """Put it off to a later day, with the reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_defer(occurrence, to, reason, today_of(store, plan))
        said = op.OccurrenceDeferred(plan_id=plan.id, slot=occurrence.slot, to=to, reason=reason.strip())
        return record_occurrence(store, plan, occurrence, said)


def move_occurrence(store: Store, name: str, to: date, *, reason: str = "") -> PlannedOccurrence:
    """Plan it for another day; outside its window with a reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_move(occurrence, to, reason)
        said = op.OccurrenceMoved(plan_id=plan.id, slot=occurrence.slot, to=to, reason=reason.strip())
        return record_occurrence(store, plan, occurrence, said)


def skip_occurrence(store: Store, name: str, reason: str) -> PlannedOccurrence:
    """Leave it out this time, with the reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_skip(occurrence, reason)
        said = op.OccurrenceSkipped(plan_id=plan.id, slot=occurrence.slot, reason=reason.strip())
        return record_occurrence(store, plan, occurrence, said)


def settle_occurrence(store: Store, name: str, take: str) -> PlannedOccurrence:
    """Take one of several concurrent outcomes, named by its entry's reference or the beginning of it."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        conflicts = occurrence.touched.conflicts if occurrence.touched else ()
        sides = [side for each in conflicts if each.field == "outcome" for side in each.sides]
        found = [side for side in sides if take.strip() and take.strip() in (side.by.ref, side.value)]
        if len(found) != 1:
            named = ", ".join(f"{side.by.ref} ({side.value})" for side in sides)
            raise UnknownName(_("Say which outcome holds: {sides}.").format(sides=named or "-"))
        said = op.OccurrenceSettled(plan_id=plan.id, slot=occurrence.slot, take=found[0].by.ref)
        return record_occurrence(store, plan, occurrence, said)


def _stops(facts: PlanFacts) -> tuple[str, ...]:
    """A single asset needs no route."""
    assets = facts.assets or ()
    return assets if len(assets) > 1 else ()


def record_occurrence(
    store: Store, plan: Plan, occurrence: PlannedOccurrence, said: op.OccurrenceOperation
) -> PlannedOccurrence:
    """Record something of an occurrence, and lay it out anew; inside the transaction that has read it."""
    store.record(f"occurrence:{occurrence.id}", said)
    found = occurrence_at(store, plan, occurrence.slot)
    assert found is not None
    return found
