"""The fold of a plan: definition field by field, each edit from its day on; pure and total."""

from collections.abc import Iterable
from datetime import date

from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Conflict, Oddity, Side
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.merge_rules import spell_value
from fieldtech.domain.operations import operation_of
from fieldtech.domain.plan_operations import PlanAdded, PlanEdited, PlanFacts, PlanOperation, PlanRetired
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over
from fieldtech.domain.registers import Head, Registers, causal_order, latest
from fieldtech.domain.sightings import is_within, read_frontier


class PlanState:
    """What is gathered of a plan while its entries are applied."""

    def __init__(self) -> None:
        self.registers = Registers()
        self.added: tuple[Entry, PlanAdded] | None = None
        self.edits: list[Entry] = []
        self.versions: list[PlanVersion] = []
        self.oddities: list[Oddity] = []

    @property
    def facts(self) -> PlanFacts:
        """The value of every fact that is shown: the latest of its heads."""
        told = {name: self.registers.heads(name) for name in PlanFacts.__struct_fields__}
        return PlanFacts(**{name: latest(heads).value for name, heads in told.items() if heads})  # type: ignore[arg-type]

    def apply(self, entry: Entry, said: Operation | str) -> None:
        """Apply what one entry says; what makes no sense changes nothing and is listed."""
        match said:
            case PlanAdded() if self.added is None:
                self.added = entry, said
                self.registers.write("number", said.number, entry)
                self._take(entry, said.facts, BEGINNING)
            case PlanEdited():
                self.edits.append(entry)
                self._take(entry, said.facts, said.since)
            case PlanRetired():
                self.registers.write("retired", said, entry)
            case PlanOperation():
                self._list(entry, "not-allowed")
            case _:
                self._list(entry, said if isinstance(said, str) else "unknown-kind")

    def _take(self, entry: Entry, facts: PlanFacts, since: date) -> None:
        """Write facts, and let them hold from a day on, whatever held from then."""
        for name in facts.said():
            self.registers.write(name, getattr(facts, name), entry)
        while self.versions and self.versions[-1].since >= since:
            self.versions.pop()
        self.versions.append(PlanVersion(since=since, facts=laid_over(WHOLE, self.facts), by=stamp_of(entry)))

    def _list(self, entry: Entry, reason: str) -> None:
        self.oddities.append(Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry)))

    @property
    def retirement(self) -> Head | None:
        """The last word that ends it, whether it counts or not; None: nobody ended it."""
        heads = self.registers.heads("retired")
        return latest(heads) if heads else None

    def unseen_edits(self, retirement: Head) -> list[Entry]:
        """The edits that whoever ended it had not seen: they win over the ending."""
        said = retirement.value
        frontier = read_frontier(said.seen) if isinstance(said, PlanRetired) else {}
        return [entry for entry in self.edits if not is_within(entry, frontier)]


def gather_plan(entries: Iterable[Entry]) -> PlanState:
    """Apply all entries of a plan in causal order."""
    state = PlanState()
    for entry in causal_order(entries):
        state.apply(entry, operation_of(entry))
    return state


def fold_plan(plan_id: str, entries: Iterable[Entry]) -> Plan | None:
    """Fold a plan's entries.

    Returns:
        The plan; None while its beginning has not come.
    """
    state = gather_plan(entries)
    if state.added is None:
        return None
    entry, added = state.added
    retired, lapsed = _retirement(state)
    return Plan(
        id=plan_id,
        number=added.number,
        facts=laid_over(WHOLE, state.facts),
        versions=tuple(state.versions),
        recorded=stamp_of(entry),
        retired_on=retired.on if retired else None,
        retired_reason=retired.reason if retired else "",
        retired_by=stamp_of(state.retirement.entry) if retired and state.retirement else None,
        conflicts=(*_conflicts(state.registers), *lapsed),
        oddities=tuple(state.oddities),
    )


def _retirement(state: PlanState) -> tuple[PlanRetired | None, tuple[Conflict, ...]]:
    """The ending that counts; where an unseen edit wins over it, the conflict of the two."""
    ending = state.retirement
    if ending is None or not isinstance(ending.value, PlanRetired):
        return None, ()
    edits = state.unseen_edits(ending)
    if not edits:
        return ending.value, ()
    sides = (
        Side(value=ending.value.reason, by=stamp_of(ending.entry)),
        *(Side(value=entry.header.kind, by=stamp_of(entry)) for entry in edits),
    )
    return None, (Conflict(field="retired", shown="", rule="cautious", sides=sides),)


def _conflicts(registers: Registers) -> Iterable[Conflict]:
    for field in registers.contested:
        heads = registers.heads(field)
        told = {spell_plan_value(head.value) for head in heads}
        if len(told) > 1:
            sides = tuple(Side(value=spell_plan_value(head.value), by=stamp_of(head.entry)) for head in heads)
            yield Conflict(field=field, shown=spell_plan_value(latest(heads).value), rule="latest", sides=sides)


def spell_plan_value(value: object) -> str:
    """Spell a value of a plan's field, as conflicts and histories show it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value.on} {value.reason}" if isinstance(value, PlanRetired) else spell_value(value)
