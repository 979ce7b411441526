"""A field that is answered by ticking any of several lines: machines, files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells, visible
from fieldtech.text import N_, _
from fieldtech.widgets.form_fields import FINISH, MARK, FormField
from fieldtech.widgets.wrapping import wrap_to_cells

MOST_ROWS = 8
_BEFORE_LABEL, _GAP = 6, 2
_EXPLAINED = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """One of the lines; label and detail are cleaned when they are shown."""

    word: str
    """As the field's text spells it; it has no line break."""
    label: str
    detail: str = ""
    refusal: str = ""
    """Why it can't be ticked, said whole while one is at it; empty: it can."""

    @property
    def is_possible(self) -> bool:
        """It may be ticked."""
        return not self.refusal


class TickLines(Widget, can_focus=True):
    """The lines one below the other; those that are ticked bear an x."""

    BINDINGS: ClassVar[list[BindingType]] = [
        FINISH,
        Binding("space", "tick", N_("Tick"), tooltip=N_("Tick this line, or take its tick away."), id="ticks.tick"),
        Binding("asterisk", "tick_all", N_("All"), key_display="*", tooltip=N_("Tick all lines, or none."),
                id="ticks.all"),
        Binding("up", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the line above."), id="ticks.up"),
        Binding("down", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the line below."), id="ticks.down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, tooltip=N_("Go a page up."), id="ticks.page_up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, tooltip=N_("Go a page down."),
                id="ticks.page_down"),
        Binding("home", "page(-1000)", N_("First"), show=False, tooltip=N_("Go to the first line."), id="ticks.first"),
        Binding("end", "page(1000)", N_("Last"), show=False, tooltip=N_("Go to the last line."), id="ticks.last"),
    ]  # fmt: skip

    class Changed(Message):
        """Something was ticked, or a tick taken away."""

    class Leaving(Message):
        """The lines are done with; the focus goes on or back."""

        def __init__(self, steps: int, *, is_finished: bool) -> None:
            super().__init__()
            self.steps, self.is_finished = steps, is_finished

    ticked: reactive[frozenset[str]] = reactive(frozenset())
    """The words of the lines that are ticked."""
    cursor: reactive[int] = reactive(0)
    """The place of the line that one is at."""

    def __init__(self, ticks: Sequence[Tick], ticked: Collection[str]) -> None:
        super().__init__()
        self.ticks = tuple(ticks)
        self.set_reactive(TickLines.ticked, frozenset(ticked))

    def render(self) -> Content:
        """Draw the lines around the one that one is at."""
        first, height = self._first_and_height()
        shown = list(enumerate(self.ticks))[first : first + height]
        lines = [self._drawn(place, tick) for place, tick in shown]
        if self.ticks and self.has_focus:
            rows = wrap_to_cells(visible(self.ticks[self.cursor].refusal), max(1, self.size.width - _BEFORE_LABEL))
            lines += [Content.styled(" " * _BEFORE_LABEL + row, "$soon") for row in rows[:_EXPLAINED]]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take a row for each, up to some."""
        return max(1, min(MOST_ROWS, len(self.ticks))) + self._explained

    def watch_ticked(self) -> None:
        """Tell the field."""
        self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        """Tick by a digit."""
        digit = event.character or ""
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(self.ticks):
            event.stop()
            event.prevent_default()
            self.cursor = int(digit) - 1
            self.action_tick()

    def on_click(self, event: events.Click) -> None:
        """Tick what was clicked on."""
        offset = event.get_content_offset(self)
        first, height = self._first_and_height()
        if offset is not None and offset.y < height and first + offset.y < len(self.ticks):
            self.cursor = first + offset.y
            self.action_tick()

    def action_tick(self) -> None:
        """Tick, or take the tick away."""
        if self.ticks and self.ticks[self.cursor].is_possible:
            self.ticked ^= {self.ticks[self.cursor].word}

    def action_tick_all(self) -> None:
        """Tick all that may be, or none."""
        possible = frozenset(tick.word for tick in self.ticks if tick.is_possible)
        self.ticked = frozenset() if self.ticked >= possible else possible

    def action_move(self, steps: int) -> None:
        """Go to another line, and at the ends out of the field."""
        if 0 <= self.cursor + steps < len(self.ticks):
            self.cursor += steps
        else:
            self.post_message(self.Leaving(steps, is_finished=False))

    def action_page(self, pages: int) -> None:
        """Go some pages on, and stay in the field."""
        self.cursor = max(0, min(len(self.ticks) - 1, self.cursor + pages * (MOST_ROWS - 1)))

    def action_finish(self) -> None:
        """Say that it is done with."""
        self.post_message(self.Leaving(1, is_finished=True))

    @property
    def _explained(self) -> int:
        """The rows that are kept for why a line can't be ticked."""
        return 0 if all(tick.is_possible for tick in self.ticks) else _EXPLAINED

    def _first_and_height(self) -> tuple[int, int]:
        height = max(1, self.size.height - self._explained)
        return max(0, min(self.cursor - height // 2, len(self.ticks) - height)), height

    def _drawn(self, place: int, tick: Tick) -> Content:
        is_here = place == self.cursor and self.has_focus
        detail = cut_to_cells(one_line(tick.detail), max(0, self.size.width * 2 // 3))
        room = max(0, self.size.width - _BEFORE_LABEL - (cell_width(detail) + _GAP if detail else 0))
        label = pad_to_cells(cut_to_cells(one_line(tick.label), room), room)
        cross = "x" if tick.word in self.ticked else " " if tick.is_possible else "-"
        style = "" if tick.is_possible else "$quiet"
        return Content.assemble(
            (MARK if is_here else " ", "$mark"), " [", (cross, "bold $mark"), "] ", (label, style),
            " " * _GAP if detail else "", (detail, "$quiet"),
        )  # fmt: skip


class TickField(FormField):
    """A field whose text is the words of the ticked lines, one a line."""

    def __init__(self, word: str, label: str, ticks: Sequence[Tick], ticked: Collection[str] = ()) -> None:
        super().__init__(word, label)
        self._lines = TickLines(ticks, ticked)

    def compose_control(self) -> Widget:
        """Give the lines."""
        return self._lines

    @property
    def control(self) -> Widget:
        """The lines."""
        return self._lines

    @property
    def text(self) -> str:
        """What is ticked, in the order of the lines."""
        return "\n".join(tick.word for tick in self._lines.ticks if tick.word in self._lines.ticked)

    @text.setter
    def text(self, text: str) -> None:
        words = set(text.split("\n"))
        self._lines.ticked = frozenset(
            tick.word for tick in self._lines.ticks if tick.word in words and tick.is_possible
        )

    def on_mount(self) -> None:
        """Say how many there are, where not all are in sight."""
        if len(self._lines.ticks) > MOST_ROWS:
            self.echo = _("{n} in all").format(n=len(self._lines.ticks))

    @on(TickLines.Changed)
    def follow_ticks(self, event: TickLines.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell_edited()

    @on(TickLines.Leaving)
    def let_go(self, event: TickLines.Leaving) -> None:
        """Go on or back."""
        event.stop()
        self.post_message(self.Left(self, event.steps, is_finished=event.is_finished))
