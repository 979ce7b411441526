"""Checkpoints: what proves that the entries of a chain are its machine's, however they came here."""

from collections.abc import Iterable

from peewee import Database

from fieldtech.domain.frontiers import Checkpoint, Tip, checkpoint_digest
from fieldtech.domain.signatures import SigningKey
from fieldtech.models import CheckpointRow
from fieldtech.store import places, statements
from fieldtech.store.journal import raw
from fieldtech.store.places import Place


def keep(some: Iterable[Checkpoint]) -> None:
    """Keep checkpoints, which are looked at once their chain's key and the entry are here."""
    sql = "INSERT INTO checkpoint (chain, sequence, hash, signature) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    statements.run_many(_database(), sql, [(each.chain, each.sequence, each.hash, each.signature) for each in some])


def sign(chain: str, head: Tip, key: SigningKey) -> Checkpoint:
    """Sign the head of an own chain, once."""
    for known in of_chain(chain):
        if Tip(known.sequence, known.hash) == head and known.is_genuine(key.public):
            return known
    signature = key.sign(checkpoint_digest(chain, head.sequence, head.hash))
    made = Checkpoint(chain, head.sequence, head.hash, signature)
    keep([made])
    tidy(chain, key.public)
    return made


def sign_anew(chain: str, head: Tip, key: SigningKey) -> None:
    """Sign the head of the chain that this machine writes; what covers less of it goes, whoever made it."""
    signature = key.sign(checkpoint_digest(chain, head.sequence, head.hash))
    keep([Checkpoint(chain, head.sequence, head.hash, signature)])
    # What has no entry here proves what has not come yet.
    sql = (
        "DELETE FROM checkpoint WHERE chain = ? AND sequence < ? AND EXISTS (SELECT 1 FROM entry"
        " WHERE chain_id = (SELECT id FROM chain WHERE name = checkpoint.chain)"
        " AND entry.sequence = checkpoint.sequence AND entry.hash = checkpoint.hash)"
    )
    statements.run(_database(), sql, (chain, head.sequence))


def of_chain(chain: str) -> list[Checkpoint]:
    """Read what is kept of a chain, genuine or not, by sequence."""
    sql = "SELECT chain, sequence, hash, signature FROM checkpoint WHERE chain = ? ORDER BY sequence, hash, signature"
    return [
        Checkpoint(str(name), int(str(sequence)), raw(digest), str(signature))
        for name, sequence, digest, signature in statements.run(_database(), sql, (chain,))
    ]


def proven_heads(chain: str, public_key: str) -> dict[int, Checkpoint]:
    """Find on each branch of a chain the last entry here that its key has signed."""
    return _newest(_placed(chain), public_key)


def tidy(chain: str, public_key: str) -> None:
    """Drop what is not genuine, and what a later signature on the same branch makes needless."""
    placed = _placed(chain)
    newest = _newest(placed, public_key)
    for each, place in placed:
        # One without a place proves what has not come yet.
        if place is not None and newest.get(place.branch) != each:
            _drop(each)


def _newest(placed: Iterable[tuple[Checkpoint, Place | None]], public_key: str) -> dict[int, Checkpoint]:
    newest: dict[int, Checkpoint] = {}
    for each, place in placed:
        if place is not None and each.is_genuine(public_key):
            newest[place.branch] = each
    return newest


def _placed(chain: str) -> list[tuple[Checkpoint, Place | None]]:
    """Find where the signed entries of a chain stand, by sequence; None: they are not here."""
    found = []
    standing: places.Standing = {}
    last = 0
    for each in of_chain(chain):
        if each.sequence != last:
            # A hostile machine signs any number of branches from one entry on: they are read once.
            standing, last = places.standing(chain, each.sequence, each.sequence), each.sequence
        found.append((each, standing.get((each.sequence, each.hash))))
    return found


def covered(chain_row: int, heads: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Tell for each branch up to which sequence its entries stand before a signed one.

    Args:
        heads: Branch and sequence of the signed entries.
    """
    reach: dict[int, int] = {}
    for number, sequence in heads:
        reach[number] = max(reach.get(number, 0), sequence)
    # A branch stands behind the one that it leaves, which has a smaller number.
    for branch in reversed(places.branches(chain_row)):
        if branch.number in reach and branch.number:
            parent = branch.parent if branch.parent < branch.number else 0
            reach[parent] = max(reach.get(parent, 0), branch.first - 1)
    return reach


def _drop(checkpoint: Checkpoint) -> None:
    sql = "DELETE FROM checkpoint WHERE chain = ? AND sequence = ? AND hash = ? AND signature = ?"
    statements.run(_database(), sql, (checkpoint.chain, checkpoint.sequence, checkpoint.hash, checkpoint.signature))


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return CheckpointRow._meta.database
