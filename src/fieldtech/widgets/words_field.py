"""A field of several lines, for a description, a plan, a note."""

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from fieldtech.text import N_
from fieldtech.widgets.form_fields import FINISH, FormField


class WordsInput(TextArea):
    """A few lines of words: Enter goes on, Ctrl+J breaks the line, the arrows leave at the edges."""

    BINDINGS: ClassVar[list[BindingType]] = [
        FINISH,
        Binding("ctrl+j,shift+enter,alt+enter", "break_line", N_("New line"), show=False,
                tooltip=N_("Begin a new line."), id="field.break"),
    ]  # fmt: skip

    class Leaving(Message):
        """The words are done with; the focus goes on or back."""

        def __init__(self, steps: int, *, is_finished: bool) -> None:
            super().__init__()
            self.steps, self.is_finished = steps, is_finished

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False

    def on_key(self, event: events.Key) -> None:
        """Take Enter away from the editor, which would break the line."""
        if event.key == "enter":
            event.prevent_default()

    def action_finish(self) -> None:
        """Say that it is typed."""
        self.post_message(self.Leaving(1, is_finished=True))

    def action_break_line(self) -> None:
        """Begin a new line."""
        self.replace("\n", *self.selection)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go a line up, or leave at the first."""
        if self._row == 0 and not select:
            self.post_message(self.Leaving(-1, is_finished=False))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go a line down, or leave at the last."""
        if self._row == self.wrapped_document.height - 1 and not select:
            self.post_message(self.Leaving(1, is_finished=False))
        else:
            super().action_cursor_down(select)

    @property
    def _row(self) -> int:
        return self.wrapped_document.location_to_offset(self.cursor_location).y


class WordsField(FormField):
    """A field of several lines."""

    def __init__(self, word: str, label: str, value: str = "", *, rows: int = 3) -> None:
        super().__init__(word, label)
        self._area = WordsInput(value)
        self._area.add_class(f"-rows-{rows}")
        self._area.move_cursor(self._area.document.end)

    def compose_control(self) -> Widget:
        """Give the editor."""
        return self._area

    @property
    def control(self) -> Widget:
        """The editor."""
        return self._area

    @property
    def text(self) -> str:
        """What is typed."""
        return self._area.text

    @text.setter
    def text(self, text: str) -> None:
        self._area.text = text
        self._area.move_cursor(self._area.document.end)

    @on(TextArea.Changed)
    def follow_typing(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell_edited()

    @on(WordsInput.Leaving)
    def let_go(self, event: WordsInput.Leaving) -> None:
        """Go on or back."""
        event.stop()
        self.post_message(self.Left(self, event.steps, is_finished=event.is_finished))
