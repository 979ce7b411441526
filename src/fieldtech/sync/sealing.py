"""Encryption: a body is sealed by age to the keys of the machines that shall read it, those that they sign by."""

import base64
import hashlib
import io
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Protocol

from fieldtech.domain.errors import RuleViolation, UnreadableBundle, UnwritableOutput
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.limits import AGE_HEADER_LIMIT, RECIPIENT_LIMIT, SPOOL_MEMORY, STANZA_LIMIT
from fieldtech.text import _

_KEY_TYPE = b"ssh-ed25519"
_AGE_MAGIC = b"age-encryption.org/v1\n"
_HEADER_END = b"\n--- "
_STANZA = b"\n-> "
_KEY_BYTES, _TAG_BYTES = 32, 4
Spool = SpooledTemporaryFile[bytes]


def new_spool(folder: Path) -> Spool:
    """Make a file that no folder names, or that never leaves memory; closed, it is gone."""
    return SpooledTemporaryFile(SPOOL_MEMORY, dir=str(folder))


class ChunkReader(io.RawIOBase):
    """A file to read from, made of chunks as they come; what the chunks' source raises is kept for its caller."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks: Iterator[bytes] = iter(chunks)
        self._left = memoryview(b"")
        self.failure: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if size < 0:
            raise io.UnsupportedOperation("only so much at a time")
        while size and not self._left:
            with ExitStack() as failed:
                failed.push(self._keep)
                chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._left = memoryview(chunk)
        piece, self._left = bytes(self._left[:size]), self._left[size:]
        return piece

    def _keep(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        """Keep what the source raised: age replaces it by an error of its own, which says nothing."""
        del kind, trace
        self.failure = error
        return False


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, piece: bytes, /) -> int:
        """Take some."""

    def flush(self) -> None:
        """Pass them on."""


def seal(chunks: Iterable[bytes], sealed: Sink, public_keys: Sequence[str], writer: str) -> None:
    """Encrypt a body to machines, by their public keys (base64url), as it comes.

    It is sealed to its writer, too: a copy of his, or he himself set back, reads there what went on without him.

    Raises:
        RuleViolation: there are too many of them, or one is no key.
        UnwritableOutput: there is no room for it.
    """
    import pyrage

    if len(public_keys) > RECIPIENT_LIMIT:
        raise RuleViolation(
            _("A bundle can be addressed to {limit} machines at most: make several.").format(limit=RECIPIENT_LIMIT)
        )
    source = ChunkReader(chunks)
    recipients = [recipient_of(key) for key in dict.fromkeys((*public_keys, writer))]
    try:
        pyrage.encrypt_io(source, sealed, recipients)
    except (pyrage.EncryptError, OSError) as error:
        if source.failure is not None:
            raise source.failure from None
        raise no_room(error) from error


def unseal(chunks: Iterable[bytes], digest: bytes, body: Spool, keys: Sequence[SigningKey]) -> None:
    """Decrypt a sealed body for the machine whose keys these are, and hold what was read to its digest once more.

    Raises:
        UnreadableBundle: it is addressed to others, damaged, or has more stanzas than are tried.
        UnwritableOutput: there is no room for it.
    """
    import pyrage

    if not keys:
        raise _not_addressed()
    heard = hashlib.sha256()
    source = ChunkReader(_guarded(_heard(chunks, heard.update)))
    try:
        pyrage.decrypt_io(source, body, [_identity(key) for key in keys])
    except (pyrage.DecryptError, OSError) as error:
        if source.failure is not None:
            raise source.failure from None
        raise _refusal(error) from error
    if heard.digest() != digest:
        raise changed()


def keep_plain(chunks: Iterable[bytes], digest: bytes, body: Spool) -> None:
    """Keep a body that is not encrypted, and hold what was read to its digest once more.

    Raises:
        UnreadableBundle: it changed.
        UnwritableOutput: there is no room for it.
    """
    heard = hashlib.sha256()
    for chunk in chunks:
        heard.update(chunk)
        try:
            body.write(chunk)
        except OSError as error:
            raise no_room(error) from error
    if heard.digest() != digest:
        raise changed()


def no_room(error: BaseException) -> UnwritableOutput:
    """Say that the spool is full."""
    reason = getattr(error, "strerror", None) or error
    return UnwritableOutput(_("There is no room to pack or unpack a bundle: {reason}.").format(reason=reason))


def _refusal(error: BaseException) -> UnreadableBundle | UnwritableOutput:
    if isinstance(error, OSError) and error.errno is not None:
        return no_room(error)
    if "No matching keys" in str(error):
        return _not_addressed()
    return _undecryptable()


def _not_addressed() -> UnreadableBundle:
    return UnreadableBundle(
        _("This bundle is not addressed to this machine: ask for one that is, and give them your request file.")
    )


def _undecryptable() -> UnreadableBundle:
    return UnreadableBundle(_("This bundle can't be decrypted: it was damaged before it was signed."))


def changed() -> UnreadableBundle:
    """Say that somebody writes to the file that is read."""
    return UnreadableBundle(_("This bundle changed while it was read: copy it elsewhere first."))


def _heard(chunks: Iterable[bytes], hear: Callable[[bytes], object]) -> Iterator[bytes]:
    for chunk in chunks:
        hear(chunk)
        yield chunk


def _guarded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Look at the age header before age does: trying a stanza is dear, and it tries them all."""
    header = b""
    while _HEADER_END not in header:
        chunk = next(chunks, None)
        if chunk is None or len(header) > AGE_HEADER_LIMIT:
            break
        header += chunk
    head = header.partition(_HEADER_END)[0]
    if len(head) > AGE_HEADER_LIMIT or head.count(_STANZA) > STANZA_LIMIT:
        raise UnreadableBundle(_("This bundle is addressed to more machines than any that is written."))
    if not header.startswith(_AGE_MAGIC) or _HEADER_END not in header:
        raise _undecryptable()
    yield header
    yield from chunks


