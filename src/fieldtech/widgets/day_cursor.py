"""A calendar in which a cursor goes from day to day."""

from calendar import monthrange
from datetime import date, timedelta

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY
from fieldtech.text import N_
from fieldtech.widgets.calendar_days import CalendarDays
from fieldtech.widgets.calendar_lines import CalendarLines

_MONTHS = 12


_LETTERS = {"left": "h", "down": "j", "up": "k", "right": "l"}


def day_bindings(view: str, days: tuple[str, str], weeks: tuple[str, str]) -> list[BindingType]:
    """Bind the keys that go from day to day and from week to week.

    Args:
        view: What the ids of the bindings begin with, such as "month".
        days: The arrows that go to the day before and after.
        weeks: Those that go to the week before and after.
    """
    steps = (
        (days[0], -1, N_("Day before"), N_("Go to the day before.")),
        (days[1], 1, N_("Day after"), N_("Go to the day after.")),
        (weeks[0], -7, N_("Week before"), N_("Go to the week before.")),
        (weeks[1], 7, N_("Week after"), N_("Go to the week after.")),
    )
    return [
        Binding("enter", "open", N_("Open day"), tooltip=N_("Go to what stands on this day."), id=f"{view}.open"),
        *(
            Binding(f"{arrow},{_LETTERS[arrow]}", f"go({step})", word, show=False, tooltip=told, id=f"{view}.{arrow}")
            for arrow, step, word, told in steps
        ),
    ]


class DayCursor(CalendarLines):
    """What the year and the month share."""

    day: reactive[date] = reactive(date(2000, 1, 1), init=False)
    """The day under the cursor."""
    days: reactive[CalendarDays | None] = reactive(None, init=False)
    """What stands on the days; None: it is still read."""

    class Moved(Message):
        """The cursor went to another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Opened(Message):
        """The day under the cursor is to be gone into."""

    def validate_day(self, day: date) -> date:
        """Stay where something can be planned."""
        return max(FIRST_DAY, min(LAST_DAY, day))

    def action_go(self, days: int) -> None:
        """Go some days on."""
        self.day = plus_days(self.day, days)
        self.post_message(self.Moved(self.day))

    def action_open(self) -> None:
        """Go into the day."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Go to the day that was clicked on; a second click goes into it."""
        offset = event.get_content_offset(self)
        day = self.day_under(offset.x, offset.y) if offset is not None else None
        if day is not None and day == self.day:
            self.action_open()
        elif day is not None:
            self.day = day
            self.post_message(self.Moved(day))

    def day_under(self, x: int, y: int) -> date | None:
        """Find the day at a place; None: there is none."""
        raise NotImplementedError


def plus_days(day: date, days: int) -> date:
    """Go some days on, as far as something can be planned."""
    number = day.toordinal() + days
    return date.fromordinal(max(FIRST_DAY.toordinal(), min(LAST_DAY.toordinal(), number)))


def plus_months(day: date, months: int) -> date:
    """Go some months on; from a day that the other month doesn't have, to its last."""
    number = day.year * _MONTHS + day.month - 1 + months
    year, month = number // _MONTHS, number % _MONTHS + 1
    if year < FIRST_DAY.year or year > LAST_DAY.year:
        return day
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_of_week(day: date) -> date:
    """Find the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
