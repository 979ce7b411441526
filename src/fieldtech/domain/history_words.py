"""What entries of a history say, in people's words: what somebody did, and which field became what."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from enum import StrEnum

from fieldtech.domain.errors import UnreadableInstant
from fieldtech.domain.fact_words import FACT_NAMES
from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import local_text, read_utc_text
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.word_labels import label_of_text
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    Priority,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.text import N_, _

_KINDS: Mapping[str, str] = {
    "fault-reported": N_("reported it"),
    "fault-edited": N_("corrected it"),
    "fault-assessed": N_("assessed it"),
    "fault-assigned": N_("assigned it"),
    "fault-started": N_("began to work"),
    "fault-pended": N_("let it wait"),
    "fault-resumed": N_("went on with it"),
    "service-restored": N_("restored the service"),
    "note-added": N_("noted"),
    "attachment-added": N_("attached a file"),
    "time-spent": N_("recorded time"),
    "part-used": N_("built in a part"),
    "user-told": N_("told the user"),
    "solution-planned": N_("planned the solution"),
    "checklist-added": N_("added a checklist"),
    "check-answered": N_("answered a check"),
    "solution-implemented": N_("reported the solution in place"),
    "fault-verified": N_("signed"),
    "fault-closed": N_("closed it"),
    "fault-reopened": N_("reopened it"),
    "fault-cancelled": N_("cancelled it"),
    "fault-found-duplicate": N_("found it a duplicate"),
    "conflict-settled": N_("settled a conflict"),
    "payload-redacted": N_("took something out for privacy"),
    "plan-added": N_("planned it"),
    "plan-edited": N_("changed the plan"),
    "plan-retired": N_("retired the plan"),
    "occurrence-started": N_("began it"),
    "occurrence-broken-off": N_("broke it off"),
    "occurrence-taken-up": N_("took it up again"),
    "occurrence-check-answered": N_("answered a check"),
    "occurrence-answers-taken-back": N_("took answers back"),
    "occurrence-stop-left-out": N_("left a stop out"),
    "occurrence-finished": N_("signed that it is done"),
    "occurrence-deferred": N_("put it off"),
    "occurrence-moved": N_("moved it"),
    "occurrence-skipped": N_("left it out this time"),
    "occurrence-fault-raised": N_("opened a fault out of it"),
    "occurrence-settled": N_("settled its outcome"),
}
_FIELDS: Mapping[str, str] = {
    **FACT_NAMES,
    "status": N_("status"),
    "number": N_("number"),
    "occurred_at": N_("since when"),
    "detected_at": N_("detected"),
    "reported_at": N_("reported"),
    "priority": N_("priority"),
    "category": N_("category"),
    "site": N_("site"),
    "assignee": N_("who has it"),
    "mode": N_("where"),
    "due_at": N_("promised date"),
    "restored": N_("restored"),
    "root_cause": N_("root cause"),
    "lessons": N_("lessons"),
}
_OF_ATTEMPT: Mapping[str, str] = {
    "cause": N_("cause of attempt {n}"),
    "plan": N_("plan of attempt {n}"),
    "solution": N_("solution of attempt {n}"),
    "verification": N_("sign-off of attempt {n}"),
}
_VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "channel": Channel,
    "impact": Impact,
    "urgency": Urgency,
    "nature": Nature,
    "priority": Priority,
    "mode": Mode,
}
_ODDITIES: Mapping[str, str] = {
    "not-allowed": N_("kept, but without effect: it was not possible in that state"),
    "unknown-kind": N_("kept, but not understood by this version"),
    "unreadable": N_("kept, but not readable"),
    "redacted": N_("kept, but its content has not come here"),
    "not-entitled": N_("kept, but not obeyed: only a supervisor's machine may take out what was recorded"),
    "no-such-target": N_("kept, but what it revises is not here"),
}
_VALUE_CELLS = 60


def did_words(kind: str) -> str:
    """Say what an entry of some kind did, behind a name; a kind that is not known stands for itself."""
    return _(_KINDS.get(kind, kind))


def oddity_words(oddity: str) -> str:
    """Say why an entry changes nothing."""
    return _(_ODDITIES.get(oddity, oddity))


def change_words(fault: Fault, field: str, was: str, now: str, zone: tzinfo) -> str:
    """Say what a field was and became."""
    template = _("{field}: {was} → {now}") if was else _("{field}: {now}")
    told = {name: value_words(field, text, zone) for name, text in (("was", was), ("now", now))}
    return template.format(field=field_name(fault, field), **told)


def field_name(fault: Fault, field: str) -> str:
    """Name a field of the history."""
    head, _slash, rest = field.partition("/")
    if head == "check":
        checklist_id, _slash, item = rest.partition("/")
        return _check_name(fault, checklist_id, item)
    if head == "note":
        return _("note")
    if head in _OF_ATTEMPT:
        return _(_OF_ATTEMPT[head]).format(n=rest)
    return _(_FIELDS.get(field, field))


def _check_name(fault: Fault, checklist_id: str, item_id: str) -> str:
    checklist = fault.checklist(checklist_id)
    items = checklist.template.items if checklist else ()
    return next((one_line(item.text.text()) for item in items if item.id == item_id), item_id)


def value_words(field: str, text: str, zone: tzinfo) -> str:
    """Say a field's value."""
    if not text:
        return _("nothing")
    if field == "status":
        return _(STATE_WORDS.get(text, text))
    if field.startswith("check/"):
        return label_of_text(CheckResult, text)
    if field.startswith("verification/"):
        system, _plus, user = text.partition(" + ")
        legs = {"first": label_of_text(SystemCheck, system), "more": label_of_text(UserVerdict, user)}
        return _("{first}, {more}").format(**legs)
    if field in _VOCABULARIES:
        return label_of_text(_VOCABULARIES[field], text)
    instant = _instant(text)
    return local_text(instant, zone) if instant else cut_to_cells(one_line(text), _VALUE_CELLS)


def _instant(text: str) -> datetime | None:
    try:
        return read_utc_text(text)
    except UnreadableInstant:
        return None
