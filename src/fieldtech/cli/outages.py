"""Commands of what providers have announced: outages, and the notices that a person has to read (PROCESS S3.6)."""

from collections.abc import Sequence
from datetime import date, timedelta

from fieldtech.cli.commands import family
from fieldtech.cli.days import Day
from fieldtech.cli.frame import Session
from fieldtech.cli.outage_telling import (
    OutagesTold,
    kept_told,
    outage_lines,
    outage_page,
    outage_told,
    unread_lines,
    unread_told,
    whole_outage_told,
)
from fieldtech.cli.output import labelled
from fieldtech.cli.parameters import argument, flag, option
from fieldtech.cli.values import Word
from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.planned_occurrences import local_day
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.store.views.outages import all_outages, find_notice, find_outage, kept_notices, outages_between
from fieldtech.text import N_, _
from fieldtech.workflow.outages import add_outage, mark_notice_read

_AHEAD = timedelta(days=90)
outage_name = argument("name", "O", N_("the provider's number, or the outage's identifier"), is_required=True)
notice_name = argument("name", "N", N_("the notice's identifier, or its beginning"), is_required=True)


@family("outages")
def outages() -> None:
    """Group the commands."""


@outages.command_named("list", N_("the outages that providers have announced"))
@option("--from", "since", kind=Day(), words=N_("the first day; today, if not told"))
@option("--until", kind=Day(), words=N_("the last day; 90 days on, if not told"))
@flag("--all", "is_whole", words=N_("of all times"))
def list_outages(session: Session, since: date | None, until: date | None, is_whole: bool) -> None:
    """List outages by their beginning."""
    store = session.reading
    first = since or local_day(store.now(), store.zone)
    last = until or max(first, min(first, date.max - _AHEAD) + _AHEAD)
    found = all_outages(store) if is_whole else outages_between(store, first, last)
    session.answer(OutagesTold(tuple(map(outage_told, found))), outage_lines(found, store.zone, session.sheet.width))


@outages.command_named("show", N_("an outage, with all that was said of it"))
@outage_name
def show_outage(session: Session, name: str) -> None:
    """Show one outage."""
    store = session.reading
    outage = find_outage(store, name)
    session.answer(whole_outage_told(outage, store), outage_page(outage, store))


@outages.command_named("add", N_("record or correct an outage by hand"))
@option("--provider", words=N_("who works"))
@option("--id", "maintenance_id", words=N_("the provider's number of the work"))
@option("--from", "since", words=N_("when it begins"))
@option("--until", words=N_("when it ends"))
@option("--status", kind=Word(OutageStatus), words=N_("where it stands; confirmed, if not told"))
@option("--impact", kind=Word(OutageImpact), words=N_("what it does"))
@option("--object", "objects", words=N_("what it touches; may be told several times"), is_many=True)
@option("--summary", words=N_("what is done"))
@option("--notice", words=N_("the notice that tells of it, which is read by that"), metavar="N")
def add(
    session: Session,
    provider: str | None,
    maintenance_id: str | None,
    since: str | None,
    until: str | None,
    status: OutageStatus | None,
    impact: OutageImpact | None,
    objects: Sequence[str],
    summary: str | None,
    notice: str | None,
) -> None:
    """Record an outage that a person has read or heard of."""
    facts = OutageFacts(
        provider=provider or "",
        maintenance_id=maintenance_id or "",
        starts_at=session.instant(since),
        ends_at=session.instant(until),
        status=status,
        impact=impact,
        objects=tuple(objects),
        summary=summary or "",
    )
    store = session.writing
    outage = add_outage(store, facts, notice=notice or "")
    session.answer(outage_told(outage), outage_lines([outage], store.zone))


@outages.command_named("notices", N_("the notices that a person has to read"))
@flag("--all", "is_whole", words=N_("those that were read too"))
def list_notices(session: Session, is_whole: bool) -> None:
    """List kept notices in the order in which they came."""
    store = session.reading
    found = kept_notices(store, with_read=is_whole)
    session.answer(unread_told(found), unread_lines(found, session.sheet.width))


@outages.command_named("notice", N_("a notice that was kept, whole"))
@notice_name
def show_notice(session: Session, name: str) -> None:
    """Show one kept notice."""
    store = session.reading
    notice = find_notice(store, name)
    pairs = (
        (_("From"), notice.sender),
        (_("Subject"), notice.title),
        (_("Source file"), notice.source),
        (_("Why"), notice.trouble.sentence),
        (_("Note"), notice.note),
    )
    session.answer(kept_told(notice), [*labelled(pairs), "", notice.text])


@outages.command_named("read", N_("say that a notice was read"))
@notice_name
@option("--note", words=N_("what came of it"))
def read_notice(session: Session, name: str, note: str | None) -> None:
    """Mark a kept notice as read."""
    notice = mark_notice_read(session.writing, name, note or "")
    session.answer(kept_told(notice), unread_lines([notice]))
