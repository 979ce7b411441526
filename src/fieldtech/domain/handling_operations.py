"""What is recorded of the work on a fault while it is handled (PROCESS S3.3), as the journal's payloads."""

from decimal import Decimal
from typing import ClassVar

from fieldtech.domain.checklists import Template
from fieldtech.domain.fault_operations import FaultOperation
from fieldtech.domain.payload_values import AttemptNumber, Instant, Minutes, Quantity, Size
from fieldtech.domain.words import CheckResult, PlanKind


class NoteAdded(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Words of the technician, or a revision of earlier ones (`revises` is their reference)."""

    KIND: ClassVar[str] = "note-added"
    text: str
    revises: str = ""

    def fields(self) -> tuple[str, ...]:
        return (f"note/{self.revises}",) if self.revises else ()


class AttachmentAdded(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A file, told by its digest; its bytes lie in the store beside the journal."""

    KIND: ClassVar[str] = "attachment-added"
    name: str
    digest: str
    """SHA-256, hexadecimal."""
    size: Size
    """Bytes."""
    media_type: str = "application/octet-stream"


NO_DIGEST = "0" * 64
"""Stands where a file's digest was, once the file was taken out: by a digest a short text can be guessed."""


class TimeSpent(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Working time put into a fault."""

    KIND: ClassVar[str] = "time-spent"
    minutes: Minutes
    note: str = ""


class PartUsed(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A part built in, with what came out (PROCESS S3.3)."""

    KIND: ClassVar[str] = "part-used"
    part: str
    quantity: Quantity
    old_serial: str = ""
    new_serial: str = ""
    asset: str = ""


class UserTold(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """What a user was told, when and how (PROCESS S6)."""

    KIND: ClassVar[str] = "user-told"
    text: str
    how: str
    whom: str
    told_at: Instant


class SolutionPlanned(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """The written solution plan of an attempt."""

    KIND: ClassVar[str] = "solution-planned"
    text: str
    plan_kind: PlanKind = PlanKind.STANDARD
    attempt: AttemptNumber = 1

    def fields(self) -> tuple[str, ...]:
        return (f"plan/{self.attempt}",)


class ChecklistAdded(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A checklist put on an attempt: the template as it then stood, whole."""

    KIND: ClassVar[str] = "checklist-added"
    checklist_id: str
    template: Template
    attempt: AttemptNumber = 1


class CheckAnswered(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """What one check of a list found; answering again keeps the earlier answer in the history."""

    KIND: ClassVar[str] = "check-answered"
    checklist_id: str
    item: str
    result: CheckResult
    reading: str = ""
    value: Decimal | None = None
    """The reading as a number, in the item's unit, where it is one."""
    note: str = ""

    def fields(self) -> tuple[str, ...]:
        return (f"check/{self.checklist_id}/{self.item}",)


HANDLING_OPERATIONS: tuple[type[FaultOperation], ...] = (
    NoteAdded,
    AttachmentAdded,
    TimeSpent,
    PartUsed,
    UserTold,
    SolutionPlanned,
    ChecklistAdded,
    CheckAnswered,
)
