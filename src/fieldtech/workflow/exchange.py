"""Taking in what other machines wrote: bundles and receipts, all or none; a preview is the same work, undone."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from fieldtech.domain.errors import DamagedJournal, UnreadableBundle
from fieldtech.domain.journal import Segment
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line, storable
from fieldtech.store import (
    BundleNote,
    Store,
    finish_bundle,
    keep_receipt,
    log_bundle,
    missing_attachments,
    roster,
)
from fieldtech.sync.outer import Outer, unreadable
from fieldtech.sync.reader import OpenBundle, open_bundle
from fieldtech.sync.signed_files import RECEIPT_MAGIC, REQUEST_MAGIC, read_receipt
from fieldtech.text import _
from fieldtech.workflow.import_tally import Imported, Tally
from fieldtech.workflow.left_copies import with_copies_cleaned

ATTACHMENT_BYTES = 256 * 1024 * 1024
"""The largest attachment that is taken into a store."""


class _Undone(Exception):
    """Ends a preview."""


def import_files(
    store: Store, files: Iterable[Path], *, is_dry_run: bool = False, progress: Progress = unheard
) -> Imported:
    """Take in bundles and receipts in one transaction: all of them or none; a second time takes nothing.

    Args:
        is_dry_run: Undo it all, and only tell what would have changed.

    Raises:
        UnreadableBundle: one of them is no bundle, damaged, from a stranger or for others; nothing was taken.
        DamagedJournal: what one of them holds does not verify; nothing was taken.
        StoreUnusable: it could not be kept; nothing of it is.
        WorkStopped: it was stopped; nothing was taken.
    """
    tally = Tally(store)
    with suppress(_Undone), store.writing():
        for file in files:
            with named(file), opened_file(file) as opened:
                _take_file(store, file, opened, tally, progress)
        told = tally.told(store)
        if is_dry_run:
            raise _Undone
    return told if is_dry_run else with_copies_cleaned(store, told)


@contextmanager
def opened_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file that another machine wrote.

    Raises:
        UnreadableBundle: it can't be opened, or is no file.
    """
    try:
        # What is no file, such as a pipe, is not waited for.
        handle = os.open(file.expanduser(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise unreadable(error) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableBundle(_("This is no file, but a folder or a device."))
    with os.fdopen(handle, "rb") as opened:
        yield opened


@contextmanager
def named(file: Path) -> Iterator[None]:
    """Say of which file an error speaks."""
    try:
        yield
    except (UnreadableBundle, DamagedJournal) as error:
        raise type(error)(f"{one_line(file.name)}: {error}").helped_by(error.command) from error


def check_carrier(store: Store, outer: Outer) -> None:
    """Refuse what a stranger carries, before anything of it is decrypted.

    Raises:
        UnreadableBundle: its carrier is not known here.
    """
    if roster(store).seen_from(store.chain).standing(outer.carrier) is Standing.UNKNOWN:
        raise UnreadableBundle(
            _("The machine that carries this is not trusted here: accept it first, with its fingerprint compared.")
        ).helped_by("peers accept")


def open_here(store: Store, opened: BinaryIO, accepts: Callable[[Outer], None]) -> AbstractContextManager[OpenBundle]:
    """Open a bundle with this machine's key, or one that it had before: its writer may not know the new one yet."""
    former = sorted(roster(store).seen_from(store.chain).own - {store.chain})
    return open_bundle(
        opened,
        key=store.keys.of_machine(store.chain),
        former_keys=[store.keys.of_machine(chain) for chain in former if store.keys.has(chain)],
        accepts_carrier=accepts,
        spool_folder=store.path.parent,
    )


def _take_file(store: Store, file: Path, opened: BinaryIO, tally: Tally, progress: Progress) -> None:
    magic = opened.read(len(REQUEST_MAGIC))
    opened.seek(0)
    if magic == REQUEST_MAGIC:
        raise UnreadableBundle(_("This is a request: accept it, and compare its fingerprint.")).helped_by(
            "peers accept"
        )
    if magic == RECEIPT_MAGIC:
        tally.receipts += keep_receipt(store, read_receipt(opened))
        return
    with open_here(store, opened, lambda outer: check_carrier(store, outer)) as bundle:
        take_bundle(store, file, bundle, tally, progress)


def take_bundle(store: Store, file: Path, bundle: OpenBundle, tally: Tally, progress: Progress) -> None:
    """Merge an open bundle, in the transaction that is under way."""
    manifest = bundle.manifest
    noted = BundleNote(
        direction="in",
        # The name of a file need not be text: other systems spell it in other ways.
        name=storable(file.name),
        digest=bundle.outer.digest.hex(),
        carrier=bundle.outer.carrier,
        recipients=manifest.recipients,
    )
    number = log_bundle(store, noted)
    segments = _heard(bundle.segments(), manifest.entry_count, progress)
    merged = store.merge(
        segments,
        checkpoints=manifest.checkpoints,
        stand_ins=bundle.stand_ins(),
        carrier=bundle.outer.carrier,
        bundle=number,
        meet=partial(tally.meet, store),
        hear=tally.hear,
    )
    tally.add(merged)
    _keep_attachments(store, bundle)
    if manifest.receipt is not None:
        tally.receipts += keep_receipt(store, manifest.receipt)
    finish_bundle(store, number, entries=merged.new, repeated=merged.repeated, quarantined=merged.quarantined)


def _keep_attachments(store: Store, bundle: OpenBundle) -> None:
    wanted = set(missing_attachments()) if bundle.manifest.attachments else set()
    for digest, content in bundle.attachments():
        if digest in wanted:
            read = content.read(ATTACHMENT_BYTES + 1)
            if len(read) <= ATTACHMENT_BYTES:
                store.keep_blob(digest, read)


def _heard(segments: Iterable[Segment], total: int, progress: Progress) -> Iterator[Segment]:
    done = 0
    for segment in segments:
        progress(done, total, _("Entries"))
        yield segment
        done += len(segment.lines)
    progress(total, total, _("Folding"))
