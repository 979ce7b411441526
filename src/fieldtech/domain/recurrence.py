"""The days of a recurrence rule, by python-dateutil: slots, the working days they are moved to, and their instants.

A *slot* is the rule's own local day, before any move: with the plan it names an occurrence, whatever becomes of it.

Month ends don't drift and leave no month out. RFC 5545 skips the months that have no 31st, and a plan of maintenance
that silently skips February is worse than one that comes a day early; so a single day of the month past the 28th
is clamped to the last day there is (31 January, 28 February, 31 March), counted each time from the plan's first
day and never from the occurrence before. It is spelled so that every other program computes the same days:
BYMONTHDAY=28,29,30,31;BYSETPOS=-1.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from dateutil.rrule import rrule, rrulestr

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.identifiers import derived_identifier
from fieldtech.domain.recurrence_rules import DAYS, LONGEST_RULE, Rule, read_rule
from fieldtech.domain.words import DayOffPolicy
from fieldtech.text import _

NO_END = date(9999, 12, 31)
"""Until when a rule goes on that has no end."""
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
"""Nothing is planned before or after."""
LONGEST_SHIFT = timedelta(days=31)
"""How far a working day is looked for; where a site works on none of these days, the planned one stands."""
_CYCLE_DAYS, _CYCLES = 146_097, 19
"""400 years of the calendar are whole weeks and come again day by day; so many of them are added."""
_DAY = timedelta(days=1)
_YEARS_A_CHUNK = {"DAILY": 1, "WEEKLY": 1, "MONTHLY": 1, "YEARLY": 10}

Workdays = Callable[[date], bool]
"""Tells whether a site works on a day."""


class Recurrence(msgspec.Struct, frozen=True):
    """When something recurs: a rule on local days, from a first to a last one."""

    rule: str
    """The text of an RFC 5545 RRULE."""
    first: date
    """The rule counts from here; itself a slot only where it fits the rule."""
    until: date = NO_END
    """The last day on which a slot may lie."""


def check_recurrence(recurrence: Recurrence, *, is_floating: bool = False) -> None:
    """Refuse a recurrence that makes no day.

    Raises:
        RuleViolation: the rule can't be read, never comes true, or ends before it begins.
    """
    rule = read_rule(recurrence.rule)
    if not FIRST_DAY <= recurrence.first <= LAST_DAY:
        raise RuleViolation(_("Nothing can be planned from {day} on.").format(day=recurrence.first), ("from",))
    if recurrence.until < recurrence.first:
        raise RuleViolation(_("It would end before it begins."), ("until",))
    if is_floating and rule.count:
        raise RuleViolation(_("COUNT can't be counted where each date hangs on the one before."), ("rule",))
    if next_slot(recurrence, recurrence.first - _DAY) is None:
        raise RuleViolation(_("The rule makes no day between from and until."), ("rule", "from", "until"))


def slots_between(recurrence: Recurrence, since: date, until: date) -> list[date]:
    """List the slots of a span, both days included; of a rule that can't be read there are none."""
    first, last = max(since, recurrence.first, FIRST_DAY), min(until, recurrence.until, LAST_DAY)
    rule = _usable_rule(recurrence.rule, recurrence.first)
    if rule is None or first > last:
        return []
    found: list[date] = []
    for start in _chunks(rule, first, last):
        days = _days_of_chunk(recurrence.rule, recurrence.first, start)
        found += days[bisect_left(days, first) : bisect_right(days, last)]
    return found


def slots_after(recurrence: Recurrence, day: date) -> Iterator[date]:
    """Give the slots after a day, in order."""
    rule, last = _usable_rule(recurrence.rule, recurrence.first), min(recurrence.until, LAST_DAY)
    if rule is None or day >= last:
        return
    begin = max(day + _DAY, recurrence.first)
    for slot in _days(rule, recurrence.first if rule.count else _in_phase(rule, recurrence.first, begin)):
        if slot > last:
            return
        if slot >= begin:
            yield slot


def next_slot(recurrence: Recurrence, day: date) -> date | None:
    """Find the first slot after a day; None: there is none."""
    return next(slots_after(recurrence, day), None)


def next_floating(recurrence: Recurrence, done_on: date) -> date | None:
    """Find the slot that follows a work done on a day, as if the rule began there; None: it has ended by then."""
    counted = Recurrence(recurrence.rule, done_on, recurrence.until)
    following = next_slot(counted, done_on)
    if following is not None and following < recurrence.first:
        return next_slot(recurrence, recurrence.first - _DAY)
    return following


def is_slot(recurrence: Recurrence, day: date) -> bool:
    """Tell whether the rule has a slot on a day."""
    return bool(slots_between(recurrence, day, day))


def forget_days() -> None:
    """Let go of all days that were computed and kept."""
    for kept in (_days_of_chunk, _proven_rule, _parsed, read_rule):
        kept.cache_clear()


def occurrence_identifier(plan_id: str, slot: date) -> str:
    """Name an occurrence by its plan and its slot, so that machines that never met make the same one."""
    return derived_identifier("occurrence", plan_id, slot.isoformat())


