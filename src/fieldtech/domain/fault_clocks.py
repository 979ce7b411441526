"""Which clocks run for a fault, from which of its instants, and what is due next."""

from datetime import datetime, tzinfo
from functools import lru_cache

import msgspec

from fieldtech.config import Settings, Target
from fieldtech.domain.assessments import provisional_priority
from fieldtech.domain.clocks import Clock, ClockKind, read_clock, read_word_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import PendingReason, Priority, Status
from fieldtech.domain.working_time import WorkingCalendar, calendar_from


class ClockRules(msgspec.Struct, frozen=True):
    """What a site promises, and when it works."""

    settings: Settings
    calendar: WorkingCalendar


class DueTimes(msgspec.Struct, frozen=True, kw_only=True):
    """What is due next; None where nothing is promised or all is done."""

    next_at: datetime | None
    clock: ClockKind | None
    """The clock that sets `next_at`; None with a `next_at`: a date that was promised."""
    word_at: datetime | None


NOTHING_DUE = DueTimes(next_at=None, clock=None, word_at=None)


def clock_rules(settings: Settings, zone: tzinfo) -> ClockRules:
    """Make the rules of a site from its settings."""
    return ClockRules(settings, calendar_from(settings, zone))


def working_priority(fault: Fault, rules: ClockRules) -> Priority:
    """The priority that holds, or what it could be at most while nobody has assessed it."""
    facts = fault.facts
    if facts.priority is not None and fault.assessed_by is not None:
        return facts.priority
    if facts.impact is None and facts.priority is not None:
        return facts.priority
    told = provisional_priority(rules.settings.priority_table, facts.impact, facts.urgency)
    return told if facts.priority is None else min(told, facts.priority, key=lambda priority: priority.rank)


def fault_clocks(fault: Fault, rules: ClockRules, now: datetime) -> tuple[Clock, ...]:
    """Read the four clocks of a fault: acknowledge, restore, resolve, the next word to the user."""
    if fault.status in (Status.DRAFT, Status.CANCELLED):
        return ()
    return tuple(_read(kind, fault, rules, now) for kind in ClockKind)


def due_times(fault: Fault, rules: ClockRules) -> DueTimes:
    """Tell what is due next, as if work that waits went on at the instant when it began to wait."""
    if fault.status in (Status.DRAFT, Status.CANCELLED, Status.CLOSED):
        return NOTHING_DUE
    now = max((pause.since for pause in fault.pauses if pause.until is None), default=begun_instant(fault))
    word_at = None if fault.status is Status.VERIFIED else _read(ClockKind.WORD, fault, rules, now).due_at
    if fault.status in (Status.IMPLEMENTED, Status.VERIFIED):
        return DueTimes(next_at=None, clock=None, word_at=word_at)
    if fault.due_at is not None and fault.acknowledged_at is not None:
        return DueTimes(next_at=fault.due_at, clock=None, word_at=word_at)
    for kind in _running(fault):
        due_at = _read(kind, fault, rules, now).due_at
        if due_at is not None:
            return DueTimes(next_at=due_at, clock=kind, word_at=word_at)
    return DueTimes(next_at=None, clock=None, word_at=word_at)


def reported_instant(fault: Fault) -> datetime:
    """When a fault was reported, or recorded where nobody said."""
    return fault.facts.reported_at or fault.recorded.at


def begun_instant(fault: Fault) -> datetime:
    """When the promises of a fault began: with the report, and again when it was reopened."""
    return max(reported_instant(fault), fault.reopened_at or reported_instant(fault))


def _running(fault: Fault) -> tuple[ClockKind, ...]:
    """The clocks that may set the next due time, the first that has a target does."""
    if fault.acknowledged_at is None:
        return (ClockKind.ACKNOWLEDGE, ClockKind.RESTORE, ClockKind.RESOLVE)
    if restored_since(fault) is None:
        return (ClockKind.RESTORE, ClockKind.RESOLVE)
    return (ClockKind.RESOLVE,)


def _read(kind: ClockKind, fault: Fault, rules: ClockRules, now: datetime) -> Clock:
    target = rules.settings.targets.of(working_priority(fault, rules).value)
    pausing_reasons = _reasons(rules.settings.pausing_reasons)
    if kind is ClockKind.WORD:
        return read_word_clocks(
            reported=begun_instant(fault),
            told=(word.told_at for word in fault.words_to_user),
            stopped=fault.closed_at or fault.verified_at,
            pauses=fault.pauses,
            target_minutes=target.word,
            around_the_clock=target.around_the_clock,
            calendar=rules.calendar,
            now=now,
            pausing_reasons=pausing_reasons,
        )[-1]
    minutes, stopped = _promise(kind, fault, target)
    return read_clock(
        kind,
        started=reported_instant(fault) if kind is ClockKind.ACKNOWLEDGE else begun_instant(fault),
        stopped=stopped,
        pauses=fault.pauses,
        target_minutes=minutes,
        around_the_clock=target.around_the_clock,
        calendar=rules.calendar,
        now=now,
        pausing_reasons=pausing_reasons,
    )


@lru_cache(maxsize=8)
def _reasons(names: tuple[str, ...]) -> tuple[PendingReason, ...]:
    return tuple(PendingReason(name) for name in names)


def _promise(kind: ClockKind, fault: Fault, target: Target) -> tuple[int | None, datetime | None]:
    """The minutes that are promised, and when the promise was kept."""
    match kind:
        case ClockKind.ACKNOWLEDGE:
            return target.acknowledge, fault.acknowledged_at
        case ClockKind.RESTORE:
            return target.restore, restored_since(fault) or fault.implemented_at
        case _:
            return target.resolve, fault.implemented_at


def restored_since(fault: Fault) -> datetime | None:
    """When the service came back; None where the fault came back after that."""
    restored, reopened = fault.restored_at, fault.reopened_at
    return None if restored is None or (reopened is not None and restored < reopened) else restored
