"""A round as it is walked: the occurrence, those before it, and who people are."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.store.store import Store
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plans import earlier_occurrences, find_occurrence


@dataclass(frozen=True, slots=True)
class RoundRead:
    """What a round's screens show."""

    occurrence: PlannedOccurrence
    earlier: tuple[Occurrence, ...]
    """The oldest first."""
    people: Mapping[str, str]
    """Their names, by identifier."""
    machines: Mapping[str, str]
    """What they are called, by chain."""


def read_round(store: Store, name: str) -> RoundRead:
    """Read an occurrence with those before it.

    Raises:
        UnknownName: there is no such occurrence.
    """
    with store.reading():
        plan, found = find_occurrence(store, name)
        earlier = earlier_occurrences(store, plan, found.slot)
        names = people_names(store)
    return RoundRead(found, earlier, names.people, names.machines)