def working_date(slot: date, policy: DayOffPolicy, is_workday: Workdays) -> date | None:
    """Move a slot off a day without work, as the policy says; None: there is nothing on that day."""
    if policy is DayOffPolicy.KEEP or is_workday(slot):
        return slot
    if policy is DayOffPolicy.NONE:
        return None
    step = -1 if policy is DayOffPolicy.BEFORE else 1
    days = (slot + step * number * _DAY for number in range(1, LONGEST_SHIFT.days + 1))
    return next((day for day in days if is_workday(day)), slot)


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Find the instant of a time on the wall, as RFC 5545 reads it: the first of two, and past a gap what fell into it.

    Returns:
        An instant in UTC.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """Find a time zone; None: another machine named one that isn't known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def spelled_rule(recurrence: Recurrence) -> str:
    """Spell a rule whole, as other programs are to read it: nothing left to the first day, month ends clamped.

    Raises:
        RuleViolation: it can't be read.
    """
    return _whole(read_rule(recurrence.rule), recurrence.first).text


def _usable_rule(text: str, first: date) -> Rule | None:
    """Read a rule that comes true at least once; None for any other, whoever sent it."""
    return _proven_rule(text, first) if len(text) <= LONGEST_RULE else None


@lru_cache(maxsize=8192)
def _proven_rule(text: str, first: date) -> Rule | None:
    try:
        rule = _whole(read_rule(text), first)
    except RuleViolation:
        return None
    if not FIRST_DAY <= first <= LAST_DAY:
        return None
    # dateutil looks for a day up to the year 9999 before it gives up: there, it looks through no more than 400 years.
    late = date.fromordinal(first.toordinal() + _CYCLES * _CYCLE_DAYS)
    return rule if next(iter(_days(rule, late)), None) is not None else None


def _whole(rule: Rule, first: date) -> Rule:
    """Write out what RFC 5545 takes from the first day, and clamp a single late day of the month."""
    parts = dict(rule.parts)
    days = parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
    if rule.frequency == "WEEKLY" and not days:
        parts["BYDAY"] = DAYS[first.weekday()]
    elif rule.frequency in ("MONTHLY", "YEARLY") and not days:
        parts["BYMONTHDAY"] = str(first.day)
        if rule.frequency == "YEARLY":
            parts.setdefault("BYMONTH", str(first.month))
    is_one_month = rule.frequency == "MONTHLY" or parts.get("BYMONTH", "").isdigit()
    day = parts.get("BYMONTHDAY", "").lstrip("+")
    if is_one_month and day in ("29", "30", "31") and not parts.keys() & {"BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"}:
        parts |= {"BYMONTHDAY": ",".join(map(str, range(28, int(day) + 1))), "BYSETPOS": "-1"}
    return msgspec.structs.replace(rule, parts=dict(sorted(parts.items())))


def _chunks(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Give the beginnings of the stretches of years in which the days from one to another are kept."""
    if rule.count:
        yield FIRST_DAY
        return
    years = _YEARS_A_CHUNK[rule.frequency]
    for year in range(first.year - first.year % years, last.year + 1, years):
        yield date(max(year, 1), 1, 1)


@lru_cache(maxsize=8192)
def _days_of_chunk(text: str, first: date, start: date) -> list[date]:
    """List all days of a rule in one stretch of years; of one that is counted, all that there are."""
    rule = _usable_rule(text, first)
    assert rule is not None
    if rule.count:
        return list(_days(rule, first))
    last = date(min(start.year + _YEARS_A_CHUNK[rule.frequency] - 1, LAST_DAY.year), 12, 31)
    found: list[date] = []
    for day in _days(rule, _in_phase(rule, first, start)):
        if day > last:
            break
        if day >= start:
            found.append(day)
    return found


def _in_phase(rule: Rule, first: date, start: date) -> date:
    """Skip whole intervals between the first day and a later one, so that no day before it is computed."""
    if start <= first:
        return first
    step = rule.interval
    match rule.frequency:
        case "DAILY":
            return first + (start - first).days // step * step * _DAY
        case "WEEKLY":
            week = first - (first.weekday() - DAYS.index(rule.parts.get("WKST", "MO"))) % 7 * _DAY
            weeks = (start - week).days // 7 // step * step
            return week + 7 * weeks * _DAY if weeks else first
        case "MONTHLY":
            months = ((start.year - first.year) * 12 + start.month - first.month) // step * step
            year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
            return date(year, month + 1, 1) if months else first
    years = (start.year - first.year) // step * step
    return date(first.year + years, 1, 1) if years else first


def _days(rule: Rule, first: date) -> Iterator[date]:
    """Let dateutil compute a rule's days."""
    began = datetime.combine(first, time())
    return (each.date() for each in _parsed(rule.text).replace(dtstart=began))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> rrule:
    found = rrulestr(text, dtstart=datetime(1970, 1, 1))  # noqa: DTZ001 (days of the wall, without a zone)
    assert isinstance(found, rrule)
    return found
