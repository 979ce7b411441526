"""The driver: reads keys whatever the line brings, restores the terminal whatever ends the program."""

import asyncio
import codecs
import inspect
import os
import selectors
import signal
import termios
import threading
import tty
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from fieldtech.terminal.outlet import Outlet
from fieldtech.terminal.pace import STATUS_REQUEST
from fieldtech.terminal.private import SEQUENCES_FOR_RICH_TERMINALS, KeyParser, OpenDriver
from fieldtech.terminal.profile import Profile

_ENDING_SIGNALS = (signal.SIGHUP, signal.SIGTERM)
_SECONDS_TO_SAVE = 5.0
_SECONDS_TO_WRITE = 1.0
_SECONDS_TO_ANSWER = 0.5
_OPERATING_SYSTEM_COMMAND = "\x1b]"
"""Begins what goes to the clipboard or the title."""
_SIZE_OF_THE_VT100 = (80, 24)


class TerminalDriver(OpenDriver):
    """Drives the terminal that a profile describes; made by `driver_class_for`."""

    profile: ClassVar[Profile]

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse and self.profile.mouse, size=size)
        self.outlet = Outlet(_terminal_descriptor(), self.profile.encoding, self._drained)
        self.write_to(self.outlet)
        self.start_with_size()
        self.on_answer: Callable[[], None] = _do_nothing
        """Called on the loop when the terminal has answered a status request."""
        self.on_drained: Callable[[], None] = _do_nothing
        """Called on the loop when the terminal has taken all that was written."""
        self.on_start: Callable[[], None] = _do_nothing
        """Called when the screen is ours, at first and after each suspension."""
        self._wake_reader, self._waker = os.pipe()
        self._is_reading = False
        self._is_ending = False
        self._has_the_screen = False
        self._has_answered = False
        self._no_question_is_open = threading.Event()
        self._no_question_is_open.set()
        self.tells_first_size = False
        """The next size that comes is the one with which we started."""
        self.line_feeds_go_straight = False
        """A line feed reaches the terminal as it is, without a carriage return."""

    def terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself; the size of a VT100 where it doesn't know."""
        try:
            columns, lines = os.get_terminal_size(self.outlet.fileno())
        except OSError:
            return _SIZE_OF_THE_VT100
        return (columns, lines) if columns > 0 and lines > 0 else _SIZE_OF_THE_VT100

    @classmethod
    def keeps_flow_control(cls) -> bool:
        """Tell whether XON/XOFF stay with the line."""
        return cls.profile.xon

    def takes_frames(self) -> bool:
        """Tell whether the screen is ours and the terminal has taken all that was written."""
        return self._has_the_screen and self.outlet.is_drained

    def write(self, data: str) -> None:
        """Write, except what a plain console would print instead of obeying."""
        is_for_rich_terminals = data in SEQUENCES_FOR_RICH_TERMINALS or data.startswith(_OPERATING_SYSTEM_COMMAND)
        if is_for_rich_terminals and not self.profile.probes:
            return
        if STATUS_REQUEST in data:
            self._no_question_is_open.clear()
        self.outlet.announce()
        super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal, and end in good order when it hangs up or we are told to."""
        self._is_reading = self.tells_first_size = True
        self.outlet.start_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._let_line_feeds_go_straight_down()
        self._has_the_screen = True
        for number in _ENDING_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._hang_up, number)
        self.call_on_loop(self.on_start)

    def disable_input(self) -> None:
        """Stop reading at once, not at the next poll, but after an answer that the shell would take for typed."""
        if self._has_answered and not self.outlet.is_gone:
            self._no_question_is_open.wait(_SECONDS_TO_ANSWER)
        self._is_reading = False
        os.write(self._waker, b"x")
        super().disable_input()
        os.read(self._wake_reader, 1)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was, cleared where it keeps no second screen."""
        self._has_the_screen = False
        self.write("\x1b[m" if self.profile.alternate_screen else "\x1b[m\x1b[H\x1b[2J")
        super().stop_application_mode()

    def close(self) -> None:
        """Write what is left; a terminal that takes nothing any more is left alone."""
        if not self.end_writing(_SECONDS_TO_WRITE):
            termios.tcflush(self.outlet.fileno(), termios.TCOFLUSH)
            termios.tcflow(self.outlet.fileno(), termios.TCOON)
            self.end_writing(_SECONDS_TO_WRITE)

    def run_input_thread(self) -> None:
        """Read keys until told to stop; noise becomes U+FFFD, the end of the line a hang-up."""
        parser = KeyParser(self._answered)
        decode = codecs.getincrementaldecoder(self.profile.encoding)(errors="replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_reader, selectors.EVENT_READ)
            while self._is_reading:
                ready = selector.select(parser.seconds_to_wait())
                if any(key.fd == self.fileno for key, _ in ready) and not self._read(parser, decode):
                    return
                for event in parser.overdue(has_waited=not ready):
                    self.process_message(event)

    def process_message(self, message: Message) -> None:
        """Hand a message on, except a size that nobody asked for."""
        if isinstance(message, events.Resize) and not self.has_in_band_resizing():
            return
        super().process_message(message)

    def _read(self, parser: KeyParser, decode: Callable[[bytes], str]) -> bool:
        """Read what has come; False: nothing will come any more."""
        try:
            received = os.read(self.fileno, 4096)
        except OSError:
            received = b""
        if not received:
            self.call_on_loop(self._hang_up, signal.SIGHUP)
            return False
        # An empty text would tell the parser that the input has ended.
        if text := decode(received):
            for event in parser.feed(text):
                self.process_message(event)
        return True

    def _hang_up(self, number: int) -> None:
        if not self._is_ending:
            self._is_ending = True
            self._ending = asyncio.ensure_future(self._end(number))

    async def _end(self, number: int) -> None:
        """Let the app save what was typed, then leave with the code that shells give this signal."""
        try:
            async with asyncio.timeout(_SECONDS_TO_SAVE):
                answer = getattr(self.application, "on_hangup", _do_nothing)()
                if inspect.isawaitable(answer):
                    await answer
        except TimeoutError:
            pass
        finally:
            self.application.exit(return_code=128 + number)

    def _answered(self) -> None:
        self._has_answered = True
        self._no_question_is_open.set()
        self.call_on_loop(self.on_answer)

    def _drained(self) -> None:
        self.call_on_loop(self.on_drained)

    def _let_line_feeds_go_straight_down(self) -> None:
        """Stop the kernel from adding a carriage return to each line feed; the end restores it."""
        try:
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.OFLAG] &= ~termios.OPOST
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
            self.line_feeds_go_straight = os.ttyname(self.fileno) == os.ttyname(self.outlet.fileno())
        except (termios.error, OSError):
            self.line_feeds_go_straight = False


def driver_class_for(profile: Profile) -> type[Driver] | None:
    """Make the driver for a terminal; None: Textual chooses, because TEXTUAL_DRIVER names one, as on the web."""
    if profile.kind == "web":
        return None
    return type("ProfiledTerminalDriver", (TerminalDriver,), {"profile": profile})


def _terminal_descriptor() -> int:
    """Find the output that is a terminal; standard error first, as the stock driver has it."""
    return next((descriptor for descriptor in (2, 1, 0) if os.isatty(descriptor)), 2)


def _do_nothing() -> None:
    """Stand in where nobody listens."""
