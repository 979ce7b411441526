"""The zones that a calendar's times are told in: by name, or by the rules that the calendar itself brings."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from dateutil.tz import datetime_exists, resolve_imaginary
from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_MOST_CHANGES = 200
"""Observances of one zone."""
_YEARLY = re.compile(
    r"RRULE:(?:(?:FREQ=YEARLY|INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|UNTIL=\d{8}(?:T\d{6}Z?)?"
    r"|COUNT=\d{1,3}|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,6})(?:;|$))+",
    re.ASCII,
)
"""What summer time is told by; any other rule could be made to take for ever."""
_LONGEST_NAME = 200


class Zones:
    """The zones of one calendar."""

    def __init__(self, blocks: Sequence[Sequence[str]], site: ZoneInfo) -> None:
        self._site = site
        self._blocks = {name: block for block in blocks if (name := _zone_name(block))}
        self._made: dict[str, tzinfo | None] = {}

    def instant(self, moment: datetime | date, zone_name: str) -> datetime | None:
        """Find the instant at which a zone's clocks show a time: the first of two; in a gap by the offset before it.

        Args:
            moment: A day begins at midnight.
            zone_name: Empty: the site's; a time that is told in UTC stays in UTC.

        Returns:
            The instant in UTC; None where nobody knows the zone.

        Raises:
            OverflowError: It lies beyond the calendar.
        """
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return moment.astimezone(UTC)
        zone = self._named(zone_name) if zone_name else self._site
        if zone is None:
            return None
        local = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        shown = local.replace(tzinfo=zone)
        if not datetime_exists(shown):
            shown = resolve_imaginary(shown)
        return shown.astimezone(UTC)

    def _named(self, name: str) -> tzinfo | None:
        if name not in self._made:
            block = self._blocks.get(name)
            self._made[name] = _known_zone(name) or (_own_zone(block) if block else None)
        return self._made[name]


def _zone_name(block: Sequence[str]) -> str:
    told = next((line for line in block if line.upper().startswith("TZID")), "")
    return told.partition(":")[2].strip()


def _known_zone(name: str) -> tzinfo | None:
    """Find a zone by its name in the time zone database or in Windows; a maker's prefix may stand before it."""
    bare = WINDOWS_TO_OLSON.get(name, name)[:_LONGEST_NAME].strip("/ ")
    parts = bare.split("/")
    for candidate in (bare, *("/".join(parts[-last:]) for last in (3, 2) if len(parts) > last)):
        try:
            return ZoneInfo(candidate)
        except (ValueError, OSError, LookupError):
            continue
    return None


def _own_zone(block: Sequence[str]) -> tzinfo | None:
    """Make a zone of the rules that the calendar brings; None where they are none that clocks follow."""
    rules = [line for line in block if line.upper().startswith("RRULE")]
    changes = sum(line.upper().startswith("TZOFFSETTO") for line in block)
    if changes > _MOST_CHANGES or not all(_YEARLY.fullmatch(rule.upper()) for rule in rules):
        return None
    # Named by what it says: the library remembers zones by name, and two calendars may mean two things by one.
    name = hashlib.sha256("\n".join(block).encode("utf-8", "surrogatepass")).hexdigest()
    lines = [f"TZID:{name}" if line.upper().startswith("TZID") else line for line in block]
    try:
        read = Timezone.from_ical("\r\n".join([*lines, ""]))
        if not isinstance(read, Timezone):
            return None
        zone: tzinfo = read.to_tz(lookup_tzid=False)
        zone.utcoffset(datetime(2026, 1, 1, tzinfo=zone))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return zone
