"""A subject's history: every entry, who recorded it, and what it changed from what to what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.fault_fold import gather
from fieldtech.domain.fault_state import instant_of
from fieldtech.domain.faults import Fault
from fieldtech.domain.journal import Entry
from fieldtech.domain.merge_rules import spell_value
from fieldtech.domain.operations import operation_of
from fieldtech.domain.registers import Registers
from fieldtech.domain.sightings import Sight, sight
from fieldtech.store import journal, rosters
from fieldtech.store.store import Store
from fieldtech.store.views.people import PeopleNames, people_names


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after an entry."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry, as a person reads it."""

    machine: str
    """The machine's code, or its chain where the code is not known."""
    sequence: int
    actor: str
    """The person's name."""
    recorded_at: datetime
    """By the author's own clock, UTC."""
    occurred_at: datetime | None
    """When that happened which it tells of; None: it doesn't say."""
    utc_offset: int
    """Minutes, as his clock told it."""
    kind: str
    changes: tuple[FieldChange, ...]
    words: str
    """What was said in it: a note, a reason, words to the user; empty where the changes tell all."""
    oddity: str
    """Why it changes nothing; empty for an ordinary entry."""
    hash: str
    ref: str
    bundle: str
    """The name of the bundle through which it came; empty: it was recorded here."""


def fault_history(store: Store, fault: Fault) -> tuple[HistoryEntry, ...]:
    """Read all entries of a fault in causal order, the oldest first."""
    subject = f"fault:{fault.id}"
    with store.reading():
        entries = journal.entries_of([subject])[subject]
        names = people_names(store)
        bundles = journal.bundle_names(subject)
        supervisors = rosters.supervisors()
    state = gather(entries, supervisors)
    changes = changes_in(state.registers, spell_value)
    oddities = {oddity.ref: oddity.reason for oddity in state.oddities}
    return tuple(
        told_entry(
            entry, names, tuple(changes.get(entry.ref, ())), oddities.get(entry.ref, ""), bundles.get(entry.hash, "")
        )
        for entry in causal_order(entries)
    )


def changes_in(registers: Registers, spell: Callable[[object], str]) -> dict[str, list[FieldChange]]:
    """Tell what each entry changed, by its reference."""
    changes: dict[str, list[FieldChange]] = {}
    for change in registers.changes:
        changes.setdefault(change.ref, []).append(FieldChange(change.field, spell(change.was), spell(change.now)))
    return changes


def told_entry(
    entry: Entry, names: PeopleNames, changes: tuple[FieldChange, ...], oddity: str, bundle: str
) -> HistoryEntry:
    """Tell an entry as a person reads it."""
    header = entry.header
    return HistoryEntry(
        machine=names.machine(header.chain),
        sequence=header.seq,
        actor=names.person(header.actor),
        recorded_at=instant_of(entry),
        occurred_at=_occurred_at(entry),
        utc_offset=header.offset,
        kind=header.kind,
        changes=changes,
        words=_words(entry),
        oddity=oddity,
        hash=entry.hash.hex(),
        ref=entry.ref,
        bundle=bundle,
    )


def _occurred_at(entry: Entry) -> datetime | None:
    """Find the instant of the event itself, where the entry tells one."""
    operation = operation_of(entry)
    told = (getattr(operation, name, None) for name in ("restored_at", "implemented_at", "told_at", "done_at"))
    facts = getattr(operation, "facts", None)
    return next((each for each in told if each is not None), getattr(facts, "occurred_at", None))


def _words(entry: Entry) -> str:
    """The text of what only grows, and the reasons that stand in no field."""
    operation = operation_of(entry)
    told = (
        getattr(operation, name, "") for name in ("text", "because", "reason", "note", "part", "name", "user_words")
    )
    taken_out = operation.removed if isinstance(operation, PayloadRedacted) else ()
    return " · ".join(str(each) for each in (*taken_out, *told) if each)


def sight_of(store: Store, fault: Fault) -> Sight:
    """Tell which entries of a fault stand here: what a signer has before him."""
    subject = f"fault:{fault.id}"
    with store.reading():
        return sight(journal.entries_of([subject])[subject])
