"""The year: every day of twelve months in one cell, its mark and colour saying what stands there."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from fieldtech.domain.instants import month_word, weekday_words
from fieldtech.domain.visible_text import cell_width, cut_to_cells, pad_to_cells
from fieldtech.text import _
from fieldtech.widgets.calendar_days import DAY_OFF, NOTHING, WORKED, Mark
from fieldtech.widgets.day_cursor import DayCursor, day_bindings
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.year_layout import DAYS_A_WEEK, LABEL_CELLS, MONTHS, YearLayout, year_layout

FIRST_ROW = 2
"""Above the days: the months, and the numbers of weeks."""
HEIGHT = FIRST_ROW + DAYS_A_WEEK + 1
_ROOMY_FROM = 90
_NUMBERED = 3
"""Each so many weeks of a month the number is written; it has two digits."""


class YearGrid(DayCursor, can_focus=True):
    """Weeks side by side, weekdays below each other."""

    BINDINGS: ClassVar[list[BindingType]] = day_bindings("year", days=("up", "down"), weeks=("left", "right"))

    def watch_day(self, before: date, after: date) -> None:
        """Draw the cursor where it is now."""
        if before.year != after.year:
            self.refresh()
            return
        for day in (before, after):
            self.refresh_line(FIRST_ROW + day.weekday())

    def watch_days(self) -> None:
        """Draw what stands there."""
        self.refresh()

    def refresh_line(self, row: int) -> None:
        """Draw one row anew."""
        self.refresh(self.content_region.reset_offset.shrink((row, 0, max(0, self.size.height - row - 1), 0)))

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        layout, width = year_layout(self.day.year), self.size.width
        if y == 0:
            return self.strip_of(_months(layout), width)
        if y == 1:
            return self.strip_of([Cell(_weeks(layout), "quiet")], width)
        if y < FIRST_ROW + DAYS_A_WEEK:
            return self.strip_of(self._weekday(layout, y - FIRST_ROW), width)
        return self.strip_of(_legend(width) if y == HEIGHT - 1 else (), width)

    def day_under(self, x: int, y: int) -> date | None:
        """Find the day in a cell."""
        if not FIRST_ROW <= y < FIRST_ROW + DAYS_A_WEEK:
            return None
        return year_layout(self.day.year).day_at(x, y - FIRST_ROW)

    def _weekday(self, layout: YearLayout, weekday: int) -> Iterator[Cell]:
        """Draw all days of a weekday; those beside each other that look alike, at once."""
        yield Cell(pad_to_cells(" " + cut_to_cells(weekday_words()[weekday], LABEL_CELLS - 1), LABEL_CELLS), "quiet")
        cells = [self._cell(layout.day_at(column, weekday)) for column in range(LABEL_CELLS, layout.width)]
        for meaning, alike in groupby(cells, key=lambda cell: cell.meaning):
            yield Cell("".join(cell.text for cell in alike), meaning)

    def _cell(self, day: date | None) -> Cell:
        if day is None:
            return Cell(" ")
        mark = self.days.mark_on(day) if self.days else Mark(NOTHING, "quiet")
        today = "today" if self.days and day == self.days.today else ""
        cursor = "cursor" if day == self.day else ""
        return Cell(mark.sign, " ".join(word for word in (mark.meaning, today, cursor) if word))


def _months(layout: YearLayout) -> Iterator[Cell]:
    yield Cell(" " * LABEL_CELLS)
    ends = (*layout.starts[1:], layout.width)
    for month, (start, end) in enumerate(zip(layout.starts, ends, strict=True), start=1):
        yield Cell(pad_to_cells(cut_to_cells(month_word(month), end - start), end - start), "strong")


def _weeks(layout: YearLayout) -> str:
    """Number the first week of each month, and others where there is room."""
    line = ""
    for month in range(MONTHS):
        end = layout.starts[month + 1] - 1 if month + 1 < MONTHS else layout.width
        for column in range(layout.starts[month], end - 1, _NUMBERED):
            line = line.ljust(column) + str(layout.week_at(column))
    return line


def _legend(width: int) -> Iterator[Cell]:
    """Say what the marks mean, as far as there is room."""
    yield Cell(" ")
    gap = " " if width < _ROOMY_FROM else "  "
    used = 1
    for sign, meaning, word in (
        ("o", "done", _("done")), ("+", "soon", _("due")), ("!", "late", _("late")), ("~", "", _("moved")),
        ("2", "", _("several")), ("/", "quiet", _("skipped")), (DAY_OFF, "quiet", _("holiday")),
        (WORKED, "quiet", _("worked")), ("#", "soon", _("outage")),
    ):  # fmt: skip
        used += cell_width(word) + 2 + len(gap)
        if used > width + len(gap):
            return
        yield Cell(f"{sign} ", meaning)
        yield Cell(f"{word}{gap}", "quiet")
