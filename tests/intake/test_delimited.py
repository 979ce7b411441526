"""Delimited files: delimiters, quotation marks, line numbers, and what a broken row costs."""

import pytest

from fieldtech.domain.proposals import Reading
from tests.intake.conftest import Read

HEADING = "title,description,channel,reporter,occurred,impact"
ROW = "Printer jams,On page two,phone,Li Wei,2026-03-02 08:15,team"


def lines_of(reading: Reading) -> list[int | None]:
    return [report.line for report in reading.proposals]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_texts_hold_the_others(read: Read, delimiter: str) -> None:
    row = ROW.replace("On page two", '"a, b; c | d\te"')
    text = f"{HEADING}\n{row}\n{ROW.replace('jams', 'smokes')}\n"
    # Outside the quoted text every comma becomes the delimiter.
    head, quoted, tail = text.partition('"a, b; c | d\te"')
    reading = read("faults.csv", head.replace(",", delimiter) + quoted + tail.replace(",", delimiter))
    assert reading.refusals == ()
    assert reading.proposals[0].description == "a, b; c | d\te"


def test_a_line_that_names_the_separator_is_obeyed_and_counted(read: Read) -> None:
    reading = read("faults.csv", f"sep=;\n{HEADING}\n{ROW}\n".replace(",", ";"))
    assert lines_of(reading) == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_an_editor_also_after_quoted_line_ends(read: Read, end: str) -> None:
    first = ROW.replace("On page two", f'"one{end}two{end}{end}four"')
    rows = [HEADING, "", first, ROW.replace("team", "galaxy"), ROW, ""]
    reading = read("faults.csv", end.join(rows))
    assert lines_of(reading) == [3, 8]
    assert [refusal.line for refusal in reading.refusals] == [7]
    assert reading.proposals[0].original == f"{HEADING}{end}{first}{end}"


def test_a_last_line_without_an_end_is_a_line(read: Read) -> None:
    assert lines_of(read("faults.csv", f"{HEADING}\n{ROW}")) == [2]


@pytest.mark.parametrize("bad", ["Printer jams,On page", ROW + ",one more", "x"])
def test_a_ragged_row_is_refused_by_its_line_and_the_others_are_taken(read: Read, bad: str) -> None:
    reading = read("faults.csv", f"{HEADING}\n{ROW}\n{bad}\n{ROW.replace('jams', 'smokes')}\n")
    assert lines_of(reading) == [2, 4]
    assert [refusal.line for refusal in reading.refusals] == [3]
    assert reading.read == 3


def test_quotation_marks_that_do_not_match_cost_only_their_row(read: Read) -> None:
    bad = ROW.replace("On page two", '"On "page" two"')
    reading = read("faults.csv", f"{HEADING}\n{bad}\n{ROW}\n")
    assert lines_of(reading) == [3]
    assert [refusal.line for refusal in reading.refusals] == [2]


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens(read: Read) -> None:
    reading = read("faults.csv", f"{HEADING}\n{ROW}\n{ROW.replace('On page', chr(34) + 'On page')}\n{ROW}\n")
    assert lines_of(reading) == [2]
    (refusal,) = reading.refusals
    assert refusal.line == 3
    assert "never closed" in refusal.reason


def test_a_file_cut_off_in_a_row_gives_the_rows_before(read: Read) -> None:
    whole = f"{HEADING}\n{ROW}\n{ROW.replace('jams', 'smokes')}\n"
    reading = read("faults.csv", whole[: len(whole) - 20])
    assert lines_of(reading) == [2]
    assert [refusal.line for refusal in reading.refusals] == [3]


@pytest.mark.parametrize("bad", ["Li\x00Wei", "Li \udce9 Wei"])
def test_a_cell_that_no_store_can_keep_is_refused_with_its_place(read: Read, bad: str) -> None:
    text = f"{HEADING}\n{ROW.replace('Li Wei', bad)}\n{ROW}\n标题一二三四五六七八九十\n"
    reading = read("faults.csv", text.encode("utf-8", "surrogateescape"))
    assert lines_of(reading) == [3]
    refusal = reading.refusals[0]
    assert (refusal.line, refusal.column) == (2, "reporter")
    assert refusal.value is not None
    refusal.value.encode()
    assert "\0" not in refusal.value


def test_a_huge_cell_is_refused_and_its_text_is_never_read_as_rows(read: Read) -> None:
    forged = "\n".join([ROW] * 20_000)
    reading = read("faults.csv", f"{HEADING}\n{ROW.replace('On page two', chr(34) + forged + chr(34))}\n{ROW}\n")
    assert lines_of(reading) == [20_002]
    assert [(refusal.line, refusal.column) for refusal in reading.refusals] == [(2, "description")]
    assert "1000000 characters" in reading.refusals[0].reason


def test_a_row_that_swallows_megabytes_refuses_the_file_and_says_where(read: Read) -> None:
    reading = read("faults.csv", f"{HEADING}\n{ROW}\n" + '"' + f"{ROW}\n" * 200_000)
    assert reading.proposals == ()
    assert "line 3 is larger than 10 MB" in reading.refusals[0].reason


def test_a_million_columns_are_refused_at_once(read: Read) -> None:
    reading = read("faults.csv", "x," * 1_000_000 + "\n")
    assert "1000001 columns" in reading.refusals[0].reason


def test_a_heading_alone_gives_nothing(read: Read) -> None:
    reading = read("faults.csv", HEADING + "\n")
    assert (reading.read, reading.proposals, reading.refusals) == (0, (), ())
