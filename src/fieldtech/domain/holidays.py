"""Public holidays and the days off that are worked for them: the shipped tables, and the site's own days over them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

import msgspec

from fieldtech.config import Settings
from fieldtech.domain.checklists import Localised
from fieldtech.resources import resource_text

SHIPPED = ("china",)
_DAY = timedelta(days=1)


class Break(msgspec.Struct, frozen=True):
    """A holiday with the days off around it."""

    name: Localised
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="until")
    worked: tuple[date, ...] = ()
    """Days off that are worked to make the break up."""

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it, from first to last."""
        return tuple(self.first + number * _DAY for number in range((self.last - self.first).days + 1))


class HolidayTable(msgspec.Struct, frozen=True):
    """The holidays of a country, year by year as they were announced."""

    id: str
    name: Localised
    zones: tuple[str, ...]
    """The time zones in which it holds, unless the settings say otherwise."""
    breaks: tuple[Break, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it knows."""
        return tuple(sorted({each.first.year for each in self.breaks}))


class DaysOff(msgspec.Struct, frozen=True):
    """The days on which a site doesn't work, or works against its week; no day stands in both."""

    holidays: Mapping[date, Localised]
    """With their names; empty: the site's own day."""
    extra_workdays: frozenset[date]


class DayKind(StrEnum):
    """What a site can say of a day."""

    OFF = "off"
    WORKED = "worked"
    USUAL = "usual"
    """As the table and the week have it."""


class SiteDays(msgspec.Struct, frozen=True):
    """Days in a row of which the same is told."""

    first: date
    last: date
    kind: DayKind
    name: Localised
    """Empty: the site's own."""
    is_own: bool
    """The site said so; the table, or the week, says otherwise or nothing."""


def days_off(settings: Settings, zone: tzinfo) -> DaysOff:
    """Lay the site's own holidays and workdays over the table that holds in its zone."""
    table = table_for(settings, zone)
    own_holidays, own_workdays = frozenset(settings.holidays), frozenset(settings.extra_workdays)
    named = {day: each.name for each in table.breaks for day in each.days} if table else {}
    worked = {day for each in table.breaks for day in each.worked} if table else set()
    holidays = {day: name for day, name in named.items() if day not in own_workdays}
    holidays |= {day: named.get(day, Localised()) for day in own_holidays}
    return DaysOff(holidays, frozenset((worked - own_holidays) | own_workdays))


def site_days(settings: Settings, zone: tzinfo, year: int) -> tuple[SiteDays, ...]:
    """List the days of a year that are off or are worked against the week, days in a row as one."""
    off = days_off(settings, zone)
    own = {*settings.holidays, *settings.extra_workdays}
    told = {day: (DayKind.OFF, name) for day, name in off.holidays.items()}
    told |= {day: (DayKind.WORKED, Localised()) for day in off.extra_workdays}
    days = (SiteDays(day, day, *told[day], day in own) for day in sorted(told) if day.year == year)
    return tuple(_joined(days))


def with_days(settings: Settings, days: Iterable[date], kind: DayKind) -> Settings:
    """Give the settings with something else said of some days."""
    said = set(days)
    off, worked = set(settings.holidays) - said, set(settings.extra_workdays) - said
    if kind is DayKind.OFF:
        off |= said
    elif kind is DayKind.WORKED:
        worked |= said
    return msgspec.structs.replace(settings, holidays=tuple(sorted(off)), extra_workdays=tuple(sorted(worked)))


def _joined(days: Iterable[SiteDays]) -> Iterator[SiteDays]:
    begun: SiteDays | None = None
    for each in days:
        if begun is not None and begun.last + _DAY == each.first and _alike(begun) == _alike(each):
            begun = msgspec.structs.replace(begun, last=each.last)
            continue
        if begun is not None:
            yield begun
        begun = each
    if begun is not None:
        yield begun


def _alike(days: SiteDays) -> tuple[DayKind, Localised, bool]:
    return days.kind, days.name, days.is_own


def table_for(settings: Settings, zone: tzinfo) -> HolidayTable | None:
    """Find the shipped table that the settings name, or that holds in the zone; None: there is none."""
    match settings.holiday_table:
        case "none":
            return None
        case "zone":
            return next((table for table in map(shipped_table, SHIPPED) if str(zone) in table.zones), None)
        case name:
            return shipped_table(name)


@lru_cache
def shipped_table(name: str) -> HolidayTable:
    """Read a table that ships with the program.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return msgspec.convert(tomllib.loads(resource_text("data", "holidays", f"{name}.toml")), HolidayTable)
