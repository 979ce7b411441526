"""What a plan's page and list say: its facts, its days, its changes."""

from collections.abc import Iterator
from datetime import date, timedelta, timezone, tzinfo

from fieldtech.domain.history_words import did_words, oddity_words
from fieldtech.domain.instants import duration_words, local_text
from fieldtech.domain.planned_fields import planned_field_name, planned_value_words
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.recurrence_words import plan_recurrence_words, recurrence_label
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind, OccurrenceState
from fieldtech.store.views.history import FieldChange, HistoryEntry
from fieldtech.store.views.plan_lines import PlanLine, PlanState, PlanView
from fieldtech.text import _, ngettext
from fieldtech.widgets.calendar_words import full_day, long_day
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.row_list import Column, Row

_LATE = (OccurrenceState.LATE, OccurrenceState.MISSED)


def list_columns() -> tuple[Column, ...]:
    """The columns of the list of plans; where there is little room, those of kind and person have nothing in them."""
    return (
        Column(_("Next date")),
        Column(_("What is done"), gives_way=True),
        Column(_("Kind")),
        Column(_("Where")),
        Column(_("Recurs")),
        Column(_("Who")),
    )


def list_row(line: PlanLine, today: date, *, is_wide: bool) -> Row:
    """A plan's row; what has ended is dimmed."""
    kind = label_of(line.plan.facts.kind or MaintenanceKind.OTHER) if is_wide else ""
    who = one_line(", ".join(line.plan.facts.people or ())) if is_wide else ""
    facts, meaning = line.plan.facts, "quiet" if line.state is PlanState.ENDED else ""
    mark = " !" if line.plan.conflicts else ""
    return Row(
        line.plan.number,
        (
            Cell(next_words(line, today), meaning or ("soon" if line.next_day == today else "")),
            Cell(line.plan.title + mark, meaning),
            Cell(kind, "quiet"),
            Cell(target_words(line.plan), "quiet"),
            Cell(recurrence_label(facts.rule or ""), "quiet"),
            Cell(who, "quiet"),
        ),
    )


def next_words(line: PlanLine, today: date) -> str:
    """Say when it comes next."""
    if line.next_day is None:
        return _("ended")
    is_far = line.next_day.year != today.year
    return full_day(line.next_day) if is_far else long_day(line.next_day)


def state_words(state: PlanState, plan: Plan) -> tuple[str, str]:
    """Say whether it runs, and with what meaning."""
    if state is PlanState.ENDED:
        return _("ended"), "quiet"
    if state is PlanState.NOT_YET:
        return _("begins {day}").format(day=long_day(plan.facts.first or NO_END)), "soon"
    return _("in force"), "done"


def target_words(plan: Plan) -> str:
    """Say in a few words what it is done to: its place, its asset, or how many stops."""
    facts = plan.facts
    assets = facts.assets or ()
    stops = ngettext("{n} stop", "{n} stops", len(assets)).format(n=len(assets)) if len(assets) > 1 else ""
    return " · ".join(one_line(part) for part in (facts.place or "", stops or next(iter(assets), "")) if part)


def brief_lines(plan: Plan, state: PlanState) -> Iterator[LabelledLine]:
    """Say the few things that one asks of a plan in a list."""
    facts = plan.facts
    kind = label_of(facts.kind or MaintenanceKind.OTHER)
    yield LabelledLine(_("Number"), " · ".join((plan.number, kind, state_words(state, plan)[0])), "strong")
    yield LabelledLine(_("Recurs"), recurs_words(plan))
    where = " · ".join(part for part in (facts.place or "", " › ".join(facts.assets or ())) if part)
    if where:
        yield LabelledLine(_("Where"), one_line(where))
    if facts.people:
        yield LabelledLine(_("Who"), one_line(", ".join(facts.people)))


