"""Triage: a fault classified, its solution sketched and its checklist put on it in one go (PROCESS S3.2, S3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Nature, Role
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person, all_people
from fieldtech.store.views.queue import Filters, count_faults
from fieldtech.store.views.skills import solved_by_nature
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.handling import plan_solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What a triage comes to."""

    assessment: Assessment
    plan: str = ""
    """How it is to be solved; empty: not planned yet, or as planned before."""
    template: Template | None = None
    """The list to work through; None: none is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could have a fault."""

    name: str
    role: Role
    load: int
    """How many open faults he has."""
    solved: Mapping[Nature, int]
    """How many he has solved of each nature: what he is known to be able to do."""
    is_me: bool = False


def triage_fault(store: Store, number: str, said: Triage) -> Fault:
    """Assess a fault, and record its plan and its checklist with it, all or nothing.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: it can't be assessed now, something is missing, or the attempt has that list already.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = assess_fault(store, number, said.assessment)
        if said.plan.strip() and said.plan.strip() != fault.attempt.plan:
            fault = plan_solution(store, fault.number, said.plan, kind=fault.attempt.plan_kind)
        if said.template is not None:
            fault = add_checklist(store, fault.number, said.template)
        return fault


def candidates(store: Store) -> tuple[Candidate, ...]:
    """Tell who could have a fault, with the load and the skill of each: the acting person first, the others by name.

    Raises:
        UnknownName: the store doesn't know who acts.
    """
    with store.reading():
        me = acting_person(store)
        others = (person for person in all_people(store) if person.id != me.id)
        solved = solved_by_nature(store)
        return tuple(
            Candidate(
                name=person.name,
                role=person.role,
                load=count_faults(store, Filters(assignee=person.name)),
                solved=solved.get(person.name, {}),
                is_me=person.id == me.id,
            )
            for person in (me, *others)
        )
