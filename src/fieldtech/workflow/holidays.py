"""Changing the days on which a site doesn't work: what it moves is told before it is kept (PROCESS S3.6)."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from fieldtech.config import Settings
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_calendar import Touched, occurrence_of, occurrences_between, plus
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import Workdays
from fieldtech.domain.words import DayOffPolicy
from fieldtech.domain.working_time import calendar_from
from fieldtech.paths import Paths
from fieldtech.store import Store
from fieldtech.store.views.plans import all_plans, touched_of
from fieldtech.text import _
from fieldtech.workflow.settings import change_settings

SETTINGS = ("holiday_table", "holidays", "extra_workdays")
"""The settings that tell the days off."""
LOOKED_AHEAD = timedelta(days=400)
_LONGEST_SPAN = 92


class MovedDay(msgspec.Struct, frozen=True):
    """An occurrence that stands on another day if the days off change."""

    name: str
    """The occurrence's."""
    title: str
    before: date | None
    """None: it had no day, because its plan leaves days off out."""
    after: date | None
    """None: it is left out."""


def days_of_span(first: date, last: date | None) -> tuple[date, ...]:
    """List the days of a span; without a last day it is the first alone.

    Raises:
        RuleViolation: it ends before it begins, or is too long to be a holiday.
    """
    count = ((last or first) - first).days + 1
    if count < 1:
        raise RuleViolation(_("It would end before it begins."), ("until",))
    if count > _LONGEST_SPAN:
        raise RuleViolation(_("No more than {n} days are changed at once.").format(n=_LONGEST_SPAN), ("until",))
    return tuple(first + timedelta(days=number) for number in range(count))


def moves_of(store: Store, settings: Settings) -> tuple[MovedDay, ...]:
    """Tell which days of planned work would change with other days off, by the day on which it stands now.

    Raises:
        StoreUnusable: the store can't be read.
    """
    before = calendar_from(store.settings, store.zone).is_workday
    after = calendar_from(settings, store.zone).is_workday
    found = [
        each for plan in all_plans(store) if _follows_days_off(plan) for each in _moves(store, plan, before, after)
    ]
    return tuple(sorted(found, key=lambda each: (each.before or each.after or date.max, each.name)))


def keep_days_off(store: Store, paths: Paths | None, settings: Settings) -> tuple[str, ...]:
    """Keep changed days off in the program's settings file, and let plans and clocks follow them.

    Args:
        paths: Where settings are kept. None: nowhere, as on a demo.

    Returns:
        The names of what was set.

    Raises:
        RuleViolation: nothing is changed.
        UnusableSettings: the file can't be written.
        StoreUnusable: the due times could not be written.
    """
    changes = {
        name: getattr(settings, name) for name in SETTINGS if getattr(settings, name) != getattr(store.settings, name)
    }
    if not changes:
        raise RuleViolation(_("Nothing is changed: these days are so already."), ("from",))
    set_now = change_settings(store, paths, changes)
    store.follow(store.settings)
    return set_now


def _follows_days_off(plan: Plan) -> bool:
    return any(each.facts.days_off not in (None, DayOffPolicy.KEEP) for each in plan.versions)


def _moves(store: Store, plan: Plan, before: Workdays, after: Workdays) -> Iterator[MovedDay]:
    today = local_day(store.now(), zone_of_plan(plan.facts))
    touched = touched_of(store, plan)
    was, will = (_standing(plan, touched, today, is_workday) for is_workday in (before, after))
    for slot in sorted(was.keys() | will.keys()):
        # At the ends of the span one may only have been moved out of sight.
        old = was.get(slot) or occurrence_of(plan, touched, slot, today=today, is_workday=before)
        new = will.get(slot) or occurrence_of(plan, touched, slot, today=today, is_workday=after)
        told = old or new
        days = old.day if old else None, new.day if new else None
        if told is not None and days[0] != days[1]:
            yield MovedDay(told.name, told.facts.title or "", *days)


def _standing(plan: Plan, touched: Touched, today: date, is_workday: Workdays) -> dict[date, PlannedOccurrence]:
    until = plus(today, LOOKED_AHEAD)
    found = occurrences_between(plan, touched, today, until, today=today, is_workday=is_workday)
    return {each.slot: each for each in found if not each.is_over}
