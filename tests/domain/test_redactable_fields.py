"""What is taken out of a payload is gone, and what is left still says the rest, to every version."""

import msgspec
import pytest

from fieldtech.domain import redactable_fields
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.handling_operations import NO_DIGEST, AttachmentAdded
from fieldtech.domain.journal import CHAIN_START, Entry, Header, Operation, seal_entry
from fieldtech.domain.operations import operation_of
from fieldtech.domain.redactable_fields import FIELDS, REDACTED, cleared, holds_any, read_payload, words_in
from fieldtech.domain.redaction import as_left, file_of, obeyed, redaction_of, standings
from tests.domain.examples import EXAMPLES

CHAIN = "4f6k2m9p3qdw"
DIGEST = "ab" * 32
FILE = AttachmentAdded(name="voice 555-0199.txt", digest=DIGEST, size=4711, media_type="text/x-555-0199")
SAID = [(each, field) for each in (*EXAMPLES, FILE) for field in FIELDS if each.KIND in FIELDS[field]]


def sealed(operation: Operation, sequence: int = 1, *, chain: str = CHAIN, after: bytes = CHAIN_START) -> Entry:
    """Seal an operation."""
    header = Header(
        actor="a", chain=chain, entity="fault:f", kind=operation.KIND, offset=0, seq=sequence, wall=sequence
    )
    return seal_entry(header, operation, after, bytes(12))


@pytest.mark.parametrize(("said", "field"), SAID, ids=lambda each: each if isinstance(each, str) else each.KIND)
def test_a_field_that_is_taken_out_is_gone_and_the_rest_is_read_as_before(said: Operation, field: str) -> None:
    payload = read_payload(canonical_bytes(said))
    assert payload is not None
    left = canonical_bytes(cleared(said.KIND, payload, (field,)))
    again = read_payload(left)
    assert again is not None
    assert not holds_any(said.KIND, again, (field,))
    assert words_in(said.KIND, again, field) == ()
    read = msgspec.json.decode(left, type=type(said))
    assert read.fields() == said.fields()


def test_what_is_left_of_a_file_tells_nothing_of_it() -> None:
    """PROCESS S6: by a digest a short text is guessed; a size tells known files apart; a type is the sender's word."""
    entry = sealed(FILE)
    rest = redaction_of(entry, "attachments", "asked").rest
    assert rest == {"name": REDACTED, "digest": NO_DIGEST, "size": 0, "media_type": "application/octet-stream"}
    alone = redaction_of(entry, "attachment_names", "asked").rest
    assert alone == {"name": REDACTED, "digest": DIGEST, "size": 4711, "media_type": "text/x-555-0199"}


def test_a_name_and_then_the_file_come_to_the_file() -> None:
    entry = sealed(FILE)
    first = sealed(redaction_of(entry, "attachment_names", "asked"), 1, chain="5f6k2m9p3qdw")
    second = sealed(redaction_of(entry, "attachments", "asked"), 1, chain="6f6k2m9p3qdw")
    for told in ((first, second), (second, first)):
        left = obeyed([entry, *told], {"5f6k2m9p3qdw", "6f6k2m9p3qdw"})
        assert file_of(left[0]) == ""
        assert all(DIGEST.encode() not in (each.payload or each.rest or b"") for each in left)


def test_a_version_that_does_not_know_files_reads_what_is_left_and_names_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes the redaction's word for what is left."""
    entry = sealed(FILE)
    told = sealed(redaction_of(entry, "attachments", "asked"), 2, after=entry.hash)
    for field in ("attachments", "attachment_names"):
        monkeypatch.delitem(redactable_fields.FIELDS, field)
    said = operation_of(as_left(entry, standings([told], {CHAIN})))
    assert isinstance(said, AttachmentAdded)
    assert (said.name, said.digest, said.size) == (REDACTED, NO_DIGEST, 0)
    assert isinstance(operation_of(told), PayloadRedacted)
