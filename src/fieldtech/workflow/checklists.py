"""Putting a checklist on a fault and answering its checks (PROCESS S3.3, S3.4)."""

from fieldtech.domain.checklist_readings import describe_limits, reading_value, with_unit
from fieldtech.domain.checklists import (
    Template,
    TemplateItem,
    check_can_answer,
    check_is_asked,
    find_item,
    recorded_template,
    suggested_result,
)
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts, Origin
from fieldtech.domain.fault_rules import check_can_plan, check_can_use_checklist
from fieldtech.domain.faults import Answer, Checklist, Fault
from fieldtech.domain.handling_operations import CheckAnswered, ChecklistAdded, SolutionPlanned
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Channel, CheckResult
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.people import acting_person
from fieldtech.text import _, current_language
from fieldtech.workflow.reports import report_fault


def add_checklist(store: Store, number: str, template: Template) -> Fault:
    """Put a checklist on the current attempt, with the template as it stands now.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: the attempt has that list already, or takes none now.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_use_checklist(fault)
        if any(each.template.id == template.id for each in fault.attempt.checklists):
            raise RuleViolation(
                _("The checklist {template} is on this attempt already.").format(template=template.id), ("template",)
            )
        operation = ChecklistAdded(
            checklist_id=store.new_identifier(), template=recorded_template(template), attempt=fault.attempt.number
        )
        store.record(f"fault:{fault.id}", operation)
        return find_fault(store, fault.id)


def answer_check(
    store: Store,
    number: str,
    item_name: str,
    result: CheckResult | None,
    *,
    reading: str = "",
    note: str = "",
    checklist_id: str = "",
) -> Fault:
    """Answer one check of the current attempt; answering again keeps the earlier answer in the history.

    Args:
        item_name: The item's id, the beginning of it, or its place in the list, from 1.
        result: None: what the limits say of the reading.
        checklist_id: The list, or the beginning of its id or its template's; needed only where several have the item.

    Raises:
        UnknownName: there is no such fault, list or item.
        RuleViolation: the answer contradicts the item's limits, or it can't be answered now.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_use_checklist(fault)
        checklist, item = find_check(fault, item_name, checklist_id)
        check_is_asked(checklist.template.items, item, checklist.results)
        operation = _answer_of(checklist, item, result, reading, note)
        store.record(f"fault:{fault.id}", operation)
        return find_fault(store, fault.id)


def _answer_of(
    checklist: Checklist, item: TemplateItem, result: CheckResult | None, reading: str, note: str
) -> CheckAnswered:
    found = result or suggested_result(item, reading)
    if found is None:
        raise RuleViolation(_("Say what the check found: pass, attention, fail or na."), ("result",))
    check_can_answer(item, found, reading)
    return CheckAnswered(
        checklist_id=checklist.id,
        item=item.id,
        result=found,
        reading=reading.strip(),
        value=reading_value(item.reading, reading) if item.reading and reading.strip() else None,
        note=note.strip(),
    )


def raise_from_check(store: Store, number: str, item_name: str, *, checklist_id: str = "") -> Fault:
    """Open a fault out of a failed check, with its reading, limits and asset taken over.

    Returns:
        The new fault.

    Raises:
        UnknownName: there is no such fault, list or item.
        RuleViolation: the check did not fail.
        StoreUnusable: it could not be kept.
    """
    fault = find_fault(store, number)
    checklist, item = find_check(fault, item_name, checklist_id)
    facts = _facts_of(fault, item, _troubled_answer(checklist, item), acting_person(store).name)
    origin = Origin(fault_id=fault.id, number=fault.number, checklist_id=checklist.id, item=item.id)
    return report_fault(store, facts, origin=origin)


def _facts_of(fault: Fault, item: TemplateItem, answer: Answer, reporter: str) -> Facts:
    """Take over what was found, and where."""
    text = item.text.text(current_language())
    found = " · ".join(part for part in (text, answer.reading, answer.note) if part)
    return Facts(
        title=" ".join(part for part in (text, answer.reading) if part),
        description=_("Found at a check of {number}: {found}").format(number=fault.number, found=found),
        channel=Channel.INSPECTION,
        reporter=reporter,
        occurred_at=answer.by.at,
        detected_at=answer.by.at,
        impact=fault.facts.impact,
        site=fault.facts.site,
        asset=fault.facts.asset,
        place=fault.facts.place,
        service=fault.facts.service,
    )


def plan_from_check(store: Store, number: str, item_name: str, *, checklist_id: str = "") -> Fault:
    """Make a step of the solution plan of a check that did not pass: what is asked, its reading and its limits.

    Raises:
        UnknownName: there is no such fault, list or item.
        RuleViolation: the check passed, it stands in the plan already, or nothing can be planned now.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_plan(fault)
        checklist, item = find_check(fault, item_name, checklist_id)
        line, plan = _plan_line(item, _troubled_answer(checklist, item)), fault.attempt.plan
        if line in plan.splitlines():
            raise RuleViolation(_("This check stands in the plan already."), ("plan-solution",))
        text = "\n".join(part for part in (plan.rstrip(), line) if part)
        planned = SolutionPlanned(text=text, plan_kind=fault.attempt.plan_kind, attempt=fault.attempt.number)
        store.record(f"fault:{fault.id}", planned)
        return find_fault(store, fault.id)


def _troubled_answer(checklist: Checklist, item: TemplateItem) -> Answer:
    answer = next((each for each in checklist.answers if each.item == item.id), None)
    if answer is None or answer.result not in (CheckResult.FAIL, CheckResult.ATTENTION):
        raise RuleViolation(
            _("Only a check that failed or needs attention becomes a fault or a step of the plan."), ("result",)
        )
    return answer


def _plan_line(item: TemplateItem, answer: Answer) -> str:
    reading = with_unit(item.reading, answer.reading) if item.reading else ""
    limits = with_unit(item.reading, describe_limits(item.reading)) if item.reading else ""
    found = (
        label_of(answer.result),
        reading,
        _("passes: {limits}").format(limits=limits) if limits else "",
        one_line(answer.note),
    )
    told = _("; ").join(part for part in found if part)
    return _("- {check} ({found})").format(check=one_line(item.text.text(current_language())), found=told)


def find_check(fault: Fault, item_name: str, checklist_id: str = "") -> tuple[Checklist, TemplateItem]:
    """Find an item among the current attempt's lists.

    Raises:
        UnknownName: there is no such list or item, or the item stands in several.
    """
    lists = [
        each
        for each in fault.attempt.checklists
        if each.id.startswith(checklist_id) or each.template.id.startswith(checklist_id)
    ]
    if not lists:
        raise UnknownName(_("This attempt of {number} has no such checklist yet.").format(number=fault.number))
    found, refusal = [], None
    for checklist in lists:
        try:
            found.append((checklist, find_item(checklist.template.items, item_name)))
        except UnknownName as error:
            refusal = error
    if not found and refusal is not None:
        raise refusal
    if len(found) > 1:
        names = ", ".join(each.template.id for each, _item in found)
        raise UnknownName(
            _("Several checklists have {item}: say which of {names}.").format(item=item_name, names=names)
        )
    return found[0]
