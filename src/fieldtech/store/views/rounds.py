"""A round as it is walked: the occurrence, those before it, and who people are."""

from dataclasses import dataclass

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.store.store import Store
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.plans import earlier_occurrences, find_occurrence


@dataclass(frozen=True, slots=True)
class RoundRead:
    """What a round's screens show."""

    occurrence: PlannedOccurrence
    earlier: tuple[Occurrence, ...]
    """The oldest first."""
    names: PeopleNames


def read_round(store: Store, name: str) -> RoundRead:
    """Read an occurrence with those before it.

    Raises:
        UnknownName: there is no such occurrence.
    """
    with store.reading():
        plan, found = find_occurrence(store, name)
        earlier = earlier_occurrences(store, plan, found.slot)
        return RoundRead(found, earlier, people_names(store))
