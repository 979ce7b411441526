"""The clocks of a promise (acknowledge, restore, resolve, next word): computed from recorded instants, never stored."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import msgspec

from fieldtech.domain.faults import Pause
from fieldtech.domain.words import PendingReason
from fieldtech.domain.working_time import WorkingCalendar, add_working_time, working_time_between

_NOTHING = timedelta(0)


class ClockKind(StrEnum):
    """What is promised."""

    ACKNOWLEDGE = "acknowledge"
    RESTORE = "restore"
    RESOLVE = "resolve"
    WORD = "word"
    """The next word of progress to the user (PROCESS S6)."""


class ClockEvent(StrEnum):
    """What a line of a clock's explanation tells; of one instant, in this order."""

    STARTED = "started"
    RESUMED = "resumed"
    DUE = "due"
    PAUSED = "paused"
    NOW = "now"
    STOPPED = "stopped"


class ClockLine(msgspec.Struct, frozen=True):
    """One line of a clock's explanation."""

    instant: datetime
    event: ClockEvent
    counted: timedelta = _NOTHING
    """What counted since the line before; beyond NOW, what has yet to count."""
    left_out: timedelta = _NOTHING
    """What passed since the line before without counting: a pause, or hours without work."""
    is_pause: bool = False
    """What was left out is a pause, not hours without work."""
    reasons: tuple[PendingReason, ...] = ()
    """Why the clock pauses from here on."""


class _Measure(NamedTuple):
    """What counts: the working time of a calendar, or all time."""

    calendar: WorkingCalendar | None

    def between(self, start: datetime, end: datetime) -> timedelta:
        if self.calendar is None:
            return max(end - start, _NOTHING)
        return working_time_between(self.calendar, start, end)

    def after(self, start: datetime, amount: timedelta) -> datetime | None:
        if self.calendar is not None:
            return add_working_time(self.calendar, start, amount)
        try:
            return start + amount
        except OverflowError:
            return None


