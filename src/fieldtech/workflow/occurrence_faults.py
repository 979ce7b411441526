"""A fault out of a check of planned work that did not pass (PROCESS S3.6)."""

from fieldtech.domain import plan_operations as op
from fieldtech.domain.checklist_readings import describe_limits, with_unit
from fieldtech.domain.checklists import TemplateItem, find_item
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import Facts, Origin
from fieldtech.domain.faults import Fault
from fieldtech.domain.occurrences import Occurrence, StopAnswer
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import find_stop, is_troubled
from fieldtech.domain.words import Channel, Impact
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.plans import find_occurrence
from fieldtech.text import _, current_language
from fieldtech.workflow.reports import report_fault


def raise_from_occurrence(
    store: Store, name: str, item_name: str, *, stop: str = "", impact: Impact = Impact.TEAM
) -> Fault:
    """Open a fault out of a check that failed or needs attention, with its reading, limits and asset taken over.

    Args:
        impact: Whom it hits; the assessment says it anew.

    Raises:
        UnknownName: there is no such occurrence, stop or item.
        RuleViolation: the check passed, is not answered, or became a fault already.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = occurrence.touched
        if touched is None or touched.template is None:
            raise RuleViolation(_("{name} has no checklist.").format(name=occurrence.name), ("template",))
        item = find_item(touched.items, item_name)
        answer = _troubled_answer(touched, item, find_stop(touched, stop, item))
        origin = Origin(fault_id="", number=occurrence.name, checklist_id=occurrence.id, item=item.id)
        fault = report_fault(store, _facts(store, occurrence, item, answer, impact), origin=origin)
        raised = op.OccurrenceFaultRaised(
            plan_id=plan.id,
            slot=occurrence.slot,
            fault_id=fault.id,
            number=fault.number,
            item=item.id,
            stop=answer.stop,
        )
        store.record(f"occurrence:{occurrence.id}", raised)
        return fault


def _troubled_answer(occurrence: Occurrence, item: TemplateItem, stop: str) -> StopAnswer:
    answer = occurrence.answer(stop, item.id)
    if answer is None or not is_troubled(answer):
        raise RuleViolation(_("Only a check that failed or needs attention becomes a fault."), ("result",))
    known = next((each for each in occurrence.faults if (each.stop, each.item) == (stop, item.id)), None)
    if known is not None:
        raise RuleViolation(_("This check is a fault already: {number}.").format(number=known.number))
    return answer


def _facts(
    store: Store, occurrence: PlannedOccurrence, item: TemplateItem, answer: StopAnswer, impact: Impact
) -> Facts:
    planned = occurrence.facts
    text = item.text.text(current_language())
    reading = with_unit(item.reading, answer.reading) if item.reading else answer.reading
    limits = with_unit(item.reading, describe_limits(item.reading)) if item.reading else ""
    passes = _("passes: {limits}").format(limits=limits) if limits else ""
    found = " · ".join(part for part in (text, reading, passes, answer.note) if part)
    asset = answer.stop or next(iter(planned.assets or ()), "")
    return Facts(
        title=" ".join(part for part in (asset, text, reading) if part),
        description=_("Found at {title}, {name}: {found}").format(
            title=planned.title, name=occurrence.name, found=found
        ),
        channel=Channel.INSPECTION,
        reporter=acting_person(store).name,
        occurred_at=answer.by.at,
        detected_at=answer.by.at,
        impact=impact,
        site=planned.site or None,
        asset=asset or None,
        place=planned.place or None,
    )
