"""Cleaning a backup: what was taken out of the record since it was made is taken out of it, and nothing else changes.

A copy of it is cleaned beside the store, checked, written beside the backup and put in its place as a whole: whatever
breaks it off, one of the two is there.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from fieldtech.domain.errors import StoreUnusable, UnreadableInput, UnwritableOutput
from fieldtech.store import backup, files, local, redaction, rosters, schema
from fieldtech.store.identity import NOTES, ChainNote
from fieldtech.store.store import Store
from fieldtech.text import _

_ENDING = ".cleaning"


def clean_backup(store: Store, file: Path) -> bool:
    """Take out of a backup what was taken out of the record since.

    Returns:
        Whether it was written anew; False: it held nothing of it.

    Raises:
        UnreadableInput: it is no backup, or can't be read.
        UnwritableOutput: it can't be written anew; it stands as it stood.
        DamagedJournal: it does not verify; it stands as it stood.
        StoreUnusable: it was made by a newer version, or nothing can be written beside the store.
    """
    _remove_leftovers(store)
    with _beside(store) as work:
        if file.is_symlink():
            raise UnreadableInput(_("This is a link: name the file itself."))
        backup.check_is_whole(file)
        backup.copy_file(file, work)
        is_changed = _clean(store, work)
        if is_changed:
            _put_in_place(work, file)
    return is_changed


@contextmanager
def _beside(store: Store) -> Iterator[Path]:
    """Give a file to work in beside the store, and leave nothing of it."""
    work = store.path.with_name(f"{store.path.name}.{secrets.token_hex(4)}{_ENDING}")
    try:
        _make(work)
        yield work
    except OSError as error:
        raise UnwritableOutput(
            _("{file} can't be written: {reason}.").format(file=work, reason=error.strerror)
        ) from error
    finally:
        for leftover in (work, *backup.side_files(work)):
            leftover.unlink(missing_ok=True)


def _remove_leftovers(store: Store) -> None:
    """Remove what a power cut left of an earlier cleaning: it may hold what was taken out."""
    for file in store.path.parent.iterdir():
        if file.name.startswith(f"{store.path.name}.") and _ENDING in file.name:
            file.unlink(missing_ok=True)


def _clean(store: Store, work: Path) -> bool:
    with store.reading():
        gone, own = redaction.obeyed_redactions(rosters.supervisors()), _own_chains(store)
    copy = Store(work, keys=store.keys.folder, settings=store.settings)
    copy.zone, copy.rules = store.zone, store.rules
    try:
        _check_is_backup(copy, own)
        schema.prepare(copy.database)
        with copy.database.writing():
            redaction.take_out_of_copy(gone, rosters.supervisors())
            if redaction.is_scrubbed():
                return False
        copy.rebuild()
        with copy.database.writing():
            # Folding lets payloads come again that were taken out by a redaction which the backup has not heard of.
            redaction.take_out_of_copy(gone, rosters.supervisors())
            if not redaction.is_scrubbed():
                raise UnwritableOutput(_("Another program is reading it all the time: try again."))
        backup.checked(copy)
    finally:
        copy.close()
    return True


def _own_chains(store: Store) -> frozenset[str]:
    """Name the chains on which this store went on, one after the other."""
    notes = (msgspec.json.decode(text, type=ChainNote) for _key, text in local.values(NOTES))
    return rosters.roster().seen_from(store.chain).own | {store.chain} | {note.before for note in notes}


def _check_is_backup(copy: Store, own: frozenset[str]) -> None:
    """Refuse what is no store, and what goes on as one of its own: somebody may be at work in it."""
    try:
        with copy.reading():
            chain = local.read().chain
    except StoreUnusable as error:
        raise UnreadableInput(_("This is no backup any more.")) from error
    if chain not in own:
        raise UnreadableInput(_("This is no backup any more, but goes on as a store of its own."))


def _put_in_place(work: Path, file: Path) -> None:
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        _make(part)
        try:
            with work.open("rb") as stream, part.open("wb") as copy:
                shutil.copyfileobj(stream, copy, 1024 * 1024)
            files.sync(part)
            files.sync(file.parent)
            part.replace(file)
            # A renamed file is safe on FAT only once it was synced under its new name.
            files.sync(file)
            files.sync(file.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableOutput(
            _("{file} can't be written: {reason}.").format(file=file, reason=error.strerror)
        ) from error


def _make(file: Path) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
