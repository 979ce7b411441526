"""The only writer of the tables: the journal, and what is folded from it."""

from fieldtech.domain.signatures import SigningKey
from fieldtech.store.attachments import missing_attachments
from fieldtech.store.audit import Audit, audit
from fieldtech.store.backup import Backup, back_up, restore_backup
from fieldtech.store.bundle_log import BundleNote, finish_bundle, log_bundle
from fieldtech.store.cards import MetCard
from fieldtech.store.cleaning import clean_backup
from fieldtech.store.engine import Engine, engine_here
from fieldtech.store.exports import runs_since, stretches_since
from fieldtech.store.frontiers import frontier, newest_checkpoints
from fieldtech.store.known_copies import (
    CopyKind,
    DueCopy,
    due_copies,
    forget_copy,
    marks_here,
    remember_copy,
    settle_copy,
    tell_copy,
)
from fieldtech.store.merging import Merged
from fieldtech.store.peers import admit, revoke, roster
from fieldtech.store.receipts import is_of_copy, keep_receipt, known_to, own_receipt, receipt_of
from fieldtech.store.redaction import copies_beside
from fieldtech.store.store import Store
from fieldtech.store.typed import TypedForm

__all__ = [
    "Audit",
    "Backup",
    "BundleNote",
    "CopyKind",
    "DueCopy",
    "Engine",
    "Merged",
    "MetCard",
    "SigningKey",
    "Store",
    "TypedForm",
    "admit",
    "audit",
    "back_up",
    "clean_backup",
    "copies_beside",
    "due_copies",
    "engine_here",
    "finish_bundle",
    "forget_copy",
    "frontier",
    "is_of_copy",
    "keep_receipt",
    "known_to",
    "log_bundle",
    "marks_here",
    "missing_attachments",
    "newest_checkpoints",
    "own_receipt",
    "receipt_of",
    "remember_copy",
    "restore_backup",
    "revoke",
    "roster",
    "runs_since",
    "settle_copy",
    "stretches_since",
    "tell_copy",
]
