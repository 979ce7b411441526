"""What an author had before him of a subject: the last entry of each chain, and a digest that binds all of them."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from fieldtech.domain.journal import Entry

Frontier = dict[str, int]
"""For each chain the last sequence that was seen."""


class Sight(msgspec.Struct, frozen=True):
    """What an author had before him."""

    references: tuple[str, ...]
    """For each chain the last entry."""
    digest: str
    """It binds all of them."""


def sight(entries: Sequence[Entry]) -> Sight:
    """Tell what an author has before him who sees these entries; of a fork the greater hash stands for both."""
    last: dict[str, Entry] = {}
    for entry in entries:
        known = last.get(entry.header.chain)
        if known is None or (known.header.seq, known.hash) < (entry.header.seq, entry.hash):
            last[entry.header.chain] = entry
    return Sight(tuple(sorted(entry.ref for entry in last.values())), seen_digest(entry.hash for entry in entries))


def seen_digest(hashes: Iterable[bytes]) -> str:
    """Bind a set of entries by their hashes: SHA-256, hexadecimal."""
    return hashlib.sha256(b"".join(sorted(hashes))).hexdigest()


def read_frontier(references: Iterable[str]) -> Frontier:
    """Read for each chain the last sequence that was seen; what isn't a reference is passed over."""
    parts = (reference.split(".") for reference in references)
    told = ((part[0], part[1]) for part in parts if len(part) == 3)
    return {chain: int(sequence) for chain, sequence in told if _is_sequence(sequence)}


def is_within(entry: Entry, frontier: Frontier) -> bool:
    """Tell whether an entry lies at or before a frontier; a branch of a fork that was not seen may lie there too."""
    return entry.header.seq <= frontier.get(entry.header.chain, 0)


class Seen:
    """What a signer says that he had before him, as far as that can be.

    An entry that he names and that is here stands for all before it on its chain. One that is not here may come yet, or
    was made up to cover whatever comes: it stands for what is older than his word.
    """

    def __init__(self, references: Sequence[str], signed: Entry, here: Iterable[Entry]) -> None:
        refs = {entry.ref for entry in here}
        self._proven = read_frontier(reference for reference in references if reference in refs)
        self._claimed = read_frontier(references)
        self._at = signed.header.hybrid_time

    def covers(self, entry: Entry) -> bool:
        """Tell whether an entry lies within it."""
        is_older = entry.header.hybrid_time < self._at
        return is_within(entry, self._proven) or (is_older and is_within(entry, self._claimed))


def _is_sequence(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 16
