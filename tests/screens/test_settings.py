"""Settings that are changed in the full screen: refused at the field, kept, and followed at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.app import FieldTechApp
from fieldtech.config import Settings, Shift, WorkingHours, load_settings
from fieldtech.paths import Paths, find_paths
from fieldtech.screens.settings import SettingsDialog, hours_words
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile, detect
from fieldtech.terminal.themes import CONTRAST, MONO
from fieldtech.text import current_language
from tests.screens.conftest import TakePicture, Walk
from tests.screens.stage import TERMINAL, settle


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


async def test_the_language_changes_at_once_and_is_kept(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await hand.press("f9", "2", "f2")
        assert current_language() == "zh_CN"
        assert "队列" in hand.shown()
        assert load_settings(paths).language == "zh_CN"
        await hand.press("f9", "1", "f2")
        assert "Queue" in hand.shown()
        assert load_settings(paths).language == "en"


async def test_the_theme_changes_at_once_and_is_kept(walk: Walk, paths: Paths) -> None:
    async with walk() as hand:
        await hand.press("f9", "down", "4", "f2")
        assert hand.app.theme == CONTRAST.name
        assert load_settings(paths).theme == "contrast"
        await hand.press("f9", "down", "1", "f2")
        assert hand.app.theme != CONTRAST.name
        assert load_settings(paths).theme is None


async def test_without_colours_nothing_is_coloured(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await hand.press("f9", "down", "6", "f2")
        assert hand.app.theme == MONO.name
        filters = hand.app.get_line_filters()
        assert [type(each).__name__ for each in filters].count("MonochromeFilter") == 1


@pytest.mark.parametrize("wrong", ["-1", "a lot", "99999", "1.5", "٣"])
async def test_a_wrong_value_is_refused_at_its_field(walk: Walk, paths: Paths, store: Store, wrong: str) -> None:
    async with walk() as hand:
        await hand.press("f9", *["down"] * 5)
        await hand.type(wrong)
        await hand.press("f2")
        assert isinstance(hand.app.screen, SettingsDialog)
        assert "A whole number from 0 to 3650 is expected here." in hand.shown()
        assert store.settings.reopen_days == 14
        assert not paths.settings_file.exists()


async def test_the_open_store_follows_what_was_changed(walk: Walk, paths: Paths, store: Store) -> None:
    paths.config_file.write_text("reopen_days = 3\n")
    async with walk() as hand:
        await hand.press("f9", "down", "down", "3", "down", "2", "down")
        await hand.type("50")
        assert " 50 " in hand.shown()
        await hand.press("f2")
        assert "The settings are kept." in [told.message for told in hand.app._notifications]
    followed = store.settings
    assert (followed.fixer_may_verify, followed.sign_off_key, followed.attachment_limit_mb) == ("refuse", "machine", 50)
    assert store.settings.reopen_days == 14, "what is changed in the user's file holds from the next start"
    assert load_settings(paths).attachment_limit_mb == 50


async def test_leaving_the_settings_changes_nothing(walk: Walk, paths: Paths, store: Store) -> None:
    async with walk() as hand:
        await hand.press("f9", "2", "escape")
        assert current_language() == "en"
    assert not paths.settings_file.exists()


async def test_settings_that_cant_be_kept_are_refused_and_not_followed(walk: Walk, paths: Paths, store: Store) -> None:
    paths.settings_file.mkdir()
    async with walk() as hand:
        await hand.press("f9", "down", "down", "3", "f2")
        (told,) = hand.app._notifications
        assert told.message.startswith("The settings can't be kept.")
    assert store.settings.fixer_may_verify == "warn"


async def test_a_demo_follows_settings_and_keeps_none(store: Store, paths: Paths) -> None:
    app = FieldTechApp(store, TERMINAL)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("f9", "down", "down", "3", "f2")
        await settle(pilot)
        assert "The settings hold until the end of this demo." in [told.message for told in app._notifications]
    assert store.settings.fixer_may_verify == "refuse"
    assert not paths.settings_file.exists()


async def test_a_terminal_of_few_colours_says_so(make_app: Callable[..., FieldTechApp]) -> None:
    app = make_app(detect({"TERM": "linux"}, tty_name="/dev/tty1"))
    assert [words for words in app._limits() if "too few colours" in words]
    assert app.theme == "fieldtech-console"


def test_days_that_are_alike_are_told_together() -> None:
    assert hours_words(Settings().working_hours) == "Mon-Fri 08:30-17:30"
    short = WorkingHours(friday=None, saturday=Shift())
    assert hours_words(short) == "Mon-Thu 08:30-17:30 · Sat 08:30-17:30"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_settings_as_they_look(take_picture: TakePicture, language: str) -> None:
    assert take_picture("f9", "down", language=language)
