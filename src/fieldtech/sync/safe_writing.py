"""Writing to a stick so that what is told to be there is there, also when it is pulled at once or the power fails.

A file that was renamed, but not synced again under its new name, is left empty by FAT: in 20 of 20 power cuts.
"""

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from fieldtech.domain.errors import UnwritableOutput
from fieldtech.domain.visible_text import one_line
from fieldtech.sync.limits import CHUNK
from fieldtech.text import _

_NAME = re.compile("[a-z0-9][a-z0-9.-]{0,58}")
"""With its ending `.part` it has 64 characters at most: FAT, exFAT and all that reads them take it as it is."""
_PULLED = {
    errno.EIO,
    errno.ENODEV,
    errno.ENXIO,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.ESTALE,
    errno.ENOMEDIUM,
    errno.EBADF,
}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_NEW = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY | os.O_CLOEXEC
_OLD = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
Told = TypeVar("Told")


def safe_write(folder: Path, name: str, write: Callable[[BinaryIO], Told]) -> tuple[Path, Told]:
    """Write a new file, and return only once it was read again and the stick may be pulled.

    Args:
        name: Lower-case ASCII; one that nothing bears yet.
        write: Writes the content, in order, and gives what the caller wants to know of it; what it raises travels.

    Raises:
        UnwritableOutput: the stick is full or gone, something bears the name, or what was read again is something else.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name that every stick takes: {name!r}")
    # The folder itself is held on to: what is mounted in its place meanwhile is another one.
    place = _opened(folder)
    try:
        return folder / name, _write_in(place, name, write)
    finally:
        os.close(place)


def _write_in(place: int, name: str, write: Callable[[BinaryIO], Told]) -> Told:
    part = f"{name}.part"
    with ExitStack() as failed, _created(place, name, part) as handle:
        failed.callback(_remove, place, part)
        file = _HashedFile(handle)
        told = write(cast(BinaryIO, file))
        with _told():
            os.fsync(handle)
            os.rename(part, name, src_dir_fd=place, dst_dir_fd=place)
            failed.callback(_remove, place, name)
            _settle(place, name, file.digest.digest())
        failed.pop_all()
    return told


class _HashedFile(RawIOBase):
    """A file that is written in order, and hashed on its way."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, piece: "bytes | bytearray | memoryview[int]", /) -> int:  # type: ignore[override]
        self.digest.update(piece)
        left = memoryview(piece)
        with _told():
            while left:
                left = left[os.write(self._handle, left) :]
        return len(piece)


@contextmanager
def _told() -> Iterator[None]:
    """Say in words what the stick failed in."""
    try:
        yield
    except OSError as error:
        raise UnwritableOutput(_sentence(error)) from error


def _sentence(error: OSError) -> str:
    if error.errno in _FULL:
        return _("There is no room left there: make some, or take another stick.")
    if error.errno == errno.EFBIG:
        return _("The file is larger than this stick takes: choose less of it, or leave attachments out.")
    if error.errno == errno.EROFS:
        return _("Nothing can be written there: the stick is locked, or was put out of use as faulty.")
    if error.errno == errno.EEXIST:
        return _("There is a file of that name already; it was left as it is. Choose another name.")
    if error.errno in _PULLED:
        return _(
            "The stick or folder is gone, or faulty: put it in again and write once more; what is there may be broken."
        )
    return _("The file can't be written: {reason}.").format(reason=error.strerror or error)


@_told()
def _opened(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        sentence = _("There is no folder {folder}. Is the stick plugged in?")
        raise UnwritableOutput(sentence.format(folder=one_line(str(folder)))) from error


@contextmanager
def _created(place: int, name: str, part: str) -> Iterator[int]:
    with _told():
        with suppress(FileNotFoundError):
            os.stat(name, dir_fd=place, follow_symlinks=False)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        handle = os.open(part, _NEW, 0o600, dir_fd=place)
    try:
        yield handle
    finally:
        with suppress(OSError):
            os.close(handle)


def _remove(place: int, name: str) -> None:
    with suppress(OSError):
        os.unlink(name, dir_fd=place)


def _settle(place: int, name: str, digest: bytes) -> None:
    """Sync the renamed file and its folder, and read it again."""
    handle = os.open(name, _OLD, dir_fd=place)
    try:
        os.fsync(handle)
        _sync_folder(place)
        if _digest_on_stick(handle) != digest:
            raise UnwritableOutput(
                _("What was written is not what is there now: the stick is faulty. Take another, and write it again.")
            )
    finally:
        os.close(handle)


def _sync_folder(place: int) -> None:
    try:
        os.fsync(place)
    except OSError as error:
        # Some shared folders know no such thing; sticks do.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def _digest_on_stick(handle: int) -> bytes:
    """Read the file again, from the stick itself where the system heeds that its memory of it is not wanted."""
    digest = hashlib.sha256()
    with suppress(OSError):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    while piece := os.read(handle, CHUNK):
        digest.update(piece)
    return digest.digest()
