"""Settings have documented defaults, are decoded strictly, and the user's own file is never rewritten."""

from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from fieldtech import config
from fieldtech.config import ConfigError, Settings, Shift, load_settings, save_setting
from fieldtech.domain import words
from fieldtech.paths import Paths, find_paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Give the files of a user who has none yet."""
    return find_paths(store=str(tmp_path / "fieldtech.db"), config=str(tmp_path / "config.toml"))


def test_without_files_every_setting_has_its_default(paths: Paths) -> None:
    assert load_settings(paths) == Settings()


def test_the_default_priorities_are_the_documented_matrix() -> None:
    """S3.2: impact x urgency gives one of exactly three priorities."""
    assert Settings().priority_table.as_mapping() == {
        "organisation": {"high": "urgent", "medium": "urgent", "low": "important"},
        "site": {"high": "urgent", "medium": "important", "low": "general"},
        "team": {"high": "important", "medium": "important", "low": "general"},
        "person": {"high": "important", "medium": "general", "low": "general"},
    }
    assert Settings().priority_table.priority_of("site", "medium") == "important"


def test_urgent_runs_around_the_clock_and_general_promises_no_restoration() -> None:
    targets = Settings().targets
    assert targets.of("urgent").around_the_clock
    assert not targets.of("important").around_the_clock
    assert targets.of("general").restore is None


def test_a_table_in_the_file_changes_only_what_it_names(paths: Paths) -> None:
    paths.config_file.write_text("[targets.important]\nrestore = 120\n[priority_table.person]\nhigh = 'urgent'\n")
    settings = load_settings(paths)
    assert (settings.targets.important.restore, settings.targets.important.acknowledge) == (120, 60)
    assert (settings.priority_table.person.high, settings.priority_table.person.low) == ("urgent", "general")
    assert settings.targets.urgent == Settings().targets.urgent


def test_false_switches_off_a_promise_and_a_working_day(paths: Paths) -> None:
    paths.config_file.write_text("[targets.urgent]\nword = false\n[working_hours]\nfriday = false\n")
    settings = load_settings(paths)
    assert settings.targets.urgent.word is None
    assert settings.working_hours.by_weekday()[4:] == (None, None, None)


def test_dates_and_times_are_those_of_toml(paths: Paths) -> None:
    paths.config_file.write_text(
        "holidays = [2026-10-01, 2026-10-02]\n[working_hours]\nsaturday = {start = 09:00:00, end = 12:00:00}\n"
    )
    settings = load_settings(paths)
    assert settings.holidays == (date(2026, 10, 1), date(2026, 10, 2))
    assert settings.working_hours.saturday == Shift(time(9), time(12))


def test_a_sites_own_categories_follow_the_standard_ones(paths: Paths) -> None:
    """S3.2: sub-categories that a site can extend."""
    paths.config_file.write_text("[extra_categories]\nuser-support = ['meeting room', 'account']\n")
    categories = load_settings(paths).categories_of("user-support")
    assert categories[0] == "account"
    assert categories[-1] == "meeting room"
    assert categories.count("account") == 1


@pytest.mark.parametrize(
    ("toml", "key", "problem"),
    [
        ("colour = 1", "", "colour"),
        ("[targets.urgent]\nrescue = 5", "targets.urgent", "rescue"),
        ("[targets.urgent]\nrestore = '5'", "targets.urgent.restore", "int"),
        ("[targets.urgent]\nrestore = 0", "targets.urgent.restore", ">= 1"),
        ("fixer_may_verify = 'maybe'", "fixer_may_verify", "maybe"),
        ("[priority_table.site]\nhigh = 'Urgent'", "priority_table.site.high", "Urgent"),
        ("zone = 'Asia/Atlantis'", "", "Asia/Atlantis"),
        ("zone = '../../etc/passwd'", "", "zone"),
        ("[working_hours]\nmonday = {start = 08:00:00, end = 08:00:00}", "working_hours.monday", "before"),
        ("pausing_reasons = ['lunch']", "pausing_reasons[0]", "lunch"),
        ("console = \n", "", "line 1"),
    ],
)
def test_what_cant_be_used_is_refused_with_file_key_and_reason(paths: Paths, toml: str, key: str, problem: str) -> None:
    paths.config_file.write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_settings(paths)
    assert (caught.value.file, caught.value.key) == (paths.config_file, key)
    assert problem in caught.value.problem
    assert str(paths.config_file) in str(caught.value)


def test_a_file_that_is_no_utf_8_or_no_file_is_refused(paths: Paths) -> None:
    paths.config_file.write_bytes(b"zone = '\xff'")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(paths)
    paths.config_file.unlink()
    paths.config_file.mkdir()
    with pytest.raises(ConfigError):
        load_settings(paths)


def test_what_the_program_keeps_wins_and_the_users_file_stays_as_it_is(paths: Paths) -> None:
    commented = "# do not lose me\nconsole = 'cp437'\nreopen_days = 7\n"
    paths.config_file.write_text(commented)
    save_setting(paths, "console", "ascii")
    save_setting(paths, "targets.urgent.word", 30)
    settings = load_settings(paths)
    assert (settings.console, settings.reopen_days, settings.targets.urgent.word) == ("ascii", 7, 30)
    assert paths.config_file.read_text() == commented


def test_a_setting_can_be_switched_off_and_on_again(paths: Paths) -> None:
    paths.config_file.write_text("language = 'zh_CN'\n")
    assert save_setting(paths, "language", None).language is None
    assert save_setting(paths, "working_hours.monday", None).working_hours.monday is None
    assert load_settings(paths).language is None
    assert save_setting(paths, "working_hours.monday", Shift(time(7), time(15))) == load_settings(paths)
    assert load_settings(paths).working_hours.monday == Shift(time(7), time(15))


def test_a_value_that_doesnt_fit_leaves_the_file_as_it_was(paths: Paths) -> None:
    save_setting(paths, "reopen_days", 3)
    before = paths.settings_file.read_bytes()
    for key, value in (("reopen_days", -1), ("no_such_key", 1), ("targets.urgent.word", "soon")):
        with pytest.raises(ConfigError):
            save_setting(paths, key, value)
    assert paths.settings_file.read_bytes() == before


def test_the_kept_file_is_the_users_alone_and_nothing_else_is_left(paths: Paths) -> None:
    save_setting(paths, "reopen_days", 3)
    assert paths.settings_file.stat().st_mode & 0o777 == 0o600
    assert list(paths.settings_file.parent.iterdir()) == [paths.settings_file]


@pytest.mark.parametrize(
    ("of_settings", "of_domain"),
    [
        (config.Impact, words.Impact),
        (config.Urgency, words.Urgency),
        (config.Priority, words.Priority),
        (config.Nature, words.Nature),
        (config.PendingReason, words.PendingReason),
    ],
)
def test_settings_speak_the_words_of_the_domain(of_settings: object, of_domain: type[StrEnum]) -> None:
    assert get_args(of_settings) == tuple(of_domain)
