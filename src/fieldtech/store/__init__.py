"""The only writer of the tables: the journal, and what is folded from it."""

from fieldtech.domain.signatures import SigningKey
from fieldtech.store.audit import Audit, audit
from fieldtech.store.backup import Backup, back_up, restore_backup
from fieldtech.store.engine import Engine, engine_here
from fieldtech.store.merging import Merged
from fieldtech.store.store import Store
from fieldtech.store.typed import TypedForm

__all__ = [
    "Audit",
    "Backup",
    "Engine",
    "Merged",
    "SigningKey",
    "Store",
    "TypedForm",
    "audit",
    "back_up",
    "engine_here",
    "restore_backup",
]
