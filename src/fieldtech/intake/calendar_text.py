"""The text of a calendar taken apart into the lines of its events and zones; bounded, and nesting costs nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from icalendar.parser import Contentline

from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind

LARGEST_CALENDAR = 5_000_000
MOST_EVENTS = 1000
_MOST_LINES = 2000
"""Of one event or zone."""
_LONGEST_LINE = 40_000
_DEEPEST = 20
_WANTED = (
    *("DTSTART", "DTEND", "DURATION", "DTSTAMP", "UID", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER", "DESCRIPTION"),
    *("RRULE", "RDATE", "RECURRENCE-ID"),
)
_PROFILE = "X-MAINTNOTE-"
_BREAK = re.compile("\r\n|\r|\n")
_NAME = re.compile(r"([A-Za-z0-9-]{1,60})(?=[;:])")


class TroubledNotice(Exception):
    """A calendar or an event of it can't be taken."""

    def __init__(self, trouble: NoticeTrouble) -> None:
        super().__init__(trouble.kind.value)
        self.trouble = trouble


class Property(msgspec.Struct, frozen=True):
    """A line of an event."""

    name: str
    line: int
    """Where it begins in the calendar, from 1."""
    value: str
    """As it stands, with its escapes."""
    parameters: dict[str, str]


@dataclass(slots=True)
class EventText:
    """An event as it stands in the calendar."""

    line: int
    properties: list[Property] = field(default_factory=list)
    is_closed: bool = False

    def all_of(self, name: str) -> list[Property]:
        """Give the lines of a property."""
        return [each for each in self.properties if each.name == name]

    @property
    def is_of_profile(self) -> bool:
        """It bears the fields of a maintenance notice."""
        return any(each.name.startswith(_PROFILE) for each in self.properties)


@dataclass(slots=True)
class CalendarText:
    """What of a calendar is read."""

    method: str = ""
    events: list[EventText] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    """The lines of each VTIMEZONE."""


def split_calendar(text: str) -> CalendarText:
    """Take a calendar apart; lines that are none, and what stands within an event's alarms, are passed over.

    Raises:
        TroubledNotice: It is too large, or holds too many events.
    """
    if len(text) > LARGEST_CALENDAR:
        raise TroubledNotice(_too_much("VCALENDAR", f"{LARGEST_CALENDAR // 1_000_000} MB"))
    calendar = CalendarText()
    within: list[str] = []
    for line, content in _unfolded(text):
        name = _NAME.match(content)
        if name is None:
            continue
        word, value = name[1].upper(), content[name.end() + 1 :].strip().upper()
        if word == "BEGIN":
            within.append(value)
            _begin(calendar, within, line)
        elif word == "END":
            _end(calendar, within, value)
        else:
            _take(calendar, within, word, content, line)
    return calendar


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Put folded lines together, each with the number of its first piece."""
    pieces: list[str] = []
    first = size = 0
    for number, piece in enumerate(_BREAK.split(text), start=1):
        if piece[:1] in (" ", "\t") and pieces:
            if size < _LONGEST_LINE:
                pieces.append(piece[1:])
                size += len(piece)
            continue
        if pieces:
            yield first, "".join(pieces)[:_LONGEST_LINE]
        pieces, first, size = [piece], number, len(piece)
    if pieces:
        yield first, "".join(pieces)[:_LONGEST_LINE]


def _begin(calendar: CalendarText, within: list[str], line: int) -> None:
    if len(within) > _DEEPEST:
        raise TroubledNotice(_too_much("BEGIN", str(_DEEPEST)))
    if within[-1] == "VEVENT" and "VEVENT" not in within[:-1]:
        if len(calendar.events) == MOST_EVENTS:
            raise TroubledNotice(_too_much("VEVENT", str(MOST_EVENTS)))
        calendar.events.append(EventText(line))
    elif within[-1] == "VTIMEZONE":
        if len(calendar.zones) == MOST_EVENTS:
            raise TroubledNotice(_too_much("VTIMEZONE", str(MOST_EVENTS)))
        calendar.zones.append(["BEGIN:VTIMEZONE"])
    elif "VTIMEZONE" in within[:-1]:
        _keep(calendar.zones[-1], f"BEGIN:{within[-1]}")


def _end(calendar: CalendarText, within: list[str], value: str) -> None:
    """Close the innermost part of that name, with whatever stands open within it."""
    if value not in within:
        return
    if "VTIMEZONE" in within:
        _keep(calendar.zones[-1], f"END:{value}")
    while within.pop() != value:
        pass
    if value == "VEVENT" and "VEVENT" not in within:
        calendar.events[-1].is_closed = True


def _take(calendar: CalendarText, within: list[str], word: str, content: str, line: int) -> None:
    if within[-1:] == ["VEVENT"] and within.count("VEVENT") == 1:
        if word in _WANTED or word.startswith(_PROFILE):
            properties = calendar.events[-1].properties
            if len(properties) >= _MOST_LINES:
                raise TroubledNotice(_too_much("VCALENDAR", str(_MOST_LINES)))
            properties.append(_property(word, content, line))
    elif "VTIMEZONE" in within:
        _keep(calendar.zones[-1], content)
    elif word == "METHOD" and within == ["VCALENDAR"]:
        calendar.method = content.partition(":")[2].strip().upper()


def _property(word: str, content: str, line: int) -> Property:
    try:
        _name, told, value = Contentline(content).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return Property(word, line, content.partition(":")[2], {})
    parameters = {str(name).upper(): str(each[0] if isinstance(each, list) else each) for name, each in told.items()}
    return Property(word, line, str(value), parameters)


def _keep(lines: list[str], content: str) -> None:
    if len(lines) < _MOST_LINES:
        lines.append(content)


def _too_much(what: str, most: str) -> NoticeTrouble:
    return NoticeTrouble(TroubleKind.TOO_MUCH, what, most)
