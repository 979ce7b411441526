"""The driver reads whatever the line brings, and leaves the terminal as it was, whatever ends the program."""

import fcntl
import os
import random
import signal
import termios
import threading
import time
import tty
from pathlib import Path

import pytest

from tests.terminal.session import Session

FAULT = "Core switch SW-03"
LEAVE = "\x1b[20~"
CTRL_P, CTRL_Q, CTRL_Z = 0x10, 0x11, 0x1A


def test_keys_arrive_and_the_program_ends_well() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.process.send("printer")
        session.wait_for("printer")
        session.process.send(LEAVE)
        assert session.wait_for_end() == 0


@pytest.mark.parametrize(
    "noise",
    [
        b"\xff",
        b"\xc4\xe3\xba\xc3",
        "机房".encode()[:4],
        b"\x1b[99999999999999u",
        b"\x1b[200~half a paste",
        b"\x00\x80\x9b",
    ],
    ids=["one byte", "gbk", "half a character", "no such key", "unfinished paste", "controls"],
)
def test_noise_on_the_line_ends_nothing(noise: bytes) -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.process.send(noise)
        session.settle()
        session.process.send("\x1b[201~" if b"200~" in noise else "")
        session.process.send("still here")
        session.wait_for("still here")
        session.process.send(LEAVE)
        assert session.wait_for_end() == 0


def test_a_paste_whose_end_got_lost_is_ended() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.process.send("\x1b[200~pasted")
        session.wait_for("pasted")


