"""The road of a fault's status: which state leads to which, and which states an author had before him."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from fieldtech.domain import fault_operations as op
from fieldtech.domain.faults import REASSESS
from fieldtech.domain.words import PendingReason

ALLOWED_FROM: dict[type[op.FaultOperation], frozenset[str]] = {
    op.FaultEdited: frozenset({"draft"}),
    op.FaultAssessed: frozenset({"reported", REASSESS}),
    op.FaultStarted: frozenset({"assessed"}),
    op.FaultPended: frozenset({"reported", "assessed", "in-progress", REASSESS}),
    op.FaultResumed: frozenset({"pending"}),
    op.SolutionImplemented: frozenset({"in-progress"}),
    op.FaultVerified: frozenset({"implemented", "verified"}),
    op.FaultClosed: frozenset({"verified"}),
    op.FaultReopened: frozenset({"closed", "cancelled", "duplicate"}),
    op.FaultCancelled: frozenset({"draft", "reported", "assessed", "in-progress", "pending", REASSESS}),
    op.FaultFoundDuplicate: frozenset({"draft", "reported", "assessed", "in-progress", "pending", REASSESS}),
}
"""From which states each change of status leads on; anything else is kept and listed, not applied."""


CAUTION = (
    REASSESS,
    "in-progress",
    "pending",
    "assessed",
    "reported",
    "draft",
    "implemented",
    "verified",
    "closed",
    "duplicate",
    "cancelled",
)
"""States from the most to the least cautious: of concurrent ones the first is shown (docs/sync-model.md)."""


class State(NamedTuple):
    """A value of the status register."""

    name: str
    of: str = ""
    """For a pending fault the state that it goes back to, for a duplicate the other fault's number."""
    reason: PendingReason | None = None
    note: str = ""


class _Step(msgspec.Struct, frozen=True):
    state: State
    before: tuple[str, ...]


class StatusRoad:
    """The changes of status that were applied, by reference, each with the entries that its author named."""

    def __init__(self) -> None:
        self._steps: dict[str, _Step] = {}

    def take(self, reference: str, state: State, before: tuple[str, ...]) -> None:
        """Add a step."""
        self._steps[reference] = _Step(state, before)

    def state(self, reference: str) -> State:
        """Tell where a step led."""
        return self._steps[reference].state

    def heads_among(self, references: Iterable[str]) -> tuple[str, ...]:
        """Pick the steps that an author had as heads of the status: he may name older ones, as heads of other fields.

        One that another named step replaced was none. No more can be told: what lies between two steps of different
        chains may not have come to him, and then the older one was a head for him.
        """
        steps = self._steps
        named = [reference for reference in references if reference in steps]
        if len(named) < 2:
            return tuple(named)
        replaced = {earlier for reference in named for earlier in steps[reference].before}
        return tuple([reference for reference in named if reference not in replaced])


def caution_of(state: str) -> int:
    """Rank a state by caution, the most cautious first; one that is not known comes last."""
    return CAUTION.index(state) if state in CAUTION else len(CAUTION)


def leads_on(operation: op.FaultOperation, state: State) -> bool:
    """Tell whether a change of status may follow a state; who waits goes back to where he waited."""
    if state.name not in ALLOWED_FROM[type(operation)]:
        return False
    match operation:
        case op.FaultPended():
            return operation.of == state.name
        case op.FaultResumed():
            return operation.to == state.of
    return True
