"""Where the days of a year stand: weeks side by side, Monday on top, each month by itself."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAYS_A_WEEK, MONTHS = 7, 12
LABEL_CELLS = 5
"""The names of the weekdays stand before the weeks."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearLayout:
    """A year that is laid out: at most 80 cells wide."""

    year: int
    starts: tuple[int, ...]
    """The cell at which each month begins."""
    width: int

    def column(self, day: date) -> int:
        """Give the cell of a day; its row is that of its weekday."""
        first = day.replace(day=1).weekday()
        return self.starts[day.month - 1] + (first + day.day - 1) // DAYS_A_WEEK

    def day_at(self, column: int, weekday: int) -> date | None:
        """Find the day in a cell; None: there is none."""
        month = sum(start <= column for start in self.starts)
        if not month:
            return None
        first = date(self.year, month, 1)
        number = (column - self.starts[month - 1]) * DAYS_A_WEEK + weekday - first.weekday() + 1
        return first.replace(day=number) if 1 <= number <= monthrange(self.year, month)[1] else None

    def week_at(self, column: int) -> int | None:
        """Give the number of the week in a column; None: no week stands there."""
        found = (self.day_at(column, weekday) for weekday in range(DAYS_A_WEEK))
        day = next((each for each in found if each), None)
        return day.isocalendar().week if day else None


@lru_cache(maxsize=8)
def year_layout(year: int) -> YearLayout:
    """Lay a year out."""
    starts, column = [], LABEL_CELLS
    for month in range(1, MONTHS + 1):
        first, days = monthrange(year, month)
        starts.append(column)
        column += -(-(first + days) // DAYS_A_WEEK) + 1
    return YearLayout(year, tuple(starts), column - 1)


def days_of_year(year: int) -> list[date]:
    """List its days."""
    first = date(year, 1, 1)
    return [first + number * _DAY for number in range(366 if monthrange(year, 2)[1] == 29 else 365)]
