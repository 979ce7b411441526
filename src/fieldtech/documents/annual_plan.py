"""The annual plan of maintenance [年度维护计划] (PROCESS S3.6) as a document, as Markdown and as a page of HTML."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from fieldtech.documents.annual_plan_figures import (
    compliance_words,
    figures_section,
    load_section,
    quarter_words,
    state_counts,
    times_words,
)
from fieldtech.documents.annual_plan_view import (
    QUARTERS,
    AnnualPlan,
    PlanDays,
    by_kind,
    by_plan,
    in_quarter,
    is_done_outside_window,
    planned_day,
    reason_of,
)
from fieldtech.documents.blocks import Cell, Column, Document, Fact, Mark, Section, Signatures, Table, Words
from fieldtech.documents.html_page import as_html
from fieldtech.documents.markdown import as_markdown
from fieldtech.domain.instants import duration_words
from fieldtech.domain.planned_occurrences import PlannedOccurrence, compliance, local_day, zone_of_plan
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import MaintenanceKind, OccurrenceState
from fieldtech.text import _, ngettext

__all__ = ["AnnualPlan", "annual_plan_document", "annual_plan_html", "annual_plan_markdown"]

MOST_DAYS_SHOWN = 14
"""Beyond as many in a quarter, a plan's days are counted and not listed."""
_TROUBLES: dict[OccurrenceState, Mark] = {
    OccurrenceState.LATE: "bad",
    OccurrenceState.MISSED: "bad",
    OccurrenceState.DEFERRED: "warn",
    OccurrenceState.MOVED: "",
    OccurrenceState.SKIPPED: "warn",
}


def annual_plan_markdown(plan: AnnualPlan) -> str:
    """Write an annual plan as Markdown (GitHub's dialect, for its tables)."""
    return as_markdown(annual_plan_document(plan))


def annual_plan_html(plan: AnnualPlan) -> str:
    """Write an annual plan as one page of HTML that needs nothing else and prints on A4."""
    return as_html(annual_plan_document(plan))


def annual_plan_document(plan: AnnualPlan) -> Document:
    """Compose an annual plan, with what became of it up to now."""
    return Document(
        kind=_("Planned maintenance"),
        number=str(plan.year),
        subject=_("Annual maintenance plan"),
        owner=plan.site,
        summary=tuple(_summary(plan)),
        notices=(),
        sections=tuple(_sections(plan)),
        foot=_("Annual maintenance plan {year} · as of {when} ({zone})").format(
            year=plan.year, when=plan.when(plan.printed_at), zone=plan.zone.key
        ),
        language=plan.language,
    )


def _summary(plan: AnnualPlan) -> Iterator[Fact]:
    yield Fact(_("As of"), plan.when(plan.printed_at))
    yield Fact(_("Plans"), str(len(by_plan(plan.occurrences))))
    yield Fact(_("Occurrences"), str(len(plan.occurrences)))
    yield Fact(_("Done in the window"), compliance_words(compliance(plan.occurrences, plan.today)))
    if plan.only:
        yield Fact(_("Only"), _(", ").join(plan.only))


def _sections(plan: AnnualPlan) -> Iterator[Section]:
    yield figures_section(plan)
    for quarter in QUARTERS:
        yield _quarter(plan, quarter)
    yield _deviations(plan)
    yield load_section(plan)
    yield _plans(plan)
    places = (Fact(_("Drawn up by"), ""), Fact(_("Approved by"), ""))
    yield Section(_("Signatures"), (Signatures(places),))


def _quarter(plan: AnnualPlan, quarter: int) -> Section:
    found = in_quarter(plan, quarter)
    if not found:
        return Section(quarter_words(quarter), (Words("", _("nothing planned")),))
    return Section(quarter_words(quarter), tuple(_kind(plan, kind, some) for kind, some in by_kind(found)))


def _kind(plan: AnnualPlan, kind: MaintenanceKind, occurrences: Sequence[PlannedOccurrence]) -> Table:
    columns = (
        Column(_("What is done"), "name"),
        Column(_("Where and on what"), "name"),
        Column(_("Person"), "name"),
        Column(_("Days"), "wide"),
        Column(_("Done in the window"), "number"),
    )
    return Table(label_of(kind), columns, tuple(_work(plan, each) for each in by_plan(occurrences)))


def _work(plan: AnnualPlan, days: PlanDays) -> tuple[Cell, ...]:
    facts = days.last.facts
    mark: Mark = "bad" if any(_TROUBLES.get(each.state) == "bad" for each in days.occurrences) else ""
    return (
        Cell(facts.title or "", note=days.number),
        Cell(_where(days.last)),
        Cell(_(", ").join(facts.people or ())),
        Cell(_days(days.occurrences), mark, state_counts(days.occurrences)),
        Cell(compliance_words(compliance(days.occurrences, plan.today))),
    )


