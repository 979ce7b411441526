"""The journal's entry: its one text form, its hash, and the operation that it carries.

An entry is one canonical JSON line `{"h":header,"p":payload,"s":salt}`. What is hashed are slices of that line, never
a re-encoding: hash = SHA-256("fieldtech-entry-1" + hash before + commitment + header bytes), where
commitment = SHA-256("fieldtech-payload-1" + salt + payload bytes). A redacted entry keeps its commitment in place of
payload and salt, `{"c":commitment,"h":header}`, so that its chain still verifies (docs/sync-model.md).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Container
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar

import msgspec

from fieldtech.domain.canonical import INTEGER_LIMIT, canonical_bytes, check_canonical
from fieldtech.domain.errors import DamagedJournal, RuleViolation
from fieldtech.domain.once import once
from fieldtech.text import _

ENTRY_DOMAIN = b"fieldtech-entry-1"
PAYLOAD_DOMAIN = b"fieldtech-payload-1"
CHAIN_START = bytes(32)
"""The hash before the first entry of a chain."""
HASH_BYTES = 32
SALT_BYTES, SALT_BASE64 = 12, 16
LINE_LIMIT = 1_000_000
"""The longest line, in bytes, that is written or read at all."""
NAME_LIMIT = 200
"""The longest name of an actor, subject, kind or entry in a header, in characters."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LIMIT)]
Counted = Annotated[int, msgspec.Meta(ge=1, lt=INTEGER_LIMIT)]
Microseconds = Annotated[int, msgspec.Meta(ge=0, lt=INTEGER_LIMIT)]
_BASE64URL = bytes.maketrans(b"-_+/", b"+/!!")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MICROSECOND = 253_402_300_799_999_999
_CHAIN = re.compile("[0-9a-z]{1,32}")


