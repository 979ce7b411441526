"""From what the terminal shows to what it shall show, in few bytes: moves, pens, text, erasing to the end of a row."""

from bisect import bisect_left
from dataclasses import dataclass, field

from fieldtech.terminal.cells import Canvas, Row, changed_columns, is_doubtful
from fieldtech.terminal.moves import shortest_move
from fieldtech.terminal.pens import DEFAULT_PEN, Pen, blank_on, blank_pen, pen_change

_LONGEST_GAP = 6
_ERASED_FROM = 4


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the terminal understands beyond moving and writing."""

    erases_with_colour: bool = True
    """Erased cells take the pen's background; otherwise only uncoloured blanks are erased."""
    resets_only: bool = False
    """Single attributes can't be ended."""
    line_feeds: bool = True
    """A line feed goes straight down."""
    scrolls: bool = True
    """Rows can be shifted within margins."""

    def can_erase(self, pen: Pen) -> bool:
        """Tell whether erasing makes the blank that this pen draws."""
        return pen == DEFAULT_PEN or (self.erases_with_colour and not pen.attributes and not pen.foreground)


@dataclass(slots=True)
class Encoder:
    """Collects what is sent, and knows where that leaves the cursor and the pen; None: not known."""

    abilities: Abilities
    row: int | None = None
    column: int | None = None
    pen: Pen | None = None
    parts: list[str] = field(default_factory=list)

    def fork(self) -> "Encoder":
        """Start an attempt of its own from the same place."""
        return Encoder(self.abilities, self.row, self.column, self.pen)

    def taken(self) -> str:
        """Hand over what was collected."""
        sent = "".join(self.parts)
        self.parts.clear()
        return sent

    def size(self) -> int:
        """Count the bytes collected."""
        return len("".join(self.parts).encode())

    def send_canvas(self, shown: Canvas, wanted: Canvas) -> int:
        """Send every difference between two screens of the same size.

        Returns:
            How many rows differ.
        """
        changed_rows = 0
        for y, (before, after) in enumerate(zip(shown.rows, wanted.rows, strict=True)):
            if columns := changed_columns(before, after):
                self._send_row(y, columns, after)
                changed_rows += 1
        return changed_rows

    def clear(self, pen: Pen, height: int) -> None:
        """Erase the whole screen to the blanks of a pen.

        A colour is erased line by line: some terminals that paint a line's rest leave an erased screen unpainted.
        """
        self.set_pen(pen)
        if not pen.background:
            self.parts.append("\x1b[2J")
            return
        for y in range(height):
            self.move(y, 0)
            self.parts.append("\x1b[K")

    def move(self, y: int, x: int) -> None:
        """Bring the cursor to a cell."""
        if (self.row, self.column) != (y, x):
            self.parts.append(shortest_move(self.row, self.column, y, x, self.abilities.line_feeds))
            self.row, self.column = y, x

    def set_pen(self, pen: Pen) -> None:
        """Draw with this pen from now on."""
        if pen is not self.pen:
            self.parts.append(pen_change(self.pen, pen, self.abilities.resets_only))
            self.pen = pen

    def _send_row(self, y: int, columns: list[int], wanted: Row) -> None:
        text, pens, append = wanted.text, wanted.pens, self.parts.append
        width = len(text)
        erased_from = self._start_of_erasing(columns, wanted)
        for x in columns:
            character = text[x]
            if x >= erased_from or not character:
                continue
            if self.column != x or self.row != y:
                self._go(y, x, wanted)
            if pens[x] is not self.pen:
                self.set_pen(self._nearest(pens[x]) if character == " " else pens[x])
            if character.isascii() or not is_doubtful(character):
                append(character)
                self.column = _column_after(x, text)
            else:
                self._write_doubtful(y, x, text)
        if erased_from < width:
            self.move(y, erased_from)
            self.set_pen(self._nearest(pens[erased_from]))
            append("\x1b[K")

    def _write_doubtful(self, y: int, x: int, text: list[str]) -> None:
        """Blank the cells first, in case the terminal draws fewer; afterwards nobody knows where the cursor stands."""
        end = _column_after(x, text)
        if end is not None:
            self.parts.append(" " * (end - x))
            self.column = end
            self.move(y, x)
        self.parts.append(text[x])
        self.column = None

    def _start_of_erasing(self, columns: list[int], wanted: Row) -> int:
        """Give the column from which the row is erased; its width where that saves nothing."""
        width = len(wanted.text)
        pen = wanted.pens[-1]
        if columns[-1] != width - 1 or wanted.text[-1] != " " or not self.abilities.can_erase(pen):
            return width
        start = width
        while start and wanted.text[start - 1] == " " and wanted.pens[start - 1] == pen:
            start -= 1
        tail = columns[bisect_left(columns, start) :]
        return tail[0] if len(tail) >= _ERASED_FROM else width

    def _go(self, y: int, x: int, wanted: Row) -> None:
        """Bring the cursor to a cell, over what stands between by writing it again where that is shorter."""
        if self.row == y and self.column is not None and 0 < x - self.column <= _LONGEST_GAP:
            columns = range(self.column, x)
            again = "".join(wanted.text[self.column : x])
            shortest = len(shortest_move(y, self.column, y, x, self.abilities.line_feeds))
            if len(again.encode()) <= shortest and all(self._can_be_rewritten(wanted, column) for column in columns):
                self.parts.append(again)
                self.column = x
                return
        self.move(y, x)

    def _can_be_rewritten(self, wanted: Row, x: int) -> bool:
        character, pen = wanted.text[x], wanted.pens[x]
        if character == " " and self.pen is not None:
            return pen == blank_pen(self.pen)
        return pen is self.pen and character.isascii()

    def _nearest(self, blank: Pen) -> Pen:
        """Give the pen for a blank that is nearest to the present one."""
        return blank if self.pen is None else blank_on(self.pen, blank)


def _column_after(x: int, text: list[str]) -> int | None:
    """Tell where the cursor stands after a character; None past the edge."""
    end = x + 2 if x + 1 < len(text) and text[x + 1] == "" else x + 1
    return end if end < len(text) else None
