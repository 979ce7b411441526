"""What happened to a signed fault beyond its signer's sight: later, or on a machine that he had not heard of."""

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_state import FaultState, stamp_of
from fieldtech.domain.faults import Side
from fieldtech.domain.heads import Head
from fieldtech.domain.sightings import Seen, is_within, read_frontier, seen_digest

_SIGNED = (
    op.FaultAssessed,
    op.FaultStarted,
    op.FaultPended,
    op.FaultResumed,
    op.SolutionImplemented,
    handling.ChecklistAdded,
    handling.CheckAnswered,
)
"""Changes of status or checks: one that a signer has not seen asks for a new signature."""


def unsigned_changes(state: FaultState, signed: Head) -> tuple[Side, ...]:
    """Tell what changed status or checks beyond the signer's sight, by the kinds of the entries."""
    assert isinstance(signed.value, op.FaultVerified)
    seen = Seen(signed.value.seen, signed.told, state.entries)
    return tuple(
        Side(value=entry.header.kind, by=stamp_of(entry))
        for entry, operation in state.applied
        if not seen.covers(entry) and _changes_signed(operation) and entry.hash != signed.told.hash
    )


def _changes_signed(operation: op.FaultOperation) -> bool:
    """Tell whether status or checks may be other than they were signed."""
    if isinstance(operation, ConflictSettled):
        return operation.field == "status" or operation.field.startswith("check/")
    return isinstance(operation, _SIGNED)


def has_unseen_branch(state: FaultState, signed: Head) -> bool:
    """Tell whether entries of a forked chain hide behind sequences that the signer saw of its other branch."""
    said = signed.value
    assert isinstance(said, op.FaultVerified)
    here = {entry.ref for entry in state.entries}
    if not here.issuperset(said.seen):
        return False  # Not all that he saw has come here yet: nothing can be told by the digest.
    frontier = read_frontier(said.seen)
    within = (entry.hash for entry in state.entries if is_within(entry, frontier))
    return seen_digest(within) != said.seen_digest
