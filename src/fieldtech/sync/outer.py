"""The outside of a bundle: what stands before and behind its body, so that anybody can tell a whole and genuine one.

8   magic
2   length of the header, big-endian
.   header: canonical JSON
64  the carrier's Ed25519 signature over SHA-256("fieldtech-bundle-1" + header)
.   body
8   length of the whole file, big-endian
4   "ftb\\n"
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Literal

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.signatures import SigningKey, is_signed
from fieldtech.sync.limits import CHUNK, FILE_LIMIT, KILOBYTE, OUTER_LIMIT
from fieldtech.text import _, ngettext

BUNDLE_DOMAIN = b"fieldtech-bundle-1"
MAGIC = b"\x89FTB\r\n\x1a\n"
"""As PNG has it: a transfer as text, or one that stops at an end-of-file sign, changes it."""
FORMAT = 1
SIGNATURE_BYTES = 64
TRAILER_MARK = b"ftb\n"
TRAILER_BYTES = 12
_FRONT = len(MAGIC) + 2
_TOLD_IN_KILOBYTES = 10 * KILOBYTE


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle says in the clear."""

    digest: bytes
    """SHA-256 of the body."""
    encryption: Literal["age", "none"]
    length: int
    """Of the body, in bytes."""
    public_key: str
    """The carrier's, base64url."""
    compression: Literal["zstd"] = "zstd"
    format: int = FORMAT

    @property
    def carrier(self) -> str:
        """The chain of the machine that wrote it; the key alone names it, so a file proves its carrier by itself."""
        return chain_name(self.public_key)

    @property
    def is_encrypted(self) -> bool:
        """Tell whether only its recipients can read it."""
        return self.encryption == "age"


class _AnyFormat(msgspec.Struct):
    format: int


def front_of(outer: Outer, carrier: SigningKey) -> bytes:
    """Spell and sign what stands before the body."""
    header = canonical_bytes(outer)
    signature = base64.urlsafe_b64decode(carrier.sign(_signed_digest(header)))
    return MAGIC + len(header).to_bytes(2, "big") + header + signature


def trailer_of(front: bytes, outer: Outer) -> bytes:
    """Spell what stands behind the body."""
    return _total(front, outer).to_bytes(8, "big") + TRAILER_MARK


def read_outer(file: BinaryIO) -> Outer:
    """Read what a bundle says of itself, and whether its carrier's key signed that; the body is not looked at.

    Leaves the file where the body begins.

    Raises:
        UnreadableBundle: it is no bundle, broken off, too large, of a newer format, or the signature is wrong.
    """
    try:
        file.seek(0, 2)
        there = file.tell()
        file.seek(0)
        front = file.read(_FRONT)
        _check_magic(front)
        size = int.from_bytes(front[len(MAGIC) :], "big")
        if not 0 < size <= OUTER_LIMIT:
            raise _damaged()
        header, signature = file.read(size), file.read(SIGNATURE_BYTES)
    except OSError as error:
        raise unreadable(error) from error
    if len(signature) < SIGNATURE_BYTES:
        raise broken_off(there, None)
    outer = _decode(header, base64.urlsafe_b64encode(signature).decode())
    total = _total(front + header + signature, outer)
    if there < total:
        raise broken_off(there, total)
    if there > total:
        raise UnreadableBundle(_("There is more in this file than the bundle that it begins with: copy it again."))
    return outer


def verify_outer(file: BinaryIO, progress: Progress = unheard) -> Outer:
    """Read the outside of a bundle, and hold the body to its digest; nothing is decrypted.

    Raises:
        UnreadableBundle: as `read_outer`, or the body was damaged.
        WorkStopped: it was asked to stop.
    """
    outer = read_outer(file)
    digest = hashlib.sha256()
    for chunk in body_chunks(file, outer, progress):
        digest.update(chunk)
    try:
        front, trailer = file.tell() - outer.length, file.read(TRAILER_BYTES)
    except OSError as error:
        raise unreadable(error) from error
    expected = (front + outer.length + TRAILER_BYTES).to_bytes(8, "big") + TRAILER_MARK
    if digest.digest() != outer.digest or trailer != expected:
        raise _damaged()
    return outer


