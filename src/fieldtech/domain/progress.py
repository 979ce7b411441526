"""How long work tells how far it has come, and how it is stopped: by raising where it tells."""

from typing import Protocol


class Progress(Protocol):
    """Hears how far work has come; a use case calls it between steps that can each be left undone."""

    def __call__(self, done: int, total: int, doing: str = "") -> None:
        """Hear it.

        Args:
            total: How much there is; 0: nobody knows yet.
            doing: What is being done, translated; empty: as before.

        Raises:
            WorkStopped: somebody asked the work to stop; it undoes what is half done by letting this travel.
        """


def unheard(done: int, total: int, doing: str = "") -> None:
    """Let nobody hear it."""
    del done, total, doing
