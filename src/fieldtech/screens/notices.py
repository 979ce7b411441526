"""What was told in toasts, to be read again: the log, and the page that shows it."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import visible
from fieldtech.screens.base import Dialog
from fieldtech.text import N_, _
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines

MOST_NOTICES = 200
"""How many are kept; older ones give way."""
_TEXT_COLUMN = 20

_KINDS: Mapping[str, tuple[str, str]] = {
    "information": (N_("told"), ""),
    "warning": (N_("warning"), "soon"),
    "error": (N_("refused"), "late"),
}
"""What each of Textual's severities is called, and its meaning as a colour."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that was told."""

    at: datetime
    sentence: str
    """Cleaned."""
    severity: str
    """One of Textual's: information, warning, error."""


class NoticeLog:
    """The latest notices of one run of the program."""

    def __init__(self) -> None:
        self._kept: deque[Notice] = deque(maxlen=MOST_NOTICES)

    def __iter__(self) -> Iterator[Notice]:
        """Give the notices, the latest first."""
        return reversed(self._kept)

    def keep(self, at: datetime, sentence: str, severity: str) -> None:
        """Keep what is told now."""
        self._kept.append(Notice(at, visible(sentence), severity))


class NoticesDialog(Dialog[None]):
    """A page to read; the arrows move in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Back"), show=False, tooltip=N_("Go back."), id="notices.back"),
    ]

    def __init__(self, notices: Iterable[Notice], zone: tzinfo) -> None:
        super().__init__()
        self.heading = _("What was told, the latest first")
        self._lines = tuple(_line(notice, zone) for notice in notices) or (
            LabelledLine("", _("Nothing yet."), "quiet"),
        )

    def compose_fields(self) -> ComposeResult:
        """Lay out the notices."""
        with VerticalScroll():
            yield LabelledLines(self._lines, column=_TEXT_COLUMN)


def _line(notice: Notice, zone: tzinfo) -> LabelledLine:
    word, meaning = _KINDS[notice.severity]
    time = f"{weekday_word(notice.at, zone)} {notice.at.astimezone(zone):%H:%M}"
    return LabelledLine(f"{time}  {_(word)}", notice.sentence, meaning)
