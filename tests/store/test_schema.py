"""The schema that the migrations make is the one that the models speak of."""

from importlib import import_module
from importlib.resources import files
from pathlib import Path

import peewee
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.subjects import subject_id
from fieldtech.models import TABLES
from fieldtech.models.base import BaseRow
from fieldtech.store import Store, audit, schema
from fieldtech.store.database import StoreDatabase
from fieldtech.store.views.faults import fault_by_id
from tests.domain.authors import report
from tests.sync_machines import Machine

SQLITE_TYPES = {
    peewee.AutoField: "INTEGER",
    peewee.IntegerField: "INTEGER",
    peewee.BooleanField: "INTEGER",
    peewee.ForeignKeyField: "INTEGER",
    peewee.TextField: "TEXT",
    peewee.BlobField: "BLOB",
}


def columns_in(database: peewee.Database, table: str) -> dict[str, tuple[str, bool]]:
    """Read the columns of a table: type, and whether it may be NULL."""
    rows = database.execute_sql(f"PRAGMA table_info({table})").fetchall()
    return {row[1]: (row[2], not row[3]) for row in rows}


def unique_columns(database: peewee.Database, table: str) -> set[tuple[str, ...]]:
    """Read what is unique in a table."""
    indexes = database.execute_sql(f"PRAGMA index_list({table})").fetchall()
    named = {row[1]: bool(row[2]) for row in indexes}
    return {
        tuple(row[2] for row in database.execute_sql(f"PRAGMA index_info({name})").fetchall())
        for name, is_unique in named.items()
        if is_unique
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_the_first_migration_makes_what_the_models_say(machine: Machine, table: type[BaseRow]) -> None:
    name = table._meta.table_name
    said = {field.column_name: (SQLITE_TYPES[type(field)], field.null) for field in table._meta.sorted_fields}
    unique = {(field.column_name,) for field in table._meta.sorted_fields if field.unique}
    unique |= {
        tuple(table._meta.fields[each].column_name for each in fields)
        for fields, is_unique in table._meta.indexes
        if is_unique
    }
    with machine.store.reading() as database:
        assert columns_in(database, name) == said
        assert unique_columns(database, name) >= unique
        keys = [row[1] for row in database.execute_sql(f"PRAGMA table_info({name})").fetchall() if row[5]]
        primary = table._meta.primary_key
        assert keys == (
            [table._meta.fields[each].column_name for each in primary.field_names]
            if isinstance(primary, peewee.CompositeKey)
            else [primary.column_name]
        )


def test_no_table_is_made_that_no_model_knows(machine: Machine) -> None:
    known = {table._meta.table_name for table in TABLES}
    with machine.store.reading() as database:
        rows = database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    made = {row[0] for row in rows if not row[0].startswith(("sqlite_", "fault_search", "planned_search"))}
    assert made - known == {name for name in made if "migration" in name}
    assert known <= made


def test_the_latest_version_is_the_last_migration_of_the_folder() -> None:
    numbers = [int(file.name[:4]) for file in files("fieldtech.store.migrations").iterdir() if file.name[:4].isdigit()]
    assert sorted(numbers) == list(range(1, schema.LATEST + 1))


def test_every_migration_has_a_sentence_and_a_way_up() -> None:
    for file in files("fieldtech.store.migrations").iterdir():
        if file.name[:4].isdigit():
            module = import_module(f"fieldtech.store.migrations.{file.name[:-3]}")
            assert module.__doc__
            assert callable(module.up)


def test_a_store_tells_its_version(machine: Machine) -> None:
    with machine.store.reading() as database:
        assert database.execute_sql("PRAGMA user_version").fetchone()[0] == schema.LATEST


def test_a_newer_versions_store_is_refused_and_left_alone(machine: Machine) -> None:
    path = machine.store.path
    with machine.store.writing() as database:
        database.execute_sql(f"PRAGMA user_version = {schema.LATEST + 1}")
    machine.store.close()
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match="newer version"):
        Store.open(path, keys=path.parent / "keys")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "fieldtech.db"
    path.write_bytes(b"These are my notes. " * 500)
    with pytest.raises(StoreUnusable, match="damaged"):
        Store.open(path, keys=tmp_path / "keys")
    assert path.read_bytes().startswith(b"These are my notes.")


def test_a_store_whose_making_was_broken_off_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "fieldtech.db"
    database = StoreDatabase(path)
    schema.prepare(database)
    database.close()
    with pytest.raises(StoreUnusable, match="never made whole"):
        Store.open(path, keys=tmp_path / "keys")


def test_opening_a_store_twice_migrates_nothing(machine: Machine) -> None:
    path = machine.store.path
    with machine.store.reading() as database:
        before = database.execute_sql("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    machine.store.close()
    again = Store.open(path, keys=path.parent / "keys")
    with again.reading() as database:
        assert database.execute_sql("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
    again.close()


def test_a_store_that_held_every_fault_twice_tells_the_same_once_it_is_opened(machine: Machine) -> None:
    odd, plain = "fault:4f6k2m9p3qdw", "fault:5f6k2m9p3qdw"
    machine.record(odd, report())
    machine.record(odd, NoteAdded(text="as before", revises="k7c4h2m9p3qd.9.00000000"))
    machine.record(plain, report(title="Fan is loud"))
    before, path = audit(machine.store), machine.store.path
    with machine.store.writing() as database:
        for statement in _BEFORE_0007:
            database.execute_sql(statement)
        for subject in (odd, plain):
            fault = fault_by_id(machine.store, subject_id(subject))
            sql = "UPDATE fault SET detail = ? WHERE subject = ?"
            database.execute_sql(sql, (canonical_bytes(fault), subject))
    machine.store.close()
    opened = Store.open(path, keys=path.parent / "keys")
    assert audit(opened) == before
    assert before.oddities == 1
    with opened.reading() as database:
        assert "detail" not in columns_in(database, "fault")
        for table in ("entry", "held"):
            assert unique_columns(database, table) == {("chain_id", "sequence", "branch")}
    opened.close()


_BEFORE_0007 = (
    "ALTER TABLE fault ADD COLUMN detail BLOB NOT NULL DEFAULT x''",
    *(f"DROP INDEX {table}_place" for table in ("entry", "held")),
    *(
        f"CREATE UNIQUE INDEX {table}_chain_sequence_hash ON {table} (chain_id, sequence, hash)"
        for table in ("entry", "held")
    ),
    "DELETE FROM schema_migration WHERE name LIKE '0007%'",
    "PRAGMA user_version = 6",
)
