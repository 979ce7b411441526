"""The store's files: private to their owner, on a file system that keeps what it was given."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldtech.domain.errors import StoreUnusable
from fieldtech.mounts import file_system_of
from fieldtech.text import _

NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "davfs", "vboxsf")
)
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; without them a copied or moved file is damaged."""


@contextmanager
def made_aside(path: Path) -> Iterator[Path]:
    """Give an empty file, its owner's alone, to make a store in, and put it in its place once it is whole.

    So a store is there as a whole or not at all, whatever breaks off its making.

    Raises:
        StoreUnusable: something stands there already, or nothing can be written there.
    """
    check_place(path)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        make_private_folder(path.parent)
        _check_is_free(path)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        try:
            yield part
            _check_is_free(path)
            part.replace(path)
            sync(path.parent)
        finally:
            for leftover in (part, *(part.with_name(part.name + side) for side in SIDE_FILES)):
                leftover.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnusable(
            _("No store can be made at {path}: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def _check_is_free(path: Path) -> None:
    if is_initialised(path):
        raise StoreUnusable(_("There is a store at {path} already.").format(path=path))


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, and those above it that are missing, whatever the umask.

    Raises:
        OSError: it can't be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def check_existing(path: Path) -> None:
    """Refuse a store that is missing, a link, or somebody else's, and one where two machines could write at once."""
    check_place(path)
    try:
        found = os.lstat(path)
    except OSError as error:
        raise StoreUnusable(
            _("The store {path} can't be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreUnusable(_("{path} is no file. A store is never a link or a folder.").format(path=path))
    if found.st_uid != os.getuid():
        raise StoreUnusable(_("The store {path} belongs to somebody else. Use one of your own.").format(path=path))


def check_place(path: Path) -> None:
    """Refuse a network or FUSE file system: two machines at once corrupt a store there."""
    kind = file_system_of(path)
    if kind in NETWORK_FILE_SYSTEMS or kind.startswith("fuse"):
        raise StoreUnusable(
            _("{path} lies on a {kind} file system, where two machines at once would damage the store. "
              "Keep it on a local disk and exchange bundles.").format(path=path, kind=kind)
        )  # fmt: skip


def is_initialised(path: Path) -> bool:
    """Tell whether there is a store; a file without a byte is what a full disk left of a first start."""
    try:
        return path.lstat().st_size > 0
    except FileNotFoundError:
        return False
