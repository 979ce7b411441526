"""What stood in the store twice: the folded fault beside its entries, and an entry's hash in an index."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

CHANGES = (
    "ALTER TABLE fault DROP COLUMN detail",
    # On a branch there is one entry of a sequence.
    *(
        statement
        for table in ("entry", "held")
        for statement in (
            f"DROP INDEX {table}_chain_sequence_hash",
            f"CREATE UNIQUE INDEX {table}_place ON {table} (chain_id, sequence, branch)",
        )
    ),
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Drop them; the room in the file is used again as the store grows."""
    del migrator
    for statement in CHANGES:
        db.execute_sql(statement)
