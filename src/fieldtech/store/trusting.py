"""What trust does to the store: entries of machines that are not trusted, or no longer, are held out of sight."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from peewee import Database

from fieldtech.domain.trust import Trust
from fieldtech.models import EntryRow
from fieldtech.store import places, statements

_COLUMNS = (
    *("chain_id", "sequence", "subject", "header", "payload", "salt", "commitment", "hash"),
    *("branch", "bundle", "rest", "redacted"),
)
_ALL = 2**53


class Moved(NamedTuple):
    """What changed its place."""

    subjects: set[str]
    """What must be folded anew."""
    withdrawn: int
    """Entries that left the journal."""


def apply(trust: Trust, known: int = _ALL, meet: Callable[[Collection[str]], None] = lambda _subjects: None) -> Moved:
    """Bring the entries of every chain where its machine's standing wants them.

    Args:
        known: The number of the last entry that had been here before; only such can be withdrawn.
        meet: Hears of subjects before they change.
    """
    limits = {row: trust.last_good(chain) for chain, row in places.all_chains().items()}
    subjects: set[str] = set()
    withdrawn = 0
    # What comes in first: so its numbers are greater than those of all that was here.
    for row, limit in limits.items():
        subjects |= _move("held", "entry", row, "<=", _ALL if limit is None else limit, meet)
    for row, limit in limits.items():
        if limit is not None:
            sql = "SELECT count(*) FROM entry WHERE chain_id = ? AND sequence > ? AND id <= ?"
            withdrawn += int(str(statements.run(_database(), sql, (row, limit, known))[0][0]))
            subjects |= _move("entry", "held", row, ">", limit, meet)
    return Moved(subjects, withdrawn)


def _move(
    source: str, target: str, chain_row: int, compared: str, limit: int, meet: Callable[[Collection[str]], None]
) -> set[str]:
    """Move a part of a chain, in the order in which it came."""
    where = f"FROM {source} WHERE chain_id = ? AND sequence {compared} ?"
    rows = statements.run(_database(), f"SELECT DISTINCT subject {where}", (chain_row, limit))
    subjects = {str(row[0]) for row in rows}
    if subjects:
        meet(subjects)
        columns = ", ".join(_COLUMNS)
        moving = f"INSERT INTO {target} ({columns}) SELECT {columns} {where} ORDER BY id"
        statements.run(_database(), moving, (chain_row, limit))
        statements.run(_database(), f"DELETE {where}", (chain_row, limit))
    return subjects


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return EntryRow._meta.database
