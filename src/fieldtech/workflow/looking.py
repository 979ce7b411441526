"""Looking into a bundle without taking anything in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.store.views.people import machine_names
from fieldtech.sync.manifest import Contents, Manifest
from fieldtech.sync.outer import Outer, verify_outer
from fieldtech.workflow.bundle_content import contents_words
from fieldtech.workflow.exchange import check_carrier, named, open_here, opened_file

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunShown(msgspec.Struct, frozen=True):
    """A run of a machine's entries."""

    machine: str
    """Its code, or its chain where the code is not known here."""
    first: int
    last: int


class BundleVerified(msgspec.Struct, frozen=True):
    """A bundle that is whole and its carrier's."""

    carrier: str
    """The carrier's code, or chain where the code is not known here."""
    is_known: bool
    """The carrier's code is known here."""
    is_sealed: bool
    bytes: int
    digest: str


class BundleShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself to those that can read it."""

    carrier: str
    person: str
    made_at: datetime | None
    """By the carrier's clock."""
    is_sealed: bool
    to: tuple[str, ...]
    contents: str
    is_everything: bool
    """Nothing was left out that the receivers lack."""
    entries: int
    runs: tuple[RunShown, ...]
    attachments: int
    bytes: int
    digest: str


def verify_bundle(store: Store, file: Path) -> BundleVerified:
    """Check signature, length and digest; nothing is decrypted, and anybody may do it.

    Raises:
        UnreadableBundle: it is no bundle, broken off or damaged.
    """
    with named(file), opened_file(file) as opened:
        outer = verify_outer(opened)
        size = opened.seek(0, 2)
    names = machine_names(store)
    known = outer.carrier in names.machines
    return BundleVerified(names.machine(outer.carrier), known, outer.is_encrypted, size, outer.digest.hex())


def show_bundle(store: Store, file: Path) -> BundleShown:
    """Read what a bundle holds.

    Raises:
        UnreadableBundle: it is no bundle, damaged, from a stranger, or for others.
    """
    with named(file), opened_file(file) as opened:
        size = opened.seek(0, 2)
        opened.seek(0)
        with open_here(store, opened, lambda outer: check_carrier(store, outer)) as bundle:
            return _shown(store, bundle.outer, bundle.manifest, size)


def _shown(store: Store, outer: Outer, manifest: Manifest, size: int) -> BundleShown:
    names = machine_names(store)
    return BundleShown(
        carrier=one_line(manifest.card.code),
        person=manifest.card.person,
        made_at=_instant(manifest.at),
        is_sealed=outer.is_encrypted,
        to=tuple(names.machine(chain) for chain in manifest.recipients),
        contents=contents_words(store, manifest.contents),
        is_everything=manifest.contents == Contents(),
        entries=manifest.entry_count,
        runs=tuple(RunShown(names.machine(run.chain), run.first, run.last) for run in manifest.runs),
        attachments=len(manifest.attachments),
        bytes=size,
        digest=outer.digest.hex(),
    )


def _instant(microseconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
