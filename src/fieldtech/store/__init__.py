"""The only writer of the tables: the journal, and what is folded from it."""

from fieldtech.store.audit import Audit, audit
from fieldtech.store.merging import Merged
from fieldtech.store.store import Store

__all__ = ["Audit", "Merged", "Store", "audit"]
