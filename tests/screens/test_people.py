"""A console that several share: the quick change of person, and the lock."""

from time import monotonic

import msgspec
import pytest

from fieldtech.domain.words import Role
from fieldtech.screens.dialogs.records import NoteDialog
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.people import LockScreen, PersonDialog
from fieldtech.screens.shell import Shell
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person, all_people
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard

TITLE = "Core switch"


@pytest.fixture(autouse=True)
def colleague(store: Store) -> str:
    """Zhao Min, who shares the console with Li Wei."""
    return store.record_person("Zhao Min", Role.SUPERVISOR)


def in_front(hand: Keyboard) -> type:
    """Name the kind of the screen in front of us."""
    return type(hand.app.screen)


async def test_another_person_acts_after_three_keys_and_the_top_line_says_so(
    walk: Walk, store: Store, colleague: str
) -> None:
    async with walk() as hand:
        assert "Li Wei" in hand.shown().splitlines()[0]
        await hand.press("f7")
        assert in_front(hand) is PersonDialog
        await hand.type("zhao")
        await hand.press("enter")
        assert store.actor == colleague
        assert "Zhao Min" in hand.shown().splitlines()[0]


async def test_a_new_name_is_recorded_and_acts(walk: Walk, store: Store) -> None:
    async with walk() as hand:
        await hand.press("f7")
        await hand.type("王芳")
        assert "王芳, new here: recorded as a technician" in hand.shown()
        await hand.press("enter")
        assert acting_person(store).name == "王芳"
        assert acting_person(store).role is Role.TECHNICIAN


async def test_who_acts_already_is_not_recorded_again(walk: Walk, store: Store) -> None:
    async with walk() as hand:
        await hand.press("f7")
        await hand.type("li wei")
        await hand.press("enter")
        assert acting_person(store).name == "Li Wei"
    assert [person.name for person in all_people(store)] == ["Li Wei", "Zhao Min"]


async def test_esc_leaves_who_acts(walk: Walk, store: Store) -> None:
    before = store.actor
    async with walk() as hand:
        await hand.press("f7", "down", "escape")
    assert store.actor == before


async def test_nothing_is_seen_behind_the_lock_and_no_key_leads_past_it(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        assert TITLE in hand.shown()
        await hand.press("f6")
        for key in ("escape", "1", "ctrl+p", "escape", "f1", "escape", "f7", "f8", "f9", "f10", "f6", "tab"):
            await hand.press(key)
            shown = hand.shown()
            assert TITLE not in shown, key
            assert fault_number not in shown, key
        assert in_front(hand) is LockScreen
        assert "no PIN" in hand.shown()


async def test_who_was_there_goes_on_where_he_was(walk: Walk, fault_number: str, store: Store) -> None:
    before = store.actor
    async with walk() as hand:
        await hand.press("enter", "m")
        await hand.type("half a note")
        where = in_front(hand)
        hand.app.call_later(lambda: hand.app.run_action("lock"))
        await hand.rest()
        assert in_front(hand) is LockScreen
        await hand.type("li")
        await hand.press("enter")
        assert in_front(hand) is where
        assert "half a note" in hand.shown()
    assert store.actor == before


async def test_another_person_finds_no_form_of_the_one_before(walk: Walk, fault_number: str, colleague: str) -> None:
    async with walk() as hand:
        await hand.press("enter", "m")
        await hand.type("half a note")
        hand.app.call_later(lambda: hand.app.run_action("lock"))
        await hand.rest()
        await hand.type("zhao")
        await hand.press("enter")
        assert hand.app.store.actor == colleague
        assert "half a note" not in hand.shown()
        assert len(hand.app.screen_stack) == 1


async def test_a_toast_does_not_tell_what_the_lock_hides(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("f6")
        hand.app.notify(f"{TITLE} is yours", markup=False)
        await hand.rest()
        assert not hand.app._notifications
        assert isinstance(hand.app, Shell)
        assert [notice.sentence for notice in hand.app.notices] == [f"{TITLE} is yours"]


async def test_what_a_worker_opens_or_closes_meanwhile_stays_under_the_lock(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await hand.press("enter", "m")
        note = hand.app.screen
        assert isinstance(note, NoteDialog)
        await hand.press("f6")
        note.dismiss(None)
        hand.app.push_screen(FaultScreen(fault_number))
        await hand.rest()
        assert in_front(hand) is LockScreen
        assert TITLE not in hand.shown()
        await hand.type("li")
        await hand.press("enter")
        assert in_front(hand) is FaultScreen
        await hand.app.pop_screen()
        await hand.rest()
        assert not any(isinstance(screen, NoteDialog) for screen in hand.app.screen_stack)


async def test_the_shells_keys_work_over_a_dialog_and_what_is_typed_there_stays(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await hand.press("enter", "m")
        await hand.type("half a note")
        for key, opened in (("f8", "NoticesDialog"), ("f9", "SettingsDialog"), ("f10", "OwnKeysDialog"), ("f7", "")):
            await hand.press(key)
            assert in_front(hand).__name__ == opened or in_front(hand) is PersonDialog
            await hand.press(key, "escape")
            assert "half a note" in hand.shown()


async def test_nobody_is_offered_what_another_one_typed(walk: Walk, fault_number: str, colleague: str) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("half a report")
        await hand.press("f7")
        await hand.type("zhao")
        await hand.press("enter", "n")
        assert "half a report" not in hand.shown()
        await hand.press("escape", "f7")
        await hand.type("li")
        await hand.press("enter", "n")
        assert "half a report" in hand.shown()


@pytest.mark.parametrize(("minutes", "idle", "locks"), [(5, 301, True), (5, 299, False), (0, 90_000, False)])
async def test_it_locks_after_the_idle_minutes_of_the_settings(
    walk: Walk, store: Store, monkeypatch: pytest.MonkeyPatch, minutes: int, idle: int, locks: bool
) -> None:
    store.settings = msgspec.structs.replace(store.settings, idle_minutes=minutes)
    async with walk() as hand:
        await hand.press("down")
        touched = monotonic()
        monkeypatch.setattr("fieldtech.screens.shell.monotonic", lambda: touched + idle)
        assert isinstance(hand.app, Shell)
        hand.app.lock_when_idle()
        await hand.rest()
        assert (in_front(hand) is LockScreen) == locks
