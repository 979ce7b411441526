"""The fold of a plan: definition field by field, each edit from its day on; pure and total."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Conflict, Oddity, Side
from fieldtech.domain.heads import Head, latest
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.merge_rules import spell_value
from fieldtech.domain.operations import operation_of
from fieldtech.domain.plan_operations import PlanAdded, PlanEdited, PlanFacts, PlanOperation, PlanRetired
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over
from fieldtech.domain.redaction import heard, unheard_reason
from fieldtech.domain.registers import Registers
from fieldtech.domain.sightings import Frontier, is_within, read_frontier


class PlanState:
    """What is gathered of a plan while its entries are applied."""

    def __init__(self, edits: Sequence[Entry]) -> None:
        self.edits = edits
        """All of them, applied yet or not: nothing else orders them before the word that takes one over an ending."""
        self._edits_by_reference = {entry.ref: entry for entry in edits}
        self.registers = Registers()
        self.added: tuple[Entry, PlanAdded] | None = None
        self.since: dict[str, date] = {}
        """From which day an entry's facts hold, by its reference."""
        self.versions: list[PlanVersion] = []
        self.oddities: list[Oddity] = []

    @property
    def facts(self) -> PlanFacts:
        """The value of every fact that is shown: the latest of its heads."""
        told = {name: self.registers.latest(name) for name in PlanFacts.__struct_fields__}
        return PlanFacts(**{name: head.value for name, head in told.items() if head})  # type: ignore[arg-type]

    def apply(self, entry: Entry, said: Operation | str) -> None:
        """Apply what one entry says; what makes no sense changes nothing and is listed."""
        match said:
            case PlanAdded() if self.added is None:
                self.added = entry, said
                self.registers.write("number", said.number, entry)
                self._take(entry, said.facts, BEGINNING)
            case PlanEdited():
                self._take(entry, said.facts, said.since)
            case PlanRetired():
                self.registers.write("retired", said, entry)
            case ConflictSettled() if (taken := self._taken(entry, said)) is not None:
                self.registers.settle(said.field, taken, entry)
                self._let_hold(entry, said)
            case PlanOperation() | ConflictSettled():
                self._list(entry, "not-allowed")
            case _:
                self._list(entry, unheard_reason(said))

    def _take(self, entry: Entry, facts: PlanFacts, since: date) -> None:
        """Write facts, and let them hold from a day on, whatever held from then."""
        self.since[entry.ref] = since
        for name in facts.said():
            self.registers.write(name, getattr(facts, name), entry)
        while self.versions and self.versions[-1].since >= since:
            self.versions.pop()
        self.versions.append(PlanVersion(since=since, facts=laid_over(WHOLE, self.facts), by=stamp_of(entry)))

    def _list(self, entry: Entry, reason: str) -> None:
        self.oddities.append(Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry)))

    def _taken(self, entry: Entry, said: ConflictSettled) -> Head | None:
        """Find the value that a settling takes; None: its author had no such value before him."""
        before, ending = entry.header.before, said.field == "retired"
        head = self.registers.written(said.field, said.take) if said.take in before else None
        if head is not None and ending and isinstance(head.value, PlanRetired):
            # It is ended with sight of what its taker had before him.
            return Head(msgspec.structs.replace(head.value, seen=said.seen), head.entry, taken_from=head.taken_from)
        if head is None and ending and any(self.registers.written("retired", ref) for ref in before):
            change = self._edits_by_reference.get(said.take)
            is_seen = change is not None and is_within(change, read_frontier(said.seen))
            return Head(change.header.kind, change) if change is not None and is_seen else None
        return head

    def _let_hold(self, entry: Entry, said: ConflictSettled) -> None:
        """Let the fact that was taken hold from the day on from which it was meant to."""
        since = self.since.get(said.take)
        if since is None or said.field not in PlanFacts.__struct_fields__:
            return
        self.since[entry.ref] = since
        place = sum(version.since < since for version in self.versions)
        if place == len(self.versions) or self.versions[place].since > since:
            begun = PlanVersion(since=since, facts=self.versions[place - 1].facts, by=stamp_of(entry))
            self.versions.insert(place, begun)
        value = getattr(self.facts, said.field)
        for later, version in enumerate(self.versions[place:], start=place):
            facts = msgspec.structs.replace(version.facts, **{said.field: value})
            self.versions[later] = msgspec.structs.replace(version, facts=facts)

    @property
    def retirement(self) -> Head | None:
        """The last word that ends it; None: nobody did, or somebody decided that it goes on."""
        heads = self.registers.heads("retired")
        return latest(heads) if heads and all(isinstance(each.value, PlanRetired) for each in heads) else None

    @property
    def unseen_edits(self) -> list[Entry]:
        """The edits that nobody had seen who ended it: they win over the ending."""
        said = (head.value for head in self.registers.heads("retired"))
        seen: Frontier = {}
        for each in said:
            for chain, sequence in read_frontier(each.seen).items() if isinstance(each, PlanRetired) else ():
                seen[chain] = max(seen.get(chain, 0), sequence)
        return [entry for entry in self.edits if not is_within(entry, seen)]


