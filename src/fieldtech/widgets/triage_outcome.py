"""What was said so far and what follows from it: labelled lines, in which a first word may stand out."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cut_to_cells, pad_to_cells, visible

_LABEL_CELLS = 14
_GAP = 2
_LEAST_TEXT = 12


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One line; its texts are cleaned here."""

    label: str
    """Empty: it goes on under the line above."""
    text: str
    weight: str = ""
    """The word that stands out before the text."""
    meaning: str = ""
    """"late", "soon", "done", "quiet"; empty: none. Of the weight, where there is one, else of the text."""
    is_cut: bool = False
    """It takes one row, however much there is to say."""


class Outcome(Widget):
    """The lines; texts behind a weight begin in one column."""

    lines: reactive[tuple[OutcomeLine, ...]] = reactive((), layout=True)
    """What is shown."""

    def render(self) -> Content:
        """Draw the lines over the width."""
        return Content("\n").join(self._drawn(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take as many rows as the texts need."""
        return len(list(self._drawn(width)))

    def _drawn(self, width: int) -> Iterator[Content]:
        for line in self.lines:
            style = f"${line.meaning}" if line.meaning else ""
            head = Content.styled(pad_to_cells(visible(line.label), _LABEL_CELLS), "$quiet")
            if line.weight:
                head = Content.assemble(head, (visible(line.weight), f"bold {style}".strip()), " " * _GAP)
            indent = head.cell_length if line.weight else _LABEL_CELLS
            room = max(_LEAST_TEXT, width - indent)
            words = cut_to_cells(visible(line.text), room) if line.is_cut else visible(line.text)
            for row in Content.styled(words, "" if line.weight else style).wrap(room) if words else [Content("")]:
                yield Content.assemble(head, row.rstrip())
                head = Content(" " * indent)
