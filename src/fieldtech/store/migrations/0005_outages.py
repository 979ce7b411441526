"""Outages that providers announce, and notices that wait for a reader."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

CREATE = (
    "CREATE TABLE outage (subject TEXT NOT NULL PRIMARY KEY, provider TEXT NOT NULL, maintenance_id TEXT NOT NULL,"
    " status TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, detail BLOB NOT NULL)",
    "CREATE INDEX outage_ends ON outage (ends)",
    "CREATE TABLE notice (subject TEXT NOT NULL PRIMARY KEY, is_read INTEGER NOT NULL, recorded INTEGER NOT NULL,"
    " detail BLOB NOT NULL)",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables; opening the store fills them, should a newer program's entries have come before."""
    del migrator
    for statement in CREATE:
        db.execute_sql(statement)
