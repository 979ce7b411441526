"""What an import brings, counted and told fault by fault, and of what is planned, while it is taken in."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from fieldtech.domain.fault_changes import fault_changes
from fieldtech.domain.faults import Fault
from fieldtech.domain.planned_changes import planned_changes
from fieldtech.domain.planned_fields import PlannedThing
from fieldtech.domain.subjects import Noun, subject_id, subject_kind
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Merged, Store
from fieldtech.store.views.faults import faults_of
from fieldtech.store.views.identity import identity_notes, revocation_note
from fieldtech.store.views.people import people_names
from fieldtech.store.views.quarantine import Waiting, quarantine_view
from fieldtech.store.views.subjects import FoundSubject, subject_by_id
from fieldtech.text import _, ngettext

_PLANNED = ("plan", "occurrence", "outage")
MOST_TOLD = 500
"""Of how many faults it is told what changes; nobody reads more."""


class FaultChange(msgspec.Struct, frozen=True):
    """What an import does to a fault."""

    id: str
    number: str
    title: str
    is_new: bool
    words: tuple[str, ...]
    conflicts: tuple[str, ...]
    """The fields that are in conflict behind it."""


class PlannedChange(msgspec.Struct, frozen=True):
    """What an import does to a plan, an occurrence or an outage."""

    subject: str
    number: str
    title: str
    words: tuple[str, ...]
    conflicts: tuple[str, ...]
    """The fields that are in conflict behind it."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import, or would come of it."""

    new: int
    repeated: int
    quarantined: int
    forks: tuple[str, ...]
    """The codes of machines whose chain goes on in two ways."""
    changes: tuple[FaultChange, ...]
    more: int
    """How many faults changed beyond those that are told."""
    planned: tuple[PlannedChange, ...] = ()
    """At most as many as of faults."""
    receipts: int
    notes: tuple[str, ...]
    """What is to be known besides: what waits and why, what became of this machine."""

    @property
    def conflicts(self) -> tuple[tuple[str, str], ...]:
        """What is in conflict behind it: what it is called, and the field."""
        told: tuple[FaultChange | PlannedChange, ...] = (*self.changes, *self.planned)
        return tuple((change.number, field) for change in told for field in change.conflicts)


class Tally:
    """What is counted while files are taken in."""

    def __init__(self, store: Store) -> None:
        self.new = self.repeated = self.quarantined = self.receipts = 0
        self.forks: set[str] = set()
        self._touched: set[str] = set()
        self._planned: set[str] = set()
        self._planned_before: dict[str, PlannedThing | None] = {}
        self._before: dict[str, Fault | None] = {}
        self._after: dict[str, Fault] = {}
        """What became of those of which it is told."""
        self._known_notes = len(identity_notes(store))
        self._known_revocation = revocation_note(store)

    def meet(self, store: Store, subjects: Collection[str]) -> None:
        """Remember what subjects were before something new of them is written, of so many as are told."""
        if len(self._before) < MOST_TOLD:
            self._remember(store, [each for each in subjects if subject_kind(each) == "fault"])
        for subject in subjects:
            if subject_kind(subject) in _PLANNED and len(self._planned_before) < MOST_TOLD:
                self._remember_planned(store, subject)

    def hear(self, subject: str, noun: "Noun | None") -> None:
        """Remember what became of a fault, if that will be told; the last that is heard of it counts."""
        fault_id = subject_id(subject)
        if not isinstance(noun, Fault):
            self._after.pop(fault_id, None)
        elif fault_id in self._before or len(self._after) < MOST_TOLD:
            self._after[fault_id] = noun

    def add(self, merged: Merged) -> None:
        """Count what a bundle brought."""
        self.new += merged.new
        self.repeated += merged.repeated
        self.quarantined += merged.quarantined
        self.forks.update(merged.forks)
        self._touched.update(subject_id(each) for each in merged.subjects if subject_kind(each) == "fault")
        self._planned.update(each for each in merged.subjects if subject_kind(each) in _PLANNED)

    def told(self, store: Store) -> Imported:
        """Tell it all, as the store stands now."""
        names = people_names(store)
        told = sorted(self._touched, key=lambda each: (each not in self._before, each))[:MOST_TOLD]
        changes = (self._change(fault) for fault in map(self._after.get, told) if fault is not None)
        return Imported(
            new=self.new,
            repeated=self.repeated,
            quarantined=self.quarantined,
            forks=tuple(sorted(names.machine(chain) for chain in self.forks)),
            changes=tuple(sorted(changes, key=_weightiest_first)),
            more=len(self._touched) - len(told),
            planned=tuple(sorted(self._planned_changes(store), key=lambda each: (not each.conflicts, each.number))),
            receipts=self.receipts,
            notes=tuple(self._notes(store)),
        )

    def _remember(self, store: Store, subjects: Sequence[str]) -> None:
        unknown = [subject for subject in subjects if subject_id(subject) not in self._before]
        asked = unknown[: MOST_TOLD - len(self._before)]
        with store.reading():
            known = {fault.id: fault for fault in faults_of(asked)}
        self._before.update((fault_id, known.get(fault_id)) for fault_id in map(subject_id, asked))

    def _remember_planned(self, store: Store, subject: str) -> None:
        if subject not in self._planned_before:
            found = subject_by_id(store, subject)
            self._planned_before[subject] = _planned(found)

    def _planned_changes(self, store: Store) -> Iterator[PlannedChange]:
        for subject in sorted(self._planned & self._planned_before.keys()):
            found = subject_by_id(store, subject)
            noun = _planned(found)
            if found is not None and noun is not None:
                words = planned_changes(self._planned_before[subject], noun, store.zone)
                conflicts = tuple(conflict.field for conflict in noun.conflicts)
                yield PlannedChange(subject, found.number, found.title, words, conflicts)

    def _change(self, fault: Fault) -> FaultChange:
        is_told = fault.id in self._before
        before = self._before.get(fault.id)
        words = fault_changes(before, fault) if is_told else (_("what had waited came in"),)
        conflicts = tuple(conflict.field for conflict in fault.conflicts)
        return FaultChange(fault.id, fault.number, fault.title, is_told and before is None, words, conflicts)

    def _notes(self, store: Store) -> Iterator[str]:
        for note in identity_notes(store)[: -self._known_notes or None]:
            yield note.sentence
        revocation = revocation_note(store)
        if revocation != self._known_revocation:
            yield revocation or _("This machine is trusted again, without a limit.")
        if self.quarantined:
            for waiting in quarantine_view(store):
                yield waiting_words(waiting)


def waiting_words(waiting: Waiting) -> str:
    """Say how many entries wait, why, and what helps."""
    words = ngettext(
        "In quarantine: {n} entry of {machine}. {sentence}",
        "In quarantine: {n} entries of {machine}. {sentence}",
        waiting.count,
    )
    return words.format(n=waiting.count, machine=one_line(waiting.machine), sentence=waiting.sentence)


def _planned(found: FoundSubject | None) -> PlannedThing | None:
    return found.noun if found is not None and not isinstance(found.noun, Fault) else None


def _weightiest_first(change: FaultChange) -> tuple[bool, str]:
    return not change.conflicts, change.number
