"""Rows of cells: nothing is lost, no row is too wide, words stay whole, Chinese breaks where it may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.visible_text import cell_width, visible
from fieldtech.widgets.wrapping import wrap_to_cells


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 80, ["one two three"]),
        ("监控告警：4 号盘预失效", 12, ["监控告警：4", "号盘预失效"]),
        ("监控告警：4 号盘预失效", 16, ["监控告警：4 号盘", "预失效"]),
        ("机房空调滴水。", 12, ["机房空调滴", "水。"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("更换 RAID 阵列故障盘", 10, ["更换 RAID", "阵列故障盘"]),
    ],
)
def test_a_line_is_broken_where_it_may(text: str, width: int, rows: list[str]) -> None:
    assert wrap_to_cells(text, width) == rows


@given(st.text(max_size=60), st.integers(min_value=2, max_value=30))
def test_no_row_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    line = visible(text, newlines=False)
    rows = wrap_to_cells(line, width)
    assert all(cell_width(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(line.split())
