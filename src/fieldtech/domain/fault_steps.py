"""What each kind of operation writes when it is applied to a fault; one registered function a kind."""

from functools import singledispatch

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.fault_road import State, caution_of, leads_on
from fieldtech.domain.fault_state import Ending, FaultState, instant_of, stamp_of
from fieldtech.domain.faults import REASSESS, Attachment, Note, Part, Pause, TimeEntry, UserWord
from fieldtech.domain.heads import Head
from fieldtech.domain.journal import Entry
from fieldtech.domain.sightings import read_frontier
from fieldtech.domain.words import Role


@singledispatch
def take(said: op.FaultOperation, state: FaultState, entry: Entry) -> None:
    """Write what an allowed operation says; one registered function a kind."""
    raise NotImplementedError(type(said).__name__)


def _move(state: FaultState, entry: Entry, to: State, taken: Head | None = None) -> None:
    """Write the status register, and end the pauses that the author saw."""
    state.road.take(entry.ref, to, entry.header.before)
    if taken is not None:
        state.registers.settle("status", taken, entry)
    else:
        state.registers.write("status", to, entry)
    for ref in entry.header.before:
        pause = state.pauses.get(ref)
        if pause is not None and pause.until is None:
            until = max(pause.since, instant_of(entry))
            state.pauses[ref] = Pause(since=pause.since, until=until, reason=pause.reason, note=pause.note)


def _take_facts(state: FaultState, entry: Entry, facts: op.Facts, weight: int = 0) -> None:
    for name in facts.__struct_fields__:
        value = getattr(facts, name)
        if value is not None:
            state.registers.write(name, value, entry, weight)


@take.register
def _reported(said: op.FaultReported, state: FaultState, entry: Entry) -> None:
    if state.first is None or entry.order < state.first.order:
        state.first, state.report = entry, said
    _move(state, entry, State("draft" if said.is_draft else "reported"))
    state.registers.write("number", said.number, entry)
    _take_facts(state, entry, said.facts)


@take.register
def _edited(said: op.FaultEdited, state: FaultState, entry: Entry) -> None:
    if said.completes_draft:
        _move(state, entry, State("reported"))
    _take_facts(state, entry, said.facts)


@take.register
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


@take.register
def _assigned(said: op.FaultAssigned, state: FaultState, entry: Entry) -> None:
    state.registers.write("assignee", said.assignee, entry, _weight(said.standing))


@take.register
def _started(said: op.FaultStarted, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("in-progress"))
    state.registers.write("mode", said.mode, entry)
    if said.assignee is not None:
        state.registers.write("assignee", said.assignee, entry)


@take.register
def _pended(said: op.FaultPended, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("pending", said.of, said.reason, said.note))
    state.pauses[entry.ref] = Pause(since=instant_of(entry), reason=said.reason, note=said.note)


@take.register
def _resumed(said: op.FaultResumed, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State(said.to))


@take.register
def _restored(said: op.ServiceRestored, state: FaultState, entry: Entry) -> None:
    state.registers.write("restored", (said.restored_at, said.workaround), entry)


@take.register
def _noted(said: handling.NoteAdded, state: FaultState, entry: Entry) -> None:
    if not said.revises:
        state.notes.append(Note(text=said.text, by=stamp_of(entry)))
        return
    state.registers.write(f"note/{said.revises}", said.text, entry)
    state.revisions.append((entry, said))


@take.register
def _attached(said: handling.AttachmentAdded, state: FaultState, entry: Entry) -> None:
    state.attachments.append(
        Attachment(name=said.name, digest=said.digest, size=said.size, media_type=said.media_type, by=stamp_of(entry))
    )


@take.register
def _timed(said: handling.TimeSpent, state: FaultState, entry: Entry) -> None:
    state.times.append(TimeEntry(minutes=said.minutes, note=said.note, by=stamp_of(entry)))


@take.register
def _part_used(said: handling.PartUsed, state: FaultState, entry: Entry) -> None:
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