def fact_lines(view: PlanView, checklists: dict[str, str], zone: tzinfo) -> Iterator[LabelledLine]:
    """Say all that a plan says.

    Args:
        checklists: Titles by id.
    """
    plan, facts = view.plan, view.plan.facts
    yield from brief_lines(plan, view.state)
    if facts.minutes:
        yield LabelledLine(_("Takes"), duration_words(timedelta(minutes=facts.minutes)))
    if facts.window_before or facts.window_after:
        yield LabelledLine(_("Window"), _window_words(facts.window_before or 0, facts.window_after or 0))
    if facts.days_off not in (None, DayOffPolicy.KEEP):
        yield LabelledLine(_("On days off"), label_of(facts.days_off))
    if facts.template:
        yield LabelledLine(_("Checklist"), checklists.get(facts.template, facts.template))
    yield LabelledLine(_("In force"), _span_words(plan))
    if facts.notes:
        yield LabelledLine(_("Notes"), facts.notes)
    if plan.retired_on is not None:
        by = view.names.person(plan.retired_by.actor) if plan.retired_by else ""
        told = (full_day(plan.retired_on), one_line(by), one_line(plan.retired_reason))
        yield LabelledLine(_("Ended"), "   ".join(part for part in told if part), "soon")
    for each in plan.conflicts:
        sides = (planned_value_words(plan, each.field, side.value, zone) for side in each.sides)
        yield LabelledLine(_("Conflict"), f"{planned_field_name(plan, each.field)}: {' | '.join(sides)}", "soon")


def recurs_words(plan: Plan) -> str:
    """Say how it recurs, and at what time of which zone."""
    facts = plan.facts
    time = f"{facts.at:%H:%M} {facts.zone}" if facts.at else ""
    return "   ".join(part for part in (plan_recurrence_words(plan), time) if part)


def _window_words(before: int, after: int) -> str:
    """Say how far from its day it still counts as done in time."""
    told = (
        ngettext("{n} day before", "{n} days before", before).format(n=before) if before else "",
        ngettext("{n} day after", "{n} days after", after).format(n=after) if after else "",
    )
    return _(", ").join(part for part in told if part)


def _span_words(plan: Plan) -> str:
    first, until = plan.facts.first or NO_END, plan.facts.until or NO_END
    last = str(until) if until != NO_END else _("without end")
    return f"{first} – {last}"


def day_columns() -> tuple[Column, ...]:
    """The columns of its days."""
    return Column(), Column(), Column(gives_way=True)


def day_row(occurrence: PlannedOccurrence, plan: Plan) -> Row:
    """An occurrence's row: its day, its state, and what is to be said of it."""
    state = occurrence.state
    meaning = "late" if state in _LATE else "done" if state is OccurrenceState.DONE else "quiet"
    words = _("expected") if occurrence.is_expected else label_of(state)
    return Row(
        occurrence.name,
        (
            Cell(full_day(occurrence.day)),
            Cell(words, meaning),
            Cell("   ".join(_told_of(occurrence, plan)), "quiet"),
        ),
    )


def _told_of(occurrence: PlannedOccurrence, plan: Plan) -> Iterator[str]:
    touched = occurrence.touched
    if occurrence.day != occurrence.slot:
        yield _("planned for {day}").format(day=long_day(occurrence.slot))
    if touched and (touched.reason or touched.moved_because):
        yield one_line(touched.reason or touched.moved_because)
    if occurrence.facts.title != plan.title:
        yield _("then called “{title}”").format(title=one_line(occurrence.facts.title or ""))


def change_lines(view: PlanView) -> Iterator[LabelledLine]:
    """Tell its changes, the latest first: who changed what, when, from when on it holds, and what it was before."""
    since = {each.by.ref: each.since for each in view.plan.versions[1:]}
    for entry in reversed(view.history):
        zone = timezone(timedelta(minutes=entry.utc_offset))
        rows = ["   ".join(_change_head(entry, since.get(entry.ref)))]
        if entry.oddity:
            rows.append(f"  {oddity_words(entry.oddity)}")
        if entry.words:
            rows.append(f"  “{one_line(entry.words)}”")
        if any(change.was for change in entry.changes):
            rows += [f"  {_change(view.plan, each, zone)}" for each in entry.changes]
        yield LabelledLine(local_text(entry.recorded_at, zone), "\n".join(rows), "quiet" if entry.oddity else "")


def _change_head(entry: HistoryEntry, since: date | None) -> Iterator[str]:
    yield _("{who} {did}").format(who=entry.actor, did=did_words(entry.kind))
    if since is not None:
        yield _("holds from {day}").format(day=full_day(since))
    yield "(" + _("{machine} entry {n}").format(machine=entry.machine, n=entry.sequence) + ")"


def _change(plan: Plan, change: FieldChange, zone: tzinfo) -> str:
    field = planned_field_name(plan, change.field)
    was, now = (planned_value_words(plan, change.field, text, zone) for text in (change.was, change.now))
    return _("{field}: {was} → {now}").format(field=field, was=was, now=now)
