"""The coding of entries in a bundle: blocks of lines taken apart into columns, and put together again byte by byte.

The text of a block is a head (canonical JSON), then its columns, divided by line feeds. What can't be compressed, salts
and the like, stands beside it as it is. `docs/sync-model.md` has it to the byte.
"""

import base64
from collections.abc import Iterator, Sequence

import msgspec

from fieldtech.domain.canonical import INTEGER_LIMIT, canonical_bytes
from fieldtech.domain.errors import DamagedJournal, UnreadableBundle
from fieldtech.domain.journal import HASH_BYTES, LINE_LIMIT, NAME_LIMIT, SALT_BYTES, Segment
from fieldtech.sync.limits import BLOCK_LINES
from fieldtech.sync.manifest import is_chain, malformed
from fieldtech.sync.marks import (
    mark_header,
    mark_instant,
    mark_random,
    order_by_kind,
    spell_header,
    spell_instant,
    spell_random,
    wall_of,
)

COLUMNS = b"E"
"""Entries, in columns."""
VERBATIM = b"V"
"""Entries that another writer spelled in a way that columns don't give back: their lines as they are."""
STAND_INS = b"S"
"""References of withheld payloads, then what stands in for each."""
_WHOLE, _PAYLOAD, _WITHHELD = b'{"h":', b',"p":', b'{"c":"'
_SALT_TEXT = 16
_SALT_AT, _SALT_TAIL = 6, 24
"""`,"s":"` stands before the salt, and `"}` behind."""
_COMMITMENT_TEXT = 44
_WITHHELD_HEADER = len(_WITHHELD) + _COMMITMENT_TEXT + len('","h":')


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    chain: str
    first: int
    hash_before: bytes
    lines: int


class Block(msgspec.Struct, frozen=True):
    """A block before compression."""

    kind: bytes
    text: bytes
    raw: bytes = b""


def is_kind(kind: bytes) -> bool:
    """Tell whether a block of that kind can be read."""
    return kind in (COLUMNS, VERBATIM, STAND_INS)


def block_of(segment: Segment, first: int) -> Block:
    """Take a run of lines apart; its first has the sequence number `first`.

    Raises:
        DamagedJournal: a line holds a line feed, which no entry does.
    """
    head = canonical_bytes(_Head(segment.chain, first, segment.hash_before, len(segment.lines)))
    columns = _columns(segment.lines, segment.chain, first)
    if columns is not None:
        block = Block(COLUMNS, b"\n".join((head, *columns[0])), columns[1])
        # What was hashed comes out as it went in, whatever it is: proven, not argued.
        if _gives_back(block, segment.lines):
            return block
    block = Block(VERBATIM, b"\n".join((head, *segment.lines)))
    if not _gives_back(block, segment.lines):
        raise DamagedJournal("A journal line that holds a line feed can't be passed on.")
    return block


def segment_of(block: Block) -> tuple[Segment, int]:
    """Put a run of lines together again.

    Returns:
        It, and the sequence number that the first line has by the block's word.

    Raises:
        UnreadableBundle: the block makes no sense.
    """
    told, _found, columns = block.text.partition(b"\n")
    try:
        head = msgspec.json.decode(told, type=_Head)
        is_sound = 0 < head.lines <= BLOCK_LINES and 0 < head.first < INTEGER_LIMIT
        is_sound = is_sound and is_chain(head.chain) and len(head.hash_before) == HASH_BYTES
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise malformed() from error
    if not is_sound:
        raise malformed()
    lines = _lines(columns, block.raw, head) if block.kind == COLUMNS else columns.split(b"\n")
    if len(lines) != head.lines or max(map(len, lines)) > LINE_LIMIT or (block.kind == VERBATIM and block.raw):
        raise malformed()
    return Segment(head.chain, head.hash_before, tuple(lines)), head.first


def stand_ins_block(stand_ins: Sequence[tuple[str, bytes]]) -> Block:
    """Spell payloads that stand in for withheld ones, with the references of their entries.

    Raises:
        DamagedJournal: one holds a line feed, which no payload does.
    """
    block = Block(
        STAND_INS, b"\n".join((*(ref.encode() for ref, _ in stand_ins), *(payload for _, payload in stand_ins)))
    )
    if stand_ins_of(block) != list(stand_ins):
        raise DamagedJournal("A payload that holds a line feed can't be passed on.")
    return block