def body_chunks(file: BinaryIO, outer: Outer, progress: Progress) -> Iterator[bytes]:
    """Give the body from where the file stands, chunk by chunk; progress is in bytes.

    Raises:
        UnreadableBundle: it can't be read, or ends before its time.
        WorkStopped: it was asked to stop.
    """
    left = outer.length
    while left:
        try:
            chunk = file.read(min(CHUNK, left))
        except OSError as error:
            raise unreadable(error) from error
        if not chunk:
            raise broken_off(outer.length - left, outer.length)
        left -= len(chunk)
        progress(outer.length - left, outer.length)
        yield chunk


def unreadable(error: OSError) -> UnreadableBundle:
    """Say that the medium failed."""
    return UnreadableBundle(
        _("The file can't be read: {reason}. Is the stick still in?").format(reason=error.strerror or error)
    )


def _decode(header: bytes, signature: str) -> Outer:
    try:
        written_as = msgspec.json.decode(header, type=_AnyFormat).format
        if written_as > FORMAT:
            raise UnreadableBundle(
                _("This bundle is of format {there}, and this fieldtech reads up to {here}: update it.").format(
                    there=written_as, here=FORMAT
                )
            )
        outer = msgspec.json.decode(header, type=Outer)
        is_sound = canonical_bytes(outer) == header and len(outer.digest) == hashlib.sha256().digest_size
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not is_sound or outer.format != FORMAT or outer.length < 0:
        raise _damaged()
    if outer.length > FILE_LIMIT:
        raise UnreadableBundle(_("This bundle says that it is larger than any that is written."))
    if not is_signed(outer.public_key, signature, _signed_digest(header)):
        raise UnreadableBundle(
            _(
                "The signature of this bundle is wrong: it was damaged on the way, or is not what it says it is. "
                "Copy it again; if that does not help, have it written anew."
            )
        )
    return outer


def _check_magic(front: bytes) -> None:
    if front[: len(MAGIC)] == MAGIC and len(front) == _FRONT:
        return
    if not front:
        raise UnreadableBundle(_("This file is empty: the copy broke off before it began. Copy it again."))
    if MAGIC.startswith(front[: len(MAGIC)]):
        raise broken_off(len(front), None)
    if front[1:4] == MAGIC[1:4]:
        raise UnreadableBundle(
            _("This bundle was changed on the way, as text is: copy it again as it stands (binary).")
        )
    raise UnreadableBundle(_("This file is no fieldtech bundle."))


def _total(front: bytes, outer: Outer) -> int:
    return len(front) + outer.length + TRAILER_BYTES


def _signed_digest(header: bytes) -> str:
    return hashlib.sha256(BUNDLE_DOMAIN + header).hexdigest()


def _damaged() -> UnreadableBundle:
    return UnreadableBundle(_("This bundle was damaged on the way: copy it again."))


def broken_off(there: int, total: int | None) -> UnreadableBundle:
    """Say that a copy ends before its time; None: nobody knows how long it should be."""
    if total is None:
        message = ngettext(
            "The copy broke off after {n} byte: copy it again.",
            "The copy broke off after {n} bytes: copy it again.",
            there,
        )
        return UnreadableBundle(message.format(n=there))
    if total < _TOLD_IN_KILOBYTES:
        message = _("The copy broke off after {there} of {total} bytes: copy it again.")
        return UnreadableBundle(message.format(there=there, total=total))
    message = _("The copy broke off after {there} of {total} kB: copy it again.")
    return UnreadableBundle(message.format(there=there // KILOBYTE, total=-(-total // KILOBYTE)))
