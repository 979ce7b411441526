"""Machines and people: who records, and on which chain."""

import hashlib
from typing import Annotated, ClassVar

import msgspec

from fieldtech.domain.journal import Operation
from fieldtech.domain.words import Role

SUCCESSION_DOMAIN = b"fieldtech-succession-1"


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
    succession: str = ""
    """The signature of that chain's key over `succession_digest`; empty where the key was not there."""
    role: Role = Role.TECHNICIAN
    """What it claims to be: a supervisor's machine, whose word on others counts, if others agree."""

    def fields(self) -> tuple[str, ...]:
        return ("machine",)


class MachineAdmitted(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """Another machine's word that it knows a machine by this key."""

    KIND: ClassVar[str] = "machine-admitted"
    public_key: str
    """Ed25519, base64url."""
    code: str = ""
    """The code that it bore then."""
    role: Role = Role.TECHNICIAN
    compared: bool = False
    """The fingerprint was compared by voice or by sight."""

    def fields(self) -> tuple[str, ...]:
        return ("standing",)


class MachineRevoked(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """Another machine's word that a machine's entries behind one of them count no longer."""

    KIND: ClassVar[str] = "machine-revoked"
    CRITICAL: ClassVar[bool] = True
    last_good: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    """The last sequence of its chain that counts."""
    because: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("standing",)


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
    succession: str = ""
    role: Role = Role.TECHNICIAN
    """What it claims to be; `Roster.supervisors` tells whether that counts."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the staff."""

    id: str
    name: str
    role: Role
    site: str
    keys: tuple[str, ...] = ()
    """The public keys he signs with, base64url, in the order of their recording."""
    unproven: str = ""
    """The role that somebody who may not give it recorded for him; it is kept and not applied."""


def succession_digest(public_key: str, continues: str) -> str:
    """Give what a chain's key signs for the chain that succeeds it: SHA-256, hexadecimal.

    Args:
        public_key: Of the new chain.
        continues: The reference of the last entry of the old one.
    """
    return hashlib.sha256(SUCCESSION_DOMAIN + f"{public_key} {continues}".encode()).hexdigest()
