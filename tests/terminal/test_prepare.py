"""The environment is put in order before Textual reads it."""

import os
import pty
import subprocess
import sys
import termios

import pytest

from fieldtech.terminal.prepare import prepare
from fieldtech.terminal.profile import detect

PTS = "/dev/pts/3"


def prepared(tty_name: str = PTS, **environment: str) -> dict[str, str]:
    prepare(detect(environment, tty_name=tty_name), environment)
    return environment


def test_textual_is_told_the_colours_it_would_guess_wrongly() -> None:
    assert prepared(TERM="linux", COLORTERM="truecolor")["TEXTUAL_COLOR_SYSTEM"] == "standard"
    assert prepared(TERM="xterm-256color")["TEXTUAL_COLOR_SYSTEM"] == "256"
    assert prepared(TERM="xterm", COLORTERM="24bit")["TEXTUAL_COLOR_SYSTEM"] == "truecolor"


def test_a_colourless_terminal_counts_as_no_color_and_an_empty_no_color_does_not() -> None:
    assert prepared(TERM="vt220")["NO_COLOR"] == "1"
    assert "NO_COLOR" not in prepared(TERM="xterm", NO_COLOR="")


def test_plain_consoles_get_no_keyboard_protocol_and_no_animation() -> None:
    plain = prepared("/dev/ttyS0", TERM="vt220")
    assert plain["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    assert plain["TEXTUAL_ANIMATIONS"] == "none"
    assert plain["ESCDELAY"] == "300"


def test_what_the_user_exported_for_textual_stands() -> None:
    chosen = prepared(TERM="vt220", ESCDELAY="50", TEXTUAL_ANIMATIONS="basic", TEXTUAL_COLOR_SYSTEM="256")
    assert (chosen["ESCDELAY"], chosen["TEXTUAL_ANIMATIONS"], chosen["TEXTUAL_COLOR_SYSTEM"]) == ("50", "basic", "256")


def test_the_web_decides_for_itself() -> None:
    web = prepared(TEXTUAL_DRIVER="some.web:Driver", COLUMNS="91")
    assert web["COLUMNS"] == "91"
    assert "TEXTUAL_COLOR_SYSTEM" not in web


@pytest.mark.parametrize(("exported", "kept"), [("80", "80"), ("132", "-")])
def test_an_exported_size_that_is_not_the_terminals_is_dropped(exported: str, kept: str) -> None:
    program = (
        "import os; from fieldtech.terminal.prepare import prepare; from fieldtech.terminal.profile import detect\n"
        "prepare(detect(os.environ, tty_name='/dev/pts/3')); print(os.environ.get('COLUMNS', '-'))"
    )
    primary, secondary = pty.openpty()
    termios.tcsetwinsize(secondary, (24, 80))
    environment = os.environ | {"COLUMNS": exported, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", program], stdin=secondary, stdout=subprocess.PIPE, text=True, env=environment, check=True
    )
    os.close(primary)
    os.close(secondary)
    assert said.stdout.strip() == kept


def test_neither_detecting_nor_preparing_imports_textual() -> None:
    program = "import sys, fieldtech.terminal.prepare; print([m for m in sys.modules if m in ('textual', 'rich')])"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert said.stdout.strip() == "[]"
