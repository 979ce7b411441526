"""The connection: its settings, and one unit of work at a time on any thread. One writer, many readers."""

import random
import shutil
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import DatabaseError, InterfaceError, OperationalError, SqliteDatabase, sqlite3

from fieldtech.domain.errors import StoreUnusable
from fieldtech.models import TABLES
from fieldtech.text import _

SAFE_WAL = (3, 51, 3)
"""Older versions of SQLite can corrupt a database when a WAL is reset."""

BUSY_SECONDS = 5
NO_TEXT = "Could not decode to UTF-8"
"""The driver's own words where text in the file is none."""
PAGE_BYTES = 32_768
"""What SQLite asks the disk for at once, at most: its shared memory."""
CHECKPOINT_PAGES = 4000
"""How far the WAL grows, 16 MB, before a commit waits for it to be written back: one in some hundred does."""


class StoreDatabase:
    """One database file; every use of a table stands in `reading()` or `writing()`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self.peewee = SqliteDatabase(
            str(path),
            lock_type="IMMEDIATE",
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            pragmas={
                "journal_mode": journal_mode(),
                "synchronous": "full" if journal_mode() == "wal" else "extra",
                "foreign_keys": 1,
                "recursive_triggers": 1,
                "trusted_schema": 0,
                "cell_size_check": 1,
                "secure_delete": 1,
                "mmap_size": 0,
                "wal_autocheckpoint": CHECKPOINT_PAGES,
            },
        )
        self._connections: list[sqlite3.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[SqliteDatabase]:
        """Bind the tables for one unit of reading; it sees one state of the store throughout."""
        if self._unit:
            with self._bound_again():
                yield self.peewee
            return
        with self.bound():
            self.peewee.execute_sql("BEGIN")
            self._local.unit = "reading"
            try:
                yield self.peewee
            finally:
                self._local.unit = ""
                self._roll_back_what_is_left()

    @contextmanager
    def writing(self) -> Iterator[SqliteDatabase]:
        """Bind the tables for one transaction of the only writer; nested ones join the outer.

        Raises:
            StoreUnusable: the disk is full, the store is busy for too long, damaged, or can't be written.
        """
        if self._unit == "reading":
            # Read first, write later in one transaction fails at once when another process wrote between.
            raise RuntimeError("a unit of writing can't begin inside a unit of reading")
        if self._unit:
            with self._bound_again():
                yield self.peewee
            return
        with self.bound():
            self._begin()
            self._local.unit = "writing"
            try:
                yield self.peewee
                self.peewee.execute_sql("COMMIT")
            finally:
                self._local.unit = ""
                self._roll_back_what_is_left()

    @property
    def is_writing(self) -> bool:
        """Tell whether this thread stands in a transaction already."""
        return self._unit == "writing"

    @property
    def _unit(self) -> str:
        """What this thread is in the middle of: "reading", "writing" or nothing."""
        unit: str = getattr(self._local, "unit", "")
        return unit

    def _begin(self) -> None:
        """Take the write lock; retry once with jitter, as one process can starve under several writers."""
        try:
            self.peewee.execute_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if not _is_named(error, "SQLITE_BUSY"):
                raise
            time.sleep(random.uniform(0.05, 0.25))
            self.peewee.execute_sql("BEGIN IMMEDIATE")

    def _roll_back_what_is_left(self) -> None:
        connection = self.peewee.connection()
        if connection.in_transaction:
            connection.rollback()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, InterfaceError, sqlite3.Error) as error:
            raise _store_error(error, self.path) from error
        except UnicodeDecodeError as error:
            if not _is_from_driver(error):
                raise
            raise StoreUnusable(_damaged()) from error

    @contextmanager
    def bound(self) -> Iterator[None]:
        """Open this thread's connection and bind the tables to it."""
        if getattr(self._local, "is_bound", False):
            with self._bound_again():
                yield
            return
        with self._translated():
            self._connect()
            with self.peewee.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
                self._local.is_bound = True
                try:
                    yield
                finally:
                    self._local.is_bound = False

    @contextmanager
    def _bound_again(self) -> Iterator[None]:
        """Bind the tables anew where another store's unit was begun within ours."""
        if TABLES[0]._meta.database is self.peewee:
            yield
            return
        with self.peewee.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
            yield

    def _connect(self) -> None:
        """Open this thread's connection and make sure that it keeps what it acknowledges."""
        if not self.peewee.is_closed():
            return
        self.peewee.connect()
        self._connections.append(self.peewee.connection())
        answer = self.peewee.execute_sql("PRAGMA journal_mode").fetchone()[0]
        if answer != journal_mode():
            raise StoreUnusable(
                _("The store {path} can't be opened for writing: its journal mode is {mode}.").format(
                    path=self.path, mode=answer
                )
            )

    def changes_of_others(self) -> int:
        """A number that differs once another program has written to the store."""
        with self.bound():
            version: int = self.peewee.execute_sql("PRAGMA data_version").fetchone()[0]
            return version

    def write_back(self) -> None:
        """Write everything into the file itself, before it is moved without what lies beside it.

        Raises:
            StoreUnusable: the disk is full.
        """
        with self.bound():
            self.peewee.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the connections of all threads; nobody may be at work any more."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self.peewee.close()


def journal_mode() -> str:
    """WAL where SQLite is new enough to keep one safely, else the rollback journal."""
    return "wal" if sqlite3.sqlite_version_info >= SAFE_WAL else "delete"


def _is_named(error: BaseException, name: str) -> bool:
    return any(getattr(each, "sqlite_errorname", "").startswith(name) for each in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk the chain: what SQLite said stands deeper than what Peewee raises after it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting.extend((each.__cause__, each.__context__))


def _is_full(path: Path) -> bool:
    """Tell whether no page more would fit beside the store: its shared memory meets a full disk as an I/O error."""
    try:
        return shutil.disk_usage(path.parent).free < PAGE_BYTES
    except OSError:
        return False


def _is_from_driver(error: UnicodeDecodeError) -> bool:
    """Tell whether the driver met text in the file that is none, or SQLite quoted such in a complaint."""
    *_callers, (innermost, _line) = traceback.walk_tb(error.__traceback__)
    return Path(innermost.f_code.co_filename).name in ("peewee.py", "statements.py")


def _damaged() -> str:
    return _("The store is damaged. Run `fieldtech audit`, and keep a copy of the file.")


def _store_error(error: BaseException, path: Path) -> StoreUnusable:
    """Say the true cause in a sentence."""
    if _is_named(error, "SQLITE_FULL") or (_is_named(error, "SQLITE_IOERR") and _is_full(path)):
        return StoreUnusable(_("The disk is full: nothing was recorded. Free some space and do it again."))
    if _is_named(error, "SQLITE_BUSY"):
        return StoreUnusable(
            _("Another program is writing to the store all the time: nothing was recorded. Try again.")
        )
    if _is_named(error, "SQLITE_READONLY"):
        return StoreUnusable(_("The store is read-only: nothing was recorded."))
    if _is_named(error, "SQLITE_CORRUPT") or _is_named(error, "SQLITE_NOTADB") or NO_TEXT in str(error):
        return StoreUnusable(_damaged())
    return StoreUnusable(_("The store can't be used: {reason}.").format(reason=error))