def stand_ins_of(block: Block) -> list[tuple[str, bytes]]:
    """Read what stands in for withheld payloads.

    Raises:
        UnreadableBundle: the block makes no sense.
    """
    lines = block.text.split(b"\n")
    half, odd = divmod(len(lines), 2)
    if odd or half > BLOCK_LINES or block.raw or max(map(len, lines)) > LINE_LIMIT:
        raise malformed()
    if max(map(len, lines[:half])) > NAME_LIMIT:
        raise malformed()
    try:
        return [(ref.decode("ascii"), payload) for ref, payload in zip(lines[:half], lines[half:], strict=True)]
    except UnicodeDecodeError as error:
        raise malformed() from error


def _columns(lines: Sequence[bytes], chain: str, first: int) -> tuple[list[bytes], bytes] | None:
    """Take lines apart: walls, headers and payloads; what is random. None where one is spelled otherwise."""
    walls, headers, payloads, salts, commitments = [], [], [], [], []
    chain_piece, before = _chain_piece(chain), 0
    for sequence, line in enumerate(lines, first):
        if line.startswith(_WITHHELD):
            header, payload = line[_WITHHELD_HEADER:-1], b""
            commitments.append(line[len(_WITHHELD) : len(_WITHHELD) + _COMMITMENT_TEXT])
        else:
            header, _found, payload = line[len(_WHOLE) : -_SALT_TAIL].partition(_PAYLOAD)
            salts.append(line[-_SALT_TAIL:][_SALT_AT:-2])
        if (wall := wall_of(header)) is None:
            return None
        walls.append(b"%d" % (wall - before))
        before = wall
        headers.append(mark_header(header, chain_piece, sequence))
        payloads.append(mark_instant(payload, wall))
    try:
        ordered = [payloads[place] for place in order_by_kind(headers)]
        raw = base64.urlsafe_b64decode(b"".join(salts)) + b"".join(map(base64.urlsafe_b64decode, commitments))
    except (ValueError, UnreadableBundle):
        return None
    marked, random = mark_random(b"\n".join((*headers, *ordered)))
    return [*walls, marked], random + raw


def _lines(columns: bytes, raw: bytes, head: _Head) -> list[bytes]:
    """Put lines together again."""
    count, wall = head.lines, 0
    spelled, raw = spell_random(columns, raw)
    told = spelled.split(b"\n")
    if len(told) != 3 * count:
        raise malformed()
    headers, payloads = told[count : 2 * count], _in_order(told[count : 2 * count], told[2 * count :])
    salts, commitments = _raw_columns(raw, payloads)
    chain_piece = _chain_piece(head.chain)
    lines = []
    try:
        rows = zip(told[:count], headers, payloads, strict=True)
        for sequence, (step, header, payload) in enumerate(rows, head.first):
            wall += int(step)
            whole = spell_header(header, chain_piece, sequence, wall)
            if payload:
                lines.append(b'{"h":%b,"p":%b,"s":"%b"}' % (whole, spell_instant(payload, wall), next(salts)))
            else:
                lines.append(b'{"c":"%b","h":%b}' % (next(commitments), whole))
    except ValueError as error:
        raise malformed() from error
    return lines


def _in_order(headers: list[bytes], by_kind: list[bytes]) -> list[bytes]:
    """Put payloads that stand kind by kind back behind their headers."""
    payloads = [b""] * len(headers)
    for place, payload in zip(order_by_kind(headers), by_kind, strict=True):
        payloads[place] = payload
    return payloads


def _raw_columns(raw: bytes, payloads: list[bytes]) -> tuple[Iterator[bytes], Iterator[bytes]]:
    """Spell the salts of the lines that have a payload, and the commitments of those that have none."""
    withheld = payloads.count(b"")
    ends = (len(payloads) - withheld) * SALT_BYTES
    if len(raw) != ends + withheld * HASH_BYTES:
        raise malformed()
    salts = base64.urlsafe_b64encode(raw[:ends])
    return (
        (salts[at : at + _SALT_TEXT] for at in range(0, len(salts), _SALT_TEXT)),
        (base64.urlsafe_b64encode(raw[at : at + HASH_BYTES]) for at in range(ends, len(raw), HASH_BYTES)),
    )


def _gives_back(block: Block, lines: Sequence[bytes]) -> bool:
    try:
        return segment_of(block)[0].lines == tuple(lines)
    except UnreadableBundle:
        return False


def _chain_piece(chain: str) -> bytes:
    return b'"chain":"%b",' % chain.encode()
