"""People and machines by their identifiers, as names to show."""

from dataclasses import dataclass

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.machines import Machine, Person
from fieldtech.domain.words import Role
from fieldtech.models import MachineRow, PersonRow
from fieldtech.store import rosters
from fieldtech.store.store import Store
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class PeopleNames:
    """Names for the identifiers that entries bear."""

    people: dict[str, str]
    machines: dict[str, str]

    def person(self, actor: str) -> str:
        """Name a person; an identifier that is not known stands for itself."""
        return self.people.get(actor, actor)

    def machine(self, chain: str) -> str:
        """Name a machine by its code."""
        return self.machines.get(chain, chain)


def people_names(store: Store) -> PeopleNames:
    """Read the names of all people and machines."""
    with store.reading():
        people = {
            row[0].partition(":")[2]: row[1] for row in PersonRow.select(PersonRow.subject, PersonRow.name).tuples()
        }
        return PeopleNames(people, dict(MachineRow.select(MachineRow.chain, MachineRow.code).tuples()))


def machine_names(store: Store) -> PeopleNames:
    """Read the names of all people and machines; a machine of which nothing came yet is called as it was admitted."""
    with store.reading():
        names, roster = people_names(store), rosters.roster()
        admitted = {chain: roster.admitted_code(chain) for chain in roster.chains - names.machines.keys()}
    return PeopleNames(names.people, {chain: code for chain, code in admitted.items() if code} | names.machines)


def all_people(store: Store) -> tuple[Person, ...]:
    """Read all people, by name."""
    columns = (PersonRow.subject, PersonRow.name, PersonRow.role, PersonRow.site, PersonRow.keys, PersonRow.unproven)
    with store.reading():
        rows = list(PersonRow.select(*columns).order_by(PersonRow.name, PersonRow.subject).tuples())
    return tuple(_person(row) for row in rows)


def person_named(store: Store, name: str) -> Person | None:
    """Find a person by name, however it is capitalised or spaced; None where nobody is called so."""
    wanted = person_identifier(name)
    return next((person for person in all_people(store) if person.id == wanted), None)


def acting_person(store: Store) -> Person:
    """Read the person who acts.

    Raises:
        UnknownName: the store doesn't know who acts.
    """
    person = next((person for person in all_people(store) if person.id == store.actor), None)
    if person is None:
        raise UnknownName(_("This store doesn't know who acts."))
    return person


def all_machines(store: Store) -> tuple[Machine, ...]:
    """Read all machines, by code."""
    with store.reading():
        rows = list(MachineRow.select().order_by(MachineRow.code, MachineRow.chain).dicts())
    return tuple(Machine(**{**row, "role": Role(row["role"])}) for row in rows)


def _person(row: tuple[str, str, str, str, str, str]) -> Person:
    subject, name, role, site, keys, unproven = row
    return Person(
        id=subject.partition(":")[2],
        name=name,
        role=Role(role),
        site=site,
        keys=tuple(keys.split()),
        unproven=unproven,
    )
