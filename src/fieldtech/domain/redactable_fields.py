"""What can be taken out of payloads for privacy, where each kind of entry holds it, and what stands in for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.faults import REPORT_MANDATORY
from fieldtech.domain.handling_operations import NO_DIGEST, AttachmentAdded

REDACTED = "[redacted]"
"""Stands where a text is needed and was taken out."""
_FACTS = ("title", "description", "reporter", "contact", "category", "asset", "place", "service")


class _Place(NamedTuple):
    """Where a payload holds something, and what stands there once it is taken out."""

    path: tuple[str, ...]
    instead: str | int = ""
    is_words: bool = True
    """People wrote it, so that copies of it may stand elsewhere."""


Said = Mapping[str, object]
"""A payload, read."""


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
    "attachments": {
        AttachmentAdded.KIND: (
            _Place(("name",), REDACTED),
            _Place(("digest",), NO_DIGEST, is_words=False),
            _Place(("size",), 0, is_words=False),
            _Place(("media_type",), "application/octet-stream", is_words=False),
        )
    },
    "attachment_names": _in("name", AttachmentAdded.KIND, instead=REDACTED),
    "sender": {**_in("organizer", "outage-noticed"), **_in("sender", "notice-kept")},
    "account": _in("account", "outage-noticed"),
    "notice_text": _in("text", "outage-noticed", "notice-kept"),
}
"""What can be taken out, by the command line's words, and where each kind of entry holds it."""
USER_FIELDS = ("reporter", "contact", "original", "words_to_user", "user_words")
"""What tells who a user is and what he said."""


def read_payload(payload: bytes | None) -> dict[str, object] | None:
    """Read a payload as it stands; None where there is none, or it can't be read."""
    if payload is None:
        return None
    try:
        return msgspec.json.decode(payload, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def holds_any(kind: str, said: Said, fields: Iterable[str]) -> bool:
    """Tell whether a payload holds any of some fields."""
    if kind == PayloadRedacted.KIND:
        inner = said.get("rest")
        return isinstance(inner, dict) and holds_any(str(said.get("target_kind")), inner, fields)
    return any((_value_at(said, place.path) or place.instead) != place.instead for place in _places(kind, fields))


def words_in(kind: str, said: Said, field: str) -> tuple[str, ...]:
    """Give the words of people that a payload holds of a field."""
    found = (_value_at(said, place.path) for place in _places(kind, (field,)) if place.is_words)
    return tuple(text for text in found if isinstance(text, str) and text and text != REDACTED)


def cleared(kind: str, said: Said, fields: Iterable[str]) -> dict[str, object]:
    """Give what was said without some fields."""
    if kind == PayloadRedacted.KIND:
        inner = said.get("rest")
        rest = cleared(str(said.get("target_kind")), inner, fields) if isinstance(inner, dict) else {}
        return {**said, "rest": rest}
    places = tuple(_places(kind, fields))
    left = dict(said)
    for place in (*places, *((_ORIGINAL,) if places and kind == "fault-reported" else ())):
        left = _without(left, place.path, place.instead)
    return left


def _places(kind: str, fields: Iterable[str]) -> Iterator[_Place]:
    return (place for field in fields for place in FIELDS.get(field, {}).get(kind, ()))


def _without(said: Said, path: Sequence[str], instead: str | int) -> dict[str, object]:
    """Put something in the place of what stands there, if anything does."""
    name, *inner = path
    value = said.get(name)
    if not inner:
        return {**said, name: instead} if isinstance(value, type(instead)) and value else dict(said)
    return {**said, name: _without(value, inner, instead)} if isinstance(value, dict) else dict(said)


def _value_at(said: Said, path: Sequence[str]) -> str | int:
    value: object = said
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str | int) else ""
