"""The two small files beside bundles: a machine's request to be known, and its receipt; each signed by its own key.

8   magic
4   length of the content, big-endian
.   content: canonical JSON
64  Ed25519 signature over SHA-256(domain + content), by the key that the content names
"""

import base64
import hashlib
from typing import BinaryIO

import msgspec

from fieldtech.domain.canonical import INTEGER_LIMIT, canonical_bytes, check_canonical
from fieldtech.domain.errors import DamagedJournal, UnreadableBundle
from fieldtech.domain.frontiers import SignedReceipt
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.signatures import SigningKey, is_signed
from fieldtech.sync.limits import ATTACHMENT_LIMIT, CHAIN_LIMIT, SMALL_FILE_LIMIT
from fieldtech.sync.manifest import Card, is_chain, is_digest, is_sound_card, is_sound_checkpoint, is_sound_frontier
from fieldtech.sync.outer import SIGNATURE_BYTES, broken_off, unreadable
from fieldtech.text import _

REQUEST_MAGIC = b"\x89FTR\r\n\x1a\n"
RECEIPT_MAGIC = b"\x89FTX\r\n\x1a\n"
CARD_DOMAIN = b"fieldtech-card-1"
_FRONT = len(REQUEST_MAGIC) + 4


def write_request(file: BinaryIO, card: Card, key: SigningKey) -> None:
    """Write the card by which a machine asks another to know it."""
    content = canonical_bytes(card)
    _write(file, REQUEST_MAGIC, content, key.sign(_card_digest(content)))


def read_request(file: BinaryIO) -> Card:
    """Read the card of a machine; that it is whose it says is for people to compare.

    Raises:
        UnreadableBundle: it is none, broken off, damaged, or not signed by the key that it shows.
    """
    content, signature = _read(file, REQUEST_MAGIC, _("This file is no fieldtech request."))
    try:
        card = msgspec.json.decode(content, type=Card)
        _check_spelling(card, content)
    except (msgspec.MsgspecError, DamagedJournal, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not is_sound_card(card) or not is_signed(card.public_key, signature, _card_digest(content)):
        raise _damaged()
    return card


def write_receipt(file: BinaryIO, receipt: SignedReceipt) -> None:
    """Write a receipt on its own."""
    _write(file, RECEIPT_MAGIC, receipt.content, receipt.signature)


def read_receipt(file: BinaryIO) -> SignedReceipt:
    """Read a receipt, whose signature holds; whether its machine is known is another question.

    Raises:
        UnreadableBundle: it is none, broken off, damaged, or not signed by the key that it shows.
    """
    receipt = SignedReceipt(*_read(file, RECEIPT_MAGIC, _("This file is no fieldtech receipt.")))
    if not is_sound_receipt(receipt):
        raise _damaged()
    return receipt


def is_sound_receipt(signed: SignedReceipt) -> bool:
    """Tell whether a receipt makes sense, and is signed by the key whose chain it speaks for."""
    try:
        receipt = signed.receipt
        _check_spelling(receipt, signed.content)
    except (DamagedJournal, RecursionError):
        return False
    return (
        receipt.machine == chain_name(receipt.public_key)
        and 0 <= receipt.at < INTEGER_LIMIT
        and is_sound_frontier(receipt.chains)
        and len(receipt.gaps) <= CHAIN_LIMIT
        and all(is_chain(chain) and 0 < first < INTEGER_LIMIT for chain, first in receipt.gaps.items())
        and len(receipt.missing_attachments) <= ATTACHMENT_LIMIT
        and all(map(is_digest, receipt.missing_attachments))
        and len(receipt.heads) <= CHAIN_LIMIT
        and all(map(is_sound_checkpoint, receipt.heads))
        and signed.is_genuine()
    )


def _check_spelling(said: msgspec.Struct, content: bytes) -> None:
    """Refuse what is not canonical; a newer version may say more than is known here."""
    if canonical_bytes(said) != content:
        check_canonical(content)


def _write(file: BinaryIO, magic: bytes, content: bytes, signature: str) -> None:
    file.write(magic + len(content).to_bytes(4, "big") + content + base64.urlsafe_b64decode(signature))


def _read(file: BinaryIO, magic: bytes, no_such: str) -> tuple[bytes, str]:
    try:
        front = file.read(_FRONT)
        length = int.from_bytes(front[len(magic) :], "big")
        rest = file.read(min(length, SMALL_FILE_LIMIT) + SIGNATURE_BYTES + 1)
    except OSError as error:
        raise unreadable(error) from error
    if not front or not magic.startswith(front[: len(magic)]):
        raise UnreadableBundle(no_such)
    if len(front) < _FRONT:
        raise broken_off(len(front), None)
    if length > SMALL_FILE_LIMIT:
        raise UnreadableBundle(_("This file says that it is larger than any that is written."))
    if len(rest) < length + SIGNATURE_BYTES:
        raise broken_off(_FRONT + len(rest), _FRONT + length + SIGNATURE_BYTES)
    if len(rest) > length + SIGNATURE_BYTES:
        raise _damaged()
    return rest[:length], base64.urlsafe_b64encode(rest[length:]).decode()


def _card_digest(content: bytes) -> str:
    return hashlib.sha256(CARD_DOMAIN + content).hexdigest()


def _damaged() -> UnreadableBundle:
    return UnreadableBundle(
        _("This file was damaged on the way, or not signed by the machine that it names: copy it again.")
    )
