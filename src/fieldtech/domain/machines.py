"""Machines and people: who records, and on which chain."""

from typing import ClassVar

import msgspec

from fieldtech.domain.journal import Operation
from fieldtech.domain.words import Role


class MachineStarted(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """The first entry of a chain: which machine writes it, with which key, and what chain it goes on from."""

    KIND: ClassVar[str] = "machine-started"
    code: str
    """The letters in this machine's fault numbers."""
    site: str
    zone: str
    public_key: str
    """Ed25519, base64url."""
    continues: str = ""
    """The reference of the last entry of the chain that this one succeeds."""

    def fields(self) -> tuple[str, ...]:
        return ("machine",)


class PersonRecorded(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """A member of the staff, with his role."""

    KIND: ClassVar[str] = "person-recorded"
    name: str
    role: Role = Role.TECHNICIAN
    site: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("person",)


class PersonKeyRecorded(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """The public half of a person's own key, one for each machine on which he signs."""

    KIND: ClassVar[str] = "person-key-recorded"
    public_key: str
    """Ed25519, base64url."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A machine whose entries stand in the journal."""

    chain: str
    code: str
    site: str
    zone: str
    public_key: str
    continues: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the staff."""

    id: str
    name: str
    role: Role
    site: str
    keys: tuple[str, ...] = ()
    """The public keys he signs with, base64url, in the order of their recording."""
