"""The agenda: what stands on some days, below the name of each; only what is in sight is drawn."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fieldtech.domain.visible_text import cell_width, cut_to_cells, pad_to_cells
from fieldtech.text import N_
from fieldtech.widgets.calendar_days import CalendarDays, Entry, NothingThere, mark_of, time_of, word_of
from fieldtech.widgets.calendar_lines import CalendarLines
from fieldtech.widgets.calendar_words import day_heading, listed, load_words, people_of, place_of, state_of, title_of
from fieldtech.widgets.fault_columns import CURSOR, Cell

_WIDE_FROM = 60
_PLACE, _PERSON, _STATE = 10, 11, 17
Line = date | Entry


class AgendaList(CalendarLines, ScrollView, can_focus=True):
    """Days with what stands on them; the cursor goes over what stands there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open"), tooltip=N_("Open what is under the cursor."), id="agenda.open"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to what stands above."), id="agenda.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to what stands below."), id="agenda.down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, tooltip=N_("Go a page up."), id="agenda.page_up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, tooltip=N_("Go a page down."),
                id="agenda.page_down"),
    ]  # fmt: skip

    cursor: reactive[int] = reactive(0, init=False)
    """The line under the cursor; never a day's name."""

    class Moved(Message):
        """Something else is under the cursor."""

        def __init__(self, agenda: "AgendaList", day: date) -> None:
            super().__init__()
            self.agenda, self.day = agenda, day

        @property
        def control(self) -> "AgendaList":
            """The list, for handlers of one of several."""
            return self.agenda

    class Opened(Message):
        """Something is to be opened."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, *, has_mark_only: bool = False, name: str = "") -> None:
        """Make an empty list.

        Args:
            has_mark_only: What is under the cursor is not coloured: on a slow line that costs too much.
            name: Under which a screen finds it.
        """
        super().__init__(id=name or None)
        self.days: CalendarDays | None = None
        self._has_mark_only = has_mark_only
        self._lines: list[Line] = []

    @property
    def entry(self) -> Entry | None:
        """What is under the cursor; None: nothing is listed."""
        line = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        return None if isinstance(line, date) else line

    @property
    def day(self) -> date | None:
        """The day under whose name the cursor stands."""
        return next((line for line in self._lines[self.cursor :: -1] if isinstance(line, date)), None)

    def show(self, days: CalendarDays, shown: Iterable[date], day: date) -> None:
        """List some days; the cursor stays at what it stood for if that is on a day, or goes to the day's first."""
        at = word_of(self.entry) if self.entry else ""
        self.days = days
        self._lines = [line for each in shown for line in (each, *listed(days, each))]
        first = next((place for place, line in enumerate(self._lines) if line == day), 0)
        same = (place for place in range(first + 1, first + 1 + len(listed(days, day)))
                if at and place < len(self._lines) and word_of(self._entry_at(place)) == at)  # fmt: skip
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.set_reactive(AgendaList.cursor, next(same, min(first + 1, max(0, len(self._lines) - 1))))
        self._bring_into_sight()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line at a height of the window."""
        place, width = y + self.scroll_offset.y, self.outer_size.width
        if self.days is None or place >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[place]
        if isinstance(line, date):
            return self.strip_of(self._heading(line, self.days, width), width)
        is_here = place == self.cursor and self.has_focus
        stands_out = is_here and not self._has_mark_only
        ground = self.style_of("cursor-row", self.rich_style) if stands_out else self.rich_style
        return self.strip_of(self._cells(line, self.days, width, is_here=is_here), width, ground)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        self._bring_into_sight()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Stay within the list."""
        return max(0, min(cursor, len(self._lines) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the mark where it is now."""
        self.refresh_line(before)
        self.refresh_line(after)
        self._keep_in_sight()
        if self.day is not None:
            self.post_message(self.Moved(self, self.day))

    def on_click(self, event: events.Click) -> None:
        """Go where the mouse points; a second click opens."""
        offset = event.get_content_offset(self)
        place = offset.y + self.scroll_offset.y if offset is not None else len(self._lines)
        if place < len(self._lines) and not isinstance(self._lines[place], date):
            self.cursor = place
            if event.chain > 1:
                self.action_open()

    def action_move(self, steps: int) -> None:
        """Go over what stands there, past the names of days."""
        step = 1 if steps > 0 else -1
        place = self.cursor + steps
        if 0 <= place < len(self._lines) and isinstance(self._lines[place], date):
            place += step
        if 0 <= place < len(self._lines):
            self.cursor = place

    def action_page(self, steps: int) -> None:
        """Go a window on, to the end at most."""
        place = self.validate_cursor(self.cursor + steps * max(1, self.size.height - 1))
        while place and isinstance(self._lines[place], date):
            place += 1
        self.cursor = max(1, place)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        entry = self.entry
        if entry is not None and not isinstance(entry, NothingThere):
            self.post_message(self.Opened(entry))

    def _entry_at(self, place: int) -> Entry:
        line = self._lines[place]
        assert not isinstance(line, date)
        return line

    def _heading(self, day: date, days: CalendarDays, width: int) -> Iterator[Cell]:
        """Write the day, and at the right end what each has to do on it."""
        heading = cut_to_cells(day_heading(day, days), width - 1)
        shown: list[tuple[str, str]] = []
        room = width - cell_width(heading) - 4
        for words, meaning in load_words(days.on(day)):
            room -= cell_width(words) + 2
            if room < 0:
                break
            shown.append((words, meaning))
        used = sum(cell_width(words) + 2 for words, _meaning in shown)
        yield Cell(" " + heading, "mark strong" if day == days.today else "strong")
        yield Cell(" " * max(0, width - 2 - cell_width(heading) - used))
        for words, meaning in shown:
            yield Cell("  " + words, meaning or "quiet")

    def _cells(self, entry: Entry, days: CalendarDays, width: int, *, is_here: bool) -> Iterator[Cell]:
        mark, at = mark_of(entry, days.now), time_of(entry, days.zone)
        state, state_meaning = state_of(entry, days)
        is_wide = width >= _WIDE_FROM
        where, who = place_of(entry), people_of(entry)
        place, person = (_PLACE + 1, _PERSON + 1) if is_wide and (where or who) else (0, 0)
        title = max(8, width - 12 - _STATE - place - person)
        is_over = mark.meaning in ("done", "quiet")
        yield Cell(f"{CURSOR if is_here else ' '} ", "mark")
        sign = " " if isinstance(entry, NothingThere) else mark.sign
        yield Cell(f"{sign} ", mark.meaning)
        yield Cell(f"{at:%H:%M}  " if at else " " * 7, "quiet")
        yield Cell(pad_to_cells(cut_to_cells(title_of(entry), title - 1), title), "quiet" if is_over else "")
        for text, room in ((where, place), (who, person)):
            if room:
                yield Cell(pad_to_cells(cut_to_cells(text, room - 1), room), "quiet")
        yield Cell(pad_to_cells(cut_to_cells(state, _STATE), _STATE, "right"), state_meaning)

    def _bring_into_sight(self) -> None:
        """Show what is under the cursor with days before and after it, if it is out of sight."""
        if not self.scroll_offset.y < self.cursor < self.scroll_offset.y + self.size.height:
            self.scroll_to(y=max(0, self.cursor - 1 - self.size.height // 3), animate=False, immediate=True)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Keep what is under the cursor in sight, with the day's name where it is the first of it."""
        top, height = self.scroll_offset.y, self.size.height
        first = self.cursor - 1 if self.cursor and isinstance(self._lines[self.cursor - 1], date) else self.cursor
        if height and not top <= first <= self.cursor < top + height:
            self.scroll_to(y=first if first < top else self.cursor - height + 1, animate=False, immediate=True)
