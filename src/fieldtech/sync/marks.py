"""Bytes below 08, which JSON never holds, that stand in a bundle's columns for what its reader can spell himself.

01 02 03     in a header: its chain, its place in it, its wall time
04           in a payload: the instant of that wall time
05 06 07     what doesn't shrink and stands beside the text as it is: the hash in a reference, a digest, a signature
"""

import base64
import re
from binascii import hexlify, unhexlify
from collections.abc import Callable
from datetime import datetime, timedelta

from fieldtech.sync.manifest import malformed

_CHAIN, _SEQUENCE, _WALL, _INSTANT = b"\x01", b"\x02", b"\x03", b"\x04"
_REFERENCE, _DIGEST, _SIGNATURE = b"\x05", b"\x06", b"\x07"
_TOLD_WALL = re.compile(rb'"wall":([0-9]{1,16})')
_KIND = re.compile(rb'"kind":"([^"]*)"')
_RANDOM = re.compile(rb'\.[0-9a-f]{8}"|"[0-9a-f]{64}"|"[A-Za-z0-9_-]{86}=="')
_RANDOM_MARK = re.compile(rb"[\x05-\x07]")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (only its spelling is wanted)
_MARKS = {10: _REFERENCE, 66: _DIGEST, 90: _SIGNATURE}
"""By the length of what they stand for, with the characters at both its ends."""
_READS: dict[bytes, Callable[[bytes], bytes]] = {
    _REFERENCE: unhexlify,
    _DIGEST: unhexlify,
    _SIGNATURE: base64.urlsafe_b64decode,
}
_SPELLS: dict[bytes, tuple[int, Callable[[bytes], bytes]]] = {
    _REFERENCE: (4, hexlify),
    _DIGEST: (32, hexlify),
    _SIGNATURE: (64, base64.urlsafe_b64encode),
}


def wall_of(header: bytes) -> int | None:
    """Read the wall time that a header tells; None: it tells none as we would."""
    told = _TOLD_WALL.search(header)
    return int(told[1]) if told else None


def mark_header(header: bytes, chain_piece: bytes, sequence: int) -> bytes:
    """Put marks into a header that tells a wall time."""
    marked = _TOLD_WALL.sub(_WALL, header, count=1)
    return marked.replace(b'"seq":%d,' % sequence, _SEQUENCE, 1).replace(chain_piece, _CHAIN, 1)


def spell_header(header: bytes, chain_piece: bytes, sequence: int, wall: int) -> bytes:
    """Spell what the marks in a header stand for; one each, as more would make much of little."""
    placed = header.replace(_CHAIN, chain_piece, 1).replace(_SEQUENCE, b'"seq":%d,' % sequence, 1)
    return placed.replace(_WALL, b'"wall":%d' % wall, 1)


def mark_instant(payload: bytes, wall: int) -> bytes:
    """Put a mark for the instant of the entry into its payload."""
    return payload.replace(_instant(wall), _INSTANT, 1)


def spell_instant(payload: bytes, wall: int) -> bytes:
    """Spell the instant that a mark in a payload stands for.

    Raises:
        ValueError: there is no such instant.
    """
    return payload.replace(_INSTANT, _instant(wall), 1) if _INSTANT in payload else payload


def mark_random(text: bytes) -> tuple[bytes, bytes]:
    """Take what can't be compressed out of a text.

    Returns:
        The text with marks, and what they stand for.
    """
    taken: list[bytes] = []

    def take(found: re.Match[bytes]) -> bytes:
        mark = _MARKS[len(found[0])]
        taken.append(_READS[mark](found[0][1:-1]))
        return b'%b%b"' % (found[0][:1], mark)

    return _RANDOM.sub(take, text), b"".join(taken)


def spell_random(text: bytes, raw: bytes) -> tuple[bytes, bytes]:
    """Put what can't be compressed back into a text.

    Returns:
        The text, and what is left of the raw bytes.

    Raises:
        UnreadableBundle: they don't suffice.
    """
    at = 0

    def put(found: re.Match[bytes]) -> bytes:
        nonlocal at
        length, spell = _SPELLS[found[0]]
        at += length
        return spell(raw[at - length : at])

    spelled = _RANDOM_MARK.sub(put, text)
    if at > len(raw):
        raise malformed()
    return spelled, raw[at:]


def order_by_kind(headers: list[bytes]) -> list[int]:
    """Tell in which order the payloads of these headers stand: kind by kind, so that what is alike stands together.

    Raises:
        UnreadableBundle: a header tells no kind.
    """
    kinds = []
    for header in headers:
        told = _KIND.search(header)
        if not told:
            raise malformed()
        kinds.append(told[1])
    return sorted(range(len(kinds)), key=kinds.__getitem__)


def _instant(wall: int) -> bytes:
    try:
        told = _EPOCH + timedelta(microseconds=wall)
    except OverflowError as error:
        raise ValueError(wall) from error
    return b'"%bZ"' % told.isoformat(timespec="microseconds").encode()
