"""Instants: what is understood, what is refused and why, and how they are said."""

import gettext
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech import text as text_module
from fieldtech.domain.errors import RuleViolation, UnreadableInstant
from fieldtech.domain.instants import (
    check_not_in_future,
    due_words,
    duration_figures,
    duration_words,
    in_words,
    local_text,
    parse_instant,
    read_utc_text,
    utc_from_local,
    utc_text,
    weekday_word,
)
from fieldtech.domain.visible_text import visible

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 14, 32, 11, 250, tzinfo=SHANGHAI)  # a Friday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
ANY_INSTANT = st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI, timezone(-12 * HOUR)]))


def read(text: str, zone: ZoneInfo = SHANGHAI) -> str:
    return f"{parse_instant(text, zone=zone, now=NOW).astimezone(zone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-19T14:05",
        "2026-11-19 14:05",
        "2026-11-19T14:05:00",
        "2026-11-19T06:05:00Z",
        "2026-11-19T06:05:00.000Z",
        "2026-11-19 14:05 +0800",
        "2026-11-19T07:05:00+01",
        "2026-11-18T23:05-07:00",
        "20261119T1405",
        "20261119T060500Z",
        "2026/11/19 14:05",
        "2026.11.19 14:05",
        "2026-11-19 2:05 pm",
        "2026年11月19日 14:05",
        "2026年11月19日14点5分",
        "11月19日 14:05",
        "11月19号下午2:05",
        "19 Nov 14:05",
        "19 November 2026 14:05",
        "yesterday 14:05",
        "Yesterday at 2:05 PM",
        "14:05 yesterday",
        "昨天 14:05",
        "昨天14点05分",
        "昨天下午2点5分",
        "昨天下午两点5分",
        "  ２０２６-１１-１９　１４：０５ ",
    ],
)
def test_one_instant_can_be_written_in_many_ways(text: str) -> None:
    assert read(text) == "2026-11-19 14:05:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-20 14:32:11"),
        ("刚才", "2026-11-20 14:32:11"),
        ("10 min ago", "2026-11-20 14:22:11"),
        ("10分钟前", "2026-11-20 14:22:11"),
        ("2 h ago", "2026-11-20 12:32:11"),
        ("1 h 30 min ago", "2026-11-20 13:02:11"),
        ("1h30m ago", "2026-11-20 13:02:11"),
        ("1.5 hours ago", "2026-11-20 13:02:11"),
        ("an hour ago", "2026-11-20 13:32:11"),
        ("half an hour ago", "2026-11-20 14:02:11"),
        ("半小时前", "2026-11-20 14:02:11"),
        ("两个小时之前", "2026-11-20 12:32:11"),
        ("3天前", "2026-11-17 14:32:11"),
        ("in 40 min", "2026-11-20 15:12:11"),
        ("2小时后", "2026-11-20 16:32:11"),
        ("14:00", "2026-11-20 14:00:00"),
        ("9:30", "2026-11-20 09:30:00"),
        ("today 9:30", "2026-11-20 09:30:00"),
        ("今天 9点", "2026-11-20 09:00:00"),
        ("今天上午9点半", "2026-11-20 09:30:00"),
        ("中午12点", "2026-11-20 12:00:00"),
        ("凌晨12点10分", "2026-11-20 00:10:00"),
        ("昨晚八点一刻", "2026-11-19 20:15:00"),
        ("晚上12点", "2026-11-21 00:00:00"),
        ("前天 8:00", "2026-11-18 08:00:00"),
        ("the day before yesterday 8:00", "2026-11-18 08:00:00"),
        ("tomorrow 10:30", "2026-11-21 10:30:00"),
        ("明天下午3点", "2026-11-21 15:00:00"),
        ("12 am", "2026-11-20 00:00:00"),
        ("12:15 pm", "2026-11-20 12:15:00"),
        ("24:00", "2026-11-21 00:00:00"),
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("2028-02-29 10:00", "2028-02-29 10:00:00"),
    ],
)
def test_words_for_a_time_are_understood_in_both_languages(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2027-01-03", "30 Dec 9:00", "2026-12-30 09:00"),
        ("2026-12-30", "1月2日 9:00", "2027-01-02 09:00"),
        ("2026-06-01", "11月2日 9:00", "2026-11-02 09:00"),
        ("2027-02-20", "2月29日 9:00", "2028-02-29 09:00"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(now: str, text: str, expected: str) -> None:
    today = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert local_text(parse_instant(text, zone=SHANGHAI, now=today), SHANGHAI) == expected


def test_today_is_the_day_of_the_site_not_of_utc() -> None:
    early = datetime(2026, 11, 20, 7, 0, tzinfo=SHANGHAI)
    assert early.astimezone(UTC).day == 19
    assert local_text(parse_instant("today 6:30", zone=SHANGHAI, now=early), SHANGHAI) == "2026-11-20 06:30"


def test_what_happens_now_keeps_its_fraction_so_that_it_never_comes_before_what_was_just_recorded() -> None:
    assert parse_instant("now", zone=SHANGHAI, now=NOW) == NOW
    assert parse_instant("1 min ago", zone=SHANGHAI, now=NOW).microsecond == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No date or time is told."),
        ("　", "No date or time is told."),
        ("soon", "“soon” is no date and time."),
        ("1405", "“1405” is no date and time."),
        ("2026", "“2026” is no date and time."),
        ("10 min", "“10 min” is no date and time."),
        ("ago", "“ago” is no date and time."),
        ("in 10 min ago", "“in 10 min ago” is no date and time."),
        ("5 decades ago", "“5 decades ago” is no date and time."),
        ("yesterday", "“yesterday” lacks the time of the day."),
        ("昨天", "“昨天” lacks the time of the day."),
        ("2026-13-01 10:00", "There is no day “2026-13-01” in the calendar."),
        ("2026-02-29 10:00", "There is no day “2026-02-29” in the calendar."),
        ("2月30日 10:00", "There is no day “2月30日” in the calendar."),
        ("2026-11-20 25:00", "There is no time “25:00”."),
        ("14:60", "There is no time “14:60”."),
        ("14:05:61", "There is no time “14:05:61”."),
        ("24:01", "There is no time “24:01”."),
        ("0 pm", "There is no time “0 pm”."),
        ("晚上2点", "There is no time “晚上2点”."),
        ("22/11/2026 14:05", "“22/11/2026” doesn't say which is the day and which the month: the year comes first."),
        ("05.06.26", "“05.06.26” doesn't say which is the day and which the month: the year comes first."),
        ("2026-11-20 14:05+15:00", "In “14:05+15:00” the offset from UTC is none that exists."),
        ("0206-11-20 14:05", "“0206-11-20 14:05” is too far away."),
        ("999999 weeks ago", "“999999 weeks ago” is too far away."),
        ("a" * 81, "The text is too long for a date and a time."),
        ("now" + " " * 300 + "or never", "The text is too long for a date and a time."),
        ("\x1b[31m14:05", "“␛[31m14:05” is no date and time."),
    ],
)
def test_what_tells_no_instant_is_refused_with_the_reason_and_an_example(text: str, reason: str) -> None:
    with pytest.raises(UnreadableInstant) as refusal:
        parse_instant(text, zone=SHANGHAI, now=NOW)
    examples = "Write it such as 2026-11-20 14:05, 14:05, yesterday 14:05 or 10 min ago."
    assert str(refusal.value) == f"{reason} {examples}"


