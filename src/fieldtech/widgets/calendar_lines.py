"""What the widgets of the calendar share: lines that are drawn of cells with a meaning."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from fieldtech.widgets.fault_columns import Cell


class CalendarLines(Widget):
    """A widget that draws its lines itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--cursor", "calendar--today", "calendar--mark", "calendar--late", "calendar--soon", "calendar--done",
        "calendar--quiet", "calendar--strong", "calendar--cursor-row",
    }  # fmt: skip

    def strip_of(self, cells: Iterable[Cell], width: int, ground: Style | None = None) -> Strip:
        """Draw a line; several meanings are parted by blanks."""
        base = self.rich_style if ground is None else ground
        segments = [Segment(cell.text, self.style_of(cell.meaning, base)) for cell in cells]
        return Strip(segments).adjust_cell_length(width, base)

    def style_of(self, meaning: str, ground: Style) -> Style:
        """Give the style of a meaning, or of several, on a ground."""
        style = ground
        for word in meaning.split():
            style += self.get_component_rich_style(f"calendar--{word}", partial=True)
        return style
