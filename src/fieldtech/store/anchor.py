"""The anchor beside a machine's key: by it a copied or restored store, or a copied key, is found out.

It says of which store and machine the chain is, and how far the chain had come. It is written behind every commit,
without waiting for the disk: after a power cut it may lag behind the store, and never runs ahead of it.
"""

import hashlib
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import msgspec

MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
"""Where a system keeps what tells it from all others."""


class Doubt(StrEnum):
    """Why a store went on with a new chain."""

    NO_KEY = "no-key"
    """The key of its chain is not here."""
    OTHER_STORE = "other-store"
    """The chain is another store's."""
    OTHER_MACHINE = "other-machine"
    """Store and key were brought here from another machine."""
    OLDER = "older"
    """The chain had come further: the file is an older copy of the store."""
    TOLD = "told"
    """Another machine has entries of the chain that are not here."""
    FORKED = "forked"
    """Another store went on with the same chain."""
    RESTORED = "restored"
    """It was made of a backup."""
    BY_HAND = "by-hand"
    """Somebody said that it is a copy."""


class Anchored(msgspec.Struct, frozen=True):
    """What an anchor says."""

    store: str
    machine: str
    """A digest of what tells this machine from others; empty where the system has no such thing."""
    sequence: int
    """How far the chain had come."""


class Anchor:
    """The anchor of one chain."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def doubt(self, own: Anchored) -> Doubt | None:
        """Tell why the chain can't be gone on with; None: it can.

        Args:
            own: What the store itself says.
        """
        said = self._read()
        if said is None:
            return None
        if said.store != own.store:
            return Doubt.OTHER_STORE
        if said.machine != own.machine:
            return Doubt.OTHER_MACHINE
        return Doubt.OLDER if own.sequence < said.sequence else None

    def exists(self) -> bool:
        """Tell whether there is one."""
        return self._file.exists()

    def write(self, own: Anchored) -> None:
        """Say how far the chain has come; where that can't be written the anchor is only weaker."""
        with suppress(OSError):
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                os.pwrite(descriptor, _spelled(own), 0)
            finally:
                os.close(descriptor)

    def _read(self) -> Anchored | None:
        """Read it; what is not there, or was cut off by a power cut, says nothing."""
        try:
            words = self._file.read_bytes().decode("ascii").removesuffix("\n").split(" ")
            said = Anchored(words[0], words[1], int(words[2]))
        except (OSError, ValueError, IndexError):
            return None
        return said if said.store else None


def machine_digest() -> str:
    """Tell this machine from others, without telling its name."""
    for file in MACHINE_ID_FILES:
        with suppress(OSError):
            told = file.read_bytes().strip()
            if told:
                return hashlib.sha256(b"fieldtech-machine-1" + told).hexdigest()[:32]
    return ""


def _spelled(own: Anchored) -> bytes:
    """Spell an anchor: always of one length for one chain, so that it is overwritten in place."""
    return f"{own.store} {own.machine} {own.sequence:020d}\n".encode()
