"""The subjects of planned work: plans, their occurrences, providers' outages, and notices that a person has to read."""

from collections.abc import Collection, Iterable, Sequence

from fieldtech.domain.journal import Entry
from fieldtech.domain.machine_fold import plain_registers
from fieldtech.domain.occurrence_fold import fold_occurrence
from fieldtech.domain.occurrence_state import gather_occurrence
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.outage_fold import fold_notice, fold_outage, gather_outage
from fieldtech.domain.outages import KeptNotice, Outage
from fieldtech.domain.plan_fold import fold_plan, gather_plan
from fieldtech.domain.plans import Plan
from fieldtech.domain.registers import Registers

PlannedNoun = Plan | Occurrence | Outage | KeptNotice


def planned_registers(kind: str, name: str, entries: Sequence[Entry], supervisors: Collection[str] = ()) -> Registers:
    """Gather the registers of a subject of planned work."""
    match kind:
        case "plan":
            return gather_plan(entries, supervisors).registers
        case "occurrence":
            return gather_occurrence(name, entries, supervisors).registers
        case "outage":
            return gather_outage(name, entries, supervisors).registers
    return plain_registers(entries)


def fold_planned(
    kind: str, name: str, entries: Iterable[Entry], supervisors: Collection[str] = ()
) -> PlannedNoun | None:
    """Fold a subject of planned work; None: not yet whole."""
    match kind:
        case "plan":
            return fold_plan(name, entries, supervisors)
        case "occurrence":
            return fold_occurrence(name, entries, supervisors)
        case "outage":
            return fold_outage(name, entries, supervisors)
        case "notice":
            return fold_notice(name, entries, supervisors)
    return None
