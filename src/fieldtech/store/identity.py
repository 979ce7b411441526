"""One machine, one chain: beginning a chain, and going on with another where a copy might go on with the same."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from secrets import token_bytes
from threading import local as thread_local

import msgspec
from peewee import SqliteDatabase

from fieldtech.domain.errors import FieldTechError, RuleViolation, StoreUnusable
from fieldtech.domain.frontiers import Tip
from fieldtech.domain.identifiers import free_code, identifier
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.machines import Machine, MachineStarted, succession_digest
from fieldtech.domain.words import Role
from fieldtech.store import checkpoints, journal, local, projection
from fieldtech.store.anchor import Doubt
from fieldtech.store.author import Author
from fieldtech.store.database import StoreDatabase
from fieldtech.store.keys import KEY_BYTES

NOTES = "identity/"
"""Before the names of local values that tell why a chain was begun."""


class ChainNote(msgspec.Struct, frozen=True):
    """Why this store went on with a new chain."""

    doubt: Doubt
    at: int
    """Microseconds since 1970, UTC."""
    before: str
    """The chain that it went on from."""
    chain: str


class Identity(Author):
    """The machine's chain in the course of time."""

    database: StoreDatabase
    begun_for: Doubt | None = None
    """Why it went on with a new chain since it was opened; None: it did not."""
    _unit: thread_local

    @abstractmethod
    def record(self, subject: str, *operations: Operation) -> tuple[Entry, ...]:
        """Record what the acting person does to one subject."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[SqliteDatabase]:
        """Stand in one unit of reading."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[SqliteDatabase]:
        """Stand in one transaction."""

    def begin_anew(self, doubt: Doubt = Doubt.BY_HAND) -> None:
        """Go on with a new chain that names the old one: this store is a copy, was restored, or might be.

        Raises:
            StoreUnusable: it could not be kept.
        """
        with self.writing():
            self._follow_chain()
            self._begin_anew(doubt, journal.head_of(self.chain))

    def sign_head(self) -> None:
        """Sign the head of our chain, so that all its entries are proven to others, wherever they come from."""
        with self.writing():
            self._follow_chain()
            head = journal.head_of(self.chain)
            if head is not None and self.keys.has(self.chain):
                checkpoints.sign(self.chain, Tip(head.header.seq, head.hash), self.keys.of_machine(self.chain))

    def _sign_recorded(self) -> None:
        """Sign what the unit recorded: should the store be left without its key one day, it is proven all the same.

        Where the key can't be read now, the next signature covers it too.
        """
        head = journal.head_of(self.chain) if self._unit.head else None
        if head is not None:
            with suppress(StoreUnusable):
                key = self.keys.of_machine(self.chain)
                checkpoints.sign_anew(self.chain, Tip(head.header.seq, head.hash), key)

    def _begin_anew(self, doubt: Doubt, last: Entry | None) -> None:
        self.begun_for = doubt
        note = ChainNote(doubt, max(0, projection.microseconds(self.now())), self.chain, "")
        if last is not None and self.keys.has(self.chain):
            checkpoints.sign(self.chain, Tip(last.header.seq, last.hash), self.keys.of_machine(self.chain))
        own = projection.machine_of(self.chain)
        self._start_chain(own.role if own else Role.TECHNICIAN, continues=last)
        told = msgspec.structs.replace(note, chain=self.chain)
        local.set_value(NOTES + self.chain, msgspec.json.encode(told).decode())

    def _start_chain(self, role: Role, continues: Entry | None = None) -> None:
        """Begin a chain of this machine's own, which names the entry that it goes on from."""
        old = self.chain
        self._store_id = identifier(token_bytes(8))
        self.chain, public_key = self.keys.make(self.entropy(KEY_BYTES))
        self._unit.begun.append(self.chain)
        self.code = free_code(projection.machine_codes(), self.entropy(3))
        local.write(
            local.Local(chain=self.chain, person=self.person, site=self.site, zone=self.zone.key, store=self._store_id)
        )
        self.actor = self.actor or self.person
        reference = continues.ref if continues else ""
        proof = ""
        if reference and self.keys.has(old):
            proof = self.keys.of_machine(old).sign(succession_digest(public_key, reference))
        started = MachineStarted(
            code=self.code,
            site=self.site,
            zone=self.zone.key,
            public_key=public_key,
            continues=reference,
            succession=proof,
            role=role,
        )
        self._unit.head = 0
        self.record(f"machine:{self.chain}", started)

    def _restate(self, own: Machine, *, code: str, role: Role) -> None:
        """Say anew what this machine is; what a newer version has locked stays as it is."""
        started = MachineStarted(
            code=code,
            site=own.site,
            zone=own.zone,
            public_key=own.public_key,
            continues=own.continues,
            succession=own.succession,
            role=role,
        )
        self.record(f"machine:{self.chain}", started)

    def claim(self, role: Role) -> None:
        """Say that this machine is a supervisor's, or no more; whether that counts is for others to say."""
        with self.writing():
            self._follow_chain()
            own = projection.machine_of(self.chain)
            if own is not None and own.role is not role:
                self._restate(own, code=own.code, role=role)

    def _stay_one_machine(self, last: Entry | None, *, is_forked: bool) -> None:
        """Go on apart from a copy of this store, whose entries came, and from a machine with our code.

        Args:
            last: The last entry of our chain before they came.
        """
        head = journal.head_of(self.chain)
        if is_forked:
            self._begin_anew(Doubt.FORKED, last)
        elif last is not None and head is not None and head.hash != last.hash:
            self._begin_anew(Doubt.TOLD, head)
        elif projection.must_give_way(self.chain, self.code):
            own = projection.machine_of(self.chain)
            taken = self.code
            self.code = free_code(projection.machine_codes(), self.entropy(3))
            try:
                if own is not None:
                    self._restate(own, code=self.code, role=own.role)
            except RuleViolation:
                self.code = taken  # A newer version has locked what is said of this machine.

    def _hold_to_anchor(self) -> None:
        """Go on with a new chain where the anchor says that this store is a copy; make one where there is none."""
        with self.reading():
            head = journal.head_of(self.chain)
        own = self._anchored(head.header.seq if head else 0)
        doubt = self.keys.anchor(self.chain).doubt(own)
        if doubt is not None:
            self.begin_anew(doubt)
        elif not self.keys.anchor(self.chain).exists():
            self.keys.anchor(self.chain).write(own)

    def _check_is_ours(self) -> None:
        """Go on with a new chain where the anchor tells that another store may go on with this one."""
        head = journal.head_of(self.chain)
        anchor = self.keys.anchor(self.chain)
        doubt = anchor.doubt(self._anchored(head.header.seq if head else 0))
        if doubt is not None:
            self._begin_anew(doubt, head)

    @contextmanager
    def _anchoring(self) -> Iterator[None]:
        """Say behind the commit of the unit within how far our chain has come."""
        self._unit.head = None
        self._unit.begun = []
        is_kept = False
        try:
            yield
            is_kept = True
            if self._unit.head:
                self.keys.anchor(self.chain).write(self._anchored(self._unit.head))
        finally:
            self._unit.head = None
            if not is_kept:
                self._go_back()

    def _go_back(self) -> None:
        """Be again who stands in the store, as what was begun is undone; forget the keys of chains that never were."""
        with suppress(FieldTechError), self.database.reading():
            self._follow_chain()
            self.code = projection.code_of(self.chain)
            known = journal.chains()
            for chain in self._unit.begun:
                if chain not in known:
                    self.keys.forget(chain)
