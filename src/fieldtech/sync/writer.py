"""Writing a bundle: the body is packed and sealed in a spool as its parts come, then signed and written in one go."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import Segment
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.body import Attachment, Packing, StandIn
from fieldtech.sync.limits import CHUNK
from fieldtech.sync.manifest import Manifest
from fieldtech.sync.outer import Outer, front_of, trailer_of
from fieldtech.sync.sealing import Spool, new_spool, no_room, seal


class Written(msgspec.Struct, frozen=True):
    """A bundle that was written."""

    manifest: Manifest
    """As it stands in the bundle."""
    length: int
    """Of the file, in bytes."""
    digest: str
    """SHA-256 of its body, hexadecimal: what names it in a log."""


class _HashingSpool:
    """What is written to a spool, as it is hashed on its way."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.digest = hashlib.sha256()
        self.length = 0

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        self.length += len(piece)
        return self._spool.write(piece)

    def flush(self) -> None:
        """Leave it be: nobody reads the spool before it is whole."""


def write_bundle(
    file: BinaryIO,
    *,
    carrier: SigningKey,
    recipients: Sequence[str],
    manifest: Manifest,
    segments: Iterable[Segment],
    stand_ins: Iterable[StandIn] = (),
    attachments: Iterable[Attachment] = (),
    spool_folder: Path,
    progress: Progress = unheard,
) -> Written:
    """Write a bundle; its parts are asked for one after the other, each when the one before it is used up.

    Args:
        file: Is written from where it stands, in order.
        recipients: The public keys (base64url) of the machines that can read it, as its writer's can; none: everybody
            can.
        manifest: What of it the writer doesn't fill in itself.
        stand_ins: For entries that the segments carry as commitments.
        spool_folder: A private folder with room for the bundle; what is put there bears no name.
        progress: Hears how many bytes were written to the file, once all is packed.

    Raises:
        DamagedJournal: an entry or attachment is not what it says.
        RuleViolation: it is too large, or addressed to too many.
        UnwritableOutput: there is no room for the spool.
        WorkStopped: it was asked to stop.
    """
    manifest = msgspec.structs.replace(manifest, recipients=tuple(map(chain_name, recipients)))
    packing = Packing(manifest)
    with new_spool(spool_folder) as spool:
        body = _HashingSpool(spool)
        chunks = packing.chunks(segments, stand_ins, attachments)
        if recipients:
            seal(chunks, body, recipients, carrier.public)
        else:
            _keep(chunks, body)
        outer = Outer(body.digest.digest(), "age" if recipients else "none", body.length, carrier.public)
        length = _write_out(file, outer, front_of(outer, carrier), spool, progress)
    return Written(packing.manifest, length, body.digest.hexdigest())


def _write_out(file: BinaryIO, outer: Outer, front: bytes, spool: Spool, progress: Progress) -> int:
    file.write(front)
    for done, chunk in enumerate(_read_back(spool)):
        progress(done * CHUNK, outer.length)
        file.write(chunk)
    trailer = trailer_of(front, outer)
    file.write(trailer)
    progress(outer.length, outer.length)
    return len(front) + outer.length + len(trailer)


def _keep(chunks: Iterable[bytes], body: _HashingSpool) -> None:
    for chunk in chunks:
        try:
            body.write(chunk)
        except OSError as error:
            raise no_room(error) from error


def _read_back(spool: Spool) -> Iterator[bytes]:
    try:
        spool.seek(0)
        while chunk := spool.read(CHUNK):
            yield chunk
    except OSError as error:
        raise no_room(error) from error
