"""The triage: one question a screen, back and forth without loss, what follows from the answers, few keys (S3.2)."""

import pytest
from textual.events import Key
from textual.widgets import TextArea

from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Role, Status, Urgency
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.triage import TriageScreen
from fieldtech.screens.triage_priority import OverrideDialog
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.text import use_language
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.reports import report_fault
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import Clock, whole_facts

RAID = {"title": "RAID degraded on DB-2, disk 1", "asset": "DB-2", "impact": Impact.SITE, "urgency": Urgency.MEDIUM}


def report(store: Store, **said: object) -> Fault:
    """Report a fault of which everything is told."""
    return report_fault(store, whole_facts(**{**RAID, **said}))


def step_of(hand: Keyboard) -> int:
    """The question in front."""
    screen = hand.app.screen
    assert isinstance(screen, TriageScreen)
    return screen.step


def at_queue(hand: Keyboard) -> bool:
    """Tell whether the wizard is left."""
    return isinstance(hand.app.screen, QueueScreen)


async def test_a_report_with_everything_told_is_assessed_by_eight_keys(store: Store, walk: Walk) -> None:
    """S3.2: what the report told is chosen already, so that Enter passes."""
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "enter", "enter", "enter", "enter")
        assert at_queue(hand)
        assert hand.presses <= 8
    after = find_fault(store, fault.number)
    assert (after.status, after.priority) == (Status.ASSESSED, Priority.IMPORTANT)
    assert (after.facts.nature, after.facts.impact, after.facts.urgency) == ("hardware", "site", "medium")
    assert [each.template.id for each in after.attempt.checklists] == ["raid-disk-failed"]


async def test_all_answers_are_recorded_together(store: Store, walk: Walk) -> None:
    """S3.2 S3.3."""
    store.record_person("Zhao Min", Role.SUPERVISOR)
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "2")
        assert "hardware / disk · a site · urgency medium" in hand.shown()
        await hand.press("enter", "2", "enter", "1", "enter")
        assert step_of(hand) == 4
        await hand.type("backplane loose")
        await hand.press("tab")
        await hand.type("Reseat it, watch the rebuild")
        await hand.press("enter", "2", "2", "enter")
        shown = hand.shown()
        for told in (
            "hardware / disk",
            "IMPORTANT",
            "backplane loose",
            "Reseat it",
            "Zhao Min · remote",
            "Replace a failed",
        ):
            assert told in shown, shown
        await hand.press("0", "enter")
        assert at_queue(hand)
    after = find_fault(store, fault.number)
    assert (after.facts.category, after.facts.impact, after.facts.urgency) == ("disk", Impact.TEAM, Urgency.HIGH)
    assert (after.attempt.cause, after.attempt.plan) == ("backplane loose", "Reseat it, watch the rebuild")
    assert (after.mode, after.assignee, after.attempt.checklists) == (Mode.REMOTE, "Zhao Min", ())


async def test_the_way_back_loses_nothing_and_leaving_keeps_what_was_chosen(store: Store, walk: Walk) -> None:
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "3", "1", "enter", "4", "enter", "3", "enter")
        await hand.type("loop in the core")
        await hand.press("enter", "1", "enter")
        assert step_of(hand) == 6
        await hand.press("escape", "escape", "escape", "escape", "escape")
        assert step_of(hand) == 1
        assert "network / switch · the organisation · urgency low" in hand.shown()
        await hand.press("escape")
        assert at_queue(hand)
        await hand.keep()
        assert find_fault(store, fault.number).status is Status.REPORTED
    async with walk() as hand:
        await hand.press("a")
        assert "This is what you typed on" in hand.shown()
        assert "network / switch · the organisation · urgency low" in hand.shown()
        await hand.press("ctrl+s")
        assert step_of(hand) == 6
        assert "loop in the core" in hand.shown()
        await hand.press("enter")
        await hand.keep()
        assert not store.typed_forms()
    after = find_fault(store, fault.number)
    assert (after.facts.nature, after.facts.category, after.mode) == (Nature.NETWORK, "switch", Mode.ON_SITE)
    assert after.attempt.cause == "loop in the core"


async def test_beginning_afresh_throws_away_what_was_kept(store: Store, walk: Walk) -> None:
    report(store)
    async with walk() as hand:
        await hand.press("a", "3", "enter", "4", "f4")
        assert step_of(hand) == 1
        assert "So far        a site · urgency medium" in hand.shown()
        await hand.keep()
    assert not store.typed_forms()


async def test_a_category_of_each_nature_is_kept_while_the_nature_is_changed(store: Store, walk: Walk) -> None:
    report(store)
    async with walk() as hand:
        await hand.press("a", "1", "2", "left", "3")
        assert "hardware / disk" not in hand.shown()
        await hand.press("left", "1")
        assert "hardware / disk" in hand.shown()


