"""The queue on terminals of all kinds: in their own characters, in few bytes, and with a decent end."""

from pathlib import Path

import pytest

from tests.screens.stage import SECRET
from tests.terminal.session import Session

DOWN = "\x1b[B"
CTRL_L, CTRL_Q, F12 = "\x0c", "\x11", "\x1b[24~"
CP437 = set(bytes(range(0x80, 0x100)).decode("cp437")) | set("•►")


def queue_on(folder: Path, term: str) -> Session:
    """Run the queue on a terminal, and wait until all stands there."""
    session = Session("tests.screens.queue_program", str(folder), term=term)
    session.wait_for("Core switch SW-03 dark")
    session.wait_for("Next")
    session.settle()
    return session


def foreign(session: Session, known: set[str]) -> set[str]:
    """The characters of the screen that a font lacks; Chinese data stays as it is."""
    return {
        sign for row in session.emulator.text() for sign in row if sign > "\x7f" and not "一" <= sign <= "鿿"
    } - known


@pytest.mark.parametrize(("term", "known"), [("vt100", set()), ("linux", CP437)])
def test_plain_terminals_get_characters_that_they_have(tmp_path: Path, term: str, known: set[str]) -> None:
    with queue_on(tmp_path, term) as session:
        assert foreign(session, known) == set()
        assert "F-" in session.emulator.text()[5]


def test_on_a_slow_line_a_key_costs_a_dozen_bytes(tmp_path: Path) -> None:
    with queue_on(tmp_path, "vt100") as session:
        session.process.send(DOWN)
        session.wait_until(lambda: session.emulator.text()[5].startswith(">"), "the mark didn't move")
        before = len(session.received)
        session.process.send(DOWN)
        session.wait_until(lambda: session.emulator.text()[6].startswith(">"), "the mark didn't move")
        assert len(session.received) - before <= 12


def test_the_details_follow_once_the_cursor_rests(tmp_path: Path) -> None:
    with queue_on(tmp_path, "xterm-256color") as session:
        assert session.press(DOWN) <= 1500
        session.wait_for("nobody has it")


def test_ctrl_l_draws_again_what_something_else_wrote_over_also_under_a_dialog(tmp_path: Path) -> None:
    with queue_on(tmp_path, "xterm-256color") as session:
        session.press("w")
        shown = session.emulator.text()
        session.emulator.show("\x1b[3;1Hkernel: something happened")
        assert session.emulator.text() != shown
        session.press(CTRL_L)
        assert session.emulator.text() == shown


def test_ctrl_q_leaves_with_0(tmp_path: Path) -> None:
    with queue_on(tmp_path, "xterm-256color") as session:
        session.process.send(CTRL_Q)
        assert session.wait_for_end() == 0


def test_a_bug_leaves_a_reference_and_none_of_the_values(tmp_path: Path) -> None:
    """S6: a crash tells no values."""
    with queue_on(tmp_path, "xterm-256color") as session:
        session.process.send(F12)
        assert session.wait_for_end() == 70
        told = session.received.decode(errors="replace")
        assert "reference" in told
        assert "What was recorded is safe." in told
        assert SECRET not in told
        assert "Traceback" not in told
