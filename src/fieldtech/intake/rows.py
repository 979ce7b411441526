"""What tables and JSON have in common: rows of cells under named columns, each with its line and its original text."""

from collections.abc import Iterator

import msgspec

MOST_COLUMNS = 1000
LARGEST_CELL = 1_000_000
"""Characters: beyond any description that a person wrote."""


class Row(msgspec.Struct, frozen=True):
    """One row, whole; `cells` are as many as there are columns, an empty one says nothing."""

    line: int
    cells: tuple[str, ...]
    original: str


class BadRow(msgspec.Struct, frozen=True):
    """One row that can't be read."""

    line: int
    reason: str
    starts: tuple[tuple[str, ...], ...] = ()
    """What stands in it before the place where it may go wrong; of each line where it swallowed several."""
    column: str | None = None
    value: str | None = None


class Table(msgspec.Struct):
    """The rows of a file, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[Row | BadRow]
    line: int = 1
    """Where the columns are named."""
    heading: str = ""
    """The line that names the columns, as it stood; it goes before the rows in the original text of an incident."""
    delimiter: str | None = None
