"""A fingerprint shown large, to be compared by voice with what the other side reads out (SYNC, enrolment)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.visible_text import cell_width, one_line, pad_to_cells, visible
from fieldtech.domain.word_labels import label_of
from fieldtech.screens.base import Dialog
from fieldtech.text import N_, _
from fieldtech.workflow.enrolment import Candidate

_A_ROW = 4
_GAP = 4


def large_fingerprint(candidate: Candidate) -> Content:
    """Lay a fingerprint out in words and in digits, wide apart, so that it is read out without losing the place."""
    words = candidate.words.split()
    width = max(map(cell_width, words)) + _GAP
    rows = [words[start : start + _A_ROW] for start in range(0, len(words), _A_ROW)]
    drawn = [Content.styled("".join(pad_to_cells(word, width) for word in row).rstrip(), "bold $mark") for row in rows]
    digits = Content.styled("    ".join(candidate.digits.split()), "bold")
    return Content("\n\n").join([*drawn, digits])


class FingerprintDialog(Dialog[bool]):
    """Whether the other side reads out the same; Esc: it is not compared now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer_same", N_("The same"), id="fingerprint.same",
                tooltip=N_("The other side read out the same: trust the machine.")),
        Binding("x", "answer_different", N_("Differs"), id="fingerprint.differs",
                tooltip=N_("It is not the same: trust nothing.")),
    ]  # fmt: skip
    KEYS_FIRST = ("fingerprint.same", "fingerprint.differs")

    def __init__(self, candidate: Candidate, name: str) -> None:
        """Make the dialog.

        Args:
            name: The file's name, for a machine that has told none of its own yet.
        """
        super().__init__()
        machine = candidate_words(candidate)
        self.heading = (
            _("Is it really {machine}?").format(machine=machine)
            if machine
            else _("Who wrote {name}? Its machine's fingerprint:").format(name=one_line(name))
        )
        self._candidate = candidate

    def compose_fields(self) -> ComposeResult:
        """Lay out what to do, and the fingerprint."""
        words = _(
            "Ring the other side up at a number that you know, and have this read out from its own screen, word by "
            "word. Who could change the file can change what is written in it, not what is said to you."
        )
        yield Static(Content(visible(words)), classes="words")
        yield Static(large_fingerprint(self._candidate), classes="fingerprint")

    def action_answer_same(self) -> None:
        """It is the same."""
        self.dismiss(True)

    def action_answer_different(self) -> None:
        """It differs."""
        self.dismiss(False)


class OwnFingerprintPage(Dialog[None]):
    """This machine's own fingerprint, to be read out; and that the stick may go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Done"), tooltip=N_("Go back to where you were."), id="told.done"),
    ]

    def __init__(self, candidate: Candidate, said: str, next_words: str) -> None:
        """Make the page.

        Args:
            said: What stands out above: what was written, that the stick may go.
            next_words: What is to be done next.
        """
        super().__init__()
        self.heading = _("This machine: {machine}").format(machine=candidate_words(candidate))
        self._candidate, self._said, self._next = candidate, said, next_words

    def compose_fields(self) -> ComposeResult:
        """Lay out what was written, the fingerprint, and what comes next."""
        yield Static(Content.styled(visible(self._said), "bold $done"), classes="said")
        yield Static(large_fingerprint(self._candidate), classes="fingerprint")
        yield Static(Content(visible(self._next)), classes="words")


def candidate_words(candidate: Candidate) -> str:
    """Say who a machine says it is; empty: it says nothing yet."""
    if not candidate.code:
        return ""
    told = (one_line(part) for part in (candidate.code, candidate.person, candidate.site) if part)
    return " · ".join([*told, label_of(candidate.role)])
