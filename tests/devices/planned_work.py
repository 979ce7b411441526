"""What people do with plans on their machines, by the use cases alone: everywhere the same few slots."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Conflict
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import CheckResult
from fieldtech.store import Store
from fieldtech.store.views.plans import all_plans, occurrence_at
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import (
    break_off_occurrence,
    defer_occurrence,
    move_occurrence,
    skip_occurrence,
    start_occurrence,
    tick_occurrence,
)
from fieldtech.workflow.plans import edit_plan, retire_plan
from fieldtech.workflow.settling import settle_conflict
from tests.workflow.planned import LIBRARY, planned, planned_round

FIRST = date(2026, 11, 2)
MOST_PLANS, SLOTS = 2, 1


@dataclass
class Planner:
    """Somebody who sits before a plan and one of its occurrences."""

    store: Store
    chance: random.Random
    plan: Plan
    occurrence: PlannedOccurrence | None

    @property
    def name(self) -> str:
        """Names the occurrence to the use cases: numbers of plans may be given twice."""
        if self.occurrence is None:
            raise RuleViolation("there is no occurrence in this slot")
        return f"{self.plan.id}/{self.occurrence.slot}"

    def day(self) -> date:
        """Some day soon after the slot."""
        return FIRST + timedelta(days=self.chance.randrange(1, 12))


def planned_work(store: Store, chance: random.Random) -> str:
    """Do one thing.

    Returns:
        The subject that it was done to.
    """
    plans = all_plans(store)
    if not plans or (len(plans) < MOST_PLANS and chance.random() < 0.2):
        made = planned(store) if chance.random() < 0.5 else planned_round(store, "R1", "R2")
        return f"plan:{made.id}"
    plan = chance.choice(plans)
    told = Planner(store, chance, plan, occurrence_at(store, plan, FIRST + timedelta(weeks=chance.randrange(SLOTS))))
    step: Callable[[Planner], str] = chance.choice(_ON_PLANS if chance.random() < 0.3 else _ON_OCCURRENCES)
    return _settled(told) or step(told)


def _settled(told: Planner) -> str:
    """Take a side of a conflict now and then; empty: there is none, or nobody cares."""
    touched = told.occurrence.touched if told.occurrence else None
    nouns: list[tuple[str, tuple[Conflict, ...]]] = [(f"plan:{told.plan.id}", told.plan.conflicts)]
    if touched is not None:
        nouns.append((_subject(told), touched.conflicts))
    for subject, conflicts in nouns:
        if conflicts and told.chance.random() < 0.6:
            conflict = told.chance.choice(conflicts)
            settle_conflict(told.store, subject, conflict.field, told.chance.choice(conflict.sides).by.ref)
            return subject
    return ""


def _on_occurrence(step: Callable[[Planner], object]) -> Callable[[Planner], str]:
    def done(told: Planner) -> str:
        step(told)
        return _subject(told)

    return done


def _on_plan(step: Callable[[Planner], object]) -> Callable[[Planner], str]:
    def done(told: Planner) -> str:
        step(told)
        return f"plan:{told.plan.id}"

    return done


def _subject(told: Planner) -> str:
    return f"occurrence:{told.occurrence.id}" if told.occurrence else ""


def _start(told: Planner) -> object:
    return start_occurrence(told.store, told.name, LIBRARY)


def _tick(told: Planner) -> object:
    touched = told.occurrence.touched if told.occurrence else None
    items = touched.items if touched else ()
    if not items:
        return _start(told)
    result = told.chance.choice((CheckResult.PASS, CheckResult.FAIL, CheckResult.NOT_APPLICABLE))
    return tick_occurrence(told.store, told.name, told.chance.choice(items).id, result, note="seen")


def _break_off(told: Planner) -> object:
    return break_off_occurrence(told.store, told.name, reason="no key to the room")


def _defer(told: Planner) -> object:
    return defer_occurrence(told.store, told.name, told.day(), "a spare is missing")


def _move(told: Planner) -> object:
    return move_occurrence(told.store, told.name, told.day(), reason="a day off")


def _skip(told: Planner) -> object:
    return skip_occurrence(told.store, told.name, "the room is closed")


def _finish(told: Planner) -> object:
    return finish_occurrence(told.store, told.name, note=f"all well {told.chance.randrange(1_000)}")


def _rename(told: Planner) -> object:
    return _edited(told, PlanFacts(title=f"Check the UPS {told.chance.randrange(1_000)}"))


def _shift(told: Planner) -> object:
    return _edited(told, PlanFacts(at=time(told.chance.randrange(7, 18))))


def _edited(told: Planner, facts: PlanFacts) -> object:
    return edit_plan(told.store, told.plan.id, facts, LIBRARY, since=FIRST, because="as agreed")


def _retire(told: Planner) -> object:
    return retire_plan(told.store, told.plan.id, "the rack was taken down", on=FIRST + timedelta(weeks=SLOTS))


_ON_OCCURRENCES = tuple(map(_on_occurrence, (*(2 * (_start, _tick, _finish)), _break_off, _defer, _move, _skip)))
_ON_PLANS = tuple(map(_on_plan, (_rename, _rename, _shift, _retire)))
