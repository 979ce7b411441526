"""The rows of a form: a label, where one types, what is understood of it beside it, and what is wrong with it below."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from fieldtech.domain.visible_text import cut_to_cells, one_line, visible
from fieldtech.text import N_

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
        # Reverse is what stands out on every terminal, with colours or without.
        label = Content.assemble((mark, "$mark"), " ", (self.label, "reverse" if self.has_focus_within else ""))
        self.query_one(".label", Static).update(label)


FINISH = Binding("enter", "finish", N_("On"), tooltip=N_("Go on to the next field; at the last one, be done."),
                 id="field.finish")  # fmt: skip
"""What Enter does in every kind of field."""
