"""One question with its answers one below the other: a digit, a first letter or the arrows choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.text import N_
from fieldtech.widgets.form_fields import MARK

_BEFORE_LABEL = 6
"""The cells of the mark, the digit and the blanks behind them."""
_GAP = 2
_NONE_DIGIT = "0"


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the answers; its label and its detail are cleaned when they are shown."""

    word: str
    """As the answer is kept."""
    label: str
    detail: str = ""
    """What speaks for it, or what one should know of it."""
    is_none: bool = False
    """It says that there is none: its digit is 0."""


class AnswerColumn(Widget, can_focus=True):
    """The answers to one question; the chosen one bears the mark, and stays chosen when the focus leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Choose"), key_display="↑↓", tooltip=N_("Choose the answer above."),
                id="answers.up"),
        Binding("down", "move(1)", N_("Choose"), show=False, tooltip=N_("Choose the answer below."),
                id="answers.down"),
        Binding("home", "go_to(0)", N_("First"), show=False, tooltip=N_("Choose the first answer."),
                id="answers.first"),
        Binding("end", "go_to(-1)", N_("Last"), show=False, tooltip=N_("Choose the last answer."), id="answers.last"),
    ]  # fmt: skip

    class Chosen(Message):
        """An answer was chosen."""

        def __init__(self, column: "AnswerColumn", word: str, *, is_told_apart: bool) -> None:
            super().__init__()
            self.column, self.word = column, word
            self.is_told_apart = is_told_apart
            """By its digit: nobody will move on from it to another one."""

    class TypedAhead(Message):
        """A digit came before the focus could move to the question that it belongs to."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    class PassedEnd(Message):
        """The arrow went on below the last answer."""

        def __init__(self, column: "AnswerColumn") -> None:
            super().__init__()
            self.column = column

    offers: reactive[tuple[Offer, ...]] = reactive((), layout=True)
    """The answers."""
    chosen: reactive[str | None] = reactive(None)
    """The word of the one that holds; None: none of them does."""

    def __init__(self, word: str, offers: Sequence[Offer] = (), *, leads_on: bool = False) -> None:
        """Make the column.

        Args:
            word: What is asked, as the answers are kept.
            leads_on: A digit leads on to another question, so that a second one belongs to that.
        """
        super().__init__(classes=f"answers-{word}")
        self.word = word
        self.picked: str | None = None
        """What was chosen by a key and nobody has taken yet."""
        self._leads_on, self._has_led_on = leads_on, False
        self.set_reactive(AnswerColumn.offers, tuple(offers))

    @property
    def place(self) -> int | None:
        """Where the chosen answer stands; None: none is chosen."""
        return next((place for place, offer in enumerate(self.offers) if offer.word == self.chosen), None)

    def render(self) -> Content:
        """Draw the answers around the chosen one."""
        height = max(1, self.size.height)
        first = self._first(height)
        shown = list(enumerate(self.offers))[first : first + height]
        return Content("\n").join(self._drawn(place, offer) for place, offer in shown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take a row for each answer."""
        return max(1, len(self.offers))

    def on_focus(self) -> None:
        """Take digits again."""
        self._has_led_on = False

    def on_key(self, event: events.Key) -> None:
        """Choose by a digit or a first letter."""
        character = event.character or ""
        is_ahead = self._has_led_on and is_digit(character)
        if is_ahead:
            self.post_message(self.TypedAhead(character))
        if is_ahead or self.choose_by(character):
            event.stop()
            event.prevent_default()

    def choose_by(self, character: str) -> bool:
        """Choose what a digit or a first letter stands for.

        Returns:
            Whether the key means something here; a digit always does, for elsewhere it would change the mode.
        """
        place = self._place_of_digit(character) if is_digit(character) else self._place_of_letter(character)
        if place is not None:
            self._choose(place, is_told_apart=is_digit(character))
        return is_digit(character) or place is not None

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked on."""
        offset = event.get_content_offset(self)
        place = self._first(max(1, self.size.height)) + offset.y if offset else len(self.offers)
        if place < len(self.offers):
            self._choose(place, is_told_apart=False)

    def action_move(self, steps: int) -> None:
        """Choose the answer above or below."""
        place, last = self.place, len(self.offers) - 1
        if place is None:
            place = 0 if steps > 0 else last
        elif place + steps > last:
            self.post_message(self.PassedEnd(self))
            return
        else:
            place = max(0, place + steps)
        self._choose(place, is_told_apart=False)

    def action_go_to(self, place: int) -> None:
        """Choose the first answer or the last."""
        self._choose(place % max(1, len(self.offers)), is_told_apart=False)

    def _choose(self, place: int, *, is_told_apart: bool) -> None:
        if self.offers:
            self.chosen = self.offers[place].word
            self.picked = self.chosen
            self._has_led_on = is_told_apart and self._leads_on
            self.post_message(self.Chosen(self, self.chosen, is_told_apart=is_told_apart))

    def _place_of_digit(self, digit: str) -> int | None:
        return next((place for place in range(len(self.offers)) if self._digit(place) == digit), None)

    def _place_of_letter(self, letter: str) -> int | None:
        """Find the next answer that begins with a letter, and behind the last the first."""
        if not letter.isalpha():
            return None
        places = [
            place
            for place, offer in enumerate(self.offers)
            if offer.label.casefold().startswith(letter.casefold())
        ]  # fmt: skip
        here = -1 if self.place is None else self.place
        return next((place for place in places if place > here), next(iter(places), None))

    def _digit(self, place: int) -> str:
        if self.offers[place].is_none:
            return _NONE_DIGIT
        return str(place + 1) if place < 9 else " "

    def _first(self, height: int) -> int:
        """Give the place of the first answer that is in sight."""
        return max(0, min((self.place or 0) - height // 2, len(self.offers) - height))

    def _drawn(self, place: int, offer: Offer) -> Content:
        room = max(1, self.size.width - _BEFORE_LABEL)
        widest = max(cell_width(one_line(each.label)) for each in self.offers)
        label = cut_to_cells(one_line(offer.label), room)
        is_here = place == self.place
        mark = Content.styled(MARK if is_here else " ", "$mark" if self.has_focus else "$quiet")
        digit = Content.styled(f"{self._digit(place)}  ", "$quiet")
        drawn = Content.assemble(" ", mark, " ", digit, (label, "bold" if is_here else ""))
        detail = cut_to_cells(one_line(offer.detail), room - min(widest, room) - _GAP)
        if detail:
            drawn = Content.assemble(drawn, pad_to_cells("", widest - cell_width(label) + _GAP), (detail, "$quiet"))
        if is_here and self.has_focus:
            blanks = " " * max(0, self.size.width - drawn.cell_length)
            return Content.assemble(drawn, blanks).stylize_before("on $cursor-row")
        return drawn


def is_digit(character: str) -> bool:
    """Tell whether a key is one of the ten digits."""
    return character.isascii() and character.isdigit()
