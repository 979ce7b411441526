"""The only writer of the tables: the journal, and what is folded from it."""

from fieldtech.domain.signatures import SigningKey
from fieldtech.store.attachments import missing_attachments
from fieldtech.store.audit import Audit, audit
from fieldtech.store.backup import Backup, back_up, restore_backup
from fieldtech.store.bundle_log import BundleNote, finish_bundle, log_bundle
from fieldtech.store.engine import Engine, engine_here
from fieldtech.store.exports import runs_since, stretches_since
from fieldtech.store.merging import Merged
from fieldtech.store.peers import (
    admit,
    frontier,
    keep_receipt,
    known_to,
    own_receipt,
    receipt_of,
    revoke,
    roster,
)
from fieldtech.store.peers import checkpoints as newest_checkpoints
from fieldtech.store.redaction import copies_beside
from fieldtech.store.store import Store
from fieldtech.store.typed import TypedForm

__all__ = [
    "Audit",
    "Backup",
    "BundleNote",
    "Engine",
    "Merged",
    "SigningKey",
    "Store",
    "TypedForm",
    "admit",
    "audit",
    "back_up",
    "copies_beside",
    "engine_here",
    "finish_bundle",
    "frontier",
    "keep_receipt",
    "known_to",
    "log_bundle",
    "missing_attachments",
    "newest_checkpoints",
    "own_receipt",
    "receipt_of",
    "restore_backup",
    "revoke",
    "roster",
    "runs_since",
    "stretches_since",
]
