"""The order in which a subject's entries are applied: it depends on the set of them alone."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from fieldtech.domain.journal import Entry


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
