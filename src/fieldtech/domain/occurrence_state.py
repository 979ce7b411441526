"""What is gathered of an occurrence while its entries are applied, before anything is picked to be shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from fieldtech.domain import plan_operations as op
from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Oddity
from fieldtech.domain.heads import Head
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.occurrences import Progress, RaisedFault
from fieldtech.domain.operations import operation_of
from fieldtech.domain.recurrence import occurrence_identifier
from fieldtech.domain.redaction import heard, unheard_reason
from fieldtech.domain.registers import Registers

_PROGRESS: Mapping[type[Operation], str] = {
    op.OccurrenceStarted: Progress.STARTED,
    op.OccurrenceTakenUp: Progress.STARTED,
    op.OccurrenceBrokenOff: Progress.BROKEN_OFF,
    op.OccurrenceFinished: Progress.DONE,
    op.OccurrenceDeferred: Progress.DEFERRED,
    op.OccurrenceSkipped: Progress.SKIPPED,
}
_COMES_AFTER: Mapping[type[Operation], tuple[str, ...]] = {
    op.OccurrenceTakenUp: (Progress.BROKEN_OFF,),
    op.OccurrenceBrokenOff: (Progress.STARTED,),
}
"""What must have gone before; anything else may follow whatever isn't done."""


class Outcome(NamedTuple):
    """What was done to an occurrence, by whom."""

    progress: str
    said: op.OccurrenceOperation


class OccurrenceState:
    """What is gathered of an occurrence while its entries are applied."""

    def __init__(self, occurrence_id: str, entries: Sequence[Entry]) -> None:
        self.id = occurrence_id
        self.entries = entries
        """All of them, in whatever order."""
        self.registers = Registers()
        self.place: tuple[str, date] | None = None
        """The plan and the slot."""
        self.applied: list[Entry] = []
        self.faults: dict[str, RaisedFault] = {}
        self.signed: list[tuple[Entry, op.OccurrenceFinished]] = []
        self.oddities: list[Oddity] = []

    def apply(self, entry: Entry, said: Operation | str) -> None:
        """Apply what one entry says; what makes no sense changes nothing and is listed."""
        if isinstance(said, ConflictSettled):
            self._settle(entry, said.field, said.take)
        elif not isinstance(said, op.OccurrenceOperation):
            self.list_oddity(entry, unheard_reason(said))
        elif occurrence_identifier(said.plan_id, said.slot) != self.id or not self._is_allowed(entry, said):
            self.list_oddity(entry, "not-allowed")
        else:
            self.place = said.plan_id, said.slot
            self.applied.append(entry)
            self._write(entry, said)

    def _write(self, entry: Entry, said: op.OccurrenceOperation) -> None:
        match said:
            case op.OccurrenceFaultRaised():
                raised = RaisedFault(fault_id=said.fault_id, number=said.number, item=said.item, stop=said.stop)
                self.faults.setdefault(said.fault_id, raised)
            case op.OccurrenceSettled():
                self._settle(entry, "outcome", said.take)
            case _:
                if isinstance(said, op.OccurrenceFinished):
                    self.signed.append((entry, said))
                progress = _PROGRESS.get(type(said))
                for field in said.fields():
                    value = Outcome(progress, said) if field == "outcome" and progress else said
                    self.registers.write(field, value, entry)

    def _is_allowed(self, entry: Entry, said: op.OccurrenceOperation) -> bool:
        if isinstance(said, op.OccurrenceSettled):
            return self._taken(entry, "outcome", said.take) is not None
        if type(said) not in _PROGRESS or isinstance(said, op.OccurrenceFinished):
            # Who signs anew has before him what the signer before him had not.
            return True
        written = (self.registers.written("outcome", ref) for ref in entry.header.before)
        before = [head.value.progress for head in written if head and isinstance(head.value, Outcome)]
        needed = _COMES_AFTER.get(type(said))
        if needed is not None:
            return any(progress in needed for progress in before)
        return not before or any(progress != Progress.DONE for progress in before)

    def _settle(self, entry: Entry, field: str, take: str) -> None:
        taken = self._taken(entry, field, take)
        if taken is None:
            self.list_oddity(entry, "not-allowed")
            return
        self.registers.settle(field, taken, entry)
        if field.startswith(("check/", "stop/")):
            self.applied.append(entry)

    def _taken(self, entry: Entry, field: str, take: str) -> Head | None:
        """Find the value that a settling takes; None: its author had no such value before him."""
        return self.registers.written(field, take) if take in entry.header.before else None

    def list_oddity(self, entry: Entry, reason: str) -> None:
        """Keep an entry that changes nothing, with the reason."""
        self.oddities.append(Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry)))


def gather_occurrence(
    occurrence_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()
) -> OccurrenceState:
    """Apply all entries of an occurrence in causal order, as redactions left them.

    Args:
        supervisors: The chains whose redactions are obeyed, `Roster.supervisors`.
    """
    state = OccurrenceState(occurrence_id, list(entries))
    for entry in causal_order(heard(state.entries, supervisors)):
        state.apply(entry, operation_of(entry))
    return state