def test_the_examples_of_a_refusal_are_understood() -> None:
    with pytest.raises(UnreadableInstant) as refusal:
        parse_instant("?", zone=SHANGHAI, now=NOW)
    examples = str(refusal.value).partition("such as ")[2].rstrip(".").replace(" or ", ", ").split(", ")
    assert len(examples) == 4
    assert all(parse_instant(example, zone=SHANGHAI, now=NOW) for example in examples)


def test_a_time_that_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(UnreadableInstant, match="no 02:30 on that day: the clocks of Europe/Berlin were put forward"):
        parse_instant("2026-03-29 02:30", zone=BERLIN, now=NOW)
    assert utc_text(parse_instant("2026-03-29 03:00", zone=BERLIN, now=NOW)) == "2026-03-29T01:00:00Z"


def test_a_time_that_the_clocks_showed_twice_is_the_first_unless_its_offset_is_told() -> None:
    assert utc_text(parse_instant("2026-10-25 02:30", zone=BERLIN, now=NOW)) == "2026-10-25T00:30:00Z"
    assert utc_text(parse_instant("2026-10-25 02:30+01:00", zone=BERLIN, now=NOW)) == "2026-10-25T01:30:00Z"


@given(st.text(max_size=60) | st.text("0123456789-:/.年月日点前昨今天 tzamp+", max_size=20), ZONES)
def test_any_text_is_an_instant_of_a_plausible_year_or_refused(text: str, zone: ZoneInfo) -> None:
    try:
        instant = parse_instant(text, zone=zone, now=NOW)
    except UnreadableInstant as refusal:
        assert visible(str(refusal), newlines=False) == str(refusal)  # noqa: PT017
    else:
        assert instant.tzinfo is UTC
        assert 1969 <= instant.year <= 2200


