"""Open faults that a report may repeat: named below the form, and chosen instead of a new one."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import Dialog
from fieldtech.store.views.fault_lines import QueueFault
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import state_label
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.triage_column import AnswerColumn, Offer

SHOWN = 2
"""How many are told beside a form; more would say nothing more."""


def alike_lines(faults: Sequence[QueueFault]) -> tuple[LabelledLine, ...]:
    """Name the faults."""
    return tuple(
        LabelledLine(" " if place else _("Open already"), f"{fault.number}  {one_line(fault.title)}", "soon")
        for place, fault in enumerate(faults)
    )


class AlikeDialog(Dialog[QueueFault]):
    """Which open fault it is; it answers with that one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("It is this one"), id="alike.choose",
                tooltip=N_("Report nothing new: what was typed becomes a note on this fault.")),
    ]  # fmt: skip
    KEYS_FIRST = ("alike.choose",)

    def __init__(self, faults: Sequence[QueueFault]) -> None:
        super().__init__()
        self.heading = _("Is it one of these, which are open already?")
        self._faults = tuple(faults)
        self._column = AnswerColumn("alike", [_offer(fault) for fault in self._faults])
        self._column.chosen = self._faults[0].id

    def compose_fields(self) -> ComposeResult:
        """Lay out the faults, and what becomes of the words."""
        yield self._column
        words = _("What was typed becomes a note on the fault, and no new one is reported.")
        yield Static(Content.styled(words, "$quiet"), classes="words")

    def on_mount(self) -> None:
        """Begin at the likeliest."""
        self.set_focus(self._column)

    def action_choose(self) -> None:
        """Answer with the marked one."""
        self.dismiss(self._faults[self._column.place or 0])


def _offer(fault: QueueFault) -> Offer:
    about = (state_label(fault), fault.assignee or _("nobody yet"), fault.place, fault.asset)
    return Offer(fault.id, f"{fault.number}  {one_line(fault.title)}", " · ".join(word for word in about if word))
