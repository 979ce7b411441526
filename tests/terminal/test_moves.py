"""A move ends where it should, on the shortest way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.terminal.moves import shortest_move
from tests.terminal.emulator import Emulator

ROWS, COLUMNS = st.integers(0, 23), st.integers(0, 79)


@given(ROWS, COLUMNS, ROWS, COLUMNS, st.booleans(), st.booleans(), st.booleans())
def test_the_cursor_arrives(
    row: int, column: int, to_row: int, to_column: int, is_row_known: bool, is_column_known: bool, line_feeds: bool
) -> None:
    emulator = Emulator(80, 24)
    emulator.show(f"\x1b[{row + 1};{column + 1}H")
    known_row, known_column = row if is_row_known else None, column if is_column_known else None
    emulator.show(shortest_move(known_row, known_column, to_row, to_column, line_feeds))
    assert (emulator.cursor.y, emulator.cursor.x) == (to_row, to_column)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((5, 3), (6, 3), "\n"),
        ((5, 3), (5, 2), "\b"),
        ((5, 3), (6, 2), "\n\b"),
        ((5, 3), (6, 0), "\n\r"),
        ((5, 3), (4, 3), "\x1bM"),
        ((5, 3), (5, 9), "\x1b[6C"),
        ((20, 70), (0, 0), "\x1b[H"),
    ],
)
def test_the_shortest_way_is_taken(start: tuple[int, int], end: tuple[int, int], expected: str) -> None:
    assert shortest_move(*start, *end) == expected


def test_a_line_feed_is_not_used_where_it_would_return_the_carriage() -> None:
    assert "\n" not in shortest_move(5, 3, 6, 3, line_feeds=False)