@given(INSTANTS, ZONES)
def test_an_instant_is_read_back_from_its_canonical_text_in_any_zone(instant: datetime, zone: ZoneInfo) -> None:
    assert parse_instant(utc_text(instant), zone=zone, now=NOW) == instant


@given(INSTANTS, ZONES)
def test_a_local_time_with_its_offset_is_that_instant(instant: datetime, zone: ZoneInfo) -> None:
    assert parse_instant(instant.astimezone(zone).isoformat(), zone=SHANGHAI, now=NOW) == instant


@given(INSTANTS, ZONES)
def test_a_local_time_is_that_instant_or_the_earlier_one_that_the_clocks_showed(
    instant: datetime, zone: ZoneInfo
) -> None:
    local = instant.astimezone(zone)
    read_instant = parse_instant(local.replace(tzinfo=None).isoformat(), zone=zone, now=NOW)
    assert read_instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
    assert read_instant == instant if local.fold == 0 else read_instant < instant


@given(st.lists(INSTANTS.map(lambda instant: instant.replace(tzinfo=None)), min_size=2, max_size=2).map(sorted), ZONES)
def test_a_later_time_on_the_wall_is_never_an_earlier_instant(local: list[datetime], zone: ZoneInfo) -> None:
    assert utc_from_local(local[0], zone) <= utc_from_local(local[1], zone)


def test_a_skipped_time_becomes_the_instant_at_which_the_clocks_were_put_forward() -> None:
    for minute in (0, 1, 59):
        local = datetime(2026, 3, 29, 2, minute, 7)  # noqa: DTZ001
        assert utc_text(utc_from_local(local, BERLIN)) == "2026-03-29T01:00:00Z"


def test_what_was_done_is_not_in_the_future_beyond_what_clocks_differ() -> None:
    check_not_in_future(NOW + 5 * MINUTE, NOW, SHANGHAI)
    with pytest.raises(RuleViolation) as refusal:
        check_not_in_future(NOW + 6 * MINUTE, NOW, SHANGHAI)
    assert str(refusal.value) == "2026-11-20 14:38 lies in the future; it is 2026-11-20 14:32 now."
    check_not_in_future(NOW + 6 * MINUTE, NOW, SHANGHAI, tolerance=HOUR)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 22, 6, 5, 11, tzinfo=UTC), "2026-11-22T06:05:11Z"),
        (datetime(2026, 11, 22, 14, 5, 11, 1200, tzinfo=SHANGHAI), "2026-11-22T06:05:11.001200Z"),
    ],
)
def test_the_canonical_text_has_a_fraction_only_where_there_is_one(instant: datetime, expected: str) -> None:
    assert utc_text(instant) == expected
    assert read_utc_text(expected) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22T06:05:11",
        "2026-11-22T06:05:11+00:00",
        "2026-11-22T06:05:11.000000Z",
        "2026-11-22T06:05:11.5Z",
        "2026-11-22 06:05:11Z",
        "2026-02-30T06:05:11Z",
        "2026-11-22T06:05:11z",
        "2026-11-22T06:05:11Z\n",
    ],
)
def test_only_the_canonical_text_is_read_as_canonical(text: str) -> None:
    with pytest.raises(UnreadableInstant):
        read_utc_text(text)


