"""The iCalendar file of planned work, read back by other programs' eyes: icalendar and dateutil (PROCESS S3.6)."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import msgspec
import pytest
from dateutil.tz import tzical
from icalendar import Calendar, Event

from fieldtech.documents.calendar_zone import calendar_zone
from fieldtech.documents.plan_calendar_file import PlanCalendarFile, Revision, event_uid, plan_calendar_bytes
from fieldtech.domain.faults import Stamp
from fieldtech.domain.occurrences import Finish, Occurrence, Progress
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.words import MaintenanceKind, OccurrenceState
from fieldtech.text import use_language

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Europe/Dublin", "UTC")
CHANGED = datetime(2026, 3, 1, 8, 30, 15, 250, UTC)
STAMP = Stamp(actor="a", machine="m", at=CHANGED, ref="")


def occurrence(day: date, **told: object) -> PlannedOccurrence:
    """Say what stands on a day."""
    facts = {"title": "Round", "kind": MaintenanceKind.INSPECTION_ROUND, "at": time(2, 30), "zone": "Europe/Berlin"}
    facts |= {name: told.pop(name) for name in tuple(told) if name in PlanFacts.__struct_fields__}
    state = told.pop("state", OccurrenceState.PLANNED)
    return PlannedOccurrence("plan-1", "P-1", PlanFacts(**facts), day, day, day, day, state, **told)  # type: ignore[arg-type]


def file_of(*occurrences: PlannedOccurrence, **changed: object) -> PlanCalendarFile:
    """Say what is written into a file."""
    told: dict[str, object] = {
        "name": "Maintenance DC-1",
        "site_zone": ZoneInfo("Europe/Berlin"),
        "today": date(2026, 1, 1),
        "occurrences": occurrences,
        "revisions": {each.id: Revision(2, CHANGED) for each in occurrences},
    }
    return PlanCalendarFile(**(told | changed))  # type: ignore[arg-type]


def written(*occurrences: PlannedOccurrence, **changed: object) -> Calendar:
    """Write a file and read it back."""
    calendar = Calendar.from_ical(plan_calendar_bytes(file_of(*occurrences, **changed)))
    assert isinstance(calendar, Calendar)
    assert [component.errors for component in calendar.walk()] == [[]] * len(calendar.walk())
    return calendar


def the_event(*occurrences: PlannedOccurrence, **changed: object) -> Event:
    """Read back the one event that was written."""
    (event,) = written(*occurrences, **changed).events
    return event


def instants(event: Event) -> tuple[datetime, datetime]:
    """Read from when to when an event goes on."""
    start, end = event.start, event.end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start, end


@pytest.mark.parametrize("zone", ZONES)
def test_every_instant_of_a_year_comes_back_by_the_files_own_zone(zone: str) -> None:
    """Over both changes of the clocks, at a time that one of them skips and the other shows twice."""
    every = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    days = [day for day in every if day.weekday() == 6 or day.day == 15]  # the clocks are changed on Sundays
    told = [occurrence(day, zone=zone, minutes=90) for day in days]
    content = plan_calendar_bytes(file_of(*told)).decode()
    calendar = Calendar.from_ical(content)
    zones = tzical(StringIO(content.replace("\r\n ", ""))) if zone != "UTC" else None
    for each, event in zip(told, calendar.events, strict=True):
        start, end = instants(event)
        by_the_file = start.replace(tzinfo=zones.get(zone) if zones else UTC)
        assert by_the_file.astimezone(UTC) == each.starts_at, (zone, each.day)
        assert start.astimezone(UTC) == each.starts_at
        assert end.astimezone(UTC) - each.starts_at == timedelta(minutes=90)


def test_a_change_of_the_clocks_is_told_in_the_time_before_it() -> None:
    zone = calendar_zone(ZoneInfo("Europe/Berlin"), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    told = [(each.name, f"{each.DTSTART:%m-%d %H:%M}", each.TZOFFSETTO) for each in zone.subcomponents]
    assert told == [
        ("STANDARD", "01-01 01:00", timedelta(hours=1)),
        ("DAYLIGHT", "03-29 02:00", timedelta(hours=2)),
        ("STANDARD", "10-25 03:00", timedelta(hours=1)),
    ]


def test_a_zone_without_changes_and_utc_are_told() -> None:
    far = occurrence(date(2026, 5, 4), zone="Asia/Shanghai")
    assert [str(each["tzid"]) for each in written(far).timezones] == ["Asia/Shanghai"]
    plain = occurrence(date(2026, 5, 4), zone="UTC")
    assert written(plain).timezones == []
    assert b"DTSTART:20260504T023000Z" in plan_calendar_bytes(file_of(plain))
    assert len(written(plain, far, occurrence(date(2026, 5, 4))).timezones) == 2


def test_an_event_keeps_its_name_wherever_it_is_moved() -> None:
    one = occurrence(date(2026, 5, 4))
    moved = msgspec.structs.replace(one, day=date(2026, 5, 9))
    events = the_event(one), the_event(moved)
    assert events[0]["uid"] == events[1]["uid"] == event_uid(one)
    assert instants(events[1])[0].date() == date(2026, 5, 9)
    assert len({event_uid(occurrence(date(2026, 5, day))) for day in range(1, 31)}) == 30


def test_an_event_says_how_often_and_when_it_was_changed() -> None:
    event = the_event(occurrence(date(2026, 5, 4)))
    assert (event["sequence"], event.stamp, event.last_modified) == (
        2,
        CHANGED.replace(microsecond=0),
        CHANGED.replace(microsecond=0),
    )


def test_what_was_recorded_shows_in_the_status() -> None:
    day = date(2026, 5, 4)
    done = Occurrence(id="o", plan_id="plan-1", slot=day, progress=Progress.DONE,
                      finishes=(Finish(done_at=CHANGED, by=STAMP),))  # fmt: skip
    skipped = Occurrence(id="o", plan_id="plan-1", slot=day, progress=Progress.SKIPPED, reason="closed, all day")
    events = [
        the_event(occurrence(day, state=state, touched=touched, is_expected=is_expected))
        for state, touched, is_expected in (
            (OccurrenceState.PLANNED, None, False),
            (OccurrenceState.PLANNED, None, True),
            (OccurrenceState.DONE, done, False),
            (OccurrenceState.SKIPPED, skipped, False),
        )
    ]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert [len(event.subcomponents) for event in events] == [1, 1, 0, 0]  # no alarm for what is over
    assert "Reason: closed, all day" in str(events[3]["description"])


@pytest.mark.parametrize(("alarm", "alarms"), [(timedelta(hours=2), 1), (None, 0)])
def test_alarms_go_off_as_told(alarm: timedelta | None, alarms: int) -> None:
    event = the_event(occurrence(date(2026, 5, 4)), alarm=alarm)
    assert len(event.alarms.times) == alarms
    assert all(each.trigger == event.start - timedelta(hours=2) for each in event.alarms.times)


def test_nothing_goes_off_for_what_lies_behind() -> None:
    event = the_event(occurrence(date(2026, 5, 4), state=OccurrenceState.MISSED), today=date(2026, 5, 5))
    assert event.subcomponents == []


def test_the_same_state_gives_the_same_bytes_in_any_order_of_its_names() -> None:
    told = [occurrence(date(2026, 5, day), zone=zone) for day, zone in ((4, "Europe/Berlin"), (5, "America/New_York"))]
    known = {each.id: Revision(1, CHANGED) for each in told}
    backwards = dict(reversed(known.items()))
    assert plan_calendar_bytes(file_of(*told, revisions=known)) == plan_calendar_bytes(
        file_of(*told, revisions=backwards)
    )


def test_no_text_breaks_out_of_its_line() -> None:
    hostile = "x\r\nEND:VEVENT\nBEGIN:VEVENT;,\\n\u2028\x1b[31m\u202e" + "漢" * 80
    event = the_event(occurrence(date(2026, 5, 4), title=hostile, place=hostile, notes=hostile, people=(hostile,)))
    content = plan_calendar_bytes(file_of(occurrence(date(2026, 5, 4), title=hostile, notes=hostile)))
    assert content.count(b"BEGIN:VEVENT\r\n") == 1
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert not {"\x1b", "\u202e", "\r"} & set(str(event["summary"]) + str(event["description"]))


def test_the_words_are_those_of_the_language() -> None:
    use_language("zh_CN")
    event = the_event(occurrence(date(2026, 5, 4), people=("李伟",)))
    use_language("en")
    assert "李伟" in str(event["description"])
    assert "Person" not in str(event["description"])
    assert event.categories == ["巡检"]


def test_an_empty_year_is_a_calendar_too() -> None:
    assert written().events == []
