"""The store's files are private to their owner, and lie where one machine alone writes."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import fieldtech.mounts as mounts_table
from fieldtech.domain.errors import StoreUnusable
from fieldtech.store import Store, database, files
from tests.domain.authors import report
from tests.sync_machines import Clock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes and owners are those of POSIX")


@pytest.fixture
def wide_open() -> Iterator[None]:
    """A umask that protects nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def create(folder: Path, name: str = "fieldtech.db") -> Store:
    """Make a store."""
    return Store.create(folder / name, keys=folder / "keys", name="Li Wei", site="DC-1", zone="UTC", clock=Clock([0]))


def modes(folder: Path) -> dict[str, str]:
    """Tell the mode of everything in a folder."""
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.lstat().st_mode)) for path in sorted(folder.rglob("*"))
    }


@pytest.mark.usefixtures("wide_open")
def test_every_file_is_its_owners_alone_under_any_umask(tmp_path: Path) -> None:
    store = create(tmp_path / "above" / "store")
    store.record("fault:x", report())
    while_open = modes(tmp_path)
    assert {name for name in while_open if name.endswith(("-wal", "-shm"))} != set()
    for name, mode in while_open.items():
        assert mode == ("0o700" if (tmp_path / name).is_dir() else "0o600"), name
    assert any(name.endswith(".key") for name in while_open)
    store.close()


@pytest.mark.usefixtures("wide_open")
def test_the_rollback_journal_of_an_old_sqlite_is_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SAFE_WAL", (99,))
    store = create(tmp_path / "store")
    with store.writing():
        store.record("fault:x", report())
        found = modes(tmp_path / "store")
    store.close()
    assert found["fieldtech.db-journal"] == "0o600"


def test_a_file_without_a_byte_is_what_a_full_disk_left_and_no_store(tmp_path: Path) -> None:
    path = tmp_path / "fieldtech.db"
    path.touch(mode=0o644)
    with pytest.raises(StoreUnusable, match="no store"):
        Store.open(path, keys=tmp_path / "keys")
    store = create(tmp_path)
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_there_is_a_store_none_is_made(tmp_path: Path) -> None:
    create(tmp_path).close()
    before = (tmp_path / "fieldtech.db").read_bytes()
    with pytest.raises(StoreUnusable, match="already"):
        create(tmp_path)
    assert (tmp_path / "fieldtech.db").read_bytes() == before


def test_where_there_is_no_store_none_is_opened_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="fieldtech init"):
        Store.open(tmp_path / "fieldtech.db", keys=tmp_path / "keys")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_no_store(tmp_path: Path) -> None:
    create(tmp_path).close()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "fieldtech.db")
    with pytest.raises(StoreUnusable, match="never a link"):
        Store.open(link, keys=tmp_path / "keys")
    dangling = tmp_path / "dangling.db"
    dangling.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(StoreUnusable):
        create(tmp_path, "dangling.db")
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_no_store(tmp_path: Path, make: object) -> None:
    path = tmp_path / "fieldtech.db"
    assert callable(make)
    make(path)
    with pytest.raises(StoreUnusable):
        Store.open(path, keys=tmp_path / "keys")


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give files away")
def test_somebody_elses_store_is_refused(tmp_path: Path) -> None:
    create(tmp_path).close()
    os.chown(tmp_path / "fieldtech.db", 12345, 12345)
    with pytest.raises(StoreUnusable, match="belongs to somebody else"):
        Store.open(tmp_path / "fieldtech.db", keys=tmp_path / "keys")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "fuseblk", "9p"])
def test_a_file_system_that_two_machines_can_reach_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    folder = tmp_path / "共享 folder"
    create(folder).close()
    mounts = tmp_path / "mounts"
    point = str(folder).replace(" ", "\\040")
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\n\nbroken\nhost:/x {point} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(mounts_table, "TABLE", mounts)
    with pytest.raises(StoreUnusable, match=kind):
        Store.open(folder / "fieldtech.db", keys=tmp_path / "keys")
    with pytest.raises(StoreUnusable, match=kind):
        create(folder / "below")
    assert not (folder / "below").exists()


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (b"/dev/vda / ext4 rw 0 0\n", "ext4"),
        (b"/dev/vda / ext4 rw 0 0\nhost:/x {point} nfs rw 0 0\n", "nfs"),
        (b"host:/x {point} nfs rw 0 0\n/dev/vda / ext4 rw 0 0\n", "nfs"),
        (b"host:/x {point} nfs rw 0 0\n/dev/vdb {point} xfs rw 0 0\n", "xfs"),
        (b"host:/x {point}x nfs rw 0 0\n/dev/vda / ext4 rw 0 0\n", "ext4"),
        (b"host:/x /\xff\xfe nfs rw 0 0\n/dev/vda / ext4 rw 0 0\n", "ext4"),
        (b"", ""),
        (b"one two", ""),
    ],
)
def test_the_longest_mount_point_above_tells_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: bytes, kind: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_bytes(table.replace(b"{point}", str(tmp_path).encode()))
    monkeypatch.setattr(mounts_table, "TABLE", mounts)
    assert mounts_table.file_system_of(tmp_path / "fieldtech.db") == kind


def test_where_no_table_of_mounts_is_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts_table, "TABLE", tmp_path / "none")
    assert mounts_table.file_system_of(tmp_path / "fieldtech.db") == ""
    create(tmp_path).close()


def test_a_link_in_the_way_is_followed_to_the_file_system_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nhost:/x {real} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(mounts_table, "TABLE", mounts)
    assert mounts_table.file_system_of(link / "fieldtech.db") == "nfs"


def test_a_folder_that_can_not_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="No store can be made"):
        create(tmp_path / "file" / "below")


def test_an_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create(tmp_path).close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_store_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """Whatever breaks off its making: here no key can be written."""
    (tmp_path / "keys").touch()
    with pytest.raises(StoreUnusable):
        create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]
    (tmp_path / "keys").unlink()
    create(tmp_path).close()


def test_two_who_make_one_store_at_once_do_not_make_it_twice(tmp_path: Path) -> None:
    path = tmp_path / "fieldtech.db"

    def make_twice() -> None:
        with files.made_aside(path) as first:
            first.write_bytes(b"first")
            with files.made_aside(path) as second:
                second.write_bytes(b"second")

    with pytest.raises(StoreUnusable, match="already"):
        make_twice()
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]