@pytest.mark.parametrize(
    ("due", "narrow", "sentence"),
    [
        (NOW - 2 * HOUR - 5 * MINUTE, "2 h late", "2 h late"),
        (NOW - 12 * MINUTE, "12 min late", "12 min late"),
        (NOW - timedelta(seconds=1), "1 min late", "1 min late"),
        (NOW - 47 * HOUR, "47 h late", "47 h late"),
        (NOW - 50 * HOUR, "2 d late", "2 d late"),
        (NOW, "1 min", "in 1 min"),
        (NOW + 40 * MINUTE + timedelta(seconds=59), "40 min", "in 40 min"),
        (NOW + 3 * HOUR, "3 h", "in 3 h"),
        (NOW + 11 * HOUR, "11 h", "in 11 h"),
        (NOW + 18 * HOUR, "Sat", "Sat 08:32"),
        (NOW + 3 * DAY, "Mon", "Mon 14:32"),
        (NOW + 6 * DAY, "Thu", "Thu 14:32"),
        (NOW + 7 * DAY, "27 Nov", "27 Nov 14:32"),
        (NOW + 60 * DAY, "2027-01-19", "2027-01-19 14:32"),
    ],
)
def test_when_something_is_due_is_said_as_far_as_it_matters(due: datetime, narrow: str, sentence: str) -> None:
    assert due_words(due, NOW, SHANGHAI) == narrow
    assert in_words(due, NOW, SHANGHAI) == sentence


def test_later_today_is_told_in_hours_even_from_early_in_the_morning() -> None:
    early = datetime(2026, 11, 20, 1, 0, tzinfo=SHANGHAI)
    assert due_words(early + 16 * HOUR, early, SHANGHAI) == "16 h"


@given(ANY_INSTANT, ANY_INSTANT, ZONES)
def test_any_two_instants_can_be_said_on_one_short_line(due: datetime, now: datetime, zone: ZoneInfo) -> None:
    assert 2 <= len(due_words(due, now, zone)) <= 14
    assert ("late" in in_words(due, now, zone)) == (due < now)
    assert local_text(due, zone).isprintable()


@pytest.mark.parametrize(
    ("minutes", "words", "figures"),
    [(0, "0 min", "0:00"), (42, "42 min", "0:42"), (115, "1 h 55 min", "1:55"), (120, "2 h", "2:00")],
)
def test_a_duration_is_said_to_the_minute_below(minutes: int, words: str, figures: str) -> None:
    duration = timedelta(minutes=minutes, seconds=59)
    assert (duration_words(duration), duration_figures(duration)) == (words, figures)


class FewWords(gettext.NullTranslations):
    """Enough Chinese for this module, whatever the shipped catalogue holds so far."""

    WORDS: ClassVar = {
        "{time} late": "超时 {time}",
        "{minutes} min": "{minutes} 分",
        "{hours} h": "{hours} 时",
        "in {time}": "{time}后",
        "Mon": "周一",
        "{day} {month}": "{month}{day}日",
        "Nov": "11月",
    }

    def gettext(self, message: str) -> str:
        return self.WORDS.get(message, message)


def test_due_words_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module._language, "catalogue", FewWords())
    assert due_words(NOW - 2 * HOUR, NOW, SHANGHAI) == "超时 2 时"
    assert due_words(NOW + 40 * MINUTE, NOW, SHANGHAI) == "40 分"
    assert due_words(NOW + 3 * DAY, NOW, SHANGHAI) == weekday_word(NOW + 3 * DAY, SHANGHAI) == "周一"
    assert due_words(NOW + 9 * DAY, NOW, SHANGHAI) == "11月29日"
    assert in_words(NOW + 40 * MINUTE, NOW, SHANGHAI) == "40 分后"


@pytest.mark.parametrize(
    ("instant", "spelled"),
    [
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), "0001-01-01T00:00:00Z"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_what_another_machine_tells_beyond_the_calendar_is_spelled_at_its_end(instant: datetime, spelled: str) -> None:
    assert utc_text(instant) == spelled
    assert local_text(instant, BERLIN)
