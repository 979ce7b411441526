"""Taking fields out of payloads for privacy: what can be taken out, what stands in for it, and who is obeyed.

Pure: which entries are redacted, and what stands in for them, follows from the set of a fault's entries alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_corrections import PayloadRedacted
from fieldtech.domain.faults import REPORT_MANDATORY
from fieldtech.domain.journal import Entry, Operation, without_payload
from fieldtech.domain.operations import operation_of
from fieldtech.domain.words import Role
from fieldtech.text import _

REDACTED = "[redacted]"
"""Stands where a text is needed and was taken out."""
_FACTS = ("title", "description", "reporter", "contact", "category", "asset", "place", "service")


class _Place(NamedTuple):
    """Where a payload holds a text, and what stands there once it is taken out."""

    path: tuple[str, ...]
    instead: str = ""


def _fact(name: str) -> Mapping[str, tuple[_Place, ...]]:
    place = _Place(("facts", name), REDACTED if name in REPORT_MANDATORY else "")
    return {"fault-reported": (place,), "fault-edited": (place,)}


def _plan_fact(name: str, instead: str = "") -> Mapping[str, tuple[_Place, ...]]:
    place = _Place(("facts", name), instead)
    return {"plan-added": (place,), "plan-edited": (place,)}


def _in(path: str, *kinds: str, instead: str = "") -> Mapping[str, tuple[_Place, ...]]:
    return dict.fromkeys(kinds, (_Place((path,), instead),))


_ORIGINAL = _Place(("source", "original"))
"""All of an imported report, whatever was read out of it: it goes with the first field."""
FIELDS: Mapping[str, Mapping[str, tuple[_Place, ...]]] = {
    **{name: _fact(name) for name in _FACTS},
    "title": {
        **_fact("title"),
        **_plan_fact("title", REDACTED),
        **_in("summary", "outage-noticed"),
        **_in("title", "notice-kept"),
    },
    "place": {**_fact("place"), **_plan_fact("place")},
    "category": {**_fact("category"), "fault-assessed": (_Place(("category",)),)},
    "original": {"fault-reported": (_ORIGINAL,)},
    "because": _in("because", "fault-edited", "fault-assessed", "plan-edited"),
    "cause": {"fault-assessed": (_Place(("cause",)),)},
    "pending_note": {"fault-pended": (_Place(("note",)),)},
    "workaround": {"service-restored": (_Place(("workaround",), REDACTED),)},
    "notes": {
        "note-added": (_Place(("text",), REDACTED),),
        **_plan_fact("notes"),
        **_in("note", "occurrence-finished", "notice-read"),
    },
    "time_notes": {"time-spent": (_Place(("note",)),)},
    "serials": {"part-used": (_Place(("old_serial",)), _Place(("new_serial",)))},
    "words_to_user": {"user-told": (_Place(("text",), REDACTED), _Place(("whom",), REDACTED))},
    "plan": {"solution-planned": (_Place(("text",), REDACTED),)},
    "check_notes": _in("note", "check-answered", "occurrence-check-answered"),
    "solution": {"solution-implemented": (_Place(("solution",), REDACTED),)},
    "user_words": {"fault-verified": (_Place(("user_words",), REDACTED), _Place(("told_by",), REDACTED))},
    "root_cause": {"fault-closed": (_Place(("root_cause",), REDACTED),)},
    "lessons": {"fault-closed": (_Place(("lessons",)),)},
    "end_reason": _in(
        "reason", "fault-cancelled", "fault-found-duplicate", "fault-reopened", "plan-retired", instead=REDACTED
    ),
    "reasons": {
        **_in("reason", "occurrence-broken-off", "occurrence-moved"),
        **_in("reason", "occurrence-deferred", "occurrence-skipped", "occurrence-stop-left-out", instead=REDACTED),
    },
    "sender": {**_in("organizer", "outage-noticed"), **_in("sender", "notice-kept")},
    "account": _in("account", "outage-noticed"),
    "notice_text": _in("text", "outage-noticed", "notice-kept"),
}
"""What can be taken out, by the command line's words, and where each kind of entry holds it."""
USER_FIELDS = ("reporter", "contact", "original", "words_to_user", "user_words")
"""What tells who a user is and what he said."""


class Standing(NamedTuple):
    """What all redactions of one entry come to."""

    removed: frozenset[str]
    rest: bytes


