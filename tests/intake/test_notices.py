"""Providers' notices: what becomes an outage, what is kept to be read, what is refused, and in which zone times are."""

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.outage_operations import OutageNoticed, OutageObject
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.intake.notices import NoticeReading, read_notices
from tests.intake.conftest import SHANGHAI
from tests.intake.notice_files import PLAIN, calendar, event, mail

Write = Callable[[str, str | bytes], Path]
OWN_ZONE = "\r\n".join(
    (
        *("BEGIN:VTIMEZONE", "TZID:Head office", "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200"),
        *("TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT"),
        *("DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
        *("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"),
    )
)


def read(write: Write, content: str | bytes, name: str = "notice.ics") -> NoticeReading:
    return read_notices([write(name, content)], zone=SHANGHAI)


def only(reading: NoticeReading) -> OutageNoticed:
    assert (reading.kept, reading.refusals) == ((), ())
    (notice,) = reading.notices
    return notice.notice


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(write: Write, beginning: str, end: str = "", *, zones: str = "") -> list[datetime]:
    """Read from when to when an event lasts whose lines of times are given."""
    told = calendar(event(beginning, *([end] if end else []), DTSTART=None, DTEND=None), zones=zones)
    window = only(read(write, told)).window
    return [window.starts_at, window.ends_at]


def test_a_calendar_with_the_profiles_fields_is_an_outage(write: Write) -> None:
    notice = only(read(write, calendar()))
    assert (notice.provider, notice.maintenance_id, notice.account) == ("Northern Fibre", "CHG-4711", "K 12")
    assert (notice.status, notice.impact, notice.sequence) == (OutageStatus.CONFIRMED, OutageImpact.OUTAGE, 1)
    assert notice.objects == (OutageObject("line 7"),)
    assert (notice.window.starts_at, notice.window.ends_at) == (utc("2026-12-01T22:00"), utc("2026-12-02T04:00"))
    assert notice.stamp == utc("2026-11-20T08:30:05")
    assert (notice.organizer, notice.uid) == ("mailto:noc@fibre.example", "4711@fibre.example")
    assert (notice.summary, notice.source) == ("Splicing at the bridge", "notice.ics")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("TENTATIVE", OutageStatus.TENTATIVE),
        ("Confirmed", OutageStatus.CONFIRMED),
        ("CANCELED", OutageStatus.CANCELLED),
        ("RE-SCHEDULED", OutageStatus.RE_SCHEDULED),
        ("rescheduled", OutageStatus.RE_SCHEDULED),
        ("IN PROCESS", OutageStatus.IN_PROCESS),
        ("In_Progress", OutageStatus.IN_PROCESS),
        ("COMPLETED", OutageStatus.COMPLETED),
    ],
)
def test_a_status_is_known_however_it_is_spelled(write: Write, told: str, status: OutageStatus) -> None:
    assert only(read(write, calendar(event(X_MAINTNOTE_STATUS=told)))).status is status


def test_objects_have_impacts_of_their_own(write: Write) -> None:
    lines = (
        "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=NO-IMPACT:line 8",
        "X-MAINTNOTE-OBJECT-ID;NOTE=a:b:line\\, 9",
        "X-MAINTNOTE-OBJECT-ID:line 7",
    )
    notice = only(read(write, calendar(event(*lines))))
    assert [(each.name, each.impact) for each in notice.objects] == [
        ("line 7", None),
        ("line 8", OutageImpact.NO_IMPACT),
        ("b:line, 9", None),
    ]


def test_a_line_that_is_none_costs_only_itself(write: Write) -> None:
    """Senders fold lines wrongly."""
    notice = only(read(write, calendar(event("X-MAINTNOTE-OBJECT-ID:line 8-", "LEFT", " OVER", ""))))
    assert [each.name for each in notice.objects] == ["line 7", "line 8-"]


