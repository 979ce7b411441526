"""The records: closed faults too, the newest first, found as one types; and the modes that lead there."""

from datetime import date, timedelta

import pytest

from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.words import Role
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.outage import OutageScreen
from fieldtech.screens.records import RecordsScreen
from fieldtech.store import Store
from fieldtech.store.views.planned_found import search_planned
from fieldtech.store.views.records import records_view
from fieldtech.workflow.closing import cancel_fault
from fieldtech.workflow.occurrences import skip_occurrence
from fieldtech.workflow.outages import add_outage
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import TakePicture, Walk
from tests.screens.stage import Clock, whole_facts
from tests.workflow.planned import planned


@pytest.fixture
def numbers(store: Store, clock: Clock) -> list[str]:
    """Three faults, the oldest first; the second is over."""
    made = []
    for title in ("Fan loud", "机房空调滴水", "Switch dark"):
        clock.move(minutes=1)
        made.append(report_fault(store, whole_facts(title=title, description="-")).number)
    cancel_fault(store, made[1], "false alarm")
    return made


def test_all_are_listed_the_newest_first_and_those_that_have_the_words(store: Store, numbers: list[str]) -> None:
    """S4: found again years later by search."""
    everything = records_view(store)
    assert [line.number for row in everything.order for line in everything.lines if line.row == row] == numbers[::-1]
    assert [line.number for line in records_view(store, "空调").lines] == [numbers[1]]
    assert [line.number for line in records_view(store, "fan lo").lines] == [numbers[0]]
    assert list(records_view(store, "nobody wrote this").order) == []
    ids = {line.number: line.id for line in everything.lines}
    assert [records_view(store, fault_id=ids[number]).place for number in numbers] == [2, 1, 0]


async def test_a_closed_fault_is_found_and_opened_and_1_leads_back(
    store: Store, walk: Walk, numbers: list[str]
) -> None:
    """S4."""
    async with walk() as hand:
        assert numbers[1] not in hand.shown()
        await hand.press("4")
        assert hand.is_at(RecordsScreen)
        assert all(number in hand.shown() for number in numbers)
        await hand.press("slash")
        await hand.type("空")
        assert numbers[1] in hand.shown()
        assert numbers[0] not in hand.shown()
        await hand.press("enter", "enter")
        assert hand.is_at(FaultScreen)
        await hand.press("escape", "escape")
        assert numbers[0] in hand.shown()
        await hand.press("1")
        assert hand.app.current_mode == "queue"
        for no_mode in "3":
            await hand.press(no_mode)
            assert hand.app.current_mode == "queue"


async def test_what_is_planned_is_found_by_one_chinese_word_and_its_page_opened(
    store: Store, walk: Walk, numbers: list[str]
) -> None:
    """S4: plans, what was said of an occurrence, outages; each says what it is."""
    plan = planned(store, title="机房巡检")
    skip_occurrence(store, f"{plan.number}/2026-11-16", "空调检修")
    add_outage(store, OutageFacts(provider="北方光纤", maintenance_id="CHG-7", summary="空闲光缆割接",
                                  starts_at=store.now(), ends_at=store.now() + timedelta(hours=2)))  # fmt: skip
    found = {each.kind: each for each in search_planned(store, "空")}
    assert {kind: each.title for kind, each in found.items()} == {"occurrence": "机房巡检", "outage": "空闲光缆割接"}
    assert [each.number for each in search_planned(store, "巡检")] == [plan.number]
    assert search_planned(store, "空调 检修")[0].day == date(2026, 11, 16)
    async with walk() as hand:
        await hand.press("4", "slash")
        await hand.type("空")
        shown = hand.shown()
        assert all(each in shown for each in (numbers[1], f"{plan.number}/2026-11-16", "CHG-7", "outage"))
        await hand.press("enter", "tab", "enter")
        assert hand.is_at(OutageScreen)
        await hand.press("escape", "down", "enter")
        assert hand.is_at(OccurrenceScreen)
        await hand.press("escape", "slash")
        await hand.type("闲")
        await hand.press("enter", "enter")
        assert hand.is_at(OutageScreen), "no fault has the words, so the cursor is at what is planned"
        await hand.press("escape", "E")
        assert "a supervisor's machine" in hand.told[-1]
        store.record_person("Li Wei", Role.SUPERVISOR)
        await hand.press("E", "1", "tab")
        assert "every entry of this record" in hand.shown()
        await hand.type("asked by the provider")
        await hand.press("ctrl+s")
        assert any("Taken out of 1 entry" in each for each in hand.told)
    assert search_planned(store, "割接") == ()


async def test_the_records_follow_the_journal(store: Store, walk: Walk, numbers: list[str]) -> None:
    async with walk() as hand:
        await hand.press("4")
        report_fault(store, whole_facts(title="Door jammed"))
        hand.app.tell_growth()
        await hand.rest()
        assert "Door jammed" in hand.shown()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_pictures(take_picture: TakePicture, numbers: list[str], size: tuple[int, int], language: str) -> None:
    assert take_picture("4", size=size, language=language)
