"""When who has a fault last worked on it, for what was left open on an earlier day."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

UNKNOWN = 2**62
"""Where what nobody works on stands: the far end of time."""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the column; opening the store computes the open faults anew."""
    del migrator
    db.execute_sql(f"ALTER TABLE fault ADD COLUMN worked INTEGER NOT NULL DEFAULT {UNKNOWN}")
