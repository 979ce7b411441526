"""Commands on what merging found: conflicts, settle."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import msgspec

from fieldtech.cli.answers import answer_fault
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Line, Span, Tone
from fieldtech.cli.parameters import argument, option, subject_name
from fieldtech.domain.conflicts import SETTLEABLE
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import local_text
from fieldtech.domain.subjects import subject_kind
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.store.views.conflicts import FoundConflict, found_conflicts
from fieldtech.text import N_, _, ngettext
from fieldtech.workflow.settling import settle_conflict


class SideTold(msgspec.Struct, frozen=True, kw_only=True):
    """One of the values that were written without sight of each other."""

    value: str
    actor: str
    machine: str
    at: datetime
    ref: str


class ConflictTold(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at."""

    number: str
    subject: str
    """What it is: fault, plan, occurrence or outage."""
    kind: str
    field: str
    sides: tuple[SideTold, ...]
    shown: str
    rule: str


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What was settled of a plan, an occurrence or an outage."""

    number: str
    subject: str
    conflicts: tuple[str, ...]
    """The fields that are still in conflict."""


class ConflictsTold(msgspec.Struct, frozen=True):
    """All there is to look at."""

    conflicts: tuple[ConflictTold, ...]


@command("conflicts")
def conflicts(session: Session) -> None:
    """List what was written without sight of each other, done twice, claimed by two, or changed since a sign-off."""
    store = session.reading
    found = found_conflicts(store)
    session.answer(ConflictsTold(tuple(map(_told, found))), _lines(store, found))
    if not session.is_json:
        session.tell(_counted(len(found)))
        first = next((each for each in found if each.kind in SETTLEABLE and len(each.sides) > 1), None)
        if first is not None:
            command = f"settle {first.number} {first.field} --take 1"
            session.tell(_("`fieldtech {command}` lets the first value of that field hold.").format(command=command))


@command("settle")
@subject_name
@argument("field", "FIELD", N_("the field, as `conflicts` names it"))
@option("--take", words=N_("the value that holds, or its place in the list"), metavar="VALUE")
def settle(session: Session, number: str, field: str | None, take: str | None) -> None:
    """Let one of the values hold from now on; a third one is entered by the ordinary command."""
    need(_("Settling needs {missing}."), field=field)
    found = settle_conflict(session.writing, number, field or "", take or "")
    if isinstance(found.noun, Fault):
        answer_fault(session, found.noun)
        return
    left = tuple(each.field for each in found.noun.conflicts)
    session.answer(Settled(number=found.number, subject=found.kind, conflicts=left), [found.number])


def _told(found: FoundConflict) -> ConflictTold:
    sides = tuple(
        SideTold(value=side.value, actor=side.actor, machine=side.machine, at=side.at, ref=side.ref)
        for side in found.sides
    )
    return ConflictTold(
        number=found.number,
        subject=subject_kind(found.subject),
        kind=found.kind,
        field=found.field,
        sides=sides,
        shown=found.shown,
        rule=found.rule,
    )


def _lines(store: Store, found: Iterable[FoundConflict]) -> Iterator[Line]:
    for _subject, some in groupby(found, key=lambda each: each.subject):
        for place, each in enumerate(some):
            if place == 0:
                yield [Span(f"{each.number}  ", Tone.QUIET), Span(one_line(each.title), Tone.STRONG)]
            yield from _conflict_lines(store, each)


def _conflict_lines(store: Store, found: FoundConflict) -> Iterator[Line]:
    """Write what it is about, each side with its place in the list, and what is shown meanwhile."""
    name = f"{found.field_words} ({found.field})" if found.field else ""
    yield [Span("  "), Span(_(": ").join(part for part in (found.kind_words, name) if part), Tone.SOON)]
    for place, side in enumerate(found.sides, start=1):
        where = f"{side.actor}, {local_text(side.at, store.zone)}, {side.machine}"
        yield f"    {place}  {one_line(side.words)}  ({where})"
    yield [Span("    "), Span(_("; ").join(part for part in (one_line(found.shown_words), found.rule_words) if part))]


def _counted(count: int) -> str:
    if not count:
        return _("There is nothing to settle.")
    return ngettext("{n} thing to look at.", "{n} things to look at.", count).format(n=count)
