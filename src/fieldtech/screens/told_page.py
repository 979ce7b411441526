"""A page of labelled lines to read, such as what came of an import, or that the stick may go."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.visible_text import visible
from fieldtech.screens.base import Dialog
from fieldtech.screens.kept_form import TEXT_COLUMN
from fieldtech.text import N_, _
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines


class ToldPage(Dialog[bool]):
    """A page to read; the arrows move in it. It answers only where a subclass asks something."""

    def __init__(self, heading: str, lines: Iterable[LabelledLine], *, said: str = "") -> None:
        """Make the page.

        Args:
            said: What stands out above the lines; empty: nothing does.
        """
        super().__init__()
        self.heading = heading
        self._lines, self._said = tuple(lines), said

    def compose_fields(self) -> ComposeResult:
        """Lay the page out."""
        if self._said:
            yield Static(Content.styled(visible(self._said), "bold $done"), classes="said")
        with VerticalScroll():
            yield LabelledLines(self._lines, column=TEXT_COLUMN)


class DonePage(ToldPage):
    """A page that Enter closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Done"), tooltip=N_("Go back to where you were."), id="told.done"),
    ]


def safe_words() -> str:
    """Say that the stick may go: only to be said once what was written has been read again."""
    return _("Written and read back: safe to remove.")
