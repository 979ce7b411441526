"""What stands on the days of a calendar, as its widgets draw it: the entries, their marks, and the mark of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from fieldtech.domain.checklists import Localised
from fieldtech.domain.planned_occurrences import Compliance, PlannedOccurrence
from fieldtech.domain.words import OccurrenceState
from fieldtech.store.views.calendar import CalendarFault
from fieldtech.store.views.outages import OutageDay

NOTHING, DAY_OFF, WORKED, MOST_COUNTED = "·", "-", "w", 9


@dataclass(frozen=True, slots=True)
class NothingThere:
    """Stands in a list for a day on which nothing is planned, so that the cursor can be there."""

    day: date


Entry = PlannedOccurrence | CalendarFault | OutageDay | NothingThere


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of one cell, and what its colour means."""

    sign: str
    meaning: str = ""
    """"late", "soon", "done", "quiet", "strong"; empty: none."""


_NONE_DUE = Compliance(0, 0)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the plans of a year come to."""

    due: int = 0
    """All that stands in it."""
    done: int = 0
    late: int = 0
    """Late or missed."""
    in_window: Compliance = _NONE_DUE
    unread: int = 0
    """Mails of providers that wait for a reader, of whatever year."""


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A span of days with all that stands on them."""

    since: date
    until: date
    now: datetime
    zone: tzinfo
    entries: Mapping[date, Sequence[Entry]]
    """By day; those of a day by their time."""
    marks: Mapping[date, Mark]
    """Of each day on which something stands, or that is off."""
    holidays: Mapping[date, Localised] = field(default_factory=dict)
    extra_workdays: frozenset[date] = frozenset()
    figures: YearFigures = YearFigures()

    @property
    def today(self) -> date:
        """The day that it is at the site."""
        return self.now.astimezone(self.zone).date()

    @property
    def has_days_around(self) -> bool:
        """The last days of the year before are among them."""
        return self.since.year < self.until.year

    def on(self, day: date) -> Sequence[Entry]:
        """Give what stands on a day."""
        return self.entries.get(day, ())

    def mark_on(self, day: date) -> Mark:
        """Give the mark of a day."""
        return self.marks.get(day, _NOTHING)


_NOTHING = Mark(NOTHING, "quiet")
_PLANNED, _DUE = Mark("+"), Mark("+", "soon")
_LATE, _MOVED = Mark("!", "late"), Mark("~")
_MARKS: Mapping[OccurrenceState, Mark] = {
    OccurrenceState.LATE: _LATE,
    OccurrenceState.MISSED: _LATE,
    OccurrenceState.DUE: _DUE,
    OccurrenceState.STARTED: _DUE,
    OccurrenceState.PLANNED: _PLANNED,
    OccurrenceState.MOVED: _MOVED,
    OccurrenceState.DEFERRED: _MOVED,
    OccurrenceState.DONE: Mark("o", "done"),
    OccurrenceState.SKIPPED: Mark("/", "quiet"),
}
_OUTAGE, _OUTAGE_OVER = Mark("#", "soon"), Mark("#", "quiet")
_PRESSING = ("soon", "", "done", "quiet")
"""What the colour of several says: the most pressing of them; what is late is said by its sign, too."""


def mark_of(entry: Entry, now: datetime) -> Mark:
    """Give the mark of one thing."""
    if isinstance(entry, PlannedOccurrence):
        # Where it was moved to while its window is open, it is due by the rule, but nobody means to do it before.
        return _MOVED if entry.touched and is_moved_ahead(entry, now.date()) else _MARKS[entry.state]
    if isinstance(entry, CalendarFault):
        return _LATE if entry.due_at < now else _PLANNED
    if isinstance(entry, OutageDay):
        return _OUTAGE_OVER if entry.outage.is_over else _OUTAGE
    return _NOTHING


def is_moved_ahead(occurrence: PlannedOccurrence, today: date) -> bool:
    """Tell whether somebody put it on another day, which is still to come."""
    if occurrence.state in (OccurrenceState.MOVED, OccurrenceState.DEFERRED):
        return True
    is_moved = occurrence.touched is not None and occurrence.touched.day is not None
    return is_moved and occurrence.state is OccurrenceState.DUE and occurrence.day > today


def day_mark(entries: Sequence[Entry], now: datetime) -> Mark:
    """Give the mark of a day: its only thing's, how many there are, or that something is late."""
    if len(entries) == 1:
        return mark_of(entries[0], now)
    meanings = {mark_of(each, now).meaning for each in entries}
    if _LATE.meaning in meanings:
        return _LATE
    meaning = next(word for word in _PRESSING if word in meanings)
    return Mark(str(min(len(entries), MOST_COUNTED)), meaning)


def time_of(entry: Entry, zone: tzinfo) -> time | None:
    """Tell at what time of its day something stands; None: at none."""
    if isinstance(entry, PlannedOccurrence):
        return entry.facts.at
    if isinstance(entry, CalendarFault):
        return entry.due_at.astimezone(zone).time()
    # What goes on from the day before begins at no time of this one.
    begins = isinstance(entry, OutageDay) and entry.starts_at in (each.starts_at for each in entry.outage.windows)
    return entry.starts_at.astimezone(zone).time() if isinstance(entry, OutageDay) and begins else None


def word_of(entry: Entry) -> str:
    """Name something so that it is found again when the calendar is read anew."""
    if isinstance(entry, PlannedOccurrence):
        return entry.name
    if isinstance(entry, CalendarFault):
        return entry.number
    return entry.outage.id if isinstance(entry, OutageDay) else ""
