"""What an annual plan is made from: the occurrences of a year, as they stand when it is printed (PROCESS S3.6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.instants import local_text
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.words import MaintenanceKind, OccurrenceState

QUARTERS = (1, 2, 3, 4)
_MONTHS = 3


class AnnualPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A year of planned work as its document sees it."""

    year: int
    site: str
    """Whose plan it is."""
    zone: ZoneInfo
    language: str
    """That of the words, one of fieldtech.text.LANGUAGES."""
    printed_at: datetime
    occurrences: tuple[PlannedOccurrence, ...]
    """By day, time and number."""
    checklists: Mapping[str, str]
    """Titles by the identifiers that plans bear; one that is not known stands for itself."""
    only: tuple[str, ...] = ()
    """What it was narrowed to; empty: it is whole."""

    @property
    def today(self) -> date:
        """The day on which it is printed, at the site."""
        return self.printed_at.astimezone(self.zone).date()

    def when(self, instant: datetime) -> str:
        """Spell an instant in the site's zone."""
        return local_text(instant, self.zone)


class PlanDays(NamedTuple):
    """Occurrences of one plan."""

    number: str
    occurrences: tuple[PlannedOccurrence, ...]

    @property
    def last(self) -> PlannedOccurrence:
        """The last one, with the plan as it then holds."""
        return self.occurrences[-1]


def quarter_of(day: date) -> int:
    """Tell the quarter of a day, 1 to 4."""
    return (day.month - 1) // _MONTHS + 1


def in_quarter(plan: AnnualPlan, quarter: int) -> tuple[PlannedOccurrence, ...]:
    """Pick what stands in a quarter."""
    return tuple(each for each in plan.occurrences if quarter_of(each.day) == quarter)


def by_kind(occurrences: Iterable[PlannedOccurrence]) -> Iterator[tuple[MaintenanceKind, list[PlannedOccurrence]]]:
    """Part occurrences by what they are for, in the order of the vocabulary."""
    found: dict[MaintenanceKind, list[PlannedOccurrence]] = defaultdict(list)
    for each in occurrences:
        found[each.facts.kind or MaintenanceKind.OTHER].append(each)
    return ((kind, found[kind]) for kind in MaintenanceKind if kind in found)


def by_plan(occurrences: Iterable[PlannedOccurrence]) -> tuple[PlanDays, ...]:
    """Part occurrences by plan, in the order of the numbers."""
    found: dict[tuple[str, str], list[PlannedOccurrence]] = defaultdict(list)
    for each in occurrences:
        found[each.number, each.plan_id].append(each)
    return tuple(PlanDays(number, tuple(found[number, name])) for number, name in sorted(found))


def planned_day(occurrence: PlannedOccurrence) -> date:
    """Tell on which day it stood before anybody moved it."""
    return occurrence.opens + timedelta(days=occurrence.facts.window_before or 0)


def reason_of(occurrence: PlannedOccurrence) -> str:
    """Say why it was put off, moved or left out; empty where nobody said."""
    touched = occurrence.touched
    return (touched.reason or touched.moved_because) if touched else ""


def is_done_outside_window(occurrence: PlannedOccurrence) -> bool:
    """Tell whether it was done too early or too late to count."""
    return occurrence.state is OccurrenceState.DONE and not occurrence.is_done_in_window
