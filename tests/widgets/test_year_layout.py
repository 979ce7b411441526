"""Where the days of a year stand."""

from datetime import date, timedelta

import pytest

from fieldtech.widgets.day_cursor import plus_months
from fieldtech.widgets.year_layout import year_layout

_CALENDARS = (2017, 2018, 2019, 2021, 2022, 2023, 2026, 2000, 2004, 2008, 2012, 2016, 2020, 2024)
"""Seven common and seven leap years, by the weekday on which they begin."""


@pytest.mark.parametrize("year", _CALENDARS)
def test_every_day_of_every_kind_of_year_has_its_own_cell_within_80(year: int) -> None:
    layout = year_layout(year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    cells = {(layout.column(day), day.weekday()): day for day in days}
    assert len(cells) == len(days)
    assert all(layout.day_at(*cell) == day for cell, day in cells.items())
    assert max(column for column, _weekday in cells) < layout.width <= 80
    assert layout.day_at(layout.starts[3] - 1, 3) is None


def test_a_week_has_its_number_of_the_year_that_it_belongs_to() -> None:
    layout = year_layout(2027)
    assert [layout.week_at(layout.starts[0] + place) for place in range(3)] == [53, 1, 2]


def test_months_are_gone_over_without_leaving_one_out() -> None:
    assert plus_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert plus_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert plus_months(date(2199, 12, 1), 1) == date(2199, 12, 1)
