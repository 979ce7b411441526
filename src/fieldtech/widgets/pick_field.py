"""A field that is answered by picking from a list, which narrows as one types."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.text import N_, _
from fieldtech.widgets.form_fields import MARK, FormField
from fieldtech.widgets.line_field import LineInput

_GAP = 2


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the list."""

    word: str
    """As the field's text spells it."""
    label: str
    detail: str = ""
    """What stands at the right; cleaned here, like the label."""


Search = Callable[[str], Awaitable[Sequence[Option]]]
"""Gives the options that fit what is typed, the likeliest first."""


class PickLines(Widget):
    """The options that fit, the picked one with a mark; as many as there is room for."""

    options: reactive[tuple[Option, ...]] = reactive((), init=False)
    """What may be picked."""
    picked: reactive[int] = reactive(0, init=False)
    """The place of the picked one."""

    def render(self) -> Content:
        """Draw the lines around the picked one."""
        height = max(1, self.size.height)
        first = max(0, min(self.picked - height // 2, len(self.options) - height))
        shown = list(enumerate(self.options))[first : first + height]
        if not shown:
            return Content.assemble("  ", (_("Nothing fits."), "$quiet"))
        return Content("\n").join(self._drawn(place, option) for place, option in shown)

    def on_click(self, event: events.Click) -> None:
        """Pick what was clicked on."""
        offset = event.get_content_offset(self)
        if offset is not None and self.options:
            first = max(0, min(self.picked - self.size.height // 2, len(self.options) - self.size.height))
            self.picked = min(first + offset.y, len(self.options) - 1)

    def _drawn(self, place: int, option: Option) -> Content:
        width = self.size.width
        detail = cut_to_cells(one_line(option.detail), max(0, width // 2))
        room = width - 2 - (cell_width(detail) + _GAP if detail else 0)
        label = pad_to_cells(cut_to_cells(one_line(option.label), room), room)
        mark, style = (MARK, "bold") if place == self.picked else (" ", "")
        return Content.assemble((mark, "$mark"), " ", (label, style), "  " if detail else "", (detail, "$quiet"))


class PickField(FormField):
    """A list with a line above it in which one searches; the arrows walk through the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pick(-1)", N_("Up"), show=False, tooltip=N_("Pick the line above."), id="pick.up"),
        Binding("down", "pick(1)", N_("Down"), show=False, tooltip=N_("Pick the line below."), id="pick.down"),
        Binding("pageup", "pick(-8)", N_("Page up"), show=False, tooltip=N_("Pick a line further up."),
                id="pick.page_up"),
        Binding("pagedown", "pick(8)", N_("Page down"), show=False, tooltip=N_("Pick a line further down."),
                id="pick.page_down"),
    ]  # fmt: skip

    def __init__(self, word: str, label: str, search: Search, options: Sequence[Option] = ()) -> None:
        """Make the field.

        Args:
            options: What is offered before anything is typed.
        """
        super().__init__(word, label)
        self._input = LineInput("")
        self._lines = PickLines()
        self._lines.set_reactive(PickLines.options, tuple(options))
        self._search = search
        self._narrowing: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line, the list, and room for a refusal."""
        yield from super().compose()
        yield self._lines

    def compose_control(self) -> Widget:
        """Give the line in which one searches."""
        return self._input

    @property
    def control(self) -> Widget:
        """The line in which one searches."""
        return self._input

    @property
    def text(self) -> str:
        """What is picked; empty: nothing fits."""
        options = self._lines.options
        return options[self._lines.picked].word if options else ""

    @text.setter
    def text(self, text: str) -> None:
        places = [place for place, option in enumerate(self._lines.options) if option.word == text]
        if places:
            self._lines.picked = places[0]

    def on_mount(self) -> None:
        """Look for what is offered at the beginning, unless it is known."""
        if not self._lines.options:
            self._narrowing = self._narrow("")

    def action_pick(self, steps: int) -> None:
        """Walk through the list."""
        self._lines.picked = max(0, min(len(self._lines.options) - 1, self._lines.picked + steps))
        self.tell_edited()

    @on(Input.Changed)
    def follow_typing(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrowing = self._narrow(event.value)

    @on(Input.Submitted)
    async def go_on(self, event: Input.Submitted) -> None:
        """Enter goes on, but never with what fitted before the last key."""
        event.stop()
        if self._narrowing is not None:
            await self._narrowing.wait()
        self.finish()

    @work(exclusive=True, group="narrow")
    async def _narrow(self, typed: str) -> None:
        self._lines.options = tuple(await self._search(typed))
        self._lines.picked = 0
        self.tell_edited()
