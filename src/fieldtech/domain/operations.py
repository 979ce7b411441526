"""Every kind of operation that this version knows, and how an entry's payload becomes one again."""

from collections.abc import Callable, Iterable

import msgspec

from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import FAULT_OPERATIONS
from fieldtech.domain.handling_operations import HANDLING_OPERATIONS
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.machines import (
    MachineAdmitted,
    MachineRevoked,
    MachineStarted,
    PersonKeyRecorded,
    PersonRecorded,
)
from fieldtech.domain.outage_operations import OUTAGE_OPERATIONS
from fieldtech.domain.plan_operations import PLAN_OPERATIONS
from fieldtech.text import _

OPERATIONS: tuple[type[Operation], ...] = (
    MachineStarted,
    MachineAdmitted,
    MachineRevoked,
    PersonRecorded,
    PersonKeyRecorded,
    *FAULT_OPERATIONS,
    *HANDLING_OPERATIONS,
    ConflictSettled,
    PayloadRedacted,
    *PLAN_OPERATIONS,
    *OUTAGE_OPERATIONS,
)

_kinds = {(kind.KIND, kind.VERSION): kind for kind in OPERATIONS}
_decoders: dict[tuple[str, int], msgspec.json.Decoder[Operation]] = {}
"""Each made when the first entry of its kind is read: a start reads few of them."""


def known_kinds() -> tuple[str, ...]:
    """Name what this version of the program can read: kinds with their versions, sorted."""
    return tuple(sorted(f"{kind}/{version}" for kind, version in _kinds))


def operation_of(entry: Entry) -> Operation | str:
    """Read what an entry says; a word where it says nothing to this version.

    Returns:
        The operation, or "redacted", "unknown-kind" (kept and passed on for a newer version) or "unreadable".
    """
    payload = entry.rest if entry.payload is None else entry.payload
    if payload is None:
        return "redacted"
    place = entry.header.kind, entry.header.v
    decoder = _decoders.get(place)
    if decoder is None:
        if place not in _kinds:
            return "unknown-kind"
        decoder = _decoders[place] = msgspec.json.Decoder(_kinds[place])
    try:
        return decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return "unreadable"


def check_not_locked(entries: Iterable[Entry], name_of: Callable[[str], str] = str) -> None:
    """Refuse to write to what an entry locks that this version can't read, or that came without its content.

    Args:
        name_of: Names a machine by its chain.

    Raises:
        RuleViolation: there is a critical entry that says nothing here (docs/sync-model.md).
    """
    for entry in entries:
        said = operation_of(entry) if entry.header.critical else None
        if said == "redacted" and (entry.header.kind, entry.header.v) in _kinds:
            raise RuleViolation(
                _(
                    "What {machine} took out of this record, as its entry {sequence}, was left out of the bundle that "
                    "came here: ask {machine}, or who has all of it, for a bundle with everything."
                ).format(machine=name_of(entry.header.chain), sequence=entry.header.seq)
            )
        if isinstance(said, str):
            raise RuleViolation(_("A newer version of fieldtech has locked this record: update this one first."))
