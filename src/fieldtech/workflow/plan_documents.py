"""Gathering from the store what the annual plan and the calendar file are made of, and writing them (PROCESS S3.6)."""

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from fieldtech.documents.annual_plan import AnnualPlan, annual_plan_html, annual_plan_markdown
from fieldtech.documents.annual_plan_table import annual_plan_csv
from fieldtech.documents.csv_text import BYTE_ORDER_MARK
from fieldtech.documents.plan_calendar_file import DAY_BEFORE, PlanCalendarFile, Revision, plan_calendar_bytes
from fieldtech.domain.planned_occurrences import local_day
from fieldtech.domain.word_labels import label_of
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters, CalendarSpan, calendar_between
from fieldtech.store.views.plan_revisions import changes_of
from fieldtech.text import _, current_language
from fieldtech.workflow.attachments import write_into
from fieldtech.workflow.templates import TemplateLibrary


class PlanForm(StrEnum):
    """The forms in which a year of planned work is written; each is the end of the file's name."""

    HTML = "html"
    MARKDOWN = "md"
    CSV = "csv"
    ICALENDAR = "ics"


def annual_plan_of(
    store: Store, year: int, templates: TemplateLibrary, filters: CalendarFilters | None = None
) -> AnnualPlan:
    """Gather a year of planned work, in the language in use, as it stands now.

    Raises:
        StoreUnusable: the store can't be read.
    """
    wanted = filters or CalendarFilters()
    span = calendar_between(store, date(year, 1, 1), date(year, 12, 31), wanted)
    kind = label_of(wanted.kind) if wanted.kind else ""
    return AnnualPlan(
        year=year,
        site=store.site,
        zone=store.zone,
        language=current_language(),
        printed_at=store.now(),
        occurrences=span.occurrences,
        checklists={each.id: each.title.text() for each in templates.templates},
        only=tuple(word for word in (wanted.person, wanted.place, kind) if word),
    )


def plan_calendar_of(store: Store, span: CalendarSpan, alarm: timedelta | None = DAY_BEFORE) -> PlanCalendarFile:
    """Gather what a calendar file tells of the occurrences of a span.

    Args:
        alarm: How long before each of them; None: no alarms.

    Raises:
        StoreUnusable: the store can't be read.
    """
    occurrences = span.occurrences
    plans = {each.plan_id: f"plan:{each.plan_id}" for each in occurrences}
    touched = {each.id: f"occurrence:{each.id}" for each in occurrences if each.touched}
    changes = changes_of(store, (*plans.values(), *touched.values()))
    revisions = {}
    for each in occurrences:
        subjects = (plans[each.plan_id], touched.get(each.id, ""))
        found = [changes[subject] for subject in subjects if subject in changes]
        if found:
            entries, last = sum(one.entries for one in found), max(one.last_at for one in found)
            revisions[each.id] = Revision(entries - 1, last)
    return PlanCalendarFile(
        name=_("Maintenance {site}").format(site=store.site),
        site_zone=store.zone,
        today=local_day(store.now(), store.zone),
        occurrences=occurrences,
        revisions=revisions,
        alarm=alarm,
    )


def written_plan(
    store: Store,
    year: int,
    form: PlanForm,
    templates: TemplateLibrary,
    *,
    filters: CalendarFilters | None = None,
    alarm: timedelta | None = DAY_BEFORE,
) -> bytes:
    """Write a year of planned work in one of the forms.

    Raises:
        StoreUnusable: the store can't be read.
    """
    if form is PlanForm.ICALENDAR:
        span = calendar_between(store, date(year, 1, 1), date(year, 12, 31), filters)
        return plan_calendar_bytes(plan_calendar_of(store, span, alarm))
    plan = annual_plan_of(store, year, templates, filters)
    match form:
        case PlanForm.CSV:
            return BYTE_ORDER_MARK + annual_plan_csv(plan).encode()
        case PlanForm.HTML:
            return annual_plan_html(plan).encode()
    return annual_plan_markdown(plan).encode()


def save_annual_plan(
    store: Store,
    year: int,
    folder: Path,
    form: PlanForm,
    templates: TemplateLibrary,
    filters: CalendarFilters | None = None,
) -> Path:
    """Write a year of planned work into a folder, readable by its owner alone; nothing that stands there is touched.

    Returns:
        Where it lies.

    Raises:
        RuleViolation: there is no such folder.
        UnwritableOutput: it can't be written there.
        StoreUnusable: the store can't be read.
    """
    return write_into(folder, f"plan-{year}.{form}", written_plan(store, year, form, templates, filters=filters))
