"""A machine as it stands on a desk: its folder, its clock, its program's age, and what can befall it."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from fieldtech.config import Settings
from fieldtech.domain import operations
from fieldtech.domain.journal import read_entry
from fieldtech.domain.operations import operation_of
from fieldtech.domain.subjects import registers_of
from fieldtech.domain.words import Role
from fieldtech.models import QuarantineRow
from fieldtech.store import Store, author, back_up, journal, restore_backup, statements
from tests.sync_machines import Clock

Print = tuple[object, ...]
KINDS_OF_LATE = ("part-used", "user-told", "time-spent")
"""What a program that is a version behind doesn't know."""


class Acknowledged(NamedTuple):
    """An entry that a machine said it has."""

    name: str
    """The machine that was the first to say so."""
    hash: bytes
    chain: str
    sequence: int


@dataclass
class Device:
    """One machine; a store that is set back or copied goes on under another chain, the machine stays the same."""

    name: str
    place: Path
    clock: Clock
    chance: random.Random
    role: Role = Role.TECHNICIAN
    hardware: str = ""
    """What tells it from other machines; a snapshot and a clone on the same hardware share it."""
    is_old: bool = False
    """Its program doesn't know some kinds."""
    chains: list[str] = field(default_factory=list)
    """All that it ever wrote on, what it was copied from too."""
    seen: int = 0
    """The number of the last row of the journal that was looked at."""
    _store: Store | None = None

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._store is not None
        return self._store

    def create(self) -> None:
        """Make its store."""
        with self.running():
            self._store = Store.create(
                self.path,
                keys=self.keys,
                name=f"Technician {self.name}",
                site="DC-1",
                zone="Asia/Shanghai",
                role=self.role,
                clock=self.clock,
                entropy=self._entropy(),
            )

    def open(self) -> None:
        """Open its store."""
        with self.running():
            self._store = Store.open(self.path, keys=self.keys, clock=self.clock, entropy=self._entropy())
        self.seen = 0

    @property
    def is_open(self) -> bool:
        """The program runs."""
        return self._store is not None

    def close(self) -> None:
        """Shut the program."""
        self.store.close()
        self._store = None

    @property
    def path(self) -> Path:
        """Where the store lies."""
        return self.place / "fieldtech.db"

    @property
    def keys(self) -> Path:
        """Where the keys lie."""
        return self.place / "keys"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Be this machine with its program, for a while."""
        kinds = operations._kinds
        if self.is_old:
            kinds = {kind: each for kind, each in kinds.items() if kind[0] not in KINDS_OF_LATE}
            operations._decoders.clear()
        with (
            patch.object(operations, "_kinds", kinds),
            patch.object(author, "machine_digest", lambda: self.hardware),
        ):
            yield

    def upgrade(self) -> None:
        """Install this version of the program."""
        self.is_old = False
        self.close()
        self.open()

    def copied_to(self, place: Path) -> None:
        """Copy the folder while nobody writes, as a virtual machine's disk is."""
        self.close()
        shutil.copytree(self.place, place)
        self.open()

    def set_back_to(self, snapshot: Path) -> None:
        """Put an older state of the whole machine back: store, keys and anchor."""
        self.close()
        shutil.rmtree(self.place)
        shutil.copytree(snapshot, self.place)
        self.open()

    def restore_older(self, snapshot: Path) -> None:
        """Put an older copy of the store file back by hand; keys and anchor stay as they are."""
        self.close()
        shutil.copyfile(snapshot / self.path.name, self.path)
        self.open()

    def back_up(self, target: Path) -> None:
        """Make a backup by the command for it."""
        back_up(self.store, target)

    def restore_backup(self, backup: Path) -> None:
        """Make the store anew of a backup, by the command for it."""
        self.close()
        for file in self.place.glob("fieldtech.db*"):
            file.unlink()
        with self.running():
            restore_backup(backup, self.path, keys=self.keys, settings=Settings())
        self.open()

    def fingerprint(self) -> Print:
        """Tell what may not change where nothing is taken: rows, keys, and the chain that is written on."""
        tables = ("entry", "held", "quarantine", "bundle_log", "receipt", "checkpoint", "fault", "blob", "local")
        with self.store.reading() as database:
            counts = [int(database.execute_sql(f"SELECT count(*) FROM {each}").fetchone()[0]) for each in tables]
        return (*counts, self.store.chain, *sorted(file.name for file in self.keys.iterdir()))

    def hashes(self) -> set[bytes]:
        """Name all that it has, wherever it stands."""
        return self._hashes(is_whole=False)

    def whole_hashes(self) -> set[bytes]:
        """Name all of which it has the content, too."""
        return self._hashes(is_whole=True)

    def _hashes(self, *, is_whole: bool) -> set[bytes]:
        with self.store.reading() as database:
            sql = "SELECT hash FROM {} WHERE payload IS NOT NULL" if is_whole else "SELECT hash FROM {}"
            rows = [row for table in ("entry", "held") for row in statements.run(database, sql.format(table), ())]
            lines = QuarantineRow.select(QuarantineRow.line, QuarantineRow.hash_before).tuples()
            waiting = [read_entry(bytes(line), bytes(before)) for line, before in lines]
        here = {journal.raw(row[0]) for row in rows}
        return here | {entry.hash for entry in waiting if entry.payload is not None or not is_whole}

    def news(self) -> list[Acknowledged]:
        """Give what came into the journal since it was last asked."""
        sql = (
            "SELECT entry.id, entry.hash, chain.name, entry.sequence FROM entry JOIN chain ON chain.id = chain_id"
            " WHERE entry.id > ?"
        )
        with self.store.reading() as database:
            rows = statements.run(database, sql, (self.seen,))
        self.seen = max((int(str(row[0])) for row in rows), default=self.seen)
        return [Acknowledged(self.name, journal.raw(row[1]), str(row[2]), int(str(row[3]))) for row in rows]

    def surprise(self, subject: str) -> str:
        """Say what the author doesn't see of what he wrote last (I4); empty: he sees it all."""
        with self.store.reading():
            entries = journal.entries_of([subject])[subject]
        own = [entry for entry in entries if entry.header.chain == self.store.chain]
        last = max(own, key=lambda entry: entry.header.seq)
        said = operation_of(last)
        registers = registers_of(subject, entries)
        for name in () if isinstance(said, str) else said.fields():
            if [head.entry.ref for head in registers.heads(name)] != [last.ref]:
                return f"{self.name} does not see its own {name} of {subject}"
        return ""

    def _entropy(self) -> Callable[[int], bytes]:
        return random.Random(self.chance.random()).randbytes
