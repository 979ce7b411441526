"""What machines need that meet through files: branches, held entries, checkpoints, receipts, the log of bundles."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

CHANGES = (
    "ALTER TABLE entry ADD COLUMN branch INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE entry ADD COLUMN bundle INTEGER",
    "ALTER TABLE entry ADD COLUMN rest BLOB",
    "ALTER TABLE entry ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0",
    # How far a chain's payloads are all here is asked at every receipt.
    "CREATE INDEX entry_lacking ON entry (chain_id, sequence) WHERE payload IS NULL AND redacted = 0",
    # What an entry says is asked of all of them only for these kinds.
    *(
        f'CREATE INDEX entry_{name} ON entry (subject) WHERE instr(CAST(header AS TEXT), \'"kind":"{kind}"\') > 0'
        for name, kind in (("attachment", "attachment-added"), ("redaction", "payload-redacted"))
    ),
    "CREATE TABLE branch (chain_id INTEGER NOT NULL REFERENCES chain (id), number INTEGER NOT NULL,"
    " parent INTEGER NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (chain_id, number))",
    "CREATE TABLE held (id INTEGER NOT NULL PRIMARY KEY, chain_id INTEGER NOT NULL REFERENCES chain (id),"
    " sequence INTEGER NOT NULL, subject TEXT NOT NULL, header BLOB NOT NULL, payload BLOB, salt BLOB,"
    " commitment BLOB, hash BLOB NOT NULL, branch INTEGER NOT NULL DEFAULT 0, bundle INTEGER, rest BLOB,"
    " redacted INTEGER NOT NULL DEFAULT 0)",
    "CREATE UNIQUE INDEX held_chain_sequence_hash ON held (chain_id, sequence, hash)",
    "CREATE INDEX held_subject ON held (subject)",
    "CREATE INDEX held_lacking ON held (chain_id, sequence) WHERE payload IS NULL AND redacted = 0",
    "ALTER TABLE quarantine ADD COLUMN bundle INTEGER",
    "CREATE TABLE checkpoint (chain TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL,"
    " signature TEXT NOT NULL, PRIMARY KEY (chain, sequence, hash, signature))",
    "CREATE TABLE receipt (chain TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, content BLOB NOT NULL,"
    " signature TEXT NOT NULL)",
    "CREATE TABLE acknowledged (peer TEXT NOT NULL, chain TEXT NOT NULL, sequence INTEGER NOT NULL,"
    " hash BLOB NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (peer, chain, hash))",
    "CREATE TABLE bundle_log (id INTEGER NOT NULL PRIMARY KEY, direction TEXT NOT NULL, name TEXT NOT NULL,"
    " digest TEXT NOT NULL, carrier TEXT NOT NULL, recipients TEXT NOT NULL, at INTEGER NOT NULL,"
    " entries INTEGER NOT NULL, repeated INTEGER NOT NULL, quarantined INTEGER NOT NULL, note TEXT NOT NULL)",
    "CREATE INDEX bundle_log_at ON bundle_log (at)",
    "ALTER TABLE person ADD COLUMN unproven TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE machine ADD COLUMN succession TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE machine ADD COLUMN role TEXT NOT NULL DEFAULT 'technician'",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and tables."""
    del migrator
    for statement in CHANGES:
        db.execute_sql(statement)
