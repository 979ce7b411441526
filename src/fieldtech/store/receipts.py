"""Receipts: what this machine signs of what it holds, and what is kept of what others sign."""

import re
from collections.abc import Sequence

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.frontiers import (
    ATTACHMENTS_ASKED_FOR,
    GAPS_TOLD,
    ChainFrontier,
    Checkpoint,
    Frontier,
    Receipt,
    SignedReceipt,
    Tip,
    receipt_digest,
)
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.trust import Standing
from fieldtech.models import AcknowledgedRow, ReceiptRow
from fieldtech.store import checkpoints as proofs
from fieldtech.store import journal, places, projection, quarantine, rosters, statements
from fieldtech.store.anchor import Doubt
from fieldtech.store.attachments import missing_attachments
from fieldtech.store.frontiers import frontier, newest_checkpoints
from fieldtech.store.journal import raw
from fieldtech.store.store import Store
from fieldtech.text import _

_DIGEST = re.compile("[0-9a-f]{64}")


def own_receipt(store: Store, *, is_alone: bool = False) -> SignedReceipt:
    """Sign what is here, for others to keep.

    Args:
        is_alone: It goes without a bundle, which would bring the signed heads of the chains.

    Raises:
        StoreUnusable: the key of this machine can't be read.
    """
    with store.reading():
        chain, key = store.chain, store.keys.of_machine(store.chain)
        number = _number(chain)
        receipt = Receipt(
            machine=chain,
            public_key=key.public,
            at=max(0, projection.microseconds(store.now())),
            chains=frontier(store),
            gaps=_gaps(),
            missing_attachments=_asked_for(missing_attachments(), number),
            number=number,
            heads=newest_checkpoints(store) if is_alone else (),
        )
    content = canonical_bytes(receipt)
    return SignedReceipt(content, key.sign(receipt_digest(content)))


def keep_receipt(store: Store, signed: SignedReceipt) -> bool:
    """Keep another machine's receipt, and what it acknowledges; where it knows more of our chain than we, begin anew.

    Returns:
        False: it is our own, or of a machine that is not known here, or a later one is kept already.

    Raises:
        DamagedJournal: it is none, or not signed by the machine that it names.
        StoreUnusable: it could not be kept.
    """
    receipt = signed.receipt
    if not signed.is_genuine() or chain_name(receipt.public_key) != receipt.machine:
        raise DamagedJournal(_("The receipt is not signed by the machine that it names."))
    known = receipt_of(store, receipt.machine)
    if is_of_copy(store, receipt):
        store.begin_anew(Doubt.TOLD)
    if receipt.machine == store.chain or (known is not None and receipt.is_outdated_by(known)):
        return False
    with store.writing():
        standing = rosters.roster().seen_from(store.chain).standing(receipt.machine)
        if standing is Standing.UNKNOWN:
            return False
        ReceiptRow.replace(
            chain=receipt.machine, at=receipt.at, content=signed.content, signature=signed.signature
        ).execute()
        for chain, told in receipt.chains.items():
            _acknowledge(receipt.machine, chain, told)
        if standing is Standing.ADMITTED:
            key = rosters.roster().public_key(store.chain)
            proofs.keep(each for each in receipt.heads if each.chain == store.chain and each.is_genuine(key))
            if _knows_more(store, receipt):
                store.begin_anew(Doubt.TOLD)
    return True


def is_of_copy(store: Store, receipt: Receipt) -> bool:
    """Tell whether a receipt that our own key signed knows more of our chain: a copy gave it, or we were set back."""
    told = receipt.chains.get(store.chain)
    with store.reading():
        return receipt.machine == store.chain and any(
            _is_not_here(store.chain, tip) for tip in (told.tips if told else ())
        )


def receipt_of(store: Store, chain: str) -> Receipt | None:
    """Read the latest receipt of a machine; None: there is none."""
    with store.reading():
        row = ReceiptRow.select(ReceiptRow.content, ReceiptRow.signature).where(ReceiptRow.chain == chain).tuples()
        found = row.first()
    return SignedReceipt(bytes(found[0]), str(found[1])).receipt if found else None