def test_an_event_without_the_fields_is_known_by_its_organizer_and_uid(write: Write) -> None:
    notice = only(read(write, calendar(event(**PLAIN))))
    assert (notice.provider, notice.maintenance_id) == ("fibre.example", "4711@fibre.example")
    assert (notice.status, notice.impact, notice.objects) == (OutageStatus.CONFIRMED, None, ())
    assert only(read(write, calendar(event(**PLAIN), method="CANCEL"))).status is OutageStatus.CANCELLED
    assert only(read(write, calendar(event(**PLAIN, STATUS="TENTATIVE")))).status is OutageStatus.TENTATIVE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261201T220000Z", "DTEND:20261202T040000Z"), ("2026-12-01T22:00", "2026-12-02T04:00")),
        # Without a zone: the site's.
        (("DTSTART:20261201T220000", "DTEND:20261202T040000"), ("2026-12-01T14:00", "2026-12-01T20:00")),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"), ("2026-11-30T16:00", "2026-12-02T16:00")),
        (("DTSTART;VALUE=DATE:20261201", ""), ("2026-11-30T16:00", "2026-12-01T16:00")),
        (("DTSTART:20261201T220000Z", "DURATION:PT90M"), ("2026-12-01T22:00", "2026-12-01T23:30")),
        (
            ("DTSTART;TZID=Europe/Berlin:20260701T220000", "DTEND;TZID=America/New_York:20261202T040000"),
            ("2026-07-01T20:00", "2026-12-02T09:00"),
        ),
        (
            ("DTSTART;TZID=W. Europe Standard Time:20260701T220000", "DURATION:PT1H"),
            ("2026-07-01T20:00", "2026-07-01T21:00"),
        ),
        (
            ('DTSTART;TZID="/maker.example/Europe/Berlin":20260701T220000', "DURATION:PT1H"),
            ("2026-07-01T20:00", "2026-07-01T21:00"),
        ),
        # The night in which the clocks are put forward: a day of the wall is 23 hours, 24 hours are 24.
        (("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"), ("2026-03-28T11:00", "2026-03-29T10:00")),
        (("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"), ("2026-03-28T11:00", "2026-03-29T11:00")),
        # An hour that doesn't exist is read by the offset before it, one that comes twice is the first (RFC 5545).
        (("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT1H"), ("2026-03-29T01:30", "2026-03-29T02:30")),
        (("DTSTART;TZID=Europe/Berlin:20261025T023000", "DURATION:PT1H"), ("2026-10-25T00:30", "2026-10-25T01:30")),
    ],
)  # fmt: skip
def test_times_are_those_of_their_zone(write: Write, lines: tuple[str, str], expected: tuple[str, str]) -> None:
    assert starts(write, *lines) == [utc(each) for each in expected]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("20260701T120000", "2026-07-01T10:00"),
        ("20261201T120000", "2026-12-01T11:00"),
        ("20600701T120000", "2060-07-01T10:00"),
        ("20260329T023000", "2026-03-29T01:30"),
        ("20261025T023000", "2026-10-25T00:30"),
    ],
)
def test_a_zone_can_be_told_by_the_calendar_itself(write: Write, local: str, expected: str) -> None:
    told = starts(write, f"DTSTART;TZID=Head office:{local}", "DURATION:PT1H", zones=OWN_ZONE)
    assert told[0] == utc(expected)


def test_two_calendars_can_mean_two_zones_by_one_name(write: Write) -> None:
    line, length = "DTSTART;TZID=Head office:20261201T120000", "DURATION:PT1H"
    first = starts(write, line, length, zones=OWN_ZONE)
    other = starts(write, line, length, zones=OWN_ZONE.replace("+0100", "+0500").replace("+0200", "+0600"))
    assert (first[0], other[0]) == (utc("2026-12-01T11:00"), utc("2026-12-01T07:00"))


def test_several_events_of_one_revision_are_its_windows(write: Write) -> None:
    """Work over several nights is one outage."""
    nights = [event(DTSTART=f"202612{day:02}T220000Z", DTEND=f"202612{day + 1:02}T040000Z") for day in (3, 1, 2, 1)]
    notice = only(read(write, calendar(*nights)))
    assert [window.starts_at.day for window in notice.windows] == [1, 2, 3]


