"""The calendar of a year as the plan screen reads it, off the UI thread."""

from collections import defaultdict
from datetime import date, time

from fieldtech.domain.planned_occurrences import compliance
from fieldtech.domain.words import OccurrenceState
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFault, CalendarFilters, CalendarSpan, calendar_between
from fieldtech.store.views.outages import OutageDay, count_unread
from fieldtech.widgets.calendar_days import (
    DAY_OFF,
    WORKED,
    CalendarDays,
    Entry,
    Mark,
    YearFigures,
    day_mark,
    time_of,
)
from fieldtech.widgets.day_cursor import plus_days

BEFORE, BEHIND = 7, 21
"""The days around a year that its months and its last days show, too."""
_LATE = (OccurrenceState.LATE, OccurrenceState.MISSED)


def read_year(store: Store, year: int, filters: CalendarFilters, *, is_alone: bool = False) -> CalendarDays:
    """Read what stands on the days of a year, and on those around it.

    Args:
        is_alone: Leave the days around it out: rules are expanded by the year, so that is a third of the work.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    since, until = (first, last) if is_alone else (plus_days(first, -BEFORE), plus_days(last, BEHIND))
    span = calendar_between(store, since, until, None if filters == CalendarFilters() else filters)
    now, zone = store.now(), store.zone
    entries: dict[date, list[Entry]] = defaultdict(list)
    for occurrence in span.occurrences:
        entries[occurrence.day].append(occurrence)
    others: tuple[CalendarFault | OutageDay, ...] = (*span.faults, *span.outages)
    for each in others:
        entries[each.day].append(each)
        entries[each.day].sort(key=lambda entry: time_of(entry, zone) or time())
    marks = {day: Mark(DAY_OFF, "quiet") for day in span.holidays}
    marks |= {day: Mark(WORKED, "quiet") for day in span.extra_workdays}
    marks |= {day: day_mark(found, now) for day, found in entries.items()}
    return CalendarDays(
        since=since,
        until=until,
        now=now,
        zone=zone,
        entries=entries,
        marks=marks,
        holidays=span.holidays,
        extra_workdays=span.extra_workdays,
        figures=_figures(span, first, last, now.astimezone(zone).date(), count_unread(store)),
    )


def _figures(span: CalendarSpan, first: date, last: date, today: date, unread: int) -> YearFigures:
    of_year = [each for each in span.occurrences if first <= each.day <= last]
    touched_or_over = [each for each in of_year if each.touched is not None or each.closes < today]
    return YearFigures(
        due=len(of_year),
        done=sum(each.state is OccurrenceState.DONE for each in touched_or_over),
        late=sum(each.state in _LATE for each in of_year),
        in_window=compliance(touched_or_over, today),
        unread=unread,
    )
