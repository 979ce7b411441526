"""An occurrence as calendars show it, touched or only following from its plan, and what many of them add up to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.recurrence import local_instant, occurrence_identifier, zone_named
from fieldtech.domain.words import OccurrenceState

_UTC = ZoneInfo("UTC")
FULL_DAY_MINUTES = 8 * 60
"""More than this on one day is too much for one person."""
_OVER = (OccurrenceState.DONE, OccurrenceState.SKIPPED, OccurrenceState.MISSED)


class PlannedOccurrence(msgspec.Struct, frozen=True, gc=False):
    """An occurrence of a plan on a day, with the state that the clock gives it."""

    plan_id: str
    number: str
    """The plan's."""
    facts: PlanFacts
    """The plan as it holds for this slot, whole."""
    slot: date
    day: date
    """Where it stands: the slot, moved off a day without work, or where somebody moved it."""
    opens: date
    closes: date
    """The window: the first and the last day on which it counts as done in time."""
    state: OccurrenceState
    touched: Occurrence | None = None
    """None: it only follows from the plan."""
    is_expected: bool = False
    """Of a floating plan: the day hangs on when an earlier one is done."""

    @property
    def id(self) -> str:
        """Its identifier, the same on every machine."""
        return occurrence_identifier(self.plan_id, self.slot)

    @property
    def name(self) -> str:
        """What people and commands call it: the plan's number and the slot."""
        return f"{self.number}/{self.slot.isoformat()}"

    @property
    def starts_at(self) -> datetime:
        """When it begins, UTC."""
        return local_instant(self.day, self.facts.at or time(), zone_of_plan(self.facts))

    @property
    def is_over(self) -> bool:
        """Nothing is to be done about it any more."""
        return self.state in _OVER

    @property
    def has_conflict(self) -> bool:
        """Something of it was written without sight of the other, or changed behind its signer's back."""
        return self.touched is not None and (bool(self.touched.conflicts) or self.touched.is_changed_since_sign_off)

    @property
    def is_done_in_window(self) -> bool:
        """It was done, first, on a day of its own window."""
        done = self.touched.done_at if self.touched else None
        return done is not None and self.opens <= local_day(done, zone_of_plan(self.facts)) <= self.closes


class Compliance(NamedTuple):
    """How much of what was due was done inside its window."""

    done_in_window: int
    due: int


class Load(NamedTuple):
    """What one person has on one day."""

    person: str
    """Empty: nobody was named."""
    day: date
    occurrences: int
    minutes: int

    @property
    def is_too_much(self) -> bool:
        """It is more than a person does in a day."""
        return self.minutes > FULL_DAY_MINUTES


def compliance(occurrences: Iterable[PlannedOccurrence], today: date) -> Compliance:
    """Count plan compliance: done inside its window / due, that is all whose window is over or that were done.

    What is only expected hangs on one that is not done yet, and is never due before that.
    """
    told = (each for each in occurrences if not each.is_expected)
    due = [each for each in told if each.closes < today or each.state is OccurrenceState.DONE]
    return Compliance(sum(each.is_done_in_window for each in due), len(due))


def loads(occurrences: Iterable[PlannedOccurrence]) -> tuple[Load, ...]:
    """Add up what each person has on each day, in order of day and name; what is over loads nobody."""
    counted: dict[tuple[date, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in occurrences:
        if not each.is_over:
            for person in each.facts.people or ("",):
                number, minutes = counted[each.day, person]
                counted[each.day, person] = number + 1, minutes + (each.facts.minutes or 0)
    return tuple(Load(person, day, *sums) for (day, person), sums in sorted(counted.items()))


def zone_of_plan(facts: PlanFacts) -> ZoneInfo:
    """Find a plan's zone; UTC where another machine named one that isn't known here."""
    return zone_named(facts.zone or "UTC") or _UTC


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """Tell on which day of a zone an instant falls."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:  # At the ends of the calendar a zone may have no such day.
        return instant.astimezone(UTC).date()