@take.register
def _told(said: handling.UserTold, state: FaultState, entry: Entry) -> None:
    state.words.append(UserWord(text=said.text, how=said.how, whom=said.whom, told_at=said.told_at, by=stamp_of(entry)))


@take.register
def _planned(said: handling.SolutionPlanned, state: FaultState, entry: Entry) -> None:
    state.registers.write(f"plan/{said.attempt}", said, entry)


@take.register
def _checklist_added(said: handling.ChecklistAdded, state: FaultState, entry: Entry) -> None:
    if said.checklist_id in state.checklists:
        state.list_oddity(entry, "not-allowed")
        return
    state.checklists[said.checklist_id] = said, stamp_of(entry)


@take.register
def _answered(said: handling.CheckAnswered, state: FaultState, entry: Entry) -> None:
    state.registers.write(f"check/{said.checklist_id}/{said.item}", said, entry)


@take.register
def _implemented(said: op.SolutionImplemented, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("implemented"))
    state.registers.write(f"solution/{said.attempt}", said, entry)


@take.register
def _verified(said: op.FaultVerified, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("verified" if said.is_passed else REASSESS))
    state.registers.write(f"verification/{said.attempt}", said, entry)
    if not said.is_passed:
        state.open_attempt(said.attempt + 1)


@take.register
def _closed(said: op.FaultClosed, state: FaultState, entry: Entry) -> None:
    _move(state, entry, State("closed"))
    state.registers.write("root_cause", said.root_cause, entry)
    state.registers.write("lessons", said.lessons, entry)


@take.register
def _reopened(said: op.FaultReopened, state: FaultState, entry: Entry) -> None:
    state.open_attempt(said.attempt)
    _move(state, entry, State(REASSESS, note=said.reason))


@take.register
def _cancelled(said: op.FaultCancelled, state: FaultState, entry: Entry) -> None:
    _end(said, state, entry, State("cancelled", note=said.reason))


@take.register
def _duplicate(said: op.FaultFoundDuplicate, state: FaultState, entry: Entry) -> None:
    _end(said, state, entry, State("duplicate", of=said.of_number, note=said.reason))


@take.register
def _settled(said: ConflictSettled, state: FaultState, entry: Entry) -> None:
    taken = state.taken_head(said, entry.header.before)
    assert taken is not None
    if said.field == "status" and isinstance(taken.value, State):
        _settle_status(said, state, entry, taken)
        return
    state.registers.settle(said.field, taken, entry)
    kind, _slash, revised = said.field.partition("/")
    if kind == "note":
        state.revisions.append((taken.told, handling.NoteAdded(text=str(taken.value), revises=revised)))


def _settle_status(said: ConflictSettled, state: FaultState, entry: Entry, taken: Head) -> None:
    """Take a state anew: an ending with what its taker has seen, a waiting that goes on."""
    to = taken.value
    assert isinstance(to, State)
    ending = state.endings.get(taken.entry.ref)
    if ending is not None:
        state.endings[entry.ref] = Ending(read_frontier(said.seen), ending.came_from)
    _move(state, entry, to, taken)
    if to.name == "pending" and to.reason is not None:
        state.pauses[entry.ref] = Pause(since=instant_of(entry), reason=to.reason, note=to.note)


@take.register
def _redacted(said: PayloadRedacted, state: FaultState, entry: Entry) -> None:
    """Nothing: it was obeyed before anything was applied."""


def _end(said: op.FaultCancelled | op.FaultFoundDuplicate, state: FaultState, entry: Entry, to: State) -> None:
    """End the fault, and remember what it was before, should unseen work win over it."""
    heads = state.road.heads_among(entry.header.before)
    before = (standing for ref in heads for standing in state.standings(ref) if leads_on(said, standing))
    state.endings[entry.ref] = Ending(read_frontier(said.seen), min(before, key=lambda each: caution_of(each.name)))
    _move(state, entry, to)
