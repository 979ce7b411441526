"""Writing planned work into files: the annual plan, and a calendar that other programs subscribe to (PROCESS S3.6)."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from fieldtech.cli.checking import template_library
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session
from fieldtech.cli.new_files import write_file
from fieldtech.cli.parameters import FILE, option
from fieldtech.cli.values import Choice, Whole, Word
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.text import N_, _

if TYPE_CHECKING:
    from fieldtech.store.views.calendar import CalendarSpan

FORMS = ("md", "html", "csv", "ics")
MOST_ALARM_HOURS = 24 * 28
alarm_option = option(
    "--alarm",
    kind=Whole(0),
    words=N_("of a calendar file: hours from alarm to work, if not 24; 0: no alarm"),
    metavar="HOURS",
)


class PlanWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A document of planned work that was written."""

    year: int
    format: str
    file: str | None
    text: str


@command("document", N_("the annual plan as Markdown, HTML that prints, CSV or iCalendar"))
@option("--year", kind=Whole(FIRST_DAY.year), words=N_("which year; this one, if nothing is told"))
@option("--format", "form", kind=Choice(*FORMS), words=N_("in which form; Markdown, if not told"))
@option("-o", "--output", "file", kind=FILE, words=N_("where to, replacing what lies there"), metavar="FILE")
@option("--person", words=N_("only what this person has"), metavar="NAME")
@option("--place", words=N_("only what is at this place or asset"))
@option("--kind", kind=Word(MaintenanceKind), words=N_("only this kind of work"))
@alarm_option
def document(
    session: Session,
    year: int | None,
    form: str | None,
    file: Path | None,
    person: str | None,
    place: str | None,
    kind: MaintenanceKind | None,
    alarm: int | None,
) -> None:
    """Write a year of planned work."""
    from fieldtech.workflow.plan_documents import PlanForm, written_plan

    store = session.reading
    chosen = year or store.now().astimezone(store.zone).year
    check_year(chosen)
    wanted, before = PlanForm(form or "md"), alarm_before(alarm)
    filters = CalendarFilters(person or "", place or "", kind)
    content = written_plan(store, chosen, wanted, template_library(session), filters=filters, alarm=before)
    if file is not None:
        write_file(file, content)
    text = content.decode("utf-8-sig")
    told = PlanWritten(year=chosen, format=wanted.value, file=str(file) if file else None, text=text)
    session.answer(told, text.splitlines() if file is None else [str(file)])


def write_calendar_file(session: Session, span: "CalendarSpan", file: Path, alarm: int | None) -> None:
    """Write what stands in a span as iCalendar."""
    from fieldtech.documents.plan_calendar_file import plan_calendar_bytes
    from fieldtech.workflow.plan_documents import plan_calendar_of

    told = plan_calendar_of(session.reading, span, alarm_before(alarm))
    write_file(file, plan_calendar_bytes(told))


def alarm_before(hours: int | None) -> timedelta | None:
    """Read how long before its work an alarm goes off; None: there is none.

    Raises:
        RuleViolation: it is too long.
    """
    if hours is not None and hours > MOST_ALARM_HOURS:
        raise RuleViolation(
            _("An alarm goes off {most} hours before at most.").format(most=MOST_ALARM_HOURS), ("alarm",)
        )
    told = timedelta(hours=24 if hours is None else hours)
    return told or None


def check_year(year: int) -> date:
    """Refuse a year that there is no calendar of.

    Returns:
        Its first day.

    Raises:
        RuleViolation: nothing is planned so far ahead.
    """
    if year > LAST_DAY.year:
        raise RuleViolation(_("There is no calendar of {year}.").format(year=year), ("year",))
    return date(year, 1, 1)
