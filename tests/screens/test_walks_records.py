"""Walks among many faults, by keys alone at 80x24: what solved it last time, several at once, a supervisor's look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.words import (
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    ResolutionCode,
    Role,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.narrowing import Narrowing
from fieldtech.store.views.queue import queue_page
from fieldtech.store.views.saved import saved_views
from fieldtech.text import use_language
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import answer_check
from fieldtech.workflow.closing import close_fault
from fieldtech.workflow.handling import plan_solution, start_fault
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.stage import Clock, whole_facts
from tests.sync_machines import Clock as SteadyClock
from tests.sync_machines import Machine, give

PLAN = {"en": "Swap the fan, clear the filter", "zh_CN": "更换风扇，清洗滤网"}


def solve(store: Store, clock: Clock, plan: str) -> str:
    """Bring a fault to its end a month ago."""
    clock.move(days=-30)
    fault = report_fault(store, whole_facts(title="机房空调滴水", asset="AC-2", occurred_at=clock.now))
    number = fault.number
    assess_fault(store, number, Assessment(nature=Nature.HARDWARE, urgency=Urgency.LOW, cause="滤网堵塞"))
    start_fault(store, number, mode=Mode.ON_SITE)
    plan_solution(store, number, plan)
    clock.move(hours=2)
    implement_solution(store, number, plan, ResolutionCode.HARDWARE_REPAIR)
    verify_solution(
        store,
        number,
        Verdict(system=SystemCheck.PASS, user=UserVerdict.ACCEPTED, user_words="不滴了", told_by="王芳", how="phone"),
    )
    close_fault(store, number, "滤网堵塞")
    clock.move(days=30, hours=-2)
    return number


async def test_what_solved_it_last_time_is_found_by_two_characters_and_taken_over(
    store: Store, clock: Clock, walk: Walk, walk_language: str
) -> None:
    """S3.2 S4: the records answer by what solved it; the triage takes the old plan over as a beginning."""
    use_language(walk_language)
    plan = PLAN[walk_language]
    old = solve(store, clock, plan)
    number = report_fault(store, whole_facts(title="空调又在滴水", asset="AC-2", impact=Impact.SITE)).number
    async with walk() as hand:
        await hand.press("4", "slash")
        await hand.type("滤网")
        await hand.press("enter")
        shown = hand.shown()
        assert [old in shown, plan in shown, number in shown] == [True, True, False], "the solution stands below"
        await hand.press("1", "a", "1", "enter", "enter", "2", "enter")
        assert old in hand.shown()
        await hand.press("o", "ctrl+s", "enter")
        print(f"{walk_language}: {hand.presses} keys beside text from the search to the plan taken over")
        assert hand.presses <= 13
    fault = find_fault(store, number)
    assert (fault.attempt.plan, fault.attempt.cause) == (plan, "滤网堵塞")


async def test_several_faults_of_one_switch_are_given_noted_pended_and_kept_as_a_view(
    store: Store, walk: Walk, walk_language: str
) -> None:
    """S3.3: one act on all that are marked; the marks stay for the next act."""
    use_language(walk_language)
    store.record_person("Zhao Min", Role.TECHNICIAN)
    mine = [report_fault(store, whole_facts(title=f"Port {n} flaps", asset="SW-03")).number for n in range(1, 4)]
    other = report_fault(store, whole_facts(title="Printer dead", asset="PR-2")).number
    for number in (*mine, other):
        assess_fault(store, number, Assessment(nature=Nature.NETWORK, urgency=Urgency.MEDIUM))
    async with walk() as hand:
        await hand.press("slash")
        await hand.type("SW-03")
        await hand.press("enter", "asterisk", "A")
        await hand.type("zhao")
        await hand.press("enter", "m")
        await hand.type("firmware 7.2 drops ports")
        await hand.press("ctrl+s", "p", "5")
        await hand.type("Saturday 22:00")
        await hand.press("enter", "b", "n")
        await hand.type("SW-03")
        await hand.press("enter")
        print(f"{walk_language}: {hand.presses} keys beside text to assign, note, pend three faults and keep the view")
        assert hand.presses <= 13
    for number in mine:
        fault = find_fault(store, number)
        assert (fault.assignee, [note.text for note in fault.notes]) == ("Zhao Min", ["firmware 7.2 drops ports"])
        assert (fault.pending_reason, fault.pending_note) == (PendingReason.CHANGE, "Saturday 22:00")
    assert find_fault(store, other).assignee == ""
    assert saved_views(store) == {"SW-03": Narrowing(words="SW-03")}


@pytest.fixture
def elsewhere(tmp_path: Path, store: Store, clock: Clock) -> Iterator[tuple[Machine, Machine]]:
    """This machine, and the laptop of 周燕."""
    laptop = Store.create(
        tmp_path / "laptop.db",
        keys=tmp_path / "laptop-keys",
        name="周燕",
        site="DC-1",
        zone="Asia/Shanghai",
        clock=clock,
    )
    steady = SteadyClock([0])
    yield Machine(store, steady), Machine(laptop, steady)
    laptop.close()


async def test_a_supervisor_sees_why_the_first_is_first_and_what_changed_behind_a_sign_off(
    store: Store, clock: Clock, walk: Walk, elsewhere: tuple[Machine, Machine], walk_language: str
) -> None:
    """S2 S3.4: the order with its reasons, clocks line by line, the history, and a sign-off that holds no more."""
    use_language(walk_language)
    here, there = elsewhere
    signed = fault_at(store, clock, "implemented").number
    give(here, there)
    clock.move(minutes=5)
    answer_check(there.store, signed, "array-optimal", CheckResult.FAIL, note="one more disk is failing")
    verdict = Verdict(
        system=SystemCheck.PASS, user=UserVerdict.ACCEPTED, user_words="Fine", told_by="Wang Fang", how="phone"
    )
    verify_solution(store, signed, verdict)
    give(there, here)
    report_fault(store, whole_facts(title="Core switch SW-03 dark"))
    async with walk() as hand:
        first = queue_page(store).faults[0]
        await hand.press("w")
        shown = hand.shown()
        assert first.number in shown
        assert {"en": "Clock: acknowledge", "zh_CN": "计时：响应"}[walk_language] in shown
        await hand.press("escape", "f", "4", "up", "up", "2", "enter")
        assert hand.is_at(QueueScreen)
        listed = [row for row in hand.shown().splitlines() if "F-26" in row]
        assert {"en": "changed", "zh_CN": "有变更"}[walk_language] in listed[0]
        await hand.press("enter")
        assert hand.is_at(FaultScreen)
        assert {"en": "verified, changed since", "zh_CN": "已验证"}[walk_language] in hand.shown()
        await hand.press("left")
        assert "周燕" in hand.shown()
        print(f"{walk_language}: {hand.presses} keys beside text for a supervisor's look")
        assert hand.presses <= 10
    assert find_fault(store, signed).is_changed_since_sign_off
