"""The heads of a field: its values that no other entry of the field names as seen."""

import heapq
from collections.abc import Iterable, Sequence
from itertools import chain as joined

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


def latest(heads: Sequence[Head]) -> Head:
    """Pick the head that is last by hybrid time, then by hash."""
    return max(heads, key=lambda head: head.entry.order)


def earliest(heads: Sequence[Head]) -> Head:
    """Pick the head that is first by hybrid time, then by hash."""
    return min(heads, key=lambda head: head.entry.order)


class Crowd:
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
