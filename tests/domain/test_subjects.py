"""Machines, people, and subjects of kinds that only a newer version knows."""

import msgspec
import pytest

from fieldtech.domain.faults import Fault
from fieldtech.domain.identifiers import chain_name, person_identifier
from fieldtech.domain.journal import CHAIN_START, Header, Operation, seal_entry
from fieldtech.domain.machines import Machine, MachineStarted, Person, PersonKeyRecorded, PersonRecorded
from fieldtech.domain.subjects import fold, registers_of, subject_id, subject_kind
from fieldtech.domain.words import Role
from tests.domain.authors import FAULT, authors, meet, report

KEY = "cHVibGljIGtleQ=="
CHAIN = chain_name(KEY)
MACHINE = f"machine:{CHAIN}"
STARTED = MachineStarted(code="K7", site="DC-1", zone="Asia/Shanghai", public_key=KEY)
PERSON = f"person:{person_identifier('Li Wei')}"


def test_a_subject_names_its_kind_and_its_identifier() -> None:
    assert (subject_kind(FAULT), subject_id(FAULT)) == ("fault", "4f6k2m9p3qdw")
    assert (subject_kind("no colon"), subject_id("no colon")) == ("no colon", "")
    assert subject_id("fault:a:b") == "a:b"


def test_a_fault_is_folded_from_its_entries() -> None:
    (author,) = authors("a")
    author.says(report())
    assert isinstance(fold(FAULT, author.of()), Fault)


@pytest.mark.parametrize("subject", ["ritual:4f6k", "no colon", ":", "", "machine:", "FAULT:x"])
def test_a_subject_of_an_unknown_kind_is_kept_and_says_nothing_yet(subject: str) -> None:
    (author,) = authors("a")
    author.says(report(), STARTED)
    assert fold(subject, author.of()) is None
    assert registers_of(subject, author.of()).names() is not None


def test_a_machine_is_what_its_own_chain_says_of_it() -> None:
    (own,) = authors(CHAIN)
    own.says(STARTED, subject=MACHINE)
    assert fold(MACHINE, own.of(MACHINE)) == Machine(
        chain=CHAIN, code="K7", site="DC-1", zone="Asia/Shanghai", public_key=KEY, continues=""
    )


def test_nobody_else_can_say_what_a_machine_is() -> None:
    """Else any machine could put its own key in the place of another's."""
    own, other = authors(CHAIN, "b")
    own.says(STARTED, subject=MACHINE)
    other.sees(own)
    other.says(msgspec.structs.replace(STARTED, code="ZZ"), subject=MACHINE)
    own.sees(other)
    machine = fold(MACHINE, own.of(MACHINE))
    assert isinstance(machine, Machine)
    assert machine.code == "K7"


def test_a_chain_can_not_be_given_another_key_than_the_one_it_is_named_by() -> None:
    (own,) = authors(CHAIN)
    own.says(msgspec.structs.replace(STARTED, public_key="b3RoZXI="), subject=MACHINE)
    assert fold(MACHINE, own.of(MACHINE)) is None


def test_a_machine_that_drew_a_new_code_bears_that_one() -> None:
    (own,) = authors(CHAIN)
    own.says(STARTED, msgspec.structs.replace(STARTED, code="Q4"), subject=MACHINE)
    machine = fold(MACHINE, own.of(MACHINE))
    assert isinstance(machine, Machine)
    assert machine.code == "Q4"


@pytest.mark.parametrize(
    ("supervisors", "role", "unproven"),
    [
        (("a", "b"), Role.SUPERVISOR, ""),
        (("b",), Role.SUPERVISOR, ""),
        (("a",), Role.TECHNICIAN, "supervisor"),
        ((), Role.TECHNICIAN, "supervisor"),
    ],
)
def test_a_role_counts_only_from_a_supervisors_chain_and_is_kept_and_told_otherwise(
    supervisors: tuple[str, ...], role: Role, unproven: str
) -> None:
    one, two = authors("a", "b")
    one.says(PersonRecorded(name="Li Wei"), subject=PERSON)
    two.sees(one)
    two.says(PersonRecorded(name="Li Wei", role=Role.SUPERVISOR), subject=PERSON)
    meet(one, two)
    person = fold(PERSON, one.of(PERSON), supervisors)
    assert isinstance(person, Person)
    assert (person.role, person.unproven) == (role, unproven)


