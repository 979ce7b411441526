"""What is shown of hostile text, what is stored of it, and how many cells it takes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fieldtech.domain.visible_text import (
    cell_width,
    cut_to_cells,
    one_line,
    pad_to_cells,
    split_cells,
    storable,
    visible,
)

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
CONTROLS = [*range(0x20), 0x7F, *range(0x80, 0xA0)]
BIDI = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
INVISIBLE = [
    0xAD,
    0x34F,
    0x180E,
    0x200B,
    *range(0x2060, 0x2065),
    0x2028,
    0x2029,
    0x3164,
    0xFE00,
    0xFEFF,
    0xFFF9,
    0xE0041,
]


@pytest.mark.parametrize("code_point", [*CONTROLS, *BIDI, *INVISIBLE, 0xD800, 0xDFFF, 0xE000, 0xFFFE, 0x1FFFF])
def test_no_code_point_that_acts_or_hides_is_left(code_point: int) -> None:
    character = chr(code_point)
    shown = visible(f"a{character}b", newlines=False)
    assert character not in shown
    assert shown != "ab"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\0\x7f", "␀␡"),
        ("\x9b2J", "<U+009B>2J"),
        ("abc\u202etxt.exe", "abc<U+202E>txt.exe"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("half \ud83d", "half <U+D83D>"),
        ("a\tb", "a    b"),
        ("one\r\ntwo\nthree", "one\ntwo\nthree"),
        ("over\rwritten", "over␍written"),
        ("机房\u3000空调 é ✓ 👍🏽", "机房\u3000空调 é ✓ 👍🏽"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
        ("⚠\ufe0f 1\ufe0f x\ufe0f", "⚠ 1 x<U+FE0F>"),
        ("\U00031350\U000323af", "\U00031350\U000323af"),
    ],
)
def test_each_kind_is_shown_in_its_own_way(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_breaks_are_kept_or_shown() -> None:
    assert visible("a\nb\r\nc") == "a\nb\nc"
    assert visible("a\nb\r\nc", newlines=False) == "a␊b␊c"


@given(ANY_TEXT)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible(visible(text, newlines=False), newlines=False) == visible(text, newlines=False)


@given(ANY_TEXT)
def test_nothing_shown_acts_or_hides(text: str) -> None:
    for character in visible(text, newlines=False):
        assert character in "\u200c\u200d" or unicodedata.category(character) not in (
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Zl",
            "Zp",
        )


@given(ANY_TEXT)
def test_what_is_storable_is_valid_composed_text(text: str) -> None:
    stored = storable(text)
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\0" not in stored
    assert unicodedata.is_normalized("NFC", stored)
    assert storable(stored) == stored


def test_storable_keeps_what_only_looks_dangerous() -> None:
    assert storable("a\x1b[31m\u202e\tb\n") == "a\x1b[31m\u202e\tb\n"
    assert storable("e\u0301 \0 \udc80") == "é \ufffd \ufffd"


@given(ANY_TEXT)
def test_one_line_has_no_line_break_and_is_stable(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


def test_one_line_joins_lines_by_a_single_blank() -> None:
    assert one_line("  RAID degraded\r\n\r\n\ton DB-1\u2028disk 4\n") == "RAID degraded on DB-1 disk 4"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("机房空调", 8),
        ("e\u0301", 1),
        ("👨\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("✓", 1),
        ("…", 1),
        ("Ａ", 2),
        ("", 0),
    ],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_every_shown_character_is_as_wide_as_the_screen_lays_it_out() -> None:
    differing = [
        f"U+{code_point:04X}"
        for code_point in range(0x20, 0x32000)
        if visible(character := chr(code_point)) == character
        and unicodedata.category(character) != "Cn"
        and cell_width(character) != cell_len(character)
    ]
    assert differing == []


@given(ANY_TEXT.map(one_line))
def test_a_whole_line_is_as_wide_as_the_screen_lays_it_out(line: str) -> None:
    if all(unicodedata.category(character) != "Cn" for character in line):
        assert cell_width(line) == cell_len(line)


@given(ANY_TEXT.map(one_line), st.integers(0, 30))
def test_cut_and_padded_text_fills_its_column_exactly(line: str, width: int) -> None:
    cut = cut_to_cells(line, width)
    assert cell_width(cut) <= width
    assert cell_width(pad_to_cells(cut, width)) == width


def test_cutting_never_halves_a_wide_character_or_loses_its_mark() -> None:
    assert cut_to_cells("机房空调滴水", 7) == "机房空…"
    assert cut_to_cells("机房空调滴水", 6) == "机房…"
    assert cut_to_cells("cafe\u0301s", 5, "") == "cafe\u0301s"
    assert cut_to_cells("cafe\u0301s", 4, "") == "cafe\u0301"
    assert cut_to_cells("abc", 0) == ""
    assert cut_to_cells("abc", 3) == "abc"


def test_padding_aligns_by_cells() -> None:
    assert pad_to_cells("机房", 6) == "机房  "
    assert pad_to_cells("机房", 6, "right") == "  机房"
    assert pad_to_cells("机", 5, "centre") == " 机  "
    assert pad_to_cells("机房空调", 6) == "机房空调"


@given(ANY_TEXT.map(one_line))
def test_a_line_is_divided_into_as_many_cells_as_it_takes(line: str) -> None:
    cells = split_cells(line)
    assert len(cells) == cell_width(line)
    assert line.endswith("".join(cells))


def test_marks_stay_with_their_character_and_wide_ones_take_two_cells() -> None:
    assert split_cells("cafe\u0301 机\u0301x") == ["c", "a", "f", "e\u0301", " ", "机\u0301", "", "x"]
    assert split_cells("👨\u200d👩!") == ["👨\u200d👩", "", "!"]
    assert split_cells("\u0301a") == ["a"]
    assert split_cells("🇨🇳🇨") == ["🇨🇳", "", "🇨"]
