"""The days of rules: against dateutil itself, over month ends, leap days, clock changes, zones and holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fieldtech.config import Settings
from fieldtech.domain import recurrence
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.recurrence import (
    NO_END,
    Recurrence,
    check_recurrence,
    is_slot,
    local_instant,
    next_floating,
    next_slot,
    occurrence_identifier,
    slots_after,
    slots_between,
    spelled_rule,
    working_date,
    zone_named,
)
from fieldtech.domain.recurrence_rules import DAYS
from fieldtech.domain.words import DayOffPolicy
from fieldtech.domain.working_time import calendar_from

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAY = timedelta(days=1)
FIRST_DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
INTERVALS = st.integers(1, 15)
MONTHS = st.lists(st.integers(1, 12).map(str), min_size=1, max_size=3).map(",".join)
WEEKDAYS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(",".join)
NTH_WEEKDAYS = st.builds("{}{}".format, st.sampled_from([-5, -2, -1, 1, 2, 4, 5]), st.sampled_from(DAYS))
MONTH_DAYS = st.lists(
    st.integers(1, 31).map(str) | st.integers(-31, -1).map(str), min_size=1, max_size=3, unique=True
).map(",".join)
RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, INTERVALS),
    st.builds("FREQ=DAILY;BYDAY={};BYMONTH={}".format, WEEKDAYS, MONTHS),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST={}".format, INTERVALS, WEEKDAYS, st.sampled_from(DAYS)),
    st.builds("FREQ=WEEKLY;INTERVAL={}".format, INTERVALS),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, INTERVALS),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, INTERVALS, MONTH_DAYS),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY={}".format, INTERVALS, NTH_WEEKDAYS),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, WEEKDAYS, st.sampled_from([-1, 1, 2])),
    st.builds("FREQ=YEARLY;INTERVAL={}".format, INTERVALS),
    st.builds("FREQ=YEARLY;INTERVAL={};BYMONTH={}".format, INTERVALS, MONTHS),
    st.builds("FREQ=YEARLY;INTERVAL={};BYMONTH={};BYDAY={}".format, INTERVALS, MONTHS, NTH_WEEKDAYS),
    st.builds("FREQ=YEARLY;BYYEARDAY={}".format, st.integers(-366, -1) | st.integers(1, 366)),
    st.builds("FREQ=YEARLY;BYWEEKNO={};BYDAY={}".format, st.integers(1, 53), WEEKDAYS),
    st.builds("FREQ=WEEKLY;COUNT={}".format, st.integers(1, 60)),
)
RECURRENCES = st.builds(Recurrence, RULES, FIRST_DAYS)
SPANS = st.tuples(st.dates(date(1985, 1, 1), date(2060, 1, 1)), st.integers(0, 2500))


def on(text: str) -> date:
    return date.fromisoformat(text)


def plain(told: Recurrence, since: date, until: date) -> list[date]:
    """Let dateutil alone compute a span, from the first day on."""
    days = rrulestr(spelled_rule(told), dtstart=datetime.combine(told.first, time()))
    found = days.between(datetime.combine(since, time()), datetime.combine(until, time()), inc=True)
    return [each.date() for each in found if each.date() <= told.until]


def days(rule: str, first: str, count: int) -> list[str]:
    told = Recurrence(rule, on(first))
    return [each.isoformat() for each in islice(slots_after(told, on(first) - DAY), count)]


@given(RECURRENCES, SPANS)
@example(Recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", date(2026, 1, 7)), (date(2030, 1, 1), 400))
@example(Recurrence("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29,1", date(2025, 1, 1)), (date(2020, 1, 1), 9000))
def test_any_span_holds_what_dateutil_computes_from_the_first_day_on(told: Recurrence, span: tuple[date, int]) -> None:
    since, length = span
    until = since + length * DAY
    assert slots_between(told, since, until) == plain(told, since, until)


@given(RECURRENCES, st.dates(date(1989, 1, 1), date(2045, 1, 1)))
def test_the_next_ones_are_those_of_the_span(told: Recurrence, day: date) -> None:
    following, horizon = list(islice(slots_after(told, day), 5)), day + 3_000 * DAY
    assert [each for each in following if each <= horizon] == slots_between(told, day + DAY, horizon)[:5]
    assert all(is_slot(told, each) for each in following)


@given(RECURRENCES, st.dates(date(1995, 1, 1), date(2030, 1, 1)))
def test_nothing_comes_before_the_first_day_or_after_the_last(told: Recurrence, until: date) -> None:
    ended = Recurrence(told.rule, told.first, until)
    found = slots_between(ended, date.min, date.max)
    assert all(told.first <= each <= until for each in found)
    assert found == slots_between(told, date.min, until)


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1"])
def test_month_ends_do_not_drift(rule: str) -> None:
    assert days(rule, "2026-01-31", 5) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert days(rule, "2028-01-31", 2) == ["2028-01-31", "2028-02-29"]


def test_the_29th_and_the_30th_are_clamped_to_the_month_too() -> None:
    assert days("FREQ=MONTHLY", "2026-01-30", 3) == ["2026-01-30", "2026-02-28", "2026-03-30"]
    assert days("FREQ=MONTHLY;INTERVAL=13", "2026-01-29", 3) == ["2026-01-29", "2027-02-28", "2028-03-29"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), INTERVALS)
def test_no_month_and_no_year_is_left_out(first: date, interval: int) -> None:
    monthly = list(islice(slots_after(Recurrence(f"FREQ=MONTHLY;INTERVAL={interval}", first), first - DAY), 30))
    assert [(day.year - first.year) * 12 + day.month - first.month for day in monthly] == [
        number * interval for number in range(30)
    ]
    assert all(day.day == first.day or (day.day < first.day and (day + DAY).day == 1) for day in monthly)
    yearly = list(islice(slots_after(Recurrence("FREQ=YEARLY", first), first - DAY), 9))
    assert [day.year for day in yearly] == [first.year + number for number in range(9)]


def test_a_leap_day_is_kept_on_the_last_of_february() -> None:
    found = days("FREQ=YEARLY", "2024-02-29", 5)
    assert found == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    assert days("FREQ=DAILY", "2028-02-28", 3) == ["2028-02-28", "2028-02-29", "2028-03-01"]


def test_nth_weekdays() -> None:
    assert days("FREQ=MONTHLY;BYDAY=2TU", "2026-11-01", 3) == ["2026-11-10", "2026-12-08", "2027-01-12"]
    assert days("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-01", 2) == ["2026-11-27", "2026-12-25"]
    assert days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", 2) == ["2026-01-30", "2026-02-27"]


def test_a_rule_ends_after_its_count_wherever_one_looks() -> None:
    told = Recurrence("FREQ=WEEKLY;COUNT=3", on("2026-01-05"))
    assert slots_between(told, on("2026-01-13"), on("2030-01-01")) == [on("2026-01-19")]
    assert next_slot(told, on("2026-01-19")) is None


@pytest.mark.parametrize(
    ("rule", "first", "until", "said"),
    [
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31", "2026-01-01", NO_END, "makes no day"),
        ("FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366", "2025-01-01", NO_END, "makes no day"),
        ("FREQ=YEARLY;BYMONTH=6", "2026-07-01", on("2026-12-31"), "makes no day"),
        ("FREQ=DAILY", "2026-01-02", on("2026-01-01"), "end before it begins"),
        ("FREQ=DAILY", "1066-10-14", NO_END, "Nothing can be planned"),
        ("FREQ=DAILY", "9999-01-01", NO_END, "Nothing can be planned"),
        ("FREQ=HOURLY", "2026-01-01", NO_END, "more than one a day"),
    ],
)
def test_a_rule_that_makes_no_day_is_refused_and_has_no_slots(rule: str, first: str, until: date, said: str) -> None:
    told = Recurrence(rule, on(first), until)
    with pytest.raises(RuleViolation, match=said):
        check_recurrence(told)
    assert slots_between(told, date.min, date.max) == []
    assert next_slot(told, date.min) is None
    assert next_slot(told, date.max) is None


def test_counting_and_floating_do_not_go_together() -> None:
    told = Recurrence("FREQ=WEEKLY;COUNT=3", on("2026-01-05"))
    check_recurrence(told)
    with pytest.raises(RuleViolation, match="COUNT"):
        check_recurrence(told, is_floating=True)


HOSTILE = st.builds(
    Recurrence,
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["INTERVAL", "COUNT", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST"]
                ),
                st.sampled_from(["1", "366", "-366", "31", "2", "29,30", "MO", "-5SU,53MO", "1000", "7", "12"]),
            ).map("=".join),
            max_size=5,
        ).flatmap(lambda parts: st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]).map(
            lambda frequency: ";".join([f"FREQ={frequency}", *parts])
        )),
    ),
    st.dates(),
    st.dates(),
)  # fmt: skip


@given(HOSTILE, st.dates())
def test_whatever_another_machine_sends_ends_soon(told: Recurrence, day: date) -> None:
    begun = perf_counter()
    found = slots_between(told, day, min(day, date.max - 400 * DAY) + 366 * DAY)
    next_slot(told, day)
    assert len(found) <= 367
    assert len(set(found)) == len(found)
    assert perf_counter() - begun < 2


def test_a_rule_of_a_megabyte_is_not_even_read() -> None:
    told = Recurrence("FREQ=DAILY;BYMONTH=" + "1," * 500_000 + "1", on("2026-01-01"))
    assert slots_between(told, date.min, date.max) == []
    assert recurrence._proven_rule.cache_info().maxsize


def test_floating_is_counted_from_when_it_was_done() -> None:
    told = Recurrence("FREQ=MONTHLY;INTERVAL=3", on("2026-01-10"))
    assert next_floating(told, on("2026-01-03")) == on("2026-04-03")  # early
    assert next_floating(told, on("2026-02-20")) == on("2026-05-20")  # late
    assert next_floating(told, on("2025-05-01")) == on("2026-01-10")  # before it was to begin
    assert next_floating(Recurrence(told.rule, told.first, on("2026-03-31")), on("2026-01-10")) is None
    weekly = Recurrence("FREQ=WEEKLY;BYDAY=MO", on("2026-01-05"))
    assert next_floating(weekly, on("2026-01-07")) == on("2026-01-12")


@given(RECURRENCES, FIRST_DAYS)
def test_floating_always_goes_forward(told: Recurrence, done: date) -> None:
    assume("COUNT" not in told.rule)
    following = next_floating(told, done)
    assert following is None or (following > done and following >= told.first)


ZONES = st.sampled_from(
    [SHANGHAI, BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Casablanca"), ZoneInfo("UTC")]
)


@given(
    st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.times().map(lambda at: at.replace(second=0, microsecond=0)), ZONES
)
def test_the_time_on_the_wall_stands_through_clock_changes(day: date, at: time, zone: ZoneInfo) -> None:
    instant = local_instant(day, at, zone)
    shown = instant.astimezone(zone)
    assert instant.tzinfo is UTC
    moved = shown.replace(tzinfo=None) - datetime.combine(day, at)
    # Only where the clocks were put forward over it, and then by as much as they were.
    assert moved in (timedelta(0), timedelta(minutes=30), timedelta(hours=1))
    before = (instant - timedelta(hours=3)).astimezone(zone).utcoffset() or timedelta(0)
    assert moved == max(timedelta(0), (shown.utcoffset() or timedelta(0)) - before) or moved == timedelta(0)


def test_a_time_that_the_clocks_skip_is_read_as_rfc_5545_says() -> None:
    """In New York clocks go from 2:00 to 3:00 on 8 March 2026; RFC 5545 3.3.5 reads 2:30 by the offset before."""
    assert local_instant(on("2026-03-08"), time(2, 30), NEW_YORK).astimezone(NEW_YORK).time() == time(3, 30)
    assert local_instant(on("2026-03-09"), time(2, 30), NEW_YORK).astimezone(NEW_YORK).time() == time(2, 30)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    assert local_instant(on("2026-11-01"), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_unknown_zone_is_none() -> None:
    assert zone_named("Asia/Shanghai") is not None
    for name in ("Mars/Olympus", "../../etc/passwd", "", "\0", "a" * 400):
        assert zone_named(name) is None


CALENDAR = calendar_from(Settings(), SHANGHAI)


@pytest.mark.parametrize(
    ("slot", "before", "after"),
    [
        ("2026-10-05", "2026-09-30", "2026-10-08"),  # National Day
        ("2026-02-18", "2026-02-14", "2026-02-24"),  # Spring Festival; the Saturday before is worked
        ("2026-11-22", "2026-11-20", "2026-11-23"),  # a Sunday
        ("2026-10-10", "2026-10-10", "2026-10-10"),  # a Saturday that is worked
    ],
)
def test_holidays_move_an_occurrence_by_policy(slot: str, before: str, after: str) -> None:
    moved = [working_date(on(slot), policy, CALENDAR.is_workday) for policy in DayOffPolicy]
    is_off = before != slot
    assert moved == [on(slot), None if is_off else on(slot), on(before), on(after)]


@given(st.dates(date(2023, 12, 1), date(2027, 1, 31)), st.sampled_from(DayOffPolicy))
def test_a_move_ends_on_a_working_day_and_never_passes_one(slot: date, policy: DayOffPolicy) -> None:
    moved = working_date(slot, policy, CALENDAR.is_workday)
    if moved is None or policy is DayOffPolicy.KEEP:
        assert moved in (None, slot)
        return
    assert CALENDAR.is_workday(moved)
    low, high = sorted((slot, moved))
    passed = [low + number * DAY for number in range((high - low).days + 1)]
    assert [day for day in passed if CALENDAR.is_workday(day)] == [moved]


def test_a_site_that_never_works_keeps_the_day() -> None:
    assert working_date(on("2026-01-01"), DayOffPolicy.AFTER, lambda _day: False) == on("2026-01-01")


@given(RECURRENCES, st.sampled_from(DayOffPolicy))
def test_a_move_makes_no_second_one_of_one(told: Recurrence, policy: DayOffPolicy) -> None:
    """The identity is that of the slot: moved there or not, on however many machines, it is one."""
    slots = slots_between(told, on("2026-01-01"), on("2026-12-31"))
    names = [occurrence_identifier("4f6k2m9p3qdw", slot) for slot in slots]
    assert len(set(names)) == len(names)
    assert all(earlier < later for earlier, later in pairwise(slots))
    moved = [working_date(slot, policy, CALENDAR.is_workday) for slot in slots]
    assert len(moved) == len(names)


def test_the_name_of_an_occurrence_is_fixed_for_ever() -> None:
    """Released: other machines derive the same."""
    assert occurrence_identifier("4f6k2m9p3qdw", on("2026-02-28")) == "pghsyzd1fzbe"
