"""Planned work as an iCalendar file (RFC 5545) that mail programs and phones take in or subscribe to (PROCESS S3.6).

Each occurrence is an event of its own and no rule stands in the file: each has its own state, and a day that is moved
off a holiday, put off or counted from when the one before was done follows from no RRULE that another program could
compute. An event is named by plan and slot, so every machine names it alike. The same entries give the same bytes all
day long: of the clock nothing is told but that what lies behind has no alarm.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.documents.calendar_zone import calendar_zone
from fieldtech.domain.occurrences import Progress
from fieldtech.domain.planned_occurrences import PlannedOccurrence, zone_of_plan
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import MaintenanceKind, OccurrenceState
from fieldtech.text import _

if TYPE_CHECKING:
    from icalendar import Calendar, Event

DAY_BEFORE = timedelta(days=1)
"""How long before an event its alarm goes off, if nothing is told."""
_REFRESHED = timedelta(hours=12)
_UNTOUCHED = datetime(1970, 1, 1, tzinfo=UTC)
_RECORDED = (OccurrenceState.DONE, OccurrenceState.SKIPPED, OccurrenceState.DEFERRED, OccurrenceState.STARTED)
"""The states that somebody recorded; the others are the clock's, and change without a change."""


class Revision(NamedTuple):
    """How often an occurrence was changed, by its plan or by itself, and when last."""

    sequence: int
    """0: never since it was planned; it only grows."""
    changed_at: datetime


class PlanCalendarFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is written into the file."""

    name: str
    """What the calendar is called in the program that shows it."""
    site_zone: ZoneInfo
    today: date
    """At the site: what stood on an earlier day has no alarm."""
    occurrences: tuple[PlannedOccurrence, ...]
    revisions: Mapping[str, Revision]
    """By the occurrence's identifier."""
    alarm: timedelta | None = DAY_BEFORE
    """None: no alarms."""


def plan_calendar_bytes(told: PlanCalendarFile) -> bytes:
    """Write the calendar."""
    calendar = _calendar(told)
    for zone in _zones(told.occurrences):
        calendar.add_component(calendar_zone(zone, *_span(told.occurrences)))
    for each in told.occurrences:
        calendar.add_component(_event(each, told))
    content: bytes = calendar.to_ical()
    return content


def event_uid(occurrence: PlannedOccurrence) -> str:
    """Name an event: the same on every machine, and whatever becomes of the occurrence."""
    return f"{occurrence.id}@fieldtech"


def _calendar(told: PlanCalendarFile) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//fieldtech//planned maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, one_line(told.name))
    calendar.add("x-wr-timezone", told.site_zone.key)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    return calendar


def _zones(occurrences: Iterable[PlannedOccurrence]) -> list[ZoneInfo]:
    """Name the zones that need to be told, in order; UTC needs not."""
    zones = {zone.key: zone for zone in (zone_of_plan(each.facts) for each in occurrences)}
    return [zones[key] for key in sorted(zones) if key != "UTC"]


def _span(occurrences: Iterable[PlannedOccurrence]) -> tuple[datetime, datetime]:
    """Find the whole years around all events, a day more at both ends for the zones."""
    years = {each.day.year for each in occurrences}
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (min(years), max(years) + 1))
    return first - timedelta(days=2), last + timedelta(days=32)


def _event(occurrence: PlannedOccurrence, told: PlanCalendarFile) -> "Event":
    from icalendar import Event

    facts, zone = occurrence.facts, zone_of_plan(occurrence.facts)
    revision = told.revisions.get(occurrence.id, Revision(0, _UNTOUCHED))
    event = Event()
    event.add("uid", event_uid(occurrence))
    event.add("sequence", revision.sequence)
    event.add("dtstamp", revision.changed_at.replace(microsecond=0))
    event.add("last-modified", revision.changed_at.replace(microsecond=0))
    # The instant, seen in the zone: where the clocks skip the planned time, the time that they do show.
    event.add("dtstart", occurrence.starts_at.astimezone(zone))
    if facts.minutes:
        event.add("dtend", (occurrence.starts_at + timedelta(minutes=facts.minutes)).astimezone(zone))
    event.add("summary", one_line(facts.title or ""))
    event.add("status", _status(occurrence))
    event.add("categories", [label_of(facts.kind or MaintenanceKind.OTHER)])
    where = ", ".join(part for part in (facts.place, facts.site) if part)
    if where:
        event.add("location", one_line(where))
    event.add("description", visible("\n".join(_description(occurrence))))
    if told.alarm is not None and occurrence.day >= told.today and not _is_over(occurrence):
        _add_alarm(event, one_line(facts.title or ""), told.alarm)
    return event


def _status(occurrence: PlannedOccurrence) -> str:
    if occurrence.touched and occurrence.touched.progress == Progress.SKIPPED:
        return "CANCELLED"
    return "TENTATIVE" if occurrence.is_expected else "CONFIRMED"


def _is_over(occurrence: PlannedOccurrence) -> bool:
    """Tell whether somebody recorded that nothing is to be done any more; the clock's word doesn't count here."""
    return occurrence.touched is not None and not occurrence.touched.is_open


def _description(occurrence: PlannedOccurrence) -> Iterator[str]:
    facts, touched = occurrence.facts, occurrence.touched
    told = (
        (_("State"), label_of(occurrence.state) if occurrence.state in _RECORDED else ""),
        (_("Reason"), (touched.reason or touched.moved_because) if touched else ""),
        (_("Person"), _(", ").join(facts.people or ())),
        (_("Assets"), " › ".join(facts.assets or ())),
        (_("Window"), _window(occurrence)),
        (_("Checklist"), facts.template or ""),
        (_("Notes"), facts.notes or ""),
        (_("Number"), occurrence.name),
    )
    return (_("{label}: {text}").format(label=label, text=text) for label, text in told if text)


def _window(occurrence: PlannedOccurrence) -> str:
    if occurrence.opens == occurrence.closes == occurrence.day:
        return ""
    return _("{since} to {until}").format(since=occurrence.opens, until=occurrence.closes)


def _add_alarm(event: "Event", title: str, before: timedelta) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title or _("Planned maintenance"))
    alarm.add("trigger", -before)
    event.add_component(alarm)
