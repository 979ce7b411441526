"""Files lie where XDG and the user say, and private keys never beside the data."""

from pathlib import Path

import pytest

from fieldtech.paths import find_paths


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give each test XDG folders of its own."""
    for name in ("config", "data", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    return tmp_path


def test_files_lie_in_the_users_own_folders(own_folders: Path) -> None:
    paths = find_paths()
    assert paths.store_file == own_folders / "data/fieldtech/fieldtech.db"
    assert paths.config_file == own_folders / "config/fieldtech/config.toml"
    assert paths.settings_file == own_folders / "config/fieldtech/settings.toml"
    assert paths.cache == own_folders / "cache/fieldtech"


def test_private_keys_lie_outside_the_data_folder(own_folders: Path) -> None:
    paths = find_paths()
    assert paths.keys == own_folders / "state/fieldtech/keys"
    assert not paths.keys.is_relative_to(paths.data)


def test_what_is_asked_for_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDTECH_STORE", str(tmp_path / "environment.db"))
    monkeypatch.setenv("FIELDTECH_CONFIG", str(tmp_path / "environment.toml"))
    assert find_paths().store_file == tmp_path / "environment.db"
    assert find_paths().config_file == tmp_path / "environment.toml"
    asked = find_paths(store=str(tmp_path / "asked.db"), config=str(tmp_path / "asked.toml"))
    assert (asked.store_file, asked.data, asked.config_file) == (
        tmp_path / "asked.db",
        tmp_path,
        tmp_path / "asked.toml",
    )


def test_a_relative_store_doesnt_move_with_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    paths = find_paths(store="here.db")
    monkeypatch.chdir("/")
    assert paths.store_file == tmp_path / "here.db"


def test_a_store_behind_a_url_is_no_file(own_folders: Path) -> None:
    paths = find_paths(store="postgresql://depot/fieldtech")
    assert (paths.store, paths.store_file) == ("postgresql://depot/fieldtech", None)
    assert paths.data == own_folders / "data/fieldtech"


def test_two_named_settings_files_in_one_folder_dont_share_what_the_program_keeps(tmp_path: Path) -> None:
    one, other = (find_paths(config=str(tmp_path / name)) for name in ("one.toml", "settings.toml"))
    assert len({one.config_file, one.settings_file, other.config_file, other.settings_file}) == 4
