"""The check of everything: every chain hashes, every table is the fold of the journal, every fault can be found."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from peewee import Database

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.fault_operations import FaultVerified
from fieldtech.domain.faults import Fault
from fieldtech.domain.journal import CHAIN_START, Entry, verify_entry
from fieldtech.domain.machines import Machine, Person
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.operations import operation_of
from fieldtech.domain.plan_operations import OccurrenceFinished
from fieldtech.domain.redaction import obeyed
from fieldtech.domain.sign_off import statement_digest
from fieldtech.domain.signatures import is_signed
from fieldtech.domain.subjects import PLANNED, Noun, fold
from fieldtech.models import BlobRow, FaultRow
from fieldtech.store import (
    journal,
    places,
    plan_rows,
    projection,
    proofs,
    quarantine,
    redaction,
    rosters,
    search,
    statements,
)
from fieldtech.store.store import Store
from fieldtech.text import _


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found."""

    ok: bool
    """No problem here; none is what waits in quarantine, was kept without effect, goes on in two ways, or is signed
    wrongly: what a hostile machine wrote must not keep others from making backups."""
    entries: int
    machines: int
    state_digest: str
    """The same on two machines that hold the same entries: SHA-256 over the digests of all folded subjects."""
    quarantined: int
    oddities: int
    """Entries that are kept but change nothing."""
    redacted: int
    """Entries whose payload was taken out for privacy; their chains verify without it."""
    problems: tuple[str, ...]
    forks: tuple[str, ...]
    """Which machines went on in two ways; both ways are kept, and each of the two goes on as a machine of its own."""
    signatures: tuple[str, ...]
    """Which sign-offs bear a signature that is not what it says it is; the entries stand here as they were recorded."""


class _Findings:
    """What one run gathers."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.signatures: list[str] = []
        self.entries = self.oddities = 0
        self.digest = hashlib.sha256()


def audit(store: Store) -> Audit:
    """Check the whole store in one unit of reading; nothing is changed."""
    found = _Findings()
    with store.reading() as database:
        names = journal.chains()
        for chain, row in sorted(places.all_chains().items()):
            _check_readable(chain, row, found)
        found.problems += proofs.problems()
        for some in journal.batches(journal.all_subjects()):
            _check_subjects(store, some, found)
        found.problems += _check_counts(database)
        found.problems += _check_blobs()
        forks = tuple(_forks())
        quarantined, redacted = quarantine.count_waiting(), redaction.count_redacted()
    return Audit(
        ok=not found.problems,
        entries=found.entries,
        machines=len(names),
        state_digest=found.digest.hexdigest(),
        quarantined=quarantined,
        oddities=found.oddities,
        redacted=redacted,
        problems=tuple(found.problems),
        forks=forks,
        signatures=tuple(found.signatures),
    )


def _check_readable(chain: str, chain_row: int, found: _Findings) -> None:
    """Check a chain; an entry that can't even be read ends the check of it."""
    try:
        firsts = {branch.number: branch.first for branch in places.branches(chain_row)}
        _check_chain(chain, places.placed_entries(chain_row), firsts, found)
    except DamagedJournal as error:
        found.problems.append(_("Chain {chain}: {error}").format(chain=chain, error=error))


def _check_chain(chain: str, placed: Iterable[places.PlacedEntry], firsts: Mapping[int, int], found: _Findings) -> None:
    """Verify a chain's hashes, on every branch of it, and that its entries stand where their headers say."""
    parents, siblings, here = [CHAIN_START], [CHAIN_START], 0
    for entry, place, subject, branch, is_held in placed:
        header, sequence = entry.header, entry.header.seq
        found.entries += not is_held
        if sequence != here:
            parents = siblings if sequence == here + 1 else []
            siblings, here = [], sequence
        if not any(verify_entry(entry, parent) for parent in parents):
            found.problems.append(
                _(
                    "Entry {sequence} of chain {chain} does not verify: it was changed, or the one before it is gone."
                ).format(sequence=sequence, chain=chain)
            )
        siblings.append(entry.hash)
        is_on_branch = firsts.get(branch, sequence + 1) <= sequence
        if (header.chain, sequence, header.entity) != (chain, place, subject) or not is_on_branch:
            # It would be missed when its subject is folded.
            found.problems.append(
                _("Entry {sequence} of chain {chain} is filed in a wrong place.").format(sequence=place, chain=chain)
            )


def _check_subjects(store: Store, subjects: list[str], found: _Findings) -> None:
    try:
        by_subject = journal.entries_of(subjects)
    except DamagedJournal:
        return  # The chain's own check has told which.
    supervisors = rosters.supervisors()
    for subject, entries in sorted(by_subject.items()):
        if any(left is not entry for left, entry in zip(obeyed(entries, supervisors), entries, strict=True)):
            found.problems.append(
                _("What was taken out of {subject} still stands here: run `fieldtech rebuild`.").format(subject=subject)
            )
        _check_subject(store, subject, fold(subject, entries, supervisors), entries, found)


