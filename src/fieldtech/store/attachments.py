"""The bytes of attachments, by digest, and which of them have not come yet."""

from collections.abc import Iterable, Iterator

from fieldtech.domain.fault_operations import AttachmentAdded
from fieldtech.domain.operations import operation_of
from fieldtech.models import BlobRow
from fieldtech.store import journal


def missing_attachments() -> tuple[str, ...]:
    """Name by their digests the attachments that entries speak of and whose bytes are not here."""
    here = {str(row[0]) for row in BlobRow.select(BlobRow.digest).tuples()}
    subjects = journal.subjects_with(AttachmentAdded.KIND)
    return tuple(sorted(set(digests_in(subjects)) - here))


def digests_in(subjects: Iterable[str]) -> Iterator[str]:
    """Read the digests of the attachments of some subjects."""
    for entries in journal.entries_of(subjects).values():
        for entry in entries:
            operation = operation_of(entry)
            if isinstance(operation, AttachmentAdded):
                yield operation.digest
