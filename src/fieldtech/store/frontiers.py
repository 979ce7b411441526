"""What is here of each chain: its tips, up to where it is whole, and the signatures on it."""

from fieldtech.domain.frontiers import (
    ChainFrontier,
    Checkpoint,
    Frontier,
    Tip,
    most_telling,
    tellable,
)
from fieldtech.models import ReceiptRow
from fieldtech.store import checkpoints as proofs
from fieldtech.store import journal, places, rosters, statements
from fieldtech.store.store import Store


def frontier(store: Store) -> Frontier:
    """Tell what is here of each chain: the tips of its branches, and up to where no payload is lacking."""
    with store.reading():
        here = {
            chain: ChainFrontier(tips, _whole(row, tips))
            for chain, row in places.all_chains().items()
            if (tips := places.tips(row))
        }
        return tellable(here, store.chain)


def newest_checkpoints(store: Store) -> tuple[Checkpoint, ...]:
    """Read the newest signature on each branch of each chain of which the journal has entries."""
    with store.reading():
        known = rosters.roster()
        return most_telling(
            each
            for chain in sorted(journal.chains())
            for each in proofs.proven_heads(chain, known.public_key(chain)).values()
        )


def _whole(row: int, tips: tuple[Tip, ...]) -> int:
    first = None
    for table in places.TABLES:
        lacks = f"{table} INDEXED BY {table}_lacking WHERE chain_id = ? AND payload IS NULL AND redacted = 0"
        sql = f"SELECT min(sequence) FROM {lacks}"
        lacking = statements.run(ReceiptRow._meta.database, sql, (row,))[0][0]
        if lacking is not None:
            first = min(first or 2**53, int(str(lacking)))
    return first - 1 if first else max(tip.sequence for tip in tips)
