"""Fields with several possible values: heads, and the order in which a subject's entries are applied."""

import heapq
from collections import defaultdict
from collections.abc import ItemsView, Iterable, Sequence
from itertools import chain as joined
from itertools import pairwise
from typing import NamedTuple

import msgspec

from fieldtech.domain.journal import Entry


class Head(msgspec.Struct, frozen=True):
    """A value that no other entry of the same field names as seen."""

    value: object
    entry: Entry
    weight: int = 0
    """Greater outweighs: a supervisor's assignment against a claim."""
    taken_from: Entry | None = None
    """The entry whose value was taken when a conflict was settled; None: the value is the entry's own."""

    @property
    def told(self) -> Entry:
        """The entry that first said the value."""
        return self.taken_from or self.entry


class Change(NamedTuple):
    """What one entry did to one field."""

    ref: str
    field: str
    was: object
    """What its author had before him; None: nothing."""
    now: object


_MANY = 32
"""More heads than a field ever has of honest machines; a hostile one can write any number."""


class _Crowd:
    """Very many heads of one field, by the reference of their entries: each write costs no more than it names."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self._by_ref: dict[str, list[Head]] = {}
        self._by_order: list[tuple[int, int, int, Head]] = []
        """A heap with the latest on top; what was replaced leaves it when it comes there."""
        self._added = 0
        self._told: tuple[Head, ...] | None = None
        for head in heads:
            self._add(head)

    def put(self, head: Head) -> None:
        """Take a head in the place of those that its author had seen."""
        for reference in head.entry.header.before:
            self._by_ref.pop(reference, None)
        self._add(head)
        self._told = None

    def _add(self, head: Head) -> None:
        self._by_ref.setdefault(head.entry.ref, []).append(head)
        instant, digest = head.entry.order
        self._added += 1
        heapq.heappush(self._by_order, (-instant, -int.from_bytes(digest), self._added, head))

    @property
    def latest(self) -> Head:
        """The last of them by hybrid time, then by hash."""
        while True:
            head = self._by_order[0][-1]
            if any(each is head for each in self._by_ref.get(head.entry.ref, ())):
                return head
            heapq.heappop(self._by_order)

    @property
    def heads(self) -> tuple[Head, ...]:
        """All of them."""
        if self._told is None:
            self._told = tuple(joined.from_iterable(self._by_ref.values()))
        return self._told


class Registers:
    """The heads of every field of one subject, while its entries are applied in causal order."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[Head, ...]] = {}
        self._crowds: dict[str, _Crowd] = {}
        self._written: list[tuple[str, Head]] = []
        self._found: dict[tuple[str, str], Head] = {}
        self._sought = 0
        """How many of what was written `_found` knows."""

    def write(self, field: str, value: object, entry: Entry, weight: int = 0) -> None:
        """Take a value; the heads that its author had seen give way."""
        head = Head(value, entry, weight)
        if field in self._heads:
            self._put(field, head)
        else:
            # Most fields of most faults are written once.
            self._written.append((field, head))
            self._heads[field] = (head,)

    def settle(self, field: str, taken: Head, entry: Entry) -> None:
        """Take a value that was said before, in the place of all heads that are named."""
        self._put(field, Head(taken.value, entry, taken.weight, taken.told))

    def written(self, field: str, reference: str) -> Head | None:
        """Find what an entry wrote to a field, replaced by now or not; None: nothing."""
        for name, head in self._written[self._sought :]:
            self._found.setdefault((name, head.entry.ref), head)
        self._sought = len(self._written)
        return self._found.get((field, reference))

    def _put(self, field: str, head: Head) -> None:
        self._written.append((field, head))
        if field in self._crowds:
            self._crowds[field].put(head)
            return
        before = head.entry.header.before
        heads = (*[each for each in self._heads.get(field, ()) if each.entry.ref not in before], head)
        self._heads[field] = heads
        if len(heads) > _MANY:
            self._crowds[field] = _Crowd(heads)

    @property
    def changes(self) -> list[Change]:
        """What each entry did to each field, in the order of the writing; only histories ask for it."""
        known: dict[tuple[str, str], Head] = {}
        found = []
        for field, head in self._written:
            header, ref = head.entry.header, head.entry.ref
            seen = [known[field, each] for each in header.before if (field, each) in known]
            found.append(Change(ref, field, latest(seen).value if seen else None, head.value))
            known[field, ref] = head
        return found

    def heads(self, field: str) -> tuple[Head, ...]:
        """All unseen-by-each-other values of a field; empty: never written."""
        if field in self._crowds:
            return self._crowds[field].heads
        return self._heads.get(field, ())

    def latest(self, field: str) -> Head | None:
        """The last value of a field by hybrid time, then by hash; None: never written."""
        if field in self._crowds:
            return self._crowds[field].latest
        heads = self._heads.get(field)
        return latest(heads) if heads else None

    def references(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the entries that an author who writes these fields now has as their heads."""
        return tuple(sorted({head.entry.ref for field in fields for head in self.heads(field)}))

    @property
    def contested(self) -> tuple[str, ...]:
        """The fields with more than one head, in order of name."""
        return tuple(sorted(field for field, heads in self.all_heads() if len(heads) > 1))

    def names(self) -> tuple[str, ...]:
        """Every field that was ever written, in the order of the first writing."""
        return tuple(self._heads)

    def all_heads(self) -> ItemsView[str, tuple[Head, ...]]:
        """Every field that was ever written, with its heads."""
        for field, crowd in self._crowds.items():
            self._heads[field] = crowd.heads
        return self._heads.items()


def latest(heads: Sequence[Head]) -> Head:
    """Pick the head that is last by hybrid time, then by hash."""
    return max(heads, key=lambda head: head.entry.order)


def earliest(heads: Sequence[Head]) -> Head:
    """Pick the head that is first by hybrid time, then by hash."""
    return min(heads, key=lambda head: head.entry.order)


def causal_order(entries: Iterable[Entry]) -> list[Entry]:
    """Order a subject's entries so that each comes after all that its author had seen, else by hybrid time and hash.

    The answer depends on the set alone. Where references go round in a ring, which no honest writer can make, the
    ring is cut at its first entry by hybrid time.
    """
    # A set: an entry that is given twice is there once.
    by_time = sorted({entry.hash: entry for entry in entries}.values(), key=_order)
    return by_time if _is_causal(by_time) else _topological(by_time)


def _order(entry: Entry) -> tuple[int, bytes]:
    header = entry.header
    return header.wall + header.ahead, entry.hash


def _is_causal(ordered: Sequence[Entry]) -> bool:
    waiting = {entry.ref for entry in ordered}
    last_of_chain: dict[str, int] = {}
    for entry in ordered:
        header = entry.header
        if header.seq < last_of_chain.get(header.chain, 0):
            return False
        if not waiting.isdisjoint(header.before):
            return False
        waiting.discard(entry.ref)
        last_of_chain[header.chain] = header.seq
    return True


def _topological(by_time: Sequence[Entry]) -> list[Entry]:
    """Kahn's algorithm, smallest (hybrid time, hash) first."""
    needs = _needs(by_time)
    followers: dict[bytes, list[Entry]] = defaultdict(list)
    for entry in by_time:
        for needed in needs[entry.hash]:
            followers[needed].append(entry)
    waiting = {digest: len(needed) for digest, needed in needs.items()}
    ready = [(entry.order, entry) for entry in by_time if not waiting[entry.hash]]
    heapq.heapify(ready)
    ordered: list[Entry] = []
    placed: set[bytes] = set()
    rest = iter(by_time)
    while len(ordered) < len(by_time):
        if not ready:
            stuck = next(entry for entry in rest if entry.hash not in placed)
            cut = _first_of_ring(stuck, by_time, needs, placed)
            ready.append((cut.order, cut))
            rest = iter(by_time)
        entry = heapq.heappop(ready)[1]
        if entry.hash in placed:
            continue
        placed.add(entry.hash)
        ordered.append(entry)
        for follower in followers[entry.hash]:
            waiting[follower.hash] -= 1
            if waiting[follower.hash] == 0:
                heapq.heappush(ready, (follower.order, follower))
    return ordered


def _first_of_ring(stuck: Entry, by_time: Sequence[Entry], needs: dict[bytes, set[bytes]], placed: set[bytes]) -> Entry:
    """Walk from an entry that waits for a ring back into the ring, and pick the ring's first by hybrid time."""
    walked: dict[bytes, None] = {}
    at = stuck.hash
    while at not in walked:
        walked[at] = None
        at = min(digest for digest in needs[at] if digest not in placed)
    path = list(walked)
    ring = set(path[path.index(at) :])
    return next(entry for entry in by_time if entry.hash in ring)


def _needs(by_time: Sequence[Entry]) -> dict[bytes, set[bytes]]:
    """For each entry those of this set that must come before it: what it names, and its own chain.

    By hash: a reference holds only so much of it as tells accidents apart, and a hostile writer can make two alike.
    """
    named: dict[str, list[bytes]] = defaultdict(list)
    chains: dict[str, dict[int, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for entry in by_time:
        named[entry.ref].append(entry.hash)
        chains[entry.header.chain][entry.header.seq].append(entry.hash)
    needs = {
        entry.hash: {digest for ref in entry.header.before for digest in named.get(ref, ())} - {entry.hash}
        for entry in by_time
    }
    for chain in chains.values():
        sequences = sorted(chain)
        for earlier, later in pairwise(sequences):
            for digest in chain[later]:
                needs[digest].update(chain[earlier])
    return needs
