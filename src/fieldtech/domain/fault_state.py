"""What is gathered of a fault while its entries are applied, before anything is picked to be shown."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.fault_road import State, StatusRoad
from fieldtech.domain.faults import Attachment, Note, Oddity, Part, Pause, Stamp, TimeEntry, UserWord
from fieldtech.domain.heads import Head
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.operations import operation_of
from fieldtech.domain.registers import Registers
from fieldtech.domain.sightings import Frontier, is_within

_WORDS = (handling.NoteAdded, handling.AttachmentAdded, handling.UserTold, ConflictSettled, PayloadRedacted)
"""What may be added to a cancelled fault; anything else that was done unseen wins over the ending."""


class Ending(NamedTuple):
    """A cancelling, or the finding of a duplicate."""

    frontier: Frontier
    """What its author had seen; empty: he does not say."""
    came_from: State


class FaultState:
    """What is gathered while a fault's entries are applied."""

    def __init__(self, entries: Sequence[Entry], supervisors: Collection[str] = ()) -> None:
        self.entries = entries
        """All of them, in causal order, as redactions left them."""
        self.supervisors = supervisors
        """The chains whose redactions are obeyed."""
        self.spoken = [(entry, operation_of(entry)) for entry in entries]
        """What each says, or the word why it says nothing."""
        self.registers = Registers()
        self.first: Entry | None = None
        self.report: op.FaultReported | None = None
        self.road = StatusRoad()
        self.endings: dict[str, Ending] = {}
        self.applied: list[tuple[Entry, op.FaultOperation]] = []
        self.oddities: list[Oddity] = []
        self.notes: list[Note] = []
        self.times: list[TimeEntry] = []
        self.parts: list[Part] = []
        self.words: list[UserWord] = []
        self.attachments: list[Attachment] = []
        self.pauses: dict[str, Pause] = {}
        self.checklists: dict[str, tuple[handling.ChecklistAdded, Stamp]] = {}
        self.revisions: list[tuple[Entry, handling.NoteAdded]] = []
        self.attempts = 1
        self.acknowledged_at: datetime | None = None

    def open_attempt(self, number: int) -> None:
        """Begin the next attempt, unless a concurrent entry began it already; numbers are never skipped."""
        if number > self.attempts:
            self.attempts += 1

    def standings(self, reference: str) -> tuple[State, ...]:
        """Tell the state of a step, and the one before it where that still counts."""
        state, lapsed = self.road.state(reference), self.lapsed(reference)
        return (state, lapsed) if lapsed else (state,)

    def lapsed(self, reference: str) -> State | None:
        """The state before an ending over which unseen work wins; None: the step stands."""
        return self.endings[reference].came_from if self.is_outdone(reference) else None

    def taken_head(self, said: ConflictSettled, before: Sequence[str]) -> Head | None:
        """Find the value that a settling takes; None: its author had no such value before him.

        Of work that an ending had not seen it is the state that was ended.
        """
        if said.take in before:
            return self.registers.written(said.field, said.take)
        if said.field != "status":
            return None
        work = self._work_by_reference.get(said.take)
        for reference in self.road.heads_among(before) if work else ():
            ending = self.endings.get(reference)
            if work and ending is not None and ending.frontier and not is_within(work, ending.frontier):
                return Head(ending.came_from, work)
        return None

    def is_outdone(self, reference: str) -> bool:
        """Tell whether something was done to the fault unseen by whoever ended it, apart from changes of status.

        It is looked for among all entries, whether they were applied yet or not: nothing else orders them.
        """
        ending = self.endings.get(reference)
        if ending is None or not ending.frontier:
            return False
        return any(sequence > ending.frontier.get(chain, 0) for chain, sequence in self._last_work.items())

    def first_unseen_work(self, reference: str) -> Entry:
        """Find the first of what was done unseen by whoever ended the fault."""
        frontier = self.endings[reference].frontier
        return next(entry for entry in self._work_by_reference.values() if not is_within(entry, frontier))

    @cached_property
    def _work_by_reference(self) -> dict[str, Entry]:
        """What was done to the fault; changes of status are heads themselves."""
        works: dict[str, Entry] = {}
        for entry, said in self.spoken:
            if _is_work(said):
                works.setdefault(entry.ref, entry)
        return works

    @cached_property
    def _last_work(self) -> dict[str, int]:
        """For each chain the last sequence of what was done."""
        last: dict[str, int] = {}
        for entry in self._work_by_reference.values():
            last[entry.header.chain] = max(last.get(entry.header.chain, 0), entry.header.seq)
        return last

    def list_oddity(self, entry: Entry, reason: str) -> None:
        """Keep an entry that changes nothing, with the reason."""
        self.oddities.append(Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry)))


def _is_work(said: Operation | str) -> bool:
    return isinstance(said, op.FaultOperation) and not isinstance(said, _WORDS) and "status" not in said.fields()


def instant_of(entry: Entry) -> datetime:
    """The claimed wall time of an entry, UTC; a claim beyond the calendar is held at its end."""
    return entry.instant


def stamp_of(entry: Entry) -> Stamp:
    """Tell who recorded an entry, where and when."""
    return Stamp(actor=entry.header.actor, machine=entry.header.chain, at=instant_of(entry), ref=entry.ref)
