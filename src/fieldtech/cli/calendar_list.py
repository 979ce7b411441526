"""The days of a calendar as a list: planned work, faults with a promised time, outages, holidays (PROCESS S3.6)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from fieldtech.cli.occurrence_answers import state_span
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.domain.instants import weekday_words
from fieldtech.domain.word_labels import label_of
from fieldtech.store.views.calendar import CalendarSpan
from fieldtech.store.views.outages import OutageDay
from fieldtech.text import _
from fieldtech.widgets.fault_columns import CONFLICT

_DAY = timedelta(days=1)
_WHOLE_DAY, _LATE_IN_DAY = "", "~"
"""Where in its day a line stands that has no time of its own."""


class _OnDay(NamedTuple):
    """One line of a day."""

    day: date
    at: str
    cells: list[Span]


def day_list(span: CalendarSpan, today: date, zone: tzinfo, width: int | None) -> list[Line]:
    """List what stands on the days of a span; each day is named once.

    Args:
        zone: The site's.
    """
    found = [*_days_off(span), *_planned(span), *_faults(span), *(_outage(each, zone) for each in span.outages)]
    found.sort(key=lambda each: (each.day, each.at))
    said: set[date] = set()
    table = []
    for day, _at, cells in found:
        name = "" if day in said else f"{day} {weekday_words()[day.weekday()]}"
        said.add(day)
        table.append([Span(name, Tone.STRONG if day == today else Tone.PLAIN), *cells])
    return list(lay_out(table, width, flexible=3))


def _planned(span: CalendarSpan) -> Iterator[_OnDay]:
    for each in span.occurrences:
        at = f"{each.facts.at:%H:%M}" if each.facts.at else ""
        who, conflict = ", ".join(each.facts.people or ()), f"{CONFLICT} " if each.has_conflict else ""
        yield _OnDay(each.day, at, [Span(at), state_span(each), Span(conflict + (each.facts.title or "")), _quiet(who),
                                    _quiet(each.name)])  # fmt: skip


def _faults(span: CalendarSpan) -> Iterator[_OnDay]:
    for each in span.faults:
        cells = [Span(""), Span(_("fault")), Span(each.title), _quiet(each.assignee), _quiet(each.number)]
        yield _OnDay(each.day, _LATE_IN_DAY, cells)


def _outage(each: OutageDay, zone: tzinfo) -> _OnDay:
    """Tell an outage at the time from which it holds on the day; one that goes on from the day before has none."""
    outage, begins = each.outage, each.starts_at.astimezone(zone)
    at = "" if begins == datetime.combine(each.day, time(), zone) else f"{begins:%H:%M}"
    tone = Tone.QUIET if outage.is_over else Tone.SOON
    words = f"{outage.provider}: {outage.title}"
    cells = [Span(at), Span(f"# {label_of(outage.status)}", tone), Span(words, tone if outage.is_over else Tone.PLAIN),
             Span(""), _quiet(outage.maintenance_id)]  # fmt: skip
    return _OnDay(each.day, at, cells)


def _days_off(span: CalendarSpan) -> Iterator[_OnDay]:
    for first, last, words in _breaks(span):
        told = words if first == last else _("{name}, until {day}").format(name=words, day=last)
        yield _OnDay(first, _WHOLE_DAY, _whole_day(_("holiday"), told))
    for day in span.extra_workdays:
        yield _OnDay(day, _WHOLE_DAY, _whole_day(_("worked"), _("in exchange for a day off")))


def _breaks(span: CalendarSpan) -> Iterator[tuple[date, date, str]]:
    """Give the holidays of one name that follow each other as their first and last day."""
    begun: tuple[date, date, str] | None = None
    for day, name in sorted(span.holidays.items()):
        words = name.text() or _("day off")
        if begun is not None and begun[1] + _DAY == day and begun[2] == words:
            begun = begun[0], day, words
            continue
        if begun is not None:
            yield begun
        begun = day, day, words
    if begun is not None:
        yield begun


def _whole_day(state: str, words: str) -> list[Span]:
    return [Span(""), _quiet(state), _quiet(words), Span(""), Span("")]


def _quiet(text: str) -> Span:
    return Span(text, Tone.QUIET)
