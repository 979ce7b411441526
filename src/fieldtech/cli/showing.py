"""Commands that show one fault: show, history, why, clocks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from fieldtech.cli.commands import command
from fieldtech.cli.fault_page import fault_page
from fieldtech.cli.fault_telling import fault_told
from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone
from fieldtech.cli.parameters import fault_number
from fieldtech.domain.clock_words import clock_name, explain_clock
from fieldtech.domain.clocks import Clock, ClockEvent, ClockKind
from fieldtech.domain.fault_clocks import fault_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.history_words import change_words, did_words, oddity_words
from fieldtech.domain.instants import due_words, duration_words, local_text
from fieldtech.domain.next_up import explain_place
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import FieldChange, HistoryEntry, fault_history
from fieldtech.text import _


class EntryTold(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the journal."""

    machine: str
    sequence: int
    actor: str
    recorded_at: datetime
    occurred_at: datetime | None
    """When that happened which it tells of; null: it doesn't say."""
    kind: str
    changes: tuple[FieldChange, ...]
    words: str
    oddity: str
    hash: str
    ref: str
    bundle: str
    """The bundle through which it came; empty: it was recorded here."""


class HistoryTold(msgspec.Struct, frozen=True):
    """A fault's entries, the oldest first."""

    number: str
    entries: tuple[EntryTold, ...]


class WhyTold(msgspec.Struct, frozen=True):
    """Why a fault stands where it stands."""

    number: str
    reasons: tuple[str, ...]


class ClockLineTold(msgspec.Struct, frozen=True):
    """What happened to a clock at an instant."""

    at: datetime
    event: ClockEvent
    text: str


class ClockTold(msgspec.Struct, frozen=True, kw_only=True):
    """How a promise stands."""

    kind: ClockKind
    target_minutes: int | None
    around_the_clock: bool
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    spent_minutes: int
    is_paused: bool
    is_met: bool | None
    is_overdue: bool
    lines: tuple[ClockLineTold, ...]


class ClocksTold(msgspec.Struct, frozen=True):
    """A fault's clocks."""

    number: str
    clocks: tuple[ClockTold, ...]


@command("show")
@fault_number
def show(session: Session, number: str) -> None:
    """Show a fault."""
    store = session.reading
    fault = find_fault(store, number)
    told = fault_told(store, fault)
    session.answer(told, [] if session.is_json else fault_page(store, fault, told))


@command("history")
@fault_number
def history(session: Session, number: str) -> None:
    """List the entries of a fault, the oldest first."""
    store = session.reading
    fault = find_fault(store, number)
    entries = fault_history(store, fault)
    told = HistoryTold(fault.number, tuple(map(entry_told, entries)))
    session.answer(told, [line for entry in entries for line in _entry_lines(fault, entry, store)])


@command("why")
@fault_number
def why(session: Session, number: str) -> None:
    """Explain a fault's place in the queue."""
    store = session.reading
    fault = find_fault(store, number)
    reasons = explain_place(fault, store.rules, store.now(), store.zone)
    session.answer(WhyTold(fault.number, reasons), reasons)


@command("clocks")
@fault_number
def clocks(session: Session, number: str) -> None:
    """Explain a fault's clocks line by line."""
    store = session.reading
    fault = find_fault(store, number)
    read = fault_clocks(fault, store.rules, store.now())
    told = ClocksTold(fault.number, tuple(_clock_told(clock, store) for clock in read))
    session.answer(told, [line for clock in read for line in _clock_lines(clock, store)])
    if not read:
        session.tell(_("No clock runs for it."))


def entry_told(entry: HistoryEntry) -> EntryTold:
    """Tell an entry of a history."""
    return EntryTold(
        machine=entry.machine,
        sequence=entry.sequence,
        actor=entry.actor,
        recorded_at=entry.recorded_at,
        occurred_at=entry.occurred_at,
        kind=entry.kind,
        changes=entry.changes,
        words=entry.words,
        oddity=entry.oddity,
        hash=entry.hash,
        ref=entry.ref,
        bundle=entry.bundle,
    )


def _entry_lines(fault: Fault, entry: HistoryEntry, store: Store) -> Iterator[Line]:
    """Write an entry: when, where, who did what; below it, what it changed from what to what."""
    did = _("{who} {did}").format(who=entry.actor, did=did_words(entry.kind))
    yield [
        Span(f"{local_text(entry.recorded_at, store.zone)}  {entry.machine}.{entry.sequence}  ", Tone.QUIET),
        Span(did, Tone.STRONG),
    ]
    if entry.words:
        yield f"    {entry.words}"
    for change in entry.changes:
        yield f"    {change_words(fault, change.field, change.was, change.now, store.zone)}"
    if entry.oddity:
        yield [Span(f"    {oddity_words(entry.oddity)}", Tone.SOON)]


def _clock_told(clock: Clock, store: Store) -> ClockTold:
    minute = timedelta(minutes=1)
    return ClockTold(
        kind=clock.kind,
        target_minutes=None if clock.target is None else clock.target // minute,
        around_the_clock=clock.around_the_clock,
        started_at=clock.started,
        stopped_at=clock.stopped,
        due_at=clock.due_at,
        spent_minutes=clock.spent // minute,
        is_paused=clock.is_paused,
        is_met=clock.is_met,
        is_overdue=clock.is_overdue,
        lines=tuple(
            ClockLineTold(line.instant, line.event, text)
            for line, text in zip(clock.lines, explain_clock(clock, store.zone), strict=True)
        ),
    )


def _clock_lines(clock: Clock, store: Store) -> Iterator[Line]:
    yield [Span(clock_name(clock.kind), Tone.STRONG), Span("  "), _verdict(clock, store)]
    for text in explain_clock(clock, store.zone):
        yield f"  {text}"


def _verdict(clock: Clock, store: Store) -> Span:
    """Say how a promise stands, in a few words."""
    if clock.target is None:
        return Span(_("nothing is promised"), Tone.QUIET)
    spent = _("{spent} of {target}").format(spent=duration_words(clock.spent), target=duration_words(clock.target))
    if clock.is_met:
        return Span(_("{words}, kept").format(words=spent), Tone.DONE)
    if clock.is_met is not None:
        return Span(_("{words}, missed").format(words=spent), Tone.LATE)
    if clock.is_paused:
        return Span(_("{words}, paused").format(words=spent), Tone.SOON)
    if clock.due_at is not None:
        spent = _("{words}, {due}").format(words=spent, due=due_words(clock.due_at, store.now(), store.zone))
    return Span(spent, Tone.LATE if clock.is_overdue else Tone.PLAIN)
