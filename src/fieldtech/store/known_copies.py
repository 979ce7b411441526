"""What this program wrote of the record elsewhere, backups and plain bundles, and what they may hold of what went.

Only this machine knows of them; where a file lies goes to no other.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
from peewee import Database

from fieldtech.domain.redaction import Standing
from fieldtech.domain.sightings import read_frontier
from fieldtech.models import LocalRow
from fieldtech.mounts import is_carried, mount_of
from fieldtech.store import local, projection, redaction, rosters, statements
from fieldtech.store.store import Store

_KEYS = "copy/"
_EVERYTHING = 2**62
Marks = frozenset[str]
"""What was taken out of entries, each as a digest of the entry's reference and what went of it."""


class CopyKind(StrEnum):
    """What a copy is."""

    BACKUP = "backup"
    BUNDLE = "bundle"
    """A plain one; what is sealed is for machines that take out what they are told."""


class KnownCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A file that this program wrote."""

    file: str
    kind: CopyKind
    at: int
    """When, in microseconds since 1970, UTC."""
    mount: str
    """Where that was mounted on which it lies."""
    reach: int
    """The number of the journal's last row then: what came later it can't hold."""
    clean: Marks = frozenset()
    """What had gone when it was written, or was cleaned last."""
    told: Marks = frozenset()
    """What it may hold still, as somebody was told."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.file)

    def is_gone(self) -> bool:
        """Tell whether it was deleted or moved: what it lay on is there without it. What is carried may be another."""
        mount = mount_of(self.path)
        if mount.point != self.mount or is_carried(mount):
            return False
        try:
            self.path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        return False


class DueCopy(msgspec.Struct, frozen=True):
    """A copy that may hold what was taken out."""

    copy: KnownCopy
    held: Marks

    @property
    def is_news(self) -> bool:
        """Tell whether nobody was told yet of all of it."""
        return not self.held <= self.copy.told


def marks_here(store: Store) -> Marks:
    """Mark all that was taken out so far; ask before a copy is made."""
    with store.reading():
        return frozenset(_marks(redaction.all_standings(rosters.supervisors())).values())


def remember_copy(store: Store, file: Path, kind: CopyKind, clean: Marks) -> None:
    """Remember a file that was written.

    Args:
        clean: What had gone before it was written.
    """
    with store.writing():
        made = KnownCopy(
            file=str(file.absolute()),
            kind=kind,
            at=max(0, projection.microseconds(store.now())),
            mount=mount_of(file.absolute()).point,
            reach=_EVERYTHING if _anything_waits() else _last_row(),
            clean=clean,
        )
        _keep(made)


def due_copies(store: Store) -> tuple[DueCopy, ...]:
    """Find the copies that may hold what was taken out, the oldest first."""
    with store.reading():
        known = [msgspec.json.decode(text, type=KnownCopy) for _key, text in local.values(_KEYS)]
        if not known:
            return ()
        marks = _marks(redaction.all_standings(rosters.supervisors()))
        rows = _rows_of(marks)
    found = (
        DueCopy(each, frozenset(mark for ref, mark in marks.items() if rows.get(ref, _EVERYTHING) <= each.reach))
        for each in sorted(known, key=lambda each: (each.at, each.file))
    )
    return tuple(DueCopy(each.copy, left) for each in found if (left := each.held - each.copy.clean))


def tell_copy(store: Store, due: DueCopy) -> None:
    """Remember that somebody was told what a copy may hold."""
    with store.writing():
        _keep(msgspec.structs.replace(due.copy, told=due.copy.told | due.held))


def settle_copy(store: Store, due: DueCopy) -> None:
    """Remember that a copy holds nothing any more of what was taken out."""
    with store.writing():
        _keep(msgspec.structs.replace(due.copy, clean=due.copy.clean | due.held))


def forget_copy(store: Store, copy: KnownCopy) -> None:
    """Forget a copy that is not there any more."""
    with store.writing():
        local.drop_value(_key(copy.file))


def _keep(copy: KnownCopy) -> None:
    local.set_value(_key(copy.file), msgspec.json.encode(copy, order="sorted").decode())


def _key(file: str) -> str:
    return _KEYS + hashlib.sha256(file.encode(errors="surrogateescape")).hexdigest()[:16]


def _marks(standing: Mapping[str, Standing]) -> Mapping[str, str]:
    return {
        ref: hashlib.sha256(" ".join((ref, *sorted(each.removed))).encode()).hexdigest()[:12]
        for ref, each in standing.items()
    }


def _rows_of(references: Collection[str]) -> Mapping[str, int]:
    """Tell the number of each entry's row; 0 for what waits, nothing for what never came."""
    return {ref: row for ref in references for row in _places(ref)}


def _places(reference: str) -> Iterator[int]:
    for chain, sequence in read_frontier([reference]).items():
        sql = (
            "SELECT min(id) FROM (SELECT id FROM entry WHERE chain_id = (SELECT id FROM chain WHERE name = ?1)"
            " AND sequence = ?2 UNION ALL SELECT 0 FROM held WHERE chain_id = (SELECT id FROM chain WHERE name = ?1)"
            " AND sequence = ?2 UNION ALL SELECT 0 FROM quarantine WHERE chain = ?1 AND sequence = ?2)"
        )
        ((row,),) = statements.run(_database(), sql, (chain, sequence))
        if row is not None:
            yield int(str(row))


def _anything_waits() -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM held) OR EXISTS (SELECT 1 FROM quarantine)"
    return bool(statements.run(_database(), sql)[0][0])


def _last_row() -> int:
    return int(str(statements.run(_database(), "SELECT ifnull(max(id), 0) FROM entry")[0][0]))


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return LocalRow._meta.database
