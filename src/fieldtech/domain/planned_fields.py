"""What the fields of plans, occurrences and outages are called, and what their values are in people's words."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta, tzinfo

from fieldtech.domain.history_words import did_words
from fieldtech.domain.instants import duration_words, local_text, read_utc_text
from fieldtech.domain.occurrences import Occurrence, Progress
from fieldtech.domain.outages import Outage
from fieldtech.domain.plan_operations import PlanEdited
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.recurrence_words import recurrence_words
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.word_labels import label_of_text
from fieldtech.domain.words import CheckResult, DayOffPolicy, MaintenanceKind, OccurrenceState, OutageStatus
from fieldtech.text import N_, _

PlannedThing = Plan | Occurrence | Outage
_NAMES: Mapping[str, str] = {
    "number": N_("number"),
    "title": N_("what it is called"),
    "kind": N_("what kind of work it is"),
    "rule": N_("how it recurs"),
    "first": N_("from when"),
    "at": N_("at what time"),
    "until": N_("until when"),
    "zone": N_("time zone"),
    "is_floating": N_("how the next one is counted"),
    "days_off": N_("what becomes of it on days off"),
    "window_before": N_("window before, in days"),
    "window_after": N_("window after, in days"),
    "minutes": N_("how long it takes"),
    "assets": N_("assets"),
    "place": N_("place"),
    "site": N_("site"),
    "template": N_("checklist"),
    "people": N_("who does it"),
    "notes": N_("notes"),
    "retired": N_("its end"),
    "outcome": N_("what became of it"),
    "day": N_("which day"),
    "list": N_("checklist and route"),
    "notice": N_("what is announced"),
}
_VALUE_CELLS = 60


def planned_field_name(noun: PlannedThing, field: str) -> str:
    """Name a field; of a check its own words and its stop."""
    head, _slash, rest = field.partition("/")
    if head == "stop":
        return _("stop {stop}").format(stop=one_line(rest))
    if head == "check":
        item, _slash, stop = rest.partition("/")
        items = noun.items if isinstance(noun, Occurrence) else ()
        name = next((one_line(each.text.text()) for each in items if each.id == item), item)
        return _("{check} · {stop}").format(check=name, stop=one_line(stop)) if stop else name
    return _(_NAMES.get(field, field))


def planned_value_words(noun: PlannedThing, field: str, text: str, zone: tzinfo) -> str:
    """Say a field's value."""
    if field == "is_floating":
        return _("from when the last was done") if text == str(True) else _("by fixed days")
    if not text:
        return _("nothing")
    head = field.partition("/")[0]
    if head == "rule" and isinstance(noun, Plan):
        return recurrence_words(text, noun.facts.first or date.min)
    if head == "notice":
        return _notice_words(text, zone)
    said = _VALUES.get(head, str)(text)
    return cut_to_cells(one_line(said), _VALUE_CELLS)


def _notice_words(text: str, zone: tzinfo) -> str:
    """Say what a notice says: where it stands, from when until when, and what it is about."""
    status, starts, ends, *summary = text.split(" ", 3)
    words = _("{status}, {starts} to {ends}").format(
        status=label_of_text(OutageStatus, status),
        starts=local_text(read_utc_text(starts), zone),
        ends=local_text(read_utc_text(ends), zone),
    )
    return _(", ").join((words, *(cut_to_cells(one_line(each), _VALUE_CELLS) for each in summary)))


def _end_words(text: str) -> str:
    """Say that a plan was ended, or what was changed in it unseen by whoever did."""
    return did_words(text) if text == PlanEdited.KIND else text


def _outcome_words(text: str) -> str:
    return _("broken off") if text == Progress.BROKEN_OFF else label_of_text(OccurrenceState, text)


def _until_words(text: str) -> str:
    return _("without end") if text == NO_END.isoformat() else text


_VALUES: Mapping[str, Callable[[str], str]] = {
    "kind": lambda text: label_of_text(MaintenanceKind, text),
    "days_off": lambda text: label_of_text(DayOffPolicy, text),
    "at": lambda text: f"{time.fromisoformat(text):%H:%M}",
    "until": _until_words,
    "minutes": lambda text: duration_words(timedelta(minutes=int(text))),
    "retired": _end_words,
    "outcome": _outcome_words,
    "check": lambda text: label_of_text(CheckResult, text),
}
