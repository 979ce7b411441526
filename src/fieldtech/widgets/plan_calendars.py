"""The calendars of planned work: year, month, agenda and load, of which one is shown; all are about one day."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from fieldtech.widgets.agenda_list import AgendaList
from fieldtech.widgets.calendar_days import CalendarDays
from fieldtech.widgets.calendar_words import next_days
from fieldtech.widgets.day_cursor import DayCursor
from fieldtech.widgets.load_pane import LoadPane
from fieldtech.widgets.month_grid import MonthGrid
from fieldtech.widgets.year_grid import YearGrid

_FIRST_FOCUSED = {"year": "YearGrid", "month": "MonthGrid", "agenda": "#agenda", "load": "LoadPane"}
"""For each view where the keys go."""
_NEXT_DAYS = 6
"""So many of the days after it, on which something stands, are listed below a day."""


class PlanCalendars(Horizontal):
    """What is to be done on which day; below the year and the month, what stands on the day."""

    view: reactive[str] = reactive("year", init=False)
    """Which is shown: "year", "month", "agenda" or "load"."""
    day: reactive[date] = reactive(date(2000, 1, 1), init=False)

    def __init__(self, day: date, *, is_slow: bool) -> None:
        """Show the year first.

        Args:
            is_slow: The terminal is: a cursor is a mark, and no row in colour.
        """
        super().__init__(classes="-year")
        self.set_reactive(PlanCalendars.day, day)
        self._is_slow = is_slow

    def compose(self) -> ComposeResult:
        """Lay them out."""
        with Vertical(classes="days"):
            yield YearGrid()
            yield MonthGrid()
            yield AgendaList(has_mark_only=self._is_slow, name="day-list")
            yield AgendaList(has_mark_only=self._is_slow, name="agenda")
        yield LoadPane()

    def watch_view(self, before: str, after: str) -> None:
        """Turn to another one."""
        self.remove_class(f"-{before}")
        self.add_class(f"-{after}")

    def on_mount(self) -> None:
        """Begin at the day."""
        for grid in self.query(DayCursor):
            grid.day = self.day

    def watch_day(self, before: date, after: date) -> None:
        """Go to another day."""
        for grid in self.query(DayCursor):
            grid.day = after
        if (after.year, after.month) != (before.year, before.month):
            self.query_one(MonthGrid).refresh(layout=True)

    def forget(self) -> None:
        """Show empty days, until they are read."""
        for grid in self.query(DayCursor):
            grid.days = None

    def show(self, days: CalendarDays) -> None:
        """Show what stands on the days."""
        for grid in self.query(DayCursor):
            grid.days = days
        if self.view == "agenda":
            agenda = self.query_one("#agenda", AgendaList)
            if agenda.days is not days or agenda.day != self.day:
                agenda.show(days, sorted({*days.entries, self.day}), self.day)
        else:
            following = next_days(days, self.day, _NEXT_DAYS)
            self.query_one("#day-list", AgendaList).show(days, (self.day, *following), self.day)

    def focus_view(self) -> None:
        """Let the keys go to what is shown."""
        self.screen.set_focus(self.query_one(_FIRST_FOCUSED[self.view]))

    def go_into_day(self) -> None:
        """Let the cursor go over what stands on the day."""
        self.screen.set_focus(self.query_one("#day-list"))

    @property
    def is_in_day(self) -> bool:
        """Tell whether the cursor is over what stands on the day."""
        focused = self.screen.focused
        return focused is not None and focused.id == "day-list"