async def test_a_category_is_chosen_by_its_letter_or_written_freely(store: Store, walk: Walk) -> None:
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "p")
        assert "hardware / power supply" in hand.shown()
        await hand.press("p")
        assert "hardware / printer" in hand.shown()
        await hand.press("end", "down")
        await hand.type("fan tray")
        assert "hardware / fan tray" in hand.shown()
        await hand.press("enter", "escape")
        assert "fan tray" in hand.shown()
        await hand.press("ctrl+s", "enter")
    assert find_fault(store, fault.number).facts.category == "fan tray"


async def test_a_question_that_must_be_answered_holds_until_it_is(store: Store, walk: Walk) -> None:
    """S3.2."""
    report(store, urgency=None)
    async with walk() as hand:
        await hand.press("a", "enter")
        assert step_of(hand) == 1
        assert "Say what it is." in hand.shown()
        await hand.press("2", "enter", "enter", "enter")
        assert step_of(hand) == 3
        assert "Say how soon it hurts." in hand.shown()
        await hand.press("escape", "ctrl+s")
        assert step_of(hand) == 3
        await hand.press("3", "enter")
        assert step_of(hand) == 4


async def test_the_priority_is_told_with_its_reason_and_what_follows_from_it(store: Store, walk: Walk) -> None:
    """S3.2: urgent, important and general, with their time limits as instants."""
    report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter")
        shown = hand.shown()
        assert "IMPORTANT  because it hits a site, with urgency medium" in shown
        assert "Resolve       Tue 12:32" in shown
        assert "Acknowledge   Fri 15:32: kept" in shown
        assert "User told by  Mon 09:32" in shown
        assert "needs a written plan before the solution counts as in place" in shown
        await hand.press("1")
        shown = hand.shown()
        assert "URGENT" in shown
        assert "Resolve       Fri 22:32, in 8 h" in shown
        assert "bring the service back first" in shown
        await hand.press("3")
        assert "GENERAL" in hand.shown()
        assert "Restore       no time limit" in hand.shown()


async def test_an_override_needs_its_reason_which_is_kept(store: Store, walk: Walk) -> None:
    """S3.2."""
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "p", "1", "enter", "enter")
        assert isinstance(hand.app.screen, OverrideDialog)
        assert "calling it urgent needs a reason" in " ".join(hand.shown().split())
        await hand.type("pay day")
        await hand.press("enter")
        assert "URGENT  instead of important: pay day" in hand.shown()
        await hand.press("escape", "enter")
        assert "URGENT  instead of important: pay day" in hand.shown()
        await hand.press("ctrl+s", "enter")
        assert at_queue(hand)
    after = find_fault(store, fault.number)
    assert (after.priority, after.suggested_priority, after.priority_because) == ("urgent", "important", "pay day")


async def test_an_override_is_taken_back_by_choosing_what_the_table_gives(store: Store, walk: Walk) -> None:
    """S3.2."""
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "p", "3", "enter")
        await hand.type("a spare is in place")
        await hand.press("enter", "p", "2", "ctrl+s")
        assert "IMPORTANT  because" in hand.shown()
        await hand.press("ctrl+s", "enter")
    after = find_fault(store, fault.number)
    assert (after.priority, after.priority_because) == ("important", "")


async def test_cause_and_plan_of_a_like_fault_are_taken_over_and_stay_editable(
    store: Store, clock: Clock, walk: Walk
) -> None:
    fault_at(store, clock, "closed")
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "enter")
        shown = hand.shown()
        assert "Seen before" in shown
        assert "RAID degraded on DB-1" in shown
        assert "disk replaced, array rebuilt" in shown
        await hand.press("o")
        assert "disk 4 failed, 4 years in service" in hand.app.screen.query_one(".field-cause TextArea", TextArea).text
        await hand.type(" here too")
        await hand.press("ctrl+s", "enter")
        assert at_queue(hand)
    attempt = find_fault(store, fault.number).attempt
    assert attempt.cause == "disk 4 failed, 4 years in service here too"
    assert attempt.plan == "Replace disk 4 from spares, watch the rebuild, then test a restore."


async def test_taking_over_keeps_own_words_and_a_second_one_replaces_the_first(
    store: Store, clock: Clock, walk: Walk
) -> None:
    fault_at(store, clock, "closed")
    report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "enter", "tab")
        await hand.type("slot worn")
        await hand.press("shift+tab", "o", "shift+tab", "o")
        cause = hand.app.screen.query_one(".field-cause TextArea", TextArea).text
        assert cause == "slot worn; disk 4 failed, 4 years in service"


