"""Commands of the days on which a site doesn't work, and of those that are worked for them (PROCESS S3.6)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from fieldtech.cli.commands import family
from fieldtech.cli.days import Day
from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.cli.parameters import argument, flag, option
from fieldtech.cli.values import Choice, Whole
from fieldtech.config import Settings
from fieldtech.domain.holidays import DayKind, SiteDays, site_days, table_for, with_days
from fieldtech.domain.instants import weekday_words
from fieldtech.domain.recurrence import FIRST_DAY
from fieldtech.text import N_, _
from fieldtech.workflow.holidays import MovedDay, days_of_span, keep_days_off, moves_of

TABLES = ("zone", "china", "none")
_DAY_WORDS = N_("a day such as 2026-03-31")
the_day = argument("day", "DAY", _DAY_WORDS, kind=Day(), is_required=True)
until_option = option("--until", kind=Day(), words=N_("the last of several days"), metavar="DAY")
dry_run = flag("--dry-run", "is_dry_run", words=N_("only say what would move"))


class DaysTold(msgspec.Struct, frozen=True, kw_only=True):
    """Days in a row of which the same is told."""

    first: date = msgspec.field(name="from")
    until: date
    kind: DayKind
    name: str
    is_own: bool
    """The site said so; otherwise the table does."""


class HolidaysTold(msgspec.Struct, frozen=True, kw_only=True):
    """The days off of a year."""

    year: int
    table: str | None
    """The shipped table that holds; None: none does."""
    years: tuple[int, ...]
    """The years that the table knows."""
    days: tuple[DaysTold, ...]


class MovedTold(msgspec.Struct, frozen=True, kw_only=True):
    """Planned work that stands on another day now."""

    occurrence: str
    title: str
    before: date | None = msgspec.field(name="from")
    after: date | None = msgspec.field(name="to")
    """None: it is left out."""


class ChangeTold(msgspec.Struct, frozen=True, kw_only=True):
    """What came of changing days off."""

    is_saved: bool
    moved: tuple[MovedTold, ...]


@family("holidays")
def holidays() -> None:
    """Group the commands."""


@holidays.command_named("list", N_("days off and days worked of a year, and where it stands"))
@option("--year", kind=Whole(FIRST_DAY.year), words=N_("which year; this one, if nothing is told"))
def list_days(session: Session, year: int | None) -> None:
    """List the days of a year."""
    store = session.reading
    chosen = year or store.now().astimezone(store.zone).year
    table, days = table_for(store.settings, store.zone), site_days(store.settings, store.zone, chosen)
    told = HolidaysTold(
        year=chosen,
        table=table.id if table else None,
        years=table.years if table else (),
        days=tuple(
            DaysTold(first=each.first, until=each.last, kind=each.kind, name=each.name.text(), is_own=each.is_own)
            for each in days
        ),
    )
    session.answer(told, _day_lines(days))
    if table is not None and chosen not in table.years and not session.is_json:
        session.tell(_("The table {table} doesn't know {year} yet.").format(table=table.id, year=chosen))


@holidays.command_named("off", N_("let nobody work on a day, or on several"))
@the_day
@until_option
@dry_run
def off(session: Session, day: date, until: date | None, is_dry_run: bool) -> None:
    """Take days off."""
    _change_days(session, days_of_span(day, until), DayKind.OFF, is_dry_run=is_dry_run)


@holidays.command_named("worked", N_("let a day off be worked, or several"))
@the_day
@until_option
@dry_run
def worked(session: Session, day: date, until: date | None, is_dry_run: bool) -> None:
    """Let days be worked."""
    _change_days(session, days_of_span(day, until), DayKind.WORKED, is_dry_run=is_dry_run)


@holidays.command_named("usual", N_("let a day be again as the table and the week have it, or several"))
@the_day
@until_option
@dry_run
def usual(session: Session, day: date, until: date | None, is_dry_run: bool) -> None:
    """Take back what the site said of days."""
    _change_days(session, days_of_span(day, until), DayKind.USUAL, is_dry_run=is_dry_run)


@holidays.command_named("table", N_("choose the shipped table that holds; zone: that of the site's zone, if any"))
@argument("name", "|".join(TABLES), N_("which table"), kind=Choice(*TABLES), is_required=True)
@dry_run
def table(session: Session, name: Any, is_dry_run: bool) -> None:
    """Choose a table."""
    _change(session, msgspec.structs.replace(session.wiring.settings, holiday_table=name), is_dry_run=is_dry_run)


def _change_days(session: Session, days: Iterable[date], kind: DayKind, *, is_dry_run: bool) -> None:
    _change(session, with_days(session.wiring.settings, days, kind), is_dry_run=is_dry_run)


def _change(session: Session, settings: Settings, *, is_dry_run: bool) -> None:
    """Say what moves, and keep it."""
    store = session.reading if is_dry_run else session.writing
    moved = moves_of(store, settings)
    if not is_dry_run:
        keep_days_off(store, session.wiring.paths, settings)
    told = tuple(
        MovedTold(occurrence=each.name, title=each.title, before=each.before, after=each.after) for each in moved
    )
    session.answer(ChangeTold(is_saved=not is_dry_run, moved=told), _moved_lines(moved))
    if not session.is_json:
        session.tell(_("Only looked: nothing is kept.") if is_dry_run else _("The days off are kept."))


def _day_lines(days: Iterable[SiteDays]) -> list[Line]:
    labels = {DayKind.OFF: _("day off"), DayKind.WORKED: _("worked")}
    rows = [
        [
            Span(_day(each.first)),
            Span(_("to {day}").format(day=_day(each.last)) if each.last != each.first else ""),
            Span(labels[each.kind], Tone.QUIET if each.kind is DayKind.OFF else Tone.PLAIN),
            Span(each.name.text()),
            Span(_("the site's own") if each.is_own else "", Tone.SOON),
        ]
        for each in days
    ]
    return list(lay_out(rows, None, flexible=3))


def _moved_lines(moved: Iterable[MovedDay]) -> list[Line]:
    rows = [
        [
            Span(_day(each.before) if each.before else _("(left out)")),
            Span("->", Tone.QUIET),
            Span(_day(each.after) if each.after else _("(left out)"), Tone.STRONG),
            Span(each.title),
            Span(each.name, Tone.QUIET),
        ]
        for each in moved
    ]
    return list(lay_out(rows, None, flexible=3))


def _day(day: date) -> str:
    return f"{day} {weekday_words()[day.weekday()]}"
