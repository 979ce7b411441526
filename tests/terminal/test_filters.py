"""Every line is cleaned and drawn in what the terminal has, and stays as long as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from fieldtech.terminal.filters import CleaningFilter, ConsoleColourFilter, GlyphFilter, MonochromeFilter, filters_for
from fieldtech.terminal.profile import detect

BLACK = Color(0, 0, 0)
LINES = st.lists(st.text(max_size=12).map(Segment), max_size=6)


def text_of(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


@given(LINES)
def test_a_cleaned_line_is_as_long_as_before(segments: list[Segment]) -> None:
    cleaned = CleaningFilter().apply(segments, BLACK)
    assert Segment.get_line_length(cleaned) == Segment.get_line_length(segments)
    assert text_of(CleaningFilter().apply(cleaned, BLACK)) == text_of(cleaned)


def test_a_clean_line_is_not_touched() -> None:
    segments = [Segment("F-26K7-041 "), Segment("dark")]
    assert CleaningFilter().apply(segments, BLACK) is segments


def test_the_next_column_stays_in_place_where_there_is_room() -> None:
    segments = [Segment("in\x1bvoice          "), Segment("R2 / 14U")]
    assert text_of(CleaningFilter().apply(segments, BLACK)) == "in␛voice         R2 / 14U"


def test_a_full_line_loses_its_end() -> None:
    assert text_of(CleaningFilter().apply([Segment("abc\u202edef")], BLACK)) == "abc<U+"


def test_a_dropped_emoji_style_is_filled_up() -> None:
    assert text_of(CleaningFilter().apply([Segment("⚠\ufe0f!")], BLACK)) == "⚠! "


def test_glyphs_keep_their_style() -> None:
    red = Style(color="red")
    assert GlyphFilter("ascii").apply([Segment("╭─╮", red)], BLACK) == [Segment("+-+", red)]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("italic", "not italic"),
        ("blue", "color(12)"),
        ("blue on black", "color(12) on black"),
        ("blue on white", "blue on white"),
        ("green", "green"),
    ],
)
def test_the_console_gets_no_italics_and_no_blue_on_black(style: str, shown: str) -> None:
    filtered = ConsoleColourFilter().apply([Segment("x", Style.parse(style))], BLACK)
    assert filtered[0].style == Style.parse(shown)


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("green", "default on default"),
        ("white on cyan", "reverse default on default"),
        ("white on black", "default on default"),
        ("bright_red", "bold default on default"),
        ("#102030 on #405060", "reverse default on default"),
        ("bold", "bold default on default"),
    ],
)
def test_without_colour_a_background_reverses_and_red_is_bold(style: str, shown: str) -> None:
    filtered = MonochromeFilter().apply([Segment("x", Style.parse(style)), Segment("y")], BLACK)
    assert filtered[0].style == Style.parse(shown)
    assert filtered[1].style is None


@pytest.mark.parametrize(
    ("environment", "tty_name", "encoding", "expected"),
    [
        ({"TERM": "xterm-256color"}, "/dev/pts/1", "utf-8", [CleaningFilter]),
        ({"TERM": "linux"}, "/dev/tty1", "utf-8", [CleaningFilter, GlyphFilter, ConsoleColourFilter]),
        ({"TERM": "vt220"}, "/dev/ttyS0", "utf-8", [CleaningFilter, GlyphFilter, MonochromeFilter]),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "/dev/pts/1", "utf-8", [CleaningFilter, MonochromeFilter]),
        ({"TERM": "xterm"}, "/dev/pts/1", "gb18030", [CleaningFilter, GlyphFilter]),
    ],
)
def test_each_terminal_gets_the_filters_it_needs(
    environment: dict[str, str], tty_name: str, encoding: str, expected: list[type]
) -> None:
    profile = detect(environment, tty_name=tty_name, encoding=encoding)
    assert [type(chosen) for chosen in filters_for(profile)] == expected