def is_sealed_to(body: Iterable[bytes], public_keys: Iterable[str]) -> bool:
    """Tell by its age header whether a sealed body names one of these machines; nothing is decrypted.

    Args:
        public_keys: Those of a machine, base64url.
    """
    head = next(iter(body), b"").partition(_HEADER_END)[0]
    named = {line.split(b" ")[2:3][0] for line in head.split(b"\n") if line.startswith(b"-> ssh-ed25519 ")}
    return any(_tag_of(key) in named for key in public_keys)


def _tag_of(public_key: str) -> bytes:
    """By which an age header names an SSH key."""
    digest = hashlib.sha256(_ssh_blob(base64.urlsafe_b64decode(public_key))).digest()
    return base64.b64encode(digest[:_TAG_BYTES]).rstrip(b"=")


def _ssh_blob(raw: bytes) -> bytes:
    return _counted(_KEY_TYPE) + _counted(raw)


def recipient_of(public_key: str) -> object:
    """Make an age recipient of a machine's public key, base64url.

    Raises:
        RuleViolation: it is no key.
    """
    import pyrage

    try:
        raw = base64.urlsafe_b64decode(public_key)
        if len(raw) != _KEY_BYTES:
            raise ValueError(len(raw))
        return pyrage.ssh.Recipient.from_str(f"{_KEY_TYPE.decode()} {base64.b64encode(_ssh_blob(raw)).decode()}")
    except (ValueError, pyrage.RecipientError) as error:
        raise RuleViolation(_("Nothing can be encrypted to this machine: its key is none.")) from error


def _identity(key: SigningKey) -> object:
    import pyrage
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.from_private_bytes(key.private)
    return pyrage.ssh.Identity.from_buffer(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))


def _counted(raw: bytes) -> bytes:
    return struct.pack(">I", len(raw)) + raw
