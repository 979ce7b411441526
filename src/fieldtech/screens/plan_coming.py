"""What would come of a plan as it stands in the editor: its next days, and how each of them came about."""

from datetime import date

from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.recurrence_words import recurrence_words
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.widgets.calendar_words import full_day, long_day
from fieldtech.widgets.coming_days import DAY_OFF, MOVED, Coming, ComingDay
from fieldtech.workflow.plans import preview_plan, whole_facts


def coming_of(store: Store, facts: PlanFacts, plan: Plan | None, since: date | None) -> Coming | FieldTechError:
    """Find the next days of a plan that is being written.

    Args:
        plan: What is edited; None: a new one.
        since: The first slot that the change would hold for; None: today.

    Returns:
        The days; or why none come, which is no refusal before anything is to be recorded.
    """
    try:
        found = preview_plan(store, facts, plan=plan, since=since)
    except FieldTechError as refusal:
        return refusal
    whole = whole_facts(store, facts, plan)
    note = _("holds from {day}").format(day=full_day(since)) if since else ""
    return Coming(words=_words(whole), note=note, days=tuple(_coming_day(store, each) for each in found))


def _words(facts: PlanFacts) -> str:
    """Say how it recurs, and at what time of which zone."""
    is_floating = bool(facts.is_floating)
    told = recurrence_words(facts.rule or "", facts.first or NO_END, is_floating=is_floating)
    return f"{told}   {facts.at:%H:%M} {facts.zone}" if facts.at else told


def _coming_day(store: Store, occurrence: PlannedOccurrence) -> ComingDay:
    day, slot = occurrence.day, occurrence.slot
    label = full_day(day)
    if day != slot:
        return ComingDay(label, MOVED, _("for {day}").format(day=long_day(slot)))
    if not store.rules.calendar.is_workday(day):
        return ComingDay(label, DAY_OFF, _("day off"))
    return ComingDay(label, "", _("expected") if occurrence.is_expected else "")
