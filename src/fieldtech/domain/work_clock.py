"""How long a person is at a fault, computed from what is recorded; nothing is switched on or off for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_state import instant_of
from fieldtech.domain.journal import Entry

LONGEST = timedelta(hours=12)
"""Nobody is at one thing for longer: then it was left as it stood, and nothing can be told of it."""

_BEGINNING = (op.FaultStarted, op.FaultResumed, handling.TimeSpent)
_ENDING = (op.FaultPended, op.SolutionImplemented, op.FaultClosed, op.FaultCancelled, op.FaultFoundDuplicate)


class Stint(msgspec.Struct, frozen=True):
    """Work of one person that no time was booked for yet."""

    began: datetime
    """When he started, went on, or booked time last."""
    ended: datetime | None = None
    """When the fault was set to wait or its solution was in place. None: he is at it."""

    def spent(self, now: datetime) -> timedelta:
        """Tell how long it is; nothing where that is more than anybody works."""
        spent = (self.ended or now) - self.began
        return spent if timedelta(0) <= spent <= LONGEST else timedelta(0)


def last_stint(applied: Iterable[tuple[Entry, op.FaultOperation]], person: str) -> Stint | None:
    """Find the work of a person that is not booked.

    Args:
        applied: What was recorded of the fault, in causal order.
        person: His id.

    Returns:
        The stint; None: he is not at work on it, or all of it is booked.
    """
    stint: Stint | None = None
    for entry, said in applied:
        if isinstance(said, _ENDING) and stint is not None and stint.ended is None:
            stint = Stint(stint.began, instant_of(entry))
        elif isinstance(said, _BEGINNING) and entry.header.actor == person:
            stint = _begun(said, stint, instant_of(entry))
    return stint


def _begun(said: op.FaultOperation, before: Stint | None, at: datetime) -> Stint | None:
    if isinstance(said, handling.TimeSpent):
        return Stint(at) if before is not None and before.ended is None else None
    if isinstance(said, op.FaultResumed) and said.to != "in-progress":
        return None
    return Stint(at)
