"""The only writer of the tables: a key press comes by `record()`, a bundle by `merge()`, both end in `_append()`."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from peewee import SqliteDatabase, chunked

from fieldtech.config import Settings
from fieldtech.domain.errors import RuleViolation, StoreUnusable, UnusableSettings
from fieldtech.domain.fault_clocks import ClockRules, clock_rules
from fieldtech.domain.identifiers import free_code, identifier, person_identifier
from fieldtech.domain.journal import CHAIN_START, SALT_BYTES, Entry, Header, Operation, Segment, seal_entry
from fieldtech.domain.machines import MachineStarted, PersonRecorded
from fieldtech.domain.operations import check_not_locked, operation_of
from fieldtech.domain.subjects import registers_of
from fieldtech.domain.words import Role
from fieldtech.models import BlobRow
from fieldtech.store import files, journal, local, projection, schema, typed
from fieldtech.store.database import StoreDatabase
from fieldtech.store.keys import KEY_BYTES, KeyRing
from fieldtech.store.merging import Intake, Merged
from fieldtech.store.typed import TypedForm
from fieldtech.text import _

DAY = 24 * 3600 * 1_000_000
"""How far another machine's clock may drag ours along, in microseconds."""


def utc_now() -> datetime:
    """Read the wall clock."""
    return datetime.now(UTC)


