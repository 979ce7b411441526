"""A form: fields one below the other, in which Enter goes on, and which gives and takes all its texts at once."""

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input, TextArea

from fieldtech.domain.errors import RuleViolation
from fieldtech.widgets.choice_field import ChoiceLine
from fieldtech.widgets.form_fields import FormField

Texts = Mapping[str, str]
"""What stands in the fields, by their names: kept as it is typed, whether it can be understood or not."""


class Form(VerticalScroll, can_focus=False):
    """Fields one below the other; a hidden one is passed over, but keeps its text."""

    class Edited(Message):
        """The text of a field became another."""

        def __init__(self, form: "Form", word: str, text: str) -> None:
            super().__init__()
            self.form, self.word, self.text = form, word, text

    class Completed(Message):
        """Enter was pressed in the last field."""

    def __init__(
        self, fields: Iterable[FormField], follow: Callable[[], None] | None = None, *, goes_on: bool = False
    ) -> None:
        """Make the form.

        Args:
            follow: Shows or hides fields by what was answered, before the focus goes on.
            goes_on: A word that is chosen by its own key answers its field, so that the focus goes on.
        """
        super().__init__()
        self._follow, self._goes_on = follow, goes_on
        self.fields: Mapping[str, FormField] = {field.word: field for field in fields}

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield from self.fields.values()

    @property
    def texts(self) -> Texts:
        """What stands in each field; a secret is never told here."""
        return {word: field.text for word, field in self.fields.items() if not field.is_secret}

    def fill(self, texts: Texts) -> None:
        """Put texts into the fields that there are; nothing counts as edited by that."""
        with self.prevent(Input.Changed, TextArea.Changed, ChoiceLine.Changed):
            for word, text in texts.items():
                if word in self.fields:
                    self.fields[word].text = text
                    self.fields[word].take_as_known()

    def enter(self) -> None:
        """Give the focus to the first field."""
        # At once: what is typed ahead belongs to it.
        self.screen.set_focus(self._visible_fields()[0].control)

    def go_on_after(self, before: Texts) -> None:
        """Give the focus to the field that was typed last in a row from the first one, to its end.

        What stands further down may have been filled in by what was typed above.
        """
        shown = self._visible_fields()
        row = list(takewhile(lambda field: field.text != before.get(field.word, ""), shown))
        begun = row or [field for field in shown if field.text != before.get(field.word, "")]
        if not begun:
            return
        control = begun[-1].control
        self.screen.set_focus(control)
        if isinstance(control, TextArea):
            control.move_cursor(control.document.end)
        elif isinstance(control, Input):
            control.cursor_position = len(control.value)

    def refuse(self, refusal: RuleViolation) -> bool:
        """Mark the fields that a refusal names, go to the first, and say it there if it is about that one alone.

        Returns:
            Whether it is said; a refusal of several fields, or of none, is to be said for all of them.
        """
        named = [self.fields[word] for word in refusal.missing if word in self.fields]
        for field in named:
            field.is_refused = True
        if len(named) == 1:
            named[0].problem = str(refusal)
        if named:
            named[0].control.focus()
            # Only the next layout has room for the sentence below the field.
            self.call_after_refresh(named[0].scroll_visible, animate=False)
        return len(named) == 1

    @on(FormField.Edited)
    def tell_edited(self, event: FormField.Edited) -> None:
        """Let whoever shows the form follow."""
        event.stop()
        if self._follow is not None:
            self._follow()
        self.post_message(self.Edited(self, event.field.word, event.field.text))

    @on(FormField.Left)
    def move_on(self, event: FormField.Left) -> None:
        """Go to the field before or after, or be done."""
        event.stop()
        if event.is_named and not self._goes_on:
            return
        shown = self._visible_fields()
        place = shown.index(event.field) + event.steps
        if 0 <= place < len(shown):
            shown[place].control.focus()
        elif event.is_finished:
            self.post_message(self.Completed())

    def _visible_fields(self) -> list[FormField]:
        return [field for field in self.fields.values() if field.display]
