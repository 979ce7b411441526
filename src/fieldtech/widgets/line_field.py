"""A field of one line, which may complete what is typed and say how it is understood."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from fieldtech.widgets.form_fields import FINISH, FormField

Completer = Callable[[str], Awaitable[str]]
"""Gives the known word that begins as typed; empty: none does."""
Reader = Callable[[str], str]
"""Says what is understood of a text, while it is typed."""


class LineInput(Input):
    """An input of one row; the right arrow at its end takes the word that is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [FINISH]

    def __init__(self, value: str) -> None:
        super().__init__(value, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.completion = ""

    def action_copy(self) -> None:
        """Copy what is selected, unless it is a secret: copying sends it to the terminal as clear text."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected, unless it is a secret."""
        if not self.password:
            super().action_cut()

    async def action_finish(self) -> None:
        """Say that it is typed."""
        await self.action_submit()

    def action_cursor_right(self, select: bool = False) -> None:
        """Take the offered word, or move on."""
        if self.completion and self.cursor_at_end and not select:
            self.value = self.completion
            self.cursor_position = len(self.value)
        else:
            super().action_cursor_right(select)

    def on_paste(self, event: events.Paste) -> None:
        """Keep all lines of what is pasted, as one."""
        event.prevent_default()
        event.stop()
        lines = event.text.splitlines()
        text = event.text if len(lines) < 2 else " ".join(line.strip() for line in lines if line.strip())
        self.replace(text.rstrip("\r\n"), *self.selection)


class LineField(FormField):
    """A field of one line, which may complete what is typed and say how it is understood."""

    def __init__(
        self,
        word: str,
        label: str,
        value: str = "",
        *,
        read: Reader | None = None,
        complete: Completer | None = None,
        hint: str = "",
        is_replaced: bool = False,
    ) -> None:
        """Make the field.

        Args:
            is_replaced: What stands there is a suggestion: the first key typed replaces it.
        """
        super().__init__(word, label)
        self._input = LineInput(value)
        self._input.select_on_focus = is_replaced
        self._read, self._complete, self._hint = read, complete, hint

    def compose_control(self) -> Widget:
        """Make the input."""
        return self._input

    @property
    def control(self) -> Widget:
        """The input."""
        return self._input

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        self._input.value = text
        self._input.completion = ""
        self._show_echo()

    def on_mount(self) -> None:
        """Say how the first value is understood."""
        self._show_echo()

    @on(Input.Changed)
    def follow_typing(self, event: Input.Changed) -> None:
        """Read what is typed and look for what it may become."""
        event.stop()
        self._input.completion = ""
        self._show_echo()
        self.tell_edited()
        if self._complete is not None:
            self._look_up(event.value)

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.finish()

    @work(exclusive=True, group="completion")
    async def _look_up(self, typed: str) -> None:
        if self._complete is None or not typed.strip():
            return
        found = await self._complete(typed)
        self._input.completion = found if found != typed else ""
        self._show_echo()

    def _show_echo(self) -> None:
        if self._input.completion:
            self.echo = f"→ {self._input.completion}"
        elif self._read is not None:
            self.echo = self._read(self.text)
        else:
            self.echo = self._hint
