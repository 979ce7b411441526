"""A field that is answered by choosing one of a few words: by its number, a first letter or the arrows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.text import N_
from fieldtech.widgets.form_fields import FINISH, FormField


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words that may be chosen."""

    word: str
    """As the field's text spells it."""
    label: str
    """As it is shown, translated; empty: its digit says all."""


def choices_of(vocabulary: type[StrEnum]) -> tuple[Choice, ...]:
    """Offer the words of a closed vocabulary, in its order."""
    return tuple(Choice(str(word), label_of(word)) for word in vocabulary)


class ChoiceLine(Widget, can_focus=True):
    """The words side by side, as many rows as they need; the chosen one stands in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        FINISH,
        Binding("left", "move(-1)", N_("Choose"), key_display="←→", tooltip=N_("Choose the word before."),
                id="choice.left"),
        Binding("right,space", "move(1)", N_("Choose"), show=False, tooltip=N_("Choose the next word."),
                id="choice.right"),
        Binding("backspace,delete", "clear", N_("None"), show=False, tooltip=N_("Choose nothing."), id="choice.clear"),
    ]  # fmt: skip

    class Changed(Message):
        """Another word was chosen."""

    class Named(Message):
        """A word was chosen by its own key."""

    class Finished(Message):
        """Enter was pressed."""

    chosen: reactive[int | None] = reactive(None)
    """Which word holds; None: none yet."""

    def __init__(self, choices: Sequence[Choice], chosen: int | None, *, is_optional: bool) -> None:
        super().__init__()
        self.choices = tuple(choices)
        self.is_optional = is_optional
        self._begun = 0
        """The first digit of a number of two that is being typed; 0: none."""
        self.set_reactive(ChoiceLine.chosen, chosen)

    def render(self) -> Content:
        """Draw the words."""
        return Content("\n").join(
            Content.assemble(*(self._drawn(place) for place in row)) for row in self._rows(self.size.width)
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take as many rows as the words need."""
        return max(1, len(list(self._rows(width))))

    def watch_chosen(self) -> None:
        """Tell the field."""
        self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        """Choose by a number or a first letter; where that is all there is to say, the focus goes on."""
        place = self._place_of(event.character or "")
        if place is not None:
            event.stop()
            event.prevent_default()
            self.chosen = place
            if not self._begun:
                self.post_message(self.Named())

    def on_blur(self) -> None:
        """Take what is typed later for another number."""
        self._begun = 0

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked on."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for row, places in enumerate(self._rows(self.size.width)):
            start = 0
            for place in places:
                end = start + self._width(place)
                if row == offset.y and start <= offset.x < end:
                    self.chosen = place
                start = end

    def action_move(self, steps: int) -> None:
        """Choose the word before or after."""
        last = len(self.choices) - 1
        if self.chosen is None:
            self.chosen = 0 if steps > 0 else last
        else:
            self.chosen = max(0, min(last, self.chosen + steps))

    def action_clear(self) -> None:
        """Choose nothing, where nothing may be chosen."""
        if self.is_optional:
            self.chosen = None

    def action_finish(self) -> None:
        """Say that it is chosen."""
        self.post_message(self.Finished())

    def _place_of(self, character: str) -> int | None:
        begun, self._begun = self._begun, 0
        if character.isascii() and character.isdigit():
            return self._place_by_number(begun, int(character))
        if not character.isalpha():
            return None
        fitting = [
            place
            for place, choice in enumerate(self.choices)
            if choice.label.casefold().startswith(character.casefold())
        ]
        after = [place for place in fitting if self.chosen is not None and place > self.chosen]
        return next(iter(after or fitting), None)

    def _place_by_number(self, begun: int, digit: int) -> int | None:
        """Find a word by its number: where there are ten and more, a digit may be the first of two."""
        last = len(self.choices)
        if begun and 10 * begun + digit <= last:
            return 10 * begun + digit - 1
        if not 1 <= digit <= last:
            return None
        self._begun = digit if 10 * digit <= last else 0
        return digit - 1

    def _rows(self, width: int) -> Iterator[list[int]]:
        """Divide the words into rows that fit."""
        row: list[int] = []
        used = 0
        for place in range(len(self.choices)):
            cells = self._width(place)
            if row and used + cells > width:
                yield row
                row, used = [], 0
            row.append(place)
            used += cells
        if row:
            yield row

    def _width(self, place: int) -> int:
        return cell_width(self._named(place)) + 2

    def _named(self, place: int) -> str:
        """Spell a word with its digit."""
        return f"{place + 1} {one_line(self.choices[place].label)}".rstrip()

    def _drawn(self, place: int) -> Content:
        named = self._named(place)
        if place == self.chosen:
            return Content.assemble(("(", "$mark"), (named, "bold $mark"), (")", "$mark"))
        number, _blank, label = named.partition(" ")
        return Content.assemble(" ", (number, "$quiet"), " " if label else "", label, " ")


class ChoiceField(FormField):
    """A field whose text is the chosen word, or empty."""

    def __init__(
        self, word: str, label: str, choices: Sequence[Choice], value: str = "", *, is_optional: bool = False
    ) -> None:
        super().__init__(word, label)
        self._line = ChoiceLine(choices, _place_in(choices, value), is_optional=is_optional)

    def compose_control(self) -> Widget:
        """Give the words."""
        return self._line

    @property
    def control(self) -> Widget:
        """The words."""
        return self._line

    @property
    def text(self) -> str:
        """The chosen word; empty: none yet."""
        return "" if self._line.chosen is None else self._line.choices[self._line.chosen].word

    @text.setter
    def text(self, text: str) -> None:
        self._line.chosen = _place_in(self._line.choices, text)

    @on(ChoiceLine.Changed)
    def follow_choice(self, event: ChoiceLine.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell_edited()

    @on(ChoiceLine.Named)
    def go_on_if_there_is_more(self, event: ChoiceLine.Named) -> None:
        """Let the focus go on where the form wants that; a digit never ends a form."""
        event.stop()
        self.post_message(self.Left(self, 1, is_named=True))

    @on(ChoiceLine.Finished)
    def go_on(self, event: ChoiceLine.Finished) -> None:
        """Enter goes on."""
        event.stop()
        self.finish()


def _place_in(choices: Sequence[Choice], word: str) -> int | None:
    return next((place for place, choice in enumerate(choices) if choice.word == word), None)
