"""Writing bundles and receipts for other machines: what they have not acknowledged yet, sealed to them (SYNC)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from fieldtech import __version__
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.frontiers import Frontier
from fieldtech.domain.journal import Segment
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.trust import Standing
from fieldtech.store import (
    BundleNote,
    CopyKind,
    Store,
    frontier,
    known_to,
    log_bundle,
    marks_here,
    newest_checkpoints,
    own_receipt,
    receipt_of,
    remember_copy,
    roster,
    runs_since,
    stretches_since,
)
from fieldtech.store.views.peers import Peer, all_peers, peer_named
from fieldtech.store.views.people import people_names
from fieldtech.sync.manifest import READER, Card, Contents, Manifest
from fieldtech.sync.names import bundle_name, receipt_name
from fieldtech.sync.safe_writing import safe_write
from fieldtech.sync.signed_files import write_receipt
from fieldtech.sync.writer import Written, write_bundle
from fieldtech.text import _
from fieldtech.workflow.bundle_content import BundleContent, Chosen, contents_words

_NAME_ENTROPY = 2


class Exported(msgspec.Struct, frozen=True):
    """A bundle that is safe where it was written."""

    file: Path
    entries: int
    bytes: int
    to: tuple[str, ...]
    """The codes of the machines that can read it; empty: everybody can."""


class ReceiptWritten(msgspec.Struct, frozen=True):
    """A receipt that is safe where it was written."""

    file: Path
    chains: int


def export_bundle(
    store: Store,
    folder: Path,
    *,
    to: Sequence[str] = (),
    is_plain: bool = False,
    chosen: Chosen | None = None,
    progress: Progress = unheard,
) -> Exported:
    """Write what the receivers have not acknowledged into a sealed file; it returns when the stick may be removed.

    Args:
        to: Codes, people or chains; none: all machines that are trusted.
        is_plain: Seal it to nobody: everybody can read it.

    Raises:
        UnknownName: there is no such machine or fault.
        RuleViolation: no machine is known, or one was revoked and is not alone.
        UnwritableOutput: it can't be written there.
        WorkStopped: it was stopped; no file is left.
    """
    receivers = _receivers(store, to, is_plain=is_plain)
    gone = marks_here(store) if not receivers else frozenset()
    export = _Export(store, receivers, chosen or Chosen(), progress)
    file, written = safe_write(folder, export.name(), export.write)
    _log(store, file, written, receivers)
    if not receivers:
        remember_copy(store, file, CopyKind.BUNDLE, gone)
    codes = tuple(each.code for each in receivers)
    return Exported(file, written.manifest.entry_count, written.length, codes)


def write_own_receipt(store: Store, folder: Path) -> ReceiptWritten:
    """Write what is here, signed: the others need not send it again.

    Raises:
        UnwritableOutput: it can't be written there.
    """
    signed = own_receipt(store, is_alone=True)
    name = receipt_name(store.code, store.entropy(_NAME_ENTROPY))
    file, _nothing = safe_write(folder, name, lambda opened: write_receipt(opened, signed))
    return ReceiptWritten(file, len(signed.receipt.chains))


class _Export:
    """One bundle in the making."""

    def __init__(self, store: Store, receivers: Sequence[Peer], chosen: Chosen, progress: Progress) -> None:
        self._store, self._receivers, self._progress = store, receivers, progress
        self._content = BundleContent(store, chosen, is_farewell=any(_is_revoked(each) for each in receivers))
        self._held = [_held_by(store, each) for each in receivers]
        with store.writing():
            store.sign_head()
            self.manifest = _manifest(store, self._content.contents, self._held)
        self._stretches = stretches_since(store, self._held)

    def name(self) -> str:
        """Name its file."""
        own = [stretch for stretch in self._stretches if stretch.chain == self._store.chain]
        last = max(tip.sequence for tip in self.manifest.frontier_after[self._store.chain].tips)
        first = min((stretch.first for stretch in own), default=last)
        return bundle_name(self.manifest.card.code, first, last, self._store.entropy(_NAME_ENTROPY))

    def write(self, opened: BinaryIO) -> Written:
        """Write it."""
        store, content = self._store, self._content
        return write_bundle(
            opened,
            carrier=store.keys.of_machine(store.chain),
            recipients=[each.public_key for each in self._receivers],
            manifest=self.manifest,
            segments=self._heard(runs_since(store, self._held, content.spell)),
            stand_ins=content.stand_ins,
            attachments=content.attachments(_asked_for(store, self._receivers)),
            spool_folder=store.path.parent,
            progress=self._progress,
        )

    def _heard(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        done, total = 0, sum(stretch.count for stretch in self._stretches)
        for segment in segments:
            self._progress(done, total, _("Entries"))
            yield segment
            done += len(segment.lines)


def _receivers(store: Store, to: Sequence[str], *, is_plain: bool) -> tuple[Peer, ...]:
    """Find the machines that are to read a bundle; none: it is plain."""
    if is_plain and to:
        raise RuleViolation(
            _("A plain bundle is for everybody: name no machines, or leave plain out."), ("to", "plain")
        )
    if is_plain:
        return ()
    if to:
        named = {peer.chain: peer for peer in (peer_named(store, name) for name in to)}
        return _checked(tuple(named.values()))
    trusted = tuple(peer for peer in all_peers(store, is_counted=False) if _is_trusted(store, peer))
    if not trusted:
        raise RuleViolation(
            _("No other machine is trusted yet: exchange requests first, or write it plain."),
            ("to",),
        )
    return trusted


def _is_trusted(store: Store, peer: Peer) -> bool:
    """Tell whether a machine is to read what is for all; so is one that this one was copied from, once it was met."""
    if peer.standing is Standing.OWN:
        known = roster(store)
        own = known.seen_from(store.chain).own
        return any(word.author in own for word in known.words_on(peer.chain))
    return peer.standing is Standing.ADMITTED and not peer.replaced_by


def _checked(receivers: tuple[Peer, ...]) -> tuple[Peer, ...]:
    for peer in receivers:
        if peer.standing is Standing.UNKNOWN:
            raise RuleViolation(
                _("{machine} is not trusted here: accept its request first.").format(machine=peer.code), ("to",)
            )
        if _is_revoked(peer) and len(receivers) > 1:
            raise RuleViolation(
                _(
                    "{machine} was revoked. What takes things away from it goes to it alone: name no other machine."
                ).format(machine=peer.code),
                ("to",),
            )
    return receivers


def _held_by(store: Store, receiver: Peer) -> Frontier:
    """Tell what need not be written again; what a revoked machine acknowledged a copy of it may lack."""
    return {} if _is_revoked(receiver) else known_to(store, receiver.chain)


def _asked_for(store: Store, receivers: Iterable[Peer]) -> set[str]:
    """Name the attachments that receivers say they lack."""
    told = [receipt for each in receivers if (receipt := receipt_of(store, each.chain)) is not None]
    return {digest for receipt in told for digest in receipt.missing_attachments}


def _log(store: Store, file: Path, written: Written, receivers: Iterable[Peer]) -> None:
    noted = BundleNote(
        direction="out",
        name=file.name,
        digest=written.digest,
        carrier=store.chain,
        recipients=tuple(each.chain for each in receivers),
        entries=written.manifest.entry_count,
        note="" if written.manifest.contents == Contents() else contents_words(store, written.manifest.contents),
    )
    log_bundle(store, noted)


def _is_revoked(peer: Peer) -> bool:
    return peer.standing is Standing.REVOKED


def _manifest(store: Store, contents: Contents, held: Sequence[Frontier]) -> Manifest:
    receipt = own_receipt(store)
    return Manifest(
        card=own_card(store),
        at=receipt.receipt.at,
        contents=contents,
        frontier_before=held[0] if len(held) == 1 else {},
        frontier_after=frontier(store),
        checkpoints=newest_checkpoints(store),
        receipt=receipt,
        writer=__version__,
        least_reader=READER,
    )


def own_card(store: Store) -> Card:
    """Give this machine's card, as it introduces itself."""
    own = roster(store).machine(store.chain)
    assert own is not None
    return Card(
        public_key=own.public_key,
        code=own.code,
        person=people_names(store).person(store.person),
        site=own.site,
        zone=own.zone,
        role=own.role.value,
    )
