"""Taking fields out of entries for privacy: what each redaction comes to, and who is obeyed.

Pure: which entries are redacted, and what stands in for them, follows from the set of a fault's entries alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.handling_operations import NO_DIGEST, AttachmentAdded
from fieldtech.domain.journal import Entry, Operation, without_payload
from fieldtech.domain.operations import operation_of
from fieldtech.domain.redactable_fields import FIELDS, USER_FIELDS, cleared, holds_any, read_payload, words_in
from fieldtech.domain.words import Role
from fieldtech.text import _


class Standing(NamedTuple):
    """What all redactions of one entry come to."""

    removed: frozenset[str]
    rest: bytes


def stand_in_for_strangers(entry: Entry) -> bytes | None:
    """Spell what an entry says without the users' information; None where it holds none."""
    said = _said(entry)
    if said is None or not holds_any(entry.header.kind, said, USER_FIELDS):
        return None
    return canonical_bytes(cleared(entry.header.kind, said, USER_FIELDS))


def is_held_by(entry: Entry, field: str) -> bool:
    """Tell whether an entry holds a field that is not taken out yet; what another redaction holds goes by itself."""
    if entry.header.kind == PayloadRedacted.KIND:
        return False
    said = _said(entry)
    return said is not None and holds_any(entry.header.kind, said, (field,))


def removed_texts(entry: Entry, field: str) -> tuple[str, ...]:
    """Read the texts that go when a field of an entry is taken out, to look for copies of them."""
    said = _said(entry)
    return words_in(entry.header.kind, said, field) if said is not None else ()


def fields_that_say(entry: Entry, texts: Collection[str]) -> tuple[str, ...]:
    """Name the fields of an entry that can be taken out and in whose words any of some texts stands."""
    return tuple(
        field for field in FIELDS if any(text in words for words in removed_texts(entry, field) for text in texts)
    )


def file_of(entry: Entry) -> str:
    """Name by its digest the file that an entry keeps; empty: it keeps none, or none any more."""
    said = operation_of(entry) if entry.header.kind == AttachmentAdded.KIND else None
    return said.digest if isinstance(said, AttachmentAdded) and said.digest != NO_DIGEST else ""


def redaction_of(entry: Entry, field: str, because: str, gone: Collection[str] = ()) -> PayloadRedacted:
    """Make the operation that takes a field out of an entry; it holds nothing of what goes.

    Args:
        gone: What earlier redactions took out of it: this one stands for all of them.
    """
    said = _said(entry) or {}
    return PayloadRedacted(
        target=entry.ref,
        target_kind=entry.header.kind,
        removed=tuple(sorted({field, *gone})),
        because=because,
        rest=cleared(entry.header.kind, said, (field,)),
    )


def check_can_redact(role: Role, is_heard: bool, field: str, because: str) -> None:
    """Only a supervisor, on a machine that others hear as one, takes out what was recorded, and says why.

    Args:
        is_heard: Whether this machine is a supervisor's to all others.
    """
    if role is not Role.SUPERVISOR or not is_heard:
        raise RuleViolation(
            _("Only a supervisor, on a supervisor's machine, can take out what was recorded: ask yours."), ("as",)
        )
    if field not in FIELDS:
        raise RuleViolation(
            _("There is no field {field} that can be taken out; there are: {fields}.").format(
                field=field, fields=", ".join(name.replace("_", "-") for name in FIELDS)
            ),
            ("field",),
        )
    if not because.strip():
        raise RuleViolation(_("Say why it is taken out: the reason stays in the record."), ("because",))


def obeyed(entries: Sequence[Entry], supervisors: Collection[str]) -> Sequence[Entry]:
    """Give a fault's entries as the redactions among them leave them; what a supervisor's machine says is obeyed.

    The payloads of earlier redactions hold what stood in before, and are redacted themselves.
    """
    told_here = [entry for entry in entries if entry.header.kind == PayloadRedacted.KIND]
    standing = standings(told_here, supervisors)
    return [as_left(entry, standing) for entry in entries] if standing else entries


def heard(entries: Iterable[Entry], supervisors: Collection[str]) -> list[Entry]:
    """Give a subject's entries as the redactions leave them, without those that are obeyed: they say nothing else."""
    known = list(entries)
    return [
        entry
        for entry in obeyed(known, supervisors)
        if entry.header.kind != PayloadRedacted.KIND or entry.header.chain not in supervisors
    ]


def unheard_reason(said: Operation | str) -> str:
    """Say why an entry changes nothing that says nothing of its subject; a redaction, as it isn't obeyed."""
    if isinstance(said, str):
        return said
    return "not-entitled" if isinstance(said, PayloadRedacted) else "unknown-kind"


def standings(entries: Iterable[Entry], supervisors: Collection[str]) -> Mapping[str, Standing]:
    """Work out what the redactions among some entries come to, by the references of their targets."""
    by_target: dict[str, list[PayloadRedacted]] = {}
    for entry in sorted(entries, key=lambda each: each.order):
        told = redaction_in(entry) if entry.header.chain in supervisors else None
        if told is not None:
            by_target.setdefault(told.target, []).append(told)
    return {target: _standing(words) for target, words in by_target.items()}


def redaction_in(entry: Entry) -> PayloadRedacted | None:
    """Read the redaction that an entry holds; None: it holds none."""
    if entry.header.kind != PayloadRedacted.KIND:
        return None
    told = operation_of(entry)
    return told if isinstance(told, PayloadRedacted) else None


def _standing(words: Sequence[PayloadRedacted]) -> Standing:
    """Take out what any of them takes out, of what the one left that takes out most; of such the first."""
    removed = frozenset(field for told in words for field in told.removed)
    most = max(words, key=lambda told: len(set(told.removed)))
    return Standing(removed, canonical_bytes(cleared(most.target_kind, most.rest, removed)))


def as_left(entry: Entry, standing: Mapping[str, Standing]) -> Entry:
    """Give one entry as the redactions leave it; the same object where they leave it alone."""
    told = redaction_in(entry)
    if told is not None:
        known = standing.get(told.target)
        if known is None or not holds_any(told.target_kind, told.rest, known.removed):
            return entry
        rest = cleared(told.target_kind, told.rest, known.removed)
        return without_payload(entry, canonical_bytes(msgspec.structs.replace(told, rest=rest)))
    known = standing.get(entry.ref)
    if known is None or (entry.payload is None and entry.rest == known.rest):
        return entry
    return without_payload(entry, known.rest)


def _said(entry: Entry) -> dict[str, object] | None:
    """Read what an entry says here, whole or as it was left."""
    return read_payload(entry.rest if entry.payload is None else entry.payload)
