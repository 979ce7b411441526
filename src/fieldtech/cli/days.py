"""Days and times of the day on the command line, and spans of them."""

from datetime import date, time

import click

from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY, NO_END
from fieldtech.domain.visible_text import one_line
from fieldtech.text import _

ENDLESS = "none"
_MONTHS_OF_A_YEAR = 12


class Day(click.ParamType[date]):
    """A day such as 2026-03-31."""

    name = "date"

    def __init__(self, *, may_be_endless: bool = False) -> None:
        self.may_be_endless = may_be_endless

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if self.may_be_endless and text == ENDLESS:
            return NO_END
        try:
            day = date.fromisoformat(text) if len(text) == len("2026-03-31") else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.fail(_("“{day}” is no day such as 2026-03-31.").format(day=one_line(text)[:40]), param, ctx)
        return day


class WallTime(click.ParamType[time]):
    """A time of the day such as 09:30."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read the time."""
        if isinstance(value, time):
            return value
        hours, colon, minutes = str(value).strip().partition(":")
        digits = all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes))
        if not (colon and digits and int(hours) < 24 and int(minutes) < 60):
            self.fail(_("“{time}” is no time such as 09:30.").format(time=one_line(str(value))[:40]), param, ctx)
        return time(int(hours), int(minutes))


class Month(click.ParamType[tuple[int, int]]):
    """A month such as 2026-11, or 11 of this year."""

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read the month; the year is 0 where none is told."""
        if isinstance(value, tuple):
            return value[0], value[1]
        year, _dash, month = str(value).strip().rpartition("-")
        digits = all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (year or "0", month))
        told = (int(year or "0"), int(month)) if digits else (0, 0)
        is_year = told[0] == 0 or FIRST_DAY.year <= told[0] <= LAST_DAY.year
        if not (is_year and 1 <= told[1] <= _MONTHS_OF_A_YEAR):
            self.fail(_("“{month}” is no month such as 2026-11.").format(month=one_line(str(value))[:40]), param, ctx)
        return told
