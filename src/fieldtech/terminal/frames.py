"""Sends frames when the terminal can take one, and drops those that were out of date before."""

import asyncio
from collections.abc import Callable

from fieldtech.terminal.pace import Pace
from fieldtech.terminal.painter import Painter

_SYNCHRONISED_FROM = 256
_BEGIN_SYNCHRONISED, _END_SYNCHRONISED = "\x1b[?2026h", "\x1b[?2026l"

Cell = tuple[int, int]


class Frames:
    """What stands between the painter and the line; all on the event loop."""

    def __init__(self, painter: Painter, write: Callable[[str], None], *, asks: bool = True) -> None:
        """Send by `write`.

        Args:
            painter: What is to be shown.
            write: Hands text to the terminal without waiting for it.
            asks: Ask the terminal whether it has shown what was sent.
        """
        self.painter = painter
        self.cursor: Callable[[], Cell | None] = lambda: None
        self.can_write: Callable[[], bool] = lambda: True
        self.is_synchronised: Callable[[], bool] = lambda: False
        self._send_text = write
        self._pace = Pace() if asks else None
        self._holds = 0
        self._is_waiting = False
        self._is_scheduled = False
        self._mends = False
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin on a terminal that shows we don't know what, and may or may not answer."""
        self._write(self._asked(self._pace.first_question() if self._pace else ""))

    def request(self) -> None:
        """Send a frame as soon as possible, with all that is drawn until then."""
        self._is_waiting = True
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._scheduled)

    def repaint(self) -> None:
        """Send everything again, also after something else wrote on the screen or changed its modes."""
        self.painter.forget()
        self._mends = True
        self.request()

    def hold(self) -> None:
        """Send nothing until `release`, as often as this was called."""
        self._holds += 1

    def release(self) -> None:
        """Send what was held back."""
        self._holds -= 1
        self.request()

    def answered(self) -> None:
        """Go on after the terminal has shown all that it was asked about."""
        if self._pace:
            self._pace.answered()
        self.go_on()

    def go_on(self) -> None:
        """Send the frame that waits, if one does and nothing hinders any more."""
        if not self._is_waiting or self._holds or not self.can_write():
            return
        if self._pace and not self._pace.may_send():
            self._write(self._question(0))
            return
        self._is_waiting = False
        self._send()

    def _scheduled(self) -> None:
        self._is_scheduled = False
        self.go_on()

    def _send(self) -> None:
        sent = self.painter.frame(self.cursor(), mend=self._mends)
        self._mends = False
        if not sent:
            return
        count = len(sent.encode())
        if count >= _SYNCHRONISED_FROM and self.is_synchronised():
            sent = f"{_BEGIN_SYNCHRONISED}{sent}{_END_SYNCHRONISED}"
        self._write(sent + self._question(count))

    def _question(self, sent: int) -> str:
        return self._asked(self._pace.question_after(sent) if self._pace else "")

    def _asked(self, question: str) -> str:
        if question:
            self._wait_for_the_answer()
        return question

    def _write(self, text: str) -> None:
        if text:
            self._send_text(text)

    def _wait_for_the_answer(self) -> None:
        if self._timer:
            self._timer.cancel()
        patience = self._pace.seconds_to_wait() if self._pace else None
        if patience is not None:
            self._timer = asyncio.get_running_loop().call_later(patience, self._give_up)

    def _give_up(self) -> None:
        patience = self._pace.seconds_to_wait() if self._pace else None
        if self._pace and patience is not None:
            if patience > 0:
                self._wait_for_the_answer()
                return
            self._pace.give_up()
        self.go_on()
