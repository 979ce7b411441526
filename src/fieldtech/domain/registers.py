"""The fields of one subject, each with its heads, while the subject's entries are applied."""

from collections.abc import ItemsView, Iterable
from typing import NamedTuple

from fieldtech.domain.heads import Crowd, Head, latest
from fieldtech.domain.journal import Entry


class Change(NamedTuple):
    """What one entry did to one field."""

    ref: str
    field: str
    was: object
    """What its author had before him; None: nothing."""
    now: object


_MANY = 32
"""More heads than a field ever has of honest machines; a hostile one can write any number."""


class Registers:
    """The heads of every field of one subject, while its entries are applied in causal order."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[Head, ...]] = {}
        self._crowds: dict[str, Crowd] = {}
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
            self._crowds[field] = Crowd(heads)

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
