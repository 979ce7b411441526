"""Plans of recurring work, and what was recorded of their occurrences."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

CREATE = (
    "CREATE TABLE plan (subject TEXT NOT NULL PRIMARY KEY, number TEXT NOT NULL, kind TEXT NOT NULL,"
    " title TEXT NOT NULL, is_retired INTEGER NOT NULL, is_floating INTEGER NOT NULL, has_conflict INTEGER NOT NULL,"
    " detail BLOB NOT NULL)",
    "CREATE INDEX plan_number ON plan (number)",
    "CREATE TABLE occurrence (subject TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL, slot TEXT NOT NULL, day TEXT,"
    " progress TEXT NOT NULL, done INTEGER, has_conflict INTEGER NOT NULL, brief BLOB NOT NULL, detail BLOB NOT NULL)",
    "CREATE INDEX occurrence_plan ON occurrence (plan, slot)",
    "CREATE INDEX occurrence_slot ON occurrence (slot)",
    "CREATE INDEX occurrence_day ON occurrence (day) WHERE day IS NOT NULL",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables; opening the store fills them, should a newer program's entries have come before."""
    del migrator
    for statement in CREATE:
        db.execute_sql(statement)
