"""Dates of files: what is read without an order, what is refused without one, and what an order never mends."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.errors import UnreadableInput, UnreadableInstant
from fieldtech.intake.dates import DateOrder, check_date_order, read_instant

SHANGHAI, BERLIN, UTC_ZONE = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")


def read(text: str, order: DateOrder | None = None, zone: ZoneInfo = UTC_ZONE) -> str:
    return f"{read_instant(text, order, zone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2016-02-29 01:16", "2016-02-29 01:16:00"),
        ("2016-02-29T01:16:30Z", "2016-02-29 01:16:30"),
        ("2016-02-29T01:16:30.25+08:00", "2016-02-28 17:16:30"),
        ("20160229T011630Z", "2016-02-29 01:16:30"),
        ("2016/2/29", "2016-02-29 00:00:00"),
        ("2016.02.29 1:16 PM", "2016-02-29 13:16:00"),
        ("29/2/2016 01:16", "2016-02-29 01:16:00"),
        ("2/29/2016 01:16:05 AM", "2016-02-29 01:16:05"),
        ("2/29/2016 12:16:05 AM", "2016-02-29 00:16:05"),
        ("29.2.2016, 13:16", "2016-02-29 13:16:00"),
        ("5/5/2016", "2016-05-05 00:00:00"),
        ("29 Feb 2016 01:16", "2016-02-29 01:16:00"),
        ("29-Feb-2016 01:16:00", "2016-02-29 01:16:00"),
        ("February 29, 2016 1:16 pm", "2016-02-29 13:16:00"),
        ("Mon, 29 Feb 2016 01:16:00 +0100", "2016-02-29 00:16:00"),
        ("2016年2月29日 13:16", "2016-02-29 13:16:00"),
        ("2016年2月29日 下午1点16分", "2016-02-29 13:16:00"),
        ("２０１６－０２－２９　０１：１６", "2016-02-29 01:16:00"),
    ],
)
def test_a_date_that_can_be_read_in_one_way_needs_no_order(text: str, told: str) -> None:
    assert read(text) == told


@pytest.mark.parametrize("text", ["5/3/2016 12:00", "5.3.2016", "1-2-2016", "05/03/16", "13/12/11", "1/3/2016 09:52"])
def test_a_date_that_can_be_read_in_two_ways_is_refused_and_says_how_to_declare_it(text: str) -> None:
    with pytest.raises(UnreadableInstant, match="--date-order dmy, mdy or ymd"):
        read(text)


@pytest.mark.parametrize(
    ("text", "order", "told"),
    [
        ("5/3/2016 12:00", "dmy", "2016-03-05 12:00:00"),
        ("5/3/2016 12:00", "mdy", "2016-05-03 12:00:00"),
        ("05/03/16", "dmy", "2016-03-05 00:00:00"),
        ("05/03/16", "ymd", "2005-03-16 00:00:00"),
        ("1/2/99", "dmy", "1999-02-01 00:00:00"),
        ("2016-03-05", "dmy", "2016-03-05 00:00:00"),
        ("5 Mar 2016", "mdy", "2016-03-05 00:00:00"),
    ],
)
def test_a_declared_order_settles_day_and_month(text: str, order: DateOrder, told: str) -> None:
    assert read(text, order) == told


@pytest.mark.parametrize(
    ("text", "order"),
    [("29/2/2016", "mdy"), ("2/29/2016", "dmy"), ("29/2/2016", "ymd"), ("31/4/2016", "dmy"), ("99/2/30", "ymd")],
)
def test_a_date_against_its_declared_order_is_refused_not_turned_round(text: str, order: DateOrder) -> None:
    with pytest.raises(UnreadableInstant, match="no date in the order"):
        read(text, order)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "yesterday 14:05",
        "10 min ago",
        "14:05",
        "now",
        "29 Feb",
        "2016-02-30",
        "2016-02-29 25:00",
        "2016-02-29 10:61",
        "30/2/2016",
        "0/0/2016",
        "42429.05",
        "1456708560",
        "1456708560000",
        "1066-10-14",
        "9999-12-31 23:59",
        "2016-02-29 01:16 Lisbon",
        "2016-02-29 " + "1" * 500,
        "٢٩/٢/٢٠١٦",
        "2016-02-29\x00",
    ],
)
def test_what_is_no_date_or_depends_on_the_day_of_reading_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInstant):
        read(text, "dmy")


def test_a_time_without_an_offset_is_told_in_the_zone() -> None:
    assert read("2016-02-29 01:16", zone=SHANGHAI) == "2016-02-28 17:16:00"
    assert read("2016-02-29 01:16+00:00", zone=SHANGHAI) == "2016-02-29 01:16:00"


def test_an_hour_that_summer_time_skips_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(UnreadableInstant, match="put forward"):
        read("2016-03-27 02:30", zone=BERLIN)
    assert read("2016-10-30 02:30", zone=BERLIN) == "2016-10-30 00:30:00"


def test_only_three_orders_are_known() -> None:
    assert [check_date_order(order) for order in ("dmy", "mdy", "ymd", None)] == ["dmy", "mdy", "ymd", None]
    with pytest.raises(UnreadableInput, match="“ydm” is no order"):
        check_date_order("ydm")


@given(st.dates(date(1970, 1, 2), date(2069, 12, 30)), st.sampled_from("/-."), st.booleans())
def test_no_date_is_ever_read_as_another_one(day: date, mark: str, has_long_year: bool) -> None:
    year = f"{day.year}" if has_long_year else f"{day.year % 100:02}"
    numbers = f"{day.day}{mark}{day.month}{mark}{year}"
    told = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert read_instant(numbers, "dmy", UTC_ZONE) == told
    assert read_instant(f"{day.month}{mark}{day.day}{mark}{year}", "mdy", UTC_ZONE) == told
    try:
        undeclared = read_instant(numbers, None, UTC_ZONE)
    except UnreadableInstant:
        assert day.day <= 12 or not has_long_year
    else:
        assert undeclared == told


@given(st.text(max_size=30), st.sampled_from(["dmy", "mdy", "ymd", None]))
def test_any_text_is_an_instant_in_utc_or_a_refusal(text: str, order: DateOrder | None) -> None:
    with suppress(UnreadableInstant):
        assert read_instant(text, order, BERLIN).utcoffset() == timedelta(0)
