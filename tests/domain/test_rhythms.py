"""Recurrence by choices: what is chosen becomes the rule that says it, the rule becomes words, and back again."""

from datetime import date
from itertools import product

import pytest

from fieldtech.domain.recurrence import Recurrence, check_recurrence, slots_after
from fieldtech.domain.recurrence_rules import read_rule
from fieldtech.domain.recurrence_words import recurrence_words
from fieldtech.domain.rhythms import HowOften, Rhythm, SortOfDay, WhichDay, read_rhythm
from fieldtech.text import use_language

FIRST = date(2026, 11, 23)
"""A Monday."""
OFTEN = [each for each in HowOften if each not in (HowOften.BY_RULE, HowOften.DAILY, HowOften.WEEKLY)]


def next_days(rule: str, count: int, first: date = FIRST) -> list[str]:
    coming = slots_after(Recurrence(rule, first), first.replace(day=1))
    return [next(coming).isoformat() for _ in range(count)]


@pytest.mark.parametrize(
    ("rhythm", "rule", "days"),
    [
        (Rhythm(often=HowOften.DAILY, every=3), "FREQ=DAILY;INTERVAL=3", ["2026-11-23", "2026-11-26"]),
        (Rhythm(often=HowOften.WEEKLY, weekdays=(SortOfDay.FRIDAY, SortOfDay.TUESDAY)), "FREQ=WEEKLY;BYDAY=TU,FR",
         ["2026-11-24", "2026-11-27"]),
        (Rhythm(often=HowOften.MONTHLY, which=WhichDay.FIRST, sort=SortOfDay.MONDAY), "FREQ=MONTHLY;BYDAY=1MO",
         ["2026-12-07", "2027-01-04"]),
        (Rhythm(often=HowOften.MONTHLY, which=WhichDay.LAST, sort=SortOfDay.ANY), "FREQ=MONTHLY;BYMONTHDAY=-1",
         ["2026-11-30", "2026-12-31"]),
        (Rhythm(often=HowOften.MONTHLY, date=31, every=1), "FREQ=MONTHLY;BYMONTHDAY=31", ["2026-11-30", "2026-12-31"]),
        (Rhythm(often=HowOften.QUARTERLY, which=WhichDay.FIRST, sort=SortOfDay.MONDAY_TO_FRIDAY, month=10),
         "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=1,4,7,10;BYSETPOS=1", ["2027-01-01", "2027-04-01"]),
        (Rhythm(often=HowOften.HALF_YEARLY), "FREQ=MONTHLY;INTERVAL=6", ["2026-11-23", "2027-05-23"]),
        (Rhythm(often=HowOften.YEARLY, which=WhichDay.THIRD, sort=SortOfDay.SATURDAY, month=3, every=2),
         "FREQ=YEARLY;INTERVAL=2;BYDAY=3SA;BYMONTH=3", ["2028-03-18", "2030-03-16"]),
    ],
)  # fmt: skip
def test_choices_make_the_rule_that_says_them(rhythm: Rhythm, rule: str, days: list[str]) -> None:
    assert rhythm.rule == read_rule(rule).text == rule
    assert next_days(rule, 2) == days


@pytest.mark.parametrize(("often", "which", "sort"), product(OFTEN, WhichDay, SortOfDay))
def test_what_is_chosen_is_read_back_from_its_rule(often: HowOften, which: WhichDay, sort: SortOfDay) -> None:
    chosen = Rhythm(often=often, which=which, sort=sort).counted_from(FIRST)
    check_recurrence(Recurrence(chosen.rule, FIRST))
    found = read_rhythm(chosen.rule)
    assert found is not None
    assert (found.rule, found.often) == (chosen.rule, often)
    assert next_days(found.counted_from(FIRST).rule, 6) == next_days(chosen.rule, 6)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYDAY=2TU", "FREQ=YEARLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=DAILY;BYMONTH=3",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYDAY=5MO", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=HOURLY", "", "last Friday",
    ],
)  # fmt: skip
def test_a_rule_that_no_choices_say_is_never_read_as_another(rule: str) -> None:
    assert read_rhythm(rule) is None


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        ("FREQ=DAILY", "every day", "每天"),
        ("FREQ=WEEKLY", "every week on Mon", "每周的周一"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "every 2 weeks on Tue, Fri", "每 2 周的周二、周五"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Fri", "每月的最后一个周五"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "每月的最后一天"),
        ("FREQ=MONTHLY", "every month on day 23", "每月的 23 日"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "every month on day 31, or the last there is",
         "每月的 31 日（无则当月最后一天）"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "every quarter (Feb, May, Aug, Nov) on the first Mon",
         "每季度（2月、5月、8月、11月）的第一个周一"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last day from Mon to Fri",
         "每月的最后一个周一至周五日"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=2SA", "every half-year (Mar, Sep) on the second Sat",
         "每半年（3月、9月）的第二个周六"),
        ("FREQ=YEARLY", "every year in Nov on day 23", "每年11月的 23 日"),
        ("FREQ=YEARLY;BYWEEKNO=3", "by the rule FREQ=YEARLY;BYWEEKNO=3", "按规则 FREQ=YEARLY;BYWEEKNO=3"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_recurrence_is_said_in_words(rule: str, english: str, chinese: str) -> None:
    assert recurrence_words(rule, FIRST) == english
    use_language("zh_CN")
    assert recurrence_words(rule, FIRST) == chinese


def test_the_weekdays_of_several_months_are_the_same_days_however_they_are_put() -> None:
    rule = "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2SA"
    rhythm = read_rhythm(rule)
    assert rhythm is not None
    assert rhythm.often is HowOften.HALF_YEARLY
    assert next_days(rhythm.rule, 20) == next_days(rule, 20)
    assert read_rhythm("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=31") is None
