"""Commands of occurrences: show, start, tick, break off, finish, defer, move, skip, settle (PROCESS S3.6)."""

from datetime import date
from pathlib import Path

import msgspec

from fieldtech.cli.checking import template_library
from fieldtech.cli.commands import family
from fieldtech.cli.days import Day
from fieldtech.cli.frame import Session, need
from fieldtech.cli.occurrence_answers import answer_occurrence, occurrence_name
from fieldtech.cli.occurrence_page import occurrence_page
from fieldtech.cli.occurrence_telling import whole_occurrence_told
from fieldtech.cli.parameters import FILE, argument, flag, option
from fieldtech.cli.passphrases import own_key
from fieldtech.cli.plan_history import answer_history
from fieldtech.cli.plan_telling import OccurrenceTold, occurrence_told
from fieldtech.cli.values import Whole, Word
from fieldtech.cli.walking import leave_out, pass_rest, untick
from fieldtech.domain.checklists import find_item
from fieldtech.domain.faults import Fault
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import find_stop
from fieldtech.domain.words import CheckResult, Impact
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plan_history import occurrence_history
from fieldtech.store.views.plans import find_occurrence
from fieldtech.store.views.rounds import earlier_at_assets
from fieldtech.text import N_, _
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence, needs_own_key
from fieldtech.workflow.occurrences import (
    break_off_occurrence,
    defer_occurrence,
    move_occurrence,
    settle_occurrence,
    skip_occurrence,
    start_occurrence,
    tick_occurrence,
)

EARLIER = 8
"""How many earlier readings are told beside one."""


class Ticked(OccurrenceTold, frozen=True, kw_only=True):
    """A check that was answered, what is next, and the fault that it raised."""

    stop: str
    item: str
    result: CheckResult
    next_stop: str | None
    """None: all stops are done."""
    raised: str | None


@family("occurrence")
def occurrence() -> None:
    """Group the commands."""


@occurrence.command_named("show", N_("an occurrence with its checks and readings"))
@occurrence_name
def show(session: Session, name: str) -> None:
    """Show an occurrence."""
    store = session.reading
    plan, found = find_occurrence(store, name)
    earlier = earlier_at_assets(store, plan, found.slot, limit=EARLIER)
    told = whole_occurrence_told(found, people_names(store), earlier)
    session.answer(told, occurrence_page(found, told, session.profile.glyphs))


@occurrence.command_named("history", N_("its entries: every answer that was ever given, too"))
@occurrence_name
def history(session: Session, name: str) -> None:
    """List its entries, the oldest first."""
    store = session.reading
    _plan, found = find_occurrence(store, name)
    answer_history(session, store, found.name, occurrence_history(store, found), found.touched)


@occurrence.command_named("start", N_("begin it, or take it up where it was broken off"))
@occurrence_name
def start(session: Session, name: str) -> None:
    """Begin to work."""
    answer_occurrence(session, start_occurrence(session.writing, name, template_library(session)))


@occurrence.command_named("tick", N_("answer a check of it"))
@occurrence_name
@argument("item", "ITEM", N_("the check: its name, the beginning of it, or its place in the list"))
@argument(
    "result", "[pass|attention|fail|na]", N_("what it found; may be left out where a reading tells"),
    kind=Word(CheckResult),
)  # fmt: skip
@option("--stop", words=N_("the asset on the route, or its place; the next one that is open, if not told"))
@option("--reading", words=N_("what was measured or read off"))
@option("--note", words=N_("more about it"))
@flag("--raise", "is_raised", words=N_("open a fault out of a check that failed"))
@option("--impact", kind=Word(Impact), words=N_("whom that fault hits; a team, if not told"))
def tick(
    session: Session,
    name: str,
    item: str | None,
    result: CheckResult | None,
    stop: str | None,
    reading: str | None,
    note: str | None,
    is_raised: bool,
    impact: Impact | None,
) -> None:
    """Answer a check."""
    need(_("Say which check: {missing} is missing."), item=item)
    store, check = session.writing, item or ""
    with store.writing():
        before = find_occurrence(store, name)[1]
        place = find_stop(before.touched, stop or "") if before.touched else stop or ""
        found = tick_occurrence(store, before.name, check, result, stop=place, reading=reading or "", note=note or "")
        raised = (
            raise_from_occurrence(store, found.name, check, stop=place, impact=impact or Impact.TEAM)
            if is_raised
            else None
        )
    answer_occurrence(session, found, _ticked(found, check, place, raised), *([raised.number] if raised else []))


