"""The shortest way of the cursor from one cell to another."""

from functools import lru_cache


@lru_cache(maxsize=16384)
def shortest_move(row: int | None, column: int | None, to_row: int, to_column: int, line_feeds: bool = True) -> str:
    """Give the shortest sequence that moves the cursor.

    Args:
        row: Where the cursor stands. None: not known.
        column: Where it stands. None: not known.
        to_row: Where it shall stand, from 0.
        to_column: Where it shall stand, from 0.
        line_feeds: A line feed goes straight down: the terminal's driver adds no carriage return.
    """
    absolute = _absolute(to_row, to_column)
    if row is None:
        return absolute
    vertical = _vertical(to_row - row, line_feeds)
    ways = [absolute, vertical + "\r" + _forward(to_column)]
    if column is not None:
        ways.append(vertical + _horizontal(to_column - column))
    return min(ways, key=len)


def _absolute(row: int, column: int) -> str:
    if column:
        return f"\x1b[{row + 1};{column + 1}H"
    return f"\x1b[{row + 1}H" if row else "\x1b[H"


def _vertical(rows: int, line_feeds: bool) -> str:
    if rows > 0:
        down = _counted(rows, "B")
        return "\n" * rows if line_feeds and rows <= len(down) else down
    # Reverse index moves up one row, a byte shorter.
    return "\x1bM" if rows == -1 else _counted(-rows, "A")


def _horizontal(columns: int) -> str:
    if columns >= 0:
        return _forward(columns)
    back = _counted(-columns, "D")
    return "\b" * -columns if -columns <= len(back) else back


def _forward(columns: int) -> str:
    return _counted(columns, "C")


def _counted(count: int, final: str) -> str:
    if count == 0:
        return ""
    return f"\x1b[{final}" if count == 1 else f"\x1b[{count}{final}"
