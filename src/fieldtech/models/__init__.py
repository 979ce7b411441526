"""Peewee tables: columns, indexes and constraints; no behaviour, no queries."""

from fieldtech.models.base import BaseRow
from fieldtech.models.fault import FaultRow
from fieldtech.models.journal import BlobRow, ChainRow, EntryRow, LocalRow, QuarantineRow
from fieldtech.models.people import MachineRow, PersonRow
from fieldtech.models.typed import TypedRow

TABLES: tuple[type[BaseRow], ...] = (
    ChainRow,
    EntryRow,
    QuarantineRow,
    BlobRow,
    LocalRow,
    FaultRow,
    PersonRow,
    MachineRow,
    TypedRow,
)

__all__ = [
    "TABLES",
    "BaseRow",
    "BlobRow",
    "ChainRow",
    "EntryRow",
    "FaultRow",
    "LocalRow",
    "MachineRow",
    "PersonRow",
    "QuarantineRow",
    "TypedRow",
]
