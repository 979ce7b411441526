"""The fold: a fault's entries, in whatever order they came, are applied one by one; pure and total."""

from collections.abc import Collection, Iterable

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.fault_road import ALLOWED_FROM, leads_on
from fieldtech.domain.fault_state import FaultState, instant_of, stamp_of
from fieldtech.domain.fault_steps import take
from fieldtech.domain.faults import Note, Stamp
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.redaction import obeyed

ACKNOWLEDGING = (op.FaultAssessed, op.FaultAssigned, op.FaultStarted)


def gather(entries: Iterable[Entry], supervisors: Collection[str] = ()) -> FaultState:
    """Apply all entries of a fault in causal order.

    Args:
        supervisors: The chains whose redactions are obeyed, `Roster.supervisors`.
    """
    state = FaultState(obeyed(causal_order(entries), supervisors), supervisors)
    for entry, said in state.spoken:
        apply(state, entry, said)
    _revise_notes(state)
    _list_stray_answers(state)
    return state


def apply(state: FaultState, entry: Entry, operation: Operation | str) -> None:
    """Apply what one entry says; what makes no sense changes nothing and is listed."""
    if not isinstance(operation, op.FaultOperation):
        state.list_oddity(entry, operation if isinstance(operation, str) else "unknown-kind")
        return
    if isinstance(operation, PayloadRedacted) and entry.header.chain not in state.supervisors:
        state.list_oddity(entry, "not-entitled")
        return
    if not _is_allowed(state, entry, operation):
        state.list_oddity(entry, "not-allowed")
        return
    if isinstance(operation, ACKNOWLEDGING):
        acknowledged = instant_of(entry)
        state.acknowledged_at = min(state.acknowledged_at or acknowledged, acknowledged)
    take.registry.get(type(operation), take)(operation, state, entry)
    state.applied.append((entry, operation))


def _is_allowed(state: FaultState, entry: Entry, operation: op.FaultOperation) -> bool:
    """Tell whether a state that the author had before him leads on to this change of status."""
    if isinstance(operation, ConflictSettled):
        return state.taken_head(operation, entry.header.before) is not None
    is_report = isinstance(operation, op.FaultReported)
    if not is_report and not (type(operation) in ALLOWED_FROM and "status" in operation.fields()):
        return True
    heads = state.road.heads_among(entry.header.before)
    if is_report:
        return not heads
    standings = [standing for ref in heads for standing in state.standings(ref)]
    return _is_attempt_open(state, operation) and any(leads_on(operation, standing) for standing in standings)


def _is_attempt_open(state: FaultState, operation: op.FaultOperation) -> bool:
    """Tell whether an attempt has begun; a reopening begins the next one."""
    attempt: int = getattr(operation, "attempt", 1)
    return attempt <= state.attempts + isinstance(operation, op.FaultReopened)


def _revise_notes(state: FaultState) -> None:
    """Give each note its last wording, whichever came first; the author of a revision had the note before him."""
    places = {note.by.ref: place for place, note in enumerate(state.notes)}
    wordings: dict[int, list[str]] = {}
    revised_by: dict[int, Stamp] = {}
    for entry, said in state.revisions:
        place = places.get(said.revises)
        if place is None:
            state.list_oddity(entry, "no-such-target")
            continue
        wordings.setdefault(place, [state.notes[place].text]).append(said.text)
        revised_by[place] = stamp_of(entry)
    for place, (*earlier, text) in wordings.items():
        by = state.notes[place].by
        state.notes[place] = Note(text=text, by=by, earlier=tuple(earlier), revised_by=revised_by[place])


def _list_stray_answers(state: FaultState) -> None:
    """List answers to checks that no list of the fault asks; the list may have been written down after them."""
    asked = {(said.checklist_id, item.id) for said, _ in state.checklists.values() for item in said.template.items}
    for entry, operation in state.applied:
        if isinstance(operation, handling.CheckAnswered) and (operation.checklist_id, operation.item) not in asked:
            state.list_oddity(entry, "no-such-target")
