"""A backup is cleaned of what was taken out since, or stands as it stood; what can't be reached is known as due."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldtech import mounts
from fieldtech.config import Settings
from fieldtech.domain.errors import FieldTechError, UnreadableInput
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Role
from fieldtech.store import Store, audit, back_up, clean_backup, due_copies, files, restore_backup
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.workflow.handling import add_note, attach_file
from fieldtech.workflow.redaction import redact_attachment, redact_field
from fieldtech.workflow.reports import report_fault
from tests.workflow.road import phone_report

PHONE = "861055550177"
CONTENT = f"Call {PHONE}. ".encode() * 1000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A supervisor's store with the canary in a contact, a file, its name, and a form that was left."""
    made = Store.create(
        tmp_path / "own" / "fieldtech.db",
        keys=tmp_path / "keys",
        name="Chen Jing",
        site="DC-1",
        zone="Asia/Shanghai",
        role=Role.SUPERVISOR,
    )
    fault = report_fault(made, phone_report(contact=PHONE, occurred_at=datetime(2026, 1, 5, 8, tzinfo=UTC)))
    attach_file(made, fault.number, f"{PHONE}.txt", CONTENT)
    made.keep_typed("note", fault.id, {"text": f"call {PHONE}"})
    return made


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A backup of it, made before anything was taken out."""
    folder = tmp_path / "stick"
    folder.mkdir()
    file = back_up(store, folder / "copy.db").file
    assert PHONE.encode() in file.read_bytes()
    return file


def fault_in(store: Store) -> Fault:
    """The only fault."""
    return find_fault(store, "F-")


def take_out(store: Store) -> None:
    """Take out the contact and the file."""
    redact_field(store, fault_in(store).number, "contact", "asked for")
    redact_attachment(store, fault_in(store).number, f"{PHONE}.txt", "asked for")


def take_out_description(store: Store) -> None:
    """Take out the description."""
    redact_field(store, fault_in(store).number, "description", "asked for")


def files_with_it(folder: Path) -> list[str]:
    """Name the files that hold the canary."""
    return [file.name for file in folder.rglob("*") if file.is_file() and PHONE.encode() in file.read_bytes()]


def test_a_backup_that_can_be_reached_is_cleaned_at_once(store: Store, copy: Path, tmp_path: Path) -> None:
    """S6: in the transaction's wake, whatever else lies there."""
    note = add_note(store, fault_in(store).number, "later than the backup")
    take_out(store)
    assert files_with_it(tmp_path) == []
    assert sorted(file.name for file in copy.parent.iterdir()) == ["copy.db"]
    assert due_copies(store) == ()
    restore_backup(copy, tmp_path / "again" / "fieldtech.db", keys=tmp_path / "keys", settings=Settings())
    again = Store.open(tmp_path / "again" / "fieldtech.db", keys=tmp_path / "keys")
    left = fault_in(again)
    assert (left.facts.contact, left.facts.reporter, left.notes) == ("", fault_in(store).facts.reporter, ())
    assert (note.notes[0].text, left.attachments[0].is_taken_out) == ("later than the backup", True)
    assert attachment_content(again, fault_in(store).attachments[0].digest) is None
    found = audit(again)
    assert (found.problems, found.redacted, again.typed_forms()) == ((), 2, ())


def test_a_backup_that_holds_nothing_of_it_is_left_as_it_is(store: Store, tmp_path: Path) -> None:
    take_out(store)
    file = back_up(store, tmp_path / "later.db").file
    assert due_copies(store) == ()
    before = file.stat()
    other = report_fault(store, Facts(title="later", contact="555-0199-9999"), is_draft=True)
    redact_field(store, other.number, "contact", "asked for")
    assert due_copies(store) == ()
    assert not clean_backup(store, file)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("place", range(6))
