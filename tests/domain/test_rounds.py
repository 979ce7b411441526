"""Walking a round: where it goes on, how stops stand, who walked what."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from fieldtech.domain.checklist_readings import ReadingSpec
from fieldtech.domain.checklists import Condition, Localised, Template, TemplateItem
from fieldtech.domain.faults import Stamp
from fieldtech.domain.occurrences import LeftOut, Occurrence, StopAnswer
from fieldtech.domain.rounds import (
    Place,
    StopState,
    Walked,
    checks_at,
    fine_items,
    first_check,
    next_check,
    next_stop,
    stop_state,
    walked_parts,
    where_it_stopped,
    with_answers,
)
from fieldtech.domain.trends import trend_levels
from fieldtech.domain.words import CheckResult, Nature
from tests.domain.plan_examples import PLAN_ID, SLOT

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
STOPS = ("R1", "R2", "R3")
ITEMS = (
    TemplateItem(id="inlet", text=Localised(en="Inlet"), reading=ReadingSpec(unit="°C")),
    TemplateItem(id="alarm", text=Localised(en="No alarm")),
    TemplateItem(id="device", text=Localised(en="Which"), when=Condition(item="alarm", results=(CheckResult.FAIL,))),
    TemplateItem(id="cables", text=Localised(en="Cables")),
    TemplateItem(id="labels", text=Localised(en="Labels"), required=False,
                 when=Condition(item="cables", results=(CheckResult.PASS,))),
)  # fmt: skip
TEMPLATE = Template(id="rack", version=1, title=Localised(en="Rack"), nature=Nature.HARDWARE, items=ITEMS)
PASS, FAIL = CheckResult.PASS, CheckResult.FAIL


def stamp(minute: int, actor: str = "li") -> Stamp:
    return Stamp(actor=actor, machine="m", at=MORNING + timedelta(minutes=minute), ref=f"m.{minute}.0")


def answer(minute: int, stop: str, item: str, result: CheckResult = PASS, actor: str = "li") -> StopAnswer:
    return StopAnswer(stop=stop, item=item, result=result, by=stamp(minute, actor))


def walk(*answers: StopAnswer, left_out: tuple[LeftOut, ...] = ()) -> Occurrence:
    return Occurrence(id="o", plan_id=PLAN_ID, slot=SLOT, template=TEMPLATE, stops=STOPS, answers=answers,
                      left_out=left_out, started_by=stamp(0))  # fmt: skip


def all_at(stop: str, minute: int = 1, result: CheckResult = PASS, actor: str = "li") -> list[StopAnswer]:
    found = [answer(minute, stop, item, PASS, actor) for item in ("inlet", "alarm")]
    return [*found, answer(minute, stop, "cables", result, actor)]


def test_s3_6_all_fine_passes_what_is_open_and_needs_no_reading() -> None:
    """S3.6: readings and what failed are never passed so; what a pass opens is passed with it."""
    assert [item.id for item in fine_items(walk(), "R1")] == ["alarm", "cables", "labels"]
    failed = walk(answer(1, "R1", "alarm", FAIL))
    assert [item.id for item in fine_items(failed, "R1")] == ["device", "cables", "labels"]


def test_a_stop_tells_what_is_open_before_what_was_found() -> None:
    locked = LeftOut(stop="R3", reason="locked", by=stamp(1))
    here = walk(answer(1, "R1", "alarm", FAIL), *all_at("R2", result=FAIL), left_out=(locked,))
    assert [stop_state(here, stop) for stop in STOPS] == [StopState.BEGUN, StopState.FAILED, StopState.LEFT_OUT]
    assert stop_state(walk(*all_at("R1")), "R1") is StopState.DONE
    assert stop_state(walk(*all_at("R1", result=CheckResult.ATTENTION)), "R1") is StopState.ATTENTION
    assert stop_state(walk(), "R1") is StopState.OPEN


def test_the_next_check_is_below_then_above_and_only_what_is_asked() -> None:
    here = walk(answer(1, "R1", "alarm"))
    assert next_check(here, Place("R1", "inlet")) == Place("R1", "cables")
    assert next_check(here, Place("R1", "cables")) == Place("R1", "inlet")
    assert next_check(walk(*all_at("R1")), Place("R1", "cables")) == Place("R1", "labels")
    assert next_check(walk(*all_at("R1")), Place("R1", "labels")) is None  # it may stay open
    assert first_check(here, "R1") == Place("R1", "inlet")
    assert [item.id for item in checks_at(here, "R1")] == ["inlet", "alarm", "cables"]


@pytest.mark.parametrize(
    ("answers", "stop"),
    [
        ([], "R1"),
        ([answer(1, "R2", "alarm")], "R2"),
        (all_at("R2"), "R3"),
        (all_at("R3"), "R1"),
        ([*all_at("R1"), *all_at("R2"), *all_at("R3", 2)], "R3"),
    ],
)
def test_s3_6_a_round_goes_on_at_the_stop_where_it_stopped(answers: list[StopAnswer], stop: str) -> None:
    """S3.6: broken off anywhere, taken up there, and what was passed over comes last."""
    assert where_it_stopped(walk(*answers)) == stop


def test_what_was_passed_over_comes_after_the_end() -> None:
    here = walk(*all_at("R3"), left_out=(LeftOut(stop="R1", reason="locked", by=stamp(1)),))
    assert next_stop(here, "R3") == "R2"
    assert next_stop(here, "R2") is None


def test_s3_6_two_people_who_walked_parts_are_both_named() -> None:
    """S3.6: who walked what is told as it was."""
    here = walk(*all_at("R1", 5, actor="zhou"), *all_at("R2", 1), answer(2, "R3", "alarm"))
    assert walked_parts(here) == (Walked("li", ("R2", "R3")), Walked("zhou", ("R1",)))


def test_what_is_being_recorded_counts_already() -> None:
    here = with_answers(walk(*all_at("R1", result=FAIL)), [answer(9, "R1", "cables")])
    assert stop_state(here, "R1") is StopState.DONE
    assert len(here.answers) == 3


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ([], []),
        ([3], [1]),
        ([5, 5, 5], [1, 1, 1]),
        ([0, 1, 2, 3], [0, 1, 2, 3]),
        ([-10, 0, 30], [0, 1, 3]),
        (["sNaN", "1E+999999", 1, 2], [0, 3]),
    ],
)
def test_a_trend_is_drawn_between_its_least_and_its_greatest(values: list[int | str], levels: list[int]) -> None:
    assert trend_levels(map(Decimal, values), 4) == tuple(levels)
