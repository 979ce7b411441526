"""Dates of files read without guessing: the order of day and month is declared, or the date can be read in one way."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from fieldtech.domain.errors import UnreadableInput, UnreadableInstant
from fieldtech.domain.instant_phrases import WallClock, read_wall_clock
from fieldtech.domain.instants import utc_from_local
from fieldtech.text import N_, _

DateOrder = Literal["dmy", "mdy", "ymd"]

ORDER_WORDS: dict[DateOrder, str] = {
    "dmy": N_("day/month/year"),
    "mdy": N_("month/day/year"),
    "ymd": N_("year/month/day"),
}

_LONGEST = 80
_YEARS = range(1970, 2200)
_NO_DAY = date(2000, 1, 1)
"""Stands for today where no date without a year gets so far."""

_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{8}(?!\d)|\d{4} ?年", re.ASCII)
_IN_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_MONTH_IN_LETTERS = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})\.?,?[- ](\d{4})(?!\d)", re.ASCII)
_MONTH_BEFORE_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)", re.ASCII)
_SECONDS_OF_HALF_A_DAY = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}) ?([ap])\.?m\.?", re.ASCII)


def check_date_order(order: str | None) -> DateOrder | None:
    """Return the order that a word names.

    Raises:
        UnreadableInput: There is no such order.
    """
    for known in get_args(DateOrder):
        if order == known:
            return known  # type: ignore[no-any-return]
    if order is None:
        return None
    raise UnreadableInput(_("“{order}” is no order of dates: dmy, mdy and ymd are.").format(order=order))


@lru_cache(maxsize=8192)
def read_instant(text: str, order: DateOrder | None, zone: ZoneInfo) -> datetime:
    """Read a date with or without a time of the day; without one it is the beginning of the day.

    A date that begins with a year of four digits or names its month needs no order. An hour that the end of summer
    time brings twice is the first of the two.

    Args:
        order: How a date in digits with the year last is written. None: only one that can be read in one way is.
        zone: What a time without an offset is told in.

    Returns:
        An instant in UTC.

    Raises:
        UnreadableInstant: The text tells none, one that doesn't exist, or one that can be read in two ways.
    """
    words = _plain(text)
    try:
        wall_clock = read_wall_clock(_with_year_first(words, order), _NO_DAY)
        if wall_clock is None:
            raise _no_date(words)
        return _instant_of(wall_clock, zone)
    except OverflowError as error:
        raise _no_date(words) from error


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise UnreadableInstant(_("The text is too long for a date and a time."))
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _SECONDS_OF_HALF_A_DAY.sub(_in_24_hours, _WEEKDAY.sub("", words, count=1))


def _in_24_hours(match: re.Match[str]) -> str:
    hour = int(match[1])
    if not 1 <= hour <= 12:
        return match[0]
    return f"{hour % 12 + (12 if match[4] == 'p' else 0)}:{match[2]}:{match[3]}"


def _with_year_first(words: str, order: DateOrder | None) -> str:
    """Spell the date at the beginning as ISO 8601 does; refuse words that depend on the day on which they are read."""
    if _YEAR_FIRST.match(words):
        return words
    if match := _IN_DIGITS.match(words):
        day = _ordered(match, order)
        return f"{day.isoformat()}{words[match.end() :]}"
    if match := _MONTH_IN_LETTERS.match(words):
        return f"{match[1]} {match[2]} {match[3]}{words[match.end() :]}"
    if match := _MONTH_BEFORE_DAY.match(words):
        return f"{match[2]} {match[1]} {match[3]}{words[match.end() :]}"
    raise _no_date(words)


def _ordered(match: re.Match[str], order: DateOrder | None) -> date:
    """Make the date of three numbers in the order declared, or in the only order that gives one."""
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    has_long_year = len(match[4]) == 4
    if order is None:
        return _unmistakable(match[0], first, second, third, has_long_year=has_long_year)
    if order == "ymd":
        day = None if has_long_year else _day_or_none(_whole_year(first), second, third)
    else:
        year = third if has_long_year else _whole_year(third)
        day = _day_or_none(year, second, first) if order == "dmy" else _day_or_none(year, first, second)
    if day is None:
        raise UnreadableInstant(
            _("“{text}” is no date in the order {order}.").format(text=match[0], order=_(ORDER_WORDS[order]))
        )
    return day


def _unmistakable(text: str, first: int, second: int, third: int, *, has_long_year: bool) -> date:
    readings = {_day_or_none(third, second, first), _day_or_none(third, first, second)} if has_long_year else set()
    days = readings - {None}
    if has_long_year and not days:
        raise UnreadableInstant(_("There is no day “{text}” in the calendar.").format(text=text))
    if len(days) != 1:
        raise UnreadableInstant(
            _(
                "“{text}” doesn't say which is the day and which the month: "
                "say it by --date-order dmy, mdy or ymd, or by date_order in a mapping."
            ).format(text=text)
        )
    (day,) = days
    assert day is not None
    return day


def _whole_year(short: int) -> int:
    return short + (2000 if short < 70 else 1900)


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _instant_of(wall_clock: WallClock, zone: ZoneInfo) -> datetime:
    local, offset = wall_clock
    if local.year not in _YEARS:
        raise UnreadableInstant(_("The year {year} is too far away.").format(year=local.year))
    if offset is not None:
        instant = datetime.combine(local.date(), local.time()) - offset
        return utc_from_local(instant, ZoneInfo("UTC"))
    instant = utc_from_local(local, zone)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) != local:
        raise UnreadableInstant(
            _("There is no {time} on that day: the clocks of {zone} were put forward then.").format(
                time=f"{local:%H:%M}", zone=zone
            )
        )
    return instant


def _no_date(words: str) -> UnreadableInstant:
    return UnreadableInstant(
        _("“{text}” is no date and time; write it such as 2026-11-22 14:05.").format(text=words[:40])
    )