def test_random_bytes_end_nothing() -> None:
    chance = random.Random(20260)
    # The sample's palette, which is Textual's and not the program's, ends twice when it is left in haste.
    harmless = sorted(set(range(256)) - {CTRL_P, CTRL_Q, CTRL_Z})
    with Session() as session:
        session.wait_for(FAULT)
        for _ in range(30):
            session.process.send(bytes(chance.choices(harmless, k=40)))
            session.read(0.01)
        session.settle()
        assert session.process.isalive()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_saves_the_draft_and_restores_the_terminal(number: signal.Signals, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    with Session(SAMPLE_DRAFT=str(draft)) as session:
        session.wait_for(FAULT)
        session.process.send("half a report")
        session.wait_for("half a report")
        session.kill(number)
        assert session.wait_for_end() == 128 + number
        assert draft.read_text() == "half a report"
        assert b"\x1b[?1049l" in session.received
        assert b"\x1b[?25h" in session.received
        assert termios.tcgetattr(session.process.child_fd) == session.attributes


def test_a_line_that_is_cut_saves_the_draft(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    session = Session(SAMPLE_DRAFT=str(draft))
    session.wait_for(FAULT)
    session.process.send("half a report")
    session.wait_for("half a report")
    session.cut()
    deadline = time.monotonic() + 10
    while not (draft.exists() and draft.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert draft.read_text() == "half a report"


def test_the_line_settings_are_restored_after_leaving() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        assert not termios.tcgetattr(session.process.child_fd)[1] & termios.OPOST
        session.process.send(LEAVE)
        session.wait_for_end()
        assert termios.tcgetattr(session.process.child_fd) == session.attributes


@pytest.mark.parametrize(("arguments", "is_kept"), [(["--xon"], True), ([], False)])
def test_flow_control_is_kept_where_asked(arguments: list[str], is_kept: bool) -> None:
    with Session("tests.terminal.sample_app", *arguments) as session:
        session.wait_for(FAULT)
        input_flags = termios.tcgetattr(session.process.child_fd)[0]
        assert bool(input_flags & termios.IXON) is is_kept
        assert bool(input_flags & termios.IXOFF) is is_kept


@pytest.mark.parametrize("term", ["linux", "vt220", "vt100"])
def test_a_plain_console_is_asked_nothing_and_cleared_at_the_end(term: str) -> None:
    with Session(term=term) as session:
        session.wait_for(FAULT)
        session.process.send(LEAVE)
        assert session.wait_for_end() == 0
        assert session.emulator.text() == [""] * 24
        for asked in (b"?1049", b"?1000", b"?1003", b"?1006", b"?1004", b"?2004", b"?2026", b"?2048", b"[>", b"[<"):
            assert asked not in session.received


@pytest.mark.parametrize(("term", "is_sent"), [("xterm-256color", True), ("vt220", False), ("linux", False)])
def test_a_copy_goes_to_the_terminal_only_where_it_knows_what_that_is(term: str, is_sent: bool) -> None:
    with Session(term=term) as session:
        session.wait_for(FAULT)
        session.process.send("printer")
        session.wait_for("printer")
        session.press("\x1b[1;2H\x03")
        assert (b"\x1b]52;" in session.received) is is_sent


@pytest.mark.parametrize("term", ["vt220", "vt100"])
def test_a_terminal_without_colours_gets_none(term: str) -> None:
    with Session(term=term) as session:
        session.wait_for(FAULT)
        session.press("\t\t")
        looks = [char for row in session.emulator.looks() for char in row]
        assert {char.fg for char in looks} | {char.bg for char in looks} == {"default"}
        assert any(char.reverse for char in looks)


def test_no_color_is_no_black_on_black() -> None:
    with Session(NO_COLOR="1") as session:
        session.wait_for(FAULT)
        looks = [char for row in session.emulator.looks() for char in row]
        assert {char.fg for char in looks} == {"default"}
        assert {char.bg for char in looks} == {"default"}


def test_the_linux_console_gets_sixteen_colours_and_its_own_glyphs() -> None:
    with Session(term="linux") as session:
        session.wait_for(FAULT)
        assert b";5;" not in session.received
        assert b"38;2" not in session.received
        assert not set("▊▎▔▁▏╭…") & set("".join(session.emulator.text()))


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_is_told_which_commands_can(term: str) -> None:
    with Session(term=term) as session:
        assert session.wait_for_end() == 1
        assert b"fieldtech queue" in session.received
        assert b"\x1b" not in session.received


def test_the_screen_is_drawn_anew_after_resizing_there_and_back() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.settle()
        before = session.emulator.looks()
        session.resize(20, 5)
        session.settle()
        session.resize(80, 24)
        session.settle()
        assert session.emulator.looks() == before


def test_ctrl_l_repairs_what_another_program_wrote() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.settle()
        before = session.emulator.looks()
        session.emulator.show("\x1b[5;15r\x1b[3;3H\x1b[41mkernel: usb 1-1 disconnected\r\n\x1b[r\x1b[7h")
        assert session.emulator.looks() != before
        session.press("\x0c")
        assert session.emulator.looks() == before


def test_a_terminal_that_does_not_know_its_size_is_taken_for_a_vt100() -> None:
    with Session(size=(0, 0)) as session:
        session.emulator.resize(24, 80)
        session.wait_for(FAULT)
        session.settle()
        assert session.emulator.text()[-1].endswith("palette")


def test_an_exported_size_that_is_wrong_is_not_believed() -> None:
    with Session(COLUMNS="132", LINES="50") as session:
        session.wait_for(FAULT)
        session.settle()
        assert session.emulator.text()[-1].endswith("palette")


def test_a_stopped_program_draws_everything_when_it_goes_on() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.settle()
        before = session.emulator.looks()
        session.kill(signal.SIGTSTP)
        session.wait_until(session.is_stopped, "it doesn't stop")
        session.settle()
        assert b"\x1b[?1049l" in session.received
        session.emulator.show("\x1b[2J\x1b[H$ ls\r\nreport.txt\r\n$ fg\r\n")
        session.kill(signal.SIGCONT)
        session.wait_for(FAULT)
        session.settle()
        assert session.emulator.looks() == before


def test_a_terminal_that_never_answers_is_drawn_on_all_the_same() -> None:
    with Session(answers=False) as session:
        session.wait_for(FAULT)
        session.process.send("printer")
        session.wait_for("printer")
        session.process.send("\x10")
        session.wait_for("Search for commands")
        session.process.send("\x1b")
        session.wait_until(lambda: "Search" not in "".join(session.emulator.text()), "the palette stays")


def test_the_answers_of_the_terminal_are_not_typed_into_a_field() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        for _ in range(6):
            session.press("\t")
        assert b"\x1b[5n" in session.received
        assert "[0n" not in "".join(session.emulator.text())
        session.press("\x1b[200~pasted\x1b[0n text\x1b[201~")
        assert "[0n" not in "".join(session.emulator.text())


def test_no_answer_is_left_for_the_shell() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.settle()
        line = os.open(Path(f"/proc/{session.process.pid}/fd/0").readlink(), os.O_RDWR | os.O_NOCTTY)
        late = threading.Timer(0.2, session.process.send, ["\x1b[0n"])
        session.emulator.answer = lambda _answer: late.start()
        session.process.send("\t")
        session.wait_until(lambda: late.ident is not None, "it asks nothing")
        session.process.send(LEAVE)
        assert session.wait_for_end() == 0
        late.join()
        session.settle()
        tty.setraw(line)
        assert fcntl.ioctl(line, termios.FIONREAD, bytes(4)) == bytes(4)
        assert b"[0n" not in session.received
        os.close(line)


def test_escape_and_leaving_are_quick() -> None:
    with Session() as session:
        session.wait_for(FAULT)
        session.settle()
        session.process.send("\x10")
        session.wait_for("Search for commands")
        session.settle()
        began = time.monotonic()
        session.process.send("\x1b")
        session.wait_for("What is wrong?")
        escaped = time.monotonic()
        session.process.send(LEAVE)
        session.wait_for_end()
        left = time.monotonic()
        # Stock Textual takes 103 and 250 ms of polling alone, whatever the machine; benchmarks give the true times.
        assert escaped - began < 1.5
        assert left - escaped < 2.5
