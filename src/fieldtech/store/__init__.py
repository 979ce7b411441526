"""The only writer of the tables: the journal, and what is folded from it."""

from fieldtech.store.audit import Audit, audit
from fieldtech.store.merging import Merged
from fieldtech.store.store import Store
from fieldtech.store.typed import TypedForm

__all__ = ["Audit", "Merged", "Store", "TypedForm", "audit"]
