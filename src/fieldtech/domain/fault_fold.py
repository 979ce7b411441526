"""The fold: a fault's entries, in whatever order they came, become the fault. Pure and total (SYNC.md I2)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import singledispatch
from typing import NamedTuple

from fieldtech.domain import fault_operations as op
from fieldtech.domain.faults import REASSESS, Note, Oddity, Part, Pause, Stamp, TimeEntry, UserWord
from fieldtech.domain.faults import Attachment as FaultAttachment
from fieldtech.domain.journal import Entry
from fieldtech.domain.operations import operation_of
from fieldtech.domain.registers import Registers, causal_order
from fieldtech.domain.words import PendingReason, Role

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

ACKNOWLEDGING = (op.FaultAssessed, op.FaultAssigned, op.FaultStarted)


class State(NamedTuple):
    """A value of the status register."""

    name: str
    of: str = ""
    """For a pending fault the state that it goes back to."""
    reason: PendingReason | None = None
    note: str = ""


class FaultState:
    """What is gathered while a fault's entries are applied."""

    def __init__(self) -> None:
        self.registers = Registers()
        self.first: Entry | None = None
        self.report: op.FaultReported | None = None
        self.states: dict[str, str] = {}
        """The state that each applied change of status led to, by its reference."""
        self.applied: list[tuple[Entry, op.FaultOperation]] = []
        self.oddities: list[Oddity] = []
        self.notes: list[Note] = []
        self.times: list[TimeEntry] = []
        self.parts: list[Part] = []
        self.words: list[UserWord] = []
        self.attachments: list[FaultAttachment] = []
        self.pauses: dict[str, Pause] = {}
        self.checklists: dict[str, tuple[op.ChecklistAdded, Stamp]] = {}
        self.answered: dict[str, list[str]] = defaultdict(list)
        self.attempts = 1
        self.acknowledged_at: datetime | None = None

    def open_attempt(self, number: int) -> None:
        """Begin the next attempt, unless a concurrent entry began it already; numbers are never skipped."""
        if number > self.attempts:
            self.attempts += 1

    def list_oddity(self, entry: Entry, reason: str) -> None:
        """Keep an entry that changes nothing, with the reason."""
        self.oddities.append(Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason))


def gather(entries: Iterable[Entry]) -> FaultState:
    """Apply all entries of a fault in causal order."""
    state = FaultState()
    for entry in causal_order(entries):
        apply(state, entry)
    return state


def apply(state: FaultState, entry: Entry) -> None:
    """Apply one entry; what makes no sense changes nothing and is listed."""
    operation = operation_of(entry)
    if isinstance(operation, str):
        state.list_oddity(entry, operation)
        return
    if not isinstance(operation, op.FaultOperation):
        state.list_oddity(entry, "unknown-kind")
        return
    if not _is_allowed(state, entry, operation):
        state.list_oddity(entry, "not-allowed")
        return
    if isinstance(operation, ACKNOWLEDGING):
        acknowledged = instant_of(entry)
        state.acknowledged_at = min(state.acknowledged_at or acknowledged, acknowledged)
    _take(operation, state, entry)
    state.applied.append((entry, operation))


