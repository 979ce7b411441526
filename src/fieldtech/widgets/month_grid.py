"""The month: a cell a day with what is on, and how much more there is than is shown."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from fieldtech.domain.instants import weekday_words
from fieldtech.domain.visible_text import cut_to_cells, pad_to_cells
from fieldtech.text import _
from fieldtech.widgets.calendar_days import CalendarDays, mark_of
from fieldtech.widgets.calendar_words import title_of
from fieldtech.widgets.day_cursor import DayCursor, day_bindings, first_of_week
from fieldtech.widgets.fault_columns import CURSOR, Cell
from fieldtech.widgets.year_layout import DAYS_A_WEEK

WEEK_CELLS = 3
"""The number of the week stands before its days."""
_LEAST_ROWS, _MORE_ROWS, _TALL_FROM = 3, 5, 34
_MOST_WEEKS = 6


class MonthGrid(DayCursor, can_focus=True):
    """Weeks below each other; the days of the months around it stand dimmed in theirs."""

    BINDINGS: ClassVar[list[BindingType]] = day_bindings("month", days=("left", "right"), weeks=("up", "down"))

    def watch_day(self, before: date, after: date) -> None:
        """Draw the cursor where it is now."""
        del before, after
        self.refresh()

    def watch_days(self) -> None:
        """Draw what stands there."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take as many rows as the weeks of the month need."""
        first = self.day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return 1 + ((first.weekday() + last.day - 1) // DAYS_A_WEEK + 1) * self._rows

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        width = self.size.width
        if y == 0:
            return self.strip_of(self._headings(), width)
        week, row = divmod(y - 1, self._rows)
        monday = first_of_week(self.day.replace(day=1)) + timedelta(days=week * DAYS_A_WEEK)
        if week >= _MOST_WEEKS or (monday.year, monday.month) > (self.day.year, self.day.month):
            return self.strip_of((), width)
        return self.strip_of(self._week_row(monday, row), width)

    def day_under(self, x: int, y: int) -> date | None:
        """Find the day at a place."""
        week = (y - 1) // self._rows
        place = (x - WEEK_CELLS) // self._day_cells
        if y < 1 or not 0 <= place < DAYS_A_WEEK:
            return None
        return first_of_week(self.day.replace(day=1)) + timedelta(days=week * DAYS_A_WEEK + place)

    @property
    def _rows(self) -> int:
        """How many rows a day has."""
        return _MORE_ROWS if self.screen.size.height >= _TALL_FROM else _LEAST_ROWS

    @property
    def _day_cells(self) -> int:
        return max(4, (self.size.width - WEEK_CELLS) // DAYS_A_WEEK)

    def _headings(self) -> Iterator[Cell]:
        yield Cell(" " * WEEK_CELLS)
        for word in weekday_words():
            yield Cell(pad_to_cells(" " + cut_to_cells(word, self._day_cells - 1), self._day_cells), "quiet")

    def _week_row(self, monday: date, row: int) -> Iterator[Cell]:
        number = f"{monday.isocalendar().week:2} " if row == 0 else " " * WEEK_CELLS
        yield Cell(number, "quiet")
        for weekday in range(DAYS_A_WEEK):
            day = monday + timedelta(days=weekday)
            yield from self._number_cells(day) if row == 0 else self._entry_cells(day, row - 1)

    def _number_cells(self, day: date) -> Iterator[Cell]:
        """Write a day's number, its holiday, and how much more stands on it than is shown."""
        width, days = self._day_cells, self.days
        over = len(days.on(day)) - self._rows + 1 if days else 0
        more = f"+{over} " if over > 0 else ""
        name = _holiday(days, day)
        is_here = day == self.day
        yield Cell(CURSOR if is_here else " ", "mark")
        room = width - 4 - len(more)
        looks = "cursor" if is_here else "quiet" if day.month != self.day.month or name else "strong"
        yield Cell(f"{day.day:2}", f"{looks} today" if days and day == days.today else looks)
        yield Cell(" " + pad_to_cells(cut_to_cells(name, room), room), "quiet")
        yield Cell(more, "soon")

    def _entry_cells(self, day: date, place: int) -> Iterator[Cell]:
        width, days = self._day_cells, self.days
        entries = days.on(day) if days else ()
        if days is None or place >= len(entries):
            yield Cell(" " * width)
            return
        mark = mark_of(entries[place], days.now)
        yield Cell(f"{mark.sign} ", mark.meaning)
        text = pad_to_cells(cut_to_cells(title_of(entries[place]), width - 3), width - 2)
        yield Cell(text, "quiet" if mark.meaning in ("done", "quiet") or day.month != self.day.month else "")


def _holiday(days: CalendarDays | None, day: date) -> str:
    if days and day in days.extra_workdays:
        return _("worked")
    return days.holidays[day].text() or "-" if days and day in days.holidays else ""
