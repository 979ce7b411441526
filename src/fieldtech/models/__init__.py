"""Peewee tables: columns, indexes and constraints; no behaviour, no queries."""

from fieldtech.models.base import BaseRow
from fieldtech.models.fault import FaultRow
from fieldtech.models.journal import (
    AcknowledgedRow,
    BlobRow,
    BranchRow,
    BundleRow,
    ChainRow,
    CheckpointRow,
    EntryRow,
    HeldRow,
    LocalRow,
    QuarantineRow,
    ReceiptRow,
)
from fieldtech.models.outage import NoticeRow, OutageRow
from fieldtech.models.people import MachineRow, PersonRow
from fieldtech.models.plan import OccurrenceRow, PlannedTextRow, PlanRow
from fieldtech.models.typed import TypedRow

TABLES: tuple[type[BaseRow], ...] = (
    ChainRow,
    BranchRow,
    EntryRow,
    HeldRow,
    QuarantineRow,
    CheckpointRow,
    ReceiptRow,
    AcknowledgedRow,
    BundleRow,
    BlobRow,
    LocalRow,
    FaultRow,
    PersonRow,
    MachineRow,
    PlanRow,
    PlannedTextRow,
    OccurrenceRow,
    OutageRow,
    NoticeRow,
    TypedRow,
)

__all__ = [
    "TABLES",
    "AcknowledgedRow",
    "BaseRow",
    "BlobRow",
    "BranchRow",
    "BundleRow",
    "ChainRow",
    "CheckpointRow",
    "EntryRow",
    "FaultRow",
    "HeldRow",
    "LocalRow",
    "MachineRow",
    "NoticeRow",
    "OccurrenceRow",
    "OutageRow",
    "PersonRow",
    "PlanRow",
    "PlannedTextRow",
    "QuarantineRow",
    "ReceiptRow",
    "TypedRow",
]
