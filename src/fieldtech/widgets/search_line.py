"""Where one types what to search for, while the list below follows."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from fieldtech.text import N_


class SearchLine(Input):
    """One line; the arrows move in the list, Enter goes there, Esc searches no more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(False)", N_("Back"), tooltip=N_("Search no more."), id="search.leave"),
        Binding("enter", "leave(True)", N_("To the list"), tooltip=N_("Go to what was found."), id="search.done"),
        Binding("up", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the fault above."), id="search.up"),
        Binding("down", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the fault below."), id="search.down"),
    ]

    class Left(Message):
        """The line is left."""

        def __init__(self, *, keeps_words: bool) -> None:
            super().__init__()
            self.keeps_words = keeps_words

    class Stepped(Message):
        """The cursor of the list is to be moved."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False

    def action_leave(self, keeps_words: bool) -> None:
        """Leave the line."""
        self.post_message(self.Left(keeps_words=keeps_words))

    def action_move(self, steps: int) -> None:
        """Move in the list."""
        self.post_message(self.Stepped(steps))
