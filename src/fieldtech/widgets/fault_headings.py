"""The headings over a list of faults, in the list's own columns."""

from textual.content import Content
from textual.widget import Widget

from fieldtech.widgets.fault_columns import Columns, heading_cells


class FaultHeadings(Widget):
    """One line."""

    def render(self) -> Content:
        """Name the columns."""
        return Content("".join(cell.text for cell in heading_cells(Columns.fitting(self.size.width))))
