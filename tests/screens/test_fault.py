"""The fault screen: its sections, its checks answered in place, its history, and what others write."""

import re

import pytest

from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import cell_width
from fieldtech.domain.words import Channel, CheckResult, Role, Status
from fieldtech.screens.dialogs.closing import ImplementDialog
from fieldtech.screens.fault import SECTIONS, FaultScreen
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.text import use_language
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.templates import load_templates
from tests.screens.bench import STAGES, fault_at
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import Clock


async def open_fault(hand: Keyboard, number: str, section: str = "") -> FaultScreen:
    """Open a fault."""
    screen = FaultScreen(number, section)
    await hand.app.push_screen(screen)
    await hand.rest()
    return screen


def with_list(store: Store, clock: Clock, name: str) -> Fault:
    """A fault that is worked on, with an untouched list."""
    number = fault_at(store, clock, "started").number
    return add_checklist(store, number, load_templates(None).named(name))


def results(store: Store, number: str) -> dict[str, CheckResult]:
    """The results of the first list."""
    return find_fault(store, number).attempt.checklists[0].results


def row_with(hand: Keyboard, words: str) -> str:
    """The row of the screen that has these words."""
    return next(row for row in hand.shown().split("\n") if words in row)


@pytest.mark.parametrize("stage", STAGES)
async def test_it_opens_where_the_next_step_needs_it(store: Store, clock: Clock, walk: Walk, stage: str) -> None:
    number = fault_at(store, clock, stage).number
    async with walk() as hand:
        screen = await open_fault(hand, number)
        assert screen.section == {"checking": "checks", "reassess": "plan"}.get(stage, "facts")
        assert number in hand.shown()


