"""What each cell of the screen shows, and which cells differ between two such screens."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from fieldtech.domain.visible_text import cell_width, split_cells, visible
from fieldtech.terminal.pens import DEFAULT_PEN, Pen, blank_pen

UNKNOWN = "\0"
"""Stands in a cell of which nobody knows what it shows; no cell is ever drawn with it."""

_FIRST_CHINESE, _LAST_OF_THE_FIRST_PLANE = "\u2e80", "\uffff"


@dataclass(slots=True)
class Row:
    """One row of cells: the character of each, and the pen it is drawn with; '' follows a character of two cells."""

    text: list[str]
    pens: list[Pen]

    def copy(self) -> "Row":
        """Return a row that can be changed apart from this one."""
        return Row(self.text.copy(), self.pens.copy())


@dataclass(slots=True)
class Canvas:
    """A screen of cells."""

    width: int
    height: int
    rows: list[Row]

    @classmethod
    def filled(cls, width: int, height: int, character: str = " ", pen: Pen = DEFAULT_PEN) -> "Canvas":
        """Make a screen that shows the same in every cell."""
        return cls(width, height, [Row([character] * width, [pen] * width) for _ in range(height)])

    def copy(self) -> "Canvas":
        """Return a screen that can be changed apart from this one."""
        return Canvas(self.width, self.height, [row.copy() for row in self.rows])

    def take_over(self, other: "Canvas") -> None:
        """Show from now on what another screen of the same size shows."""
        for row, theirs in zip(self.rows, other.rows, strict=True):
            if row.text != theirs.text or row.pens != theirs.pens:
                row.text, row.pens = theirs.text.copy(), theirs.pens.copy()

    def put(self, y: int, x: int, text: str, pen: Pen) -> int:
        """Draw text on one row; what goes beyond the edge is cut off.

        Returns:
            The column after it.
        """
        if not text.isprintable():
            # The filters clean every line before; this is the last place where a control character can be stopped.
            text = visible(text, newlines=False)
        end = x + len(cells := split_cells(text))
        if not cells or not 0 <= y < self.height or x >= self.width:
            return end
        row = self.rows[y]
        if end > self.width:
            cells = _cut(cells, self.width - x)
        _leave_no_half(row.text, x, x + len(cells))
        row.text[x : x + len(cells)] = cells
        row.pens[x : x + len(cells)] = _pens(text, cells, pen)
        return end


def changed_columns(shown: Row, wanted: Row) -> list[int]:
    """List the cells to send: those that differ, and those that sending them may damage.

    Damaged are the other half of a wide character, in what was and in what comes, and the cells after a character that
    the terminal may take for wider than we do.
    """
    if shown.text == wanted.text and shown.pens == wanted.pens:
        return []
    cells = zip(shown.text, wanted.text, shown.pens, wanted.pens, strict=True)
    columns = [x for x, (old, new, old_pen, new_pen) in enumerate(cells) if old != new or old_pen != new_pen]
    if "" in shown.text or "" in wanted.text or any(map(is_doubtful, wanted.text)):
        return sorted(_with_damaged(columns, shown.text, wanted.text))
    return columns


@lru_cache(maxsize=4096)
def is_doubtful(character: str) -> bool:
    """Tell a character on whose width terminals disagree, so that nobody knows where the cursor stands after it.

    They agree on single characters of one cell, and on Chinese, Japanese and Korean; not on marks, on emoji and other
    wide symbols, on what is joined, and on what newer Unicode brought.
    """
    if len(character) != 1:
        return True
    if unicodedata.category(character) == "Cn" or "\u4dc0" <= character <= "\u4dff":
        return True
    if character < _FIRST_CHINESE:
        return cell_width(character) != 1
    return character > _LAST_OF_THE_FIRST_PLANE and not "\U00020000" <= character <= "\U0003ffff"


def _pens(text: str, cells: list[str], pen: Pen) -> list[Pen]:
    blank = blank_pen(pen)
    if blank is pen or " " not in text:
        return [pen] * len(cells)
    return [blank if cell == " " else pen for cell in cells]


def _cut(cells: list[str], width: int) -> list[str]:
    kept = cells[:width]
    if cells[width] == "":
        kept[-1] = " "
    return kept


def _leave_no_half(text: list[str], start: int, end: int) -> None:
    if text[start] == "":
        text[start - 1] = " "
    if end < len(text) and text[end] == "":
        text[end] = " "


def _with_damaged(columns: list[int], shown: list[str], wanted: list[str]) -> set[int]:
    found: set[int] = set()
    waiting = columns.copy()
    while waiting:
        x = waiting.pop()
        if x in found or x >= len(wanted):
            continue
        found.add(x)
        for text in (shown, wanted):
            if text[x] == "":
                waiting.append(x - 1)
            if x + 1 < len(text) and text[x + 1] == "":
                waiting.append(x + 1)
        if wanted[x] and is_doubtful(wanted[x]):
            # A terminal that joins nothing gives each part up to two cells.
            waiting += range(x + 1, x + 2 * len(wanted[x]))
    return found
