"""Every kind of subject that this version folds: its registers, and the noun that comes of its entries."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from fieldtech.domain.fault_fold import gather
from fieldtech.domain.fault_noun import fold_fault
from fieldtech.domain.faults import Fault
from fieldtech.domain.journal import Entry
from fieldtech.domain.machine_fold import fold_machine, fold_person, plain_registers
from fieldtech.domain.machines import Machine, Person
from fieldtech.domain.registers import Registers

if TYPE_CHECKING:
    from fieldtech.domain.planned_subjects import PlannedNoun

Noun: TypeAlias = "Fault | Person | Machine | PlannedNoun"
PLANNED = ("plan", "occurrence", "outage", "notice")
"""Kinds of which a start folds none: `planned_subjects` is loaded when the first one is folded."""


def subject_kind(subject: str) -> str:
    """Name the kind of a subject: `fault:4f6k2m9p3qdw` is a fault."""
    return subject.partition(":")[0]


def subject_id(subject: str) -> str:
    """Give the identifier of a subject, without its kind."""
    return subject.partition(":")[2]


def registers_of(subject: str, entries: Sequence[Entry], supervisors: Collection[str] = ()) -> Registers:
    """Gather the registers of a subject, for the references that the next entry names."""
    match subject_kind(subject):
        case "fault":
            return gather(entries, supervisors).registers
        case kind if kind in PLANNED:
            from fieldtech.domain.planned_subjects import planned_registers

            return planned_registers(kind, subject_id(subject), entries, supervisors)
    return plain_registers(entries)


def fold(subject: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> "Noun | None":
    """Fold a subject's entries.

    Args:
        supervisors: The chains whose word on roles and redactions counts, `Roster.supervisors`.

    Returns:
        The noun; None for a subject of a kind that this version doesn't know, or not yet whole.
    """
    match subject_kind(subject):
        case "fault":
            return fold_fault(subject_id(subject), entries, supervisors)
        case "person":
            return fold_person(subject_id(subject), entries, supervisors)
        case "machine":
            return fold_machine(subject_id(subject), entries)
        case kind if kind in PLANNED:
            from fieldtech.domain.planned_subjects import fold_planned

            return fold_planned(kind, subject_id(subject), entries, supervisors)
    return None
