"""Which SQLite serves, and how it keeps its journal."""

from dataclasses import dataclass

from peewee import sqlite3

from fieldtech.store.database import journal_mode


@dataclass(frozen=True, slots=True)
class Engine:
    """The database engine of this process."""

    sqlite: str
    journal_mode: str
    """"wal", or "delete" where SQLite is too old to keep a WAL safely."""


def engine_here() -> Engine:
    """Tell which SQLite serves here."""
    return Engine(sqlite3.sqlite_version, journal_mode())