def instant_of(entry: Entry) -> datetime:
    """The claimed wall time of an entry, UTC; a claim beyond the calendar is held at its end."""
    seconds, micros = divmod(min(entry.header.wall, _LAST_MICROSECOND), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


_LAST_MICROSECOND = 253_402_300_799_999_999


def stamp_of(entry: Entry) -> Stamp:
    """Tell who recorded an entry, where and when."""
    return Stamp(actor=entry.header.actor, machine=entry.header.chain, at=instant_of(entry), ref=entry.ref)


def _is_allowed(state: FaultState, entry: Entry, operation: op.FaultOperation) -> bool:
    if isinstance(operation, op.FaultReported):
        return True
    if "status" not in operation.fields():
        return True
    allowed = ALLOWED_FROM[type(operation)]
    return any(state.states.get(ref) in allowed for ref in entry.header.before)


@singledispatch
def _take(said: op.FaultOperation, state: FaultState, entry: Entry) -> None:
    """Write what an allowed operation says; one registered function a kind."""
    raise NotImplementedError(type(said).__name__)


def _move(state: FaultState, entry: Entry, to: State) -> None:
    """Write the status register, and end the pauses that the author saw."""
    state.states[entry.ref] = to.name
    state.registers.write("status", to, entry)
    for ref in entry.header.before:
        pause = state.pauses.get(ref)
        if pause is not None and pause.until is None:
            until = max(pause.since, instant_of(entry))
            state.pauses[ref] = Pause(since=pause.since, until=until, reason=pause.reason, note=pause.note)


def _take_facts(state: FaultState, entry: Entry, facts: op.Facts, weight: int = 0) -> None:
    for name in facts.said():
        state.registers.write(name, getattr(facts, name), entry, weight)


@_take.register
def _reported(said: op.FaultReported, state: FaultState, entry: Entry) -> None:
    if state.first is None or entry.order < state.first.order:
        state.first, state.report = entry, said
    _move(state, entry, State("draft" if said.is_draft else "reported"))
    state.registers.write("number", said.number, entry)
    _take_facts(state, entry, said.facts)


@_take.register
def _edited(said: op.FaultEdited, state: FaultState, entry: Entry) -> None:
    if said.completes_draft:
        _move(state, entry, State("reported"))
    _take_facts(state, entry, said.facts)


@_take.register
def _assessed(said: op.FaultAssessed, state: FaultState, entry: Entry) -> None:
    if said.moves:
        _move(state, entry, State("assessed"))
    weight = _weight(said.standing)
    for name in ("nature", "impact", "urgency", "category", "mode", "due_at"):
        value = getattr(said, name)
        if value is not None:
            state.registers.write(name, value, entry)
    state.registers.write("priority", said.priority, entry)
    if said.assignee is not None:
        state.registers.write("assignee", said.assignee, entry, weight)
    if said.cause is not None:
        state.registers.write(f"cause/{said.attempt}", said.cause, entry)


def _weight(standing: Role) -> int:
    return 1 if standing is Role.SUPERVISOR else 0


@_take.register
def _assigned(said: op.FaultAssigned, state: FaultState, entry: Entry) -> None:
    state.registers.write("assignee", said.assignee, entry, _weight(said.standing))


@_take.register
def _started(said: op.FaultStarted, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("in-progress"))
    state.registers.write("mode", said.mode, entry)
    if said.assignee is not None:
        state.registers.write("assignee", said.assignee, entry)


@_take.register
def _pended(said: op.FaultPended, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("pending", said.of, said.reason, said.note))
    state.pauses[entry.ref] = Pause(since=instant_of(entry), reason=said.reason, note=said.note)


@_take.register
def _resumed(said: op.FaultResumed, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State(said.to))


@_take.register
def _restored(said: op.ServiceRestored, state: FaultState, entry: Entry) -> None:
    state.registers.write("restored", (said.restored_at, said.workaround), entry)


@_take.register
def _noted(said: op.NoteAdded, state: FaultState, entry: Entry) -> None:
    if not said.revises:
        state.notes.append(Note(text=said.text, by=stamp_of(entry)))
        return
    for place, note in enumerate(state.notes):
        if note.by.ref == said.revises:
            state.notes[place] = Note(text=said.text, by=note.by, earlier=(*note.earlier, note.text))
            return
    state.list_oddity(entry, "no-such-target")


@_take.register
def _attached(said: op.AttachmentAdded, state: FaultState, entry: Entry) -> None:
    state.attachments.append(
        FaultAttachment(
            name=said.name, digest=said.digest, size=said.size, media_type=said.media_type, by=stamp_of(entry)
        )
    )


@_take.register
def _timed(said: op.TimeSpent, state: FaultState, entry: Entry) -> None:
    state.times.append(TimeEntry(minutes=said.minutes, note=said.note, by=stamp_of(entry)))


@_take.register
def _part_used(said: op.PartUsed, state: FaultState, entry: Entry) -> None:
    state.parts.append(
        Part(
            part=said.part,
            quantity=said.quantity,
            old_serial=said.old_serial,
            new_serial=said.new_serial,
            asset=said.asset,
            by=stamp_of(entry),
        )
    )


@_take.register
def _told(said: op.UserTold, state: FaultState, entry: Entry) -> None:
    state.words.append(UserWord(text=said.text, how=said.how, whom=said.whom, told_at=said.told_at, by=stamp_of(entry)))


@_take.register
def _planned(said: op.SolutionPlanned, state: FaultState, entry: Entry) -> None:
    state.registers.write(f"plan/{said.attempt}", said, entry)


@_take.register
def _checklist_added(said: op.ChecklistAdded, state: FaultState, entry: Entry) -> None:
    state.checklists.setdefault(said.checklist_id, (said, stamp_of(entry)))


@_take.register
def _answered(said: op.CheckAnswered, state: FaultState, entry: Entry) -> None:
    field = f"check/{said.checklist_id}/{said.item}"
    state.answered[said.checklist_id].append(said.item)
    state.registers.write(field, said, entry)


@_take.register
def _implemented(said: op.SolutionImplemented, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("implemented"))
    state.registers.write(f"solution/{said.attempt}", said, entry)


@_take.register
def _verified(said: op.FaultVerified, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("verified" if said.is_passed else REASSESS))
    state.registers.write(f"verification/{said.attempt}", said, entry)
    if not said.is_passed:
        state.open_attempt(said.attempt + 1)


@_take.register
def _closed(said: op.FaultClosed, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("closed"))
    state.registers.write("root_cause", said.root_cause, entry)
    state.registers.write("lessons", said.lessons, entry)


@_take.register
def _reopened(said: op.FaultReopened, state: FaultState, entry: Entry) -> None:
    state.open_attempt(said.attempt)
    _move(state, entry, State(REASSESS, note=said.reason))


@_take.register
def _cancelled(said: op.FaultCancelled, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("cancelled", note=said.reason))


@_take.register
def _duplicate(said: op.FaultFoundDuplicate, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("duplicate", of=said.of_number, note=said.reason))
