"""Keys of one's own: given by pressing them, refused where taken, kept, shown everywhere, and taken back."""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fieldtech.app import FieldTechApp
from fieldtech.config import ConfigError, load_settings
from fieldtech.paths import Paths, find_paths
from fieldtech.screens.key_map import all_actions, keymap_of, unusable_keys
from fieldtech.screens.key_settings import NewKeyDialog, OwnKeysDialog
from fieldtech.screens.report import ReportScreen
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from tests.screens.conftest import TakePicture, Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import TERMINAL


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Where the settings of a test lie."""
    return find_paths(store=str(tmp_path / "fieldtech.db"), config=str(tmp_path / "config.toml"))


@pytest.fixture
def make_app(store: Store, paths: Paths) -> Callable[..., FieldTechApp]:
    """Make an app that keeps its settings."""

    def make(profile: Profile = TERMINAL) -> FieldTechApp:
        return FieldTechApp(store, profile, paths=paths)

    return make


async def choose(hand: Keyboard, words: str) -> None:
    """Pick an action by words of it."""
    await hand.press("f10")
    await hand.type(words)
    await hand.press("enter")


def in_front(hand: Keyboard) -> type:
    """Name the kind of the screen in front of us."""
    return type(hand.app.screen)


async def test_a_key_is_given_by_pressing_it_and_works_and_is_shown_at_once(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await choose(hand, "report a new fault")
        assert in_front(hand) is NewKeyDialog
        await hand.press("z")
        assert in_front(hand) is OwnKeysDialog
        await hand.press("escape")
        assert "z new" in hand.shown()
        await hand.press("n")
        assert in_front(hand) is not ReportScreen
        await hand.press("z")
        assert in_front(hand) is ReportScreen
    assert load_settings(paths).keys == {"queue": {"new": "z"}}


async def test_a_key_that_is_taken_is_refused_with_the_action_that_has_it(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await choose(hand, "report a new fault")
        await hand.press("f")
        assert in_front(hand) is NewKeyDialog
        assert "f is the key of “Filter” already." in hand.shown()
        await hand.press("escape", "escape")
    assert not paths.settings_file.exists()


async def test_a_letter_cant_be_the_key_of_what_is_done_while_one_types(walk: Walk) -> None:
    async with walk() as hand:
        await choose(hand, "record what is filled in")
        await hand.press("slash")
        assert "is typed into fields" in hand.shown()


async def test_the_programs_own_key_comes_back(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await choose(hand, "report a new fault")
        await hand.press("z", "f4", "escape")
        assert "n new" in hand.shown()
    assert keymap_of(load_settings(paths).keys) == {}


async def test_the_programs_own_key_does_not_come_back_where_another_action_has_it(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await choose(hand, "report a new fault")
        await hand.press("z", "escape")
        await choose(hand, "choose which faults are listed")
        await hand.press("n", "escape")
        await hand.press("f10")
        await hand.type("report a new fault")
        await hand.press("f4")
        assert in_front(hand) is OwnKeysDialog
    assert keymap_of(load_settings(paths).keys) == {"queue.new": "z", "queue.filter": "n"}


async def test_what_the_settings_say_holds_from_the_start_and_the_keys_page_shows_it(walk: Walk, store: Store) -> None:
    store.settings = msgspec.structs.replace(store.settings, keys={"queue": {"new": "z"}})
    async with walk(size=(80, 60)) as hand:
        assert "z new" in hand.shown()
        await hand.press("question_mark")
        assert re.search(r"^ *z +New ", hand.shown(), flags=re.MULTILINE)


async def test_an_unknown_action_and_a_clash_in_the_settings_are_told_and_not_followed(
    walk: Walk, store: Store
) -> None:
    store.settings = msgspec.structs.replace(store.settings, keys={"old": {"thing": "z"}, "queue": {"new": "f"}})
    async with walk() as hand:
        told = " ".join(each.message for each in hand.app._notifications)
        assert "old.thing" in told
        assert "“Filter”" in told
        assert "n new" in hand.shown()


def test_ids_of_the_settings_are_checked_strictly(paths: Paths) -> None:
    paths.config_file.write_text('[keys.Queue]\nnew = "z"\n')
    with pytest.raises(ConfigError):
        load_settings(paths)
    paths.config_file.write_text("[keys.queue]\nnew = 7\n")
    with pytest.raises(ConfigError):
        load_settings(paths)
    paths.config_file.write_text('[keys.queue]\nnew = "z"\n')
    assert keymap_of(load_settings(paths).keys) == {"queue.new": "z"}


def test_the_programs_own_keys_can_all_be_followed() -> None:
    own = {action.id: ",".join(action.keys) for action in all_actions().values()}
    assert list(unusable_keys(own)) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_keys_as_they_look(take_picture: TakePicture, language: str) -> None:
    assert take_picture("f10", typed="f1", language=language)
