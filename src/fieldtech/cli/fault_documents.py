"""The JSON documents of a fault: a line of the queue, and everything that is known of one; the keys are a contract."""

from datetime import date, datetime

import msgspec

from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Status,
    SystemCheck,
    Urgency,
    UserVerdict,
)


class FaultLine(msgspec.Struct, frozen=True, kw_only=True):
    """A fault as every list has it."""

    number: str
    title: str
    status: Status
    is_pending: bool
    priority: Priority | None
    impact: Impact | None
    urgency: Urgency | None
    nature: Nature | None
    assignee: str
    site: str
    place: str
    asset: str
    occurred_at: datetime | None
    reported_at: datetime | None
    due_at: datetime | None
    is_overdue: bool
    attempt: int
    has_conflict: bool


class QueueTold(msgspec.Struct, frozen=True):
    """A page of the queue."""

    faults: tuple[FaultLine, ...]
    total: int
    next: str | None
    """What --after takes for the next page; null: this is the last."""


class SearchTold(msgspec.Struct, frozen=True):
    """What a search found."""

    faults: tuple[FaultLine, ...]
    planned: tuple["PlannedTold", ...]
    """Plans, their occurrences, outages, and mail that is to be read."""


class PlannedTold(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is planned, and was found."""

    kind: str
    """plan, occurrence, outage or notice."""
    number: str
    title: str
    day: date | None
    """Where it stands in the calendar, or came; null: a plan has many."""


class Check(msgspec.Struct, frozen=True):
    """One check of a list; without a result: not answered yet."""

    checklist: str
    template: str
    version: int
    item: str
    text: str
    result: CheckResult | None
    reading: str
    note: str
    by: str
    at: datetime | None


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """Both legs of a verification, and whose key signed it."""

    system: SystemCheck
    user: UserVerdict
    user_words: str
    how: str
    told_by: str
    rating: int | None
    is_passed: bool
    signed_with: str | None
    signer: str | None
    digest: str | None
    by: str
    at: datetime


class AttemptTold(msgspec.Struct, frozen=True, kw_only=True):
    """One way from a cause to its verification."""

    number: int
    cause: str
    plan: str
    plan_kind: PlanKind | None
    solution: str
    resolution_code: ResolutionCode | None
    implemented_at: datetime | None
    implemented_by: str
    checks: tuple[Check, ...]
    verification: SignOff | None


class Said(msgspec.Struct, frozen=True):
    """A note."""

    text: str
    by: str
    at: datetime
    earlier: tuple[str, ...]


class TimeTold(msgspec.Struct, frozen=True):
    """Working time put in at once."""

    minutes: int
    note: str
    by: str
    at: datetime


class PartTold(msgspec.Struct, frozen=True):
    """A part that was used."""

    part: str
    quantity: int
    old_serial: str
    new_serial: str
    asset: str
    by: str
    at: datetime


class WordTold(msgspec.Struct, frozen=True):
    """Something the user was told."""

    text: str
    how: str
    whom: str
    told_at: datetime
    by: str


class FileTold(msgspec.Struct, frozen=True):
    """A file that belongs to the fault."""

    name: str
    digest: str
    """Empty: the file was taken out."""
    size: int
    media_type: str
    by: str
    at: datetime


class SourceTold(msgspec.Struct, frozen=True):
    """Where a report was taken in from."""

    name: str
    key: str
    original: str


class OriginTold(msgspec.Struct, frozen=True):
    """The check out of which a fault was raised."""

    number: str
    item: str


class SideTold(msgspec.Struct, frozen=True):
    """One of the values in a conflict."""

    value: str
    by: str
    at: datetime


class ConflictTold(msgspec.Struct, frozen=True):
    """A field with values that were written without sight of each other."""

    field: str
    shown: str
    rule: str
    sides: tuple[SideTold, ...]


class FaultTold(FaultLine, frozen=True, kw_only=True):
    """A fault in full."""

    description: str
    channel: Channel | None
    reporter: str
    contact: str
    detected_at: datetime | None
    category: str
    service: str
    mode: Mode | None
    state: str
    pending_reason: PendingReason | None
    pending_note: str
    suggested_priority: Priority | None
    priority_because: str
    promised_at: datetime | None
    acknowledged_at: datetime | None
    restored_at: datetime | None
    workaround: str
    implemented_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    root_cause: str
    lessons: str
    end_reason: str
    duplicate_of: str
    source: SourceTold | None
    origin: OriginTold | None
    attempts: tuple[AttemptTold, ...]
    notes: tuple[Said, ...]
    parts: tuple[PartTold, ...]
    minutes: int
    times: tuple[TimeTold, ...]
    words_to_user: tuple[WordTold, ...]
    attachments: tuple[FileTold, ...]
    missing: tuple[str, ...]
    conflicts: tuple[ConflictTold, ...]
    is_changed_since_sign_off: bool
