"""The history of a plan and of its occurrences: every entry, who recorded it, and what it changed."""

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.occurrence_fold import spell_occurrence_value
from fieldtech.domain.occurrence_state import gather_occurrence
from fieldtech.domain.plan_fold import gather_plan, spell_plan_value
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.store import journal, rosters
from fieldtech.store.store import Store
from fieldtech.store.views.history import FieldChange, HistoryEntry, changes_in, told_entry
from fieldtech.store.views.people import people_names


def plan_history(store: Store, plan: Plan) -> tuple[HistoryEntry, ...]:
    """Read all entries of a plan's definition in causal order, the oldest first."""
    subject = f"plan:{plan.id}"
    with store.reading():
        state = gather_plan(journal.entries_of([subject])[subject], rosters.supervisors())
    changes = changes_in(state.registers, spell_plan_value)
    return _told(store, subject, changes, {oddity.ref: oddity.reason for oddity in state.oddities})


def occurrence_history(store: Store, occurrence: PlannedOccurrence) -> tuple[HistoryEntry, ...]:
    """Read all entries of an occurrence in causal order, the oldest first; none where nobody touched it."""
    subject = f"occurrence:{occurrence.id}"
    with store.reading():
        state = gather_occurrence(occurrence.id, journal.entries_of([subject])[subject], rosters.supervisors())
    changes = changes_in(state.registers, spell_occurrence_value)
    return _told(store, subject, changes, {oddity.ref: oddity.reason for oddity in state.oddities})


def _told(
    store: Store, subject: str, changes: dict[str, list[FieldChange]], oddities: dict[str, str]
) -> tuple[HistoryEntry, ...]:
    with store.reading():
        entries = causal_order(journal.entries_of([subject])[subject])
        names, bundles = people_names(store), journal.bundle_names(subject)
    return tuple(
        told_entry(
            entry,
            names,
            tuple(changes.get(entry.ref, ())),
            oddities.get(entry.ref, ""),
            bundles.get(entry.hash, ""),
        )
        for entry in entries
    )