def test_events_of_several_revisions_are_told_apart(write: Write) -> None:
    reading = read(write, calendar(event(SEQUENCE="1"), event(SEQUENCE="2", DTSTART="20261201T230000Z")))
    assert [each.notice.sequence for each in reading.notices] == [1, 2]


BROKEN = [
    ({"DTSTART": None}, (), "DTSTART"),
    ({"DTEND": None}, (), "DTEND"),
    ({"X_MAINTNOTE_PROVIDER": None}, (), "X-MAINTNOTE-PROVIDER"),
    ({"X_MAINTNOTE_MAINTENANCE_ID": " "}, (), "X-MAINTNOTE-MAINTENANCE-ID"),
    ({"X_MAINTNOTE_STATUS": None}, (), "X-MAINTNOTE-STATUS"),
    ({**PLAIN, "UID": None}, (), "UID"),
    ({**PLAIN, "ORGANIZER;CN=Fibre NOC": None}, (), "ORGANIZER"),
    ({"DTSTART": "banana"}, (), "DTSTART"),
    ({"DTSTART": "20261301T000000Z"}, (), "DTSTART"),
    ({"DTSTART": "00010101T000000Z"}, (), "DTSTART"),
    ({"DTEND": "99991231T235959"}, (), "DTEND"),
    ({"DTEND": "20261201T220000Z"}, (), "2026-12-01 22:00Z"),
    ({"DTEND": "20261201T210000Z"}, (), "2026-12-01 21:00Z"),
    ({"DTEND": None}, ("DURATION:-PT1H",), "2026-12-01 21:00Z"),
    ({"DTEND": None}, ("DURATION:P99999999W",), "DURATION"),
    ({"DTSTAMP": "yesterday"}, (), "DTSTAMP"),
    ({"SEQUENCE": "2.5"}, (), "SEQUENCE"),
    ({"SEQUENCE": "9" * 5000}, (), "SEQUENCE"),
    ({}, ("DTSTART:20261201T230000Z",), "DTSTART"),
]


@pytest.mark.parametrize(("changed", "more", "word"), BROKEN)
def test_a_broken_event_is_refused_with_its_line_and_what_is_wrong(
    write: Write, changed: dict[str, str | None], more: tuple[str, ...], word: str
) -> None:
    reading = read(write, calendar(event(*more, **changed)))
    assert (reading.notices, reading.kept) == ((), ())
    (refusal,) = reading.refusals
    assert word in refusal.reason
    assert refusal.reason.startswith("Line ")
    assert refusal.source == "notice.ics"


def test_a_broken_event_does_not_stop_the_others(write: Write) -> None:
    reading = read(write, calendar(event(DTEND=None), event(X_MAINTNOTE_MAINTENANCE_ID="CHG-2")))
    assert [each.notice.maintenance_id for each in reading.notices] == ["CHG-2"]
    assert [each.reason for each in reading.refusals] == ["Line 5: The event lacks the end (DTEND)."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("{}", "neither a calendar nor a mail"),
        (calendar().rpartition("END:VEVENT")[0], "breaks off"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "no event"),
    ],
)
def test_what_is_no_notice_is_refused(write: Write, content: str, reason: str) -> None:
    reading = read(write, content, "notice.txt")
    assert (reading.notices, reading.kept) == ((), ())
    assert reason in reading.refusals[0].reason


@pytest.mark.parametrize(
    ("changed", "more", "reason"),
    [
        ({"X_MAINTNOTE_STATUS": "MAYBE"}, (), "MAYBE"),
        ({"X_MAINTNOTE_IMPACT": "SOME"}, (), "SOME"),
        ({}, ("RRULE:FREQ=WEEKLY",), "RRULE"),
        ({"DTSTART": None}, ("DTSTART;TZID=Nowhere/Land:20261201T220000",), "Nowhere/Land"),
        ({"DTSTART": None}, ("DTSTART;TZID=../../etc/passwd:20261201T220000",), "passwd"),
        ({"DTSTART": None}, ("DTSTART;TZID=America:20261201T220000",), "America"),
    ],
)
def test_what_no_rule_understands_is_kept_to_be_read(
    write: Write, changed: dict[str, str | None], more: tuple[str, ...], reason: str
) -> None:
    """PROCESS, what users suffer from, 6: an unknown word never becomes a default."""
    reading = read(write, calendar(event(*more, **changed)))
    assert (reading.notices, reading.refusals) == ((), ())
    (kept,) = reading.kept
    assert reason in kept.kept.trouble.sentence
    assert "BEGIN:VEVENT" in kept.kept.text


