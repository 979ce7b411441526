"""How fast frames may follow each other: never faster than the terminal shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

STATUS_REQUEST = "\x1b[5n"

_ASKED_FROM = 128
_MOST_UNSEEN = 384
_SLOWEST_LINE = 480
"""Bytes a second of a line at 4800 baud."""
_PATIENCE = 1.5


@dataclass(slots=True)
class Pace:
    """Counts the bytes that the terminal may not have shown yet, by asking for its status now and then.

    A terminal shows all before it answers. One that never answers is not asked again.
    """

    clock: Callable[[], float] = monotonic
    _unseen: int = 0
    _since_question: int | None = None
    """What was sent after the question; None: none is open."""
    _deadline: float = 0.0
    _has_answered: bool = False
    _is_deaf: bool = False

    def may_send(self) -> bool:
        """Tell whether a further frame may be sent."""
        return self._unseen < _MOST_UNSEEN

    def first_question(self) -> str:
        """Ask before anything is drawn, to learn soon whether there will be answers; give what must be sent."""
        return self._question()

    def question_after(self, sent: int) -> str:
        """Count what was sent; give what must be sent after it, if anything."""
        if self._is_deaf:
            return ""
        self._unseen += sent
        if self._since_question is not None:
            self._since_question += sent
            return ""
        return self._question() if self._unseen >= _ASKED_FROM else ""

    def _question(self) -> str:
        self._since_question = 0
        self._deadline = self.clock() + _PATIENCE + self._unseen / _SLOWEST_LINE
        return STATUS_REQUEST

    def answered(self) -> None:
        """Take it that all before the question has been shown."""
        self._has_answered = True
        self._is_deaf = False
        self._unseen = self._since_question or 0
        self._since_question = None

    def seconds_to_wait(self) -> float | None:
        """Say how long the open question may still stay unanswered; None: none is open."""
        return None if self._since_question is None else max(0.0, self._deadline - self.clock())

    def give_up(self) -> None:
        """Take it that no answer will come: to this question, or ever if there has never been one."""
        self._is_deaf = not self._has_answered
        self._unseen = 0
        self._since_question = None
