"""The operations that carry a fault along its road, as the journal's payloads. Released kinds are never edited."""

from typing import ClassVar

import msgspec

from fieldtech.domain.journal import Operation
from fieldtech.domain.payload_values import AttemptNumber, Instant, Rating
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import (
    Channel,
    Impact,
    Mode,
    Nature,
    PendingReason,
    Priority,
    ResolutionCode,
    Role,
    Status,
    SystemCheck,
    Urgency,
    UserVerdict,
)


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is said of a fault; None: not said, an empty text: taken back."""

    title: str | None = None
    description: str | None = None
    channel: Channel | None = None
    reporter: str | None = None
    contact: str | None = None
    occurred_at: Instant | None = None
    detected_at: Instant | None = None
    reported_at: Instant | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    nature: Nature | None = None
    category: str | None = None
    priority: Priority | None = None
    """Only where the source itself told one; a technician's priority comes by an assessment."""
    site: str | None = None
    asset: str | None = None
    place: str | None = None
    service: str | None = None
    assignee: str | None = None

    def said(self) -> tuple[str, ...]:
        """Name the facts that are said here."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)


class Source(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where an imported report came from, with what it said there."""

    name: str
    key: str
    """The report's identity in the system that it came from."""
    original: str
    status: Status | None = None
    status_words: str = ""
    restored_at: Instant | None = None
    resolved_at: Instant | None = None
    closed_at: Instant | None = None


class Origin(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The fault, and the check of it, out of which a fault was raised."""

    fault_id: str
    number: str
    checklist_id: str = ""
    item: str = ""


class FaultOperation(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """Anything that is recorded of a fault."""


class FaultReported(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A report, whole or a draft."""

    KIND: ClassVar[str] = "fault-reported"
    number: str
    facts: Facts
    is_draft: bool = False
    source: Source | None = None
    origin: Origin | None = None

    def fields(self) -> tuple[str, ...]:
        return ("status", "number", *self.facts.said())


class FaultEdited(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Facts corrected or added; a draft that is whole by it becomes a report."""

    KIND: ClassVar[str] = "fault-edited"
    facts: Facts
    because: str = ""
    completes_draft: bool = False

    def fields(self) -> tuple[str, ...]:
        return (*(("status",) if self.completes_draft else ()), *self.facts.said())


class FaultAssessed(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Classification and priority (PROCESS S3.2); `priority` is what holds, `suggested` what the matrix gave."""

    KIND: ClassVar[str] = "fault-assessed"
    nature: Nature
    impact: Impact
    urgency: Urgency
    priority: Priority
    suggested: Priority
    because: str = ""
    category: str | None = None
    mode: Mode | None = None
    assignee: str | None = None
    standing: Role = Role.TECHNICIAN
    """The assessor's role: what his assignment weighs."""
    cause: str | None = None
    due_at: Instant | None = None
    attempt: AttemptNumber = 1
    moves: bool = True
    """False: the classification changed while the work went on, and the status stayed."""

    def fields(self) -> tuple[str, ...]:
        optional = ("category", "mode", "assignee", "due_at")
        told = tuple(name for name in optional if getattr(self, name) is not None)
        cause = (f"cause/{self.attempt}",) if self.cause is not None else ()
        moved = ("status",) if self.moves else ()
        return (*moved, "nature", "impact", "urgency", "priority", *told, *cause)


class FaultAssigned(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A fault given to, or claimed by, a technician; an empty name gives it back."""

    KIND: ClassVar[str] = "fault-assigned"
    assignee: str
    standing: Role = Role.TECHNICIAN

    def fields(self) -> tuple[str, ...]:
        return ("assignee",)


class FaultStarted(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Work began, on site or remote (PROCESS S3.3)."""

    KIND: ClassVar[str] = "fault-started"
    mode: Mode
    assignee: str | None = None
    """Who took it by starting, where nobody had it."""

    def fields(self) -> tuple[str, ...]:
        return ("status", "mode", *(("assignee",) if self.assignee is not None else ()))


class FaultPended(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Work waits; `of` is the status that it goes back to."""

    KIND: ClassVar[str] = "fault-pended"
    reason: PendingReason
    of: str
    note: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("status",)


class FaultResumed(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Work goes on after a wait."""

    KIND: ClassVar[str] = "fault-resumed"
    to: str

    def fields(self) -> tuple[str, ...]:
        return ("status",)


class ServiceRestored(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """The service is back, by a workaround: restored, not resolved (PROCESS S3.3)."""

    KIND: ClassVar[str] = "service-restored"
    workaround: str
    restored_at: Instant

    def fields(self) -> tuple[str, ...]:
        return ("restored",)


class SolutionImplemented(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """The solution is in place (PROCESS S3.4)."""

    KIND: ClassVar[str] = "solution-implemented"
    solution: str
    resolution_code: ResolutionCode
    implemented_at: Instant
    attempt: AttemptNumber = 1

    def fields(self) -> tuple[str, ...]:
        return ("status", f"solution/{self.attempt}")


class FaultVerified(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Both legs of verification (PROCESS S3.4), as an attestation of exactly the entries that were seen."""

    KIND: ClassVar[str] = "fault-verified"
    system: SystemCheck
    user: UserVerdict
    user_words: str
    how: str
    told_by: str
    rating: Rating | None = None
    """1 to 5; None: not given."""
    attempt: AttemptNumber = 1
    seen: tuple[str, ...] = ()
    """For each chain the reference of the last entry of this fault that the signer had."""
    seen_digest: str = ""
    """SHA-256 of the hashes of all entries of this fault that the signer had, sorted, hexadecimal."""
    page: str = ""
    """SHA-256 of the page that the signer was shown, hexadecimal."""
    signature: Signature | None = None

    @property
    def is_passed(self) -> bool:
        """Both legs said yes."""
        return self.system is SystemCheck.PASS and self.user is UserVerdict.ACCEPTED

    def fields(self) -> tuple[str, ...]:
        return ("status", f"verification/{self.attempt}")


class FaultClosed(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """The report is complete and filed (PROCESS S3.5)."""

    KIND: ClassVar[str] = "fault-closed"
    root_cause: str
    lessons: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("status", "root_cause", "lessons")


class FaultReopened(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A closed fault came back: its cause is assessed again, as the next attempt."""

    KIND: ClassVar[str] = "fault-reopened"
    reason: str
    attempt: AttemptNumber
    """The attempt that it opens."""

    def fields(self) -> tuple[str, ...]:
        return ("status",)


class FaultCancelled(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It needs no work after all."""

    KIND: ClassVar[str] = "fault-cancelled"
    reason: str
    seen: tuple[str, ...] = ()
    """For each chain the reference of the last entry of this fault that the author had."""

    def fields(self) -> tuple[str, ...]:
        return ("status",)


class FaultFoundDuplicate(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Another fault already holds it."""

    KIND: ClassVar[str] = "fault-found-duplicate"
    of_id: str
    of_number: str
    reason: str = ""
    seen: tuple[str, ...] = ()
    """For each chain the reference of the last entry of this fault that the author had."""

    def fields(self) -> tuple[str, ...]:
        return ("status",)


FAULT_OPERATIONS: tuple[type[FaultOperation], ...] = (
    FaultReported,
    FaultEdited,
    FaultAssessed,
    FaultAssigned,
    FaultStarted,
    FaultPended,
    FaultResumed,
    ServiceRestored,
    SolutionImplemented,
    FaultVerified,
    FaultClosed,
    FaultReopened,
    FaultCancelled,
    FaultFoundDuplicate,
)
