"""What there is to look at is marked in every table of subjects; planned work is found by its words."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

_TABLES = ("fault", "plan", "occurrence", "outage")
_ODD = " OR ".join(f"instr(detail, CAST('\"{name}\":[' AS BLOB))" for name in ("oddities", "numbers"))
"""The words of the record can't look like that: in them a quote stands behind a backslash."""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Mark what stands there; opening the store writes down the words."""
    del migrator
    db.execute_sql("ALTER TABLE outage ADD COLUMN has_conflict INTEGER NOT NULL DEFAULT 0")
    for table in _TABLES:
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN is_odd INTEGER NOT NULL DEFAULT 0")
        db.execute_sql(f"UPDATE {table} SET is_odd = 1 WHERE {_ODD}")
        db.execute_sql(f"CREATE INDEX {table}_marked ON {table} (has_conflict) WHERE has_conflict + is_odd > 0")
    db.execute_sql("CREATE TABLE planned_text (id INTEGER NOT NULL PRIMARY KEY, subject TEXT NOT NULL UNIQUE)")
