"""A plan's occurrences in a span of days: what was touched, and what follows from the rule, each slot once."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from fieldtech.domain.occurrences import Occurrence, Progress
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import Plan, PlanVersion, recurrence_of
from fieldtech.domain.recurrence import (
    LONGEST_SHIFT,
    Recurrence,
    Workdays,
    next_floating,
    next_slot,
    slots_between,
    working_date,
)
from fieldtech.domain.words import DayOffPolicy, OccurrenceState

Touched = Mapping[date, Occurrence]
"""All of a plan that somebody touched, by slot."""
_DAY = timedelta(days=1)
_LOOKED_AHEAD = (40, 400, 4_000, 20_000)
"""The days within which a next occurrence is looked for, one after the other."""


def occurrences_between(
    plan: Plan, touched: Touched, since: date, until: date, *, today: date, is_workday: Workdays
) -> list[PlannedOccurrence]:
    """List what stands in a span of days, both included, by day and slot.

    Args:
        today: In the plan's zone.
    """
    can_move = any(each.facts.days_off is not DayOffPolicy.KEEP for each in plan.versions)
    low, high = (
        (_days_off_before(since, is_workday), _days_off_after(until, is_workday)) if can_move else (since, until)
    )
    span = _Span(plan, touched, low, high, today, is_workday)
    found = [each for each in span.occurrences() if since <= each.day <= until]
    if touched or can_move:
        found.sort(key=_place)
    return found


def occurrence_of(
    plan: Plan, touched: Touched, slot: date, *, today: date, is_workday: Workdays
) -> PlannedOccurrence | None:
    """Find the occurrence of a slot; None: the plan has none there, and nobody touched one."""
    span = _Span(plan, touched, slot, slot, today, is_workday)
    return next((each for each in span.occurrences() if each.slot == slot), None)


def preview(
    plan: Plan, touched: Touched, day: date, count: int, *, today: date, is_workday: Workdays
) -> list[PlannedOccurrence]:
    """List the next occurrences that stand on or after a day and are not over."""
    found: list[PlannedOccurrence] = []
    for ahead in _LOOKED_AHEAD:
        until = plus(day, ahead * _DAY)
        found = occurrences_between(plan, touched, day, until, today=today, is_workday=is_workday)
        found = [each for each in found if not each.is_over]
        if len(found) >= count:
            break
    return found[:count]


def open_floating_slot(plan: Plan, touched: Touched) -> date | None:
    """Find the slot of a floating plan that is to be done now, touched or not; None: the plan has ended."""
    waiting = [slot for slot, each in touched.items() if each.is_open]
    if waiting:
        return max(waiting)
    ended = [_counted_from(plan, each) for each in touched.values()]
    slot = next_floating(plan.recurrence, max(ended)) if ended else None
    since = max(plan.versions[-1].since, plan.recurrence.first)
    # What lies before the plan became floating is not counted anew.
    return slot if ended and (slot is None or slot >= since) else next_slot(plan.recurrence, minus(since, _DAY))


def _days_off_before(day: date, is_workday: Workdays) -> date:
    """Find the first of the days off right before a day: a slot on any of them is moved here."""
    earliest = minus(day, LONGEST_SHIFT)
    while day > earliest and not is_workday(day - _DAY):
        day -= _DAY
    return day


def _days_off_after(day: date, is_workday: Workdays) -> date:
    """Find the last of the days off right behind a day: a slot on any of them is moved here."""
    latest = plus(day, LONGEST_SHIFT)
    while day < latest and not is_workday(day + _DAY):
        day += _DAY
    return day


def minus(day: date, days: timedelta) -> date:
    """Go back, not before the calendar begins."""
    return day - days if day - date.min >= days else date.min


def plus(day: date, days: timedelta) -> date:
    """Go on, not past where the calendar ends."""
    return day + days if date.max - day >= days else date.max


class _Span:
    """The slots of one plan from one to another."""

    def __init__(self, plan: Plan, touched: Touched, low: date, high: date, today: date, is_workday: Workdays) -> None:
        self.plan, self.touched, self.low, self.high = plan, touched, low, high
        self.today, self.is_workday = today, is_workday

    def occurrences(self) -> Iterator[PlannedOccurrence]:
        """Put each slot where it stands, those first that the rule gives."""
        seen: set[date] = set()
        for version, slots in chain(self._fixed(), self._floating() if self.plan.is_floating else ()):
            seen.update(slots)
            yield from version.put(slots, self.touched)
        for slot in sorted(self.touched.keys() - seen):
            yield from self._version(self.plan.facts_on(slot)).put([slot], self.touched)

    def _version(self, facts: PlanFacts) -> "_Version":
        return _Version(self.plan, facts, self.today, self.is_workday)

    def _fixed(self) -> Iterator[tuple["_Version", list[date]]]:
        for version, end in _spans_of_versions(self.plan):
            first, last = max(self.low, version.since), min(self.high, end)
            if first <= last and not version.facts.is_floating:
                recurrence = recurrence_of(version.facts, self.plan.retired_on)
                yield self._version(version.facts), slots_between(recurrence, first, last)

    def _floating(self) -> Iterator[tuple["_Version", list[date]]]:
        """The one that is to be done now; behind it those that are expected if the rule goes on from there."""
        slot = open_floating_slot(self.plan, self.touched)
        if slot is None or slot > self.high:
            return
        version = self._version(self.plan.facts)
        yield version, [slot]
        version.is_expected = True
        goes_on = Recurrence(self.plan.recurrence.rule, slot, self.plan.recurrence.until)
        yield version, slots_between(goes_on, max(plus(slot, _DAY), self.low), self.high)


class _Version:
    """Puts the slots of one version of a plan where they stand."""

    def __init__(self, plan: Plan, facts: PlanFacts, today: date, is_workday: Workdays) -> None:
        self.plan, self.facts, self.today = plan, facts, today
        self.before, self.after = timedelta(days=facts.window_before or 0), timedelta(days=facts.window_after or 0)
        self.is_expected = False
        self._policy, self._is_workday = facts.days_off or DayOffPolicy.KEEP, is_workday

    def put(self, slots: list[date], touched: Touched) -> Iterator[PlannedOccurrence]:
        """Make the occurrences of some slots in order; none where the site doesn't work and the plan leaves it out."""
        plan, number, facts, today = self.plan.id, self.plan.number, self.facts, self.today
        for place, slot in enumerate(slots):
            known = touched.get(slot)
            day = self._working(slot)
            if day is None:
                if known is None:
                    continue
                day = slot
            if known is None and self.is_expected and day < today:
                continue  # It hangs on one that isn't done yet: on a day that is past, nothing comes of it.
            opens, closes = (
                (minus(day, self.before), plus(day, self.after)) if self.before or self.after else (day, day)
            )
            if known is None and closes >= today:
                state = OccurrenceState.PLANNED if today < opens else OccurrenceState.DUE
            else:
                following = slots[place + 1] if place + 1 < len(slots) else None
                state = self._state(known, slot, (opens, day, closes), following)
            stands = known.day if known and known.day else day
            yield PlannedOccurrence(
                plan, number, facts, slot, stands, opens, closes, state, known, known is None and self.is_expected
            )

    def _state(
        self, touched: Occurrence | None, slot: date, window: tuple[date, date, date], following: date | None
    ) -> OccurrenceState:
        """What was done to it; then what the clock says of the window, moved or not."""
        progress = touched.progress if touched else Progress.NONE
        if progress in _STATES:
            return _STATES[progress]
        opens, day, closes = window
        stands = (touched.day if touched else None) or day
        is_deferred = progress == Progress.DEFERRED
        if is_deferred and self.today < stands:
            return OccurrenceState.DEFERRED
        if self.today < min(opens, stands):
            return OccurrenceState.MOVED if stands != day else OccurrenceState.PLANNED
        if self.today <= closes:
            return OccurrenceState.MOVED if stands > closes else OccurrenceState.DUE
        if self.today <= stands:
            # A move plans another day, it doesn't make the window longer; only who puts it off is excused until then.
            return OccurrenceState.DUE if is_deferred else OccurrenceState.LATE
        # What somebody put off is never missed: he said that it is still to be done.
        return OccurrenceState.LATE if is_deferred or self._is_next_far(slot, following) else OccurrenceState.MISSED

    def _is_next_far(self, slot: date, following: date | None) -> bool:
        """Tell whether the window of the next one is still to open; one that hangs on this one never opens before."""
        if self.facts.is_floating:
            return True
        coming = following or _slot_after(self.plan, slot)
        return coming is None or self.today < minus(self._working(coming) or coming, self.before)

    def _working(self, slot: date) -> date | None:
        if self._policy is DayOffPolicy.KEEP:
            return slot
        return working_date(slot, self._policy, self._is_workday)


