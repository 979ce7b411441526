"""Taking in entries of other machines: what is proven and trusted joins the journal, all else waits with a reason."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import msgspec
from peewee import Database

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.frontiers import Checkpoint
from fieldtech.domain.journal import CHAIN_START, HASH_BYTES, Entry, Segment, read_entry
from fieldtech.models import EntryRow
from fieldtech.store import checkpoints, journal, places, quarantine, rosters, statements, trusting
from fieldtech.store.places import Standing
from fieldtech.store.quarantine import Reason
from fieldtech.store.stand_ins import StandIns

Meeter: TypeAlias = "Callable[[Collection[str]], None]"
"""Hears of subjects before something that is new of them is written."""


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge did."""

    new: int
    """Entries that came into the journal."""
    repeated: int
    quarantined: int
    """Entries that came and wait with a reason."""
    subjects: tuple[str, ...]
    """What was touched, sorted."""
    forks: tuple[str, ...]
    """Chains that were found to continue in two ways from one sequence."""
    withdrawn: int = 0
    """Entries that left the journal, as their machine was revoked."""


class Intake:
    """One merge inside one transaction; what it holds in memory grows with the touched subjects, not the entries."""

    def __init__(self, own: str, bundle: int | None = None, meet: Meeter = lambda _subjects: None) -> None:
        self._own = own
        self._bundle = bundle
        self._meet = meet
        self._trust = rosters.roster().seen_from(own)
        self._marks = {table: _last_number(table) for table in (*places.TABLES, "quarantine")}
        self._fresh: set[str] = set()
        self._branches: list[tuple[str, int]] = []
        self._repeated = self._withdrawn = 0
        self.touched: set[str] = set()
        """The subjects whose entries changed."""

    def take_stand_ins(self, some: Iterable[tuple[str, bytes]], carrier: str) -> None:
        """Take what stands in for payloads that were withheld: the carrier's word, until the payloads themselves come.

        Raises:
            DamagedJournal: one is no payload.
        """
        stand_ins = StandIns(self._own, carrier)
        self.touched |= {subject for reference, rest in some if (subject := stand_ins.keep(reference, rest))}

    def take(self, segment: Segment) -> None:
        """Take an unbroken run of entries, or quarantine it where the entry before it is not here.

        Raises:
            DamagedJournal: a line is not canonical, or not of this chain and run.
        """
        if not segment.lines:
            return
        first = read_entry(segment.lines[0], segment.hash_before).header.seq
        here = places.standing(segment.chain, first - 1, first + len(segment.lines) - 1)
        entries = read_segment(segment, {digest for _sequence, digest in here})
        if self._is_known(segment.chain, first - 1, segment.hash_before):
            self._join(segment.chain, entries, segment.hash_before, here)
        else:
            self._quarantine(segment, entries)

    def settle(self, proofs: Iterable[Checkpoint]) -> None:
        """Join what waited for what came, put aside what nobody signed for, and heed who is trusted now."""
        # What nobody signed would lie here for ever, and be looked at each time; a key may still come.
        keys = rosters.roster()
        told = [each for each in proofs if not (key := keys.public_key(each.chain)) or each.is_genuine(key)]
        checkpoints.keep(told)
        self._release(self._fresh | {each.chain for each in told})
        for chain in sorted(self._fresh):
            self._put_aside_unproven(chain)
        if self._fresh or self.touched:
            moved = trusting.apply(rosters.roster().seen_from(self._own), known=self._marks["entry"], meet=self._meet)
            self.touched |= moved.subjects
            self._withdrawn = moved.withdrawn

    def result(self) -> Merged:
        """Tell what was done."""
        waiting = _count("held", self._marks["held"]) + _count("quarantine", self._marks["quarantine"])
        return Merged(
            new=_count("entry", self._marks["entry"]),
            repeated=self._repeated,
            quarantined=waiting - self._withdrawn,
            subjects=tuple(sorted(self.touched)),
            forks=tuple(sorted(self._forks())),
            withdrawn=self._withdrawn,
        )

    def _forks(self) -> Iterator[str]:
        """Name the chains of which a branch that was found stands still, once all is proven that is."""
        for chain in {chain for chain, _number in self._branches}:
            here = places.branches_by_number(journal.chain_row(chain))
            if any(name == chain and number in here for name, number in self._branches):
                yield chain

    def _is_known(self, chain: str, sequence: int, digest: bytes) -> bool:
        return places.is_known(chain, sequence, digest)

    def _join(self, chain: str, entries: Sequence[Entry], before: bytes, here: Standing) -> None:
        """Take entries behind one that is here, unless they are here too; the form with its payload wins."""
        row, first = journal.chain_row(chain), entries[0].header.seq
        taken = {(sequence, place.branch) for (sequence, _hash), place in here.items()}
        parent = here.get((first - 1, before))
        branch = parent.branch if parent else 0
        fresh: list[tuple[int, Entry]] = []
        for entry in entries:
            sequence = entry.header.seq
            place = here.get((sequence, entry.hash))
            if place is not None:
                branch = place.branch
                self._repeat(entry, place.is_whole)
                continue
            if (sequence, branch) in taken:
                branch = places.new_branch(row, branch, sequence)
                self._branches.append((chain, branch))
            fresh.append((branch, entry))
        self._append(chain, fresh)

    def _repeat(self, entry: Entry, is_whole: bool) -> None:
        self._repeated += 1
        if not is_whole and entry.payload is not None:
            self._meet([entry.header.entity])
            journal.complete(entry)
            self.touched.add(entry.header.entity)

    def _append(self, chain: str, fresh: list[tuple[int, Entry]]) -> None:
        """Write entries where their machine's standing wants them by what was known before this merge."""
        limit = self._trust.last_good(chain)
        for (branch, is_good), some in groupby(
            fresh, key=lambda each: (each[0], limit is None or each[1].header.seq <= limit)
        ):
            entries = [entry for _branch, entry in some]
            if is_good:
                subjects = dict.fromkeys(entry.header.entity for entry in entries)
                self._meet(subjects)
                self.touched.update(subjects)
            journal.append(entries, branch=branch, bundle=self._bundle, table="entry" if is_good else "held")
        if fresh:
            self._fresh.add(chain)

    def _release(self, chains: Iterable[str]) -> None:
        for chain in sorted(set(chains) & set(quarantine.quarantined_chains())):
            for run in quarantine.waiting_runs(chain):
                if self._is_known(chain, run.entries[0].header.seq - 1, run.hash_before):
                    here = places.standing(chain, run.entries[0].header.seq - 1, run.entries[-1].header.seq)
                    self._join(chain, run.entries, run.hash_before, here)
                    quarantine.release(run.numbers)

    def _put_aside_unproven(self, chain: str) -> None:
        """Quarantine what came of a chain behind the last entry that its key has signed."""
        row = journal.chain_row(chain)
        key = rosters.roster().public_key(chain)
        if key:
            checkpoints.tidy(chain, key)
        heads = checkpoints.proven_heads(chain, key) if key else {}
        reach = checkpoints.covered(row, ((number, each.sequence) for number, each in heads.items()))
        for branch in reversed(places.branches(row)):
            # What is held stands behind what is in the journal.
            for table in reversed(places.TABLES):
                where = (row, branch.number, reach.get(branch.number, 0), self._marks[table])
                self._put_aside(table, where)
        places.drop_empty_branches(row)

    def _put_aside(self, table: str, where: tuple[int, int, int, int]) -> None:
        row, number, *_limits = where
        condition = f"FROM {table} WHERE chain_id = ? AND branch = ? AND sequence > ? AND id > ?"
        sql = f"SELECT {journal.COLUMNS} {condition} ORDER BY sequence"
        entries = [journal.entry_of_row(each) for each in statements.run(_database(), sql, where)]
        if not entries:
            return
        before = places.hash_on(row, places.branches_by_number(row), number, entries[0].header.seq - 1) or b""
        chained = zip(entries, (before, *(entry.hash for entry in entries)), strict=False)
        quarantine.quarantine(chained, Reason.UNPROVEN, self._bundle)
        statements.run(_database(), f"DELETE {condition}", where)

    def _quarantine(self, segment: Segment, entries: Sequence[Entry]) -> None:
        sequence = entries[0].header.seq - 1
        reason = Reason.BRANCH if places.standing(segment.chain, sequence, sequence) else Reason.GAP
        chained = zip(entries, (segment.hash_before, *(entry.hash for entry in entries)), strict=False)
        quarantine.quarantine(chained, reason, self._bundle)


