"""Redaction in the store: what a supervisor took out leaves every row, wherever and whenever it came."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from peewee import Database, OperationalError

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.journal import Entry, read_entry
from fieldtech.domain.redaction import Standing, as_left, file_of, redaction_in, removed_texts, standings
from fieldtech.domain.sightings import read_frontier
from fieldtech.models import EntryRow
from fieldtech.store import attachments, files, journal, local, places, search, statements
from fieldtech.store.database import StoreDatabase

_SCRUB = "scrub"
_DUE, _WAITING = "due", "waiting"
"""What is still to be overwritten: at once, or, where somebody else was reading, when the store is opened next."""
_SHORTEST = 4
"""Shorter texts stand everywhere; they are not looked for."""
_CHUNK = 1 << 20


def obey(entries: Sequence[Entry], supervisors: Collection[str]) -> None:
    """Take out of a fault's rows what the redactions among its entries take out; in the transaction that folds it."""
    told_here = [entry for entry in entries if entry.header.kind == PayloadRedacted.KIND]
    if not told_here:
        return
    standing = standings(told_here, supervisors)
    for entry in entries:
        _strip("entry", entry, standing)
    _let_come_again(entries, standing)


def obey_where_it_waits(supervisors: Collection[str]) -> None:
    """Take the same out of what is held or in quarantine; only the journal's redactions are obeyed."""
    if not (_any("held") or _any("quarantine")):
        return
    standing = all_standings(supervisors)
    if standing:
        _take_out(standing, ("held",))


def all_standings(supervisors: Collection[str]) -> Mapping[str, Standing]:
    """Work out what all redactions of the journal come to, by the references of their targets."""
    return standings(journal.entries_with(PayloadRedacted.KIND), supervisors)


def obeyed_redactions(supervisors: Collection[str]) -> tuple[Entry, ...]:
    """Read the journal's redactions that are obeyed."""
    return tuple(each for each in journal.entries_with(PayloadRedacted.KIND) if each.header.chain in supervisors)


def take_out_of_copy(elsewhere: Collection[Entry], supervisors: Collection[str]) -> None:
    """Take out of all rows what another store's redactions take out, together with those here: each may lack some.

    Args:
        elsewhere: Redactions that are obeyed there.
        supervisors: Whose are obeyed here.
    """
    # Of one that both have, that of here: what it was left with here is what its target was left with. It may have
    # come without its content, and then says nothing.
    here = (each for each in obeyed_redactions(supervisors) if redaction_in(each) is not None)
    told = {each.hash: each for each in (*elsewhere, *here)}.values()
    _take_out(standings(told, {each.header.chain for each in told}), places.TABLES)


def _take_out(standing: Mapping[str, Standing], tables: Collection[str]) -> None:
    for table in tables:
        for entry in list(_read(f"SELECT {journal.COLUMNS} FROM {table} WHERE {_OF_KIND}")):
            _strip(table, entry, standing)
    for target in standing:
        for chain, sequence in read_frontier([target]).items():
            for table in tables:
                for entry in list(_read(f"SELECT {journal.COLUMNS} FROM {table} WHERE {_AT}", (chain, sequence))):
                    _strip(table, entry, standing)
            _strip_quarantined(chain, sequence, standing)


def scrub_if_due(database: StoreDatabase, *, is_opening: bool = False) -> None:
    """Overwrite what the file still holds of what was taken out, outside of any unit of work.

    The index keeps deleted words until it is merged, the file its free pages, the write-ahead log all that was written.

    Args:
        is_opening: Try again what could not be done while others were reading.
    """
    with database.reading():
        is_due = local.value(_SCRUB) in ((_DUE, _WAITING) if is_opening else (_DUE,))
    if not is_due:
        return
    with database.bound():
        is_done = _scrub(database.peewee)
    with database.writing():
        local.set_value(_SCRUB, "" if is_done else _WAITING)


def entries_that_say(texts: Collection[str]) -> Iterator[Entry]:
    """Read the journal's entries in whose payloads any of some texts stands, but for texts that stand everywhere."""
    sql = f"SELECT {journal.COLUMNS} FROM entry WHERE instr(ifnull(payload, rest), ?) > 0"
    for text in sorted(each for each in texts if len(each) >= _SHORTEST):
        yield from _read(sql, (canonical_bytes(text)[1:-1],))


def is_scrubbed() -> bool:
    """Tell whether nothing waits to be overwritten."""
    return not local.value(_SCRUB)


def count_redacted() -> int:
    """Count the entries of the journal whose payload is gone for good."""
    return int(str(statements.run(_database(), "SELECT count(*) FROM entry WHERE redacted = 1")[0][0]))