async def test_where_nothing_like_it_was_solved_one_begins_at_the_cause(store: Store, walk: Walk) -> None:
    report(store)
    async with walk() as hand:
        await hand.press("a", "1", "enter", "enter", "enter")
        assert "Nothing like it was solved here before." in hand.shown()
        assert isinstance(hand.app.screen.focused, TextArea)


async def test_after_a_failed_attempt_the_earlier_one_is_in_view_and_the_next_gets_its_own_cause(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4: re-assessing the cause, as attempt n+1."""
    fault = fault_at(store, clock, "reassess")
    assert fault.attempt.number == 2
    async with walk() as hand:
        await hand.press("a", "enter", "enter", "enter")
        shown = hand.shown()
        assert "What else is the cause?" in shown
        assert "disk 4 failed, 4 years in service → disk replaced" in " ".join(shown.split())
        await hand.type("backplane")
        await hand.press("tab")
        await hand.type("Replace the backplane")
        await hand.press("enter", "enter", "0", "enter")
        assert at_queue(hand)
        assert hand.presses <= 9
    after = find_fault(store, fault.number)
    assert (after.status, after.attempt.number) == (Status.ASSESSED, 2)
    assert (after.attempt.cause, after.attempt.plan) == ("backplane", "Replace the backplane")
    assert after.attempts[0].cause == "disk 4 failed, 4 years in service"


async def test_people_are_offered_with_their_load_oneself_first_and_nobody_is_possible(
    store: Store, walk: Walk
) -> None:
    store.record_person("Chen Tao", Role.TECHNICIAN)
    fault = report(store)
    assign_fault(store, report(store, title="Mouse dead", asset="").number, "Chen Tao")
    assign_fault(store, fault.number, "Chen Tao")
    async with walk() as hand:
        hand.app.push_screen(TriageScreen(find_fault(store, fault.number)))
        await hand.rest()
        await hand.press("1", "enter", "enter", "enter", "enter")
        lines = hand.shown().splitlines()
        (me,) = (line for line in lines if "Li Wei (you)" in line)
        (other,) = (line for line in lines if "Chen Tao" in line)
        assert "1  Li Wei (you)  0 open · technician" in me
        assert "▸ 2  Chen Tao      2 open · technician" in other
        await hand.press("right", "0", "enter", "enter")
    assert find_fault(store, fault.number).assignee == ""


async def test_a_fault_that_somebody_else_assessed_meanwhile_is_not_asked_about_any_more(
    store: Store, walk: Walk
) -> None:
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "2", "enter")
        assess_fault(store, fault.number, Assessment(nature=Nature.HARDWARE))
        hand.app.tell_growth()
        await hand.rest()
        assert at_queue(hand)
    assert find_fault(store, fault.number).facts.nature is Nature.HARDWARE


async def test_a_fault_that_is_worked_on_is_corrected_on_one_sheet(store: Store, clock: Clock, walk: Walk) -> None:
    fault_at(store, clock, "started")
    async with walk() as hand:
        await hand.press("a")
        assert not isinstance(hand.app.screen, TriageScreen)
        assert "Why instead" in hand.shown() or "Whom it hits" in hand.shown()


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ("step 3 of 6", "How soon does it hurt?", "IMPORTANT")), ("zh_CN", ("第 3/6 步", "重要", "紧急程度"))],
)
async def test_both_languages_are_walked_by_the_same_keys(
    store: Store, walk: Walk, language: str, told: tuple[str, ...]
) -> None:
    use_language(language)
    fault = report(store)
    async with walk() as hand:
        await hand.press("a", "1", "2", "enter", "enter")
        for words in told:
            assert words in hand.shown(), hand.shown()
        await hand.press("enter", "enter", "1", "1", "enter", "enter")
        assert at_queue(hand)
    after = find_fault(store, fault.number)
    assert (after.facts.nature, after.facts.category, after.mode) == (Nature.HARDWARE, "disk", Mode.ON_SITE)
    assert (after.assignee, after.status) == ("Li Wei", Status.ASSESSED)


async def test_two_digits_that_come_at_once_answer_two_questions(store: Store, walk: Walk) -> None:
    report(store)
    async with walk() as hand:
        await hand.press("a")
        for key in ("3", "2"):
            hand.app.post_message(Key(key, key))
        await hand.rest()
        assert "network / router" in hand.shown()


async def test_a_digit_and_enter_that_come_at_once_lose_no_answer(store: Store, walk: Walk) -> None:
    report(store)
    async with walk() as hand:
        await hand.press("a")
        for key in ("4", "enter"):
            hand.app.post_message(Key(key, "4" if key == "4" else None))
        await hand.rest()
        assert step_of(hand) == 2
        assert "user support · a site" in hand.shown()
