"""The queue by its keys: what is listed, taken, searched for, narrowed and explained; and how it follows the store."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.events import Key

from fieldtech.app import FieldTechApp
from fieldtech.domain.words import Nature
from fieldtech.screens.base import StoreApp
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.report import ReportScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.narrowing import Narrowing
from fieldtech.store.views.saved import save_view, saved_views
from fieldtech.widgets.fault_detail import FaultDetail
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.closing import cancel_fault
from fieldtech.workflow.handling import tell_user
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import Clock, whole_facts
from tests.screens.stories import tell_stories


@pytest.fixture
def numbers(store: Store, clock: Clock) -> dict[str, str]:
    """The stories' faults, by their names."""
    return tell_stories(store, clock)


@contextmanager
def other_program(store: Store, clock: Clock) -> Iterator[Store]:
    """Open the same store a second time, as another program would."""
    opened = Store.open(store.path, keys=store.keys.folder, clock=clock)
    yield opened
    opened.close()


def faults_of(app: StoreApp) -> FaultList:
    """The list."""
    return app.screen.query_one(FaultList)


def listed(app: StoreApp) -> list[str]:
    """The numbers that are listed, in their order."""
    faults = faults_of(app)
    return [faults._lines[row].number for row in faults._order]


def at(app: StoreApp) -> str:
    """The number under the cursor."""
    fault = faults_of(app).fault
    return fault.number if fault else ""


async def go_to(hand: Keyboard, app: StoreApp, number: str) -> None:
    """Move the cursor to a fault by the arrow keys."""
    for _press in range(listed(app).index(number) - faults_of(app).cursor):
        await hand.press("down")
    assert at(app) == number


