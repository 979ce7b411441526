"""The journal, quarantine and attachments, and the first tables folded from it."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

CREATE = (
    "CREATE TABLE chain (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE entry (id INTEGER NOT NULL PRIMARY KEY, chain_id INTEGER NOT NULL REFERENCES chain (id),"
    " sequence INTEGER NOT NULL, subject TEXT NOT NULL, header BLOB NOT NULL, payload BLOB, salt BLOB,"
    " commitment BLOB, hash BLOB NOT NULL)",
    "CREATE UNIQUE INDEX entry_chain_sequence_hash ON entry (chain_id, sequence, hash)",
    "CREATE INDEX entry_subject ON entry (subject)",
    "CREATE TABLE quarantine (id INTEGER NOT NULL PRIMARY KEY, chain TEXT NOT NULL, sequence INTEGER NOT NULL,"
    " hash_before BLOB NOT NULL, line BLOB NOT NULL, digest BLOB NOT NULL UNIQUE, reason TEXT NOT NULL)",
    "CREATE INDEX quarantine_chain_sequence ON quarantine (chain, sequence)",
    "CREATE TABLE blob (digest TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL)",
    "CREATE TABLE local (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE fault (id INTEGER NOT NULL PRIMARY KEY, subject TEXT NOT NULL UNIQUE, number TEXT NOT NULL,"
    " status TEXT NOT NULL, state TEXT NOT NULL, is_open INTEGER NOT NULL, is_pending INTEGER NOT NULL, priority TEXT,"
    " rank INTEGER NOT NULL, due INTEGER NOT NULL, word_due INTEGER NOT NULL, reported INTEGER NOT NULL,"
    " occurred INTEGER, recorded INTEGER NOT NULL, impact TEXT, urgency TEXT, nature TEXT, reporter TEXT NOT NULL,"
    " contact TEXT NOT NULL, assignee TEXT NOT NULL,"
    " site TEXT NOT NULL, place TEXT NOT NULL, asset TEXT NOT NULL, title TEXT NOT NULL, attempt INTEGER NOT NULL,"
    " has_conflict INTEGER NOT NULL, detail BLOB NOT NULL)",
    "CREATE INDEX fault_number ON fault (number)",
    # Only partial indexes that start with the next-up keys: a status-leading one turns the planner away from them.
    "CREATE INDEX fault_open ON fault (rank, is_pending, due, reported, id) WHERE is_open = 1",
    "CREATE INDEX fault_place ON fault (place, rank, is_pending, due, reported, id) WHERE is_open = 1",
    "CREATE INDEX fault_person ON fault (assignee, rank, is_pending, due, reported, id) WHERE is_open = 1",
    "CREATE INDEX fault_reporter ON fault (reporter, reported)",
    "CREATE INDEX fault_archive ON fault (reported, id) WHERE is_open = 0",
    "CREATE TABLE person (subject TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,"
    " site TEXT NOT NULL, keys TEXT NOT NULL)",
    "CREATE INDEX person_name ON person (name)",
    "CREATE TABLE machine (chain TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL, site TEXT NOT NULL, zone TEXT NOT NULL,"
    " public_key TEXT NOT NULL, continues TEXT NOT NULL)",
    "CREATE TABLE typed (form TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,"
    " typed INTEGER NOT NULL, PRIMARY KEY (form, subject, field))",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables."""
    for statement in CREATE:
        db.execute_sql(statement)
