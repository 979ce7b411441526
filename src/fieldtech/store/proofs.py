"""The check of what proves and decides: signed heads, receipts, and whose word counts."""

from collections.abc import Iterator

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.frontiers import SignedReceipt
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.trust import Roster
from fieldtech.models import ReceiptRow
from fieldtech.store import checkpoints, journal, local, places, rosters
from fieldtech.text import _


def problems() -> Iterator[str]:
    """Find what does not verify; what this machine recorded itself needs no proof here."""
    try:
        own = local.read().chain
        roster = rosters.roster()
        is_current = rosters.supervisors() == rosters.supervisors_by_journal()
    except DamagedJournal:
        return  # The chain's own check has told which.
    for chain, row in sorted(journal.chains().items()):
        yield from _forged(chain, roster)
        if chain not in roster.seen_from(own).own:
            yield from _unsigned(chain, row, roster)
    columns = (ReceiptRow.chain, ReceiptRow.content, ReceiptRow.signature)
    for chain, content, signature in ReceiptRow.select(*columns).tuples():
        if not _is_genuine(str(chain), SignedReceipt(journal.raw(content), str(signature))):
            yield _("The receipt of chain {chain} does not verify.").format(chain=chain)
    if not is_current:
        yield _("Whose word counts is not what the journal says: run `fieldtech rebuild`.")


def _forged(chain: str, roster: Roster) -> Iterator[str]:
    key = roster.public_key(chain)
    for each in checkpoints.of_chain(chain):
        if key and places.is_known(chain, each.sequence, each.hash) and not each.is_genuine(key):
            yield _("The signature at entry {sequence} of chain {chain} does not verify.").format(
                sequence=each.sequence, chain=chain
            )


def _unsigned(chain: str, row: int, roster: Roster) -> Iterator[str]:
    """What came from others is in the journal only as far as their key signed it."""
    key = roster.public_key(chain)
    heads = checkpoints.proven_heads(chain, key) if key else {}
    reach = checkpoints.covered(row, ((number, each.sequence) for number, each in heads.items()))
    for branch in places.branches(row):
        tip = places.last_on(row, branch, "entry")
        if tip is not None and tip.sequence > reach.get(branch.number, 0):
            yield _("Nobody has signed the entries of chain {chain} behind {sequence}.").format(
                chain=chain, sequence=reach.get(branch.number, 0)
            )


def _is_genuine(chain: str, signed: SignedReceipt) -> bool:
    try:
        receipt = signed.receipt
    except DamagedJournal:
        return False
    return receipt.machine == chain == chain_name(receipt.public_key) and signed.is_genuine()