_STATES: Mapping[str, OccurrenceState] = {
    Progress.DONE: OccurrenceState.DONE,
    Progress.SKIPPED: OccurrenceState.SKIPPED,
    Progress.STARTED: OccurrenceState.STARTED,
    Progress.BROKEN_OFF: OccurrenceState.STARTED,
}


def _spans_of_versions(plan: Plan) -> Iterator[tuple[PlanVersion, date]]:
    """Give each version with the last day on which it holds."""
    ends = (*(minus(each.since, _DAY) for each in plan.versions[1:]), date.max)
    return zip(plan.versions, ends, strict=True)


def _slot_after(plan: Plan, slot: date) -> date | None:
    """Find the slot that follows one, in whatever version; None: there is none."""
    for version, end in _spans_of_versions(plan):
        if end <= slot:
            continue
        if version.facts.is_floating:
            return max(version.since, slot)
        coming = next_slot(recurrence_of(version.facts, plan.retired_on), max(slot, minus(version.since, _DAY)))
        if coming is not None and coming <= end:
            return coming
    return None


def _place(occurrence: PlannedOccurrence) -> tuple[date, date]:
    return occurrence.day, occurrence.slot


def _counted_from(plan: Plan, occurrence: Occurrence) -> date:
    """The day from which the next one is counted: when it was done last; of one that was skipped its own slot."""
    if not occurrence.is_done:
        return occurrence.slot
    return max(local_day(each.done_at, zone_of_plan(plan.facts)) for each in occurrence.finishes)
