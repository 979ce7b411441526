"""The trial of the keyboard names what arrives."""

import termios

import pytest

from tests.terminal.session import Session


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("a", "a "),
        ("\x1b[A", "up "),
        ("\x1b", "escape "),
        ("\x1bOP", "f1 "),
        ("机", "机 "),
        ("\x1b[5n", "5  n "),
        ("\x1b[0n", "no key "),
        ("\x1b[200~two\rlines\x1b[201~", "pasted: two lines"),
        (b"\xff", "\ufffd"),
    ],
)
def test_a_key_is_named_with_the_bytes_that_came(sent: str | bytes, named: str) -> None:
    with Session("tests.terminal.key_trial_program", size=(100, 24)) as session:
        session.wait_for("Ctrl+C ends")
        session.process.send(sent)
        session.wait_until(lambda: named in "\n".join(session.emulator.text()[1:]), f"no {named!r}")


def test_ctrl_c_ends_and_restores_the_line() -> None:
    with Session("tests.terminal.key_trial_program") as session:
        session.wait_for("Ctrl+C ends")
        session.process.send("\x03")
        assert session.wait_for_end() == 0
        assert termios.tcgetattr(session.process.child_fd) == session.attributes
