"""From the entries of a person or a machine to what is known of them."""

from collections.abc import Collection, Iterable

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.heads import latest
from fieldtech.domain.identifiers import chain_name, is_code, person_identifier
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.machines import Machine, MachineStarted, Person, PersonKeyRecorded, PersonRecorded
from fieldtech.domain.operations import operation_of
from fieldtech.domain.registers import Registers
from fieldtech.domain.words import Role


def plain_registers(entries: Iterable[Entry]) -> Registers:
    """Gather the registers of a subject whose operations are themselves the values."""
    registers = Registers()
    for entry in causal_order(entries):
        operation = operation_of(entry)
        if isinstance(operation, Operation):
            for field in operation.fields():
                registers.write(field, operation, entry)
    return registers


def fold_person(person_id: str, entries: Iterable[Entry], supervisors: Collection[str]) -> Person | None:
    """Fold a member of the staff; a role counts only from a supervisor's chain, any other is told as unproven.

    Of roles that supervisors gave without sight of each other the one that may less counts.

    Returns:
        None where nobody has recorded him yet.
    """
    ordered = causal_order(entries)
    said = _words_on_person(person_id, ordered)
    if not said:
        return None
    last = said[-1]
    roles = [each.role for each in _words_on_person(person_id, _of_chains(ordered, supervisors))]
    role = Role.SUPERVISOR if roles and Role.TECHNICIAN not in roles else Role.TECHNICIAN
    spoken = (operation_of(entry) for entry in ordered)
    keys = dict.fromkeys(each.public_key for each in spoken if isinstance(each, PersonKeyRecorded))
    unproven = next((each for each in (last.role, *roles) if each is not role), None)
    return Person(
        id=person_id,
        name=last.name,
        role=role,
        site=last.site,
        keys=tuple(keys),
        unproven=unproven.value if unproven else "",
    )


def _of_chains(entries: Iterable[Entry], chains: Collection[str]) -> list[Entry]:
    return [entry for entry in entries if entry.header.chain in chains]


def _words_on_person(person_id: str, entries: Iterable[Entry]) -> list[PersonRecorded]:
    """Give what was last said of a person without sight of each other, the latest last.

    He is named by his name: another one under which somebody records him would be taken for somebody else's.
    """
    named = (entry for entry in entries if _is_named(operation_of(entry), person_id))
    heads = sorted(plain_registers(named).heads("person"), key=lambda head: head.entry.order)
    return [head.value for head in heads if isinstance(head.value, PersonRecorded)]


def _is_named(said: Operation | str, person_id: str) -> bool:
    return isinstance(said, PersonRecorded) and person_identifier(said.name) == person_id


def fold_machine(chain: str, entries: Iterable[Entry]) -> Machine | None:
    """Fold a machine: it speaks for itself alone, and with the key that its chain is named by.

    What it goes on from it says in its first entry, before anybody admits it; a later word changes nothing of that.
    Where its code is none it is called by its chain.
    """
    own = sorted((entry for entry in entries if entry.header.chain == chain), key=lambda entry: entry.hash)
    heads = plain_registers(own).heads("machine")
    said = latest(heads).value if heads else None
    if not isinstance(said, MachineStarted) or chain_name(said.public_key) != chain:
        return None
    firsts = (operation_of(entry) for entry in own if entry.header.seq == 1)
    begun = next((each for each in firsts if isinstance(each, MachineStarted)), None)
    return Machine(
        chain=chain,
        code=said.code if is_code(said.code) else chain,
        site=said.site,
        zone=said.zone,
        public_key=said.public_key,
        continues=begun.continues if begun else "",
        succession=begun.succession if begun else "",
        role=said.role,
    )
