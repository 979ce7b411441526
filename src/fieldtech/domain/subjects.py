"""Every kind of subject that this version folds: its registers, and the noun that comes of its entries."""

from collections.abc import Callable, Iterable, Sequence

from fieldtech.domain.fault_fold import gather
from fieldtech.domain.fault_noun import fold_fault
from fieldtech.domain.faults import Fault
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.machines import Machine, MachineStarted, Person, PersonKeyRecorded, PersonRecorded
from fieldtech.domain.operations import operation_of
from fieldtech.domain.registers import Registers, causal_order, latest

Noun = Fault | Person | Machine


def subject_kind(subject: str) -> str:
    """Name the kind of a subject: `fault:4f6k2m9p3qdw` is a fault."""
    return subject.partition(":")[0]


def subject_id(subject: str) -> str:
    """Give the identifier of a subject, without its kind."""
    return subject.partition(":")[2]


def registers_of(subject: str, entries: Sequence[Entry]) -> Registers:
    """Gather the registers of a subject, for the references that the next entry names."""
    if subject_kind(subject) == "fault":
        return gather(entries).registers
    return _plain_registers(entries)


def fold(subject: str, entries: Iterable[Entry]) -> Noun | None:
    """Fold a subject's entries; None for a subject of a kind that this version doesn't know, or not yet whole."""
    folding = _FOLDS.get(subject_kind(subject))
    return folding(subject_id(subject), entries) if folding else None


def _plain_registers(entries: Iterable[Entry]) -> Registers:
    registers = Registers()
    for entry in causal_order(entries):
        operation = operation_of(entry)
        if isinstance(operation, Operation):
            for field in operation.fields():
                registers.write(field, operation, entry)
    return registers


def _fold_person(person_id: str, entries: Iterable[Entry]) -> Person | None:
    ordered = causal_order(entries)
    heads = _plain_registers(ordered).heads("person")
    spoken = (operation_of(entry) for entry in ordered)
    keys = dict.fromkeys(each.public_key for each in spoken if isinstance(each, PersonKeyRecorded))
    said = latest(heads).value if heads else None
    if not isinstance(said, PersonRecorded):
        return None
    return Person(id=person_id, name=said.name, role=said.role, site=said.site, keys=tuple(keys))


def _fold_machine(chain: str, entries: Iterable[Entry]) -> Machine | None:
    # A machine speaks for itself alone, and with the key that its chain is named by.
    heads = _plain_registers(entry for entry in entries if entry.header.chain == chain).heads("machine")
    said = latest(heads).value if heads else None
    if not isinstance(said, MachineStarted) or chain_name(said.public_key) != chain:
        return None
    return Machine(
        chain=chain,
        code=said.code,
        site=said.site,
        zone=said.zone,
        public_key=said.public_key,
        continues=said.continues,
    )


_FOLDS: dict[str, Callable[[str, Iterable[Entry]], Noun | None]] = {
    "fault": fold_fault,
    "person": _fold_person,
    "machine": _fold_machine,
}
