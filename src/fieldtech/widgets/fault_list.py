"""The list of faults: as long as it may be, it draws the lines in sight and asks for those that it doesn't know."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fieldtech.domain.visible_text import cell_width
from fieldtech.store.views.queue import QueueFault
from fieldtech.text import N_
from fieldtech.widgets.fault_columns import Cell, Columns, fault_cells

PAGE = 64
"""How many lines are asked for at once."""
MARK_CELLS = 2
"""The cells before a line, in which its mark stands."""
KEPT_LINES = 4096
"""With more than this, those that were read before are forgotten."""


class FaultList(ScrollView, can_focus=True):
    """Faults in an order that is given, one line each; the cursor is a mark in the first column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "fault-list--cursor", "fault-list--mark", "fault-list--late", "fault-list--soon", "fault-list--done",
        "fault-list--closed", "fault-list--quiet", "fault-list--strong",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open"), tooltip=N_("Open the fault under the cursor."), id="list.open"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the fault above."), id="list.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the fault below."), id="list.down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, tooltip=N_("Go a page up."), id="list.page-up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, tooltip=N_("Go a page down."), id="list.page-down"),
        Binding("space", "mark", N_("Mark"), show=False, id="list.mark",
                tooltip=N_("Mark the fault under the cursor, or take its mark away, and go on.")),
        Binding("home,g", "first", N_("First"), show=False, tooltip=N_("Go to the first fault."), id="list.first"),
        Binding("end,G", "last", N_("Last"), show=False, tooltip=N_("Go to the last fault."), id="list.last"),
    ]  # fmt: skip

    cursor: reactive[int] = reactive(0)
    """The place of the fault that keys act on."""
    now: reactive[datetime] = reactive(datetime.min.replace(tzinfo=UTC))
    """By which due times are said."""
    marked: reactive[Mapping[int, str]] = reactive({}, init=False)
    """The numbers of the marked faults, by their rows; only faults that are listed are."""
    empty: reactive[tuple[tuple[Cell, ...], ...]] = reactive(())
    """The lines that are shown where there are no faults."""

    class Moved(Message):
        """Another fault is under the cursor, or none."""

        def __init__(self, fault: QueueFault | None) -> None:
            super().__init__()
            self.fault = fault

    class Opened(Message):
        """The fault under the cursor is to be opened."""

        def __init__(self, fault: QueueFault) -> None:
            super().__init__()
            self.fault = fault

    class Marked(Message):
        """Other faults are marked than before."""

    class LinesWanted(Message):
        """Lines came into sight that are not known: whoever knows them calls `add_lines`."""

        def __init__(self, rows: "array[int]") -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, zone: tzinfo, *, has_mark_only: bool = False) -> None:
        """Make an empty list.

        Args:
            has_mark_only: The cursor is its mark and nothing else, which is six bytes on a slow line.
        """
        super().__init__()
        self.zone = zone
        self._has_mark_only = has_mark_only
        self._order: array[int] = array("q")
        self._lines: dict[int, QueueFault] = {}
        self._asked: set[int] = set()
        self._strips: dict[tuple[int, bool, bool], Strip] = {}
        self._told: QueueFault | None = None

    @property
    def count(self) -> int:
        """How many faults there are."""
        return len(self._order)

    @property
    def order(self) -> "array[int]":
        """The rows of all faults, in their order; not to be changed."""
        return self._order

    @property
    def fault(self) -> QueueFault | None:
        """The fault under the cursor; None: there is none, or its line is still on its way."""
        return self._lines.get(self._order[self.cursor]) if self.cursor < len(self._order) else None

    def show(self, order: "array[int]", lines: Iterable[QueueFault], cursor: int, now: datetime) -> None:
        """Show another order, with what is known of its lines; what was known before is forgotten."""
        self._order, self._lines = order, {line.row: line for line in lines}
        if self.marked:
            listed = set(order)
            self.marked = {row: number for row, number in self.marked.items() if row in listed}
        self._asked.clear()
        self._strips.clear()
        self.set_reactive(FaultList.now, now)
        self.virtual_size = Size(self.size.width, len(order))
        self.set_reactive(FaultList.cursor, cursor)
        self._keep_in_sight()
        self.refresh()
        self._tell_moved()

    def add_lines(self, lines: Iterable[QueueFault]) -> None:
        """Show lines that were wanted."""
        if len(self._lines) > KEPT_LINES:
            self._lines.clear()
            self._asked.clear()
        self._lines |= {line.row: line for line in lines}
        self._strips.clear()
        self.refresh()
        self._tell_moved()

    def render_line(self, y: int) -> Strip:
        """Draw the line at a height of the window."""
        place = y + self.scroll_offset.y
        # A scroll bar takes the blank at the end: no column moves when it comes.
        width = self.outer_size.width
        if place >= len(self._order):
            return self._drawn_empty(y - self.size.height // 3, width)
        row, is_cursor = self._order[place], place == self.cursor
        looks = (row, is_cursor, row in self.marked)
        line = self._lines.get(row)
        if line is None:
            self._ask_for(place)
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get(looks)
        if strip is None:
            strip = self._strips[looks] = self._drawn(line, width, is_cursor=is_cursor)
        return strip

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._order))
        self._keep_in_sight()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open and to mark only where there is something."""
        return bool(self._order) if action in ("open", "mark") else super().check_action(action, parameters)

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._strips.clear()
        super().notify_style_update()

    def validate_cursor(self, cursor: int) -> int:
        """Stay within the list."""
        return max(0, min(cursor, len(self._order) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the mark where it is now."""
        self.refresh_line(before)
        self.refresh_line(after)
        self._keep_in_sight()
        self._tell_moved()

    def watch_now(self) -> None:
        """Say due times by another instant."""
        self._strips.clear()
        self.refresh()

    def watch_marked(self) -> None:
        """Draw the marks."""
        self.refresh()
        self.post_message(self.Marked())

    def on_click(self, event: events.Click) -> None:
        """Go where the mouse points; a click before the line marks it, a second click on it opens."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y + self.scroll_offset.y < len(self._order):
            self.cursor = offset.y + self.scroll_offset.y
            if offset.x < MARK_CELLS:
                self._mark()
            elif event.chain > 1:
                self.action_open()

    def action_mark(self) -> None:
        """Mark the fault under the cursor, or take its mark away, and go on to the next."""
        self._mark()
        self.cursor += 1

    def action_open(self) -> None:
        """Open the fault under the cursor."""
        if self.fault is not None:
            self.post_message(self.Opened(self.fault))

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self.cursor += steps

    def action_page(self, steps: int) -> None:
        """Move the cursor by a window."""
        self.cursor += steps * max(1, self.size.height - 1)

    def action_first(self) -> None:
        """Go to the first fault."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last fault."""
        self.cursor = len(self._order) - 1

    def _mark(self) -> None:
        at = self.fault
        if at is not None:
            others = {row: number for row, number in self.marked.items() if row != at.row}
            self.marked = others if at.row in self.marked else {**self.marked, at.row: at.number}

    def _drawn(self, line: QueueFault, width: int, *, is_cursor: bool) -> Strip:
        stands_out = is_cursor and not self._has_mark_only
        columns = Columns.fitting(width)
        cells = fault_cells(
            line, columns, self.now, self.zone,
            is_cursor=is_cursor, is_marked=line.row in self.marked, is_strong=stands_out,
        )  # fmt: skip
        ground = self.rich_style
        if stands_out:
            ground += self.get_component_rich_style("fault-list--cursor", partial=True)
        return Strip(self._segments(cells, ground)).adjust_cell_length(width, ground)

    def _drawn_empty(self, row: int, width: int) -> Strip:
        cells = self.empty[row] if not self._order and 0 <= row < len(self.empty) else ()
        indent = max(0, width - sum(cell_width(cell.text) for cell in cells)) // 2
        segments = self._segments((Cell(" " * indent), *cells), self.rich_style)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _segments(self, cells: Iterable[Cell], ground: Style) -> Iterator[Segment]:
        for cell in cells:
            meaning = f"fault-list--{cell.meaning}"
            style = ground + self.get_component_rich_style(meaning, partial=True) if cell.meaning else ground
            yield Segment(cell.text, style)

    def _ask_for(self, place: int) -> None:
        page = place // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.LinesWanted(self._order[page * PAGE : (page + 1) * PAGE]))

    def _keep_in_sight(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if height and not top <= self.cursor < top + height:
            self.scroll_to(
                y=self.cursor if self.cursor < top else self.cursor - height + 1, animate=False, immediate=True
            )

    def _tell_moved(self) -> None:
        if self.fault != self._told or not self._order:
            self._told = self.fault
            self.post_message(self.Moved(self.fault))
