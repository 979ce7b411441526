"""Rows that moved together are found, and nothing else is taken for a move."""

import pytest

from fieldtech.terminal.cells import Canvas
from fieldtech.terminal.pens import DEFAULT_PEN
from fieldtech.terminal.scrolling import Shift, find_shift


def canvas(rows: str) -> Canvas:
    """Draw a letter for each row; a dot is a blank one."""
    drawn = Canvas.filled(20, len(rows))
    for y, letter in enumerate(rows):
        drawn.put(y, 0, " " * 20 if letter == "." else letter * 12, DEFAULT_PEN)
    return drawn


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        ("hABCDEfoot", "hBCDEFfoot", Shift(1, 5, 1)),
        ("hABCDEfoot", "hZABCDfoot", Shift(1, 5, -1)),
        ("hABCDEFGHi", "hDEFGHxyzi", Shift(1, 8, 3)),
        ("hABCDEFGHi", "hABCDEFGHi", None),
        ("hABCDEFGHi", "hABCxEFGHi", None),
        ("ABCDEFGHIJ", "JIHGFEDCBA", None),
        ("..........", "..........", None),
        ("A.B.......", ".A.B......", None),
        ("ABCDEF....", "BCxEF.....", Shift(0, 5, 1)),
    ],
)
def test_a_shared_move_is_found(before: str, after: str, shift: Shift | None) -> None:
    assert find_shift(canvas(before), canvas(after)) == shift