def read_segment(segment: Segment, known: Container[bytes] = ()) -> list[Entry]:
    """Read and check a run of lines.

    Args:
        known: Hashes of what was read before.

    Raises:
        DamagedJournal: a line is not canonical, or not the next of its chain.
    """
    entries: list[Entry] = []
    before = segment.hash_before
    for line in segment.lines:
        entry = read_entry(line, before, known)
        follows = entry.header.seq == entries[-1].header.seq + 1 if entries else _can_begin(entry, before)
        if entry.header.chain != segment.chain or not follows:
            raise DamagedJournal(f"Entry {entry.header.seq} is not the next of chain {entry.header.chain}.")
        entries.append(entry)
        before = entry.hash
    return entries


def _can_begin(entry: Entry, before: bytes) -> bool:
    """Tell whether a run can begin so: the first of a chain has nothing before it, and only that one."""
    return len(before) == HASH_BYTES and (entry.header.seq == 1) == (before == CHAIN_START)


def _last_number(table: str) -> int:
    return int(str(statements.run(_database(), f"SELECT ifnull(max(id), 0) FROM {table}")[0][0]))


def _count(table: str, behind: int) -> int:
    return int(str(statements.run(_database(), f"SELECT count(*) FROM {table} WHERE id > ?", (behind,))[0][0]))


def _database() -> Database:
    return EntryRow._meta.database
