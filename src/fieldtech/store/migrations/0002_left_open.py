"""When who has a fault last worked on it, for what was left open on an earlier day."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

UNKNOWN = 2**62
"""Where what nobody works on stands: the far end of time."""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the column, also at the end of a person's index: what he left open is found without a look at the rows."""
    del migrator
    db.execute_sql(f"ALTER TABLE fault ADD COLUMN worked INTEGER NOT NULL DEFAULT {UNKNOWN}")
    db.execute_sql("DROP INDEX fault_person")
    db.execute_sql(
        "CREATE INDEX fault_person ON fault (assignee, rank, is_pending, due, reported, id, worked) WHERE is_open = 1"
    )
