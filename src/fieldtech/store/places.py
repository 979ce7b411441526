"""Where entries stand, in the journal or held: by sequence and hash, on which branch of a forked chain."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from peewee import Database

from fieldtech.domain.frontiers import Tip
from fieldtech.domain.journal import CHAIN_START, Entry
from fieldtech.models import ChainRow
from fieldtech.store import statements
from fieldtech.store.journal import COLUMNS, entry_of_row, raw

TABLES = ("entry", "held")
"""What is proven: the journal, and what waits for its machine to be trusted."""


class Place(NamedTuple):
    """Where an entry stands."""

    branch: int
    is_whole: bool
    """Its payload is here, or will never come."""
    table: str


class PlacedEntry(NamedTuple):
    """An entry, and where it is filed."""

    entry: Entry
    sequence: object
    subject: object
    branch: int
    is_held: bool


class Branch(NamedTuple):
    """A branch of a chain, from its own first entry on."""

    number: int
    parent: int
    first: int


Standing = dict[tuple[int, bytes], Place]
"""By sequence and hash."""
FIRST_BRANCH = Branch(0, 0, 1)


def standing(chain: str, first: int, last: int) -> Standing:
    """Read which entries of a chain stand here between two sequences, both included."""
    sql = " UNION ALL ".join(
        f"SELECT sequence, hash, branch, payload IS NOT NULL OR redacted, '{table}' FROM {table}"
        " WHERE chain_id = (SELECT id FROM chain WHERE name = ?) AND sequence BETWEEN ? AND ?"
        for table in TABLES
    )
    rows = statements.run(_database(), sql, (chain, first, last) * len(TABLES))
    return {(_number(row[0]), raw(row[1])): Place(_number(row[2]), bool(row[3]), str(row[4])) for row in rows}


def placed_entries(chain_row: int) -> Iterator[PlacedEntry]:
    """Read a chain's entries, those that are held too, in order of sequence; of a fork both branches."""
    some = (
        f"SELECT {COLUMNS}, sequence, subject, branch, {table == 'held':d} AS held FROM {table} WHERE chain_id = ?"
        for table in TABLES
    )
    sql = f"{' UNION ALL '.join(some)} ORDER BY sequence, hash"
    for row in statements.each(_database(), sql, (chain_row,) * len(TABLES)):
        yield PlacedEntry(entry_of_row(row[:-4]), row[-4], row[-3], _number(row[-2]), bool(row[-1]))


def is_known(chain: str, sequence: int, digest: bytes) -> bool:
    """Tell whether an entry stands here; the start of every chain does."""
    if sequence == 0:
        return digest == CHAIN_START
    sql = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE chain_id = (SELECT id FROM chain WHERE name = ?) AND sequence = ? AND hash = ?"
        for table in TABLES
    )
    return bool(statements.run(_database(), f"{sql} LIMIT 1", (chain, sequence, digest) * len(TABLES)))


def branches(chain_row: int) -> list[Branch]:
    """Read a chain's branches, each after the one that it leaves."""
    sql = "SELECT number, parent, first FROM branch WHERE chain_id = ? ORDER BY number"
    rows = statements.run(_database(), sql, (chain_row,))
    return [FIRST_BRANCH, *(Branch(*map(_number, row)) for row in rows)]


def branches_by_number(chain_row: int) -> dict[int, Branch]:
    """Read a chain's branches, by their numbers."""
    return {branch.number: branch for branch in branches(chain_row)}


def way_to(known: Mapping[int, Branch], number: int) -> Iterator[Branch]:
    """Walk from a branch back to the chain's beginning; one that is damaged leads there at once.

    Args:
        known: The chain's branches, by their numbers.
    """
    branch = known.get(number, FIRST_BRANCH)
    while branch.number:
        yield branch
        branch = known.get(branch.parent, FIRST_BRANCH) if branch.parent < branch.number else FIRST_BRANCH
    yield FIRST_BRANCH


def new_branch(chain_row: int, parent: int, first: int) -> int:
    """Begin a branch where a chain goes on in another way than on its parent."""
    last = statements.run(_database(), "SELECT ifnull(max(number), 0) FROM branch WHERE chain_id = ?", (chain_row,))
    number = _number(last[0][0]) + 1
    sql = "INSERT INTO branch (chain_id, number, parent, first) VALUES (?, ?, ?, ?)"
    statements.run(_database(), sql, (chain_row, number, parent, first))
    return number


def drop_empty_branches(chain_row: int) -> None:
    """Forget the branches of which nothing is left; those that left them later are empty too."""
    for branch in branches(chain_row)[1:]:
        if last_on(chain_row, branch) is None:
            sql = "DELETE FROM branch WHERE chain_id = ? AND number = ?"
            statements.run(_database(), sql, (chain_row, branch.number))


def last_on(chain_row: int, branch: Branch, table: str = "") -> Tip | None:
    """Find the last entry that is a branch's own, in one table or in all; None: there is none."""
    last = None
    for name in (table,) if table else TABLES:
        sql = (
            f"SELECT sequence, hash FROM {name} WHERE chain_id = ? AND branch = ? AND sequence >= ?"
            " ORDER BY sequence DESC LIMIT 1"
        )
        for sequence, digest in statements.run(_database(), sql, (chain_row, branch.number, branch.first)):
            if last is None or _number(sequence) > last.sequence:
                last = Tip(_number(sequence), raw(digest))
    return last


def tips(chain_row: int, table: str = "") -> tuple[Tip, ...]:
    """Find the last entry of each branch, in one table or in all; a branch of which nothing is its own has none."""
    found = [tip for branch in branches(chain_row) if (tip := last_on(chain_row, branch, table)) is not None]
    return tuple(sorted(found, key=lambda tip: (tip.sequence, tip.hash)))


def hash_on(chain_row: int, known: Mapping[int, Branch], number: int, sequence: int) -> bytes | None:
    """Find the hash of an entry on the way to a branch; None: it doesn't reach so far.

    Args:
        known: The chain's branches, by their numbers.
    """
    if sequence == 0:
        return CHAIN_START
    branch = next(each for each in way_to(known, number) if each.first <= sequence)
    for table in TABLES:
        sql = f"SELECT hash FROM {table} WHERE chain_id = ? AND sequence = ? AND branch = ?"
        for (digest,) in statements.run(_database(), sql, (chain_row, sequence, branch.number)):
            return raw(digest)
    return None


def all_chains() -> dict[str, int]:
    """Name every chain of which anything is here, with the number of its row."""
    return {str(name): _number(row) for name, row in statements.run(_database(), "SELECT name, id FROM chain")}


def _number(value: object) -> int:
    return int(str(value))


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return ChainRow._meta.database
