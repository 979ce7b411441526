"""Labelled lines: what something is on the left, what it says beside it, or below where that is too long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, pad_to_cells, visible
from fieldtech.widgets.wrapping import wrap_to_cells

_LEAST_LABEL, _MOST_LABEL, _GAP = 8, 18, 2
_LEAST_TEXT = 12


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One line; without a label it takes the whole width."""

    label: str
    text: str
    """Cleaned here; line breaks stay."""
    meaning: str = ""
    """"late", "soon", "done", "quiet", "strong"; empty: none."""


class LabelledLines(Widget):
    """Lines that share the column in which their texts begin."""

    lines: reactive[tuple[LabelledLine, ...]] = reactive((), layout=True)
    """What is shown."""

    def __init__(self, lines: Sequence[LabelledLine] = (), *, column: int = 0, classes: str = "") -> None:
        """Make the lines.

        Args:
            column: Where the texts begin; 0: behind the longest label.
        """
        super().__init__(classes=classes)
        self._column = column
        self.set_reactive(LabelledLines.lines, tuple(lines))

    def render(self) -> Content:
        """Draw the lines over the width."""
        return Content("\n").join(self._drawn(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take as many rows as the texts need."""
        return len(list(self._drawn(width)))

    def _drawn(self, width: int) -> Iterator[Content]:
        widths = [cell_width(line.label) for line in self.lines if line.label]
        column = self._column or min(_MOST_LABEL, max([_LEAST_LABEL, *widths])) + _GAP
        for line in self.lines:
            style = "bold" if line.meaning == "strong" else f"${line.meaning}" if line.meaning else ""
            indent = column if line.label else 0
            label = pad_to_cells(line.label, indent)
            if cell_width(label) > indent:
                yield Content.styled(label, "$quiet")
                label = " " * indent
            for text in visible(line.text).split("\n"):
                for row in wrap_to_cells(text, max(_LEAST_TEXT, width - indent)):
                    yield Content.assemble((label, "$quiet"), (row, style))
                    label = " " * indent