async def test_the_arrows_turn_through_all_sections_and_tab_does_too(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        screen = await open_fault(hand, number)
        seen = []
        for key in ("right", "tab", "right", "right", "right"):
            await hand.press(key)
            seen.append(screen.section)
        assert seen == [*SECTIONS[1:], SECTIONS[0]]
        await hand.press("left")
        assert screen.section == SECTIONS[-1]


async def test_the_facts_tell_what_was_reported_and_assessed_and_promised(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.1 S3.2 S6."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number, "facts")
        shown = hand.shown()
        for words in (
            "The LED at the front is red.",
            "Wang Fang, ext. 311 · phone",
            "DB-1 · R4 / 03U · payroll · DC-1",
            "hardware / disk",
            "Important: a site, medium urgency.",
            "Li Wei, on site",
            "next word to the user",
        ):
            assert words in shown


async def test_the_work_tells_what_was_done_and_said(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3 S6."""
    number = fault_at(store, clock, "checking").number
    async with walk() as hand:
        await open_fault(hand, number, "work")
        shown = hand.shown()
        for words in ("We are on it", "Vendor case 4711 opened", "42 min", "out Z4D1K0AB", "in ZR51M9QX", "0:42"):
            assert words in shown


async def test_earlier_attempts_stay_in_view(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.4."""
    number = fault_at(store, clock, "reassess").number
    async with walk() as hand:
        await open_fault(hand, number)
        shown = hand.shown()
        assert shown.index("Attempt 2") < shown.index("Attempt 1")
        for words in ("disk replaced, array rebuilt", "system pass, user partly", "reports are still slow"):
            assert words in shown


async def test_the_history_tells_who_when_on_which_machine_and_what_it_was_before(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S2: who, what, when, on which machine, and what it was before."""
    number = fault_at(store, clock, "assessed").number
    store.actor = store.record_person("Zhao Min", Role.SUPERVISOR)
    assign_fault(store, number, "Li Wei")
    assign_fault(store, number, "Zhao Min")
    async with walk() as hand:
        await open_fault(hand, number, "history")
        shown = hand.shown()
        assert "Zhao Min assigned it" in shown
        assert f"({store.code} entry" in shown
        assert "who has it: Li Wei → Zhao Min" in shown
        assert "status: reported → assessed" in shown
        assert "11-20 14:32" in shown


async def test_a_key_a_check_answers_the_list_in_place(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3."""
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("y", "exclamation_mark", "x", "minus", "y")
        assert "5/8" in hand.shown()
    assert list(results(store, number).values()) == [
        CheckResult.PASS,
        CheckResult.ATTENTION,
        CheckResult.FAIL,
        CheckResult.NOT_APPLICABLE,
        CheckResult.PASS,
    ]


async def test_the_cursor_goes_on_to_the_next_open_check(store: Store, clock: Clock, walk: Walk) -> None:
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("down", "y")
        assert row_with(hand, "▸").split()[1] == "3"
        await hand.press("end", *["down"] * 9, "y")
        assert row_with(hand, "▸").split()[1] == "1"


async def test_an_answer_can_be_changed_and_the_earlier_one_stays_in_the_history(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S2."""
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("y", "up", "x")
        assert "Files" in hand.shown()
        await hand.press("tab", "tab", "tab")
        assert "pass → fail" in hand.shown()
    assert results(store, number) == {"user-does-it": CheckResult.FAIL}


async def test_a_reading_is_typed_in_place_and_judged_at_once(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3: limits overrule a pass."""
    number = with_list(store, clock, "raid-disk-failed").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press(*["down"] * 11)
        assert "Inlet temperature" in row_with(hand, "▸")
        await hand.press("2")
        await hand.type("1")
        assert "pass" in row_with(hand, "Inlet temperature")
        await hand.press("backspace", "backspace")
        assert "18 to 27" in row_with(hand, "Inlet temperature")
        await hand.type("29.5")
        assert "attention" in row_with(hand, "Inlet temperature")
        await hand.press("enter")
    answer = find_fault(store, number).attempt.checklists[0].answers[0]
    assert (answer.result, answer.reading, str(answer.value)) == (CheckResult.ATTENTION, "29.5", "29.5")


async def test_a_reading_that_is_none_is_refused_where_it_is_typed(store: Store, clock: Clock, walk: Walk) -> None:
    number = with_list(store, clock, "raid-disk-failed").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press(*["down"] * 11, "enter")
        await hand.type("warm")
        await hand.press("enter")
        assert "“warm” is no number." in hand.shown()
        assert "warm" in row_with(hand, "Inlet temperature")
        await hand.press("escape")
        assert "warm" not in row_with(hand, "Inlet temperature")
        await hand.press("up")
        assert "Controller reports" in row_with(hand, "▸")
    assert results(store, number) == {}


async def test_a_key_that_answers_types_itself_while_a_reading_is_typed(store: Store, clock: Clock, walk: Walk) -> None:
    number = with_list(store, clock, "raid-disk-failed").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press(*["down"] * 6, "y")
        for key in ("x", "y", "-", "!", "c", "1"):
            await hand.pilot.press(key if key.isalnum() else {"-": "minus", "!": "exclamation_mark"}[key])
        await hand.press("enter")
    (answer,) = find_fault(store, number).attempt.checklists[0].answers
    assert (answer.item, answer.result, answer.reading) == ("old-serial", CheckResult.PASS, "xy-!c1")


async def test_conditional_checks_appear_as_they_apply_and_go_again(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3."""
    number = with_list(store, clock, "raid-disk-failed").number
    async with walk() as hand:
        await open_fault(hand, number)
        assert "Vendor called" not in hand.shown()
        await hand.press("y", "x")
        assert "Vendor called" in row_with(hand, "▸")
        await hand.press("up", "y")
        assert "Vendor called" not in hand.shown()
    assert results(store, number) == {"backup-readable": CheckResult.PASS, "one-disk-named": CheckResult.PASS}


async def test_fast_keys_lose_no_answer(store: Store, clock: Clock, walk: Walk) -> None:
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.pilot.press("y", "y", "y", "y", "y", "y", "y", "y", "escape")
        await hand.rest()
        assert isinstance(hand.app.screen, QueueScreen)
    assert len(results(store, number)) == 8


async def test_a_failed_check_becomes_a_fault_in_one_key(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.6."""
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("x", "up")
        assert "r raises a fault from it" in hand.shown()
        await hand.press("r")
        assert "User does the whole task unaided" in hand.shown()
    raised = next(line for line in queue_page(store).faults if line.number != number)
    fault = find_fault(store, raised.number)
    assert fault.origin is not None
    assert (fault.origin.number, fault.facts.channel) == (number, Channel.INSPECTION)


async def test_a_check_that_did_not_pass_becomes_a_step_of_the_plan_in_one_key(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.3."""
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("x", "up")
        assert "L puts it into the plan" in " ".join(hand.shown().split())
        await hand.press("L", "L")
        assert "This check stands in the plan already." in hand.shown()
    assert find_fault(store, number).attempt.plan == "- User does the whole task unaided (fail)"


async def test_the_head_tells_how_long_one_is_at_it_and_two_keys_book_it(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.3."""
    number = fault_at(store, clock, "started").number
    started = find_fault(store, number)
    async with walk() as hand:
        await open_fault(hand, number)
        assert "working 2:44" in hand.shown().split("\n")[1]
        await hand.press("T")
        assert "from 11:48 to now" in hand.shown()
        await hand.press("escape")
        assert find_fault(store, number) == started, "leaving it is harmless"
        await hand.press("T", "ctrl+s")
        assert "working 0:00" in hand.shown().split("\n")[1]
    assert find_fault(store, number).minutes == 164


async def test_enter_takes_the_step_that_is_named_as_the_next(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "solved").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("enter")
        assert isinstance(hand.app.screen, ImplementDialog)


async def test_a_note_is_kept_with_its_check(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3."""
    number = with_list(store, clock, "verify-user-support").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("exclamation_mark", "up", "m")
        await hand.type("only with help")
        await hand.press("enter")
        assert "only with help" in hand.shown()
        assert "*" in row_with(hand, "User does the whole")
    (answer,) = find_fault(store, number).attempt.checklists[0].answers
    assert (answer.result, answer.note) == (CheckResult.ATTENTION, "only with help")
    assert find_fault(store, number).notes == ()


async def test_a_second_list_is_put_on_from_among_the_checks(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.4: the system's check is a list too."""
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        screen = await open_fault(hand, number)
        await hand.press("c")
        assert screen.section == "checks"
        await hand.press("c")
        assert "▸" in row_with(hand, "System check: hardware")
        await hand.press("enter")
        assert "System check: hardware" in hand.shown()
    assert [each.template.id for each in find_fault(store, number).attempt.checklists] == [
        "raid-disk-failed",
        "verify-hardware",
    ]


async def test_what_another_program_writes_appears(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number, "work")
        other = Store.open(store.path, keys=store.keys.folder, clock=clock)
        add_note(other, number, "seen from the other console")
        other.close()
        for _ in range(100):
            await hand.pilot.pause(0.05)
            if "seen from the other console" in hand.shown():
                break
        assert "seen from the other console" in hand.shown()


async def test_the_next_step_is_named_beside_the_section_where_there_is_room(
    store: Store, clock: Clock, walk: Walk
) -> None:
    number = fault_at(store, clock, "checking").number
    async with walk(size=(120, 40)) as hand:
        await open_fault(hand, number)
        shown = hand.shown()
        assert "finish the checks, 6" in shown
        assert "c Checks" in shown
        assert "Replace a failed disk in a RAID set" in shown


async def test_a_fault_that_is_over_says_so(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.5."""
    number = fault_at(store, clock, "closed").number
    async with walk() as hand:
        await open_fault(hand, number)
        assert "It is closed and filed." in hand.shown()
        assert "Order spares in time" in hand.shown()
        assert "O reopen" in hand.shown()
    assert find_fault(store, number).status is Status.CLOSED


async def test_chinese_words_stand_in_the_same_columns(store: Store, clock: Clock, walk: Walk) -> None:
    use_language("zh_CN")
    number = fault_at(store, clock, "checking").number
    async with walk() as hand:
        await open_fault(hand, number)
        rows = [found for row in hand.shown().split("\n") if (found := re.search("(.*)(合格|关注) .*1[1-4]:", row))]
        assert len(rows) == 6
        assert len({cell_width(found[1]) for found in rows}) == 1
