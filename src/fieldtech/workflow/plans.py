"""Planning recurring work: a plan is added, previewed, changed from a day on, and retired (PROCESS S3.6)."""

from datetime import date

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Stamp
from fieldtech.domain.identifiers import plan_number
from fieldtech.domain.plan_calendar import preview
from fieldtech.domain.plan_operations import PlanAdded, PlanEdited, PlanFacts, PlanRetired
from fieldtech.domain.plan_rules import check_can_edit_plan, check_can_plan_work, check_can_retire
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over
from fieldtech.domain.recurrence_rules import read_rule
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.plans import (
    NEXT_SHOWN,
    find_plan,
    is_plan_number_taken,
    plan_by_id,
    sight_of_subject,
    today_of,
    touched_of,
)
from fieldtech.text import _
from fieldtech.workflow.templates import TemplateLibrary


def add_plan(store: Store, facts: PlanFacts, templates: TemplateLibrary) -> Plan:
    """Record a plan; zone and site are the store's, and it counts from today, where they are not told.

    Raises:
        RuleViolation: it is not complete, or its rule makes no day or can't be read.
        UnknownName: there is no checklist of that name.
        StoreUnusable: it could not be kept.
    """
    told = _tidy(facts, templates)
    whole = whole_facts(store, told)
    check_can_plan_work(whole)
    with store.writing():
        plan_id = store.new_identifier()
        store.record(f"plan:{plan_id}", PlanAdded(number=_next_number(store), facts=whole))
        return _required(store, plan_id)


def edit_plan(
    store: Store,
    number: str,
    facts: PlanFacts,
    templates: TemplateLibrary,
    *,
    since: date | None = None,
    because: str = "",
) -> Plan:
    """Change facts for all occurrences from a day on; those before keep the plan as it was.

    Args:
        since: The first slot that it holds for. None: today.

    Raises:
        UnknownName: there is no such plan or checklist.
        RuleViolation: nothing is changed, the plan is retired, or no day would come of it.
        StoreUnusable: it could not be kept.
    """
    told = _tidy(facts, templates)
    with store.writing():
        plan = find_plan(store, number)
        check_can_edit_plan(plan)
        changed = _changed(plan.facts, told)
        if not changed.said():
            raise RuleViolation(_("Nothing is changed: name a fact and its new value."), ("title",))
        check_can_plan_work(laid_over(plan.facts, changed))
        edited = PlanEdited(facts=changed, since=since or today_of(store, plan), because=because.strip())
        store.record(f"plan:{plan.id}", edited)
        return _required(store, plan.id)


def retire_plan(store: Store, number: str, reason: str, *, on: date | None = None) -> Plan:
    """End a plan; what was recorded of its occurrences stays.

    Args:
        on: The last day that may have an occurrence. None: yesterday, so that nothing is to be done any more.

    Raises:
        UnknownName: there is no such plan.
        RuleViolation: it is retired already, or no reason is told.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan = find_plan(store, number)
        check_can_retire(plan, reason)
        last = on or date.fromordinal(today_of(store, plan).toordinal() - 1)
        seen = sight_of_subject(store, f"plan:{plan.id}").references
        store.record(f"plan:{plan.id}", PlanRetired(on=last, reason=reason.strip(), seen=seen))
        return _required(store, plan.id)


def preview_plan(
    store: Store,
    facts: PlanFacts,
    count: int = NEXT_SHOWN,
    *,
    plan: Plan | None = None,
    since: date | None = None,
) -> tuple[PlannedOccurrence, ...]:
    """List the next occurrences as they would come with some facts, before anything is recorded.

    Args:
        plan: What is edited; None: a new one.
        since: The first slot that the change would hold for. None: today.

    Raises:
        RuleViolation: no day would come of it.
    """
    said = whole_facts(store, facts, plan)
    # While the form is filled in, the days are shown before it has a name.
    check_can_plan_work(msgspec.structs.replace(said, title=said.title or "-", kind=said.kind or MaintenanceKind.OTHER))
    told = laid_over(WHOLE, said)
    today = local_day(store.now(), zone_of_plan(told))
    made = _as_planned(store, told) if plan is None else _as_edited(store, plan, told, since or today)
    touched = touched_of(store, plan) if plan else {}
    is_workday = store.rules.calendar.is_workday
    return tuple(preview(made, touched, today, count, today=today, is_workday=is_workday))


def whole_facts(store: Store, facts: PlanFacts, plan: Plan | None = None) -> PlanFacts:
    """Say some facts together with those that hold where they are not told.

    Args:
        plan: What is edited; None: a new one.
    """
    return laid_over(plan.facts, facts) if plan else _with_defaults(store, facts)


def _stamp(store: Store) -> Stamp:
    return Stamp(actor=acting_person(store).id, machine=store.chain, at=store.now(), ref="")


def _as_planned(store: Store, facts: PlanFacts) -> Plan:
    by = _stamp(store)
    version = PlanVersion(since=BEGINNING, facts=facts, by=by)
    return Plan(id="", number="", facts=facts, versions=(version,), recorded=by)


def _as_edited(store: Store, plan: Plan, facts: PlanFacts, since: date) -> Plan:
    kept = tuple(each for each in plan.versions if each.since < since)
    version = PlanVersion(since=since, facts=facts, by=_stamp(store))
    return msgspec.structs.replace(plan, facts=facts, versions=(*kept, version))


def _with_defaults(store: Store, facts: PlanFacts) -> PlanFacts:
    zone = facts.zone or store.zone.key
    today = store.now().astimezone(store.zone).date()
    return msgspec.structs.replace(
        facts,
        zone=zone,
        site=facts.site if facts.site is not None else store.site,
        first=facts.first or today,
        days_off=facts.days_off or DayOffPolicy.KEEP,
    )


def _tidy(facts: PlanFacts, templates: TemplateLibrary) -> PlanFacts:
    """Trim every text, spell the rule canonically, and find the checklist."""
    told = {name: getattr(facts, name) for name in facts.said()}
    texts = {name: value.strip() for name, value in told.items() if type(value) is str}
    names = {name: _names(told[name]) for name in ("assets", "people") if name in told}
    tidied = msgspec.structs.replace(facts, **texts, **names)
    rule = read_rule(tidied.rule).text if tidied.rule else tidied.rule
    template = templates.named(tidied.template).id if tidied.template else tidied.template
    return msgspec.structs.replace(tidied, rule=rule, template=template)


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for name in names if name.strip())


def _changed(was: PlanFacts, told: PlanFacts) -> PlanFacts:
    """Keep only what says something else than before."""
    return PlanFacts(**{name: getattr(told, name) for name in told.said() if getattr(told, name) != getattr(was, name)})


def _next_number(store: Store) -> str:
    """Count this machine's plans of the year, in the site's zone, past numbers that came from elsewhere."""
    year = store.now().astimezone(store.zone).year
    while True:
        number = plan_number(year, store.code, store.next_counter(f"plan/{store.code}/{year}"))
        if not is_plan_number_taken(store, number):
            return number


def _required(store: Store, plan_id: str) -> Plan:
    plan = plan_by_id(store, plan_id)
    assert plan is not None
    return plan
