"""Why a fault stands where it stands in the queue, and how its clocks came to stand where they stand."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.clock_words import clock_name, explain_clock
from fieldtech.domain.fault_clocks import fault_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.next_up import explain_place
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.screens.base import Dialog
from fieldtech.store import Store
from fieldtech.text import N_, _


class WhyDialog(Dialog[None]):
    """Sentences to read; any of Enter, Esc and w closes them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,w", "give_up", N_("Back"), show=False, tooltip=N_("Go back to the queue."), id="why.back"),
    ]

    def __init__(self, fault: Fault, sentences: Content) -> None:
        super().__init__()
        self.heading = _("Why {number} stands here   {title}").format(number=fault.number, title=one_line(fault.title))
        self._sentences = sentences

    def compose_fields(self) -> ComposeResult:
        """Lay out the sentences."""
        sentences: Content = self._sentences
        with VerticalScroll():
            yield Static(sentences)


def why_words(store: Store, fault: Fault) -> Content:
    """Put the reasons together; to be called off the UI thread."""
    now = store.now()
    parts = [Content(visible("\n".join(explain_place(fault, store.rules, now, store.zone))))]
    for clock in fault_clocks(fault, store.rules, now):
        lines = "\n".join(f"  {line}" for line in explain_clock(clock, store.zone))
        parts.append(
            Content.assemble((_("Clock: {name}").format(name=clock_name(clock.kind)), "bold"), "\n", visible(lines))
        )
    return Content("\n\n").join(parts)
