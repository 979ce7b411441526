"""The bytes of attachments, by digest, and which of them have not come yet."""

from fieldtech.domain.fault_operations import AttachmentAdded
from fieldtech.domain.operations import operation_of
from fieldtech.models import BlobRow
from fieldtech.store import journal


def missing_attachments() -> tuple[str, ...]:
    """Name by their digests the attachments that entries speak of and whose bytes are not here."""
    here = {str(row[0]) for row in BlobRow.select(BlobRow.digest).tuples()}
    said = map(operation_of, journal.entries_with(AttachmentAdded.KIND))
    return tuple(sorted({each.digest for each in said if isinstance(each, AttachmentAdded)} - here))
