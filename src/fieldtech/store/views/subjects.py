"""Faults, plans, their occurrences and outages alike: by the names that people call them, and by their rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.faults import Stamp
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.outages import Outage
from fieldtech.domain.plans import Plan
from fieldtech.domain.register_words import Contested
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.store import statements
from fieldtech.store.store import Store
from fieldtech.store.views.faults import fault_by_id, find_fault
from fieldtech.store.views.outages import find_outage, outage_by_id
from fieldtech.store.views.plans import all_plans, find_occurrence, find_plan, occurrence_by_id, plan_by_id, touched_of
from fieldtech.text import _

_PLAN = re.compile(r"(?i)P-")
_OCCURRENCE = re.compile(r"[^/]+/\s*\d{4}-\d\d-\d\d\s*")


@dataclass(frozen=True, slots=True)
class FoundSubject:
    """A subject, and what people call it."""

    subject: str
    """Such as `fault:4f6k2m9p3qdw`."""
    number: str
    """The number of a fault or a plan, `P-26K7-001/2026-03-31`, a provider's number."""
    title: str
    noun: Contested

    @property
    def kind(self) -> str:
        """Which kind of subject it is: fault, plan, occurrence or outage."""
        return subject_kind(self.subject)

    @property
    def recorded(self) -> Stamp:
        """Who recorded it first, as far as that is told."""
        noun = self.noun
        stamp = noun.changed_by if isinstance(noun, Occurrence) else noun.recorded
        assert stamp is not None
        return stamp


def find_subject(store: Store, name: str) -> FoundSubject:
    """Find a fault, a plan, an occurrence or an outage by what it is called, or by its subject, `outage:4f6k2m9p3qdw`.

    Raises:
        UnknownName: nothing, or more than one of a kind, is called so.
    """
    wanted = name.strip()
    found = subject_by_id(store, wanted)
    if found is not None:
        return found
    if _OCCURRENCE.fullmatch(wanted) and (occurrence := _occurrence(store, wanted)) is not None:
        return _found(store, f"occurrence:{occurrence.id}", occurrence)
    if _PLAN.match(wanted):
        plan = find_plan(store, wanted)
        return _found(store, f"plan:{plan.id}", plan)
    try:
        fault = find_fault(store, wanted)
        return _found(store, f"fault:{fault.id}", fault)
    except UnknownName:
        try:
            outage = find_outage(store, wanted) if wanted else None
        except UnknownName:
            outage = None
        if outage is None:
            raise
    return _found(store, f"outage:{outage.id}", outage)


def subject_by_id(store: Store, subject: str) -> FoundSubject | None:
    """Find what a subject names, such as `outage:4f6k2m9p3qdw`; None where none of these kinds is known by it."""
    read = _BY_ID.get(subject_kind(subject))
    noun = read(store, subject_id(subject)) if read else None
    return None if noun is None else _found(store, subject, noun)


def subjects_of_site(store: Store, site: str) -> frozenset[str]:
    """Name the faults and the plans of a site, and those occurrences of its plans that somebody has touched.

    Raises:
        UnknownName: no fault and no plan is of that site.
    """
    wanted = " ".join(site.split()).lower()
    with store.reading() as database:
        rows = statements.run(database, "SELECT subject FROM fault WHERE lower(site) = ?", (wanted,))
        found = {str(row[0]) for row in rows}
        for plan in all_plans(store, with_retired=True):
            if (plan.facts.site or "").lower() == wanted:
                found |= {f"plan:{plan.id}", *(f"occurrence:{each.id}" for each in touched_of(store, plan).values())}
    if not found:
        raise UnknownName(_("No fault and no plan is of the site {site}.").format(site=site))
    return frozenset(found)


def _found(store: Store, subject: str, noun: Contested) -> FoundSubject:
    if isinstance(noun, Outage):
        return FoundSubject(subject, noun.maintenance_id, noun.title, noun)
    if isinstance(noun, Occurrence):
        plan = plan_by_id(store, noun.plan_id)
        number = plan.number if plan else noun.plan_id
        return FoundSubject(subject, f"{number}/{noun.slot}", _title_on(plan, noun.slot), noun)
    return FoundSubject(subject, noun.number, noun.title, noun)


def _title_on(plan: Plan | None, slot: date) -> str:
    """What it was called that day."""
    return (plan.facts_on(slot).title or "") if plan else ""


def _occurrence(store: Store, name: str) -> Occurrence | None:
    """Find an occurrence that somebody has touched."""
    try:
        return find_occurrence(store, name)[1].touched
    except UnknownName:
        return None


_BY_ID: "dict[str, Callable[[Store, str], Contested | None]]" = {
    "fault": fault_by_id,
    "plan": plan_by_id,
    "occurrence": occurrence_by_id,
    "outage": outage_by_id,
}
