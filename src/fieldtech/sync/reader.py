"""Reading a bundle: signature and digest first, then decryption, then unpacking; each of them bounded."""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from fieldtech.domain.errors import DamagedJournal, UnreadableBundle
from fieldtech.domain.journal import LINE_LIMIT, Segment
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.blocks import STAND_INS, Block, is_kind, segment_of, stand_ins_of
from fieldtech.sync.body import StandIn, extend_runs, first_sequence
from fieldtech.sync.compression import UnpackingStream, too_large, unpack_frame
from fieldtech.sync.limits import (
    BLOCK_BYTES,
    CHUNK,
    MANIFEST_LIMIT,
    RATIO_LIMIT,
    RATIO_SLACK,
)
from fieldtech.sync.manifest import Enclosed, Manifest, Run, decode_manifest, malformed
from fieldtech.sync.outer import Outer, body_chunks, read_outer, unreadable, verify_outer
from fieldtech.sync.sealing import Spool, changed, keep_plain, new_spool, unseal
from fieldtech.sync.signed_files import is_sound_receipt
from fieldtech.text import _

_LENGTH = 4
_BLOCK_TEXT = BLOCK_BYTES + LINE_LIMIT


class OpenBundle:
    """A bundle whose signature and digest held, decrypted, ready to be gone through as often as one likes."""

    def __init__(self, outer: Outer, body: Spool) -> None:
        self.outer = outer
        self._body = body
        end = body.seek(0, io.SEEK_END) - _LENGTH
        length = int.from_bytes(self._read(end, _LENGTH), "big") if end >= 0 else 0
        if not 0 < length <= min(end, MANIFEST_LIMIT):
            raise malformed()
        frame = self._read(end - length, length)
        self.manifest: Manifest = decode_manifest(unpack_frame(frame, MANIFEST_LIMIT))
        self._attachments_at = end - length - sum(enclosed.size for enclosed in self.manifest.attachments)
        if self._attachments_at < 0 or not _is_carriers(self.manifest, outer):
            raise malformed()

    def segments(self) -> Iterator[Segment]:
        """Give the entries, in runs of some thousands of lines at most.

        Raises:
            UnreadableBundle: they are not what the manifest says.
        """
        runs: list[Run] = []
        for block in self._blocks():
            if block.kind == STAND_INS:
                if not self.manifest.stand_ins:
                    raise malformed()
            else:
                segment, first = segment_of(block)
                if _first(segment) != first:
                    raise malformed()
                extend_runs(runs, segment, first)
                yield segment
        if tuple(runs) != self.manifest.runs:
            raise malformed()

    def stand_ins(self) -> Iterator[StandIn]:
        """Give what stands in for withheld payloads.

        Raises:
            UnreadableBundle: they are not what the manifest says.
        """
        left = self.manifest.stand_ins
        if left:
            for block in self._blocks():
                if block.kind == STAND_INS:
                    some = stand_ins_of(block)
                    left -= len(some)
                    yield from some
        if left:
            raise malformed()

    def attachments(self) -> Iterator[tuple[str, BinaryIO]]:
        """Give the attachments, each with its SHA-256, which was checked.

        Raises:
            UnreadableBundle: one is not what its digest says.
        """
        at = self._attachments_at
        for enclosed in self.manifest.attachments:
            self._check(enclosed, at)
            yield enclosed.digest, io.BufferedReader(_Part(self._read, at, enclosed.size))
            at += enclosed.size

    def _check(self, enclosed: Enclosed, at: int) -> None:
        heard, end = hashlib.sha256(), at + enclosed.size
        while at < end:
            chunk = self._read(at, min(CHUNK, end - at))
            heard.update(chunk)
            at += len(chunk)
        if heard.hexdigest() != enclosed.digest:
            raise UnreadableBundle(_("An attachment in this bundle is not what its digest says."))

    def _blocks(self) -> Iterator[Block]:
        stream, at, text = UnpackingStream(), 0, 0
        while at < self._attachments_at:
            kind, at = self._slice(at, 1)
            piece, at = self._counted(at)
            raw, at = self._counted(at)
            if not is_kind(kind):
                raise malformed()
            unpacked = stream.unpack(piece, _BLOCK_TEXT)
            text += len(unpacked)
            if text > RATIO_SLACK + RATIO_LIMIT * at:
                raise too_large()
            yield Block(kind, unpacked, raw)

    def _counted(self, at: int) -> tuple[bytes, int]:
        length, at = self._slice(at, _LENGTH)
        return self._slice(at, int.from_bytes(length, "big"))

    def _slice(self, at: int, size: int) -> tuple[bytes, int]:
        if size > min(self._attachments_at - at, _BLOCK_TEXT):
            raise malformed()
        return self._read(at, size), at + size

    def _read(self, at: int, size: int) -> bytes:
        try:
            self._body.seek(at)
            return self._body.read(size)
        except OSError as error:
            raise unreadable(error) from error


class _Part(io.RawIOBase):
    """A part of the body as a file of its own."""

    def __init__(self, read: Callable[[int, int], bytes], at: int, size: int) -> None:
        super().__init__()
        self._read, self._at, self._end = read, at, at + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]", /) -> int:  # type: ignore[override]
        piece = self._read(self._at, min(len(buffer), self._end - self._at))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextmanager
def open_bundle(
    file: BinaryIO,
    *,
    key: SigningKey | None,
    former_keys: Sequence[SigningKey] = (),
    accepts_carrier: Callable[[Outer], None],
    spool_folder: Path,
    progress: Progress = unheard,
) -> Iterator[OpenBundle]:
    """Verify, then decrypt a bundle, and give it to read.

    Args:
        key: That of the machine that reads; None: only what is plain can be read.
        former_keys: Those that it had before, as others may not know the new one yet.
        accepts_carrier: Hears who carries it before anything is decrypted, and raises UnreadableBundle for a stranger.
        spool_folder: A private folder with room for the bundle; what is put there bears no name.
        progress: Hears how many bytes were read, until the bundle is open; all are read twice.

    Raises:
        UnreadableBundle: it is none, broken off, damaged, forged, from a stranger, addressed to others, too large or
            malformed, or needs a newer reader.
        UnwritableOutput: there is no room for the spool.
        WorkStopped: it was asked to stop.
    """
    outer = verify_outer(file, lambda done, total, _doing="": progress(done, 2 * total))
    accepts_carrier(outer)
    if read_outer(file) != outer:
        raise changed()
    chunks = body_chunks(file, outer, lambda done, total, _doing="": progress(total + done, 2 * total))
    with new_spool(spool_folder) as body:
        if outer.is_encrypted:
            unseal(chunks, outer.digest, body, [*([key] if key else []), *former_keys])
        else:
            keep_plain(chunks, outer.digest, body)
        yield OpenBundle(outer, body)


def _is_carriers(manifest: Manifest, outer: Outer) -> bool:
    """Tell whether the manifest, and the receipt in it, speak of the machine that signed the bundle."""
    receipt = manifest.receipt
    return manifest.card.public_key == outer.public_key and (
        receipt is None or (is_sound_receipt(receipt) and receipt.receipt.public_key == outer.public_key)
    )


def _first(segment: Segment) -> int:
    try:
        return first_sequence(segment)
    except DamagedJournal as error:
        raise malformed() from error
