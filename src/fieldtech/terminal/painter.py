"""Paints frames: remembers what every cell of the terminal shows and sends what differs from what it shall show."""

from collections import Counter

from fieldtech.terminal.cells import UNKNOWN, Canvas
from fieldtech.terminal.encoding import Abilities, Encoder
from fieldtech.terminal.pens import DEFAULT_PEN, Pen
from fieldtech.terminal.scrolling import find_shift, scroll

_MENDING = "\x1b[r\x0f\x1b(B\x1b[?7l\x1b[?25l"
"""Takes back what noise or another program may have set: margins, graphic characters, wrapping, the cursor."""
_ROWS_WORTH_A_SCROLL = 4


class Painter:
    """One terminal's screen.

    Draw on `wanted`; `frame` gives what must be sent to make the terminal show it.
    """

    def __init__(self, width: int, height: int, abilities: Abilities | None = None) -> None:
        self.abilities = abilities or Abilities()
        self.wanted = Canvas.filled(width, height)
        self._shown = Canvas.filled(width, height, UNKNOWN)
        self._encoder = Encoder(self.abilities)
        self._is_known = False

    @property
    def size(self) -> tuple[int, int]:
        """The width and height in cells."""
        return self.wanted.width, self.wanted.height

    def resize(self, width: int, height: int) -> None:
        """Start again with a screen of another size."""
        if (width, height) != self.size:
            self.wanted = Canvas.filled(width, height)
            self.forget()

    def forget(self) -> None:
        """Know no longer what the terminal shows: the next frame sends every cell."""
        width, height = self.size
        self._shown = Canvas.filled(width, height, UNKNOWN)
        self._encoder = Encoder(self.abilities)
        self._is_known = False

    def frame(self, cursor: tuple[int, int] | None = None, *, mend: bool = False) -> str:
        """Give what makes the terminal show what is wanted, and take it as shown.

        Args:
            cursor: The row and column in which the cursor shall stand; None: wherever drawing leaves it.
            mend: Also take back the modes that something else may have set.
        """
        best = self._best_attempt()
        if cursor is not None:
            best.move(*cursor)
        self._shown.take_over(self.wanted)
        self._is_known = True
        self._encoder = best
        sent = best.taken()
        return _MENDING + sent if mend else sent

    def _best_attempt(self) -> Encoder:
        if not self._is_known:
            return self._attempt_after_clearing()
        direct = self._encoder.fork()
        changed = direct.send_canvas(self._shown, self.wanted)
        attempts = [direct]
        if changed >= _ROWS_WORTH_A_SCROLL:
            attempts += self._attempts_with_scrolling()
        if changed > self.wanted.height // 2:
            attempts.append(self._attempt_after_clearing())
        return min(attempts, key=Encoder.size)

    def _attempts_with_scrolling(self) -> list[Encoder]:
        shift = find_shift(self._shown, self.wanted) if self.abilities.scrolls else None
        if shift is None:
            return []
        attempt, shown = self._encoder.fork(), Canvas(*self.size, self._shown.rows.copy())
        scroll(attempt, shown, shift)
        attempt.send_canvas(shown, self.wanted)
        return [attempt]

    def _attempt_after_clearing(self) -> Encoder:
        attempt = self._encoder.fork()
        pen = self._commonest_blank()
        attempt.clear(pen, self.size[1])
        attempt.send_canvas(Canvas.filled(*self.size, " ", pen), self.wanted)
        return attempt

    def _commonest_blank(self) -> Pen:
        blanks: Counter[Pen] = Counter()
        for row in self.wanted.rows:
            blanks.update(pen for character, pen in zip(row.text, row.pens, strict=True) if character == " ")
        return next((pen for pen, _ in blanks.most_common() if self.abilities.can_erase(pen)), DEFAULT_PEN)
