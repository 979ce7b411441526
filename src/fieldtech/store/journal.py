"""The journal's tables: reading entries by subject or chain, appending, and what can't join yet."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from peewee import Database, ModelSelect

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.journal import CHAIN_START, Entry, stored_entry
from fieldtech.domain.sightings import read_frontier
from fieldtech.models import ChainRow, EntryRow, QuarantineRow
from fieldtech.store import statements

_COLUMNS = "header, payload, salt, commitment, hash"
_INSERTION = statements.insertion(
    EntryRow, ("chain_id", "sequence", "subject", "header", "payload", "salt", "commitment", "hash")
)
Standing = dict[tuple[int, bytes], bool]
"""Sequence and hash of entries that stand here; true: with their payload."""

BATCH = 500
"""Subjects or rows a statement, below SQLite's limit of variables."""


def entries_of(subjects: Iterable[str]) -> dict[str, list[Entry]]:
    """Read all entries of some subjects."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for some in _batches(list(subjects)):
        sql = f"SELECT {_COLUMNS} FROM entry WHERE subject IN ({', '.join('?' * len(some))})"
        for row in statements.run(_database(), sql, some):
            entry = _entry(row)
            found[entry.header.entity].append(entry)
    return found


def all_subjects() -> list[str]:
    """Name every subject that entries speak of, in order."""
    return [row[0] for row in EntryRow.select(EntryRow.subject).distinct().order_by(EntryRow.subject).tuples()]


def chains() -> dict[str, int]:
    """Name every chain, with the number of its row."""
    return dict(ChainRow.select(ChainRow.name, ChainRow.id).tuples())


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


def placed_entries(chain_row: int) -> Iterator[tuple[Entry, int, str]]:
    """Read a chain's entries with the sequence and the subject that they are filed under."""
    columns = (EntryRow.header, EntryRow.payload, EntryRow.salt, EntryRow.commitment, EntryRow.hash)
    rows = EntryRow.select(*columns, EntryRow.sequence, EntryRow.subject).where(EntryRow.chain == chain_row)
    for row in rows.tuples().iterator():
        yield _entry(row[:5]), row[5], row[6]


def head_of(chain: str) -> Entry | None:
    """Read a chain's last entry, of a fork the one with the greater hash; None where the chain has none."""
    sql = (
        f"SELECT {_COLUMNS} FROM entry WHERE chain_id = (SELECT id FROM chain WHERE name = ?)"
        " ORDER BY sequence DESC, hash DESC LIMIT 1"
    )
    rows = statements.run(_database(), sql, (chain,))
    return _entry(rows[0]) if rows else None


def is_known(chain: str, sequence: int, digest: bytes) -> bool:
    """Tell whether an entry stands in the journal; the start of every chain does."""
    if sequence == 0:
        return digest == CHAIN_START
    return (sequence, digest) in standing(chain, sequence, sequence)


def standing(chain: str, first: int, last: int) -> Standing:
    """Read which entries of a chain stand here between two sequences, both included."""
    sql = (
        "SELECT sequence, hash, payload IS NOT NULL FROM entry"
        " WHERE chain_id = (SELECT id FROM chain WHERE name = ?) AND sequence BETWEEN ? AND ?"
    )
    rows = statements.run(_database(), sql, (chain, first, last))
    return {(int(str(row[0])), _raw(row[1])): bool(row[2]) for row in rows}


def complete(entries: Iterable[Entry]) -> None:
    """Write the payloads that entries stood here without."""
    for entry in entries:
        EntryRow.update(payload=entry.payload, salt=entry.salt, commitment=None).where(
            EntryRow.hash == entry.hash, EntryRow.subject == entry.header.entity
        ).execute()


def append(entries: Iterable[Entry]) -> None:
    """Write entries that verify and whose predecessors are there."""
    rows: dict[str, object] = {}
    batch = []
    for entry in entries:
        header = entry.header
        if header.chain not in rows:
            rows[header.chain] = _chain_row(header.chain)
        place = (rows[header.chain], header.seq, header.entity)
        batch.append((*place, entry.header_bytes, entry.payload, entry.salt, entry.commitment, entry.hash))
    statements.run_many(_database(), _INSERTION, batch)


def _chain_row(chain: str) -> object:
    """Find the number of a chain's row, and make one for a chain that is new here."""
    rows = statements.run(_database(), "SELECT id FROM chain WHERE name = ?", (chain,))
    return rows[0][0] if rows else ChainRow.insert(name=chain).execute()


def quarantine(chain: str, sequence: int, hash_before: bytes, line: bytes, reason: str) -> None:
    """Keep a line that can't join yet; keeping it twice is once."""
    digest = hashlib.sha256(hash_before + line).digest()
    QuarantineRow.insert(
        chain=chain, sequence=sequence, hash_before=hash_before, line=line, digest=digest, reason=reason
    ).on_conflict_ignore().execute()


def quarantined(some: Collection[str]) -> list[QuarantineRow]:
    """Read what waits of some chains, by chain and sequence."""
    order = (QuarantineRow.chain, QuarantineRow.sequence, QuarantineRow.id)
    waiting: list[QuarantineRow] = []
    for names in _batches(sorted(some)):
        # Not `+=`: Peewee would take it for a UNION.
        waiting.extend(QuarantineRow.select().where(QuarantineRow.chain.in_(names)).order_by(*order))
    return waiting


def count_quarantined() -> int:
    """Count what waits."""
    return int(QuarantineRow.select().count())


def release(row: QuarantineRow) -> None:
    """Take a line out of quarantine, as its entry stands in the journal now."""
    QuarantineRow.delete().where(QuarantineRow.id == row.id).execute()


def forked_chains() -> list[tuple[str, int]]:
    """Name each chain that has two entries of one sequence, with the first such sequence."""
    branches = EntryRow.alias()
    query = (
        EntryRow.select(ChainRow.name, EntryRow.sequence)
        .join(ChainRow)
        .switch(EntryRow)
        .join(
            branches,
            on=(
                (branches.chain == EntryRow.chain)
                & (branches.sequence == EntryRow.sequence)
                & (branches.hash > EntryRow.hash)
            ),
        )
        .order_by(ChainRow.name, EntryRow.sequence)
    )
    first: dict[str, int] = {}
    for name, sequence in query.tuples():
        first.setdefault(name, sequence)
    return sorted(first.items())


def _entries() -> ModelSelect:
    return EntryRow.select(EntryRow.header, EntryRow.payload, EntryRow.salt, EntryRow.commitment, EntryRow.hash)


def _read(rows: ModelSelect) -> Iterator[Entry]:
    return (_entry(row) for row in rows.tuples().iterator())


def _entry(row: statements.Row) -> Entry:
    """Make an entry of a row of _COLUMNS; what the driver gives as a view of memory becomes bytes."""
    header, payload, salt, commitment, digest = (None if each is None else _raw(each) for each in row)
    return stored_entry(header or b"", payload, salt, commitment, digest or b"")


def _raw(value: object) -> bytes:
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


def _batches(subjects: list[str]) -> Iterator[list[str]]:
    return (subjects[start : start + BATCH] for start in range(0, len(subjects), BATCH))
