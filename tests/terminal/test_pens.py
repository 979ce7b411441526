"""A change of pen leads exactly to the new pen, in no more bytes than a reset."""

from hypothesis import given
from hypothesis import strategies as st

from fieldtech.terminal.pens import DEFAULT_PEN, Pen, blank_pen, pen_change, pen_from_codes
from tests.terminal.emulator import Emulator

ATTRIBUTES = st.lists(st.sampled_from(["1", "3", "4", "7", "9"]), unique=True)
FOREGROUNDS = st.sampled_from(["", "31", "96", "38;5;200", "38;2;1;2;3"])
BACKGROUNDS = st.sampled_from(["", "42", "107", "48;5;17", "48;2;4;5;6"])
PENS = st.builds(
    lambda attributes, foreground, background: pen_from_codes(";".join([*attributes, foreground, background])),
    ATTRIBUTES,
    FOREGROUNDS,
    BACKGROUNDS,
)


@given(PENS, PENS, st.booleans())
def test_a_change_draws_like_the_new_pen_alone(before: Pen, after: Pen, resets_only: bool) -> None:
    changed, alone = Emulator(3, 1), Emulator(3, 1)
    changed.show(pen_change(None, before) + pen_change(before, after, resets_only) + "x")
    alone.show(pen_change(None, after) + "x")
    assert changed.looks() == alone.looks()
    assert len(pen_change(before, after)) <= len(pen_change(None, after))


@given(PENS, PENS)
def test_a_terminal_that_only_resets_gets_no_code_that_ends_an_attribute(before: Pen, after: Pen) -> None:
    codes = pen_change(before, after, True).strip("\x1b[m").split(";")
    assert not {"22", "23", "24", "25", "27", "28", "29"} & set(codes)


@given(PENS)
def test_a_pen_reads_the_same_from_its_own_codes(pen: Pen) -> None:
    codes = ";".join([*pen.attributes, pen.foreground, pen.background])
    assert pen_from_codes(codes) is pen


@given(PENS)
def test_the_blank_of_a_pen_looks_the_same(pen: Pen) -> None:
    with_pen, with_blank = Emulator(1, 1), Emulator(1, 1)
    with_pen.show(pen_change(None, pen) + " ")
    with_blank.show(pen_change(None, blank_pen(pen)) + " ")
    assert with_pen.looks() == with_blank.looks()


def test_default_colours_are_no_colours() -> None:
    assert pen_from_codes("39;49") == DEFAULT_PEN
    assert pen_from_codes("") == DEFAULT_PEN


def test_bold_survives_the_end_of_dim() -> None:
    assert pen_change(pen_from_codes("1;2;31"), pen_from_codes("1;31")) in ("\x1b[22;1m", "\x1b[0;1;31m")
