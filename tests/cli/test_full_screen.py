"""The full screen from the command line: refused where it can't be, asked for what it needs on the first start."""

from pathlib import Path

import pexpect
import pytest

from fieldtech.store import Store
from tests.cli.command_line import CommandLine
from tests.cli.shell import Shell


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_without_a_terminal_it_is_refused_and_the_commands_are_named(
    bare: CommandLine, command: tuple[str, ...]
) -> None:
    ended = bare(*command)
    assert (ended.status, ended.out) == (2, "")
    assert "fieldtech queue" in ended.err


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_it_answers_no_json(bare: CommandLine, command: tuple[str, ...]) -> None:
    assert bare(*command, "--json").error["code"] == "usage"


def test_a_terminal_that_cant_move_its_cursor_is_refused(tmp_path: Path) -> None:
    assert "TERM=dumb" in Shell(tmp_path).shown(TERM="dumb")


def test_the_first_start_on_a_slow_line_asks_for_language_name_and_site(tmp_path: Path) -> None:
    running = Shell(tmp_path, TERM="vt100").terminal()
    for words, said in (("Language", "en"), ("Your name", "Li Wei"), ("Site", "DC-1")):
        running.expect(words)
        running.sendline(said)
    running.expect("keys")
    running.sendcontrol("q")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 0
    store = Store.open(tmp_path / "data" / "fieldtech" / "fieldtech.db", keys=tmp_path / "state" / "fieldtech" / "keys")
    assert store.site == "DC-1"
    store.close()
    assert 'language = "en"' in (tmp_path / "config" / "fieldtech" / "settings.toml").read_text()


def test_an_empty_name_makes_no_store(tmp_path: Path) -> None:
    running = Shell(tmp_path, TERM="vt100").terminal("--lang=en")
    for words, said in (("Your name", " "), ("Site", "DC-1")):
        running.expect(words)
        running.sendline(said)
    running.expect("name")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 1
    assert not (tmp_path / "data" / "fieldtech" / "fieldtech.db").exists()


def test_the_demo_leaves_nothing_behind_but_a_month_to_begin_the_next_one_with(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    running = Shell(tmp_path, TMPDIR=str(tmp_path / "tmp")).terminal("demo", "--seed=3")
    running.expect("keys", timeout=60)
    running.sendcontrol("q")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 0
    assert [file for file in tmp_path.rglob("*.db") if tmp_path / "cache" not in file.parents] == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_first_start_may_be_broken_off(tmp_path: Path) -> None:
    running = Shell(tmp_path, TERM="vt100").terminal()
    running.expect("Your name|Language")
    # On a busy machine the first may come before anybody listens.
    for _ in range(10):
        running.sendintr()
        if running.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=3) == 0:
            break
    running.close()
    assert running.exitstatus == 130
    assert not (tmp_path / "data" / "fieldtech" / "fieldtech.db").exists()
