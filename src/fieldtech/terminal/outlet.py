"""The terminal as something to write to: in its character set, never raising, and knowing when it has taken all."""

import os
import select
from collections.abc import Callable


class Outlet:
    """Writes on the writer's thread; a terminal that is gone takes everything and shows nothing."""

    def __init__(self, descriptor: int, encoding: str, on_drained: Callable[[], None]) -> None:
        """Write to a descriptor.

        Args:
            descriptor: An open terminal.
            encoding: Its character set.
            on_drained: Called on the writer's thread whenever all that was announced is written.
        """
        self._descriptor = descriptor
        self._encoding = encoding
        self._on_drained = on_drained
        self._announced = 0
        self._written = 0
        self.is_gone = False

    @property
    def is_drained(self) -> bool:
        """Whether the terminal has taken all that was announced."""
        return self._announced == self._written

    def start_over(self) -> None:
        """Forget what was announced to a writer that has ended."""
        self._announced = self._written = 0

    def announce(self) -> None:
        """Count a piece that will be written."""
        self._announced += 1

    def write(self, text: str) -> int:
        """Write a piece, waiting for the terminal as long as it takes."""
        waiting = memoryview(text.encode(self._encoding, "replace"))
        while waiting and not self.is_gone:
            waiting = waiting[self._write_some(waiting) :]
        self._written += 1
        if self.is_drained:
            self._on_drained()
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""

    def fileno(self) -> int:
        """Give the descriptor."""
        return self._descriptor

    def _write_some(self, waiting: memoryview) -> int:
        try:
            return os.write(self._descriptor, waiting)
        except BlockingIOError:
            # Another program that shares the terminal made it non-blocking.
            select.select([], [self._descriptor], [], 1.0)
            return 0
        except OSError:
            self.is_gone = True
            return 0
