"""The connection: its settings are in force, a unit sees one state, a write is kept whole or not at all."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import IntegrityError, SqliteDatabase, sqlite3

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.models import EntryRow, FaultRow
from fieldtech.store import Store, audit, database
from fieldtech.store.views.queue import queue_page
from tests.domain.authors import report
from tests.sync_machines import Machine, Site, all_entries, entries_of

ROOT = Path(__file__).parents[2]
SUBJECT = "fault:4f6k2m9p3qdw"
BIG = "x" * 100_000


def pragma(connection: SqliteDatabase, name: str) -> object:
    """Ask for a setting."""
    return connection.execute_sql(f"PRAGMA {name}").fetchone()[0]


def also_open(machine: Machine) -> Store:
    """Open a machine's store a second time, as another program does."""
    path = machine.store.path
    return Store.open(path, keys=path.parent / "keys", clock=machine.clock)


@pytest.fixture
def other(machine: Machine) -> Iterator[Store]:
    """Another program on the machine's store."""
    store = also_open(machine)
    yield store
    store.close()


SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
}


class TestSettings:
    @pytest.mark.parametrize("unit", ["reading", "writing"])
    def test_every_setting_is_in_force_on_every_thread(self, machine: Machine, unit: str) -> None:
        found: list[dict[str, object]] = []

        def look() -> None:
            with getattr(machine.store, unit)() as connection:
                found.append({name: pragma(connection, name) for name in SETTINGS})

        look()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert found == [SETTINGS, SETTINGS]

    def test_an_old_sqlite_keeps_a_rollback_journal_with_one_sync_more(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Before 3.51.3 a WAL that is reset could corrupt the database; DELETE and FULL lose the last commit."""
        monkeypatch.setattr(database, "SAFE_WAL", (99,))
        machine = site.machine()
        machine.record(SUBJECT, report())
        with machine.store.reading() as connection:
            assert (pragma(connection, "journal_mode"), pragma(connection, "synchronous")) == ("delete", 3)
        assert audit(machine.store).ok

    def test_a_store_that_will_not_take_the_journal_mode_is_refused(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The answer is looked at: SQLite doesn't complain, it just stays in the mode that it can have."""
        with machine.store.reading() as connection:
            connection.execute_sql("SELECT * FROM chain").fetchall()
            monkeypatch.setattr(database, "SAFE_WAL", (99,))
            monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
            with pytest.raises(StoreUnusable):
                also_open(machine)

    def test_a_chain_that_entries_name_can_not_be_deleted(self, machine: Machine) -> None:
        with pytest.raises(StoreUnusable), machine.store.writing() as connection:
            connection.execute_sql("DELETE FROM chain")
        assert audit(machine.store).ok


class TestUnits:
    def test_a_unit_of_reading_sees_one_state_throughout(self, machine: Machine, other: Store) -> None:
        with machine.store.reading():
            before = EntryRow.select().count()
            other.record(SUBJECT, report())
            assert EntryRow.select().count() == before
        with machine.store.reading():
            assert EntryRow.select().count() == before + 1

    def test_two_stores_in_one_thread_keep_apart(self, site: Site) -> None:
        """Peewee's global binding would let them share a database, and every test of two machines pass in vain."""
        one, two = site.machine(), site.machine()
        one.record(SUBJECT, report())
        with one.store.reading():
            assert FaultRow.select().count() == 1
            with two.store.reading():
                assert FaultRow.select().count() == 0
                with one.store.reading():
                    assert FaultRow.select().count() == 1
                assert FaultRow.select().count() == 0
            assert FaultRow.select().count() == 1

    def test_two_threads_use_two_stores_at_once(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        failed: list[BaseException] = []

        def work(machine: Machine, subject: str) -> None:
            try:
                for _ in range(20):
                    machine.store.record(subject, NoteAdded(text="x"))
            except BaseException as error:  # noqa: BLE001
                failed.append(error)

        threads = [
            threading.Thread(target=work, args=(machine, f"fault:{number}"))
            for number, machine in enumerate((one, two, one))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert [len(entries_of(one.store, f"fault:{number}")) for number in (0, 2)] == [20, 20]
        assert len(entries_of(two.store, "fault:1")) == 20
        assert audit(one.store).ok

    def test_nested_writing_joins_the_outer_transaction(self, machine: Machine, other: Store) -> None:
        with machine.store.writing():
            with machine.store.writing():
                machine.store.record(SUBJECT, report())
            assert entries_of(other, SUBJECT) == []
        assert len(entries_of(other, SUBJECT)) == 1

    def test_reading_within_writing_sees_what_is_written(self, machine: Machine) -> None:
        with machine.store.writing():
            machine.store.record(SUBJECT, report())
            with machine.store.reading():
                assert EntryRow.select().where(EntryRow.subject == SUBJECT).count() == 1

    def test_writing_within_reading_is_a_mistake_of_the_program(self, machine: Machine) -> None:
        """Read first, write later fails at once when another program wrote between, however long one waits."""
        with pytest.raises(RuntimeError), machine.store.reading():
            machine.store.record(SUBJECT, report())
        machine.store.record(SUBJECT, report())

    @pytest.mark.parametrize("depth", [1, 2, 3])
    def test_what_is_broken_off_is_not_kept_at_any_depth(self, machine: Machine, other: Store, depth: int) -> None:
        def write(left: int) -> None:
            with machine.store.writing():
                machine.store.record(f"fault:{left}", report())
                if left == 1:
                    raise ZeroDivisionError
                write(left - 1)

        before = all_entries(other)
        with pytest.raises(ZeroDivisionError):
            write(depth)
        assert all_entries(other) == before
        machine.store.record(SUBJECT, report())
        assert len(all_entries(other)) == len(before) + 1

    def test_an_engines_own_error_is_told_in_a_sentence_and_leaves_nothing(self, machine: Machine) -> None:
        def record_and_fail(error: Exception) -> None:
            with machine.store.writing():
                machine.store.record(SUBJECT, report())
                raise error

        for error in (IntegrityError("x"), sqlite3.OperationalError("x")):
            with pytest.raises(StoreUnusable):
                record_and_fail(error)
        assert entries_of(machine.store, SUBJECT) == []

    def test_text_in_the_file_that_is_none_is_damage_and_a_mistake_of_ours_is_not(self, machine: Machine) -> None:
        machine.record(SUBJECT, report())
        with machine.store.writing() as connection:
            connection.execute_sql("UPDATE fault SET title = CAST(x'e9ff' AS TEXT)")
        for look in (lambda: queue_page(machine.store), lambda: list(all_titles(machine.store))):
            with pytest.raises(StoreUnusable, match="damaged"):
                look()
        with pytest.raises(UnicodeDecodeError), machine.store.reading():
            b"\xe9\xff".decode()

    def test_another_programs_writing_is_noticed(self, machine: Machine, other: Store) -> None:
        seen = machine.store.changes_of_others()
        assert machine.store.changes_of_others() == seen
        machine.store.record(SUBJECT, report())
        assert machine.store.changes_of_others() == seen
        other.record("fault:x", report())
        assert machine.store.changes_of_others() != seen

    def test_a_store_can_be_used_again_after_it_was_closed(self, machine: Machine) -> None:
        machine.store.close()
        machine.store.record(SUBJECT, report())
        machine.store.close()
        assert len(entries_of(machine.store, SUBJECT)) == 1


def all_titles(store: Store) -> list[str]:
    """Read titles as Peewee does."""
    with store.reading():
        return [row[0] for row in FaultRow.select(FaultRow.title).tuples()]


class TestABusyStore:
    def test_a_writer_waits_for_another_one(self, machine: Machine, other: Store) -> None:
        begun, finish = threading.Event(), threading.Event()

        def hold() -> None:
            with other.writing():
                begun.set()
                finish.wait(10)
                other.record("fault:x", report())

        thread = threading.Thread(target=hold)
        thread.start()
        assert begun.wait(10)
        threading.Timer(0.3, finish.set).start()
        machine.store.record(SUBJECT, report())
        thread.join()
        assert audit(machine.store).ok
        assert len(entries_of(machine.store, "fault:x")) == 1

    def test_who_waits_in_vain_is_told_why(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
        machine = site.machine()
        other = also_open(machine)
        with other.writing():
            other.record("fault:x", report())
            with pytest.raises(StoreUnusable, match="Another program is writing"):
                machine.store.record(SUBJECT, report())
        machine.store.record(SUBJECT, report())
        other.close()
        assert audit(machine.store).ok


class TestAFullDisk:
    @staticmethod
    def fill(machine: Machine, pages: int) -> None:
        """Let the file grow by some pages and no further."""
        with machine.store.reading() as connection:
            connection.execute_sql(f"PRAGMA max_page_count = {int(str(pragma(connection, 'page_count'))) + pages}")

    @pytest.mark.parametrize("pages", [0, 1, 3, 30])
    def test_the_true_cause_is_told_and_all_that_was_acknowledged_is_kept(self, machine: Machine, pages: int) -> None:
        machine.record(SUBJECT, report())
        self.fill(machine, pages)
        with pytest.raises(StoreUnusable, match="disk is full"):
            record_without_end(machine)
        found = audit(machine.store)
        assert found.ok, found.problems
        kept = {entry.hash for entry in all_entries(machine.store)}
        assert {entry.hash for entry in machine.recorded} <= kept
        assert len(entries_of(machine.store, SUBJECT)) == len(machine.recorded)

    def test_the_next_write_works_once_there_is_room_again(self, machine: Machine) -> None:
        self.fill(machine, 2)
        with pytest.raises(StoreUnusable, match="disk is full"):
            machine.record(SUBJECT, NoteAdded(text=BIG))
        self.fill(machine, 10_000)
        machine.record(SUBJECT, report())
        assert audit(machine.store).ok

    def test_a_merge_that_finds_the_disk_full_takes_nothing(self, site: Site) -> None:
        from tests.sync_machines import all_segments

        giver, taker = site.machine(), site.machine()
        for _ in range(20):
            giver.record(SUBJECT, NoteAdded(text=BIG))
        before = audit(taker.store)
        self.fill(taker, 20)
        with pytest.raises(StoreUnusable, match="disk is full"):
            taker.store.merge(all_segments(giver.store))
        assert audit(taker.store) == before

    def test_a_disk_that_is_really_full_is_survived(self, tmp_path: Path) -> None:
        """On a file system of 1,200 kB of its own, where the system lets an ordinary user make one."""
        command = ["unshare", "-Urm", "sh", "-c", 'mount -t tmpfs -o size=1200k tmpfs "$0" && exec "$@"', str(tmp_path)]
        probe = subprocess.run([*command, "true"], capture_output=True, check=False)
        if probe.returncode:
            pytest.skip("this system lets nobody make a file system of his own")
        script = str(Path(__file__).with_name("full_disk.py"))
        finished = subprocess.run(
            [*command, sys.executable, script, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert finished.stdout.splitlines()[-1:] == ["survived"], finished.stdout + finished.stderr


def record_without_end(machine: Machine) -> None:
    """Record until something stops it."""
    while len(machine.recorded) < 100:
        machine.record(SUBJECT, NoteAdded(text=BIG))
