"""A call comes in: from the queue and back to it, with what was reported before filled in, and nothing twice."""

from fieldtech.domain.words import Channel, Impact
from fieldtech.screens.alike import AlikeDialog
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.report import ReportScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.text import use_language
from fieldtech.widgets.form import Form
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import NOON, Clock, whole_facts

MOST_KEYS_OF_A_CALL = 12


def texts_of(hand: Keyboard) -> dict[str, str]:
    """What stands in the form."""
    return dict(hand.app.screen.query_one(Form).texts)


async def test_a_call_of_a_known_reporter_about_a_known_asset_takes_six_keys(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.1: reporter, contact, place and asset are told once and for all."""
    use_language("zh_CN")
    report_fault(store, whole_facts(reporter="王芳", contact="分机 311", place="财务部", asset="PR-2F", title="卡纸"))
    clock.move(minutes=5)
    async with walk() as hand:
        await hand.press("n")
        await hand.type("打印机没有反应")
        await hand.press("enter")
        await hand.type("王")
        await hand.press("right", "enter", "1")
        await hand.type("昨天 14:00")
        assert (texts_of(hand)["contact"], texts_of(hand)["place"]) == ("分机 311", "财务部")
        await hand.press("ctrl+s")
        assert hand.is_at(QueueScreen)
        assert hand.presses == 6 <= MOST_KEYS_OF_A_CALL
    newest = max(queue_page(store).faults, key=lambda line: line.row)
    facts = find_fault(store, newest.number).facts
    assert (facts.title, facts.reporter, facts.contact, facts.place) == ("打印机没有反应", "王芳", "分机 311", "财务部")
    assert (facts.impact, facts.channel) == (Impact.PERSON, Channel.PHONE)
    assert facts.occurred_at is not None
    assert facts.occurred_at.isoformat() == "2026-11-19T06:00:00+00:00"


async def test_what_a_reporter_filled_in_gives_way_to_what_is_typed_and_to_another_reporter(
    store: Store, clock: Clock, walk: Walk
) -> None:
    report_fault(store, whole_facts(reporter="Wang Fang", contact="ext. 311", place="2F"))
    report_fault(store, whole_facts(reporter="Zhao Min", contact="", place="R1"))
    async with walk() as hand:
        await hand.press("n", "down")
        await hand.type("wang fang")
        assert (texts_of(hand)["contact"], texts_of(hand)["place"]) == ("ext. 311", "2F")
        await hand.press(*["down"] * 7)
        await hand.press("ctrl+a", "ctrl+k")
        await hand.type("3F")
        await hand.press(*["up"] * 7)
        await hand.press("ctrl+a", "ctrl+k")
        await hand.type("Zhao Min")
        assert (texts_of(hand)["contact"], texts_of(hand)["place"]) == ("", "3F")


async def test_a_call_about_what_is_open_already_becomes_a_note_there(store: Store, walk: Walk) -> None:
    """S3.1: likely duplicates are shown before anything is recorded; one of them is chosen instead."""
    known = report_fault(store, whole_facts(title="Core switch SW-03 dark", asset="SW-03"))
    async with walk() as hand:
        await hand.press("n")
        await hand.type("core switch is dark")
        assert known.number in hand.shown()
        await hand.press("enter")
        await hand.type("Zhao Min")
        await hand.press("f5")
        assert hand.is_at(AlikeDialog)
        await hand.press("enter")
        assert hand.is_at(QueueScreen)
        await hand.keep()
        assert hand.presses <= MOST_KEYS_OF_A_CALL
    assert queue_page(store).total == 1
    assert store.typed_forms() == ()
    (note,) = find_fault(store, known.number).notes
    assert note.text == "Reported again by Zhao Min: core switch is dark"


async def test_an_open_fault_that_was_not_seen_yet_is_shown_before_the_report_is_recorded(
    store: Store, walk: Walk
) -> None:
    report_fault(store, whole_facts(title="Fan loud", asset="SW-03"))
    async with walk() as hand:
        await hand.press("n")
        await hand.type("no network")
        await hand.press("enter")
        await hand.type("Zhao Min")
        await hand.press("enter", "2")
        screen = hand.app.screen
        assert isinstance(screen, ReportScreen)
        screen.form.fill({"asset": "SW-03"})  # As if the last key were faster than the look for what is alike.
        await hand.press("ctrl+s")
        assert "It may be open already" in hand.shown()
        assert queue_page(store).total == 1
        await hand.press("ctrl+s")
    assert queue_page(store).total == 2


async def test_the_record_key_pressed_twice_records_once(store: Store, walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("enter")
        await hand.type("Wang Fang")
        await hand.press("enter", "1")
        screen = hand.app.screen
        assert isinstance(screen, ReportScreen)
        screen.action_record()
        screen.action_record()
        await hand.rest()
    assert queue_page(store).total == 1
    assert find_fault(store, queue_page(store).faults[0].number).facts.reported_at == NOON
