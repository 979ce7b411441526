"""What a store holds of each chain, as it tells other machines: frontiers, signed receipts of them, checkpoints."""

import hashlib
from collections.abc import Iterable

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.signatures import is_signed

CHECKPOINT_DOMAIN = b"fieldtech-checkpoint-1"
RECEIPT_DOMAIN = b"fieldtech-receipt-1"
TIPS_TOLD, CHAIN_TIPS_TOLD = 2_500, 20
"""How many branches a store tells of, in all and of one chain: a hostile machine can write any number, and what says
more than readers take would be refused everywhere."""
CHECKPOINTS_TOLD, GAPS_TOLD, ATTACHMENTS_ASKED_FOR = 1_500, 1_000, 1_000


class Tip(msgspec.Struct, frozen=True):
    """The last entry of a branch of a chain."""

    sequence: int
    hash: bytes


class ChainFrontier(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a store holds of one chain."""

    tips: tuple[Tip, ...]
    """More than one: a fork."""
    whole: int
    """The last sequence up to which no payload is lacking that wasn't redacted."""


Frontier = dict[str, ChainFrontier]
"""By the name of the chain."""


class Checkpoint(msgspec.Struct, frozen=True):
    """The word of a chain's own key that its entry of a sequence has this hash, and so all before it theirs."""

    chain: str
    sequence: int
    hash: bytes
    signature: str

    def is_genuine(self, public_key: str) -> bool:
        """Tell whether a key signed it; whether the chain is named by that key is another question."""
        return is_signed(public_key, self.signature, checkpoint_digest(self.chain, self.sequence, self.hash))


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a machine tells another that it holds: the proof that it came, and a witness against rewritten history."""

    machine: str
    """The chain of the machine that tells it."""
    public_key: str
    at: int
    """Microseconds since 1970, UTC, by its clock."""
    chains: Frontier
    gaps: dict[str, int] = {}
    """For each chain whose entries wait in quarantine for one before them: the first sequence that is missing."""
    missing_attachments: tuple[str, ...] = ()
    """SHA-256, hexadecimal."""
    number: int = 0
    """Grows with what the machine records and with each file that it takes in; 0: an older version doesn't count."""
    heads: tuple[Checkpoint, ...] = ()
    """Where it goes alone: signed heads of what it holds, so that each machine has its own word for how far it came."""

    def is_outdated_by(self, other: "Receipt") -> bool:
        """Tell whether another one of the same machine is later: a clock is set back, and so is a whole machine."""
        return other.at > self.at and other.number >= self.number


class SignedReceipt(msgspec.Struct, frozen=True):
    """A receipt in the bytes that were signed."""

    content: bytes
    signature: str

    @property
    def receipt(self) -> Receipt:
        """Read it.

        Raises:
            DamagedJournal: it is none.
        """
        try:
            return msgspec.json.decode(self.content, type=Receipt)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise DamagedJournal(f"A receipt can't be read: {error}.") from error

    def is_genuine(self) -> bool:
        """Tell whether the machine that it names signed it; whether that one is trusted is another question."""
        return is_signed(self.receipt.public_key, self.signature, receipt_digest(self.content))


def receipt_digest(content: bytes) -> str:
    """Give what a receipt's signature is made over: SHA-256, hexadecimal."""
    return hashlib.sha256(RECEIPT_DOMAIN + content).hexdigest()


def checkpoint_digest(chain: str, sequence: int, entry_hash: bytes) -> str:
    """Give what a checkpoint's signature is made over: SHA-256, hexadecimal."""
    told = f" {chain} {sequence} ".encode()
    return hashlib.sha256(CHECKPOINT_DOMAIN + told + entry_hash).hexdigest()


def tellable(frontier: Frontier, own: str) -> Frontier:
    """Leave out of a frontier what is more than others take: what is not told is only sent again.

    Of each chain the branch that came furthest is told first, and of all chains the store's own.
    """
    ranked = sorted(
        (
            (rank, chain != own, -tip.sequence, chain, tip)
            for chain, held in frontier.items()
            for rank, tip in enumerate(sorted(held.tips, key=_furthest_first)[:CHAIN_TIPS_TOLD])
        ),
        key=lambda each: each[:4],
    )
    told: dict[str, list[Tip]] = {}
    for *_rank, chain, tip in ranked[:TIPS_TOLD]:
        told.setdefault(chain, []).append(tip)
    return {
        chain: ChainFrontier(tuple(sorted(tips, key=lambda tip: (tip.sequence, tip.hash))), frontier[chain].whole)
        for chain, tips in sorted(told.items())
    }


def most_telling(some: Iterable[Checkpoint]) -> tuple[Checkpoint, ...]:
    """Keep as many checkpoints as others take: of each chain the one that came furthest first."""
    by_chain: dict[str, list[Checkpoint]] = {}
    for each in some:
        by_chain.setdefault(each.chain, []).append(each)
    ranked = (
        (rank, each.chain, each)
        for known in by_chain.values()
        for rank, each in enumerate(sorted(known, key=_furthest_first))
    )
    return tuple(each for _rank, _chain, each in sorted(ranked, key=lambda one: one[:2])[:CHECKPOINTS_TOLD])


def _furthest_first(each: Tip | Checkpoint) -> tuple[int, bytes]:
    return -each.sequence, each.hash
