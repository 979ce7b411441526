"""Rows that moved up or down together, and the margins within which the terminal moves them itself."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from fieldtech.terminal.cells import Canvas, Row
from fieldtech.terminal.encoding import Encoder
from fieldtech.terminal.pens import DEFAULT_PEN

_FEWEST_ROWS = 3
_WIDEST_HOLE = 3
_LINE_FEEDS_UP_TO = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows top to bottom, both included, move by a number of rows: up if positive."""

    top: int
    bottom: int
    rows: int


def find_shift(shown: Canvas, wanted: Canvas) -> Shift | None:
    """Find the move that most of the changed rows share; None where too few share one."""
    places = defaultdict(list)
    for y, row in enumerate(shown.rows):
        if _is_worth_moving(row):
            places[_key(row)].append(y)
    moves: Counter[int] = Counter()
    moved: dict[int, list[int]] = defaultdict(list)
    for y, (before, after) in enumerate(zip(shown.rows, wanted.rows, strict=True)):
        if before.text == after.text and before.pens == after.pens:
            continue
        for origin in places.get(_key(after), ()):
            moves[origin - y] += 1
            moved[origin - y].append(y)
    if not moves:
        return None
    rows, count = moves.most_common(1)[0]
    return _margins(moved[rows], rows) if count >= _FEWEST_ROWS else None


def scroll(encoder: Encoder, shown: Canvas, shift: Shift) -> None:
    """Let the terminal move the rows, and the picture of it too; the rows that come in are blank."""
    count = abs(shift.rows)
    encoder.set_pen(DEFAULT_PEN)
    encoder.parts.append(f"\x1b[{shift.top + 1};{shift.bottom + 1}r")
    encoder.row = encoder.column = None
    if count > _LINE_FEEDS_UP_TO:
        encoder.move(shift.top, 0)
        encoder.parts.append(f"\x1b[{count}{'M' if shift.rows > 0 else 'L'}")
    else:
        encoder.move(shift.bottom if shift.rows > 0 else shift.top, 0)
        encoder.parts.append(("\n" if shift.rows > 0 else "\x1bM") * count)
    encoder.parts.append("\x1b[r")
    encoder.row = encoder.column = None
    _move_rows(shown, shift)


def _move_rows(canvas: Canvas, shift: Shift) -> None:
    rows = canvas.rows[shift.top : shift.bottom + 1]
    blanks = Canvas.filled(canvas.width, abs(shift.rows)).rows
    kept = [*rows[shift.rows :], *blanks] if shift.rows > 0 else [*blanks, *rows[: shift.rows]]
    canvas.rows[shift.top : shift.bottom + 1] = kept


def _margins(moved: list[int], rows: int) -> Shift:
    """Span the longest stretch of moved rows, with small holes where a row changed as it moved."""
    stretches = [[moved[0]]]
    for y in moved[1:]:
        if y - stretches[-1][-1] <= _WIDEST_HOLE:
            stretches[-1].append(y)
        else:
            stretches.append([y])
    longest = max(stretches, key=len)
    return Shift(longest[0] + min(0, rows), longest[-1] + max(0, rows), rows)


def _key(row: Row) -> int:
    return hash(("".join(row.text), tuple(map(id, row.pens))))


def _is_worth_moving(row: Row) -> bool:
    return any(character != " " for character in row.text)
