"""The load of a week: who has what on which day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import Load, PlannedOccurrence
from fieldtech.domain.words import OccurrenceState
from fieldtech.widgets.calendar_days import CalendarDays
from fieldtech.widgets.load_pane import loads_of_week

MONDAY, FRIDAY, NEXT_MONDAY = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 23)


def on(day: date, minutes: int, *people: str, state: OccurrenceState = OccurrenceState.PLANNED) -> PlannedOccurrence:
    facts = PlanFacts(title="Check", at=time(9), minutes=minutes, people=people)
    return PlannedOccurrence("p", "P-1", facts, day, day, day, day, state)


def days(*entries: PlannedOccurrence) -> CalendarDays:
    by_day = {day: [each for each in entries if each.day == day] for day in {each.day for each in entries}}
    now = datetime(2026, 11, 20, 6, tzinfo=UTC)
    zone = ZoneInfo("Asia/Shanghai")
    return CalendarDays(date(2026, 1, 1), date(2026, 12, 31), now, zone, entries=by_day, marks={})


def test_a_week_is_told_person_by_person_who_has_most_first_and_nobody_last() -> None:
    told = loads_of_week(
        days(
            on(MONDAY, 60, "Li Wei", "Zhao Min"),
            on(FRIDAY, 481, "Zhao Min"),
            on(FRIDAY, 30, "Li Wei"),
            on(FRIDAY, 240, "Li Wei"),
            on(FRIDAY, 900),
            on(FRIDAY, 900, "Li Wei", state=OccurrenceState.DONE),
            on(NEXT_MONDAY, 900, "Li Wei"),
        ),
        MONDAY,
    )
    assert list(told) == ["Zhao Min", "Li Wei", ""]
    assert told["Li Wei"] == {MONDAY: Load("Li Wei", MONDAY, 1, 60), FRIDAY: Load("Li Wei", FRIDAY, 2, 270)}
    assert [each.is_too_much for each in told["Zhao Min"].values()] == [False, True]


def test_exactly_a_day_is_not_too_much() -> None:
    assert [Load("", MONDAY, 1, minutes).is_too_much for minutes in (0, 480, 481)] == [False, False, True]
