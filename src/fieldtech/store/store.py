"""The only writer of the tables: a key press comes by `record()`, a bundle by `merge()`, both end in `_fold()`."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import local as thread_local

from peewee import SqliteDatabase

from fieldtech.config import Settings
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.fault_clocks import clock_rules
from fieldtech.domain.frontiers import Checkpoint
from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.journal import Entry, Operation, Segment
from fieldtech.domain.machines import PersonRecorded
from fieldtech.domain.operations import known_kinds
from fieldtech.domain.words import Role
from fieldtech.store import files, journal, local, projection, redaction, rosters, schema, trusting
from fieldtech.store.anchor import Doubt
from fieldtech.store.author import utc_now
from fieldtech.store.collecting import standing_still
from fieldtech.store.database import StoreDatabase
from fieldtech.store.keeping import Keeping
from fieldtech.store.merging import Intake, Meeter, Merged
from fieldtech.text import _

_MACHINE = "machine:"
_KINDS = "kinds"
"""The local value that tells what the program knew that folded the tables."""


class Store(Keeping):
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
        super().__init__(keys=keys, settings=settings, clock=clock, entropy=entropy)
        self.path = path
        self.database = StoreDatabase(path)
        self.grown = 0
        """How often this program has added to the journal."""
        self._unit = thread_local()

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

        Args:
            role: The person's, and what the machine claims to be.

        Raises:
            StoreUnusable: there is one already, or it can't be written.
        """
        with files.made_aside(path) as part:
            store = cls(part, keys=keys, settings=settings, clock=clock, entropy=entropy)
            try:
                schema.prepare(store.database)
                with store.writing():
                    local.write(local.Local(chain="", person=person_identifier(name), site=site, zone=zone))
                    local.set_value(_KINDS, " ".join(known_kinds()))
                    store._take_local()
                    store._start_chain(role)
                    store.record_person(name, role)
                store.database.write_back()
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
            store.begin_anew(Doubt.RESTORED if is_copy else Doubt.NO_KEY)
        else:
            store._hold_to_anchor()
        store._follow_version()
        store._follow_settings()
        redaction.scrub_if_due(store.database, is_opening=True)
        return store

    @contextmanager
    def reading(self) -> Iterator[SqliteDatabase]:
        """Stand in one unit of reading, on any thread."""
        with self.database.reading() as database:
            yield database

    @contextmanager
    def writing(self) -> Iterator[SqliteDatabase]:
        """Stand in one transaction: what is read in it stays true until what is recorded in it is kept."""
        if self.database.is_writing:
            with self.database.writing() as database:
                yield database
            return
        with self._anchoring(), self.database.writing() as database:
            yield database
            self._sign_recorded()
        redaction.scrub_if_due(self.database)

    def record(self, subject: str, *operations: Operation) -> tuple[Entry, ...]:
        """Record what the acting person does to one subject.

        Raises:
            RuleViolation: it is too long, or a newer version of the program has locked the subject.
            StoreUnusable: it could not be kept; nothing of it is.
        """
        with self.writing() as database:
            self._follow_chain()
            if getattr(self._unit, "head", None) is None:
                self._unit.head = 0
                self._check_is_ours()
            entries = []
            for operation in operations:
                entry = self._seal(subject, operation)
                journal.append([entry])
                entries.append(entry)
                self._unit.head = entry.header.seq
                self._fold(database, {subject})
            if subject.startswith(_MACHINE):
                self._fold(database, trusting.apply(rosters.roster().seen_from(self.chain)).subjects)
        self.grown += 1
        return tuple(entries)

    def merge(
        self,
        segments: Iterable[Segment],
        *,
        checkpoints: Iterable[Checkpoint] = (),
        stand_ins: Iterable[tuple[str, bytes]] = (),
        carrier: str = "",
        bundle: int | None = None,
        meet: Meeter = lambda _subjects: None,
        hear: projection.Hearer = projection.unheard,
    ) -> Merged:
        """Take in entries of other machines, all or none.

        Args:
            checkpoints: What proves them; what none of these, or of those that came before, covers waits in quarantine.
            stand_ins: What stands in for payloads that were withheld: references, and payloads without a part.
            carrier: The chain of the machine that says so; empty: this one's.
            bundle: Its number in the log of bundles.
            meet: Is told of subjects before something that is new of them is written.
            hear: Is told what each subject that they touch comes to.

        Raises:
            DamagedJournal: something in them does not verify; nothing was taken.
            StoreUnusable: it could not be kept; nothing of it is.
        """
        with self.writing() as database, standing_still():
            self._follow_chain()
            intake, last = Intake(self.chain, bundle, meet), journal.head_of(self.chain)
            for segment in segments:
                intake.take(segment)
            intake.settle(checkpoints)
            intake.take_stand_ins(stand_ins, carrier)
            self._fold(database, intake.touched, hear)
            redaction.obey_where_it_waits(rosters.supervisors())
            merged = intake.result()
            self._stay_one_machine(last, is_forked=self.chain in merged.forks)
        self.grown += 1
        return merged

    def _fold(
        self, database: SqliteDatabase, subjects: Iterable[str], hear: projection.Hearer = projection.unheard
    ) -> None:
        """Fold what entries touched: the one junction of both roads."""
        touched = set(subjects)
        if any(subject.startswith(_MACHINE) for subject in touched) and rosters.refresh():
            # Whose word counts has changed, and so what hangs on it.
            touched.update(journal.subjects_of("person"), journal.subjects_with(PayloadRedacted.KIND))
        projection.project(database, touched, self.rules, hear)

    def record_person(self, name: str, role: Role) -> str:
        """Record a member of the staff.

        Returns:
            The person's identifier.
        """
        person = person_identifier(name)
        self.actor = self.actor or person
        if person == self.person:
            self.claim(role)
        self.record(f"person:{person}", PersonRecorded(name=" ".join(name.split()), role=role, site=self.site))
        return person

    def follow(self, settings: Settings) -> None:
        """Go on with other settings, and with the hours and due times that follow from them.

        Raises:
            StoreUnusable: the due times could not be written; they are at the next start.
        """
        self.settings = settings
        self.rules = clock_rules(settings, self.zone)
        self._follow_settings()

    def _follow_settings(self) -> None:
        """Compute the due times anew where the site's promises or hours changed since they were written."""
        digest = projection.rules_digest(self.rules)
        with self.reading():
            is_current = local.value("rules") == digest
        if not is_current:
            with self.writing() as database:
                projection.project(database, projection.open_subjects(), self.rules)
                local.set_value("rules", digest)

    def _follow_version(self) -> None:
        """Fold anew what says more to this version of the program than to the one that folded it."""
        known = known_kinds()
        with self.reading():
            before = local.value(_KINDS).split()
        if list(known) == before:
            return
        with self.writing() as database:
            new_kinds = {kind.partition("/")[0] for kind in set(known) - set(before)}
            touched = set(journal.subjects_with(*new_kinds)) if new_kinds else set()
            self._fold(database, touched)
            if any(subject.startswith(_MACHINE) for subject in touched):
                self._fold(database, trusting.apply(rosters.roster().seen_from(self.chain)).subjects)
            local.set_value(_KINDS, " ".join(known))

    def rebuild(self) -> int:
        """Throw the folded tables away and fold them anew.

        Returns:
            The number of subjects.
        """
        with self.writing() as database:
            projection.clear(database)
            rosters.refresh()
            subjects = journal.all_subjects()
            projection.project(database, subjects, self.rules)
            local.set_value("rules", projection.rules_digest(self.rules))
            local.set_value(_KINDS, " ".join(known_kinds()))
        self.grown += 1
        return len(subjects)

    def changes_of_others(self) -> int:
        """A number that differs once another program has written to the store."""
        return self.database.changes_of_others()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()
