"""The shipped public holidays, and the site's own days over them: one table for clocks and for plans."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldtech.config import Settings
from fieldtech.domain.checklists import Localised
from fieldtech.domain.holidays import SHIPPED, days_off, shipped_table, table_for
from fieldtech.domain.working_time import calendar_from, working_time_between

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DAYS_OF_BREAKS = {2024: 8 + 1 + 3 + 5 + 1 + 3 + 7, 2025: 28, 2026: 33}
"""What the announcements add up to; of 2024 the Dragon Boat Festival only joins a weekend."""


@pytest.mark.parametrize("year", DAYS_OF_BREAKS)
def test_china_has_the_announced_days(year: int) -> None:
    days = [day for each in shipped_table("china").breaks for day in each.days if day.year == year]
    assert len(set(days)) == len(days) == DAYS_OF_BREAKS[year]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_is_sound(name: str) -> None:
    table = shipped_table(name)
    off = {day for each in table.breaks for day in each.days}
    worked = [day for each in table.breaks for day in each.worked]
    assert all(each.first <= each.last for each in table.breaks)
    assert len(set(worked)) == len(worked)
    assert not off & set(worked)
    assert [day for day in worked if day.weekday() < 5] == []
    assert all(each.name.en and each.name.zh_CN for each in table.breaks)
    assert table.years == (2024, 2025, 2026)


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 13), (2026, 13)])
def test_what_is_off_and_not_made_up_are_the_statutory_days(year: int, statutory: int) -> None:
    """Breaks are made longer only by days that are worked elsewhere, so a slip in the table shows here."""
    breaks = [each for each in shipped_table("china").breaks if each.first.year == year]
    off = [day for each in breaks for day in each.days if day.weekday() < 5]
    assert len(off) - sum(len(each.worked) for each in breaks) == statutory


def test_the_zone_brings_its_table() -> None:
    assert table_for(Settings(), SHANGHAI) is shipped_table("china")
    assert table_for(Settings(), BERLIN) is None
    assert table_for(Settings(holiday_table="china"), BERLIN) is shipped_table("china")
    assert table_for(Settings(holiday_table="none"), SHANGHAI) is None


def test_the_sites_own_days_win() -> None:
    settings = Settings(
        holidays=(date(2026, 2, 14), date(2026, 3, 2)), extra_workdays=(date(2026, 2, 16), date(2026, 3, 7))
    )
    off = days_off(settings, SHANGHAI)
    assert date(2026, 2, 14) in off.holidays
    assert date(2026, 2, 14) not in off.extra_workdays
    assert date(2026, 2, 16) not in off.holidays
    assert {date(2026, 2, 16), date(2026, 3, 7), date(2026, 2, 28)} <= off.extra_workdays
    assert off.holidays[date(2026, 2, 17)] == Localised(en="Spring Festival", zh_CN="春节")
    assert off.holidays[date(2026, 3, 2)] == Localised()


def test_the_clocks_and_the_plans_keep_the_same_days() -> None:
    """A holiday stops working time, and a day worked for it has the hours of a weekday."""
    calendar = calendar_from(Settings(), SHANGHAI)
    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.is_workday(date(2026, 10, 10))
    start = datetime(2026, 9, 30, 16, tzinfo=UTC)  # midnight of 1 October there
    worked = working_time_between(calendar, start, start + timedelta(days=10))
    assert worked == timedelta(hours=9 * 3)  # 8 and 9 October, and Saturday the 10th