def test_whatever_breaks_it_off_a_whole_backup_is_there(
    store: Store, copy: Path, tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails at each of the steps, the last one behind them all."""
    whole, calls = copy.read_bytes(), [0]

    def failing(path: Path) -> None:
        calls[0] += 1
        if calls[0] == place + 1:
            raise OSError(5, os.strerror(5))

    monkeypatch.setattr(files, "sync", failing)
    take_out_description(store)
    monkeypatch.undo()
    assert sorted(file.name for file in copy.parent.iterdir()) == ["copy.db"]
    assert (copy.read_bytes() == whole) is (place < 2)
    is_failed = place < 4
    assert bool(due_copies(store)) is is_failed
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [file for file in store.path.parent.iterdir() if "cleaning" in file.name] == []
    if is_failed:
        assert redact_field(store, fault_in(store).number, "reporter", "asked for").elsewhere.left == ()
    assert b"Amber light" not in copy.read_bytes()
    assert due_copies(store) == ()


def test_what_a_power_cut_left_of_a_cleaning_is_removed_by_the_next(store: Store, copy: Path) -> None:
    left = store.path.with_name("fieldtech.db.1234abcd.cleaning-wal")
    left.write_text(PHONE)
    take_out(store)
    assert not left.exists()
    assert files_with_it(copy.parent) == []


def test_what_is_no_backup_any_more_is_not_touched(store: Store, copy: Path, tmp_path: Path) -> None:
    copy.write_text(f"notes of mine: {PHONE}")
    with pytest.raises(FieldTechError):
        clean_backup(store, copy)
    (left,) = redact_field(store, fault_in(store).number, "contact", "asked for").elsewhere.left
    assert (left.file, copy.read_text()) == (copy, f"notes of mine: {PHONE}")
    copy.unlink()
    copy.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(UnreadableInput):
        clean_backup(store, copy)


def test_a_backup_that_went_on_as_a_store_is_left_to_itself(store: Store, copy: Path, tmp_path: Path) -> None:
    """Who is at work in it would lose what he records in the file that was put away."""
    Store.open(copy, keys=tmp_path / "other keys").close()
    with pytest.raises(UnreadableInput, match="store of its own"):
        clean_backup(store, copy)
    (left,) = redact_field(store, fault_in(store).number, "contact", "asked for").elsewhere.left
    assert (left.file, "store of its own" in left.sentence) == (copy, True)


def test_a_backup_that_was_deleted_is_forgotten_and_a_stick_that_is_out_is_not(
    store: Store, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S6: where a stick was, another one may be in."""
    monkeypatch.setattr(mounts, "TABLE", tmp_path / "mounts")
    (tmp_path / "mounts").write_text(f"/dev/vda / ext4 rw 0 0\n/dev/sdb1 {copy.parent} vfat rw 0 0\n")
    carried = back_up(store, copy.parent / "carried.db").file
    content = carried.read_bytes()
    for file in (copy, carried):
        file.unlink()
    (tmp_path / "mounts").write_text("/dev/vda / ext4 rw 0 0\n")
    (left,) = redact_field(store, fault_in(store).number, "contact", "asked for").elsewhere.left
    assert left.file == carried
    assert f"{carried}, was not reachable" in left.sentence
    carried.write_bytes(content)
    (tmp_path / "mounts").write_text(f"/dev/vda / ext4 rw 0 0\n/dev/sdb1 {copy.parent} vfat rw 0 0\n")
    done = redact_attachment(store, fault_in(store).number, f"{PHONE}.txt", "asked for").elsewhere
    assert (done.rewritten, done.left) == ((carried,), ())
    assert files_with_it(copy.parent) == []


def test_the_backup_that_a_store_was_made_of_is_cleaned_by_it(store: Store, copy: Path, tmp_path: Path) -> None:
    restore_backup(copy, tmp_path / "again" / "fieldtech.db", keys=tmp_path / "keys", settings=Settings())
    again = Store.open(tmp_path / "again" / "fieldtech.db", keys=tmp_path / "keys")
    take_out(again)
    assert files_with_it(copy.parent) == files_with_it(tmp_path / "again") == []
