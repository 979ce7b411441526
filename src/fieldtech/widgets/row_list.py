"""A list of rows in columns, with a cursor: machines, bundles, what waits, what is in conflict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.text import N_
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.form_fields import MARK

_GAP, _MARK_CELLS, _LEAST, _LEAST_SPARE = 2, 2, 4, 6


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    heading: str = ""
    """Translated; empty: it has none."""
    is_number: bool = False
    """It stands at the right."""
    gives_way: bool = False
    """It gets what room is left, and is cut where there is too little, the widest first."""
    is_spare: bool = False
    """It is cut first, and left out where little of it would be left; what it says stands elsewhere, too."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its cells are cleaned here."""

    word: str
    """What it stands for, told when it is opened."""
    cells: tuple[Cell, ...]


class RowList(Widget, can_focus=True):
    """Rows, the one under the cursor with a mark; as many as there is room for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open"), tooltip=N_("Go deeper into what is under the cursor."), id="rows.open"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the row above."), id="rows.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the row below."), id="rows.down"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, tooltip=N_("Go a page up."), id="rows.page_up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, tooltip=N_("Go a page down."),
                id="rows.page_down"),
        Binding("home,g", "go_to(0)", N_("First"), show=False, tooltip=N_("Go to the first row."), id="rows.first"),
        Binding("end,G", "go_to(-1)", N_("Last"), show=False, tooltip=N_("Go to the last row."), id="rows.last"),
    ]  # fmt: skip

    class Moved(Message):
        """The cursor went to another row, or the row under it became another."""

        def __init__(self, rows: "RowList") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "RowList":
            """The list, for handlers of one of several."""
            return self.rows

    class Opened(Moved):
        """Enter was pressed on a row."""

        def __init__(self, rows: "RowList", row: Row) -> None:
            super().__init__(rows)
            self.row = row

    rows: reactive[tuple[Row, ...]] = reactive((), layout=True, init=False)
    """What is listed."""
    cursor: reactive[int] = reactive(0, init=False)
    """The place of the row under the cursor."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        has_mark_only: bool = False,
        is_second: bool = False,
        name: str = "",
    ) -> None:
        """Make the list.

        Args:
            empty: What is said where there is no row.
            has_mark_only: The row under the cursor is not coloured: on a slow line that costs too much.
            is_second: It stands beside another list, and shows its cursor only while it has the focus.
            name: Under which a screen finds it.
        """
        super().__init__(id=name or None)
        self.columns, self.empty = tuple(columns), empty
        self._has_mark_only, self._is_second = has_mark_only, is_second

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None: there is none."""
        return self.rows[self.cursor] if self.rows else None

    def show(self, rows: Sequence[Row]) -> None:
        """List other rows; the cursor stays at what it stood for, or where it was."""
        at = self.row.word if self.row else None
        place = next((place for place, row in enumerate(rows) if row.word == at), None)
        self.rows = tuple(rows)
        self.cursor = max(0, min(len(rows) - 1, self.cursor)) if place is None else place
        self.post_message(self.Moved(self))

    def render(self) -> Content:
        """Draw the headings, and the rows around the cursor."""
        if not self.rows:
            return Content.styled(" " * _MARK_CELLS + self.empty, "$quiet")
        widths = self._widths(self.size.width - _MARK_CELLS - 1)
        lines = [self._headings(widths)] if self._has_headings else []
        first = self._first()
        for place, row in list(enumerate(self.rows))[first : first + self._room()]:
            lines.append(self._drawn(place, row, widths))
        return Content("\n").join(lines)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        if self._is_second:
            self.refresh()

    def watch_cursor(self) -> None:
        """Tell where it is."""
        self.post_message(self.Moved(self))

    def on_click(self, event: events.Click) -> None:
        """Go to what was clicked on; a second click opens it."""
        offset = event.get_content_offset(self)
        place = -1 if offset is None else self._first() + offset.y - self._has_headings
        if not 0 <= place < len(self.rows):
            return
        if place == self.cursor:
            self.action_open()
        self.cursor = place

    def action_move(self, steps: int) -> None:
        """Go some rows on."""
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + steps))

    def action_page(self, pages: int) -> None:
        """Go a page on."""
        self.action_move(pages * max(1, self._room() - 1))

    def action_go_to(self, place: int) -> None:
        """Go to the first row, or the last."""
        self.action_move(-len(self.rows) if place == 0 else len(self.rows))

    def action_open(self) -> None:
        """Go deeper."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    @property
    def _has_headings(self) -> bool:
        return any(column.heading for column in self.columns)

    def _room(self) -> int:
        return max(1, self.size.height - self._has_headings)

    def _first(self) -> int:
        return max(0, min(self.cursor - self._room() // 2, len(self.rows) - self._room()))

    def _widths(self, width: int) -> list[int]:
        """Divide a width: what gives way gets the rest; a column in which nothing stands is left out."""
        widths = [min(width, self._natural(place)) for place in range(len(self.columns))]
        giving = [place for place, column in enumerate(self.columns) if column.gives_way and widths[place]]
        over = _needed(widths) - width
        for place, column in enumerate(self.columns):
            if column.is_spare and over > 0:
                left = widths[place] - over
                widths[place] = left if left >= _LEAST_SPARE else 0
                over = _needed(widths) - width
        while over > 0 and giving and max(widths[place] for place in giving) > _LEAST:
            widths[max(giving, key=lambda place: widths[place])] -= 1
            over -= 1
        if giving and over < 0:
            widths[giving[0]] -= over
        return widths

    def _natural(self, place: int) -> int:
        texts = [one_line(row.cells[place].text) for row in self.rows]
        widest = max(map(cell_width, texts))
        return max(widest, cell_width(self.columns[place].heading)) if widest else 0

    def _headings(self, widths: Sequence[int]) -> Content:
        cells = tuple(Cell(column.heading, "quiet") for column in self.columns)
        return Content.assemble(" " * _MARK_CELLS, self._laid_out(cells, widths))

    def _drawn(self, place: int, row: Row, widths: Sequence[int]) -> Content:
        is_here = place == self.cursor and (self.has_focus or not self._is_second)
        mark = MARK if is_here else " "
        line = Content.assemble((mark, "$mark"), " ", self._laid_out(row.cells, widths))
        if is_here and not self._has_mark_only:
            blank = " " * max(0, self.size.width - line.cell_length)
            return Content.assemble(line, blank).stylize("on $cursor-row")
        return line

    def _laid_out(self, cells: Sequence[Cell], widths: Sequence[int]) -> Content:
        parts = []
        for column, cell, width in zip(self.columns, cells, widths, strict=True):
            if width:
                text = pad_to_cells(
                    cut_to_cells(one_line(cell.text), width), width, "right" if column.is_number else "left"
                )
                parts.append((text, _style(cell.meaning)))
        return Content(" " * _GAP).join(Content.styled(*part) for part in parts)


def _needed(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (sum(map(bool, widths)) - 1)


def _style(meaning: str) -> str:
    return "bold" if meaning == "strong" else f"${meaning}" if meaning else ""
