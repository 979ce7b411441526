"""The rows of a form: a label, where one types, what is understood of it beside it, and what is wrong with it below."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from fieldtech.domain.visible_text import cut_to_cells, one_line, visible
from fieldtech.text import N_

Completer = Callable[[str], Awaitable[str]]
"""Gives the known word that begins as typed; empty: none does."""
Reader = Callable[[str], str]
"""Says what is understood of a text, while it is typed."""

MARK = "▸"
"""The cursor, in the first column."""
_ECHO_CELLS = 44


class FormField(Vertical):
    """One row of a form. Its text is what a form keeps, whatever the field looks like."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "leave(-1)", N_("Up"), show=False, tooltip=N_("Go to the field above."), id="field.up"),
        Binding("down", "leave(1)", N_("Down"), show=False, tooltip=N_("Go to the field below."), id="field.down"),
    ]

    class Edited(Message):
        """The text of a field became another."""

        def __init__(self, field: "FormField") -> None:
            super().__init__()
            self.field = field

    class Left(Message):
        """The field is done with; the focus goes on or back."""

        def __init__(
            self, field: "FormField", steps: int, *, is_finished: bool = False, is_named: bool = False
        ) -> None:
            """Make the message.

            Args:
                is_finished: Enter was pressed, which at the last field ends the form.
                is_named: A word was chosen by its own key.
            """
            super().__init__()
            self.field, self.steps, self.is_finished, self.is_named = field, steps, is_finished, is_named

    is_secret: ClassVar[bool] = False
    """Whether its text is kept nowhere and told to nobody but who asks for it by name."""

    label: reactive[str] = reactive("")
    """What is asked, translated."""
    echo: reactive[str] = reactive("")
    """What is understood, or a hint; cleaned here."""
    problem: reactive[str] = reactive("")
    """Why it was refused, said below it; empty: nothing is said."""
    is_refused: reactive[bool] = reactive(False)
    """It is marked as what a refusal is about."""

    def __init__(self, word: str, label: str) -> None:
        super().__init__(classes=f"field-{word}")
        self.word = word
        """The field's name, in the command line's words, as rules name what is missing."""
        self.set_reactive(FormField.label, label)
        self._is_laid_out = False
        self._known_text = ""

    def compose(self) -> ComposeResult:
        """Lay out the row, and room for a refusal below it."""
        with Horizontal(classes="row"):
            yield Static(Content(""), classes="label")
            yield self.compose_control()
            yield Static(Content(""), classes="echo")
        yield Static(Content(""), classes="problem")

    def compose_control(self) -> Widget:
        """Make what one types or chooses in."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What is typed or chosen."""
        raise NotImplementedError

    @text.setter
    def text(self, text: str) -> None:
        raise NotImplementedError

    @property
    def control(self) -> Widget:
        """What takes the focus."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw what was set before there was anything to draw it on."""
        self._is_laid_out = True
        self.take_as_known()
        self._show_label()
        self.watch_echo(self.echo)
        self.watch_problem(self.problem)

    def on_descendant_focus(self) -> None:
        """Mark the row that one is in."""
        self._show_label()

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self._show_label()

    def watch_label(self) -> None:
        """Draw a new label."""
        self._show_label()

    def watch_echo(self, echo: str) -> None:
        """Draw what is understood."""
        if self._is_laid_out:
            self.query_one(".echo", Static).update(Content(cut_to_cells(one_line(echo), _ECHO_CELLS)))

    def watch_problem(self, problem: str) -> None:
        """Draw the refusal, and make or take its room."""
        if self._is_laid_out:
            self.query_one(".problem", Static).update(Content(visible(problem)))
        self.set_class(bool(problem), "-explained")

    def watch_is_refused(self) -> None:
        """Draw the mark."""
        self.set_class(self.is_refused, "-refused")
        self._show_label()

    def action_leave(self, steps: int) -> None:
        """Let the focus go to another field."""
        self.post_message(self.Left(self, steps))

    def finish(self) -> None:
        """Say that this field is filled in."""
        self.post_message(self.Left(self, 1, is_finished=True))

    def take_as_known(self) -> None:
        """Take the text as it stands for what the form knows."""
        self._known_text = self.text

    def tell_edited(self) -> None:
        """Take the refusal back and tell the form, unless it knows the text: a control tells its first text too."""
        if self.text == self._known_text:
            return
        self.take_as_known()
        self.problem, self.is_refused = "", False
        self.post_message(self.Edited(self))

    def _show_label(self) -> None:
        if not self._is_laid_out:
            return
        self.set_class(self.has_focus_within, "-here")
        mark = MARK if self.has_focus_within else "!" if self.is_refused else " "
        label = Content.assemble((mark, "$mark"), " ", self.label)
        self.query_one(".label", Static).update(label)


FINISH = Binding("enter", "finish", N_("On"), tooltip=N_("Go on to the next field; at the last one, be done."),
                 id="field.finish")  # fmt: skip
"""What Enter does in every kind of field."""


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