class Store:
    """One machine's record: its journal, and the tables that are folded from it."""

    def __init__(
        self,
        path: Path,
        *,
        keys: Path,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.path = path
        self.settings = settings or Settings()
        self.now = clock
        self.entropy = entropy
        self.keys = KeyRing(keys)
        self.database = StoreDatabase(path)
        self.actor = ""
        """The identifier of the person who acts; set before anything is recorded."""
        self.chain = self.code = self.person = self.site = ""
        self.zone = ZoneInfo("UTC")
        self.rules: ClockRules = clock_rules(self.settings, self.zone)
        self.grown = 0
        """How often this program has added to the journal."""

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        keys: Path,
        name: str,
        site: str,
        zone: str,
        role: Role = Role.TECHNICIAN,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> "Store":
        """Make a new store with its machine's chain and its own person, and open it.

        Raises:
            StoreUnusable: there is one already, or it can't be written.
        """
        with files.made_aside(path) as part:
            store = cls(part, keys=keys, settings=settings, clock=clock, entropy=entropy)
            try:
                schema.prepare(store.database)
                with store.writing():
                    local.write(local.Local(chain="", person=person_identifier(name), site=site, zone=zone))
                    store._take_local()
                    store._start_chain()
                    store.record_person(name, role)
            finally:
                store.close()
        return cls.open(path, keys=keys, settings=settings, clock=clock, entropy=entropy)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        keys: Path,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        is_copy: bool = False,
    ) -> "Store":
        """Open a store.

        Args:
            is_copy: It was restored or copied: what the original recorded since may stand elsewhere, so it goes on with
                a chain of its own even where the key of its chain lies here.

        Raises:
            StoreUnusable: there is none, or it can't be used.
        """
        if not files.is_initialised(path):
            raise StoreUnusable(_("There is no store at {path} yet: make one with `fieldtech init`.").format(path=path))
        files.check_existing(path)
        store = cls(path, keys=keys, settings=settings, clock=clock, entropy=entropy)
        schema.prepare(store.database)
        with store.reading():
            store._take_local()
        if is_copy or not store.keys.has(store.chain):
            # A copied or restored store has no key of its chain here: it goes on with a chain of its own.
            with store.writing():
                store._start_chain(continues=journal.head_of(store.chain))
        store._follow_settings()
        return store

    @contextmanager
    def reading(self) -> Iterator[SqliteDatabase]:
        """Stand in one unit of reading, on any thread."""
        with self.database.reading() as database:
            yield database

    @contextmanager
    def writing(self) -> Iterator[SqliteDatabase]:
        """Stand in one transaction: what is read in it stays true until what is recorded in it is kept."""
        with self.database.writing() as database:
            yield database

    def record(self, subject: str, *operations: Operation) -> tuple[Entry, ...]:
        """Record what the acting person does to one subject.

        Raises:
            RuleViolation: it is too long, or a newer version of the program has locked the subject.
            StoreUnusable: it could not be kept; nothing of it is.
        """
        with self.writing() as database:
            self._follow_chain()
            entries = []
            for operation in operations:
                entry = self._seal(subject, operation)
                self._append(database, [entry])
                entries.append(entry)
        self.grown += 1
        return tuple(entries)

    def merge(self, segments: Iterable[Segment]) -> Merged:
        """Take in entries of other machines, all or none.

        Raises:
            DamagedJournal: something in them does not verify; nothing was taken.
            StoreUnusable: it could not be kept; nothing of it is.
        """
        intake = Intake()
        with self.writing() as database:
            self._follow_chain()
            last = journal.head_of(self.chain)
            for segment in segments:
                intake.take(segment)
            intake.promote()
            self._append(database, intake.joined, intake.completed)
            merged = intake.result()
            self._stay_one_machine(last, is_forked=self.chain in merged.forks)
        self.grown += 1
        return merged

    def _append(self, database: SqliteDatabase, entries: list[Entry], completed: Collection[Entry] = ()) -> None:
        """Write entries and fold what they touch: the one junction of both roads."""
        journal.append(entries)
        journal.complete(completed)
        projection.project(database, (entry.header.entity for entry in (*entries, *completed)), self.rules)

    def _seal(self, subject: str, operation: Operation) -> Entry:
        """Make the next entry of our chain: after all that stands of its subject, naming the heads that it replaces."""
        entries = journal.entries_of([subject])[subject]
        check_not_locked(entries)
        head = journal.head_of(self.chain)
        wall = max(0, projection.microseconds(self.now()))
        seen = max((each.header.hybrid_time for each in (*entries, *((head,) if head else ()))), default=0)
        header = Header(
            actor=self.actor,
            chain=self.chain,
            entity=subject,
            kind=operation.KIND,
            offset=self._offset_minutes(),
            seq=head.header.seq + 1 if head else 1,
            wall=wall,
            ahead=max(0, min(seen, wall + DAY) + 1 - wall),
            before=registers_of(subject, entries).references(operation.fields()) if entries else (),
            v=operation.VERSION,
        )
        sealed = seal_entry(header, operation, head.hash if head else CHAIN_START, self.entropy(SALT_BYTES))
        if not isinstance(operation_of(sealed), type(operation)):
            raise RuleViolation(_("This can't be recorded: a number or an instant in it makes no sense."))
        return sealed

    def _offset_minutes(self) -> int:
        offset = self.now().astimezone(self.zone).utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0

    def record_person(self, name: str, role: Role) -> str:
        """Record a member of the staff.

        Returns:
            The person's identifier.
        """
        person = person_identifier(name)
        self.actor = self.actor or person
        self.record(f"person:{person}", PersonRecorded(name=" ".join(name.split()), role=role, site=self.site))
        return person

    def keep_blob(self, digest: str, content: bytes) -> None:
        """Keep the bytes of an attachment, once, in the transaction that records it."""
        with self.writing():
            BlobRow.insert(digest=digest, size=len(content), content=content).on_conflict_ignore().execute()

    def keep_typed(self, form: str, subject: str, texts: Mapping[str, str]) -> None:
        """Keep what is typed into a form, before it is recorded; it is no entry and goes to no other machine."""
        with self.writing() as database:
            typed.keep(database, form, subject, texts, projection.microseconds(self.now()))

    def forget_typed(self, form: str, subject: str) -> None:
        """Forget what was typed into a form, as it is recorded now, or thrown away."""
        with self.writing() as database:
            typed.forget(database, form, subject)

    def typed_forms(self) -> tuple[TypedForm, ...]:
        """Read every form that was left with words in it, the latest first."""
        with self.reading() as database:
            return typed.left(database)

    def new_identifier(self) -> str:
        """Make an identifier that no other machine will make."""
        return identifier(self.entropy(8))

    def next_counter(self, name: str) -> int:
        """Count one on, in the transaction that is under way."""
        with self.writing():
            return local.count_on(name)

    def _start_chain(self, continues: Entry | None = None) -> None:
        """Begin a chain of this machine's own, which names the entry that it goes on from."""
        self.chain, public_key = self.keys.make(self.entropy(KEY_BYTES))
        self.code = free_code(projection.machine_codes(), self.entropy(3))
        local.write(local.Local(chain=self.chain, person=self.person, site=self.site, zone=self.zone.key))
        self.actor = self.actor or self.person
        self.record(
            f"machine:{self.chain}",
            MachineStarted(
                code=self.code,
                site=self.site,
                zone=self.zone.key,
                public_key=public_key,
                continues=continues.ref if continues else "",
            ),
        )

    def _follow_chain(self) -> None:
        """Go on with the chain that another program has begun for this store."""
        chain = local.read().chain
        if chain != self.chain:
            self.chain, self.code = chain, projection.code_of(chain)

    def _stay_one_machine(self, last: Entry | None, *, is_forked: bool) -> None:
        """Go on apart from a copy of this store, whose entries came, and from a machine with our code.

        Args:
            last: The last entry of our chain before they came.
        """
        if is_forked:
            self._start_chain(continues=last)
        elif projection.must_give_way(self.chain, self.code):
            self.code = free_code(projection.machine_codes(), self.entropy(3))
            own = projection.machine_of(self.chain)
            started = MachineStarted(
                code=self.code, site=own.site, zone=own.zone, public_key=own.public_key, continues=own.continues
            )
            self.record(f"machine:{self.chain}", started)

    def _take_local(self) -> None:
        """Read what only this store knows."""
        own = local.read()
        self.chain, self.person, self.site = own.chain, own.person, own.site
        self.code = projection.code_of(own.chain)
        self.actor = own.person
        self.zone = zone_of(self.settings.zone or own.zone)
        self.rules = clock_rules(self.settings, self.zone)

    def _follow_settings(self) -> None:
        """Compute the due times anew where the site's promises or hours changed since they were written."""
        digest = projection.rules_digest(self.rules)
        with self.reading():
            is_current = local.value("rules") == digest
        if not is_current:
            with self.writing() as database:
                projection.project(database, projection.open_subjects(), self.rules)
                local.set_value("rules", digest)

    def rebuild(self) -> int:
        """Throw the folded tables away and fold them anew.

        Returns:
            The number of subjects.
        """
        with self.writing() as database:
            projection.clear(database)
            subjects = journal.all_subjects()
            for some in chunked(subjects, journal.BATCH):
                projection.project(database, some, self.rules)
        self.grown += 1
        return len(subjects)

    def changes_of_others(self) -> int:
        """A number that differs once another program has written to the store."""
        return self.database.changes_of_others()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


def zone_of(name: str) -> ZoneInfo:
    """Find a time zone by its name.

    Raises:
        UnusableSettings: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnusableSettings(
            _("There is no time zone {name}. One is named like Asia/Shanghai or Europe/Berlin.").format(name=name)
        ) from error
