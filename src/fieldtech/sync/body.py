"""A bundle's body: blocks of entries in one stream of zstd, attachments as they are, and at its end the manifest.

    blocks       each: kind (1), length (4), a piece of the stream that was flushed behind it; length (4), raw bytes
    attachments  one behind the other, in the manifest's order
    manifest     a zstd frame of its own
    4            length of that frame

Lengths are big-endian. `docs/sync-model.md` has it to the byte.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.journal import CHAIN_START, Segment, read_entry
from fieldtech.sync.blocks import Block, block_of, stand_ins_block
from fieldtech.sync.compression import PackingStream, pack_frame
from fieldtech.sync.limits import BLOCK_BYTES, BLOCK_LINES, FILE_LIMIT, RATIO_LIMIT, RATIO_SLACK
from fieldtech.sync.manifest import Enclosed, Manifest, Run, encode_manifest, too_much
from fieldtech.text import _

StandIn = tuple[str, bytes]
"""The reference of an entry whose payload is withheld, and what may be told of it: a payload without some fields."""
Attachment = tuple[str, int, Iterable[bytes]]
"""SHA-256 in hexadecimal, size, and the bytes in chunks."""


class _Place(msgspec.Struct):
    seq: int


class _Line(msgspec.Struct):
    h: _Place


class Packing:
    """A body in the making, and what becomes known of it meanwhile."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.size = 0
        self._runs: list[Run] = []
        self._text = 0
        self._stand_ins = 0
        self._enclosed: list[Enclosed] = []
        self._stream = PackingStream()

    def chunks(
        self, segments: Iterable[Segment], stand_ins: Iterable[StandIn], attachments: Iterable[Attachment]
    ) -> Iterator[bytes]:
        """Spell the body as its parts come; at its end `manifest` is whole.

        Raises:
            DamagedJournal: an entry or attachment is not what it says.
            RuleViolation: it becomes too large.
        """
        for chunk in self._parts(segments, stand_ins, attachments):
            self.size += len(chunk)
            if self.size > FILE_LIMIT:
                raise too_much()
            yield chunk

    def _parts(
        self, segments: Iterable[Segment], stand_ins: Iterable[StandIn], attachments: Iterable[Attachment]
    ) -> Iterator[bytes]:
        for segment in segments:
            for piece in cut(segment):
                first = first_sequence(piece)
                extend_runs(self._runs, piece, first)
                yield from self._packed(block_of(piece, first))
        # Which they are may become known only while the entries are told.
        waiting = iter(stand_ins)
        while some := list(islice(waiting, BLOCK_LINES)):
            for few in _fitting(some):
                self._stand_ins += len(few)
                yield from self._packed(stand_ins_block(few))
        for digest, size, content in attachments:
            self._enclosed.append(Enclosed(digest, size))
            yield from _checked(digest, size, content)
        self.manifest = msgspec.structs.replace(
            self.manifest,
            runs=tuple(self._runs),
            stand_ins=self._stand_ins,
            attachments=tuple(self._enclosed),
        )
        frame = pack_frame(encode_manifest(self.manifest))
        yield frame + len(frame).to_bytes(4, "big")

    def _packed(self, block: Block) -> Iterator[bytes]:
        piece = self._stream.pack(block.text)
        self._text += len(block.text)
        if self._text > RATIO_SLACK + RATIO_LIMIT * self.size:
            raise too_much()
        yield block.kind + len(piece).to_bytes(4, "big") + piece + len(block.raw).to_bytes(4, "big") + block.raw


def first_sequence(segment: Segment) -> int:
    """Read which place in its chain the first line of a run has by its own word.

    Raises:
        DamagedJournal: it says none.
    """
    try:
        return msgspec.json.decode(segment.lines[0], type=_Line).h.seq
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DamagedJournal(f"A journal line can't be read: {error}.") from error


def extend_runs(runs: list[Run], segment: Segment, first: int) -> None:
    """Add a run of lines to those before it; one that goes on behind the last makes that longer."""
    last = first + len(segment.lines) - 1
    if runs and runs[-1].chain == segment.chain and runs[-1].last == first - 1 and segment.hash_before != CHAIN_START:
        runs[-1] = msgspec.structs.replace(runs[-1], last=last)
    else:
        runs.append(Run(segment.chain, first, last, segment.hash_before))


def cut(segment: Segment) -> Iterator[Segment]:
    """Cut a run into such as fit in a block.

    Raises:
        DamagedJournal: a line of one that is cut can't be read.
    """
    before, lines, size = segment.hash_before, list[bytes](), 0
    for line in segment.lines:
        if lines and (len(lines) == BLOCK_LINES or size + len(line) > BLOCK_BYTES):
            yield Segment(segment.chain, before, tuple(lines))
            for each in lines:
                before = read_entry(each, before).hash
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield Segment(segment.chain, before, tuple(lines))


def _fitting(stand_ins: list[StandIn]) -> Iterator[list[StandIn]]:
    """Cut stand-ins into such as fit in a block."""
    few, size = list[StandIn](), 0
    for ref, payload in stand_ins:
        if few and size + len(ref) + len(payload) > BLOCK_BYTES:
            yield few
            few, size = [], 0
        few.append((ref, payload))
        size += len(ref) + len(payload) + 2
    yield few


def _checked(digest: str, size: int, content: Iterable[bytes]) -> Iterator[bytes]:
    """Pass an attachment on, and hold it to its digest."""
    heard, length = hashlib.sha256(), 0
    for chunk in content:
        heard.update(chunk)
        length += len(chunk)
        yield chunk
    if heard.hexdigest() != digest or length != size:
        raise DamagedJournal(_("An attachment is not what was attached: its file was changed or damaged."))
