"""An event of a calendar as a revision of a planned outage: by the maintenance-notice profile, else as any event."""

import quopri
import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NoReturn, TypeVar

from icalendar.prop import vDDDTypes, vText

from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind
from fieldtech.domain.outage_operations import HIGHEST_SEQUENCE, OutageNoticed, OutageObject, OutageWindow
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.intake.calendar_text import EventText, Property, TroubledNotice
from fieldtech.intake.calendar_zones import Zones

_PROFILE = "X-MAINTNOTE-"
_LONGEST_NAME, _LONGEST_TEXT, _MOST_OBJECTS, _SHOWN = 300, 40_000, 500, 80
_YEARS = range(1970, 2200)
_OTHER_SPELLINGS = {
    "CANCELED": "cancelled",
    "RESCHEDULED": "re-scheduled",
    "IN-PROGRESS": "in-process",
    "COMPLETE": "completed",
}
_ADDRESS = re.compile(r"mailto:[^@\s]+@([^@\s>]+)", re.IGNORECASE)
_JOINTS = re.compile(r"[\s_]+")
_Word = TypeVar("_Word", bound=StrEnum)


def read_event(event: EventText, zones: Zones, *, method: str = "", sender: str = "") -> OutageNoticed:
    """Read an event.

    Args:
        method: What the calendar is for, such as CANCEL.
        sender: The mail's sender, where a mail brought it: he stands for a provider that isn't told.

    Raises:
        TroubledNotice: It lacks something, contradicts itself, or says what no rule understands.
    """
    if not event.is_closed:
        raise _trouble(TroubleKind.NOT_CLOSED, event.line)
    for name in ("RRULE", "RDATE", "RECURRENCE-ID"):
        for each in event.all_of(name):
            raise _trouble(TroubleKind.RECURS, each.line, name)
    return OutageNoticed(
        provider=_provider(event, sender),
        maintenance_id=_identifier(event),
        status=_status(event, method),
        impact=_word(OutageImpact, _only(event, f"{_PROFILE}IMPACT")),
        window=_window(event, zones),
        objects=_objects(event),
        sequence=_sequence(event),
        stamp=_instant(_only(event, "DTSTAMP"), zones),
        account=_text(event, f"{_PROFILE}ACCOUNT", _LONGEST_NAME),
        organizer=_text(event, "ORGANIZER", _LONGEST_NAME),
        summary=_text(event, "SUMMARY", _LONGEST_NAME),
        uid=_text(event, "UID", _LONGEST_NAME),
        text=_text(event, "DESCRIPTION", _LONGEST_TEXT),
    )


def _provider(event: EventText, sender: str) -> str:
    """Say who works; without the profile's field it is the domain that the organizer, or the mail, writes from."""
    told = _text(event, f"{_PROFILE}PROVIDER", _LONGEST_NAME)
    if not told and not event.is_of_profile:
        domain = _ADDRESS.search(f"{_text(event, 'ORGANIZER', _LONGEST_NAME)} mailto:{sender}")
        told = domain[1].lower() if domain else ""
    return told or _lacks(event, f"{_PROFILE}PROVIDER" if event.is_of_profile else "ORGANIZER")


def _identifier(event: EventText) -> str:
    name = f"{_PROFILE}MAINTENANCE-ID" if event.is_of_profile else "UID"
    return _text(event, name, _LONGEST_NAME) or _lacks(event, name)


def _status(event: EventText, method: str) -> OutageStatus:
    """Say where it stands; an event that is no maintenance notice and says nothing of it is settled."""
    told = _word(OutageStatus, _only(event, f"{_PROFILE}STATUS")) or _word(OutageStatus, _only(event, "STATUS"))
    if told is not None:
        return told
    if method == "CANCEL":
        return OutageStatus.CANCELLED
    if event.is_of_profile:
        _lacks(event, f"{_PROFILE}STATUS")
    return OutageStatus.CONFIRMED


def _objects(event: EventText) -> tuple[OutageObject, ...]:
    told: dict[str, OutageObject] = {}
    for each in event.all_of(f"{_PROFILE}OBJECT-ID"):
        name = _unescaped(each)[:_LONGEST_NAME].strip()
        impact = each.parameters.get(f"{_PROFILE}OBJECT-IMPACT", "")
        if name:
            worded = Property(f"{_PROFILE}IMPACT", each.line, impact, {}) if impact else None
            told.setdefault(name, OutageObject(name, _word(OutageImpact, worded)))
    if len(told) > _MOST_OBJECTS or sum(map(len, told)) > _LONGEST_TEXT:
        raise _trouble(TroubleKind.TOO_MUCH, event.line, f"{_PROFILE}OBJECT-ID", str(_MOST_OBJECTS))
    return tuple(told.values())