def known_to(store: Store, peer: str) -> Frontier:
    """Tell what a machine is known to hold of what is here, by its receipts: tips that stand here, and no others."""
    receipt = receipt_of(store, peer)
    found: dict[str, ChainFrontier] = {}
    with store.reading():
        for chain, told in receipt.chains.items() if receipt else ():
            standing = tuple(tip for tip in told.tips if places.is_known(chain, tip.sequence, tip.hash))
            if standing:
                found[chain] = ChainFrontier(standing, told.whole)
            elif chain == peer and not _is_forked(chain):
                # Nobody holds more of a chain than the machine that writes it.
                row = places.all_chains().get(chain, 0)
                found[chain] = ChainFrontier(places.tips(row), told.whole)
            else:
                found[chain] = _acknowledged(peer, chain)
    return found


def _gaps() -> dict[str, int]:
    """Tell for each chain whose lines wait the first sequence that is missing."""
    rows = places.all_chains()
    waiting = sorted(quarantine.quarantined_chains(), key=lambda chain: (chain not in rows, chain))
    return {
        chain: max((tip.sequence for tip in places.tips(rows.get(chain, 0))), default=0) + 1
        for chain in waiting[:GAPS_TOLD]
    }


def _asked_for(missing: Sequence[str], number: int) -> tuple[str, ...]:
    """Pick the attachments that are asked for, where there are many each in its turn; what is no digest can't come."""
    digests = [each for each in missing if _DIGEST.fullmatch(each)]
    start = number * ATTACHMENTS_ASKED_FOR % max(len(digests), 1)
    return tuple(sorted((digests[start:] + digests[:start])[:ATTACHMENTS_ASKED_FOR]))


def _number(chain: str) -> int:
    """Count what changes what is here: what was recorded on our chain, and files that were read or written."""
    head = journal.head_of(chain)
    files = statements.run(ReceiptRow._meta.database, "SELECT ifnull(max(id), 0) FROM bundle_log")[0][0]
    return int(str(files)) + (head.header.seq if head else 0)


def _knows_more(store: Store, receipt: Receipt) -> bool:
    """Tell whether a machine has entries of our chain that are not here, by our own signature: anybody can lie."""
    told = receipt.chains.get(store.chain)
    if not any(_is_not_here(store.chain, tip) for tip in (told.tips if told else ())):
        return False
    key = rosters.roster().public_key(store.chain)
    known = proofs.of_chain(store.chain)
    return any(_is_not_here(store.chain, each) and each.is_genuine(key) for each in known)


def _is_not_here(chain: str, told: Tip | Checkpoint) -> bool:
    return not places.is_known(chain, told.sequence, told.hash)


def _acknowledge(peer: str, chain: str, told: ChainFrontier) -> None:
    """Remember what stands here of what a machine says that it holds; what it holds beyond that tells nothing yet."""
    standing = [tip for tip in told.tips if places.is_known(chain, tip.sequence, tip.hash)]
    if not standing:
        return
    AcknowledgedRow.delete().where((AcknowledgedRow.peer == peer) & (AcknowledgedRow.chain == chain)).execute()
    for tip in standing:
        AcknowledgedRow.insert(peer=peer, chain=chain, sequence=tip.sequence, hash=tip.hash, whole=told.whole).execute()


def _is_forked(chain: str) -> bool:
    row = places.all_chains().get(chain)
    return row is not None and len(places.branches(row)) > 1


def _acknowledged(peer: str, chain: str) -> ChainFrontier:
    rows = AcknowledgedRow.select(AcknowledgedRow.sequence, AcknowledgedRow.hash, AcknowledgedRow.whole).where(
        (AcknowledgedRow.peer == peer) & (AcknowledgedRow.chain == chain)
    )
    told = [(int(sequence), raw(digest), int(whole)) for sequence, digest, whole in rows.tuples()]
    return ChainFrontier(
        tuple(Tip(sequence, digest) for sequence, digest, _whole in told), max((each[2] for each in told), default=0)
    )
