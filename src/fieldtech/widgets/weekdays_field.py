"""A field that is answered by any of the seven days of the week: a digit takes a day or leaves it."""

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.instants import weekday_words
from fieldtech.domain.rhythms import SortOfDay
from fieldtech.domain.visible_text import cell_width
from fieldtech.text import N_
from fieldtech.widgets.form_fields import FINISH, FormField

WEEKDAYS = tuple(SortOfDay)[:7]


class WeekdaysLine(Widget, can_focus=True):
    """The seven days side by side; those that are taken stand in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        FINISH,
        Binding("left", "move(-1)", N_("Day"), show=False, tooltip=N_("Go to the day before."), id="weekdays.left"),
        Binding("right", "move(1)", N_("Day"), show=False, tooltip=N_("Go to the day after."), id="weekdays.right"),
        Binding("space", "take", N_("Tick"), tooltip=N_("Tick this day, or take its tick away."), id="weekdays.take"),
    ]

    class Changed(Message):
        """A day was taken or left."""

    class Finished(Message):
        """Enter was pressed."""

    taken: reactive[frozenset[SortOfDay]] = reactive(frozenset())
    """The days that are taken."""
    cursor: reactive[int] = reactive(0)
    """The place of the day that one is at."""

    def render(self) -> Content:
        """Draw the days."""
        return Content.assemble(*(self._drawn(place) for place in range(len(WEEKDAYS))))

    def watch_taken(self) -> None:
        """Tell the field."""
        self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        """Take a day by its digit, or leave it."""
        digit = event.character or ""
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(WEEKDAYS):
            event.stop()
            event.prevent_default()
            self.cursor = int(digit) - 1
            self.action_take()

    def on_click(self, event: events.Click) -> None:
        """Take or leave what was clicked on."""
        offset = event.get_content_offset(self)
        start = 0
        for place in range(len(WEEKDAYS)):
            end = start + cell_width(self._named(place)) + 2
            if offset is not None and start <= offset.x < end:
                self.cursor = place
                self.action_take()
            start = end

    def action_move(self, steps: int) -> None:
        """Go to another day."""
        self.cursor = max(0, min(len(WEEKDAYS) - 1, self.cursor + steps))

    def action_take(self) -> None:
        """Take the day, or leave it."""
        self.taken ^= {WEEKDAYS[self.cursor]}

    def action_finish(self) -> None:
        """Say that it is chosen."""
        self.post_message(self.Finished())

    def _named(self, place: int) -> str:
        return f"{place + 1} {weekday_words()[place]}"

    def _drawn(self, place: int) -> Content:
        named, is_taken = self._named(place), WEEKDAYS[place] in self.taken
        is_here = self.has_focus and place == self.cursor
        brackets = ("(", ")") if is_taken else (" ", " ")
        style = "bold $mark" if is_taken else ""
        return Content.assemble(
            (brackets[0], "$mark"), (named, f"{style} underline" if is_here else style), (brackets[1], "$mark")
        )


class WeekdaysField(FormField):
    """A field whose text is the words of the days that are taken, one a line, in the order of the week."""

    def __init__(self, word: str, label: str, value: str = "", *, hint: str = "") -> None:
        super().__init__(word, label)
        self._line = WeekdaysLine()
        self._line.set_reactive(WeekdaysLine.taken, _read(value))
        self.set_reactive(WeekdaysField.echo, hint)

    def compose_control(self) -> Widget:
        """Give the days."""
        return self._line

    @property
    def control(self) -> Widget:
        """The days."""
        return self._line

    @property
    def text(self) -> str:
        """The words of the days that are taken."""
        return "\n".join(day for day in WEEKDAYS if day in self._line.taken)

    @text.setter
    def text(self, text: str) -> None:
        self._line.taken = _read(text)

    @on(WeekdaysLine.Changed)
    def follow_days(self, event: WeekdaysLine.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell_edited()

    @on(WeekdaysLine.Finished)
    def go_on(self, event: WeekdaysLine.Finished) -> None:
        """Enter goes on."""
        event.stop()
        self.finish()


def _read(text: str) -> frozenset[SortOfDay]:
    return frozenset(day for day in WEEKDAYS if day in text.split())
