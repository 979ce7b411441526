"""Looking after the copies that this machine wrote elsewhere, once something was taken out of the record (PROCESS S6).

Backups that can be reached are cleaned; what can't be, and plain bundles, which are the user's, are named.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from fieldtech.domain.errors import FieldTechError, StoreUnusable
from fieldtech.domain.instants import local_text
from fieldtech.domain.journal import Segment, read_entry
from fieldtech.domain.redaction import Standing, as_left
from fieldtech.domain.visible_text import one_line
from fieldtech.store import (
    CopyKind,
    DueCopy,
    Store,
    clean_backup,
    due_copies,
    forget_copy,
    settle_copy,
    tell_copy,
)
from fieldtech.store.views.bundles import instant_of_microseconds
from fieldtech.store.views.redactable import all_standings
from fieldtech.sync.reader import OpenBundle, open_bundle
from fieldtech.text import _
from fieldtech.workflow.import_tally import Imported

Noted = TypeVar("Noted")


@dataclass(frozen=True, slots=True)
class LeftCopy:
    """A copy that may hold still what was taken out."""

    file: Path
    kind: CopyKind
    sentence: str
    """What it is, and what to do."""


@dataclass(frozen=True, slots=True)
class CleanedCopies:
    """What became of the copies."""

    rewritten: tuple[Path, ...] = ()
    """Backups that were cleaned."""
    left: tuple[LeftCopy, ...] = ()

    @property
    def has_backups_left(self) -> bool:
        """Tell whether a backup is still to be cleaned."""
        return any(each.kind is CopyKind.BACKUP for each in self.left)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say it."""
        cleaned = _("{file}: this backup was cleaned of what was taken out.")
        done = (cleaned.format(file=one_line(str(file))) for file in self.rewritten)
        return (*done, *(each.sentence for each in self.left))


def clean_copies(store: Store, *, is_news_only: bool = False) -> CleanedCopies:
    """Clean the backups that may hold what was taken out, and say which copies hold it still.

    Args:
        is_news_only: Leave out what could not be reached before either, and was told.
    """
    rewritten: list[Path] = []
    left: list[LeftCopy] = []
    for due in due_copies(store):
        told: LeftCopy | None = None
        if due.copy.is_gone():
            _note(forget_copy, store, due.copy)
        elif due.copy.kind is CopyKind.BACKUP:
            told = _clean(store, due, rewritten)
        else:
            told = _look_into(store, due)
        if told is not None and (due.is_news or not is_news_only):
            left.append(told)
            _note(tell_copy, store, due)
    return CleanedCopies(tuple(rewritten), tuple(left))


def with_copies_cleaned(store: Store, imported: Imported) -> Imported:
    """Clean the backups that may hold what an import took out, and add to its notes what became of them."""
    cleaned = clean_copies(store, is_news_only=True)
    return msgspec.structs.replace(imported, notes=(*imported.notes, *cleaned.sentences))


def _clean(store: Store, due: DueCopy, rewritten: list[Path]) -> LeftCopy | None:
    file = due.copy.path
    if not _is_there(file):
        return _left(
            store,
            due,
            _(
                "The backup of {when}, {file}, was not reachable and may hold what was taken out: have the stick in "
                "when the next bundle is taken in, or delete it."
            ),
        )
    try:
        if clean_backup(store, file):
            rewritten.append(file)
    except FieldTechError as error:
        sentence = _(
            "The backup of {when}, {file}, could not be cleaned and may hold what was taken out. {reason} "
            "It is tried again when the next bundle is taken in; or delete it."
        )
        return _left(store, due, sentence, str(error))
    _note(settle_copy, store, due)
    return None


def _look_into(store: Store, due: DueCopy) -> LeftCopy | None:
    """Look whether a plain bundle holds it; it may be on its way to somebody, so that it is not touched."""
    file = due.copy.path
    if not _is_there(file):
        return _left(
            store,
            due,
            _(
                "{file}, a plain bundle of {when}, was not reachable and may hold what was taken out, readable by "
                "everybody: delete it."
            ),
        )
    standing = all_standings(store)
    with suppress(FieldTechError, OSError), file.open("rb") as opened, _opened(store, opened) as bundle:
        is_clean = not any(_holds(segment, standing) for segment in bundle.segments())
        if is_clean and _stands_in_without(bundle, standing):
            _note(settle_copy, store, due)
            return None
    sentence = _("{file}, a plain bundle of {when}, holds what was taken out, readable by everybody: delete it.")
    return _left(store, due, sentence)


def _opened(store: Store, opened: BinaryIO) -> AbstractContextManager[OpenBundle]:
    return open_bundle(opened, key=None, accepts_carrier=lambda _outer: None, spool_folder=store.path.parent)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _holds(segment: Segment, standing: dict[str, Standing]) -> bool:
    before = segment.hash_before
    for line in segment.lines:
        entry = read_entry(line, before)
        before = entry.hash
        if entry.payload is not None and as_left(entry, standing) is not entry:
            return True
    return False


def _stands_in_without(bundle: OpenBundle, standing: dict[str, Standing]) -> bool:
    """Tell whether all that stands in for withheld payloads is what is left of them."""
    return all(ref not in standing or rest == standing[ref].rest for ref, rest in bundle.stand_ins())


def _note(change: Callable[[Store, Noted], None], store: Store, noted: Noted) -> None:
    """Note what was done with a copy; on a full disk that is left to the next time, as what led to it is recorded."""
    with suppress(StoreUnusable):
        change(store, noted)


def _left(store: Store, due: DueCopy, sentence: str, reason: str = "") -> LeftCopy:
    when = local_text(instant_of_microseconds(due.copy.at), store.zone)
    file = one_line(due.copy.file)
    return LeftCopy(due.copy.path, due.copy.kind, sentence.format(when=when, file=file, reason=reason))