async def test_what_is_mine_or_nobodys_is_listed_in_next_up_order(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        shown = listed(app)
        assert numbers["others"] not in shown
        assert len(shown) == len(numbers) - 1
        assert shown[0] == numbers["dark_switch"]
        assert shown[-1] == numbers["scribbled"]


async def test_the_details_follow_the_cursor_and_name_the_next_step_with_its_key(
    walk: Walk, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        await go_to(hand, app, numbers["dripping"])
        detail = str(app.screen.query_one(FaultDetail).render())
        assert "机房空调滴水" in detail
        (step,) = [line for line in detail.splitlines() if line.startswith("Next")]
        assert "assess it" in step
        assert step.endswith("a Assess")


async def test_the_key_of_the_next_step_stands_in_the_key_line(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await go_to(hand, app, numbers["patched"])
        assert str(app.screen.query_one(KeyLine).render()).startswith("enter open  v verify")


async def test_what_presses_stands_at_the_top(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        before = str(app.screen.query_one(TopLine).render())
        assert "Queue  DC-1 · Li Wei" in before
        assert "2 late · 2 words due  Fri 14:32" in before
        tell_user(store, numbers["dark_switch"], "The spare fits.", how="phone", whom="Wang Fang")
        app.tell_growth()
        await hand.rest()
        assert "1 word due" in str(app.screen.query_one(TopLine).render())


async def test_x_takes_the_fault_under_the_cursor_if_nobody_has_it(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        await go_to(hand, app, numbers["raid"])
        await hand.press("x")
        assert find_fault(store, numbers["raid"]).assignee == "Li Wei"
        assert at(app) == numbers["raid"]


async def test_x_on_a_fault_that_somebody_has_takes_the_next_that_nobody_has(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        assert at(app) == numbers["dark_switch"]
        await hand.press("x")
        assert find_fault(store, numbers["dripping"]).assignee == "Li Wei"
        assert at(app) == numbers["dripping"]


async def test_the_cursor_stays_at_its_fault_when_others_come_before_it(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        await go_to(hand, app, numbers["streaks"])
        place = faults_of(app).cursor
        cancel_fault(store, numbers["dripping"], "not ours")
        app.tell_growth()
        await hand.rest()
        assert (at(app), faults_of(app).cursor) == (numbers["streaks"], place - 1)


async def test_what_another_program_writes_comes_without_a_key(
    walk: Walk, store: Store, clock: Clock, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        with other_program(store, clock) as other:
            assign_fault(other, numbers["raid"], "Zhao Min")
        assert isinstance(app, FieldTechApp)
        app._look_for_changes()
        await hand.rest()
        assert numbers["raid"] not in listed(app)


async def test_time_goes_on_without_a_key(walk: Walk, clock: Clock, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        screen = app.screen
        assert isinstance(screen, QueueScreen)
        screen._follow_clock()
        clock.move(hours=3)
        screen._follow_clock()
        await hand.rest()
        assert "Fri 17:32" in str(screen.query_one(TopLine).render())
        assert "5 h late" in faults_of(app).render_line(0).text


async def test_searching_finds_chinese_words_of_two_characters_while_they_are_typed(
    walk: Walk, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("slash")
        await hand.type("滴水")
        assert listed(app) == [numbers["dripping"]]
        await hand.press("enter")
        assert app.focused is faults_of(app)
        assert listed(app) == [numbers["dripping"]]
        await hand.press("escape")
        assert len(listed(app)) == len(numbers) - 1


async def test_what_was_typed_before_the_search_had_the_focus_is_searched_for(
    walk: Walk, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        await hand.press("slash")
        for key in "滴水":
            faults_of(hand.app).post_message(Key(key, key))
        await hand.rest()
        assert listed(hand.app) == [numbers["dripping"]]


async def test_searching_looks_among_all_faults(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    cancel_fault(store, numbers["streaks"], "not ours")
    async with walk() as hand:
        app = hand.app
        await hand.press("slash")
        await hand.type("badge")
        assert listed(app) == [numbers["others"]]
        await hand.press(*["backspace"] * 5)
        await hand.type("streaks")
        assert listed(app) == [numbers["streaks"]]


async def test_esc_in_the_search_goes_back_to_the_list(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("slash")
        await hand.type("nothing is called so")
        assert listed(app) == []
        assert "No fault is like that." in "".join(faults_of(app).render_line(y).text for y in range(12))
        await hand.press("escape")
        assert len(listed(app)) == len(numbers) - 1
        assert app.focused is faults_of(app)


async def test_the_arrows_move_in_the_list_while_words_are_typed(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("slash", "d", "down")
        assert faults_of(app).cursor == 1


async def test_filters_are_chosen_by_digits_and_combine(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("f")
        await hand.press("4", "down", "down", "down", "3", "enter")
        assert set(listed(app)) == {numbers["login_loop"], numbers["mailbox"]}
        await hand.press("f")
        await hand.press("down", "4", "enter")
        assert listed(app) == [numbers["login_loop"]]
        await hand.press("escape")
        assert len(listed(app)) == len(numbers) - 1


async def test_leaving_the_filters_changes_nothing(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        before = listed(app)
        await hand.press("f")
        await hand.press("2", "escape")
        assert listed(app) == before


async def test_a_list_is_kept_under_a_name_and_shown_again_by_two_keys(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        await hand.press("f", "4", "down", "down", "down", "3", "enter", "b", "n")
        await hand.type("软件")
        await hand.press("enter", "escape", "escape")
        assert len(listed(hand.app)) == len(numbers) - 1
        await hand.press("b", "2")
        assert set(listed(hand.app)) == {numbers["login_loop"], numbers["mailbox"]}
        assert "软件  everybody's · open · software" in hand.shown()


async def test_a_view_that_was_forgotten_can_be_taken_back(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    save_view(store, "network", Narrowing(nature=Nature.NETWORK))
    async with walk() as hand:
        await hand.press("b")
        assert "1  the usual list" in hand.shown()
        await hand.press("d")
        assert saved_views(store), "the usual list can't be forgotten"
        await hand.press("down", "d")
        assert saved_views(store) == {}
        assert "“network” is forgotten." in hand.shown()
        await hand.press("u", "enter")
        assert saved_views(store) == {"network": Narrowing(nature=Nature.NETWORK)}
        assert len(listed(hand.app)) == 2


async def test_marked_faults_are_assigned_in_one_go(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        marked = listed(hand.app)[1:3]
        await hand.press("down", "space", "space")
        assert [row.split()[0][0] == "*" for row in hand.shown().splitlines()[4:7]] == [False, True, True]
        assert f"2 marked · {len(numbers) - 1} faults" in hand.shown()
        assert hand.shown().splitlines()[-1].startswith(" A assign 2  m note 2  p pend 2  x take 2  esc unmark")
        await hand.press("A")
        await hand.type("Zhao Min")
        await hand.press("enter")
        assert {find_fault(store, number).assignee for number in marked} == {"Zhao Min"}
        assert faults_of(hand.app).marked == {}


async def test_what_is_refused_is_told_with_its_reason_and_stays_marked(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    """PROCESS, mistake 5: an act on several is held by the rules of each."""
    async with walk() as hand:
        shown = listed(hand.app)
        await hand.press("asterisk", "p", "2")
        await hand.type("a spare")
        await hand.press("enter")
        told = hand.shown()
        refused = {number for number in shown if find_fault(store, number).pending_note != "a spare"}
        assert numbers["patched"] in refused < set(shown)
        assert f"Done with {len(shown) - len(refused)} faults; {len(refused)} refused, still marked." in told
        await hand.press("enter")
        assert set(faults_of(hand.app).marked.values()) == refused
        await hand.press("f8")
        assert numbers["patched"] in hand.shown(), "it can be read again"
        await hand.press("escape", "escape")
        assert faults_of(hand.app).marked == {}


async def test_where_faults_are_marked_other_steps_say_so_and_do_nothing(
    walk: Walk, store: Store, numbers: dict[str, str]
) -> None:
    async with walk() as hand:
        await hand.press("space", "R")
        (told,) = hand.app._notifications
        assert "A, m and p act on them, esc takes the marks away" in told.message
        await hand.press("up", "space", "asterisk", "asterisk")
        assert faults_of(hand.app).marked == {}


async def test_a_mark_goes_with_what_is_no_longer_listed(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        await hand.press("asterisk")
        assert len(faults_of(hand.app).marked) == len(numbers) - 1
        await hand.press("f", "3", "enter")
        assert set(faults_of(hand.app).marked.values()) == set(listed(hand.app))


async def test_w_says_why_a_fault_stands_where_it_stands(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("w")
        words = "\n".join(str(static.render()) for static in app.screen.query("Static"))
        assert f"Why {numbers['dark_switch']} stands here" in words
        assert "1. Priority urgent, from impact and urgency." in words
        assert "Clock: restore" in words
        await hand.press("escape")
        assert isinstance(app.screen, QueueScreen)


async def test_a_step_is_taken_from_the_list(walk: Walk, store: Store, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        await hand.press("m")
        await hand.type("Fan tray found")
        await hand.press("enter")
        assert find_fault(store, numbers["dark_switch"]).notes[-1].text == "Fan tray found"


async def test_a_step_that_makes_no_sense_says_why_and_which_key_does(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await go_to(hand, app, numbers["dripping"])
        await hand.press("i")
        (told,) = app._notifications
        assert "is reported" in told.message
        assert "a leads there: Assess" in told.message


async def test_enter_opens_the_fault_and_1_comes_back(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        await hand.press("enter")
        opened = app.screen
        assert isinstance(opened, FaultScreen)
        await hand.press("1")
        assert not opened.is_attached
        assert app.current_mode == "queue"


async def test_an_empty_queue_names_the_key_that_reports(walk: Walk) -> None:
    async with walk() as hand:
        app = hand.app
        text = "\n".join(faults_of(app).render_line(y).text for y in range(10))
        assert "Nothing is open." in text
        assert "n reports a fault" in text
        keys = str(app.screen.query_one(KeyLine).render())
        assert "open" not in keys
        assert "take" not in keys
        await hand.press("n")
        assert isinstance(app.screen, ReportScreen)


async def test_text_from_outside_is_never_read_as_markup(walk: Walk, store: Store) -> None:
    """S6: what a record says can't act on the screen that shows it."""
    hostile = "disk [/dev/sda1] [@click=app.quit]failed[/] \x1b[2J\u202e"
    report_fault(store, whole_facts(title=hostile, place=hostile, reporter=hostile, description=hostile))
    for size in ((80, 24), (120, 40)):
        async with walk(size=size) as hand:
            app = hand.app
            shown = str(app.screen.query_one(FaultDetail).render()) + faults_of(app).render_line(0).text
            assert "[/dev/sda1]" in shown
            assert "\x1b" not in shown
            assert "\u202e" not in shown


async def test_the_details_stand_beside_the_list_where_there_is_room(walk: Walk, numbers: dict[str, str]) -> None:
    async with walk() as hand:
        app = hand.app
        faults, detail = faults_of(app), app.screen.query_one(FaultDetail)
        assert detail.region.y > faults.region.y
        await hand.pilot.resize_terminal(120, 40)
        await hand.rest()
        assert detail.region.x > faults.region.x
        assert "No LED is lit." in str(detail.render())
        await hand.pilot.resize_terminal(80, 12)
        await hand.rest()
        assert not detail.display
