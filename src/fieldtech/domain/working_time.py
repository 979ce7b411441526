"""Working time: which hours of which days count on a site, and how much of it lies between two instants."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from fieldtech.config import Settings
from fieldtech.domain.holidays import days_off
from fieldtech.domain.instants import utc_from_local

YEARS_COUNTED = 30
"""No further than this is counted: an absurd date, or a week without a shift, must not cost more than a moment."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
# Beyond these years a day of another zone has no date in Python's calendar.
_FIRST_YEAR, _LAST_YEAR = 2, 9997
_EARLIEST = (datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LATEST = (datetime(_LAST_YEAR, 12, 31, tzinfo=UTC) - _EPOCH) // _MICROSECOND


class WorkSpan(NamedTuple):
    """Hours of work as the clock on the wall shows them."""

    start: time
    end: time
    """At or before `start`: that time of the day after."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a site works."""

    zone: tzinfo
    hours: tuple[tuple[WorkSpan, ...], ...]
    """Seven days from Monday; one without work is empty."""
    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    """Days of work that the week doesn't have, with the hours of the week's first working day; a holiday wins."""

    def spans_on(self, day: date) -> tuple[WorkSpan, ...]:
        """Give the hours that begin on a day."""
        if day in self.holidays:
            return ()
        spans = self.hours[day.weekday()]
        if not spans and day in self.extra_workdays:
            return next((hours for hours in self.hours if hours), ())
        return spans

    def is_workday(self, day: date) -> bool:
        """Tell whether any work begins on a day."""
        return bool(self.spans_on(day))


def calendar_from(settings: Settings, zone: tzinfo) -> WorkingCalendar:
    """Build the calendar that the settings and the public holidays describe, in the site's zone."""
    shifts = settings.working_hours.by_weekday()
    hours = tuple((WorkSpan(shift.start, shift.end),) if shift else () for shift in shifts)
    off = days_off(settings, zone)
    return WorkingCalendar(zone, hours, frozenset(off.holidays), off.extra_workdays)


def working_time_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """Count the working time from one instant to another.

    Returns:
        Zero where `end` is not after `start`; at most what YEARS_COUNTED years hold.
    """
    since, until = _microseconds(start), _microseconds(end)
    if until <= since:
        return timedelta(0)
    first, last = _year_of(since), min(_year_of(until), _year_of(since) + YEARS_COUNTED)
    whole_years = sum(_work_of_year(calendar, year).total for year in range(first, last))
    worked = whole_years + _work_of_year(calendar, last).until(until) - _work_of_year(calendar, first).until(since)
    return worked * _MICROSECOND


def add_working_time(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> datetime | None:
    """Find the first instant at which an amount of working time has passed since `start`.

    Returns:
        `start` itself for no amount or a negative one. None: it doesn't pass within YEARS_COUNTED years.
    """
    if amount <= timedelta(0):
        return start
    since = _microseconds(start)
    first = _year_of(since)
    wanted = amount // _MICROSECOND + _work_of_year(calendar, first).until(since)
    for year in range(first, min(first + YEARS_COUNTED, _LAST_YEAR) + 1):
        work = _work_of_year(calendar, year)
        if wanted <= work.total:
            return _EPOCH + work.reaching(wanted) * _MICROSECOND
        wanted -= work.total
    return None


class _Year(NamedTuple):
    """The working time of one UTC year: disjoint spans in order, in microseconds since 1970."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    worked_before: tuple[int, ...]
    """What the year has worked when each span begins."""
    total: int

    def until(self, instant: int) -> int:
        """Count what the year has worked up to an instant; all of it where the instant lies after the year."""
        at = bisect_right(self.starts, instant) - 1
        if at < 0:
            return 0
        return self.worked_before[at] + min(instant, self.ends[at]) - self.starts[at]

    def reaching(self, worked: int) -> int:
        """Find the first instant at which the year has worked so much; more than nothing, at most `total`."""
        at = bisect_left(self.worked_before, worked) - 1
        return self.starts[at] + worked - self.worked_before[at]


@lru_cache(maxsize=256)
def _work_of_year(calendar: WorkingCalendar, year: int) -> _Year:
    """Lay out a year once: counting in it is then a search, however long the stretch."""
    spans = list(_disjoint(_spans_of_year(calendar, year)))
    lengths = [end - start for start, end in spans]
    before = tuple(accumulate(lengths, initial=0))
    return _Year(tuple(start for start, _end in spans), tuple(end for _start, end in spans), before[:-1], before[-1])


def _spans_of_year(calendar: WorkingCalendar, year: int) -> list[tuple[int, int]]:
    """List the spans of work that touch a UTC year, cut at its ends."""
    begin = _microseconds(datetime(year, 1, 1, tzinfo=UTC))
    finish = _microseconds(datetime(year + 1, 1, 1, tzinfo=UTC))
    # A day of work may begin at UTC-12 or at UTC+14 and cross midnight: two days beside the year reach into it.
    day, last = date(year, 1, 1) - 2 * _DAY, date(year, 12, 31) + 2 * _DAY
    spans = []
    while day <= last:
        spans += [_instants_of(span, day, calendar.zone) for span in calendar.spans_on(day)]
        day += _DAY
    return [(max(start, begin), min(end, finish)) for start, end in spans if end > begin and start < finish]


def _instants_of(span: WorkSpan, day: date, zone: tzinfo) -> tuple[int, int]:
    last_day = day if span.end > span.start else day + _DAY
    start = utc_from_local(datetime.combine(day, span.start), zone)
    end = utc_from_local(datetime.combine(last_day, span.end), zone)
    return _microseconds(start), _microseconds(end)


def _disjoint(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans that overlap, so that no hour counts twice, and drop those that a clock change left empty."""
    latest = -(2**63)
    for start, end in sorted(spans):
        if end > max(start, latest):
            yield max(start, latest), end
            latest = end


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _year_of(microseconds: int) -> int:
    """Name the UTC year of an instant; the nearest that can be counted for one at the ends of the calendar."""
    return (_EPOCH + min(max(microseconds, _EARLIEST), _LATEST) * _MICROSECOND).year
