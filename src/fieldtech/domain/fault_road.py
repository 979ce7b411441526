"""The road of a fault's status: which state leads to which, and which states an author had before him."""

from collections.abc import Iterable
from typing import NamedTuple

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
"""States from the most to the least cautious: of concurrent ones the first is shown (SYNC.md)."""


class State(NamedTuple):
    """A value of the status register."""

    name: str
    of: str = ""
    """For a pending fault the state that it goes back to, for a duplicate the other fault's number."""
    reason: PendingReason | None = None
    note: str = ""


class _Step(NamedTuple):
    state: State
    after: tuple[str, ...]


class StatusRoad:
    """The changes of status that were applied, by reference, each with those that it came after."""

    def __init__(self) -> None:
        self._steps: dict[str, _Step] = {}

    def take(self, reference: str, state: State, before: Iterable[str]) -> None:
        """Add a step behind the ones that its author had as heads."""
        self._steps[reference] = _Step(state, self.heads_among(before))

    def state(self, reference: str) -> State:
        """Tell where a step led."""
        return self._steps[reference].state

    def heads_among(self, references: Iterable[str]) -> tuple[str, ...]:
        """Pick what an author had as heads of the status: he may name older steps too, as heads of other fields."""
        named = tuple(reference for reference in references if reference in self._steps)
        if len(named) < 2:
            return named
        older = self._older_than(named)
        return tuple(reference for reference in named if reference not in older)

    def _older_than(self, references: Iterable[str]) -> set[str]:
        older: set[str] = set()
        waiting = [earlier for reference in references for earlier in self._steps[reference].after]
        while waiting:
            reference = waiting.pop()
            if reference not in older:
                older.add(reference)
                waiting += self._steps[reference].after
        return older


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
