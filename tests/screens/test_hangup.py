"""What is typed is kept when the line hangs up or a signal ends the program; what the terminal can't do is told."""

import signal
import termios
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from fieldtech.app import FieldTechApp
from fieldtech.screens.shell import Shell as ShellApp
from fieldtech.store import Store
from fieldtech.terminal.profile import detect
from tests.cli.shell import Shell
from tests.screens.conftest import Walk
from tests.screens.stage import settle


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_the_program_and_what_was_typed_just_before_is_kept(
    tmp_path: Path, number: signal.Signals
) -> None:
    shell = Shell(tmp_path, TERM="xterm-256color")
    assert shell.run("init", "--name", "Li Wei", "--site", "DC-1", "--zone", "UTC").returncode == 0
    running = shell.terminal("--lang=en")
    running.expect("keys")
    running.send("n")
    running.expect("What")
    running.send("router in R7 is dark")
    running.expect("R7")
    running.kill(number)
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 128 + number
    store = Store.open(tmp_path / "data" / "fieldtech" / "fieldtech.db", keys=tmp_path / "state" / "fieldtech" / "keys")
    (form,) = store.typed_forms()
    store.close()
    assert "router in R7 is dark" in form.texts.values()


async def test_the_last_key_is_kept_though_its_form_has_not_heard_of_it(walk: Walk, store: Store) -> None:
    async with walk() as hand:
        await hand.press("n")
        field = hand.app.screen.focused
        assert field is not None
        field.insert_text_at_cursor("half a title")  # type: ignore[attr-defined]
        assert store.typed_forms() == ()
        assert isinstance(hand.app, ShellApp)
        await hand.app.on_hangup()
        (form,) = store.typed_forms()
        assert "half a title" in form.texts.values()


async def test_what_the_terminal_cant_do_is_told_once_and_stands_in_the_log(
    make_app: Callable[..., FieldTechApp],
) -> None:
    app = make_app(detect({"TERM": "screen", "STY": "1.tty"}, tty_name="/dev/pts/0"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        (told,) = app._notifications
        assert "screen -U" in told.message
        assert [notice.sentence for notice in app.notices] == [told.message]


def test_flow_control_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    shell = Shell(tmp_path, TERM="vt220")
    assert shell.run("init", "--name", "Li Wei", "--site", "DC-1", "--zone", "UTC").returncode == 0
    assert _keeps_flow_control(shell, "--xon")
    assert not _keeps_flow_control(shell)


def _keeps_flow_control(shell: Shell, *arguments: str) -> bool:
    running = shell.terminal("--lang=en", *arguments)
    running.expect("keys")
    input_modes: int = termios.tcgetattr(running.child_fd)[0]
    running.kill(signal.SIGTERM)
    running.expect(pexpect.EOF)
    running.close()
    return bool(input_modes & termios.IXON)