def test_a_technicians_machine_takes_no_role_away() -> None:
    one, two = authors("a", "b")
    one.says(PersonRecorded(name="Li Wei", role=Role.SUPERVISOR), subject=PERSON)
    two.sees(one)
    two.says(PersonRecorded(name="Li Wei", site="DC-2"), subject=PERSON)
    meet(one, two)
    person = fold(PERSON, one.of(PERSON), ("a",))
    assert isinstance(person, Person)
    assert (person.role, person.unproven, person.site) == (Role.SUPERVISOR, "technician", "DC-2")


def test_a_person_is_known_by_the_last_record_and_all_keys() -> None:
    one, two = authors("a", "b")
    one.says(PersonRecorded(name="Li Wei", site="DC-1"), PersonKeyRecorded(public_key="one"), subject=PERSON)
    two.sees(one)
    two.says(
        PersonRecorded(name="Li Wei", role=Role.SUPERVISOR, site="DC-2"),
        PersonKeyRecorded(public_key="two"),
        PersonKeyRecorded(public_key="one"),
        subject=PERSON,
    )
    meet(one, two)
    assert fold(PERSON, one.of(PERSON), ("b",)) == Person(
        id=person_identifier("Li Wei"), name="Li Wei", role=Role.SUPERVISOR, site="DC-2", keys=("one", "two")
    )


def test_of_two_roles_given_without_sight_of_each_other_the_one_that_may_less_counts() -> None:
    """Else a supervisor whose clock is fast would give back what another has taken."""
    one, two = authors("a", "b")
    one.says(PersonRecorded(name="Li Wei", role=Role.SUPERVISOR), subject=PERSON)
    two.sees(one)
    one.says(PersonRecorded(name="Li Wei"), subject=PERSON)
    two.says(PersonRecorded(name="Li Wei", role=Role.SUPERVISOR, site="DC-2"), subject=PERSON)
    meet(one, two)
    person = fold(PERSON, one.of(PERSON), ("a", "b"))
    assert isinstance(person, Person)
    assert (person.role, person.unproven, person.site) == (Role.TECHNICIAN, "supervisor", "DC-2")


@pytest.mark.parametrize("name", ["Zhao Min", "L\u0456 Wei", ""])
def test_nobody_records_a_person_under_another_name(name: str) -> None:
    """His entries would be shown as somebody else's."""
    one, two = authors("a", "b")
    one.says(PersonRecorded(name="Li Wei", role=Role.SUPERVISOR), subject=PERSON)
    two.sees(one)
    two.says(PersonRecorded(name=name), subject=PERSON)
    meet(one, two)
    person = fold(PERSON, one.of(PERSON), ("a", "b"))
    assert isinstance(person, Person)
    assert (person.name, person.role) == ("Li Wei", Role.SUPERVISOR)


def test_a_key_alone_makes_no_person() -> None:
    (author,) = authors("a")
    author.says(PersonKeyRecorded(public_key="one"), subject=PERSON)
    assert fold(PERSON, author.of(PERSON)) is None


@pytest.mark.parametrize("operation", [report(), STARTED, PersonRecorded(name="x")], ids=lambda each: each.KIND)
@pytest.mark.parametrize("subject", [FAULT, PERSON, MACHINE])
def test_an_operation_on_a_subject_of_another_kind_harms_nothing(operation: Operation, subject: str) -> None:
    header = Header(actor="p", chain="b", entity=subject, kind=operation.KIND, offset=0, seq=1, wall=1)
    entry = seal_entry(header, operation, CHAIN_START, bytes(12))
    registers_of(subject, [entry])
    folded = fold(subject, [entry])
    assert folded is None or subject_kind(subject) in ("fault", "person")
