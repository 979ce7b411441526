"""The columns of a list of faults: they line up in cells, in both languages, whatever stands in them."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fieldtech.domain.visible_text import cell_width
from fieldtech.domain.words import Priority, Status
from fieldtech.text import use_language
from fieldtech.widgets.fault_columns import CURSOR, MARK, Columns, due_cell, fault_cells, heading_cells, state_label
from tests.widgets.lines import NOW, line

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLES = (
    "",
    "RAID degraded on DB-1, disk 4, and much more that no column holds",
    "机房空调滴水" * 9,
    "\x1b[2J]\u202e[red]",
    "👩\u200d💻 e\u0301",
)


def width_of(cells: Any) -> int:
    """Add the cells up."""
    return sum(cell_width(cell.text) for cell in cells)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [60, 76, 80, 120, 200])
@pytest.mark.parametrize("title", TITLES)
def test_every_row_is_as_wide_as_the_headings(language: str, width: int, title: str) -> None:
    use_language(language)
    columns = Columns.fitting(width)
    row = fault_cells(line(title=title, place=title), columns, NOW, SHANGHAI, is_cursor=True)
    assert width_of(row) == width_of(heading_cells(columns)) == width


def test_a_column_begins_where_its_heading_does() -> None:
    columns = Columns.fitting(80)
    heading = "".join(cell.text for cell in heading_cells(columns))
    row = "".join(cell.text for cell in fault_cells(line(title="Switch"), columns, NOW, SHANGHAI))
    assert heading.index("What") == row.index("Switch")
    assert heading.index("State") == row.index("assessed")
    assert heading.rindex("Due") + 3 == row.rindex("3 h") + 3


def test_cursor_and_mark_stand_in_columns_of_their_own() -> None:
    columns = Columns.fitting(80)
    plain = "".join(cell.text for cell in fault_cells(line(), columns, NOW, SHANGHAI))
    at = "".join(cell.text for cell in fault_cells(line(), columns, NOW, SHANGHAI, is_cursor=True))
    both = "".join(cell.text for cell in fault_cells(line(), columns, NOW, SHANGHAI, is_cursor=True, is_marked=True))
    assert at == CURSOR + plain[1:]
    assert both == CURSOR + MARK + plain[2:]


def test_who_has_it_is_told_where_there_is_room() -> None:
    assert Columns.fitting(80).person == 0
    assert Columns.fitting(120).person > 0


def test_a_narrow_list_leaves_the_place_out_rather_than_the_title() -> None:
    assert Columns.fitting(50).place == 0
    assert Columns.fitting(50).title >= 12


@pytest.mark.parametrize(
    ("said", "words", "meaning"),
    [
        ({"due_at": NOW - timedelta(hours=2)}, "2 h late", "late"),
        ({"due_at": NOW + timedelta(minutes=40)}, "40 min", "soon"),
        ({"due_at": NOW + timedelta(hours=3)}, "3 h", ""),
        ({"due_at": None}, "", ""),
        ({"word_due_at": NOW - timedelta(minutes=1)}, "tell user", "soon"),
        ({"due_at": NOW - timedelta(hours=2), "word_due_at": NOW - timedelta(minutes=1)}, "2 h late", "late"),
        ({"due_at": NOW - timedelta(hours=2), "is_pending": True}, "", ""),
        ({"due_at": NOW - timedelta(hours=2), "status": Status.CLOSED}, "", ""),
    ],
)
def test_what_presses_most_stands_in_the_due_column(said: dict[str, Any], words: str, meaning: str) -> None:
    assert due_cell(line(**said), NOW, SHANGHAI) == (words, meaning)


def test_waiting_and_reassessing_are_said_instead_of_the_status() -> None:
    assert state_label(line(state="pending", status=Status.IN_PROGRESS)) == "pending"
    assert state_label(line(state="reassess", status=Status.REPORTED)) == "re-assess"
    assert state_label(line()) == "assessed"


@pytest.mark.parametrize(("priority", "mark"), [(Priority.URGENT, "!!"), (Priority.IMPORTANT, "! "), (None, "? ")])
def test_the_priority_is_a_mark_and_never_a_colour_alone(priority: Priority | None, mark: str) -> None:
    cells = list(fault_cells(line(priority=priority), Columns.fitting(80), NOW, SHANGHAI))
    assert cells[1].text.startswith(mark)


def test_a_conflict_is_marked() -> None:
    cells = fault_cells(line(has_conflict=True), Columns.fitting(80), NOW, SHANGHAI)
    assert ">< Core switch" in "".join(cell.text for cell in cells)
