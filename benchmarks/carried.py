"""A journal in a file, on its way to a measurement, and what a receiver must know of the machines that wrote it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from benchmarks.journals import Author, lived_entries
from fieldtech.domain.frontiers import Checkpoint
from fieldtech.domain.journal import CHAIN_START, Entry, Segment
from fieldtech.domain.machines import MachineAdmitted

RUN = 1_000
"""Entries of a segment."""
JOURNAL, LATER = "journal", "later"
"""What was lived first, and what was lived afterwards."""
_PROOFS = "proofs"


class Proofs(msgspec.Struct):
    """What a receiver must know before the entries count for him."""

    admitted: dict[str, MachineAdmitted]
    """By chain."""
    checkpoints: tuple[Checkpoint, ...]
    later: tuple[Checkpoint, ...]
    """For what was lived afterwards."""


def write_journal(folder: Path, authors: Sequence[Author], count: int, later: int = 0) -> None:
    """Write a journal of so many entries, and apart from it so many that were lived later."""
    last = dict.fromkeys((author.chain for author in authors), CHAIN_START)
    lived = lived_entries(authors, count + later)
    _write(folder / JOURNAL, islice(lived, count), last)
    checkpoints = tuple(author.checkpoint() for author in authors)
    _write(folder / LATER, lived, last)
    cards = {author.chain: author.card for author in authors}
    proofs = Proofs(cards, checkpoints, tuple(author.checkpoint() for author in authors))
    (folder / _PROOFS).write_bytes(msgspec.msgpack.encode(proofs))


def _write(file: Path, entries: Iterable[Entry], last: dict[str, bytes]) -> None:
    runs: dict[str, list[Entry]] = defaultdict(list)
    with file.open("wb") as opened:
        for entry in entries:
            run = runs[entry.header.chain]
            run.append(entry)
            if len(run) == RUN:
                _write_run(run, last, opened)
        for run in runs.values():
            _write_run(run, last, opened)


def read_proofs(folder: Path) -> Proofs:
    """Read what was written of the machines."""
    return msgspec.msgpack.decode((folder / _PROOFS).read_bytes(), type=Proofs)


def read_segments(folder: Path, name: str = JOURNAL) -> Iterator[Segment]:
    """Read the segments one by one, so that memory holds no more than one of them."""
    decoder = msgspec.msgpack.Decoder(Segment)
    with (folder / name).open("rb") as opened:
        while length := opened.read(4):
            yield decoder.decode(opened.read(int.from_bytes(length, "big")))


def _write_run(run: list[Entry], last: dict[str, bytes], opened: BinaryIO) -> None:
    if run:
        chain = run[0].header.chain
        spelled = msgspec.msgpack.encode(Segment(chain, last[chain], tuple(entry.line() for entry in run)))
        opened.write(len(spelled).to_bytes(4, "big") + spelled)
        last[chain] = run[-1].hash
        run.clear()
