"""The journal's tables: reading entries by subject or chain, and appending."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import cast

from peewee import Database, ModelSelect

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.journal import Entry, stored_entry, without_payload
from fieldtech.domain.sightings import read_frontier
from fieldtech.models import ChainRow, EntryRow
from fieldtech.store import statements

COLUMNS = "header, payload, salt, commitment, hash, rest"
"""What `entry_of_row` makes an entry of."""
_FIELDS = (EntryRow.header, EntryRow.payload, EntryRow.salt, EntryRow.commitment, EntryRow.hash, EntryRow.rest)
_WRITTEN = (
    *("chain_id", "sequence", "subject", "header", "payload", "salt", "commitment", "hash"),
    *("branch", "bundle"),
)
_INSERTION = f"({', '.join(_WRITTEN)}) VALUES ({', '.join('?' * len(_WRITTEN))})"
_PLAIN = frozenset((bytes, type(None)))
BATCH = 500
"""Subjects or rows a statement, below SQLite's limit of variables."""


def entries_of(subjects: Iterable[str]) -> dict[str, list[Entry]]:
    """Read all entries of some subjects."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for some in batches(list(subjects)):
        sql = f"SELECT {COLUMNS} FROM entry WHERE subject IN ({', '.join('?' * len(some))})"
        for row in statements.run(_database(), sql, some):
            entry = entry_of_row(row)
            found[entry.header.entity].append(entry)
    return found


def all_subjects() -> list[str]:
    """Name every subject that entries speak of, in order."""
    return [row[0] for row in EntryRow.select(EntryRow.subject).distinct().order_by(EntryRow.subject).tuples()]


def chains() -> dict[str, int]:
    """Name every chain of which the journal has entries, with the number of its row."""
    sql = "SELECT name, id FROM chain WHERE EXISTS (SELECT 1 FROM entry WHERE entry.chain_id = chain.id)"
    return {str(name): int(str(row)) for name, row in statements.run(_database(), sql)}


def chain_entries(chain_row: int) -> Iterator[Entry]:
    """Read a chain's entries in order of sequence; of a fork both branches."""
    return _read(_entries().where(EntryRow.chain == chain_row).order_by(EntryRow.sequence, EntryRow.hash))


def entries_by_reference(references: Iterable[str]) -> dict[str, Entry]:
    """Read the entries that some references name; what is not here, or no reference, is left out."""
    wanted = set(references)
    rows = chains()
    found: dict[str, Entry] = {}
    for reference in wanted:
        for chain, sequence in read_frontier([reference]).items():
            query = _entries().where((EntryRow.chain == rows.get(chain)) & (EntryRow.sequence == sequence))
            found.update((entry.ref, entry) for entry in _read(query) if entry.ref in wanted)
    return found


def head_of(chain: str) -> Entry | None:
    """Read a chain's last entry, of a fork the one with the greater hash; None where the chain has none."""
    sql = (
        f"SELECT {COLUMNS} FROM entry WHERE chain_id = (SELECT id FROM chain WHERE name = ?)"
        " ORDER BY sequence DESC, hash DESC LIMIT 1"
    )
    rows = statements.run(_database(), sql, (chain,))
    return entry_of_row(rows[0]) if rows else None


def append(entries: Iterable[Entry], *, branch: int = 0, bundle: int | None = None, table: str = "entry") -> None:
    """Write entries that verify and whose predecessors are there, all of one branch.

    Args:
        table: "held" for what is proven and not trusted.
    """
    rows: dict[str, object] = {}
    batch = []
    for entry in entries:
        header = entry.header
        if header.chain not in rows:
            rows[header.chain] = chain_row(header.chain)
        place = (rows[header.chain], header.seq, header.entity)
        kept = (entry.header_bytes, entry.payload, entry.salt, entry.commitment, entry.hash)
        batch.append((*place, *kept, branch, bundle))
    statements.run_many(_database(), f"INSERT INTO {table} {_INSERTION}", batch)


def complete(entry: Entry) -> None:
    """Write the payload that an entry stood here without; what is redacted gets none any more."""
    header = entry.header
    for table in ("entry", "held"):
        sql = (
            f"UPDATE {table} SET payload = ?, salt = ?, commitment = NULL, rest = NULL WHERE redacted = 0"
            " AND payload IS NULL AND chain_id = ? AND sequence = ? AND hash = ?"
        )
        place = (chain_row(header.chain), header.seq, entry.hash)
        statements.run(_database(), sql, (entry.payload, entry.salt, *place))


