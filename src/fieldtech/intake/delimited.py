"""Comma-, semicolon-, tab- and bar-separated files as rows, with the line on which each begins."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from fieldtech.domain.errors import UnreadableInput
from fieldtech.intake.decoding import has_damage
from fieldtech.intake.rows import LARGEST_CELL, MOST_COLUMNS, BadRow, Row, Table
from fieldtech.text import _

DELIMITERS = (",", ";", "\t", "|")

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_CHARACTERS, _SAMPLE_RECORDS = 1 << 18, 20
_LARGEST_ROW = 10_000_000

# The module's own limit would end a row in the middle of a cell, and read the rest of the cell as rows.
csv.field_size_limit(1 << 30)


def read_delimited(text: str, delimiter: str | None = None) -> Table:
    """Open a table whose first row names the columns.

    Args:
        delimiter: None: the one that cuts the first rows most evenly.

    Raises:
        UnreadableInput: It has no columns, or too many.
    """
    first_line = 1
    if match := _SEPARATOR_LINE.match(text):
        delimiter, first_line, text = match[1], 2, text[match.end() :]
    delimiter = delimiter or _sniff(text)
    records = _records(text, delimiter, first_line)
    heading = next((record for record in records if not isinstance(record, Row) or any(record.cells)), None)
    if not isinstance(heading, Row):
        reason = heading.reason if heading else _("it has no rows.")
        raise UnreadableInput(_("The names of the columns can't be read: {reason}").format(reason=reason))
    if len(heading.cells) > MOST_COLUMNS:
        raise UnreadableInput(
            _("It has {count} columns; at most {most} are read.").format(count=len(heading.cells), most=MOST_COLUMNS)
        )
    columns = tuple(cell.strip() for cell in heading.cells)
    rows = _checked(records, columns)
    return Table(columns, rows, heading.line, heading.original, delimiter)


def _sniff(text: str) -> str:
    sample = text[:_SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Rate a delimiter: the share of rows as wide as the first, then that width."""
    widths: list[int] = []
    for record in _records(sample, delimiter, 1):
        if isinstance(record, Row) and any(record.cells):
            widths.append(len(record.cells))
        if len(widths) == _SAMPLE_RECORDS:
            break
    if not widths or widths[0] == 1:
        return 0.0, 0
    return Counter(widths)[widths[0]] / len(widths), widths[0]


def _records(text: str, delimiter: str, first_line: int) -> Iterator[Row | BadRow]:
    """Cut a text into records, each with the line on which it begins."""
    raw: list[str] = []
    reader = csv.reader(_lines(text, raw, first_line), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + first_line
        raw.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            starts = tuple(tuple(told.partition('"')[0].split(delimiter)[:-1]) for told in raw)
            yield BadRow(line, _broken(line, reader.line_num + first_line - 1, str(error)), starts)
            continue
        yield Row(line, tuple(cells), "".join(raw))


def _lines(text: str, raw: list[str], first_line: int) -> Iterator[str]:
    """Yield the lines of a text, and write them down as those of the record in hand."""
    size = 0
    for number, line in enumerate(io.StringIO(text, newline=""), first_line):
        size = len(line) + (size if raw else 0)
        if size > _LARGEST_ROW:
            raise UnreadableInput(
                _("The row in line {line} is larger than {size} MB; a quotation mark may be missing.").format(
                    line=number - len(raw), size=_LARGEST_ROW // 1_000_000
                )
            )
        raw.append(line)
        yield line


def _broken(first: int, last: int, detail: str) -> str:
    if "end of data" in detail:
        return _("A quotation mark is opened in this row and never closed; nothing after it could be read.")
    if last > first:
        return _("The quotation marks of lines {first} to {last} don't match: {detail}.").format(
            first=first, last=last, detail=detail
        )
    return _("The quotation marks of this row don't match: {detail}.").format(detail=detail)


def _checked(records: Iterator[Row | BadRow], columns: tuple[str, ...]) -> Iterator[Row | BadRow]:
    width = len(columns)
    for record in records:
        if isinstance(record, BadRow):
            yield record
        elif len(record.cells) != width:
            if any(record.cells):
                yield _ragged(record, width)
        elif any(record.cells):
            yield _unreadable_cell(record, columns) or record


def _ragged(row: Row, width: int) -> BadRow:
    reason = _("The row has {cells} cells where the heading names {columns} columns.").format(
        cells=len(row.cells), columns=width
    )
    return BadRow(row.line, reason, (row.cells[:width],))


def _unreadable_cell(row: Row, columns: tuple[str, ...]) -> BadRow | None:
    is_large = len(row.original) > LARGEST_CELL
    if not is_large and (row.original.isascii() and "\0" not in row.original):
        return None
    for column, cell in zip(columns, row.cells, strict=True):
        if len(cell) > LARGEST_CELL:
            reason = _("The cell has more than {most} characters.").format(most=LARGEST_CELL)
            return BadRow(row.line, reason, (row.cells,), column, cell)
        if has_damage(cell):
            reason = _("The cell has bytes that are no text, such as NUL or half a letter; save the file as UTF-8.")
            return BadRow(row.line, reason, (row.cells,), column, cell)
    return None
