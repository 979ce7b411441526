"""What goes into a bundle: of each chain everything since what all receivers hold, in runs that a store merges."""

from collections.abc import Callable, Iterator, Sequence

import msgspec
from peewee import Database

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.frontiers import ChainFrontier, Frontier
from fieldtech.domain.journal import Entry, Segment, without_payload
from fieldtech.models import EntryRow
from fieldtech.store import checkpoints, journal, places, rosters, statements
from fieldtech.store.places import Branch
from fieldtech.store.store import Store
from fieldtech.text import _

RUN_LINES = 2_000
"""The longest run that is given at once."""
RUN_BYTES = 1_000_000
"""The text of a run, but for the line that goes beyond it."""


class Stretch(msgspec.Struct, frozen=True):
    """A part of one branch that a receiver lacks."""

    chain: str
    chain_row: int
    branch: int
    hash_before: bytes
    first: int
    last: int
    """The last entry of the journal."""
    held: int
    """Behind it, up to this sequence, what is held goes along without payloads: the signature for all stands there."""

    @property
    def count(self) -> int:
        """How many entries of the journal it holds."""
        return self.last - self.first + 1


def stretches_since(store: Store, frontiers: Sequence[Frontier]) -> tuple[Stretch, ...]:
    """Plan what goes to receivers who hold at least so much; the machines' own words on others come first.

    Args:
        frontiers: What each of them holds; none: everything goes.
    """
    with store.reading():
        roster = rosters.roster()
        weight = {store.chain: 0} | dict.fromkeys(rosters.supervisors() - {store.chain}, 1)
        ordered = sorted(journal.chains().items(), key=lambda each: (weight.get(each[0], 2), each[0]))
        found: list[Stretch] = []
        for chain, row in ordered:
            held = [frontier.get(chain) for frontier in frontiers]
            found += _of_chain(chain, row, roster.public_key(chain), held)
    return tuple(found)


def runs_since(
    store: Store, frontiers: Sequence[Frontier], spell: Callable[[Entry], bytes] = Entry.line
) -> Iterator[Segment]:
    """Cut what goes to receivers into runs, each read in a short unit of its own.

    Args:
        frontiers: What each of them holds; none: everything goes.
        spell: Spells the line of an entry: without its payload where it is to be withheld.

    Raises:
        StoreUnusable: entries were withdrawn in the midst of it.
    """
    for stretch in stretches_since(store, frontiers):
        yield from _runs(store, stretch, spell)


def _of_chain(chain: str, row: int, key: str, held: Sequence[ChainFrontier | None]) -> Iterator[Stretch]:
    known = [_reach(chain, row, each) for each in held]
    branches = places.branches_by_number(row)
    for branch in branches.values():
        tip = places.last_on(row, branch, "entry")
        if tip is None:
            continue
        first = max(branch.first, min((reach.get(branch.number, 0) for reach in known), default=0) + 1)
        if first <= tip.sequence:
            before = places.hash_on(row, branches, branch.number, first - 1) or b""
            held_to = max(tip.sequence, _last_held(chain, row, branch, key))
            yield Stretch(chain, row, branch.number, before, first, tip.sequence, held_to)


def _reach(chain: str, row: int, frontier: ChainFrontier | None) -> dict[int, int]:
    """Tell for each branch how far somebody holds it whole; a tip that is not ours tells nothing."""
    heads = []
    for tip in frontier.tips if frontier else ():
        place = places.standing(chain, tip.sequence, tip.sequence).get((tip.sequence, tip.hash))
        if place is not None:
            heads.append((place.branch, tip.sequence))
    whole = frontier.whole if frontier else 0
    return {number: min(sequence, whole) for number, sequence in checkpoints.covered(row, heads).items()}


def _last_held(chain: str, row: int, branch: Branch, key: str) -> int:
    """Find how far the held part of a revoked chain must go along, so that what counts of it stays proven."""
    tip = places.last_on(row, branch, "held")
    head = checkpoints.proven_heads(chain, key).get(branch.number) if tip and key else None
    return min(tip.sequence, head.sequence) if tip and head else 0


def _runs(store: Store, stretch: Stretch, spell: Callable[[Entry], bytes]) -> Iterator[Segment]:
    sequence, before = stretch.first, stretch.hash_before
    while sequence <= stretch.held:
        with store.reading():
            entries = _page(stretch, sequence)
        if not entries or entries[0].header.seq != sequence:
            raise StoreUnusable(_("What is known of machines changed meanwhile: do it again."))
        lines: list[bytes] = []
        size = 0
        for entry in entries:
            lines.append(spell(entry) if entry.header.seq <= stretch.last else without_payload(entry, None).line())
            size += len(lines[-1])
            if size > RUN_BYTES:
                break
        yield Segment(stretch.chain, before, tuple(lines))
        sequence, before = sequence + len(lines), entries[len(lines) - 1].hash


def _page(stretch: Stretch, sequence: int) -> list[Entry]:
    table, last = ("entry", stretch.last) if sequence <= stretch.last else ("held", stretch.held)
    sql = (
        f"SELECT {journal.COLUMNS} FROM {table} WHERE chain_id = ? AND branch = ? AND sequence BETWEEN ? AND ?"
        f" ORDER BY sequence LIMIT {RUN_LINES}"
    )
    place = (stretch.chain_row, stretch.branch, sequence, last)
    return [journal.entry_of_row(row) for row in statements.run(_database(), sql, place)]


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return EntryRow._meta.database
