"""A time zone as iCalendar tells it: each change of the clocks in a span of years, spelled out.

The icalendar library's own VTIMEZONE puts the spring change an hour late (seen in 7.3: 03:00 for Berlin, where RFC 5545
wants 02:00, the time before the change), so that events of that morning would move.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)
"""No zone has changed its clocks there and back within a week since 1970."""
_SECOND = timedelta(seconds=1)


def calendar_zone(zone: ZoneInfo, since: datetime, until: datetime) -> "Timezone":
    """Spell a zone for the instants from one to another, both in UTC."""
    from icalendar import Timezone

    component = Timezone()
    component.add("tzid", zone.key)
    component.add_component(_observance(zone, since, since))
    for change in _changes(zone, since, until):
        component.add_component(_observance(zone, change - _SECOND, change))
    return component


def _observance(zone: ZoneInfo, before: datetime, change: datetime) -> "TimezoneStandard | TimezoneDaylight":
    """Tell what the clocks show from an instant on; it is told in the time before it."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    was, now = before.astimezone(zone), change.astimezone(zone)
    offset_from, offset_to = was.utcoffset() or timedelta(), now.utcoffset() or timedelta()
    observance = TimezoneDaylight() if now.dst() else TimezoneStandard()
    observance.add("dtstart", (change + offset_from).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset_from)
    observance.add("tzoffsetto", offset_to)
    observance.add("tzname", now.tzname() or zone.key)
    return observance


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """Find the instants at which the clocks change."""
    low = since.astimezone(UTC)
    while low < until:
        high = low + _STEP
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            yield _change_between(zone, low, high)
        low = high


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
