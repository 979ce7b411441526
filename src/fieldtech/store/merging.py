"""Taking in entries of other machines: each joins behind its predecessor, or waits in quarantine with the reason."""

from collections.abc import Iterable

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.journal import CHAIN_START, HASH_BYTES, Entry, Segment, read_entry, verify_entry
from fieldtech.store import journal
from fieldtech.store.journal import Standing
from fieldtech.text import _


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge did."""

    new: int
    repeated: int
    quarantined: int
    subjects: tuple[str, ...]
    """What was touched, sorted."""
    forks: tuple[str, ...]
    """Chains that were found to continue in two ways from one sequence."""


class Intake:
    """One merge inside one transaction: what can join is gathered, for the store to append at once."""

    def __init__(self) -> None:
        self._joined: dict[bytes, Entry] = {}
        self._completed: dict[bytes, Entry] = {}
        self._places: set[tuple[str, int]] = set()
        self._forks: set[str] = set()
        self._repeated = self._quarantined = 0

    @property
    def joined(self) -> list[Entry]:
        """What is new, each behind its predecessor."""
        return list(self._joined.values())

    @property
    def completed(self) -> list[Entry]:
        """What stood here without its payload, and came with it now."""
        return list(self._completed.values())

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
        standing = journal.standing(segment.chain, first, entries[-1].header.seq)
        for entry in entries:
            self._join(entry, standing)

    def promote(self) -> None:
        """Join what waited in quarantine for entries that have come now."""
        grown = {entry.header.chain for entry in self._joined.values()}
        for row in journal.quarantined(grown):
            before = bytes(row.hash_before)
            # By chain and sequence: what one frees comes right behind it.
            if self._is_known(row.chain, row.sequence - 1, before):
                standing = journal.standing(row.chain, row.sequence, row.sequence)
                self._join(read_entry(bytes(row.line), before), standing)
                journal.release(row)

    def result(self) -> Merged:
        """Tell what was done; asked after what joined was appended."""
        touched = (*self._joined.values(), *self._completed.values())
        return Merged(
            new=len(self._joined),
            repeated=self._repeated,
            quarantined=self._quarantined,
            subjects=tuple(sorted({entry.header.entity for entry in touched})),
            forks=tuple(sorted(self._forks)),
        )

    def _is_known(self, chain: str, sequence: int, digest: bytes) -> bool:
        joined = self._joined.get(digest)
        if joined is not None:
            return (joined.header.chain, joined.header.seq) == (chain, sequence)
        return journal.is_known(chain, sequence, digest)

    def _join(self, entry: Entry, standing: Standing) -> None:
        """Take an entry, unless it is here; the form with its payload wins over the one without."""
        chain, sequence = entry.header.chain, entry.header.seq
        here = standing.get((sequence, entry.hash), entry.hash in self._joined or None)
        if here is None:
            if (chain, sequence) in self._places or any(place == sequence for place, _hash in standing):
                self._forks.add(chain)
            self._joined[entry.hash] = entry
            self._places.add((chain, sequence))
            return
        self._repeated += 1
        if entry.payload is None:
            return
        if entry.hash in self._joined:
            self._joined[entry.hash] = entry
        elif not here:
            self._completed[entry.hash] = entry

    def _quarantine(self, segment: Segment, entries: list[Entry]) -> None:
        before, sequence = segment.hash_before, entries[0].header.seq - 1
        reason = _("Entry {sequence} of chain {chain} has not come yet.")
        if (segment.chain, sequence) in self._places or journal.standing(segment.chain, sequence, sequence):
            reason = _("It goes on from another entry {sequence} of chain {chain} than the one that is here.")
        for entry, line in zip(entries, segment.lines, strict=True):
            told = reason.format(sequence=sequence, chain=segment.chain)
            journal.quarantine(segment.chain, entry.header.seq, before, line, told)
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
        follows = entry.header.seq == entries[-1].header.seq + 1 if entries else _can_begin(entry, before)
        if entry.header.chain != segment.chain or not follows:
            raise DamagedJournal(f"Entry {entry.header.seq} is not the next of chain {entry.header.chain}.")
        entries.append(entry)
        before = entry.hash
    return entries


def _can_begin(entry: Entry, before: bytes) -> bool:
    """Tell whether a run can begin so: the first of a chain has nothing before it, and only that one."""
    return len(before) == HASH_BYTES and (entry.header.seq == 1) == (before == CHAIN_START)


def segments_of(entries_by_chain: Iterable[tuple[str, Iterable[Entry]]]) -> Iterable[Segment]:
    """Cut chains, or any part of them, into runs that another store can merge; a fork's branches are runs of their own.

    Raises:
        DamagedJournal: what stands before an entry is not in the journal.
    """
    for chain, entries in entries_by_chain:
        runs: list[tuple[bytes, list[Entry]]] = []
        for entry in entries:
            home = next((run for run in runs if _follows(entry, run[1][-1])), None)
            if home is not None:
                home[1].append(entry)
            else:
                runs.append((_hash_before(entry), [entry]))
        for before, run in runs:
            yield Segment(chain, before, tuple(entry.line() for entry in run))


def _follows(entry: Entry, earlier: Entry) -> bool:
    return entry.header.seq == earlier.header.seq + 1 and verify_entry(entry, earlier.hash)


def _hash_before(entry: Entry) -> bytes:
    """Find the entry behind which an entry of our journal stands."""
    chain, sequence = entry.header.chain, entry.header.seq - 1
    known = [digest for _sequence, digest in journal.standing(chain, sequence, sequence)] if sequence else [CHAIN_START]
    for digest in known:
        if verify_entry(entry, digest):
            return digest
    raise DamagedJournal(f"Entry {sequence} of chain {chain} is not in the journal.")
