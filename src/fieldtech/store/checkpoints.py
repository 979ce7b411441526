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
    newest: dict[int, Checkpoint] = {}
    for each in of_chain(chain):
        place = _place(each)
        if place is not None and each.is_genuine(public_key):
            newest[place.branch] = each
    return newest


def tidy(chain: str, public_key: str) -> None:
    """Drop what is not genuine, and what a later signature on the same branch makes needless."""
    newest = proven_heads(chain, public_key)
    for each in of_chain(chain):
        place = _place(each)
        # One without a place proves what has not come yet.
        if place is not None and newest.get(place.branch) != each:
            _drop(each)


def _place(checkpoint: Checkpoint) -> Place | None:
    sequence = checkpoint.sequence
    return places.standing(checkpoint.chain, sequence, sequence).get((sequence, checkpoint.hash))


def covered(chain_row: int, heads: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Tell for each branch up to which sequence its entries stand before a signed one.

    Args:
        heads: Branch and sequence of the signed entries.
    """
    reach: dict[int, int] = {}
    for number, sequence in heads:
        last = sequence
        for branch in places.way_to(chain_row, number):
            reach[branch.number] = max(reach.get(branch.number, 0), last)
            last = branch.first - 1
    return reach


def _drop(checkpoint: Checkpoint) -> None:
    sql = "DELETE FROM checkpoint WHERE chain = ? AND sequence = ? AND hash = ? AND signature = ?"
    statements.run(_database(), sql, (checkpoint.chain, checkpoint.sequence, checkpoint.hash, checkpoint.signature))


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return CheckpointRow._meta.database
