"""Working time: what counts, over weekends, holidays, clock changes and years."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldtech.config import Settings, Shift, WorkingHours
from fieldtech.domain.working_time import (
    YEARS_COUNTED,
    WorkingCalendar,
    WorkSpan,
    add_working_time,
    calendar_from,
    working_time_between,
)

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAY_SHIFT = (WorkSpan(time(8, 30), time(17, 30)),)
NIGHT_SHIFT = (WorkSpan(time(22), time(6)),)
OFFICE_WEEK = (DAY_SHIFT,) * 5 + ((),) * 2
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

ZONES = st.sampled_from(
    [
        SHANGHAI,
        BERLIN,
        NEW_YORK,
        ZoneInfo("Australia/Lord_Howe"),  # half an hour of summer time
        ZoneInfo("Pacific/Apia"),  # skipped a whole day in 2011
        ZoneInfo("Africa/Casablanca"),  # changes its clocks four times in some years
        ZoneInfo("UTC"),
    ]
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
DAYS = st.dates(date(2009, 1, 1), date(2013, 12, 31))
INSTANTS = st.datetimes(datetime(2009, 1, 1), datetime(2013, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
CALENDARS = st.builds(
    WorkingCalendar,
    ZONES,
    st.tuples(*[st.lists(st.builds(WorkSpan, TIMES, TIMES), max_size=3).map(tuple)] * 7),
    st.frozensets(DAYS, max_size=30),
    st.frozensets(DAYS, max_size=30),
)
AMOUNTS = st.timedeltas(timedelta(0), timedelta(days=30))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Name an instant by the clock on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def office(zone: ZoneInfo = SHANGHAI, **days: frozenset[date]) -> WorkingCalendar:
    return WorkingCalendar(zone, OFFICE_WEEK, **days)


def counted_minute_by_minute(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """Count the slow way, by asking of each minute what the clock on the wall shows."""
    counted, minute = timedelta(0), start
    while minute < end:
        local = minute.astimezone(calendar.zone)
        counted += MINUTE * any(
            span.start <= local.time() < span.end
            for span in calendar.spans_on(local.date())
            if span.start < span.end and local.fold == 0
        )
        minute += MINUTE
    return counted


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-20 09:00", "2026-11-20 10:15", 75),
        ("2026-11-20 16:30", "2026-11-23 09:30", 120),  # Friday to Monday
        ("2026-11-21 09:00", "2026-11-22 18:00", 0),  # a weekend
        ("2026-11-20 07:00", "2026-11-20 20:00", 540),
        ("2026-11-20 10:00", "2026-11-20 09:00", 0),
        ("2026-11-16 00:00", "2026-11-23 00:00", 5 * 540),
    ],
)
def test_only_working_hours_count(start: str, end: str, minutes: int) -> None:
    assert working_time_between(office(), at(start), at(end)) == minutes * MINUTE


def test_a_weekend_is_left_out_once_wherever_the_stretch_begins_in_it() -> None:
    friday, monday = at("2026-11-20 17:30"), at("2026-11-23 08:30")
    for hours in range(64):
        assert working_time_between(office(), friday + hours * HOUR, monday + HOUR) <= HOUR


def test_a_holiday_has_no_hours_and_an_extra_workday_has_those_of_the_first_working_day() -> None:
    calendar = office(
        holidays=frozenset({date(2026, 10, 1), date(2026, 10, 2)}), extra_workdays=frozenset({date(2026, 10, 10)})
    )
    assert working_time_between(calendar, at("2026-09-30 17:00"), at("2026-10-05 09:00")) == HOUR
    assert working_time_between(calendar, at("2026-10-10 00:00"), at("2026-10-11 00:00")) == 9 * HOUR


def test_a_holiday_wins_over_an_extra_workday_and_an_ordinary_workday_keeps_its_own_hours() -> None:
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    short_friday = (*(DAY_SHIFT,) * 4, (WorkSpan(time(9), time(12)),), (), ())
    calendar = WorkingCalendar(SHANGHAI, short_friday, frozenset({saturday}), frozenset({friday, saturday}))
    assert working_time_between(calendar, at("2026-11-20 00:00"), at("2026-11-22 00:00")) == 3 * HOUR


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    calendar = WorkingCalendar(SHANGHAI, ((), (), (), (), NIGHT_SHIFT, (), ()))
    assert working_time_between(calendar, at("2026-11-20 23:00"), at("2026-11-21 12:00")) == 7 * HOUR
    assert working_time_between(calendar, at("2026-11-20 00:00"), at("2026-11-20 21:00")) == timedelta(0)


def test_a_night_shift_over_new_year_is_counted_once() -> None:
    calendar = WorkingCalendar(SHANGHAI, (NIGHT_SHIFT,) * 7)
    assert working_time_between(calendar, at("2026-12-31 12:00"), at("2027-01-01 12:00")) == 8 * HOUR
    assert add_working_time(calendar, at("2026-12-31 22:00"), 8 * HOUR) == at("2027-01-01 06:00")


def test_shifts_that_overlap_count_once() -> None:
    both = (WorkSpan(time(8), time(16)), WorkSpan(time(12), time(20)), WorkSpan(time(22), time(9)))
    calendar = WorkingCalendar(SHANGHAI, (both,) * 7)
    assert working_time_between(calendar, at("2026-11-16 00:00"), at("2026-11-17 00:00")) == 22 * HOUR


def test_a_day_from_midnight_to_midnight_is_worked_whole() -> None:
    calendar = WorkingCalendar(BERLIN, ((WorkSpan(time(0), time(0)),),) * 7)
    start, end = at("2026-01-01 00:00", BERLIN), at("2027-01-01 00:00", BERLIN)
    assert working_time_between(calendar, start, end) == end - start == timedelta(days=365)


@pytest.mark.parametrize(("evening", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-20", 8)])
def test_a_night_in_which_the_clocks_change_has_the_hours_that_pass(evening: str, hours: int) -> None:
    calendar = WorkingCalendar(BERLIN, (NIGHT_SHIFT,) * 7)
    start = at(f"{evening} 20:00", BERLIN)
    assert working_time_between(calendar, start, start + 14 * HOUR) == hours * HOUR


def test_a_due_time_after_the_clocks_change_is_right_on_the_wall() -> None:
    friday = at("2026-03-27 16:30", BERLIN)
    assert add_working_time(office(BERLIN), friday, 2 * HOUR) == at("2026-03-30 09:30", BERLIN)
    assert add_working_time(office(NEW_YORK), at("2026-10-30 16:30", NEW_YORK), 2 * HOUR) == at(
        "2026-11-02 09:30", NEW_YORK
    )


def test_hours_that_a_clock_change_skips_are_no_work() -> None:
    calendar = WorkingCalendar(BERLIN, ((WorkSpan(time(1), time(2, 30)), WorkSpan(time(2, 30), time(4))),) * 7)
    assert working_time_between(calendar, at("2026-03-29 00:00", BERLIN), at("2026-03-29 12:00", BERLIN)) == 2 * HOUR


def test_an_amount_ends_with_the_shift_that_works_it_off_not_with_the_next_one() -> None:
    assert add_working_time(office(), at("2026-11-20 16:30"), HOUR) == at("2026-11-20 17:30")
    assert add_working_time(office(), at("2026-11-20 16:30"), HOUR + MINUTE) == at("2026-11-23 08:31")
    assert add_working_time(office(), at("2026-11-21 12:00"), MINUTE) == at("2026-11-23 08:31")


def test_no_amount_has_passed_at_once_even_outside_the_hours() -> None:
    sunday = at("2026-11-22 03:00")
    assert add_working_time(office(), sunday, timedelta(0)) == sunday
    assert add_working_time(office(), sunday, -HOUR) == sunday


def test_a_week_without_work_never_gets_there_and_says_so() -> None:
    idle = WorkingCalendar(SHANGHAI, ((),) * 7, extra_workdays=frozenset({date(2026, 11, 21)}))
    assert add_working_time(idle, at("2026-11-20 09:00"), MINUTE) is None
    assert working_time_between(idle, at("2026-01-01 09:00"), at("2030-01-01 09:00")) == timedelta(0)


def test_more_work_than_can_be_counted_never_gets_there() -> None:
    assert add_working_time(office(), at("2026-11-20 09:00"), timedelta(days=365 * YEARS_COUNTED)) is None


@pytest.mark.parametrize("instant", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_are_counted_without_a_crash(instant: datetime) -> None:
    now = at("2026-11-20 09:00")
    assert working_time_between(office(), instant, now) >= timedelta(0)
    assert working_time_between(office(), now, instant) >= timedelta(0)
    assert add_working_time(office(), instant, HOUR) is None or instant.year == 1


def test_years_are_counted_whole() -> None:
    weeks = 52 * 20
    start = at("2006-01-02 00:00")
    assert working_time_between(office(), start, start + timedelta(weeks=weeks)) == weeks * 45 * HOUR
    assert add_working_time(office(), start, weeks * 45 * HOUR) == at("2025-12-05 17:30")


def test_a_year_is_laid_out_once_so_that_a_thousand_stretches_of_years_lay_out_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days: list[date] = []
    spans_on = WorkingCalendar.spans_on

    def counting(calendar: WorkingCalendar, day: date) -> tuple[WorkSpan, ...]:
        days.append(day)
        return spans_on(calendar, day)

    monkeypatch.setattr(WorkingCalendar, "spans_on", counting)
    calendar = office(holidays=frozenset({date(1999, 1, 1)}))  # of this test alone, so that no other has laid it out
    for hour in range(1000):
        working_time_between(calendar, at("2016-01-01 00:00") + hour * HOUR, at("2026-06-01 00:00"))
    assert 12 * 365 < len(days) < 12 * 380


def test_the_settings_make_a_calendar() -> None:
    settings = Settings(
        working_hours=WorkingHours(monday=Shift(time(7), time(15)), saturday=Shift(time(9), time(12))),
        holidays=(date(2026, 11, 24),),
        extra_workdays=(date(2026, 11, 22),),
    )
    calendar = calendar_from(settings, SHANGHAI)
    hours = [
        working_time_between(calendar, at(f"2026-11-{day} 00:00"), at(f"2026-11-{day + 1} 00:00")) // HOUR
        for day in range(21, 26)
    ]
    assert hours == [3, 8, 8, 0, 9]


@given(CALENDARS, INSTANTS, AMOUNTS)
@example(office(), at("2026-11-20 17:30"), timedelta(microseconds=1))
def test_what_was_added_is_what_lies_between(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> None:
    end = add_working_time(calendar, start, amount)
    if end is None:
        assert working_time_between(calendar, start, start + timedelta(days=365 * (YEARS_COUNTED - 1))) < amount
    else:
        assert working_time_between(calendar, start, end) == amount
        assert end == start or working_time_between(calendar, start, end - timedelta(microseconds=1)) < amount


@given(CALENDARS, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_and_never_exceeds_what_passed(
    calendar: WorkingCalendar, instants: list[datetime]
) -> None:
    first, second, third = instants
    whole = working_time_between(calendar, first, third)
    assert whole == working_time_between(calendar, first, second) + working_time_between(calendar, second, third)
    assert timedelta(0) <= whole <= third - first


@given(CALENDARS, INSTANTS, st.lists(AMOUNTS, min_size=2, max_size=4).map(sorted))
def test_more_work_is_never_done_sooner(calendar: WorkingCalendar, start: datetime, amounts: list[timedelta]) -> None:
    ends = [end for amount in amounts if (end := add_working_time(calendar, start, amount))]
    assert all(sooner <= later for sooner, later in pairwise(ends))


@given(ZONES, st.lists(st.tuples(TIMES, TIMES).map(sorted), max_size=2), INSTANTS, st.integers(0, 3000))
@example(BERLIN, [[time(1, 0), time(4, 0)]], at("2026-03-28 12:00", BERLIN), 2880)
def test_it_counts_as_the_clock_on_the_wall_does(
    zone: ZoneInfo, hours: list[list[time]], start: datetime, minutes: int
) -> None:
    """Where the clocks go back within the hours, the two ways differ on purpose: that hour is worked on."""
    day = tuple(WorkSpan(*each) for each in hours if each[0] < each[1])
    calendar = WorkingCalendar(zone, (day,) * 7)
    start = start.replace(second=0, microsecond=0)
    end = start + minutes * MINUTE
    offsets = {(start + hour * HOUR).astimezone(zone).utcoffset() for hour in range(-24, minutes // 60 + 24)}
    if len(offsets) == 1 or start.astimezone(zone).utcoffset() < end.astimezone(zone).utcoffset():  # type: ignore[operator]
        assert working_time_between(calendar, start, end) == counted_minute_by_minute(calendar, start, end)
