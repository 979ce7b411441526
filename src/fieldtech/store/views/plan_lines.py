"""All plans as lists show them, with the state that the clock gives each, and one plan with all that one asks of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import msgspec

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_calendar import Touched, preview
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import Plan, plan_words
from fieldtech.domain.recurrence import FIRST_DAY, Workdays
from fieldtech.domain.word_labels import label_of
from fieldtech.store import statements
from fieldtech.store.store import Store
from fieldtech.store.views.calendar import CalendarFilters, plan_occurrences
from fieldtech.store.views.history import HistoryEntry
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.plan_history import plan_history
from fieldtech.store.views.plans import all_plans, find_plan, next_occurrences, today_of

_occurrences = msgspec.json.Decoder(Occurrence)
_NEVER = date.max
PAST_SHOWN = 200
"""So many occurrences that lie behind are listed, the latest."""


class PlanState(StrEnum):
    """What the clock says of a plan."""

    RUNNING = "running"
    NOT_YET = "not-yet"
    """Its first day lies ahead."""
    ENDED = "ended"
    """Nothing comes of it any more."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list."""

    plan: Plan
    state: PlanState
    next_day: date | None
    """When it comes next; None: it doesn't."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with all that its page shows."""

    plan: Plan
    state: PlanState
    names: PeopleNames
    coming: tuple[PlannedOccurrence, ...]
    past: tuple[PlannedOccurrence, ...]
    """What lies behind, the latest first."""
    history: tuple[HistoryEntry, ...]


def plan_lines(store: Store, words: str = "", filters: CalendarFilters | None = None) -> tuple[PlanLine, ...]:
    """List the plans that have all of some words: what comes next first, what has ended last."""
    wanted = words.casefold().split()
    plans = [plan for plan in all_plans(store, with_retired=True) if _fits(plan, wanted, filters)]
    known = _touched(store)
    now, is_workday = store.now(), lru_cache(maxsize=2048)(store.rules.calendar.is_workday)
    lines = [
        _line(plan, known.get(f"plan:{plan.id}", {}), local_day(now, zone_of_plan(plan.facts)), is_workday)
        for plan in plans
    ]
    return tuple(sorted(lines, key=lambda line: (line.next_day or _NEVER, line.plan.number)))


def plan_view(store: Store, number: str) -> PlanView:
    """Read a plan with what comes of it, what came of it, and its changes.

    Raises:
        UnknownName: there is no such plan.
    """
    with store.reading():
        plan = find_plan(store, number)
        today, coming = today_of(store, plan), next_occurrences(store, plan)
        since = max(FIRST_DAY, plan.versions[0].facts.first or FIRST_DAY)
        behind = [each for each in plan_occurrences(store, plan, since, today) if each.day < today or each.is_over]
        return PlanView(
            plan=plan,
            state=_state(plan, coming, today),
            names=people_names(store),
            coming=tuple(coming),
            past=tuple(reversed(behind[-PAST_SHOWN:])),
            history=plan_history(store, plan),
        )


def _fits(plan: Plan, wanted: list[str], filters: CalendarFilters | None) -> bool:
    facts = plan.facts
    if filters is not None and not filters.takes_facts(facts):
        return False
    told = " ".join((*plan_words(plan), label_of(facts.kind) if facts.kind else "")).casefold()
    return all(word in told for word in wanted)


def _line(plan: Plan, touched: Touched, today: date, is_workday: Workdays) -> PlanLine:
    coming = tuple(preview(plan, touched, today, 1, today=today, is_workday=is_workday))
    return PlanLine(plan, _state(plan, coming, today), coming[0].day if coming else None)


def _state(plan: Plan, coming: tuple[PlannedOccurrence, ...], today: date) -> PlanState:
    if not coming:
        return PlanState.ENDED
    return PlanState.NOT_YET if (plan.facts.first or today) > today else PlanState.RUNNING


def _touched(store: Store) -> dict[str, dict[date, Occurrence]]:
    """Read what was recorded of all occurrences, by plan and slot, without their checklists."""
    found: dict[str, dict[date, Occurrence]] = defaultdict(dict)
    with store.reading() as database:
        for plan, brief in statements.run(database, "SELECT plan, brief FROM occurrence"):
            occurrence = _occurrences.decode(brief if isinstance(brief, bytes) else bytes(brief))  # type: ignore[call-overload]
            found[str(plan)][occurrence.slot] = occurrence
    return found
