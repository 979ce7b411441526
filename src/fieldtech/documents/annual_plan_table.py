"""The annual plan as a table for spreadsheets: one row an occurrence (PROCESS S3.6)."""

from fieldtech.documents.annual_plan_view import AnnualPlan, planned_day, quarter_of, reason_of
from fieldtech.documents.csv_text import csv_text
from fieldtech.domain.instants import local_text
from fieldtech.domain.planned_occurrences import PlannedOccurrence, zone_of_plan
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import MaintenanceKind
from fieldtech.text import _


def annual_plan_csv(plan: AnnualPlan) -> str:
    """Write a year of planned work as CSV, its head in the language in use, days as ISO 8601 has them."""
    return csv_text([_head(), *(_row(plan, each) for each in plan.occurrences)])


def _head() -> tuple[str, ...]:
    return (
        _("Quarter"),
        _("Day"),
        _("Time of day"),
        _("Zone"),
        _("Number"),
        _("What is done"),
        _("Kind"),
        _("Place"),
        _("Assets"),
        _("Person"),
        _("Minutes"),
        _("Planned for"),
        _("Window opens"),
        _("Window closes"),
        _("State"),
        _("Done at"),
        _("Done in the window"),
        _("Reason"),
        _("Checklist"),
    )


def _row(plan: AnnualPlan, each: PlannedOccurrence) -> tuple[str, ...]:
    facts, done = each.facts, each.touched.done_at if each.touched else None
    in_window = (_("yes") if each.is_done_in_window else _("no")) if done else ""
    return (
        str(quarter_of(each.day)),
        each.day.isoformat(),
        f"{facts.at:%H:%M}" if facts.at else "",
        facts.zone or "",
        each.number,
        facts.title or "",
        label_of(facts.kind or MaintenanceKind.OTHER),
        facts.place or "",
        "; ".join(facts.assets or ()),
        "; ".join(facts.people or ()),
        str(facts.minutes or ""),
        planned_day(each).isoformat(),
        each.opens.isoformat(),
        each.closes.isoformat(),
        label_of(each.state),
        local_text(done, zone_of_plan(facts)) if done else "",
        in_window,
        reason_of(each),
        plan.checklists.get(facts.template or "", facts.template or ""),
    )
