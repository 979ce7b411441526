"""What machines tell each other of what they hold: frontiers, signed receipts and checkpoints; and whom to trust."""

import re
from collections.abc import Sequence

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal, RuleViolation, StoreUnusable
from fieldtech.domain.frontiers import (
    ATTACHMENTS_ASKED_FOR,
    GAPS_TOLD,
    ChainFrontier,
    Checkpoint,
    Frontier,
    Receipt,
    SignedReceipt,
    Tip,
    most_telling,
    receipt_digest,
    tellable,
)
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.machines import MachineAdmitted, MachineRevoked
from fieldtech.domain.trust import Roster, Standing
from fieldtech.domain.words import Role
from fieldtech.models import AcknowledgedRow, ReceiptRow
from fieldtech.store import checkpoints as proofs
from fieldtech.store import journal, places, projection, quarantine, rosters, statements
from fieldtech.store.anchor import Doubt
from fieldtech.store.attachments import missing_attachments
from fieldtech.store.cards import MetCard, remember_card
from fieldtech.store.journal import raw
from fieldtech.store.store import Store
from fieldtech.text import _

_DIGEST = re.compile("[0-9a-f]{64}")


def roster(store: Store) -> Roster:
    """Read the roster of all that is proven here."""
    with store.reading():
        return rosters.roster()


def admit(
    store: Store,
    public_key: str,
    *,
    code: str,
    role: Role = Role.TECHNICIAN,
    compared: bool = False,
    card: MetCard | None = None,
) -> None:
    """Record that a machine is trusted from now on; what waited of it joins.

    Args:
        card: Who it said it is, to be shown here until its own entries come. None: that is not known.

    Raises:
        RuleViolation: it is this machine itself.
        StoreUnusable: it could not be kept.
    """
    chain = chain_name(public_key)
    if chain == store.chain:
        raise RuleViolation(
            _(
                "This is the request of this machine itself: take it to the other one. If it comes from there, the "
                "other one is a copy of this one: let it begin anew (`fieldtech peers anew`), then ask again."
            )
        )
    with store.writing():
        store.record(
            f"machine:{chain}", MachineAdmitted(public_key=public_key, code=code, role=role, compared=compared)
        )
        remember_card(chain, card or MetCard())


def revoke(store: Store, chain: str, *, last_good: int | None = None, because: str = "") -> int:
    """Record that a machine's entries behind one of them count no longer; those that are here are held out of sight.

    Args:
        last_good: The last sequence that counts. None: all that have come so far.

    Returns:
        The last good sequence.

    Raises:
        RuleViolation: it is this machine itself.
        StoreUnusable: it could not be kept.
    """
    if chain == store.chain:
        raise RuleViolation(_("A machine can't revoke itself: let another one do it."))
    with store.writing():
        tips = _tips(places.all_chains().get(chain, 0), "entry")
        good = max((tip.sequence for tip in tips), default=0) if last_good is None else last_good
        store.record(f"machine:{chain}", MachineRevoked(last_good=good, because=because))
    return good


def frontier(store: Store) -> Frontier:
    """Tell what is here of each chain: the tips of its branches, and up to where no payload is lacking."""
    with store.reading():
        here = {
            chain: ChainFrontier(tips, _whole(row, tips))
            for chain, row in places.all_chains().items()
            if (tips := _tips(row))
        }
        return tellable(here, store.chain)


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
            heads=checkpoints(store) if is_alone else (),
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
                found[chain] = ChainFrontier(_tips(row), told.whole)
            else:
                found[chain] = _acknowledged(peer, chain)
    return found


def own_checkpoint(store: Store) -> Checkpoint:
    """Sign the head of our chain, for a bundle that carries it.

    Raises:
        StoreUnusable: the key of this machine can't be read, or it could not be kept.
    """
    store.sign_head()
    with store.reading():
        head = journal.head_of(store.chain)
        heads = proofs.proven_heads(store.chain, store.keys.of_machine(store.chain).public).values()
        signed = next((each for each in heads if head is not None and each.hash == head.hash), None)
    if signed is None:
        raise StoreUnusable(_("The key of this machine is not here."))
    return signed


def checkpoints(store: Store) -> tuple[Checkpoint, ...]:
    """Read the newest signature on each branch of each chain of which the journal has entries."""
    with store.reading():
        known = rosters.roster()
        return most_telling(
            each
            for chain in sorted(journal.chains())
            for each in proofs.proven_heads(chain, known.public_key(chain)).values()
        )


def _tips(row: int, table: str = "") -> tuple[Tip, ...]:
    """Find the last entry of each branch; a branch of which nothing is its own has none."""
    branches = places.branches(row)
    tips = [tip for branch in branches if (tip := places.last_on(row, branch, table)) is not None]
    return tuple(sorted(tips, key=lambda tip: (tip.sequence, tip.hash)))


def _whole(row: int, tips: tuple[Tip, ...]) -> int:
    first = None
    for table in places.TABLES:
        lacks = f"{table} INDEXED BY {table}_lacking WHERE chain_id = ? AND payload IS NULL AND redacted = 0"
        sql = f"SELECT min(sequence) FROM {lacks}"
        lacking = statements.run(ReceiptRow._meta.database, sql, (row,))[0][0]
        if lacking is not None:
            first = min(first or 2**53, int(str(lacking)))
    return first - 1 if first else max(tip.sequence for tip in tips)


def _gaps() -> dict[str, int]:
    """Tell for each chain whose lines wait the first sequence that is missing."""
    rows = places.all_chains()
    waiting = sorted(quarantine.quarantined_chains(), key=lambda chain: (chain not in rows, chain))
    return {
        chain: max((tip.sequence for tip in _tips(rows.get(chain, 0))), default=0) + 1 for chain in waiting[:GAPS_TOLD]
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


def _is_forked(chain: str) -> bool:
    row = places.all_chains().get(chain)
    return row is not None and len(places.branches(row)) > 1


def _acknowledge(peer: str, chain: str, told: ChainFrontier) -> None:
    """Remember what stands here of what a machine says that it holds; what it holds beyond that tells nothing yet."""
    standing = [tip for tip in told.tips if places.is_known(chain, tip.sequence, tip.hash)]
    if not standing:
        return
    AcknowledgedRow.delete().where((AcknowledgedRow.peer == peer) & (AcknowledgedRow.chain == chain)).execute()
    for tip in standing:
        AcknowledgedRow.insert(peer=peer, chain=chain, sequence=tip.sequence, hash=tip.hash, whole=told.whole).execute()


def _acknowledged(peer: str, chain: str) -> ChainFrontier:
    rows = AcknowledgedRow.select(AcknowledgedRow.sequence, AcknowledgedRow.hash, AcknowledgedRow.whole).where(
        (AcknowledgedRow.peer == peer) & (AcknowledgedRow.chain == chain)
    )
    told = [(int(sequence), raw(digest), int(whole)) for sequence, digest, whole in rows.tuples()]
    return ChainFrontier(
        tuple(Tip(sequence, digest) for sequence, digest, _whole in told), max((each[2] for each in told), default=0)
    )