def gather_plan(entries: Iterable[Entry], supervisors: Collection[str] = ()) -> PlanState:
    """Apply all entries of a plan in causal order, as redactions left them.

    Args:
        supervisors: The chains whose redactions are obeyed, `Roster.supervisors`.
    """
    spoken = [(entry, operation_of(entry)) for entry in causal_order(heard(entries, supervisors))]
    state = PlanState([entry for entry, said in spoken if isinstance(said, PlanEdited)])
    # What is said of a plan comes after its beginning, whatever the clock of its author said.
    for entry, said in sorted(spoken, key=lambda each: not isinstance(each[1], PlanAdded)):
        state.apply(entry, said)
    return state


def fold_plan(plan_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> Plan | None:
    """Fold a plan's entries.

    Returns:
        The plan; None while its beginning has not come.
    """
    state = gather_plan(entries, supervisors)
    if state.added is None:
        return None
    entry, added = state.added
    ending = state.retirement if not state.unseen_edits else None
    retired = ending.value if ending is not None and isinstance(ending.value, PlanRetired) else None
    return Plan(
        id=plan_id,
        number=added.number,
        facts=laid_over(WHOLE, state.facts),
        versions=tuple(state.versions),
        recorded=stamp_of(entry),
        retired_on=retired.on if retired else None,
        retired_reason=retired.reason if retired else "",
        retired_by=stamp_of(ending.told) if ending is not None else None,
        conflicts=(*_conflicts(state.registers), *_lapsed(state)),
        oddities=tuple(state.oddities),
    )


def _lapsed(state: PlanState) -> Iterator[Conflict]:
    """Tell where several ended it otherwise, or where an edit that nobody of them had seen wins over the ending."""
    heads = state.registers.heads("retired")
    sides = [Side(value=spell_plan_value(head.value), by=stamp_of(head.told)) for head in heads]
    if state.retirement is not None:
        sides += [Side(value=entry.header.kind, by=stamp_of(entry)) for entry in state.unseen_edits]
    if len({side.value for side in sides}) > 1:
        is_over = state.retirement is not None and not state.unseen_edits
        shown, rule = (spell_plan_value(latest(heads).value), "latest") if is_over else ("", "cautious")
        yield Conflict(field="retired", shown=shown, rule=rule, sides=tuple(sides))


def _conflicts(registers: Registers) -> Iterable[Conflict]:
    for field in registers.contested:
        heads = registers.heads(field)
        told = {spell_plan_value(head.value) for head in heads}
        if len(told) > 1 and field != "retired":
            sides = tuple(Side(value=spell_plan_value(head.value), by=stamp_of(head.told)) for head in heads)
            yield Conflict(field=field, shown=spell_plan_value(latest(heads).value), rule="latest", sides=sides)


def spell_plan_value(value: object) -> str:
    """Spell a value of a plan's field, as conflicts and histories show it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value.on} {value.reason}" if isinstance(value, PlanRetired) else spell_value(value)
