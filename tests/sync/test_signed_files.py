"""Requests and receipts: small files that prove whose they are."""

import io

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.frontiers import ChainFrontier, Checkpoint, Receipt, SignedReceipt, Tip, receipt_digest
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.limits import SMALL_FILE_LIMIT
from fieldtech.sync.signed_files import (
    RECEIPT_MAGIC,
    REQUEST_MAGIC,
    read_receipt,
    read_request,
    write_receipt,
    write_request,
)
from tests.sync.bundles import CARD, CARRIER, STRANGER

CHAIN = chain_name(CARRIER.public)
RECEIPT = Receipt(
    machine=CHAIN,
    public_key=CARRIER.public,
    at=1_793_160_875_773_615,
    chains={CHAIN: ChainFrontier((Tip(7, bytes(32)),), 7)},
    gaps={chain_name(STRANGER.public): 3},
    missing_attachments=("0" * 64,),
)


def signed(receipt: Receipt, key: SigningKey = CARRIER) -> SignedReceipt:
    """Sign a receipt."""
    content = canonical_bytes(receipt)
    return SignedReceipt(content, key.sign(receipt_digest(content)))


def request_file(key: SigningKey = CARRIER) -> bytes:
    """Write a request."""
    file = io.BytesIO()
    write_request(file, CARD, key)
    return file.getvalue()


def receipt_file(receipt: SignedReceipt) -> bytes:
    """Write a receipt."""
    file = io.BytesIO()
    write_receipt(file, receipt)
    return file.getvalue()


def read_any(content: bytes) -> object:
    """Read whichever it is."""
    if content[:4] == RECEIPT_MAGIC[:4]:
        return read_receipt(io.BytesIO(content))
    return read_request(io.BytesIO(content))


def test_a_request_gives_back_the_card() -> None:
    assert read_request(io.BytesIO(request_file())) == CARD
    assert CARD.chain == CHAIN
    assert len(request_file()) < 512


def test_a_receipt_gives_back_what_was_signed() -> None:
    receipt = signed(RECEIPT)
    assert read_receipt(io.BytesIO(receipt_file(receipt))) == receipt
    assert receipt.receipt == RECEIPT


@pytest.mark.parametrize("content", [request_file(), receipt_file(signed(RECEIPT))], ids=["request", "receipt"])
def test_a_damaged_or_broken_off_copy_is_told(content: bytes) -> None:
    for at in range(len(content)):
        with pytest.raises(UnreadableBundle):
            pytest.fail(str(read_any(content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :])))
        if at:
            with pytest.raises(UnreadableBundle, match="broke off"):
                read_any(content[:at])
    with pytest.raises(UnreadableBundle, match="damaged"):
        read_any(content + b"\n")


def test_another_file_is_told() -> None:
    with pytest.raises(UnreadableBundle, match="no fieldtech request"):
        read_request(io.BytesIO(receipt_file(signed(RECEIPT))))
    with pytest.raises(UnreadableBundle, match="no fieldtech receipt"):
        read_receipt(io.BytesIO(request_file()))
    with pytest.raises(UnreadableBundle, match="no fieldtech receipt"):
        read_receipt(io.BytesIO())


def test_who_signs_for_another_is_refused() -> None:
    with pytest.raises(UnreadableBundle, match="not signed by the machine"):
        read_request(io.BytesIO(request_file(STRANGER)))
    with pytest.raises(UnreadableBundle, match="not signed by the machine"):
        read_receipt(io.BytesIO(receipt_file(signed(RECEIPT, STRANGER))))


@pytest.mark.parametrize("code", ["", "\u041a7", "K7\n", "K7" * 9])
def test_a_request_bears_a_code(code: str) -> None:
    file = io.BytesIO()
    write_request(file, msgspec.structs.replace(CARD, code=code), CARRIER)
    with pytest.raises(UnreadableBundle):
        read_request(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize("spelled", ["{}\n", "!{}", " {}", "{}===="])
def test_a_key_has_one_spelling(spelled: str) -> None:
    """By others one key would bear any number of fingerprints, and names of chains."""
    card, file = msgspec.structs.replace(CARD, public_key=spelled.format(CARRIER.public)), io.BytesIO()
    write_request(file, card, CARRIER)
    with pytest.raises(UnreadableBundle, match="not signed by the machine"):
        read_request(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize(
    "lie",
    [
        {"machine": chain_name(STRANGER.public)},
        {"at": -1},
        {"chains": {"../..": ChainFrontier((), 0)}},
        {"chains": {CHAIN: ChainFrontier((Tip(0, bytes(32)),), 0)}},
        {"chains": {CHAIN: ChainFrontier((Tip(1, b"short"),), 0)}},
        {"chains": {CHAIN: ChainFrontier((Tip(1, bytes(32)),) * 101, 0)}},
        {"heads": (Checkpoint(CHAIN, 0, bytes(32), ""),)},
        {"gaps": {CHAIN: 0}},
        {"gaps": {"": 1}},
        {"missing_attachments": ("../x",)},
    ],
)
def test_a_signed_receipt_that_makes_no_sense_is_refused(lie: dict[str, object]) -> None:
    receipt = signed(msgspec.structs.replace(RECEIPT, **lie))
    with pytest.raises(UnreadableBundle):
        read_receipt(io.BytesIO(receipt_file(receipt)))


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b'{"at":NaN}', b'{"at":%b}' % (b"9" * 5_000), b'"\\ud800"', b"\xff"]
)
def test_content_of_any_kind_is_refused(content: bytes) -> None:
    for magic in (REQUEST_MAGIC, RECEIPT_MAGIC):
        with pytest.raises(UnreadableBundle):
            read_any(magic + len(content).to_bytes(4, "big") + content + bytes(64))


def test_a_receipt_with_a_key_given_twice_is_refused() -> None:
    content = canonical_bytes(RECEIPT).replace(b'"at":', b'"at":1,"at":')
    receipt = SignedReceipt(content, CARRIER.sign(receipt_digest(content)))
    with pytest.raises(UnreadableBundle):
        read_receipt(io.BytesIO(receipt_file(receipt)))


def test_what_is_too_large_is_not_read() -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 <= size < 2 * SMALL_FILE_LIMIT
            return super().read(size)

    with pytest.raises(UnreadableBundle, match="larger than any"):
        read_request(Watched(REQUEST_MAGIC + b"\xff\xff\xff\xff"))
    with pytest.raises(UnreadableBundle, match="larger than any"):
        read_receipt(Watched(RECEIPT_MAGIC + b"\xff\xff\xff\xff"))


def test_what_a_newer_version_says_beside_is_passed_over() -> None:
    content = canonical_bytes(RECEIPT)[:-1] + b',"weather":"rain"}'
    receipt = SignedReceipt(content, CARRIER.sign(receipt_digest(content)))
    assert read_receipt(io.BytesIO(receipt_file(receipt))).receipt == RECEIPT