def _check_subject(store: Store, subject: str, noun: "Noun | None", entries: list[Entry], found: _Findings) -> None:
    """Hold a subject's row to the fold."""
    folded = canonical_bytes(noun) if noun is not None else b"\n".join(sorted(entry.hash for entry in entries))
    found.digest.update(f"{subject} {hashlib.sha256(folded).hexdigest()}\n".encode())
    if noun is None:
        return
    if not _is_row_of(store, subject, noun):
        found.problems.append(_("The table's row of {subject} is not what the journal says.").format(subject=subject))
    if not isinstance(noun, Person | Machine):
        found.oddities += len(noun.oddities)
    if isinstance(noun, Fault):
        found.signatures += _check_signatures(noun, entries)
    if isinstance(noun, Occurrence):
        found.signatures += _check_round_signatures(noun, entries)


def _is_row_of(store: Store, subject: str, noun: Noun) -> bool:
    """Hold a row to the fold, column by column, in the types that stand in the file: Peewee would convert them."""
    match noun:
        case Fault():
            table, key, expected = "fault", "subject", projection.fault_columns(subject, noun, store.rules)
        case Person():
            table, key, expected = "person", "subject", projection.person_columns(subject, noun)
        case Machine():
            table, key, expected = "machine", "chain", projection.machine_columns(noun)
        case _:
            row, expected = plan_rows.row_of(subject, noun)
            table, key = row._meta.table_name, "subject"
    sql = f"SELECT {', '.join(expected)} FROM {table} WHERE {key} = ?"
    rows = statements.run(store.database.peewee, sql, (expected[key],))
    return [tuple(map(_plain, row)) for row in rows] == [tuple(expected.values())]


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _check_signatures(fault: Fault, entries: list[Entry]) -> Iterator[str]:
    """A signature must be over what its entry says, by a key that the journal knows as its signer's or machine's."""
    for entry in entries:
        said = operation_of(entry) if entry.header.kind == FaultVerified.KIND else None
        if isinstance(said, FaultVerified) and said.signature is not None and not _is_signed(said, entry):
            yield _("The signature on attempt {attempt} of {number} does not verify.").format(
                attempt=said.attempt, number=fault.number
            )


def _check_round_signatures(occurrence: Occurrence, entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        said = operation_of(entry) if entry.header.kind == OccurrenceFinished.KIND else None
        if isinstance(said, OccurrenceFinished) and said.signature is not None and not _is_signed(said, entry):
            yield _("The signature on the planned work of {day}, {id}, does not verify.").format(
                day=occurrence.slot, id=occurrence.id
            )


def _is_signed(said: FaultVerified | OccurrenceFinished, entry: Entry) -> bool:
    """Hold a signature to what was signed; of an entry that a part was taken out of only who made it can be told."""
    header = entry.header
    signature = said.signature
    assert signature is not None
    known = _keys_of_person(header.actor) if signature.key_owner == "person" else _key_of(header.chain)
    return (
        signature.public_key in known
        and (entry.payload is None or signature.digest == statement_digest(said, signature))
        and is_signed(signature.public_key, signature.value, signature.digest)
    )


def _keys_of_person(person: str) -> list[str]:
    sql = "SELECT keys FROM person WHERE subject = ?"
    return [key for row in statements.run(_database(), sql, (f"person:{person}",)) for key in str(row[0]).split()]


def _key_of(chain: str) -> list[str]:
    sql = "SELECT public_key FROM machine WHERE chain = ?"
    return [str(row[0]) for row in statements.run(_database(), sql, (chain,))]


def _check_counts(database: Database) -> Iterator[str]:
    """Every row has its words in the index, and no row stands without entries."""
    rows = FaultRow.select().count()
    indexed = search.count(database)
    if rows != indexed:
        yield _("{indexed} faults are in the search index, {rows} in the table: run `fieldtech rebuild`.").format(
            indexed=indexed, rows=rows
        )
    planned, indexed = plan_rows.count(), search.count(database, search.PLANNED_TABLE)
    if planned != indexed:
        yield _("{indexed} plans and outages are in the search index, {rows} in the tables: run `rebuild`.").format(
            indexed=indexed, rows=planned
        )
    subjects = set(journal.all_subjects())
    for table in ("fault", *PLANNED):
        for row in statements.run(database, f"SELECT subject FROM {table}"):
            if row[0] not in subjects:
                yield _("The table's row of {subject} is not what the journal says.").format(subject=row[0])
    # The quick check doesn't look whether the indexes lead to every row: a cut one hides half the journal.
    verdict = database.execute_sql("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        yield _("The database file is damaged: {verdict}").format(verdict=verdict)


def _check_blobs() -> Iterator[str]:
    """An attachment's bytes are those of its digest; those that have not come to this machine are no damage."""
    for row in BlobRow.select(BlobRow.digest, BlobRow.content).tuples().iterator():
        if hashlib.sha256(bytes(row[1])).hexdigest() != row[0]:
            yield _("The attachment {digest} is not the file that was attached.").format(digest=row[0])


def _forks() -> Iterator[str]:
    roster = rosters.roster()
    for chain, sequence in journal.forked_chains():
        machine = roster.machine(chain)
        yield _(
            "{machine} goes on in two ways from entry {sequence}: it was copied or restored. Both are kept."
        ).format(machine=f"{machine.code} ({chain})" if machine else chain, sequence=sequence)


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return FaultRow._meta.database
