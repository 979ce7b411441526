"""The line that says what needs attention, and which key helps."""

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.text import _
from fieldtech.widgets.key_names import binding_of


@dataclass(frozen=True, slots=True)
class Advice:
    """What needs attention."""

    sentence: str
    """Cleaned when it is shown."""
    binding: str = ""
    """The id of the binding that helps; empty: none does, and nothing presses."""


class AdviceLine(Widget):
    """One line: the sentence, and the key at the right end."""

    advice: reactive[Advice | None] = reactive(None)
    """What is said; None: nothing yet."""

    def render(self) -> Content:
        """Draw it."""
        if self.advice is None:
            return Content("")
        if not self.advice.binding:
            return Content.styled(cut_to_cells(one_line(self.advice.sentence), self.size.width), "$quiet")
        label = Content.assemble((_("Next"), "bold $mark"), "  ")
        key = self._key(self.advice.binding)
        room = max(0, self.size.width - label.cell_length - key.cell_length - 2)
        left = Content.assemble(label, (cut_to_cells(one_line(self.advice.sentence), room), "bold"))
        return Content.assemble(left, " " * max(2, self.size.width - left.cell_length - key.cell_length), key)

    def _key(self, binding_id: str) -> Content:
        binding = binding_of(self.screen, binding_id)
        if binding is None:
            return Content("")
        return Content.assemble((self.app.get_key_display(binding), "bold $mark"), " ", binding.description)