def _window(event: EventText, zones: Zones) -> OutageWindow:
    """Read from when to when; whole days end where the next one begins."""
    beginning, end = _only(event, "DTSTART"), _only(event, "DTEND")
    starts_at = _instant(beginning, zones)
    if beginning is None or starts_at is None:
        _lacks(event, "DTSTART")
    ends_at = _instant(end, zones) or _end_by_duration(event, beginning, zones)
    if ends_at is None:
        _lacks(event, "DTEND")
    if ends_at <= starts_at:
        told = f"{starts_at:%Y-%m-%d %H:%MZ} - {ends_at:%Y-%m-%d %H:%MZ}"
        raise _trouble(TroubleKind.BACKWARDS, (end or beginning).line, "DTEND", told)
    return OutageWindow(starts_at, ends_at)


def _end_by_duration(event: EventText, beginning: Property, zones: Zones) -> datetime | None:
    """Count from the beginning: days by the zone's clocks, hours and minutes as they pass (RFC 5545)."""
    duration = _only(event, "DURATION")
    moment = _moment(beginning)
    if duration is None:
        is_day = not isinstance(moment, datetime)
        return _checked(beginning, moment + timedelta(days=1), zones) if is_day else None
    length = _parsed(duration)
    if not isinstance(length, timedelta):
        raise _unreadable(duration)
    days = length.days if "T" not in duration.value.upper().split("D")[0] else 0
    try:
        later = _checked(beginning, moment + timedelta(days=days), zones)
        return _within_years(duration, later + (length - timedelta(days=days)))
    except OverflowError as error:
        raise _unreadable(duration) from error


def _instant(told: Property | None, zones: Zones) -> datetime | None:
    return None if told is None else _checked(told, _moment(told), zones)


def _moment(told: Property) -> datetime | date:
    moment = _parsed(told)
    if not isinstance(moment, date):
        raise _unreadable(told)
    return moment


def _checked(told: Property, moment: datetime | date, zones: Zones) -> datetime:
    zone_name = told.parameters.get("TZID", "").strip()
    try:
        instant = zones.instant(moment, zone_name)
    except (OverflowError, ValueError) as error:
        raise _unreadable(told) from error
    if instant is None:
        raise _trouble(TroubleKind.UNKNOWN_ZONE, told.line, told.name, zone_name[:_SHOWN])
    return _within_years(told, instant)


def _within_years(told: Property, instant: datetime) -> datetime:
    if instant.year not in _YEARS:
        raise _unreadable(told)
    return instant.astimezone(UTC)


def _parsed(told: Property) -> object:
    try:
        return vDDDTypes.from_ical(told.value.strip().upper()[:_SHOWN])  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise _unreadable(told) from error


def _sequence(event: EventText) -> int:
    told = _only(event, "SEQUENCE")
    if told is None:
        return 0
    digits = told.value.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10 and int(digits) <= HIGHEST_SEQUENCE):
        raise _unreadable(told)
    return int(digits)


def _word(vocabulary: type[_Word], told: Property | None) -> _Word | None:
    """Find a word however it is capitalised or joined; None where nothing is told."""
    spelled = _JOINTS.sub("-", _unescaped(told).strip()).upper() if told else ""
    if not told or not spelled:
        return None
    try:
        return vocabulary(_OTHER_SPELLINGS.get(spelled, spelled.lower()))
    except ValueError as error:
        raise _trouble(TroubleKind.UNKNOWN_WORD, told.line, told.name, told.value[:_SHOWN]) from error


def _text(event: EventText, name: str, longest: int) -> str:
    told = _only(event, name)
    text = _unescaped(told).strip() if told else ""
    return f"{text[:longest]}…" if len(text) > longest else text


def _unescaped(told: Property) -> str:
    if told.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        content = quopri.decodestring(told.value.encode("utf-8", "replace"))
        return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "␀")
    return str(vText.from_ical(told.value))


def _only(event: EventText, name: str) -> Property | None:
    """Give the one line of a property, where it says anything."""
    told = [each for each in event.all_of(name) if each.value.strip()]
    if any((each.value, each.parameters) != (told[0].value, told[0].parameters) for each in told):
        raise _trouble(TroubleKind.TWICE, told[1].line, name)
    return told[0] if told else None


def _lacks(event: EventText, name: str) -> NoReturn:
    raise _trouble(TroubleKind.LACKS, event.line, name)


def _unreadable(told: Property) -> TroubledNotice:
    return _trouble(TroubleKind.UNREADABLE, told.line, told.name, told.value[:_SHOWN])


def _trouble(kind: TroubleKind, line: int, name: str = "", value: str = "") -> TroubledNotice:
    return TroubledNotice(NoticeTrouble(kind, name, value, line))
