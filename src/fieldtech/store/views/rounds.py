"""A round as it is walked: the occurrence, what was found at the same assets before, and who people are."""

from dataclasses import dataclass
from datetime import date

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.store.store import Store
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.plans import NEXT_SHOWN, all_plans, earlier_occurrences, find_occurrence


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
        earlier = earlier_at_assets(store, plan, found.slot)
        return RoundRead(found, earlier, people_names(store))


def earlier_at_assets(store: Store, plan: Plan, slot: date, *, limit: int = NEXT_SHOWN) -> tuple[Occurrence, ...]:
    """Read what was found before at the same assets by the same list, the oldest first: by whatever plan it was.

    A plan that was made anew for a year goes on with the readings of the one before it.
    """
    with store.reading():
        some = [each for each in all_plans(store, with_retired=True) if each.id != plan.id and _is_alike(each, plan)]
        found = [one for each in (plan, *some) for one in earlier_occurrences(store, each, slot, limit=limit)]
    return tuple(sorted(found, key=lambda each: (each.slot, each.id))[-limit:])


def _is_alike(one: Plan, other: Plan) -> bool:
    """Tell whether two plans answer the same list at the same stops, or at some of them."""
    assets, others = one.facts.assets or (), other.facts.assets or ()
    if not one.facts.template or one.facts.template != other.facts.template:
        return False
    if min(len(assets), len(others)) > 1:
        return not set(assets).isdisjoint(others)
    # A single asset is no stop: its list is answered once for all.
    return assets == others and (bool(assets) or one.facts.place == other.facts.place)