def test_a_mail_with_a_calendar_is_an_outage_and_its_text_is_what_is_read(write: Write) -> None:
    notice = only(read(write, mail("We splice.", part=calendar(event(SUMMARY=None, DTSTAMP=None))), "mail.eml"))
    assert (notice.maintenance_id, notice.text, notice.summary) == ("CHG-4711", "We splice.", "Planned work 4711")
    assert notice.stamp == utc("2026-11-20T08:30")


def test_a_mail_says_who_works_where_its_event_does_not(write: Write) -> None:
    invitation = calendar(event(**PLAIN, **{"ORGANIZER;CN=Fibre NOC": None}))
    assert only(read(write, mail(part=invitation), "mail.eml")).provider == "fibre.example"


def test_one_notice_in_two_parts_of_a_mail_is_one(write: Write) -> None:
    twice = f"{calendar()}\r\n--b\r\nContent-Type: application/octet-stream; name=a.ics\r\n\r\n{calendar()}"
    assert only(read(write, mail(part=twice), "mail.eml")).maintenance_id == "CHG-4711"


def test_a_notice_says_the_same_in_a_file_and_in_a_mail(write: Write) -> None:
    file, post = only(read(write, calendar())), only(read(write, mail(part=calendar()), "mail.eml"))
    assert file.digest == post.digest
    assert file.digest != only(read(write, calendar(event(DTEND="20261202T050000Z")))).digest


def test_a_forwarded_mail_is_looked_into(write: Write) -> None:
    inner = mail(part=calendar())
    forwarded = (
        'From: a@b.example\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary="outer"\r\n\r\n'
        f"--outer\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--outer--\r\n"
    )
    assert only(read(write, forwarded, "mail.eml")).maintenance_id == "CHG-4711"


def test_a_calendar_or_bare_fields_in_the_text_of_a_mail_count_too(write: Write) -> None:
    assert only(read(write, mail(f"Dear customer,\r\n{calendar()}\r\nRegards"), "mail.eml")).sequence == 1
    lines = event().replace("BEGIN:VEVENT", "").replace("END:VEVENT", "")
    assert only(read(write, mail(lines), "mail.eml")).maintenance_id == "CHG-4711"


def test_a_mail_without_either_is_kept_to_be_read(write: Write) -> None:
    reading = read(write, mail(), "mail.eml")
    assert (reading.notices, reading.refusals) == ((), ())
    (unread,) = reading.kept
    kept = unread.kept
    assert (kept.title, kept.sender) == ("Planned work 4711", "Fibre NOC noc@fibre.example")
    assert (kept.sent_at, kept.text) == (utc("2026-11-20T08:30"), "We will work on your line.")
    assert "neither a calendar" in kept.trouble.sentence


def test_a_mail_with_a_broken_calendar_is_kept_with_what_is_wrong(write: Write) -> None:
    """A person can still read the mail; nothing of it is lost."""
    (unread,) = read(write, mail(part=calendar(event(DTEND=None))), "mail.eml").kept
    assert "DTEND" in unread.kept.trouble.sentence


def test_each_mail_of_a_mailbox_is_read(write: Write) -> None:
    mails = "\n\n".join(f"From noc Fri Nov 20 16:30:00 2026\n{each}" for each in (mail(part=calendar()), mail(key="2")))
    reading = read(write, mails.replace("\r\n", "\n"), "notices.mbox")
    assert (len(reading.notices), len(reading.kept)) == (1, 1)