class Operation(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an author wants to record of one subject; its fields are the payload."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    CRITICAL: ClassVar[bool] = False
    """Who doesn't know the kind must not go on writing to the subject."""

    def fields(self) -> tuple[str, ...]:
        """Name the registers of the subject that this operation writes; none for what only grows."""
        return ()


class Header(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of an entry but what it says; instants are microseconds since 1970, UTC."""

    actor: Annotated[str, msgspec.Meta(max_length=NAME_LIMIT)]
    chain: str
    entity: Name
    kind: Name
    offset: Annotated[int, msgspec.Meta(ge=-24 * 60, le=24 * 60)]
    """The author's offset from UTC, in minutes, as his clock told it."""
    seq: Counted
    wall: Microseconds
    """The author's wall clock: evidence, never an order."""
    ahead: Microseconds = 0
    """How far hybrid time runs ahead of `wall`; never negative."""
    before: tuple[str, ...] = ()
    """References of the entries that the author had as heads of the registers that he wrote."""
    critical: bool = False
    """Who doesn't know the kind must not go on writing to the entity: a redaction, a revocation."""
    v: Counted = 1

    @property
    def hybrid_time(self) -> int:
        """The order of time lines, and the tie-break between concurrent values."""
        return self.wall + self.ahead


class Entry(msgspec.Struct, frozen=True, dict=True):
    """One recorded operation, with the bytes that were hashed."""

    header: Header
    header_bytes: bytes
    payload: bytes | None
    """None: withheld or redacted."""
    salt: bytes | None
    commitment: bytes | None
    """None where payload and salt give it."""
    hash: bytes
    rest: bytes | None = None
    """What stands in for a payload that is not here: it, without what was withheld or redacted; never hashed."""

    @once
    def ref(self) -> str:
        """Its name in other entries: chain, sequence, and so much of the hash as tells branches apart."""
        return f"{self.header.chain}.{self.header.seq}.{self.hash[:4].hex()}"

    @once
    def instant(self) -> datetime:
        """The claimed wall time, UTC; a claim beyond the calendar is held at its end."""
        return _EPOCH + timedelta(microseconds=min(self.header.wall, _LAST_MICROSECOND))

    @property
    def order(self) -> tuple[int, bytes]:
        """The key that orders concurrent entries the same way on every machine."""
        return self.header.hybrid_time, self.hash

    def line(self) -> bytes:
        """Spell the canonical line."""
        if self.payload is None or self.salt is None:
            return b'{"c":"%s","h":%s}' % (_base64(self.commitment or b""), self.header_bytes)
        return b'{"h":%s,"p":%s,"s":"%s"}' % (self.header_bytes, self.payload, _base64(self.salt))


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    h: msgspec.Raw
    p: msgspec.Raw = msgspec.Raw()
    s: str = ""
    c: str = ""


class Segment(msgspec.Struct, frozen=True):
    """An unbroken run of one chain's lines, as a bundle carries it."""

    chain: str
    hash_before: bytes
    """The hash of the entry before the first line, `CHAIN_START` at the chain's beginning."""
    lines: tuple[bytes, ...]


_header_decoder = msgspec.json.Decoder(Header)
_line_decoder = msgspec.json.Decoder(_Line)


def seal_entry(header: Header, operation: Operation, hash_before: bytes, salt: bytes) -> Entry:
    """Make the entry that records an operation as the next of its chain.

    Raises:
        RuleViolation: it is larger than an entry may be.
    """
    payload = canonical_bytes(operation)
    commitment = _commitment(salt, payload)
    header_bytes = canonical_bytes(header)
    entry = Entry(header, header_bytes, payload, salt, None, _chained(hash_before, commitment, header_bytes))
    line = entry.line()
    if len(line) > LINE_LIMIT:
        raise RuleViolation(
            _("This is too long to be recorded: {size} kB, and {limit} kB are the most. Attach it as a file.").format(
                size=len(line) // 1000, limit=LINE_LIMIT // 1000
            )
        )
    # What another machine would refuse must never stand in a chain: nothing behind it could be passed on.
    return read_entry(line, hash_before)


def stored_entry(
    header_bytes: bytes, payload: bytes | None, salt: bytes | None, commitment: bytes | None, digest: bytes
) -> Entry:
    """Rebuild an entry from the columns of our own store, without verifying it again.

    Raises:
        DamagedJournal: the header was damaged in the store.
    """
    try:
        header = _header_decoder.decode(header_bytes)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DamagedJournal(f"An entry in the store can't be read: {error}.") from error
    return Entry(header, header_bytes, payload, salt, commitment, digest)


def read_entry(line: bytes, hash_before: bytes, known: Container[bytes] = ()) -> Entry:
    """Read a line that came from outside as the successor of `hash_before`.

    Args:
        known: Hashes of entries that were read before: what hashes to one of them was found canonical then.

    Raises:
        DamagedJournal: the line isn't canonical, too long, or lacks a part.
    """
    if len(line) > LINE_LIMIT:
        raise DamagedJournal(f"A journal line of {len(line)} bytes is longer than any that is written.")
    try:
        parts = _line_decoder.decode(line)
        header_bytes, payload = bytes(parts.h), bytes(parts.p) or None
        header = _header_decoder.decode(header_bytes)
        salt = _from_base64(parts.s) if payload is not None else None
        kept = (_from_base64(parts.c) or None) if parts.c else None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DamagedJournal(f"A journal line can't be read: {error}.") from error
    commitment = _commitment(salt, payload) if payload is not None and salt is not None else kept or b""
    digest = _chained(hash_before, commitment, header_bytes)
    entry = Entry(header, header_bytes, payload, salt, kept, digest)
    _check_well_formed(entry, parts, line)
    if digest not in known:
        _check_header(entry)
        if payload is not None:
            check_canonical(payload)
    return entry


def without_payload(entry: Entry, rest: bytes | None) -> Entry:
    """Give an entry by its commitment alone, with what stands in for its payload; its hash stays."""
    commitment = entry.commitment
    if entry.payload is not None and entry.salt is not None:
        commitment = _commitment(entry.salt, entry.payload)
    return Entry(entry.header, entry.header_bytes, None, None, commitment, entry.hash, rest)


def verify_entry(entry: Entry, hash_before: bytes) -> bool:
    """Tell whether a stored entry still hashes to what it says, after `hash_before`."""
    if entry.payload is not None and entry.salt is not None:
        commitment = _commitment(entry.salt, entry.payload)
    else:
        commitment = entry.commitment or b""
    return _chained(hash_before, commitment, entry.header_bytes) == entry.hash


def _check_well_formed(entry: Entry, parts: _Line, line: bytes) -> None:
    """Refuse a line that another writer would spell otherwise, or whose parts make no sense."""
    if entry.payload is None or entry.salt is None:
        is_whole = entry.line() == line and len(entry.commitment or b"") == HASH_BYTES
    else:
        # So many characters of base64 that give so many bytes are spelled in one way only.
        is_whole = (
            len(parts.s) == SALT_BASE64
            and len(entry.salt) == SALT_BYTES
            and line == b'{"h":%b,"p":%b,"s":"%b"}' % (entry.header_bytes, entry.payload, parts.s.encode())
            and entry.payload.startswith(b"{")
        )
    if not (is_whole and _is_sound(entry.header)):
        raise DamagedJournal(
            f"Entry {entry.header.seq} of chain {entry.header.chain[:NAME_LIMIT]} is not in the canonical form."
        )


def _is_sound(header: Header) -> bool:
    """Tell whether what the decoder leaves open is right; the bounds stand in the header's types."""
    if _CHAIN.fullmatch(header.chain) is None:
        return False
    return not header.before or max(map(len, header.before)) <= NAME_LIMIT


def _check_header(entry: Entry) -> None:
    """Refuse a header that is spelled otherwise than we would; a newer version may say more in it."""
    spelled = canonical_bytes(entry.header)
    if spelled == entry.header_bytes:
        return
    check_canonical(entry.header_bytes)
    said = msgspec.json.decode(entry.header_bytes, type=dict[str, object])
    known = {name: value for name, value in said.items() if name in Header.__struct_fields__}
    if canonical_bytes(known) != spelled:
        raise DamagedJournal(f"The header of entry {entry.header.seq} is not in the canonical form.")


def _commitment(salt: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(PAYLOAD_DOMAIN + salt + payload).digest()


def _chained(hash_before: bytes, commitment: bytes, header_bytes: bytes) -> bytes:
    return hashlib.sha256(ENTRY_DOMAIN + hash_before + commitment + header_bytes).digest()


def _base64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw)


def _from_base64(text: str) -> bytes:
    """Read base64url; what is no character of it is passed over, so that the length tells."""
    return binascii.a2b_base64(text.encode().translate(_BASE64URL))
