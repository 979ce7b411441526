"""A fault's history in words: who recorded what, when, on which machine, and what it was before."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from fieldtech.domain.errors import UnreadableInstant
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
from fieldtech.screens.fault_words import FACT_NAMES, listed
from fieldtech.store.views.history import FieldChange, HistoryEntry
from fieldtech.text import N_, _
from fieldtech.widgets.labelled_lines import LabelledLine

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
    "redacted": N_("taken out for privacy"),
    "no-such-target": N_("kept, but what it revises is not here"),
}
_VALUE_CELLS = 60


def history_lines(fault: Fault, entries: Iterable[HistoryEntry]) -> tuple[LabelledLine, ...]:
    """Tell the entries, the latest first."""
    return tuple(_line(fault, entry) for entry in reversed(tuple(entries)))


def _line(fault: Fault, entry: HistoryEntry) -> LabelledLine:
    zone = timezone(timedelta(minutes=entry.utc_offset))
    kind = _(_KINDS.get(entry.kind, entry.kind))
    head = _("{who} {did}").format(who=entry.actor, did=kind)
    place = _("{machine} entry {n}").format(machine=entry.machine, n=entry.sequence)
    rows = [f"{head}   ({place})", *_details(fault, entry, zone)]
    return LabelledLine(
        local_text(entry.recorded_at, zone)[5:], "\n".join(rows), "quiet" if entry.oddity else ""
    )  # fmt: skip


def _details(fault: Fault, entry: HistoryEntry, zone: tzinfo) -> Iterator[str]:
    if entry.oddity:
        yield f"  {_(_ODDITIES.get(entry.oddity, entry.oddity))}"
    if entry.words:
        yield f"  “{one_line(entry.words)}”"
    for change in entry.changes:
        if change.was != change.now and change.now != one_line(entry.words):
            yield f"  {_changed(fault, change, zone)}"


def _changed(fault: Fault, change: FieldChange, zone: tzinfo) -> str:
    was, now = (_value(change.field, text, zone) for text in (change.was, change.now))
    name = field_name(fault, change.field)
    template = _("{field}: {was} → {now}") if change.was else _("{field}: {now}")
    return template.format(field=name, was=was, now=now)


def field_name(fault: Fault, field: str) -> str:
    """Name a field of the history."""
    head, _slash, rest = field.partition("/")
    if head == "check":
        checklist_id, _slash, item = rest.partition("/")
        return _check_name(fault, checklist_id, item)
    if head in _OF_ATTEMPT:
        return _(_OF_ATTEMPT[head]).format(n=rest)
    return _(_FIELDS.get(field, field))


def _check_name(fault: Fault, checklist_id: str, item_id: str) -> str:
    checklist = fault.checklist(checklist_id)
    items = checklist.template.items if checklist else ()
    return next((one_line(item.text.text()) for item in items if item.id == item_id), item_id)


def _value(field: str, text: str, zone: tzinfo) -> str:
    if not text:
        return _("nothing")
    if field == "status":
        return _(STATE_WORDS.get(text, text))
    if field.startswith("check/"):
        return label_of_text(CheckResult, text)
    if field.startswith("verification/"):
        system, _plus, user = text.partition(" + ")
        return listed(label_of_text(SystemCheck, system), label_of_text(UserVerdict, user))
    if field in _VOCABULARIES:
        return label_of_text(_VOCABULARIES[field], text)
    instant = _instant(text)
    return local_text(instant, zone) if instant else cut_to_cells(one_line(text), _VALUE_CELLS)


def _instant(text: str) -> datetime | None:
    try:
        return read_utc_text(text)
    except UnreadableInstant:
        return None
