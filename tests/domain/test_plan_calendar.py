"""A plan laid out on days: what is planned, due, late, missed, and what somebody did about it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.config import Settings
from fieldtech.domain.faults import Stamp
from fieldtech.domain.occurrences import Finish, Occurrence, Progress
from fieldtech.domain.plan_calendar import (
    occurrence_of,
    occurrences_between,
    open_floating_slot,
    preview,
)
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence, compliance, loads
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over
from fieldtech.domain.recurrence import occurrence_identifier
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind, OccurrenceState
from fieldtech.domain.working_time import calendar_from
from tests.domain.test_recurrence import RECURRENCES

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKDAYS = calendar_from(Settings(), SHANGHAI).is_workday
BY = Stamp(actor="7d3k2m9p4qfw", machine="4f6k2m9p3qdw", at=datetime(2026, 1, 1, tzinfo=UTC), ref="4f6k.1.00")
WEEKLY = PlanFacts(
    title="Check the UPS",
    kind=MaintenanceKind.BATTERY_TEST,
    rule="FREQ=WEEKLY;BYDAY=TU",
    first=date(2026, 3, 1),
    at=time(9, 30),
    zone="Asia/Shanghai",
    people=("Li Wei", "Zhao Min"),
    minutes=30,
)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def plan(*edits: tuple[str, PlanFacts], **facts: object) -> Plan:
    """Make a plan, with what it was changed to from some days on."""
    told = laid_over(WHOLE, msgspec.structs.replace(WEEKLY, **facts))
    versions = [PlanVersion(since=BEGINNING, facts=told, by=BY)]
    for since, said in edits:
        told = laid_over(told, said)
        versions.append(PlanVersion(since=on(since), facts=told, by=BY))
    return Plan(id="4f6k2m9p3qdw", number="P-26K7-001", facts=told, versions=tuple(versions), recorded=BY)


def touched(slot: str, progress: str = Progress.NONE, **more: object) -> tuple[date, Occurrence]:
    """Make an occurrence that somebody touched."""
    name = occurrence_identifier("4f6k2m9p3qdw", on(slot))
    made = Occurrence(id=name, plan_id="4f6k2m9p3qdw", slot=on(slot), progress=progress)
    return on(slot), msgspec.structs.replace(made, **more)


def done(slot: str, at: str) -> tuple[date, Occurrence]:
    instant = datetime.fromisoformat(f"2026-{at}T10:00").replace(tzinfo=SHANGHAI).astimezone(UTC)
    return touched(slot, Progress.DONE, finishes=(Finish(done_at=instant, by=BY),))


def laid_out(
    told: Plan, known: Mapping[date, Occurrence], since: str, until: str, today: str
) -> list[PlannedOccurrence]:
    return occurrences_between(told, known, on(since), on(until), today=on(today), is_workday=WORKDAYS)


def states(told: Plan, known: Mapping[date, Occurrence], today: str, until: str = "03-31") -> list[str]:
    return [f"{each.day:%m-%d} {each.state.value}" for each in laid_out(told, known, "03-01", until, today)]


def test_the_clock_says_missed_late_due_and_planned() -> None:
    """S3.6: done, late, missed by the clock alone, without anybody touching anything."""
    assert states(plan(), {}, "03-18") == [
        "03-03 missed",
        "03-10 missed",
        "03-17 late",
        "03-24 planned",
        "03-31 planned",
    ]
    assert states(plan(), {}, "03-17")[2] == "03-17 due"


def test_a_window_opens_before_and_closes_after() -> None:
    told = plan(window_before=1, window_after=2)
    for today, state in (
        ("03-15", "planned"),
        ("03-16", "due"),
        ("03-19", "due"),
        ("03-20", "late"),
        ("03-23", "missed"),
    ):
        assert states(told, {}, today)[2] == f"03-17 {state}", today


def test_the_last_one_of_all_stays_late() -> None:
    told = plan(until=on("03-10"))
    assert states(told, {}, "06-01") == ["03-03 missed", "03-10 late"]


def test_what_was_done_to_it_comes_before_the_clock() -> None:
    known = dict(
        [
            done("03-03", "03-03"),
            touched("03-10", Progress.SKIPPED, reason="away"),
            touched("03-17", Progress.STARTED),
            touched("03-24", Progress.DEFERRED, day=on("03-27"), reason="locked"),
            touched("03-31", day=on("03-30")),
        ]
    )
    assert states(plan(), known, "03-18") == [
        "03-03 done",
        "03-10 skipped",
        "03-17 started",
        "03-27 deferred",
        "03-30 moved",
    ]
    assert states(plan(), known, "03-27")[3] == "03-27 due"
    assert states(plan(), known, "05-01")[3:] == ["03-27 late", "03-30 missed"]  # put off is never missed


def test_a_moved_one_stands_on_its_day_alone_and_keeps_its_window() -> None:
    known = dict([touched("03-10", day=on("04-02"), moved_because="audit")])
    assert "03-10" not in " ".join(states(plan(), known, "03-01"))
    (moved,) = laid_out(plan(), known, "04-01", "04-03", "03-01")
    assert (moved.slot, moved.day, moved.opens, moved.closes) == (on("03-10"), on("04-02"), on("03-10"), on("03-10"))
    assert moved.id == occurrence_identifier("4f6k2m9p3qdw", on("03-10"))
    assert moved.name == "P-26K7-001/2026-03-10"


def test_a_move_past_the_window_makes_the_window_no_longer() -> None:
    """It stands on its new day, and is late from the end of its window on: only what was put off is excused."""
    known = dict([touched("03-10", day=on("03-13"), moved_because="audit")])
    told = {day: states(plan(), known, day)[1] for day in ("03-09", "03-10", "03-11", "03-13", "03-17")}
    assert told == {
        "03-09": "03-13 moved",
        "03-10": "03-13 moved",
        "03-11": "03-13 late",
        "03-13": "03-13 late",
        "03-17": "03-13 missed",
    }
    put_off = dict([touched("03-10", Progress.DEFERRED, day=on("03-13"), reason="locked")])
    assert [states(plan(), put_off, day)[1][6:] for day in ("03-11", "03-13", "03-17")] == ["deferred", "due", "late"]


def test_a_change_leaves_the_past_as_it_was() -> None:
    told = plan(("03-16", PlanFacts(rule="FREQ=WEEKLY;BYDAY=FR", title="Test the UPS")))
    found = laid_out(told, {}, "03-01", "03-31", "03-16")
    assert [(each.day, each.facts.title) for each in found] == [
        (on("03-03"), "Check the UPS"),
        (on("03-10"), "Check the UPS"),
        (on("03-20"), "Test the UPS"),
        (on("03-27"), "Test the UPS"),
    ]


def test_what_was_touched_stays_though_the_rule_has_left_its_day() -> None:
    told = plan(("03-01", PlanFacts(rule="FREQ=WEEKLY;BYDAY=FR")))
    known = dict([done("03-10", "03-10")])
    assert states(told, known, "03-13")[:2] == ["03-06 missed", "03-10 done"]


def test_holidays_move_it_and_it_stays_one() -> None:
    told = plan(rule="FREQ=MONTHLY;BYMONTHDAY=1", days_off=DayOffPolicy.BEFORE)
    (october,) = laid_out(told, {}, "09-20", "10-15", "09-01")
    assert (october.slot, october.day, october.opens) == (on("10-01"), on("09-30"), on("09-30"))
    assert (
        laid_out(plan(rule="FREQ=MONTHLY;BYMONTHDAY=1", days_off=DayOffPolicy.NONE), {}, "09-20", "10-15", "09-01")
        == []
    )
    kept = laid_out(plan(rule="FREQ=MONTHLY;BYMONTHDAY=1"), dict([done("10-01", "09-30")]), "09-20", "10-15", "10-02")
    assert [(each.day, each.state) for each in kept] == [(on("10-01"), OccurrenceState.DONE)]


def test_the_time_on_the_wall_is_the_plans() -> None:
    (first, *_rest) = laid_out(plan(), {}, "03-01", "03-31", "03-01")
    assert first.starts_at == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    (strange, *_rest) = laid_out(plan(zone="Mars/Olympus"), {}, "03-01", "03-31", "03-01")
    assert strange.starts_at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


FLOATING = {"rule": "FREQ=MONTHLY", "first": date(2026, 3, 10), "is_floating": True}


def test_a_floating_plan_counts_from_when_it_was_done() -> None:
    """What Atlas and OCA get wrong: done early, the next one is counted from then."""
    told = plan(**FLOATING)
    assert states(told, {}, "03-01", "06-30") == ["03-10 planned", "04-10 planned", "05-10 planned", "06-10 planned"]
    early = dict([done("03-10", "03-04")])
    assert states(told, early, "03-05", "06-30") == ["03-10 done", "04-04 planned", "05-04 planned", "06-04 planned"]
    late = dict([done("03-10", "03-25")])
    assert states(told, late, "03-26", "05-30") == ["03-10 done", "04-25 planned", "05-25 planned"]


def test_a_floating_one_is_late_until_somebody_does_it_or_leaves_it_out() -> None:
    told = plan(**FLOATING)
    assert states(told, {}, "08-01", "04-30") == ["03-10 late"]
    known = dict([touched("03-10", Progress.SKIPPED, reason="away")])
    assert states(told, known, "04-01", "05-30") == ["03-10 skipped", "04-10 planned", "05-10 planned"]


def test_what_is_only_expected_is_not_due() -> None:
    found = laid_out(plan(**FLOATING), {}, "03-01", "06-30", "05-20")
    assert compliance(found, on("05-20")) == (0, 1)
    assert compliance(found, on("06-30")) == (0, 1)


def test_only_the_next_floating_one_is_certain() -> None:
    found = laid_out(plan(**FLOATING), {}, "03-01", "06-30", "03-01")
    assert [each.is_expected for each in found] == [False, True, True, True]
    known = dict([touched("03-10", Progress.STARTED)])
    found = laid_out(plan(**FLOATING), known, "03-01", "05-30", "03-10")
    assert [(each.state.value, each.is_expected) for each in found] == [
        ("started", False),
        ("planned", True),
        ("planned", True),
    ]


def test_done_twice_counts_from_the_later() -> None:
    one, other = done("03-10", "03-10")[1], done("03-10", "03-14")[1]
    both = msgspec.structs.replace(one, finishes=(*one.finishes, *other.finishes))
    assert open_floating_slot(plan(**FLOATING), {on("03-10"): both}) == on("04-14")


def test_a_plan_that_becomes_floating_begins_to_count_there() -> None:
    told = plan(("04-05", PlanFacts(is_floating=True)), rule="FREQ=MONTHLY;BYMONTHDAY=10", first=date(2026, 1, 1))
    assert states(told, {}, "04-06", "05-30") == ["03-10 missed", "04-10 planned", "05-10 planned"]


def test_the_next_twelve_are_previewed() -> None:
    found = preview(plan(rule="FREQ=YEARLY"), {}, on("03-05"), 12, today=on("03-05"), is_workday=WORKDAYS)
    assert [each.day.year for each in found] == list(range(2027, 2039))
    weekly = preview(plan(), dict([done("03-10", "03-09")]), on("03-05"), 2, today=on("03-05"), is_workday=WORKDAYS)
    assert [each.day for each in weekly] == [on("03-17"), on("03-24")]


def test_one_occurrence_is_found_by_its_slot() -> None:
    told = plan(rule="FREQ=MONTHLY;BYMONTHDAY=1", days_off=DayOffPolicy.AFTER)
    found = occurrence_of(told, {}, on("10-01"), today=on("09-01"), is_workday=WORKDAYS)
    assert found is not None
    assert found.day == on("10-08")
    assert occurrence_of(told, {}, on("10-02"), today=on("09-01"), is_workday=WORKDAYS) is None


def test_plan_compliance_is_done_in_its_window_of_what_was_due() -> None:
    """PROCESS, figures: done inside its window / due; late done is due and not inside."""
    known = dict([done("03-03", "03-03"), done("03-10", "03-11"), touched("03-17", Progress.SKIPPED)])
    found = laid_out(plan(), known, "03-01", "03-31", "03-28")
    assert compliance(found, on("03-28")) == (1, 4)
    assert compliance(laid_out(plan(window_after=1), known, "03-01", "03-31", "03-28"), on("03-28")) == (2, 4)


def test_the_load_is_told_for_each_person_and_day() -> None:
    known = dict([done("03-03", "03-03")])
    found = laid_out(plan(), known, "03-01", "03-12", "03-05")
    assert loads(found) == (("Li Wei", on("03-10"), 1, 30), ("Zhao Min", on("03-10"), 1, 30))


EDITS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2028, 1, 1)), RECURRENCES), max_size=3, unique_by=lambda each: each[0]
).map(lambda edits: sorted(edits, key=lambda each: each[0]))


@given(RECURRENCES, EDITS, st.sampled_from(DayOffPolicy), st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.booleans())
def test_each_slot_stands_once_and_months_add_up_to_the_year(
    told: object, edits: list[tuple[date, object]], policy: DayOffPolicy, today: date, is_floating: bool
) -> None:
    facts = {"days_off": policy, "is_floating": is_floating}
    changes = [(since, PlanFacts(rule=each.rule, first=each.first)) for since, each in edits]  # type: ignore[attr-defined]
    whole = plan(rule=told.rule, first=told.first, **facts)  # type: ignore[attr-defined]
    versions = list(whole.versions)
    for since, said in changes:
        versions.append(PlanVersion(since=since, facts=laid_over(versions[-1].facts, said), by=BY))
    changed = msgspec.structs.replace(whole, facts=versions[-1].facts, versions=tuple(versions))
    year = occurrences_between(changed, {}, on("01-01"), on("12-31"), today=today, is_workday=WORKDAYS)
    assert len({each.slot for each in year}) == len(year)
    assert [each.day for each in year] == sorted(each.day for each in year)
    starts = [date(2026, month, 1) for month in range(1, 13)] + [date(2027, 1, 1)]
    months = [
        each
        for first, following in pairwise(starts)
        for each in occurrences_between(
            changed, {}, first, following - timedelta(days=1), today=today, is_workday=WORKDAYS
        )
    ]
    assert months == year


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_trap(day: date) -> None:
    for told in (plan(), plan(first=date.max), plan(first=date.min, is_floating=True), plan(window_before=366)):
        known = dict([touched("03-10", Progress.DEFERRED, day=day)])
        assert occurrences_between(told, known, day, day, today=day, is_workday=WORKDAYS) is not None
        assert preview(told, known, day, 3, today=day, is_workday=WORKDAYS) is not None
