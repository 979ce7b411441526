"""Walking a round stop by stop: all fine here, an answer taken back, a stop left out (PROCESS S3.6)."""

from collections.abc import Sequence

from fieldtech.domain import plan_operations as op
from fieldtech.domain.checklists import find_item
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_rules import check_can_leave_stop_out, check_can_tick
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import find_stop, fine_items
from fieldtech.domain.words import CheckResult
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence
from fieldtech.text import _
from fieldtech.workflow.occurrences import tick_occurrence


def pass_the_rest(store: Store, name: str, *, stop: str = "") -> PlannedOccurrence:
    """Pass every open check of a stop that needs no reading: all of them, or none.

    Args:
        stop: The asset on the route, or its place in it from 1; empty: the first that is not done.

    Raises:
        UnknownName: there is no such occurrence or stop.
        RuleViolation: it is not started, or no such check is open.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        occurrence = find_occurrence(store, name)[1]
        touched = check_can_tick(occurrence)
        place = find_stop(touched, stop)
        fine = fine_items(touched, place)
        if not fine:
            raise RuleViolation(_("No check is open here that needs no reading."), ("tick",))
        for item in fine:
            occurrence = tick_occurrence(store, occurrence.name, item.id, CheckResult.PASS, stop=place)
        return occurrence


def take_answers_back(store: Store, name: str, items: Sequence[str], *, stop: str = "") -> PlannedOccurrence:
    """Leave checks open again; what was answered stays in the history.

    Raises:
        UnknownName: there is no such occurrence, stop or check.
        RuleViolation: it is not being worked on, or none of them is answered.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = check_can_tick(occurrence)
        place = find_stop(touched, stop)
        known = touched.results_at(place)
        answered = tuple(each.id for each in (find_item(touched.items, item) for item in items) if each.id in known)
        if not answered:
            raise RuleViolation(_("Nothing is answered there that could be taken back."), ("tick",))
        said = op.OccurrenceAnswersTakenBack(plan_id=plan.id, slot=occurrence.slot, items=answered, stop=place)
        store.record(f"occurrence:{occurrence.id}", said)
        return find_occurrence(store, occurrence.name)[1]


def leave_stop_out(store: Store, name: str, stop: str, reason: str) -> PlannedOccurrence:
    """Leave one stop of a round out this time, with the reason; answering a check there walks it after all.

    Raises:
        UnknownName: there is no such occurrence or stop.
        RuleViolation: no reason is told, it is left out already, or nothing is being walked.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        place = find_stop(check_can_tick(occurrence), stop)
        check_can_leave_stop_out(occurrence, place, reason)
        said = op.OccurrenceStopLeftOut(plan_id=plan.id, slot=occurrence.slot, stop=place, reason=reason.strip())
        store.record(f"occurrence:{occurrence.id}", said)
        return find_occurrence(store, occurrence.name)[1]


def walk_stop_after_all(store: Store, name: str, stop: str) -> PlannedOccurrence:
    """Take back that a stop is left out."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = check_can_tick(occurrence)
        place = find_stop(touched, stop)
        if touched.left_out_at(place) is None:
            raise RuleViolation(_("This stop is not left out."), ("stop",))
        store.record(
            f"occurrence:{occurrence.id}",
            op.OccurrenceStopLeftOut(plan_id=plan.id, slot=occurrence.slot, stop=place),
        )
        return find_occurrence(store, occurrence.name)[1]
