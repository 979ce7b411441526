"""Carrying out planned work (PROCESS S3.6): rounds, readings, and what happens to what is not done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.plan_operations import OccurrenceCheckAnswered
from fieldtech.domain.words import Channel, CheckResult, OccurrenceState
from fieldtech.store import Store, audit
from fieldtech.store.views.calendar import calendar_between, plan_occurrences
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.plans import earlier_occurrences, earlier_readings, find_occurrence, find_plan
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import (
    break_off_occurrence,
    defer_occurrence,
    move_occurrence,
    skip_occurrence,
    start_occurrence,
    tick_occurrence,
)
from tests.workflow.planned import LIBRARY, planned, planned_round
from tests.workflow.road import clock_of

MONDAY = date(2026, 11, 2)


def answer_all(store: Store, name: str, stop: str, **readings: str) -> None:
    """Answer every check of a stop that is asked and open."""
    for _ in range(100):
        touched = find_occurrence(store, name)[1].touched
        assert touched is not None
        done = touched.results_at(stop)
        todo = [item for item in touched.items if item.id not in done and item.when is None]
        if not todo:
            return
        item = todo[0]
        reading = readings.get(item.id.replace("-", "_"), "")
        tick_occurrence(
            store, name, item.id, None if reading else CheckResult.NOT_APPLICABLE, stop=stop, reading=reading
        )


def state_of(store: Store, name: str) -> OccurrenceState:
    return find_occurrence(store, name)[1].state


def reading_item(store: Store) -> str:
    """Name a check of the round that reads a number."""
    template = LIBRARY.named("rack-inspection-round")
    return next(item.id for item in template.items if item.reading and item.reading.warn_high is not None)


def test_s3_6_work_without_a_checklist_is_done_in_one_word(store: Store) -> None:
    """S3.6: done, inside its window."""
    plan = planned(store)
    done = finish_occurrence(store, plan.number, note="battery fine", minutes=20)
    assert (done.state, done.slot, done.is_done_in_window) == (OccurrenceState.DONE, MONDAY, True)
    assert find_occurrence(store, plan.number)[1].slot == MONDAY + timedelta(days=7)
    with pytest.raises(RuleViolation, match="done already"):
        finish_occurrence(store, done.name)


def test_s3_6_a_round_is_walked_broken_off_and_taken_up_again(store: Store) -> None:
    """S3.6: a route of assets with answers and readings for each, and one sign-off."""
    plan = planned_round(store, "R1", "R2 / 03U")
    started = start_occurrence(store, plan.number, LIBRARY)
    assert started.touched is not None
    assert (started.state, started.touched.stops) == (OccurrenceState.STARTED, ("R1", "R2 / 03U"))
    answer_all(store, plan.number, "R1")
    broken = break_off_occurrence(store, plan.number, reason="called away")
    assert broken.touched is not None
    assert (broken.touched.progress, broken.touched.next_stop) == ("broken-off", "R2 / 03U")
    with pytest.raises(RuleViolation, match="1 of 2 stops") as refused:
        finish_occurrence(store, plan.number)
    assert refused.value.missing
    clock_of(store).go_on(days=1)  # it is still the one that is to be done
    taken_up = start_occurrence(store, plan.number, LIBRARY)
    assert taken_up.slot == MONDAY
    answer_all(store, plan.number, "R2 / 03U")
    done = finish_occurrence(store, started.name)
    assert done.touched is not None
    assert (done.state, done.is_done_in_window, done.touched.is_changed_since_sign_off) == (
        OccurrenceState.DONE,
        False,
        False,
    )
    assert audit(store).problems == ()


def test_checks_are_answered_only_after_the_start(store: Store) -> None:
    plan = planned_round(store)
    with pytest.raises(RuleViolation, match="Start P-") as refused:
        tick_occurrence(store, plan.number, "1", CheckResult.PASS)
    assert refused.value.missing == ("start",)
    with pytest.raises(RuleViolation, match="its checklist is to be answered"):
        finish_occurrence(store, plan.number)


def test_a_failed_check_becomes_a_fault_with_reading_limits_and_asset(store: Store) -> None:
    """S3.6: a failed check becomes a fault in one key."""
    plan, item = planned_round(store, place="Server room"), reading_item(store)
    name = start_occurrence(store, plan.number, LIBRARY).name
    tick_occurrence(store, name, item, None, stop="2", reading="45", note="fan stands")
    fault = raise_from_occurrence(store, name, item)
    facts = fault.facts
    assert (facts.asset, facts.place, facts.channel, fault.origin and fault.origin.number) == (
        "R2",
        "Server room",
        Channel.INSPECTION,
        name,
    )
    for words in ("R2", "45"):
        assert words in fault.title
    for words in ("Server room round", "45 °C", "passes:", "fan stands"):
        assert words in (facts.description or "")
    assert find_fault(store, fault.number).missing == ()
    touched = find_occurrence(store, name)[1].touched
    assert touched is not None
    assert [each.number for each in touched.faults] == [fault.number]
    with pytest.raises(RuleViolation, match=f"fault already: {fault.number}"):
        raise_from_occurrence(store, name, item)


def test_what_passed_becomes_no_fault(store: Store) -> None:
    plan = planned_round(store)
    name = start_occurrence(store, plan.number, LIBRARY).name
    tick_occurrence(store, name, "1", CheckResult.NOT_APPLICABLE)
    with pytest.raises(RuleViolation, match="Only a check that failed"):
        raise_from_occurrence(store, name, "1", stop="R1")


def test_an_answer_is_held_to_the_limits_and_the_route(store: Store) -> None:
    plan, item = planned_round(store), reading_item(store)
    start_occurrence(store, plan.number, LIBRARY)
    with pytest.raises(RuleViolation, match="outside the limits"):
        tick_occurrence(store, plan.number, item, CheckResult.PASS, reading="45")
    with pytest.raises(UnknownName, match="no stop “R9”; there are: R1, R2"):
        tick_occurrence(store, plan.number, item, None, stop="R9", reading="24")
    with pytest.raises(RuleViolation, match="Say what the check found"):
        tick_occurrence(store, plan.number, item, None)


def test_redoing_a_check_keeps_the_earlier_answer(store: Store) -> None:
    """What Dynamics deletes."""
    plan, item = planned_round(store), reading_item(store)
    for reading in ("24", "25"):
        if reading == "24":
            start_occurrence(store, plan.number, LIBRARY)
        tick_occurrence(store, plan.number, item, None, stop="R1", reading=reading)
    occurrence = find_occurrence(store, plan.number)[1]
    assert occurrence.touched is not None
    assert [each.reading for each in occurrence.touched.answers] == ["25"]
    with store.reading() as database:
        rows = database.execute_sql(
            "SELECT count(*) FROM entry WHERE instr(header, ?)", (OccurrenceCheckAnswered.KIND,)
        )
        assert rows.fetchone()[0] == 2


def test_readings_are_seen_against_the_last_ones(store: Store) -> None:
    plan, item = planned_round(store), reading_item(store)
    for reading in ("22", "23,5", "26"):
        name = start_occurrence(store, plan.number, LIBRARY).name
        tick_occurrence(store, name, item, None, stop="R1", reading=reading)
        answer_all(store, name, "R1")
        answer_all(store, name, "R2")
        finish_occurrence(store, name)
        clock_of(store).go_on(days=7)
    occurrence = find_occurrence(store, plan.number)[1]
    earlier = earlier_occurrences(store, find_plan(store, plan.number), occurrence.slot)
    trend = earlier_readings(earlier, "R1", item)
    assert [each.value for each in trend] == [Decimal(22), Decimal("23.5"), Decimal(26)]
    assert earlier_readings(earlier, "R2", item) == ()
    assert earlier_occurrences(store, plan, occurrence.slot, limit=2) == earlier[1:]


def test_deferred_moved_and_skipped_say_why(store: Store) -> None:
    plan = planned(store)
    with pytest.raises(RuleViolation, match="Say why"):
        defer_occurrence(store, plan.number, date(2026, 11, 4), " ")
    with pytest.raises(RuleViolation, match="still to come"):
        defer_occurrence(store, plan.number, date(2026, 11, 1), "locked")
    deferred = defer_occurrence(store, plan.number, date(2026, 11, 4), "locked")
    assert (deferred.state, deferred.day, deferred.slot) == (OccurrenceState.DEFERRED, date(2026, 11, 4), MONDAY)
    second = f"{plan.number}/2026-11-09"
    with pytest.raises(RuleViolation, match="outside its window") as refused:
        move_occurrence(store, second, date(2026, 11, 11))
    assert refused.value.missing == ("reason",)
    assert move_occurrence(store, second, date(2026, 11, 11), reason="audit").state is OccurrenceState.MOVED
    skipped = skip_occurrence(store, f"{plan.number}/2026-11-16", "room is closed")
    assert (skipped.state, skipped.touched and skipped.touched.reason) == (OccurrenceState.SKIPPED, "room is closed")
    span = calendar_between(store, MONDAY, date(2026, 11, 16))
    assert [(each.day.day, each.state.value) for each in span.occurrences] == [
        (4, "deferred"),
        (11, "moved"),
        (16, "skipped"),
    ]
    assert audit(store).problems == ()


def test_a_move_inside_the_window_needs_no_reason(store: Store) -> None:
    plan = planned(store, window_after=2)
    assert move_occurrence(store, plan.number, date(2026, 11, 3)).day == date(2026, 11, 3)
    found = find_occurrence(store, f"{plan.number}/2026-11-03")[1]  # by the day on which it stands
    assert found.slot == MONDAY


def test_a_skipped_one_can_be_done_after_all(store: Store) -> None:
    plan = planned(store)
    skip_occurrence(store, plan.number, "no time")
    assert finish_occurrence(store, f"{plan.number}/2026-11-02").state is OccurrenceState.DONE


def test_a_floating_plan_goes_on_from_when_it_was_done(store: Store) -> None:
    plan = planned(store, rule="FREQ=MONTHLY", is_floating=True, first=date(2026, 11, 10))
    with pytest.raises(RuleViolation, match="only expected"):
        finish_occurrence(store, f"{plan.number}/2026-12-10")
    done = finish_occurrence(store, plan.number)  # eight days early
    assert (done.slot, done.is_done_in_window) == (date(2026, 11, 10), False)
    assert find_occurrence(store, plan.number)[1].slot == date(2026, 12, 2)


def test_nothing_of_a_plan_that_has_ended_is_to_be_done(store: Store) -> None:
    plan = planned(store, until=MONDAY)
    finish_occurrence(store, plan.number)
    with pytest.raises(UnknownName, match="nothing to be done any more"):
        find_occurrence(store, plan.number)
    for name, said in (("/2026-12-01", "has nothing on 2026-12-01"), ("/soon", "is no day such as")):
        with pytest.raises(UnknownName, match=said):
            find_occurrence(store, plan.number + name)


def test_a_started_one_comes_before_what_is_due(store: Store) -> None:
    plan = planned(store)
    clock_of(store).go_on(days=8)
    start_occurrence(store, f"{plan.number}/2026-11-02", LIBRARY)
    assert find_occurrence(store, plan.number)[1].slot == MONDAY


def test_the_sign_off_is_not_in_the_future(store: Store) -> None:
    plan = planned(store)
    with pytest.raises(RuleViolation, match="lies in the future"):
        finish_occurrence(store, plan.number, done_at=store.now() + timedelta(days=1))


def test_one_plan_alone_is_laid_out_too(store: Store) -> None:
    plan = planned(store)
    planned(store)
    skip_occurrence(store, plan.number, "no time")
    found = plan_occurrences(store, plan, MONDAY, date(2026, 11, 9))
    assert [(each.number, each.state.value) for each in found] == [(plan.number, "skipped"), (plan.number, "planned")]