def _where(occurrence: PlannedOccurrence) -> str:
    facts = occurrence.facts
    return _("; ").join(part for part in (facts.place, " › ".join(facts.assets or ())) if part)


def _days(occurrences: Sequence[PlannedOccurrence]) -> str:
    """List days of a year as 03-31; many are counted."""
    if len(occurrences) > MOST_DAYS_SHOWN:
        first, last = occurrences[0].day, occurrences[-1].day
        return _("{times}, {first} to {last}").format(
            times=times_words(len(occurrences)), first=f"{first:%m-%d}", last=f"{last:%m-%d}"
        )
    return "  ".join(_day(each) for each in occurrences)


def _day(occurrence: PlannedOccurrence) -> str:
    """Spell a day, one that was moved with where it stood, one that is only expected with a sign."""
    planned, day = planned_day(occurrence), occurrence.day
    told = f"{day:%m-%d}" if planned == day else f"{planned:%m-%d}→{day:%m-%d}"
    return f"({told})" if occurrence.is_expected else told


def _deviations(plan: AnnualPlan) -> Section:
    """List what was not done when it was planned, with the reason: one line for all days that share one."""
    rows = tuple(_deviation(list(some)) for some in _grouped(plan.occurrences))
    title = _("Overdue, missed, deferred, moved, left out")
    if not rows:
        return Section(title, (Words("", _("none")),))
    columns = (
        Column(_("What is done"), "name"),
        Column(_("State"), "narrow"),
        Column(_("Days"), "wide"),
        Column(_("Reason"), "wide"),
    )
    return Section(title, (Table("", columns, rows),))


def _grouped(occurrences: Sequence[PlannedOccurrence]) -> Iterator[list[PlannedOccurrence]]:
    found: dict[tuple[str, OccurrenceState, str], list[PlannedOccurrence]] = defaultdict(list)
    for each in occurrences:
        is_moved_for_a_reason = each.state is not OccurrenceState.MOVED or reason_of(each)
        if (each.state in _TROUBLES and is_moved_for_a_reason) or is_done_outside_window(each):
            found[each.plan_id, each.state, reason_of(each)].append(each)
    return iter(found.values())


def _deviation(some: list[PlannedOccurrence]) -> tuple[Cell, ...]:
    first = some[0]
    if first.state is OccurrenceState.DONE:
        state = Cell(_("done outside the window"), "warn")
        days = "  ".join(f"{each.day:%m-%d} ({_done_day(each)})" for each in some)
    else:
        state, days = Cell(label_of(first.state), _TROUBLES[first.state]), _days(some)
    return (Cell(first.facts.title or "", note=first.number), state, Cell(days), Cell(reason_of(first)))


def _done_day(occurrence: PlannedOccurrence) -> str:
    done = occurrence.touched.done_at if occurrence.touched else None
    day = local_day(done, zone_of_plan(occurrence.facts)) if done else None
    return _("done {day}").format(day=f"{day:%m-%d}" if day and day.year == occurrence.day.year else day)


def _plans(plan: AnnualPlan) -> Section:
    """List the plans themselves: when they are worked, how long it takes, what is checked."""
    columns = (
        Column(_("Number"), "narrow"),
        Column(_("What is done"), "name"),
        Column(_("Kind"), "name"),
        Column(_("In the year"), "number"),
        Column(_("Window"), "name"),
        Column(_("Takes"), "narrow"),
        Column(_("Checklist"), "wide"),
    )
    rows = tuple(_plan(plan, each) for each in by_plan(plan.occurrences))
    return Section(_("The plans"), (Table("", columns, rows) if rows else Words("", _("none")),))


def _plan(plan: AnnualPlan, days: PlanDays) -> tuple[Cell, ...]:
    facts = days.last.facts
    template = facts.template or ""
    at = f"{facts.at:%H:%M}" if facts.at else ""
    return (
        Cell(days.number),
        Cell(facts.title or "", note=_(", ").join(part for part in (at, facts.zone or "") if part)),
        Cell(label_of(facts.kind or MaintenanceKind.OTHER)),
        Cell(times_words(len(days.occurrences))),
        Cell(_window(facts.window_before or 0, facts.window_after or 0)),
        Cell(_takes(facts.minutes or 0)),
        Cell(plan.checklists.get(template, template)),
    )


def _window(before: int, after: int) -> str:
    if not before and not after:
        return _("on its day")
    told = (
        ngettext("{n} day before", "{n} days before", before).format(n=before) if before else "",
        ngettext("{n} day after", "{n} days after", after).format(n=after) if after else "",
    )
    return _(", ").join(part for part in told if part)


def _takes(minutes: int) -> str:
    return duration_words(timedelta(minutes=minutes)) if minutes else "–"
