"""Whatever is drawn, the terminal shows exactly that, and few bytes go over the line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.visible_text import one_line
from fieldtech.terminal.cells import Canvas, is_doubtful
from fieldtech.terminal.encoding import Abilities
from fieldtech.terminal.painter import Painter
from fieldtech.terminal.pens import DEFAULT_PEN, pen_from_codes
from tests.terminal.emulator import Emulator

WIDTH, HEIGHT = 24, 10
CODES = [
    "",
    "1",
    "7",
    "4",
    "31",
    "1;31",
    "42",
    "1;31;42",
    "38;5;12",
    "48;2;1;2;3",
    "3;38;2;9;9;9;48;2;1;2;3",
    "7;31;42",
]
PENS = st.sampled_from(CODES).map(pen_from_codes)
PLAIN = st.text("ab |.-", min_size=1, max_size=30)
WIDE = st.text("ab 机房空调", min_size=1, max_size=16)
ODD = st.sampled_from(["e\u0301x", "👨\u200d👩\u200d👧", "👍🏽 ok", "😀", "机\u0301a", "   ", "🇨🇳", "…", "█▌"])
TEXTS = st.one_of(PLAIN, WIDE, ODD, st.text(max_size=12).map(one_line))
PUTS = st.tuples(st.just("put"), st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), TEXTS, PENS)
SHIFTS = st.tuples(st.just("shift"), st.integers(-9, 9))
FILLS = st.tuples(st.just("fill"), PENS)
FORGETTING = st.tuples(st.just("forget"))
CURSORS = st.tuples(st.just("cursor"), st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1))
FRAMES = st.lists(st.lists(st.one_of(PUTS, SHIFTS, FILLS, FORGETTING, CURSORS), max_size=8), min_size=1, max_size=8)
ABILITIES = st.builds(Abilities, st.booleans(), st.booleans(), st.booleans(), st.booleans())


def drawn_plainly(canvas: Canvas, emulator: Emulator) -> Emulator:
    """Draw a canvas cell by cell, from nothing, on an emulator of its own."""
    fresh = Emulator(canvas.width, canvas.height, erases_with_colour=emulator.erases_with_colour, joins=emulator.joins)
    for y, row in enumerate(canvas.rows):
        for x, (text, pen) in enumerate(zip(row.text, row.pens, strict=True)):
            codes = ";".join(["0", *sorted(pen.attributes), pen.foreground, pen.background]).replace(";;", ";")
            fresh.show(f"\x1b[{y + 1};{x + 1}H\x1b[{codes.rstrip(';')}m{text}" if text else "")
    return fresh


def change(painter: Painter, step: tuple) -> None:  # type: ignore[type-arg]
    """Do one step of a random session."""
    canvas = painter.wanted
    match step:
        case ("put", y, x, text, pen):
            canvas.put(y, x, text, pen)
        case ("fill", pen):
            for y in range(canvas.height):
                canvas.put(y, 0, " " * canvas.width, pen)
        case ("shift", rows):
            canvas.rows = canvas.rows[rows % HEIGHT :] + canvas.rows[: rows % HEIGHT]
        case ("forget",):
            painter.forget()


def assert_all_certain_cells_are_shown(emulator: Emulator, canvas: Canvas) -> None:
    """Compare all but the characters on which terminals differ."""
    for row, seen in zip(canvas.rows, emulator.looks(), strict=True):
        for x, text in enumerate(row.text):
            if text and not is_doubtful(text):
                assert seen[x].data == text


@settings(max_examples=120)
@given(FRAMES, ABILITIES, st.booleans())
def test_the_terminal_shows_every_cell_as_wanted(
    frames: list[list[tuple]],  # type: ignore[type-arg]
    abilities: Abilities,
    joins: bool,
) -> None:
    painter = Painter(WIDTH, HEIGHT, abilities)
    emulator = Emulator(WIDTH, HEIGHT, erases_with_colour=abilities.erases_with_colour, joins=joins)
    emulator.show("\x1b[31mleft over by another program\x1b[5;5H")
    for steps in frames:
        cursor = None
        for step in steps:
            change(painter, step)
            cursor = step[1:] if step[0] == "cursor" else cursor
        emulator.show(painter.frame(cursor))
        if joins:
            assert emulator.looks() == drawn_plainly(painter.wanted, emulator).looks()
        else:
            assert_all_certain_cells_are_shown(emulator, painter.wanted)
        if cursor is not None:
            assert (emulator.cursor.y, emulator.cursor.x) == cursor
        assert painter.frame(cursor) == ""


def queue_of(painter: Painter, first: int, marked: int) -> None:
    """Draw a list of faults that starts at one of them, with a mark before another."""
    for y in range(3, 20):
        number = first + y - 3
        mark = "> " if number == marked else "  "
        line = (
            f"{mark}F-26K7-{number:03}  Core switch SW-{number * 7 % 50:02} dark in the morning   R{number % 9} / 14U"
        )
        painter.wanted.put(y, 0, line.ljust(80), DEFAULT_PEN)


@pytest.fixture
def standing_queue() -> Painter:
    painter = Painter(80, 24)
    queue_of(painter, 1, 5)
    painter.frame()
    return painter


def test_moving_the_mark_by_one_row_costs_six_bytes(standing_queue: Painter) -> None:
    queue_of(standing_queue, 1, 6)
    standing_queue.frame()
    queue_of(standing_queue, 1, 7)
    assert len(standing_queue.frame()) <= 6


def test_scrolling_by_one_row_sends_little_more_than_the_new_row(standing_queue: Painter) -> None:
    queue_of(standing_queue, 1, 17)
    standing_queue.frame()
    queue_of(standing_queue, 2, 18)
    assert len(standing_queue.frame()) <= 110


def test_scrolling_back_by_three_rows_sends_little_more_than_the_new_rows(standing_queue: Painter) -> None:
    queue_of(standing_queue, 20, 20)
    standing_queue.frame()
    queue_of(standing_queue, 17, 17)
    assert len(standing_queue.frame()) <= 260


def test_nothing_changed_sends_nothing(standing_queue: Painter) -> None:
    queue_of(standing_queue, 1, 5)
    assert standing_queue.frame() == ""


def test_after_forgetting_everything_is_sent_again_and_modes_are_mended(standing_queue: Painter) -> None:
    standing_queue.forget()
    sent = standing_queue.frame(mend=True)
    assert "\x1b[r" in sent
    assert "F-26K7-017" in sent


def test_another_size_starts_from_nothing(standing_queue: Painter) -> None:
    standing_queue.resize(20, 5)
    standing_queue.wanted.put(0, 0, "small", DEFAULT_PEN)
    assert "small" in standing_queue.frame()
    assert standing_queue.size == (20, 5)