def stand_in(kind: str, payload: bytes, fields: Iterable[str]) -> bytes | None:
    """Spell a payload without some fields; None where it can't be read."""
    said = _read(payload)
    return None if said is None else canonical_bytes(_cleared(kind, said, fields))


def stand_in_for_strangers(entry: Entry) -> bytes | None:
    """Spell what an entry says without the users' information; None where it holds none."""
    payload = entry.rest if entry.payload is None else entry.payload
    said = _read(payload) if payload is not None else None
    if said is None or not _holds_any(entry.header.kind, said, USER_FIELDS):
        return None
    return canonical_bytes(_cleared(entry.header.kind, said, USER_FIELDS))


def is_held_by(entry: Entry, field: str) -> bool:
    """Tell whether an entry holds a field that is not taken out yet; what another redaction holds goes by itself."""
    if entry.header.kind == PayloadRedacted.KIND:
        return False
    payload = entry.rest if entry.payload is None else entry.payload
    said = _read(payload) if payload is not None else None
    return said is not None and _holds_any(entry.header.kind, said, (field,))


def removed_texts(entry: Entry, field: str) -> tuple[str, ...]:
    """Read the texts that go when a field of an entry is taken out, to look for copies of them."""
    payload = entry.rest if entry.payload is None else entry.payload
    said = _read(payload) if payload is not None else None
    places = FIELDS.get(field, {}).get(entry.header.kind, ())
    told = (_text_at(said, place.path) for place in places) if said is not None else ()
    return tuple(text for text in told if text and text != REDACTED)


def redaction_of(entry: Entry, field: str, because: str, gone: Collection[str] = ()) -> PayloadRedacted:
    """Make the operation that takes a field out of an entry; it holds nothing of what goes.

    Args:
        gone: What earlier redactions took out of it: this one stands for all of them.
    """
    payload = entry.rest if entry.payload is None else entry.payload
    said = _read(payload or b"") or {}
    return PayloadRedacted(
        target=entry.ref,
        target_kind=entry.header.kind,
        removed=tuple(sorted({field, *gone})),
        because=because,
        rest=_cleared(entry.header.kind, said, (field,)),
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
                field=field, fields=", ".join(FIELDS)
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
    return Standing(removed, canonical_bytes(_cleared(most.target_kind, most.rest, removed)))


def as_left(entry: Entry, standing: Mapping[str, Standing]) -> Entry:
    """Give one entry as the redactions leave it; the same object where they leave it alone."""
    told = redaction_in(entry)
    if told is not None:
        known = standing.get(told.target)
        if known is None or not _holds_any(told.target_kind, told.rest, known.removed):
            return entry
        rest = _cleared(told.target_kind, told.rest, known.removed)
        return without_payload(entry, canonical_bytes(msgspec.structs.replace(told, rest=rest)))
    known = standing.get(entry.ref)
    if known is None or (entry.payload is None and entry.rest == known.rest):
        return entry
    return without_payload(entry, known.rest)


def _read(payload: bytes) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(payload, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _holds_any(kind: str, said: Mapping[str, object], fields: Iterable[str]) -> bool:
    if kind == PayloadRedacted.KIND:
        inner = said.get("rest")
        return isinstance(inner, dict) and _holds_any(str(said.get("target_kind")), inner, fields)
    places = (place for field in fields for place in FIELDS.get(field, {}).get(kind, ()))
    return any((_text_at(said, place.path) or place.instead) != place.instead for place in places)


def _cleared(kind: str, said: Mapping[str, object], fields: Iterable[str]) -> dict[str, object]:
    """Give what was said without some fields."""
    if kind == PayloadRedacted.KIND:
        inner = said.get("rest")
        rest = _cleared(str(said.get("target_kind")), inner, fields) if isinstance(inner, dict) else {}
        return {**said, "rest": rest}
    places = [place for field in fields for place in FIELDS.get(field, {}).get(kind, ())]
    left = dict(said)
    for place in (*places, *((_ORIGINAL,) if places and kind == "fault-reported" else ())):
        left = _without(left, place.path, place.instead)
    return left


def _without(said: Mapping[str, object], path: Sequence[str], instead: str) -> dict[str, object]:
    """Put something in the place of a text, if there is one."""
    name, *inner = path
    value = said.get(name)
    if not inner:
        return {**said, name: instead} if isinstance(value, str) and value else dict(said)
    return {**said, name: _without(value, inner, instead)} if isinstance(value, dict) else dict(said)


def _text_at(said: Mapping[str, object], path: Sequence[str]) -> str:
    value: object = said
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