def chain_row(chain: str) -> int:
    """Find the number of a chain's row, and make one for a chain that is new here."""
    rows = statements.run(_database(), "SELECT id FROM chain WHERE name = ?", (chain,))
    return int(str(rows[0][0])) if rows else int(ChainRow.insert(name=chain).execute())


def forked_chains() -> list[tuple[str, int]]:
    """Name each chain that has two entries of one sequence, with the first such sequence."""
    sql = (
        "SELECT chain.name, min(branch.first) FROM branch JOIN chain ON chain.id = branch.chain_id"
        " WHERE EXISTS (SELECT 1 FROM entry WHERE entry.chain_id = branch.chain_id AND entry.branch = branch.number)"
        " GROUP BY chain.name ORDER BY chain.name"
    )
    return [(str(name), int(str(first))) for name, first in statements.run(_database(), sql)]


def bundle_names(subject: str) -> dict[bytes, str]:
    """Tell for each entry of a subject that came in a bundle the bundle's name."""
    joined = "entry JOIN bundle_log ON bundle_log.id = entry.bundle"
    sql = f"SELECT entry.hash, bundle_log.name FROM {joined} WHERE subject = ?"
    return {raw(digest): str(name) for digest, name in statements.run(_database(), sql, (subject,))}


def subjects_with(*kinds: str) -> list[str]:
    """Name the subjects that have an entry of some kinds; quick for the one kind that a migration has an index of."""
    wanted = " OR ".join(map(_tells, sorted(kinds)))
    return [str(row[0]) for row in statements.run(_database(), f"SELECT DISTINCT subject FROM entry WHERE {wanted}")]


def entries_with(kind: str) -> list[Entry]:
    """Read the entries of a kind, and others that speak of it; quick for one that a migration has an index of."""
    # Ordered as the index is: else the planner reads the whole table.
    sql = f"SELECT {COLUMNS} FROM entry WHERE {_tells(kind)} ORDER BY subject"
    return [entry_of_row(row) for row in statements.run(_database(), sql)]


def subjects_of(kind: str) -> list[str]:
    """Name the subjects of a kind."""
    sql = "SELECT DISTINCT subject FROM entry WHERE subject >= ? AND subject < ?"
    return [str(row[0]) for row in statements.run(_database(), sql, (f"{kind}:", f"{kind};"))]


def machine_entries(*tables: str) -> list[Entry]:
    """Read all entries of machines, from the journal or what is held."""
    sql = f"SELECT {COLUMNS} FROM %s WHERE subject >= 'machine:' AND subject < 'machine;'"
    return [entry_of_row(row) for table in tables for row in statements.run(_database(), sql % table)]


def _tells(kind: str) -> str:
    """Spell the condition of the partial indexes, letter by letter."""
    return f'instr(CAST(header AS TEXT), \'"kind":"{kind}"\') > 0'


def _entries() -> ModelSelect:
    return EntryRow.select(*_FIELDS)


def _read(rows: ModelSelect) -> Iterator[Entry]:
    return (entry_of_row(row) for row in rows.tuples().iterator())


def entry_of_row(row: statements.Row) -> Entry:
    """Make an entry of a row of COLUMNS; what the driver gives as a view of memory becomes bytes."""
    if not _PLAIN.issuperset(map(type, row)):
        row = tuple(None if each is None else raw(each) for each in row)
    header, payload, salt, commitment, digest, rest = cast("tuple[bytes | None, ...]", row)
    entry = stored_entry(header or b"", payload, salt, commitment, digest or b"")
    return without_payload(entry, rest) if payload is None and rest is not None else entry


def raw(value: object) -> bytes:
    """Give a column's bytes, in whatever type the driver, or damage to the file, hands them out."""
    match value:
        case bytes():
            return value
        case memoryview():
            return bytes(value)
        case str():
            return value.encode()
    raise DamagedJournal("An entry in the store can't be read.")


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return EntryRow._meta.database


def batches(subjects: list[str]) -> Iterator[list[str]]:
    """Cut subjects into as many as a statement takes; Peewee's `chunked` fills up what is short."""
    return (subjects[start : start + BATCH] for start in range(0, len(subjects), BATCH))
