"""The line that names the next step with its key."""

from collections.abc import Mapping

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.faults import Fault
from fieldtech.domain.next_step import next_step
from fieldtech.domain.visible_text import cut_to_cells
from fieldtech.domain.words import Status
from fieldtech.text import _
from fieldtech.widgets.key_names import binding_of

REPORT = "fault.report"
"""The binding that writes the report."""


class NextLine(Widget):
    """What is to be done next, and the key that leads there."""

    fault: reactive[Fault | None] = reactive(None)
    """Whose next step it is."""

    def __init__(self, steps: Mapping[str, str]) -> None:
        """Make the line.

        Args:
            steps: The binding that does each command, by the command's word.
        """
        super().__init__()
        self._steps = steps

    def on_mount(self) -> None:
        """Name no key that is a letter of a field while one types there."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Draw the step."""
        if self.fault is None:
            return Content("")
        step = next_step(self.fault)
        if step is None:
            return self._ended(self.fault)
        label = Content.assemble((_("Next"), "bold $mark"), "  ")
        key = self._key(self._steps.get(step.command, ""))
        room = max(0, self.size.width - label.cell_length - key.cell_length - 2)
        words = cut_to_cells(step.sentence, room)
        left = Content.assemble(label, (words, "bold"))
        return Content.assemble(left, " " * max(2, self.size.width - left.cell_length - key.cell_length), key)

    def _ended(self, fault: Fault) -> Content:
        """Say that it is over; of what was closed the report is left to be written out."""
        words = Content.styled(self._over(fault), "$quiet")
        key = self._key(REPORT) if fault.status is Status.CLOSED else Content("")
        return Content.assemble(words, " " * max(2, self.size.width - words.cell_length - key.cell_length), key)

    def _key(self, binding_id: str) -> Content:
        binding = binding_of(self.screen, binding_id) if binding_id else None
        if binding is None:
            return Content("")
        return Content.assemble((self.app.get_key_display(binding), "bold $mark"), " ", binding.description)

    def _over(self, fault: Fault) -> str:
        if fault.state == "duplicate":
            return _("It is over: it repeats {number}.").format(number=fault.duplicate_of)
        return _("It is closed and filed.") if fault.status is Status.CLOSED else _("It was cancelled.")
