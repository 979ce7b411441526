"""Frames follow each other no faster than the terminal shows them, and only the newest is sent."""

import asyncio
import os
import pty

from fieldtech.terminal.frames import Frames
from fieldtech.terminal.outlet import Outlet
from fieldtech.terminal.pace import STATUS_REQUEST, Pace
from fieldtech.terminal.painter import Painter
from fieldtech.terminal.pens import DEFAULT_PEN


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_small_frames_pass_without_a_question() -> None:
    pace = Pace()
    assert pace.question_after(6) == ""
    assert pace.question_after(100) == ""
    assert pace.may_send()


def test_a_large_frame_is_asked_about_and_stops_the_next() -> None:
    pace = Pace()
    assert pace.question_after(2000) == STATUS_REQUEST
    assert not pace.may_send()
    pace.answered()
    assert pace.may_send()


def test_what_was_sent_after_the_question_still_counts() -> None:
    pace = Pace()
    assert pace.question_after(200) == STATUS_REQUEST
    assert pace.question_after(150) == ""
    assert pace.may_send()
    assert pace.question_after(100) == ""
    assert not pace.may_send()
    pace.answered()
    assert pace.may_send()
    assert pace.question_after(0) == STATUS_REQUEST


def test_a_terminal_that_never_answered_is_not_asked_again() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.first_question() == STATUS_REQUEST
    clock.seconds = 1.0
    assert pace.seconds_to_wait() == 0.5
    pace.give_up()
    assert pace.question_after(5000) == ""
    assert pace.may_send()


def test_a_terminal_that_answered_once_is_asked_again_after_a_lost_answer() -> None:
    pace = Pace()
    pace.question_after(500)
    pace.answered()
    pace.question_after(500)
    pace.give_up()
    assert pace.may_send()
    assert pace.question_after(500) == STATUS_REQUEST


def test_a_late_answer_makes_a_silent_terminal_one_that_answers() -> None:
    pace = Pace()
    pace.first_question()
    pace.give_up()
    pace.answered()
    assert pace.question_after(500) == STATUS_REQUEST


def test_a_slow_line_is_given_the_time_that_its_bytes_take() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.question_after(4800)
    assert pace.seconds_to_wait() == 11.5


class Line:
    """Collects what frames send."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.painter = Painter(40, 5)
        self.frames = Frames(self.painter, self.sent.append)

    def draw(self, text: str) -> None:
        for y in range(5):
            self.painter.wanted.put(y, 0, text * 40, DEFAULT_PEN)
        self.frames.request()


async def test_all_that_is_drawn_at_once_is_one_frame() -> None:
    line = Line()
    for text in "abc":
        line.draw(text)
    await asyncio.sleep(0)
    assert len(line.sent) == 1
    assert "c" * 40 in line.sent[0]
    assert "a" not in line.sent[0]


async def test_frames_that_are_out_of_date_are_dropped_while_the_terminal_is_busy() -> None:
    line = Line()
    for text in ("a", "\u673a"):
        line.draw(text)
        await asyncio.sleep(0)
    for text in "cdefg":
        line.draw(text)
        await asyncio.sleep(0)
    assert "c" not in "".join(line.sent)
    line.frames.answered()
    assert "g" * 40 in line.sent[-1]
    assert "f" not in "".join(line.sent)


async def test_nothing_is_sent_while_output_is_held() -> None:
    line = Line()
    line.frames.hold()
    line.draw("a")
    await asyncio.sleep(0)
    assert line.sent == []
    line.frames.release()
    await asyncio.sleep(0)
    assert "a" * 40 in line.sent[0]


async def test_a_line_that_takes_nothing_gets_nothing_more() -> None:
    line = Line()
    is_open = False
    line.frames.can_write = lambda: is_open
    line.draw("a")
    await asyncio.sleep(0)
    assert line.sent == []
    is_open = True
    line.frames.go_on()
    assert "a" * 40 in line.sent[0]


async def test_a_large_frame_is_synchronised_where_the_terminal_can() -> None:
    line = Line()
    line.frames.is_synchronised = lambda: True
    line.draw("\u673a")
    await asyncio.sleep(0)
    assert line.sent[0].startswith("\x1b[?2026h")
    assert line.sent[0].endswith(f"\x1b[?2026l{STATUS_REQUEST}")
    line.painter.wanted.put(0, 0, "x", DEFAULT_PEN)
    line.frames.answered()
    line.frames.request()
    await asyncio.sleep(0)
    assert "2026" not in line.sent[-1]


async def test_the_cursor_stands_where_one_types() -> None:
    line = Line()
    line.frames.cursor = lambda: (3, 7)
    line.draw("a")
    await asyncio.sleep(0)
    assert line.sent[0].endswith("\x1b[4;8H" + STATUS_REQUEST)


def test_the_outlet_writes_in_the_locales_character_set_and_knows_when_all_is_written() -> None:
    drained: list[bool] = []
    reader, writer = os.pipe()
    outlet = Outlet(writer, "gb18030", lambda: drained.append(True))
    outlet.announce()
    outlet.announce()
    states = [outlet.is_drained]
    outlet.write("机房")
    assert drained == []
    outlet.write("\ud800")
    assert drained == [True]
    assert [*states, outlet.is_drained] == [False, True]
    assert os.read(reader, 100) == "机房?".encode("gb18030")
    os.close(reader)
    os.close(writer)


def test_an_outlet_whose_terminal_is_gone_takes_everything() -> None:
    primary, secondary = pty.openpty()
    outlet = Outlet(secondary, "utf-8", lambda: None)
    os.close(primary)
    outlet.announce()
    outlet.write("into the void")
    assert outlet.is_gone
    assert outlet.is_drained
    os.close(secondary)


def test_an_outlet_waits_for_a_terminal_that_another_program_made_non_blocking() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    outlet = Outlet(writer, "utf-8", lambda: None)
    received = bytearray()
    while True:
        try:
            os.write(writer, b"x" * 4096)
        except BlockingIOError:
            break
    received += os.read(reader, 65536)
    outlet.write("y" * 10)
    received += os.read(reader, 65536)
    assert received.endswith(b"y" * 10)
    os.close(reader)
    os.close(writer)