def copies_beside(store: Path, texts: Collection[str], digests: Collection[str] = ()) -> tuple[Path, ...]:
    """Find the files in a store's folder, such as backups, that hold some texts; those of the store itself are none.

    Args:
        digests: Of files that were taken out, SHA-256, hexadecimal: what is a copy of one is found too.
    """
    wanted = [text.encode() for text in texts if len(text) >= _SHORTEST]
    own = {store, *(store.with_name(store.name + ending) for ending in files.SIDE_FILES)}
    standing = sorted(file for file in store.parent.rglob("*") if file.is_file() and not file.is_symlink())
    return tuple(
        file
        for file in standing
        if file not in own and (_holds(file, wanted) or (digests and _digest(file) in digests))
    )


_OF_KIND = f'instr(CAST(header AS TEXT), \'"kind":"{PayloadRedacted.KIND}"\') > 0'
_AT = "chain_id = (SELECT id FROM chain WHERE name = ?) AND sequence = ?"


def _strip(table: str, entry: Entry, standing: Mapping[str, Standing]) -> None:
    """Write an entry as the redactions leave it, and see that no payload comes to it any more."""
    left = as_left(entry, standing)
    if left is entry and not _is_final(entry, standing):
        return
    if left is not entry:
        _forget_words(entry, standing)
    sql = (
        f"UPDATE {table} SET payload = NULL, salt = NULL, commitment = ?, rest = ?, redacted = 1"
        f" WHERE {_AT} AND hash = ?"
    )
    header = entry.header
    statements.run(_database(), sql, (left.commitment, left.rest, header.chain, header.seq, entry.hash))
    gone = file_of(entry)
    if gone and file_of(left) != gone:
        attachments.let_go(gone)


def _let_come_again(entries: Sequence[Entry], standing: Mapping[str, Standing]) -> None:
    """Take payloads again that were taken out by a word that counts no longer."""
    final = {entry.hash for entry in entries if _is_final(as_left(entry, standing), standing)}
    sql = "SELECT hash FROM entry WHERE subject = ? AND redacted = 1"
    subject = entries[0].header.entity
    gone = {journal.raw(row[0]) for row in statements.run(_database(), sql, (subject,))}
    for digest in sorted(gone - final):
        sql = "UPDATE entry SET redacted = 0 WHERE subject = ? AND hash = ?"
        statements.run(_database(), sql, (subject, digest))


def _is_final(entry: Entry, standing: Mapping[str, Standing]) -> bool:
    """Tell whether an entry lacks its payload for good; so does a redaction behind which more was taken out."""
    told = redaction_in(entry)
    known = standing.get(told.target) if told is not None else None
    is_outdone = told is not None and known is not None and known.removed > set(told.removed)
    return entry.payload is None and (entry.ref in standing or is_outdone)


def _forget_words(entry: Entry, standing: Mapping[str, Standing]) -> None:
    """Forget forms that were left with the same words in them, and have the file scrubbed."""
    local.set_value(_SCRUB, _DUE)
    known = standing.get(entry.ref)
    texts = (text for field in (known.removed if known else ()) for text in removed_texts(entry, field))
    for text in texts:
        if len(text) >= _SHORTEST:
            statements.run(_database(), "DELETE FROM typed WHERE instr(text, ?) > 0", (text,))


def _strip_quarantined(chain: str, sequence: int, standing: Mapping[str, Standing]) -> None:
    """Leave of a line that waits its commitment; what stands in for it comes of the redaction once it joins."""
    sql = "SELECT id, hash_before, line FROM quarantine WHERE chain = ? AND sequence = ?"
    for number, before, line in statements.run(_database(), sql, (chain, sequence)):
        entry = read_entry(journal.raw(line), journal.raw(before))
        left = as_left(entry, standing)
        if entry.payload is not None and left is not entry:
            digest = hashlib.sha256(journal.raw(before) + left.line()).digest()
            _forget_words(entry, standing)
            statements.run(_database(), "DELETE FROM quarantine WHERE digest = ?", (digest,))
            sql = "UPDATE quarantine SET line = ?, digest = ? WHERE id = ?"
            statements.run(_database(), sql, (left.line(), digest, number))


def _scrub(database: Database) -> bool:
    """Do it step by step.

    Returns:
        Whether all of it was done; others who read may keep the old pages.
    """
    try:
        search.forget_deleted(database)
        database.execute_sql("VACUUM")
        is_busy: int = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError:
        return False
    return not is_busy


def _holds(file: Path, wanted: Sequence[bytes]) -> bool:
    """Tell whether a file holds one of some byte strings, however long it is."""
    if not wanted:
        return False
    overlap = max(map(len, wanted)) - 1
    tail = b""
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                window = tail + chunk
                if any(text in window for text in wanted):
                    return True
                tail = window[-overlap:]
    except OSError:
        return False
    return False


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _any(table: str) -> bool:
    return bool(statements.run(_database(), f"SELECT 1 FROM {table} LIMIT 1"))


def _read(sql: str, parameters: Sequence[object] = ()) -> Iterator[Entry]:
    return map(journal.entry_of_row, statements.run(_database(), sql, parameters))


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return EntryRow._meta.database
