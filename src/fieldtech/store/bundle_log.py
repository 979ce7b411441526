"""The log of bundles: every one that was written or read, so that each entry can tell through which it came."""

import msgspec

from fieldtech.models import BundleRow
from fieldtech.store import projection, statements
from fieldtech.store.store import Store

OUT, IN = "out", "in"


class BundleNote(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a bundle."""

    direction: str
    """"out" or "in"."""
    name: str
    """The file's name, without its folder."""
    digest: str
    """SHA-256 of its body, hexadecimal."""
    carrier: str
    """The chain of the machine that wrote it."""
    recipients: tuple[str, ...] = ()
    """Chains; none: it was plain."""
    entries: int = 0
    repeated: int = 0
    quarantined: int = 0
    note: str = ""


def log_bundle(store: Store, bundle: BundleNote) -> int:
    """Remember a bundle; its numbers may be told later, by `finish_bundle`.

    Returns:
        Its number in the log, for `Store.merge`.

    Raises:
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        at = max(0, projection.microseconds(store.now()))
        columns = {**msgspec.structs.asdict(bundle), "recipients": " ".join(bundle.recipients)}
        return int(BundleRow.insert(at=at, **columns).execute())


def finish_bundle(store: Store, number: int, *, entries: int, repeated: int, quarantined: int, note: str = "") -> None:
    """Tell what came of a bundle.

    Raises:
        StoreUnusable: it could not be kept.
    """
    with store.writing() as database:
        sql = "UPDATE bundle_log SET entries = ?, repeated = ?, quarantined = ?, note = ? WHERE id = ?"
        statements.run(database, sql, (entries, repeated, quarantined, note, number))