class _Gap(NamedTuple):
    """A stretch in which the clock stands."""

    since: datetime
    until: datetime | None
    reasons: tuple[PendingReason, ...]

    def holds(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """How one promise stands."""

    kind: ClockKind
    target: timedelta | None
    """None: nothing is promised."""
    around_the_clock: bool
    started: datetime
    stopped: datetime | None
    due_at: datetime | None
    """While the clock pauses: as if it went on now. None: nothing is promised, or so much working time never comes."""
    is_paused: bool
    is_met: bool | None
    """None: still open, or nothing is promised."""
    is_overdue: bool
    """Open and late; never by time that passes in a pause."""
    end: datetime
    """When it stopped, or now."""
    gaps: tuple[_Gap, ...]
    """The stretches in which it stands, one after the other."""
    measure: _Measure

    @property
    def lines(self) -> tuple[ClockLine, ...]:
        """The explanation, in order; computed when it is asked for, as lists of faults only want the due time."""
        return tuple(_lines(_marks(self), self))

    @property
    def spent(self) -> timedelta:
        """What counted until now, or until it stopped."""
        return sum((line.counted for line in self.lines if line.instant <= self.end), _NOTHING)

    @property
    def is_running(self) -> bool:
        """Neither stopped nor paused; at night and on holidays it may stand still all the same."""
        return self.stopped is None and not self.is_paused


def read_clock(
    kind: ClockKind,
    *,
    started: datetime,
    stopped: datetime | None,
    pauses: Iterable[Pause],
    target_minutes: int | None,
    around_the_clock: bool,
    calendar: WorkingCalendar,
    now: datetime,
    pausing_reasons: Collection[PendingReason],
) -> Clock:
    """Read a clock as it stands now.

    Args:
        started: When the promise was made.
        stopped: When it was kept, or the work ended. None: still open.
        pauses: In any order, overlapping, open, or outside the clock's time; each stretch is taken out once.
        target_minutes: None: nothing is promised.
        around_the_clock: Whether all time counts, or working time alone.
        pausing_reasons: The reasons whose pauses stop the clock.
    """
    measure = _Measure(None if around_the_clock else calendar)
    end = max(started, stopped or now)
    gaps = tuple(_gaps([each for each in pauses if each.reason in pausing_reasons], started, stopped))
    target = None if target_minutes is None else timedelta(minutes=target_minutes)
    due_at = None if target is None else _due_at(target, started, gaps, end, measure)
    return Clock(
        kind=kind,
        target=target,
        around_the_clock=around_the_clock,
        started=started,
        stopped=stopped,
        due_at=due_at,
        is_paused=stopped is None and any(gap.holds(now) for gap in gaps),
        is_met=None if stopped is None or target is None else due_at is None or stopped <= due_at,
        is_overdue=stopped is None and due_at is not None and now > due_at,
        end=end,
        gaps=gaps,
        measure=measure,
    )


def read_word_clocks(
    *,
    reported: datetime,
    told: Iterable[datetime],
    stopped: datetime | None,
    pauses: Collection[Pause],
    target_minutes: int | None,
    around_the_clock: bool,
    calendar: WorkingCalendar,
    now: datetime,
    pausing_reasons: Collection[PendingReason],
) -> tuple[Clock, ...]:
    """Read the clocks of the next word to the user: each word stops one and starts the next.

    Args:
        told: When the user was told something, in any order.

    Returns:
        At least one; the last is the one that stands now.
    """
    words = sorted({instant for instant in told if instant > reported and (stopped is None or instant < stopped)})
    return tuple(
        read_clock(
            ClockKind.WORD,
            started=started,
            stopped=ended,
            pauses=pauses,
            target_minutes=target_minutes,
            around_the_clock=around_the_clock,
            calendar=calendar,
            now=now,
            pausing_reasons=pausing_reasons,
        )
        for started, ended in pairwise([reported, *words, stopped])
        if started is not None
    )


def _gaps(pauses: list[Pause], started: datetime, stopped: datetime | None) -> Iterator[_Gap]:
    """Cut the pauses to the clock's time and join those that touch: merged machines may have paused twice."""
    open_gap: _Gap | None = None
    for gap in sorted(_cut(pauses, started, stopped), key=lambda gap: gap.since):
        if open_gap is None:
            open_gap = gap
        elif open_gap.until is None or gap.since <= open_gap.until:
            reasons = tuple(dict.fromkeys(open_gap.reasons + gap.reasons))
            open_gap = _Gap(open_gap.since, _later(open_gap.until, gap.until), reasons)
        else:
            yield open_gap
            open_gap = gap
    if open_gap is not None:
        yield open_gap


def _cut(pauses: list[Pause], started: datetime, stopped: datetime | None) -> Iterator[_Gap]:
    for pause in pauses:
        since = max(pause.since, started)
        until = _sooner(pause.until, stopped)
        if until is None or since < until:
            yield _Gap(since, until, (pause.reason,))


def _sooner(first: datetime | None, second: datetime | None) -> datetime | None:
    return min((each for each in (first, second) if each is not None), default=None)


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return None if first is None or second is None else max(first, second)


def _due_at(
    target: timedelta, started: datetime, gaps: tuple[_Gap, ...], end: datetime, measure: _Measure
) -> datetime | None:
    """Find when the target is used up, each pause taken out; one that is open now ends now."""
    since, left = started, target
    for gap in gaps:
        due_at = measure.after(since, left)
        if due_at is not None and due_at < gap.since:
            return due_at
        left -= measure.between(since, gap.since)
        since = gap.until or max(gap.since, end)
    return measure.after(since, left)


def _marks(clock: Clock) -> list[ClockLine]:
    """List what happens to the clock, in order."""
    marks = [ClockLine(clock.started, ClockEvent.STARTED)]
    marks.append(ClockLine(clock.end, ClockEvent.NOW if clock.stopped is None else ClockEvent.STOPPED))
    for gap in clock.gaps:
        marks.append(ClockLine(gap.since, ClockEvent.PAUSED, reasons=gap.reasons))
        if gap.until is not None and gap.until != clock.stopped:
            marks.append(ClockLine(gap.until, ClockEvent.RESUMED))
    if clock.due_at is not None:
        marks.append(ClockLine(clock.due_at, ClockEvent.DUE))
    order = tuple(ClockEvent)
    return sorted(marks, key=lambda mark: (mark.instant, order.index(mark.event)))


def _lines(marks: list[ClockLine], clock: Clock) -> Iterator[ClockLine]:
    """Say of each mark what counted since the one before: between two marks the clock either runs or stands."""
    yield marks[0]
    for before, mark in pairwise(marks):
        is_past_end = before.instant >= clock.end
        stands = any(gap.holds(before.instant) and not (gap.until is None and is_past_end) for gap in clock.gaps)
        counted = _NOTHING if stands else clock.measure.between(before.instant, mark.instant)
        left_out = mark.instant - before.instant - counted
        yield msgspec.structs.replace(mark, counted=counted, left_out=left_out, is_pause=stands)
