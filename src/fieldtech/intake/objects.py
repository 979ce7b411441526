"""JSON records as rows: nested objects become dotted columns, a double key refuses its row."""

import json
from collections.abc import Iterator

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.intake.decoding import has_damage
from fieldtech.intake.json_values import BrokenJson, JsonRecord, JsonValue, NoNumber, Pairs, json_records
from fieldtech.intake.rows import LARGEST_CELL, MOST_COLUMNS, BadRow, Row, Table
from fieldtech.text import _


class _BadCell(Exception):
    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class _Named(msgspec.Struct, frozen=True):
    """A record as cells by their columns' names."""

    record: JsonRecord
    cells: dict[str, str]
    trouble: BadRow | None


def read_objects(text: str) -> Table:
    """Open the records of a JSON text; the columns are all keys that occur.

    Raises:
        UnreadableInput: It has too many columns, or no record at all.
    """
    named = [_named(record) for record in json_records(text)]
    columns: dict[str, None] = {}
    for record in named:
        if isinstance(record, _Named):
            columns.update(dict.fromkeys(record.cells))
        if len(columns) > MOST_COLUMNS:
            raise UnreadableInput(_("It has more than {most} different keys.").format(most=MOST_COLUMNS))
    if not columns:
        reason = next((record.reason for record in named if isinstance(record, BadRow)), None)
        raise UnreadableInput(reason or _("It has no records."))
    names = tuple(columns)
    return Table(names, _rows(named, names))


def _rows(named: list[_Named | BadRow], columns: tuple[str, ...]) -> Iterator[Row | BadRow]:
    for record in named:
        if isinstance(record, BadRow):
            yield record
            continue
        cells = tuple(record.cells.get(column, "") for column in columns)
        if record.trouble is not None:
            yield msgspec.structs.replace(record.trouble, starts=(cells,))
        elif any(cells):
            yield Row(record.record.line, cells, record.record.original)


def _named(record: JsonRecord | BrokenJson) -> _Named | BadRow:
    if isinstance(record, BrokenJson):
        return BadRow(record.line, record.reason)
    if not isinstance(record.value, Pairs):
        return BadRow(record.line, _("An object with named values is expected here."), value=record.original[:200])
    cells: dict[str, str] = {}
    trouble: BadRow | None = None
    try:
        _flatten(record.value, "", cells)
    except _BadCell as error:
        trouble = BadRow(record.line, error.reason, (), error.column, error.value)
    except RecursionError:
        return BadRow(record.line, _("The JSON is nested too deeply."))
    return _Named(record, cells, trouble)


def _flatten(pairs: Pairs, path: str, cells: dict[str, str]) -> None:
    """Write the values of an object under dotted names.

    Where a value comes with its wording, as ServiceNow's REST interface gives it, the wording takes the column's name.
    """
    for key, value in pairs:
        is_wording = key == "display_value" and path and not isinstance(value, Pairs)
        column = path if is_wording else f"{path}.{key}" if path else key
        if column in cells:
            raise _BadCell(column, "", _("The key stands twice in one object."))
        if isinstance(value, Pairs):
            _flatten(value, column, cells)
        else:
            cells[column] = _checked(_text(value, column), column)


def _text(value: JsonValue, column: str) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case NoNumber():
            raise _BadCell(column, value.text, _("JSON has no such number."))
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    match value:
        case Pairs():
            return {key: _plain(inner) for key, inner in value}
        case list():
            return [_plain(inner) for inner in value]
        case NoNumber():
            return value.text
    return value


def _checked(cell: str, column: str) -> str:
    if len(cell) > LARGEST_CELL:
        raise _BadCell(column, cell, _("The cell has more than {most} characters.").format(most=LARGEST_CELL))
    if has_damage(cell) or has_damage(column):
        raise _BadCell(column, cell, _("The value has characters that are no text, such as half a surrogate pair."))
    return cell
