"""Commands that lay work out on days: the calendar of a year or a month, and the agenda (PROCESS S3.6)."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from fieldtech.cli.calendar_list import day_list
from fieldtech.cli.commands import command
from fieldtech.cli.days import Month
from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone
from fieldtech.cli.parameters import FILE, flag, option
from fieldtech.cli.plan_documents import alarm_option, write_calendar_file
from fieldtech.cli.plan_telling import calendar_told
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.instants import duration_words, month_word, weekday_words
from fieldtech.domain.planned_occurrences import PlannedOccurrence, compliance, loads
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY
from fieldtech.domain.visible_text import pad_to_cells
from fieldtech.domain.words import MaintenanceKind, OccurrenceState
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters, CalendarSpan, calendar_between, open_work
from fieldtech.store.views.people import acting_person
from fieldtech.text import N_, _

AHEAD = 14
"""The days that the agenda shows, if nothing is told."""
_DAY = timedelta(days=1)
_WEEK_DAYS, _MONTHS, _ABREAST = 7, 12, 3
_CELL, _GAP = 3, 3
_MARKS = (
    ((OccurrenceState.LATE, OccurrenceState.MISSED), "!", Tone.LATE),
    ((OccurrenceState.STARTED, OccurrenceState.DUE), ">", Tone.SOON),
    ((OccurrenceState.PLANNED, OccurrenceState.MOVED, OccurrenceState.DEFERRED), "*", Tone.STRONG),
    ((OccurrenceState.DONE, OccurrenceState.SKIPPED), "+", Tone.DONE),
)
"""The mark of a day: that of the most pressing state on it."""


@command("calendar")
@option("--year", kind=Whole(FIRST_DAY.year), words=N_("all months of a year; this year, if nothing is told"))
@option("--month", kind=Month(), words=N_("a month such as 2026-11, or 11 of this year"), metavar="M")
@option("--person", words=N_("only what this person has"), metavar="NAME")
@option("--place", words=N_("only what is at this place or asset"))
@option("--kind", kind=Word(MaintenanceKind), words=N_("only this kind of work"))
@option("--ics", kind=FILE, words=N_("write it as iCalendar into this file, replacing what lies there"), metavar="F")
@alarm_option
def calendar(
    session: Session,
    year: int | None,
    month: tuple[int, int] | None,
    person: str | None,
    place: str | None,
    kind: MaintenanceKind | None,
    ics: Path | None,
    alarm: int | None,
) -> None:
    """Lay out a year or a month, or write it into a file."""
    store = session.reading
    today = _today(store)
    since, until = _span(today, year, month)
    span = calendar_between(store, since, until, CalendarFilters(person or "", place or "", kind))
    if ics is not None:
        write_calendar_file(session, span, ics, alarm)
        session.answer(calendar_told(span, today), [str(ics)])
        return
    session.answer(calendar_told(span, today), _month_page(span, store, today) if month else _year_page(span, store))
    _tell_overload(session, span)
    _tell_compliance(session, span, today)


@command("agenda")
@option("--days", kind=Whole(0), words=N_("how many days ahead, if not 14"), metavar="D")
@flag("--mine", "is_mine", words=N_("only what who acts has"))
@option("--person", words=N_("only what this person has"), metavar="NAME")
@option("--place", words=N_("only what is at this place or asset"))
@option("--kind", kind=Word(MaintenanceKind), words=N_("only this kind of work"))
def agenda(
    session: Session,
    days: int | None,
    is_mine: bool,
    person: str | None,
    place: str | None,
    kind: MaintenanceKind | None,
) -> None:
    """List what is left over from the days behind, and what the next days bring."""
    store = session.reading
    today = _today(store)
    who = acting_person(store).name if is_mine else person or ""
    ahead = min(days if days is not None else AHEAD, (LAST_DAY - today).days)
    span = open_work(store, today, today + ahead * _DAY, CalendarFilters(who, place or "", kind))
    width = session.sheet.width if not session.is_json else None
    session.answer(calendar_told(span, today), day_list(span, today, store.zone, width))
    _tell_overload(session, span)


def _today(store: Store) -> date:
    return store.now().astimezone(store.zone).date()


def _span(today: date, year: int | None, month: tuple[int, int] | None) -> tuple[date, date]:
    if month is not None:
        first = date(month[0] or year or today.year, month[1], 1)
        return first, _next_month(first) - _DAY
    chosen = year or today.year
    if chosen > LAST_DAY.year:
        raise RuleViolation(_("There is no calendar of {year}.").format(year=chosen), ("year",))
    return date(chosen, 1, 1), date(chosen, 12, 31)


def _next_month(first: date) -> date:
    return (first + 31 * _DAY).replace(day=1)


def _year_page(span: CalendarSpan, store: Store) -> Iterator[Line]:
    """Draw twelve small months, three abreast."""
    first = span.since
    yield [Span(str(first.year).center(_ABREAST * (_WEEK_DAYS * _CELL + _GAP) - _GAP).rstrip(), Tone.STRONG)]
    marks = _day_marks(span, store)
    for row in range(0, _MONTHS, _ABREAST):
        blocks = [_small_month(first.year, number + 1, marks) for number in range(row, row + _ABREAST)]
        for lines in zip(*blocks, strict=True):
            yield [span for place, line in enumerate(lines) for span in (*_gap(place), *line)]
        yield ""
    yield _legend()


def _gap(place: int) -> list[Span]:
    return [Span(" " * _GAP)] if place else []


def _small_month(year: int, month: int, marks: dict[date, tuple[str, Tone]]) -> list[list[Span]]:
    """Draw a month in eight lines: its name, the weekdays, six weeks; a day has two cells and one for its mark."""
    width = _WEEK_DAYS * _CELL
    names = "".join(pad_to_cells(word[:2] if word.isascii() else word[-1], _CELL) for word in weekday_words())
    lines = [[Span(pad_to_cells(month_word(month), width), Tone.STRONG)], [Span(names, Tone.QUIET)]]
    weeks = Calendar().monthdatescalendar(year, month)
    lines += [[_day_cell(day, month, marks) for day in week] for week in weeks]
    return lines + [[Span(" " * width)]] * (6 - len(weeks))


def _day_cell(day: date, month: int, marks: dict[date, tuple[str, Tone]]) -> Span:
    if day.month != month:
        return Span(" " * _CELL)
    mark, tone = marks.get(day, (" ", Tone.PLAIN))
    return Span(f"{day.day:2}{mark}", tone)


def _day_marks(span: CalendarSpan, store: Store) -> dict[date, tuple[str, Tone]]:
    marks: dict[date, tuple[str, Tone]] = {}
    day = span.since
    while day <= span.until:
        if not store.rules.calendar.is_workday(day):
            marks[day] = "-" if day in span.holidays else " ", Tone.QUIET
        day += _DAY
    for outage in span.outages:
        marks[outage.day] = "#", Tone.QUIET if outage.outage.is_over else Tone.SOON
    for fault in span.faults:
        marks[fault.day] = "*", Tone.STRONG
    for day, occurrences in span.by_day().items():
        marks[day] = _mark_of(occurrences)
    return marks


def _mark_of(occurrences: Sequence[PlannedOccurrence]) -> tuple[str, Tone]:
    states = {each.state for each in occurrences}
    return next((mark, tone) for some, mark, tone in _MARKS if states.intersection(some))


def _legend() -> list[Span]:
    words = _("! late or missed  > due  * planned  + done or skipped  # outage  - holiday")
    return [Span(words, Tone.QUIET)]


def _month_page(span: CalendarSpan, store: Store, today: date) -> Iterator[Line]:
    """Draw a month, and below it what stands on its days."""
    _name, *weeks = _small_month(span.since.year, span.since.month, _day_marks(span, store))
    yield [Span(f"{span.since:%Y-%m}", Tone.STRONG)]
    yield from (week for week in weeks if any(each.text.strip() for each in week))
    yield _legend()
    yield ""
    yield from day_list(span, today, store.zone, None)


def _tell_overload(session: Session, span: CalendarSpan) -> None:
    """Say who has more to do than fits into a day."""
    for load in (each for each in loads(span.occurrences) if each.is_too_much and not session.is_json):
        sentence = _("{person} has {duration} of planned work on {day}: more than a day's.")
        duration = duration_words(timedelta(minutes=load.minutes))
        session.tell(sentence.format(person=load.person or _("nobody"), duration=duration, day=load.day))


def _tell_compliance(session: Session, span: CalendarSpan, today: date) -> None:
    counted = compliance(span.occurrences, today)
    if counted.due and not session.is_json:
        session.tell(
            _("Done inside the window: {done} of {due} that were due ({percent} %).").format(
                done=counted.done_in_window, due=counted.due, percent=round(100 * counted.done_in_window / counted.due)
            )
        )