@pytest.mark.parametrize(
    "spelled",
    [
        calendar().encode("utf-8-sig"),
        calendar().encode("utf-16"),
        calendar().replace("\r\n", "\n").encode(),
        calendar().replace("\r\n", "\r").encode(),
        base64.encodebytes(calendar().encode()),
        b"\n\n" + calendar().lower().encode(),
    ],
    ids=("mark", "utf-16", "lf", "cr", "base64", "lower case"),
)
def test_a_calendar_is_known_however_it_is_written_down(write: Write, spelled: bytes) -> None:
    assert only(read(write, spelled)).maintenance_id.upper() == "CHG-4711"


def test_a_summary_in_chinese_bytes_without_a_word_on_them_is_read(write: Write) -> None:
    assert (
        only(read(write, calendar(event(SUMMARY="光缆割接，请注意")).encode("gb18030"))).summary == "光缆割接，请注意"
    )


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 50_000,
        "BEGIN:VCALENDAR\r\n" + "BEGIN:X\r\n" * 200_000,
        calendar(event(*["X-MAINTNOTE-OBJECT-ID:" + "x" * 300] * 3000)),
        calendar(event(*[f"X-MAINTNOTE-OBJECT-ID:{number}" for number in range(1500)])),
        calendar(event("DESCRIPTION:" + "x" * 2_000_000)),
        calendar(event("SUMMARY:a" + "\r\n " + "\r\n ".join("y" * 50 for _line in range(40_000)))),
        calendar(event(X_MAINTNOTE_PROVIDER="a\u202eb\x1b[31m[/b]\x00")),
        calendar(zones=OWN_ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY")),
        calendar(
            event("DTSTART;TZID=Head office:20261201T220000", DTSTART=None),
            zones=OWN_ZONE.replace("FREQ=YEARLY", "FREQ=YEARLY;BYSECOND=1,2,3,4,5,6"),
        ),
        calendar(
            event("DTSTART;TZID=Head office:20261201T220000", DTSTART=None),
            zones=OWN_ZONE.replace("+0100", "+99999999"),
        ),
        "BEGIN:VCALENDAR\r\n" * 100_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_a_hostile_calendar_costs_little_and_harms_nothing(write: Write, content: str) -> None:
    begun = time.monotonic()
    reading = read(write, content)
    msgspec.json.encode(reading)
    assert time.monotonic() - begun < 5
    assert reading.notices or reading.kept or reading.refusals


def test_only_so_much_of_a_large_file_is_read(write: Write) -> None:
    reading = read(write, calendar(event("X-PADDING:" + "x" * 6_000_000)))
    assert "5 MB" in reading.refusals[0].reason


LINES = (
    *event("RRULE:FREQ=DAILY", "DURATION:P1D", "RDATE:x").split("\r\n"),
    *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "METHOD:CANCEL"),
    *("BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:Z", "DTSTART;TZID=Z:20261201T220000", OWN_ZONE),
    *("DTSTART;VALUE=DATE:20261201", 'DTSTART;TZID=":20261201', "DTSTART;VALUE=PERIOD:20261201T000000Z/PT1H"),
    *("DTEND;TZID=Head office:20261231T235959", "SEQUENCE:-1", "DURATION:-P", " folded", "\t"),
    *("SUMMARY;ENCODING=QUOTED-PRINTABLE:=0D=00=E6", 'X-MAINTNOTE-OBJECT-ID;A="b:c'),
)
SIGNS = ("\x00", "\udcff", "\u2028", ":", ";", "=", '"', "\\", "\r")
PIECES = st.sampled_from([*(f"{line}\r\n" for line in LINES), *SIGNS])


@settings(max_examples=300)
@given(pieces=st.lists(PIECES, max_size=40), is_mail=st.booleans())
def test_any_calendar_gives_notices_and_refusals_that_can_be_kept(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], is_mail: bool
) -> None:
    text = "BEGIN:VCALENDAR\r\n" + "".join(pieces)
    file = tmp_path_factory.getbasetemp() / ("any.eml" if is_mail else "any.ics")
    file.write_bytes((mail(part=text) if is_mail else text).encode("utf-8", "surrogateescape"))
    reading = read_notices([file], zone=SHANGHAI)
    msgspec.json.encode(reading)
    assert reading.notices or reading.kept or reading.refusals
    for each in reading.notices:
        assert all(window.starts_at < window.ends_at for window in each.notice.windows)
