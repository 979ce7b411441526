"""Copying a store into one file while it is in use, and making a store of such a copy; both are checked."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fieldtech.config import Settings
from fieldtech.domain.errors import DamagedJournal, StoreUnusable, UnreadableInput, UnwritableOutput
from fieldtech.store import files, redaction
from fieldtech.store.audit import Audit, audit
from fieldtech.store.known_copies import CopyKind, marks_here, remember_copy
from fieldtech.store.store import Store
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was checked."""

    file: Path
    size: int
    """Bytes."""
    audit: Audit


def back_up(store: Store, target: Path) -> Backup:
    """Copy a store into a new file, readable by its owner alone; others may work on the store meanwhile.

    Raises:
        UnwritableOutput: there is a file of that name already, or it can't be written.
        DamagedJournal: the store itself does not verify; nothing is left behind.
        StoreUnusable: the store can't be read.
    """
    # Should this machine be lost, its last entries are proven to others all the same.
    store.sign_head()
    gone = marks_here(store)
    with _new_file(target) as part, _room_for(store.path, part):
        with store.database.bound():
            store.database.peewee.execute_sql("VACUUM INTO ?", (str(part),))
        copy = Store(part, keys=store.keys.folder, settings=store.settings)
        copy.zone, copy.rules = store.zone, store.rules
        # Words that were taken out while others were reading may stand there still.
        redaction.scrub_if_due(copy.database, is_opening=True)
        found = checked(copy)
    # A full disk, which nothing can be written on, must not keep one from a backup elsewhere.
    with suppress(StoreUnusable):
        remember_copy(store, target, CopyKind.BACKUP, gone)
    return Backup(target, target.stat().st_size, found)


def restore_backup(source: Path, target: Path, *, keys: Path, settings: Settings) -> Backup:
    """Make a store of a backup, where none stands; it goes on with a chain of its own.

    Raises:
        UnreadableInput: the backup can't be read, or is a store in use.
        DamagedJournal: it does not verify; nothing is left behind.
        StoreUnusable: something stands where the store shall be, or it can't be made there.
    """
    _check_is_free(target)
    files.check_place(target)
    check_is_whole(source)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _new_file(target) as part:
            copy_file(source, part)
            made = _opened(part, source, keys, settings)
            remember_copy(made, source, CopyKind.BACKUP, marks_here(made))
            found = checked(made)
    except UnwritableOutput as error:
        raise StoreUnusable(str(error)) from error
    return Backup(target, target.stat().st_size, found)


def _opened(part: Path, source: Path, keys: Path, settings: Settings) -> Store:
    try:
        return Store.open(part, keys=keys, settings=settings, is_copy=True)
    except StoreUnusable as error:
        raise UnreadableInput(
            _("No store can be made of {file}. {reason}").format(file=source, reason=error)
        ) from error


def checked(store: Store) -> Audit:
    """Audit a copy and leave it as one file, without anything beside it."""
    try:
        found = audit(store)
        with store.database.bound():
            store.database.peewee.execute_sql("PRAGMA journal_mode = delete")
    finally:
        store.close()
    if not found.ok:
        raise DamagedJournal(
            _("The copy does not verify, so it was not kept: {problem} Run `fieldtech audit`.").format(
                problem=found.problems[0]
            )
        )
    return found


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """Give a file to write beside the target, and put it in its place once it is whole; a failure leaves nothing."""
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        if target.exists() or target.is_symlink():
            raise UnwritableOutput(_("There is a file {file} already; it was left as it is.").format(file=target))
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
        try:
            yield part
            files.sync(part)
            part.rename(target)
            # A renamed file is safe on FAT only once it was synced under its new name.
            files.sync(target)
            files.sync(target.parent)
        finally:
            for leftover in (part, *side_files(part)):
                leftover.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableOutput(
            _("{file} can't be written: {reason}.").format(file=target, reason=error.strerror)
        ) from error


@contextmanager
def _room_for(store: Path, part: Path) -> Iterator[None]:
    """Say of the place of the copy that it is full, not of the store's disk."""
    try:
        yield
    except StoreUnusable as error:
        if shutil.disk_usage(part.parent).free >= store.stat().st_size:
            raise
        raise UnwritableOutput(_("There is no room left there: make some, or take another stick.")) from error


def copy_file(source: Path, part: Path) -> None:
    """Copy a file's bytes into another one, which is there.

    Raises:
        UnreadableInput: they can't be copied.
    """
    try:
        with source.open("rb") as stream, part.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1024 * 1024)
    except OSError as error:
        raise UnreadableInput(
            _("{file} can't be read: {reason}.").format(file=source, reason=error.strerror)
        ) from error


def _check_is_free(target: Path) -> None:
    standing = [file for file in (target, *side_files(target)) if file.exists() or file.is_symlink()]
    if standing:
        raise StoreUnusable(
            _("Something stands where the store shall be: move {files} elsewhere first, all together.").format(
                files=", ".join(file.name for file in standing)
            )
        )


def check_is_whole(source: Path) -> None:
    """Refuse a store that is in use: a part of it may stand in the files beside it."""
    if any(file.exists() and file.stat().st_size for file in side_files(source)):
        raise UnreadableInput(
            _("{file} is no backup but a store in use: copy it by `fieldtech backup`.").format(file=source)
        )


def side_files(database: Path) -> tuple[Path, ...]:
    """Name what SQLite may keep beside a database."""
    return tuple(database.with_name(database.name + ending) for ending in files.SIDE_FILES)
