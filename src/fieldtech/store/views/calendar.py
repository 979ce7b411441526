"""What stands on the days of a span: all plans' occurrences, faults with a promised time, outages, holidays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec

from fieldtech.domain.checklists import Localised
from fieldtech.domain.holidays import days_off
from fieldtech.domain.instants import utc_from_local
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_calendar import minus, occurrences_between, plus
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import LONGEST_SHIFT
from fieldtech.domain.words import MaintenanceKind, Priority, Status
from fieldtech.store import statements
from fieldtech.store.projection import microseconds
from fieldtech.store.store import Store
from fieldtech.store.views.outages import OutageDay, outage_days
from fieldtech.store.views.plans import all_plans

_DAY, _MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
_LEFT_OVER = timedelta(days=366)
"""How far back what is left over is looked for."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_occurrences = msgspec.json.Decoder(Occurrence)


@dataclass(frozen=True, slots=True)
class CalendarFilters:
    """What of the plans and faults is shown, however names are capitalised; empty or None: all."""

    person: str = ""
    place: str = ""
    kind: MaintenanceKind | None = None
    """With a kind no fault is shown."""

    def takes(self, occurrence: PlannedOccurrence) -> bool:
        """Tell whether an occurrence is shown."""
        return self.takes_facts(occurrence.facts)

    def takes_facts(self, facts: PlanFacts) -> bool:
        """Tell whether what a plan says of these facts is shown."""
        return (
            _is_among(self.person, facts.people or ())
            and _is_among(self.place, (facts.place or "", *(facts.assets or ())))
            and self.kind in (None, facts.kind)
        )


def _is_among(wanted: str, names: Iterable[str]) -> bool:
    return not wanted or wanted.casefold() in map(str.casefold, names)


_ALL = CalendarFilters()


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """A fault of general priority: scheduled work, on the day by which it is promised."""

    number: str
    title: str
    day: date
    due_at: datetime
    status: Status
    assignee: str
    place: str


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """All that stands on the days of a span."""

    since: date
    until: date
    occurrences: tuple[PlannedOccurrence, ...]
    """By day, time and number."""
    faults: tuple[CalendarFault, ...]
    """By due time."""
    outages: tuple[OutageDay, ...]
    """Of providers, on each day that they touch, by their beginning; none where it is narrowed to own work."""
    holidays: Mapping[date, Localised]
    """With their names; empty: the site's own day."""
    extra_workdays: frozenset[date] = field(default=frozenset())

    def by_day(self) -> dict[date, list[PlannedOccurrence]]:
        """Give the occurrences of each day that has any."""
        days: dict[date, list[PlannedOccurrence]] = defaultdict(list)
        for each in self.occurrences:
            days[each.day].append(each)
        return days


def calendar_between(store: Store, since: date, until: date, filters: CalendarFilters | None = None) -> CalendarSpan:
    """Lay out all plans over a span of days, both included, with the faults and the holidays in it."""
    wanted = filters or _ALL
    plans = all_plans(store, with_retired=True)
    known = _touched(store, since, until)
    now, is_workday = store.now(), lru_cache(maxsize=2048)(store.rules.calendar.is_workday)
    found = [
        each
        for plan in plans
        for each in occurrences_between(
            plan,
            known.get(f"plan:{plan.id}", {}),
            since,
            until,
            today=local_day(now, zone_of_plan(plan.facts)),
            is_workday=is_workday,
        )
        if wanted is _ALL or wanted.takes(each)
    ]
    found.sort(key=lambda each: (each.day, each.facts.at, each.number, each.slot))
    off = days_off(store.settings, store.zone)
    return CalendarSpan(
        since=since,
        until=until,
        occurrences=tuple(found),
        faults=tuple(_faults(store, since, until, wanted)),
        outages=tuple(outage_days(store, since, until)) if wanted == _ALL else (),
        holidays={day: name for day, name in off.holidays.items() if since <= day <= until},
        extra_workdays=frozenset(day for day in off.extra_workdays if since <= day <= until),
    )


def open_work(store: Store, today: date, until: date, filters: CalendarFilters | None = None) -> CalendarSpan:
    """Lay out what the next days bring, and what is still to be done of the year behind."""
    span = calendar_between(store, minus(today, _LEFT_OVER), until, filters)
    return replace(
        span,
        since=today,
        occurrences=tuple(each for each in span.occurrences if each.day >= today or not each.is_over),
        outages=tuple(each for each in span.outages if each.day >= today),
        holidays={day: name for day, name in span.holidays.items() if day >= today},
        extra_workdays=frozenset(day for day in span.extra_workdays if day >= today),
    )


def plan_occurrences(store: Store, plan: Plan, since: date, until: date) -> tuple[PlannedOccurrence, ...]:
    """Lay out one plan over a span of days, both included."""
    touched = _touched(store, since, until).get(f"plan:{plan.id}", {})
    today = local_day(store.now(), zone_of_plan(plan.facts))
    is_workday = store.rules.calendar.is_workday
    return tuple(occurrences_between(plan, touched, since, until, today=today, is_workday=is_workday))


def _touched(store: Store, since: date, until: date) -> Mapping[str, dict[date, Occurrence]]:
    """Read what was recorded around a span, by plan and slot; of a floating plan all: each hangs on the one before."""
    low, high = minus(since, LONGEST_SHIFT).isoformat(), plus(until, LONGEST_SHIFT).isoformat()
    first, last = since.isoformat(), until.isoformat()
    sql = (
        "SELECT plan, brief FROM occurrence WHERE slot BETWEEN ? AND ?"
        " UNION ALL SELECT plan, brief FROM occurrence WHERE day BETWEEN ? AND ? AND slot NOT BETWEEN ? AND ?"
        " UNION ALL SELECT plan, brief FROM occurrence"
        " WHERE plan IN (SELECT plan.subject FROM plan WHERE plan.is_floating = 1)"
    )
    found: dict[str, dict[date, Occurrence]] = defaultdict(dict)
    with store.reading() as database:
        for plan, brief in statements.run(database, sql, (low, high, first, last, low, high)):
            occurrence = _occurrences.decode(brief if isinstance(brief, bytes) else bytes(brief))  # type: ignore[call-overload]
            found[str(plan)][occurrence.slot] = occurrence
    return found


def _faults(store: Store, since: date, until: date, filters: CalendarFilters) -> Iterator[CalendarFault]:
    """Read the open faults of general priority whose promised time falls into the span, in the site's zone."""
    if filters.kind is not None:
        return
    start = utc_from_local(datetime.combine(since, datetime.min.time()), store.zone)
    end = utc_from_local(datetime.combine(plus(until, _DAY), datetime.min.time()), store.zone)
    sql = (
        "SELECT number, title, due, status, assignee, place, asset FROM fault"
        " WHERE is_open = 1 AND rank = ? AND priority = ? AND due >= ? AND due < ? ORDER BY due, number"
    )
    told = (Priority.GENERAL.rank, Priority.GENERAL.value, microseconds(start), microseconds(end))
    with store.reading() as database:
        rows = statements.run(database, sql, told)
    for number, title, due, status, assignee, place, asset in rows:
        if not (_is_among(filters.person, (str(assignee),)) and _is_among(filters.place, (str(place), str(asset)))):
            continue
        due_at = _EPOCH + int(str(due)) * _MICROSECOND
        yield CalendarFault(
            number=str(number),
            title=str(title),
            day=local_day(due_at, store.zone),
            due_at=due_at,
            status=Status(str(status)),
            assignee=str(assignee),
            place=str(place or asset),
        )
