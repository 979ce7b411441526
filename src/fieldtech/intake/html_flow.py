"""Running text with its breaks, and tables as lines of cells: what HTML is reduced to."""

import re

_MOST_NESTED = 12
_LONG_CELL = 160
"""Cells of more characters are the columns of a page, not of a table: they are set under each other."""

_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


class Flow:
    """Text with line breaks that add up to no more than an empty line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 0
        self._ends_blank = True

    def put(self, text: str) -> None:
        """Add text as it stands."""
        if not text:
            return
        if self._breaks and self._pieces:
            self._pieces.append("\n" * self._breaks)
        self._breaks = 0
        self._pieces.append(text)
        self._ends_blank = text.endswith((" ", "\n"))

    def put_words(self, text: str) -> None:
        """Add text with its blanks drawn together; none at the beginning of a line, or after another."""
        words = _BLANKS.sub(" ", text)
        self.put(words.lstrip() if self._ends_blank or self._breaks else words)

    def end_line(self, lines: int = 1) -> None:
        """End the line, with an empty one after it for two; more of the same changes nothing."""
        self._breaks = max(self._breaks, lines)

    def skip_line(self) -> None:
        """End the line, or leave one empty where it is ended already."""
        self._breaks = min(2, self._breaks + 1)

    def mark(self) -> int:
        """Return a place to which `since` refers."""
        return len(self._pieces)

    def since(self, mark: int) -> str:
        """Return the text that was added after a mark."""
        return "".join(self._pieces[mark:])

    def text(self) -> str:
        """Return all of it, without blanks around or at the ends of lines."""
        return "\n".join(line.rstrip() for line in "".join(self._pieces).split("\n")).strip("\n")


class Page:
    """A flow in which tables stand, their cells being flows themselves."""

    def __init__(self) -> None:
        self._flows = [Flow()]
        self._open: list[str] = []
        self._rows: list[list[str]] = []
        self._ignored_tables = 0

    @property
    def flow(self) -> Flow:
        """Where text goes now."""
        return self._flows[-1]

    def open_table(self) -> None:
        """Begin a table; one that is nested too deep is read as plain text."""
        self.flow.end_line(2)
        if self._ignored_tables or len(self._flows) > _MOST_NESTED:
            self._ignored_tables += 1
        else:
            self._open.append("table")

    def open_row(self) -> None:
        """Begin a row, and end the one before."""
        if self._is_outside():
            self.flow.end_line()
            return
        self._close_down_to("table")
        self._open.append("row")
        self._rows.append([])

    def open_cell(self) -> None:
        """Begin a cell, and end the one before."""
        if self._is_outside():
            self.flow.end_line()
            return
        if self._open[-1] == "cell":
            self._close_top()
        if self._open[-1] == "table":
            self.open_row()
        self._open.append("cell")
        self._flows.append(Flow())

    def close_cell(self) -> None:
        """End the cell, if one is open."""
        if not self._is_outside() and self._open[-1] == "cell":
            self._close_top()

    def close_row(self) -> None:
        """End the row, and set it as a line."""
        if not self._is_outside():
            self._close_down_to("table")

    def close_table(self) -> None:
        """End the table, with an empty line after it."""
        if self._ignored_tables:
            self._ignored_tables -= 1
        elif self._open:
            self._close_down_to("table")
            self._open.pop()
        self.flow.end_line(2)

    def text(self) -> str:
        """Close what is open and return the whole."""
        while self._open:
            self._close_top()
        return self.flow.text()

    def _is_outside(self) -> bool:
        return not self._open or self._ignored_tables > 0

    def _close_down_to(self, kind: str) -> None:
        while self._open[-1] != kind:
            self._close_top()

    def _close_top(self) -> None:
        kind = self._open.pop()
        if kind == "cell":
            self._rows[-1].append(self._flows.pop().text())
        elif kind == "row":
            self._set_row(self._rows.pop())

    def _set_row(self, cells: list[str]) -> None:
        told = [cell for cell in cells if cell]
        self.flow.end_line()
        if len(told) > 1 and max(map(len, told)) <= _LONG_CELL:
            self.flow.put(" | ".join(_BLANKS.sub(" ", cell) for cell in cells))
        else:
            for cell in told:
                self.flow.put(cell)
                self.flow.end_line()
        self.flow.end_line()
