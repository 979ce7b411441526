"""The bytes of attachments, by digest: which of them have not come yet, which entries keep them, when they go."""

from collections.abc import Iterator

from peewee import Database

from fieldtech.domain.handling_operations import AttachmentAdded
from fieldtech.domain.redaction import file_of
from fieldtech.models import BlobRow
from fieldtech.store import journal, statements

_OF_FILE = (
    # Ordered as the index of these entries is: else the planner reads the whole table.
    f'instr(CAST(header AS TEXT), \'"kind":"{AttachmentAdded.KIND}"\') > 0'
    " AND instr(CAST(ifnull(payload, rest) AS TEXT), ?) > 0 ORDER BY subject"
)


def missing_attachments() -> tuple[str, ...]:
    """Name by their digests the attachments that entries speak of and whose bytes are not here."""
    here = {str(row[0]) for row in BlobRow.select(BlobRow.digest).tuples()}
    said = map(file_of, journal.entries_with(AttachmentAdded.KIND))
    return tuple(sorted({digest for digest in said if digest} - here))


def keepers_of(digest: str) -> tuple[str, ...]:
    """Name the subjects of the journal that keep a file."""
    return tuple(sorted(set(_keepers("entry", digest))))


def let_go(digest: str) -> None:
    """Forget the bytes of a file that an entry keeps no longer, unless another one does, be it out of sight."""
    if not any(subject for table in ("entry", "held") for subject in _keepers(table, digest)):
        BlobRow.delete().where(BlobRow.digest == digest).execute()


def _keepers(table: str, digest: str) -> Iterator[str]:
    sql = f"SELECT {journal.COLUMNS} FROM {table} WHERE {_OF_FILE}"
    for row in statements.run(_database(), sql, (digest,)):
        entry = journal.entry_of_row(row)
        if file_of(entry) == digest:
            yield entry.header.entity


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return BlobRow._meta.database
