"""The places, assets and people that plans name already: what is typed into a plan completes from them."""

from collections import Counter
from collections.abc import Iterator

from fieldtech.domain.plans import Plan
from fieldtech.store.store import Store
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plans import all_plans


def planned_names(store: Store, column: str, beginning: str, *, limit: int = 20) -> tuple[str, ...]:
    """Read the names that begin so: those that plans name most first, then those that faults and people bear.

    Args:
        column: "place", "asset" or "assignee".
    """
    begun = beginning.casefold()
    counted = Counter(name for plan in all_plans(store) for name in _names(plan, column))
    planned = sorted(counted, key=lambda name: (-counted[name], name))
    known = sorted(people_names(store).people.values()) if column == "assignee" else ()
    others = (*known, *known_words(store, column, beginning, limit=limit))
    found = (name for name in dict.fromkeys((*planned, *others)) if name.casefold().startswith(begun))
    return tuple(found)[:limit]


def _names(plan: Plan, column: str) -> Iterator[str]:
    facts = plan.facts
    names = {"asset": facts.assets or (), "assignee": facts.people or (), "place": (facts.place or "",)}
    return (name for name in names[column] if name)
