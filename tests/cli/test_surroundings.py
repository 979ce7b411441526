"""Doctor and paths tell what the program stands on, with a store and without one."""

from pathlib import Path

import pytest

from fieldtech import __version__
from tests.cli.command_line import CommandLine
from tests.cli.shell import Shell


def test_doctor_works_without_a_store(bare: CommandLine) -> None:
    told = bare.json("doctor")
    assert (told["version"], told["store"]) == (__version__, "none yet")
    assert told["journal_mode"] in ("wal", "delete")
    assert told["terminal"]["refusal"]


def test_doctor_says_what_is_wrong_with_a_store(bare: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"no database at all, however long it is")
    assert "damaged" in bare.json("doctor", "--store", str(tmp_path / "bad.db"))["store"]
    assert "in a file only" in bare.json("doctor", "--store", "postgresql://u:secret@h/x")["store"]


def test_doctor_knows_a_usable_store(fieldtech: CommandLine) -> None:
    assert "DC-1" in fieldtech.json("doctor")["store"]
    ended = fieldtech.done("doctor")
    assert "Test card" in ended.out


@pytest.mark.parametrize("command", ["doctor", "paths", "--version"])
def test_settings_that_cant_be_read_hide_nothing_that_helps(bare: CommandLine, tmp_path: Path, command: str) -> None:
    (tmp_path / "bad.toml").write_text("nonsense = 1")
    for more in ((), ("--json",)):
        assert bare.done("--config", str(tmp_path / "bad.toml"), command, *more).out
    assert "nonsense" in bare.json("--config", str(tmp_path / "bad.toml"), "doctor")["settings"]


def test_paths_follow_the_options_and_hide_a_servers_secrets(bare: CommandLine, tmp_path: Path) -> None:
    told = bare.json("paths", "--store", str(tmp_path / "s.db"), "--config", str(tmp_path / "c.toml"))
    assert (told["store"], told["config"]) == (str(tmp_path / "s.db"), str(tmp_path / "c.toml"))
    assert "secret" not in bare.done("paths", "--store", "postgresql://u:secret@h/x").out


@pytest.mark.parametrize(
    ("terminal", "kind"), [("xterm-256color", "modern"), ("linux", "linux"), ("vt220", "plain"), ("dumb", "unusable")]
)
def test_doctor_tells_what_the_terminal_was_taken_for(tmp_path: Path, terminal: str, kind: str) -> None:
    shown = Shell(tmp_path).shown("doctor", TERM=terminal)
    assert f" {kind}, " in shown


def test_the_test_card_is_drawn_raw(tmp_path: Path) -> None:
    shown = Shell(tmp_path).shown("doctor", TERM="linux")
    assert "full    ─│┌┐└┘├┤┬┴┼ ═║ ▲▼◄► ▸✓✗●○" in shown
    assert "ascii   -|+++++++++ =|" in shown