@occurrence.command_named("break-off", N_("leave it in the middle; `start` takes it up again"))
@occurrence_name
@option("--reason", words=N_("why"))
def break_off(session: Session, name: str, reason: str | None) -> None:
    """Break it off."""
    answer_occurrence(session, break_off_occurrence(session.writing, name, reason=reason or ""))


@occurrence.command_named("finish", N_("sign that all of it is done"))
@occurrence_name
@option("--at", words=N_("when it was done; now, if not told"), metavar="I")
@option("--minutes", kind=Whole(1), words=N_("how long it took"))
@option("--note", words=N_("more about it"))
@option("--passphrase-file", kind=FILE, words=N_("holds the passphrase of the signer's own key, if there is one"))
def finish(
    session: Session, name: str, at: str | None, minutes: int | None, note: str | None, passphrase_file: Path | None
) -> None:
    """Finish it."""
    done_at, store = session.instant(at), session.writing
    found = find_occurrence(store, name)[1]
    key = own_key(store, passphrase_file) if needs_own_key(found) else None
    answer_occurrence(
        session, finish_occurrence(store, found.name, done_at=done_at, note=note or "", minutes=minutes, key=key)
    )


@occurrence.command_named("defer", N_("put it off to a later day, with the reason"))
@occurrence_name
@option("--to", kind=Day(), words=N_("the day"))
@option("--reason", words=N_("why"))
def defer(session: Session, name: str, to: date | None, reason: str | None) -> None:
    """Put it off."""
    need(_("Say to which day, and why: {missing} is missing."), to=to, reason=reason)
    assert to is not None
    answer_occurrence(session, defer_occurrence(session.writing, name, to, reason or ""))


@occurrence.command_named("move", N_("plan it for another day; outside its window with a reason"))
@occurrence_name
@option("--to", kind=Day(), words=N_("the day"))
@option("--reason", words=N_("why"))
def move(session: Session, name: str, to: date | None, reason: str | None) -> None:
    """Move it."""
    need(_("Say to which day: {missing} is missing."), to=to)
    assert to is not None
    answer_occurrence(session, move_occurrence(session.writing, name, to, reason=reason or ""))


@occurrence.command_named("skip", N_("leave it out this time, with the reason"))
@occurrence_name
@option("--reason", words=N_("why"))
def skip(session: Session, name: str, reason: str | None) -> None:
    """Leave it out."""
    need(_("Say why: {missing} is missing."), reason=reason)
    answer_occurrence(session, skip_occurrence(session.writing, name, reason or ""))


@occurrence.command_named("settle", N_("say which of several outcomes holds, where machines did not see each other"))
@occurrence_name
@option("--take", words=N_("the outcome, or the reference of its entry"), metavar="VALUE")
def settle(session: Session, name: str, take: str | None) -> None:
    """Settle its outcome."""
    answer_occurrence(session, settle_occurrence(session.writing, name, take or ""))


def _ticked(found: PlannedOccurrence, check: str, stop: str, raised: Fault | None) -> Ticked:
    touched = found.touched
    assert touched is not None
    item = find_item(touched.items, check)
    return Ticked(
        **msgspec.structs.asdict(occurrence_told(found)),
        stop=stop,
        item=item.id,
        result=touched.results_at(stop)[item.id],
        next_stop=touched.next_stop,
        raised=raised.number if raised else None,
    )


for _each in (pass_rest, untick, leave_out):
    occurrence.add_command(_each)
