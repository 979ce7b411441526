"""Taking in entries of other machines: each joins behind its predecessor, or waits in quarantine with the reason."""

from collections.abc import Iterable

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.journal import CHAIN_START, Entry, Segment, read_entry, verify_entry
from fieldtech.store import journal
from fieldtech.text import _


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge did."""

    new: int
    repeated: int
    quarantined: int
    subjects: tuple[str, ...]
    """What was touched, sorted."""
    forks: tuple[str, ...]
    """Chains that continue in two ways from one sequence."""


class Intake:
    """One merge inside one transaction: what can join is gathered, for the store to append at once."""

    def __init__(self) -> None:
        self.joined: list[Entry] = []
        self._hashes: set[tuple[str, int, bytes]] = set()
        self._repeated = self._quarantined = 0

    def take(self, segment: Segment) -> None:
        """Join an unbroken run of entries, or quarantine it where the entry before it is not here.

        Raises:
            DamagedJournal: a line is not canonical, or not of this chain and run.
        """
        entries = read_segment(segment)
        if not entries:
            return
        first = entries[0].header.seq
        if not self._is_known(segment.chain, first - 1, segment.hash_before):
            self._quarantine(segment, entries)
            return
        known = journal.known_hashes(segment.chain, first, entries[-1].header.seq)
        for entry in entries:
            self._join(entry, is_known=entry.hash in known)

    def promote(self) -> None:
        """Join what waited in quarantine for entries that have come now."""
        waiting = journal.quarantined()
        while waiting:
            free = [row for row in waiting if self._is_known(row.chain, row.sequence - 1, bytes(row.hash_before))]
            if not free:
                return
            for row in free:
                entry = read_entry(bytes(row.line), bytes(row.hash_before))
                self._join(entry, is_known=journal.is_known(row.chain, row.sequence, entry.hash))
                journal.release(row)
            released = {row.id for row in free}
            waiting = [row for row in waiting if row.id not in released]

    def result(self) -> Merged:
        """Tell what was done; asked after what joined was appended."""
        return Merged(
            new=len(self.joined),
            repeated=self._repeated,
            quarantined=self._quarantined,
            subjects=tuple(sorted({entry.header.entity for entry in self.joined})),
            forks=tuple(chain for chain, _ in journal.forked_chains()),
        )

    def _is_known(self, chain: str, sequence: int, digest: bytes) -> bool:
        return (chain, sequence, digest) in self._hashes or journal.is_known(chain, sequence, digest)

    def _join(self, entry: Entry, *, is_known: bool) -> None:
        key = (entry.header.chain, entry.header.seq, entry.hash)
        if is_known or key in self._hashes:
            self._repeated += 1
            return
        self._hashes.add(key)
        self.joined.append(entry)

    def _quarantine(self, segment: Segment, entries: list[Entry]) -> None:
        before = segment.hash_before
        reason = _("Entry {sequence} of chain {chain} has not come yet.").format(
            sequence=entries[0].header.seq - 1, chain=segment.chain
        )
        for entry, line in zip(entries, segment.lines, strict=True):
            journal.quarantine(segment.chain, entry.header.seq, before, line, reason)
            before = entry.hash
        self._quarantined += len(entries)


def read_segment(segment: Segment) -> list[Entry]:
    """Read and check a run of lines.

    Raises:
        DamagedJournal: a line is not canonical, or not the next of its chain.
    """
    entries: list[Entry] = []
    before = segment.hash_before
    for line in segment.lines:
        entry = read_entry(line, before)
        follows = not entries or entry.header.seq == entries[-1].header.seq + 1
        if entry.header.chain != segment.chain or not follows:
            raise DamagedJournal(f"Entry {entry.header.seq} is not the next of chain {segment.chain}.")
        entries.append(entry)
        before = entry.hash
    return entries


def segments_of(entries_by_chain: Iterable[tuple[str, Iterable[Entry]]]) -> Iterable[Segment]:
    """Cut chains into runs that another store can merge; each branch of a fork is a run of its own."""
    for chain, entries in entries_by_chain:
        runs: list[tuple[bytes, list[Entry]]] = []
        for entry in entries:
            home = next((run for run in runs if verify_entry(entry, run[1][-1].hash)), None)
            if home is not None and entry.header.seq == home[1][-1].header.seq + 1:
                home[1].append(entry)
                continue
            parents = (each for _, run in runs for each in run if each.header.seq == entry.header.seq - 1)
            parent = next((each.hash for each in parents if verify_entry(entry, each.hash)), CHAIN_START)
            runs.append((parent, [entry]))
        for before, run in runs:
            yield Segment(chain, before, tuple(entry.line() for entry in run))
