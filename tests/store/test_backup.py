"""A backup is whole, checked, private and never laid over anything; a store made of one goes on with its own chain."""

import shutil
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from fieldtech.config import Settings
from fieldtech.domain.errors import DamagedJournal, StoreUnusable, UnreadableInput, UnwritableOutput
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel, Impact
from fieldtech.store import Audit, Store, audit, back_up, backup, restore_backup
from fieldtech.store.views.faults import find_fault, search_faults
from fieldtech.workflow.reports import report_fault

WHOLE = Facts(
    title="Switch SW-03 dark 交换机",
    description="no light",
    channel=Channel.PHONE,
    reporter="Wang Fang",
    occurred_at=datetime(2026, 1, 5, 8, tzinfo=UTC),
    impact=Impact.SITE,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Make a store with one fault in it, whose last words still stand in the write-ahead log."""
    made = Store.create(
        tmp_path / "own" / "fieldtech.db", keys=tmp_path / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai"
    )
    report_fault(made, WHOLE)
    return made


def restored(backup: Path, target: Path, keys: Path) -> Store:
    """Make a store of a backup and open it as any command does."""
    restore_backup(backup, target, keys=keys, settings=Settings())
    return Store.open(target, keys=keys)


def test_a_backup_holds_what_the_store_holds(store: Store, tmp_path: Path) -> None:
    backup = back_up(store, tmp_path / "copy.db")
    again = restored(backup.file, tmp_path / "new" / "fieldtech.db", tmp_path / "keys")
    assert backup.audit == audit(store)
    assert [fault.title for fault in search_faults(again, "交换机")] == ["Switch SW-03 dark 交换机"]
    assert audit(again).ok


def test_a_backup_is_one_file_that_only_its_owner_reads(store: Store, tmp_path: Path) -> None:
    copy = back_up(store, tmp_path / "copy.db").file
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("copy.db")] == ["copy.db"]


def test_a_backup_is_laid_over_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("something dear")
    with pytest.raises(UnwritableOutput, match="already"):
        back_up(store, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "something dear"


def test_a_backup_where_nothing_can_be_written_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnwritableOutput, match="No such file"):
        back_up(store, tmp_path / "nowhere" / "copy.db")


def test_of_a_full_stick_the_stick_is_told_and_not_the_store(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_copy: Store) -> Audit:
        raise StoreUnusable("The disk is full")

    monkeypatch.setattr(backup, "checked", full)
    with pytest.raises(StoreUnusable, match="The disk is full"):
        back_up(store, tmp_path / "first.db")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    with pytest.raises(UnwritableOutput, match="There is no room left there"):
        back_up(store, tmp_path / "second.db")
    assert not list(tmp_path.glob("second.db*"))


def test_a_damaged_store_gives_no_backup(store: Store, tmp_path: Path) -> None:
    fault = find_fault(store, "F-")
    with store.writing() as database:
        database.execute_sql("UPDATE fault SET title = 'another' WHERE number = ?", (fault.number,))
    with pytest.raises(DamagedJournal, match="does not verify"):
        back_up(store, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy.db*")) == []


def test_others_may_write_while_a_backup_is_made(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        other = Store.open(store.path, keys=tmp_path / "keys")
        while not stop.is_set():
            report_fault(other, Facts(title="meanwhile"), is_draft=True)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [back_up(store, tmp_path / f"copy-{number}.db") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert all(copy.audit.ok for copy in copies)


def test_a_restored_store_goes_on_with_a_chain_of_its_own(store: Store, tmp_path: Path) -> None:
    """What the original recorded after the backup may stand on other machines: its numbers are not used again."""
    backup = back_up(store, tmp_path / "copy.db").file
    again = restored(backup, tmp_path / "new" / "fieldtech.db", tmp_path / "keys")
    assert again.chain != store.chain
    assert again.code != store.code
    assert find_fault(again, "F-").number == find_fault(store, "F-").number


def test_nothing_is_restored_over_a_store_or_what_is_left_of_one(store: Store, tmp_path: Path) -> None:
    backup = back_up(store, tmp_path / "copy.db").file
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "fieldtech.db-wal").write_bytes(b"left")
    with pytest.raises(StoreUnusable, match="db-wal"):
        restored(backup, tmp_path / "new" / "fieldtech.db", tmp_path / "keys")
    with pytest.raises(StoreUnusable, match="Something stands"):
        restored(backup, store.path, tmp_path / "keys")


def test_a_store_in_use_is_no_backup(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="store in use"):
        restored(store.path, tmp_path / "new" / "fieldtech.db", tmp_path / "keys")


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_backup_makes_no_store(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(UnreadableInput):
        restored(tmp_path / "copy.db", tmp_path / "new" / "fieldtech.db", tmp_path / "keys")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_backup_that_was_changed_makes_no_store(store: Store, tmp_path: Path) -> None:
    backup = back_up(store, tmp_path / "copy.db").file
    backup.write_bytes(backup.read_bytes().replace(b"Switch SW-03", b"Switch SW-04"))
    with pytest.raises((DamagedJournal, UnreadableInput)):
        restored(backup, tmp_path / "new" / "fieldtech.db", tmp_path / "keys")
    assert not (tmp_path / "new" / "fieldtech.db").exists()
