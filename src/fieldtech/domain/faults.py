"""The fault as everyone sees it: the frozen noun that is folded from its entries."""

from datetime import datetime
from decimal import Decimal

import msgspec

from fieldtech.domain.checklists import Template
from fieldtech.domain.fault_operations import Facts, Origin, Source
from fieldtech.domain.handling_operations import NO_DIGEST
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import (
    CheckResult,
    Mode,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Status,
    SystemCheck,
    UserVerdict,
)

REASSESS = "reassess"
"""The state after a failed verification or a reopening: shown as *reported*, its cause is to be assessed anew."""

REPORT_MANDATORY = ("title", "description", "channel", "reporter", "occurred", "impact")
"""The facts without which a report is not complete, in the command line's words (PROCESS S3.1)."""


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Who recorded something, on which machine, when by his own clock, as which entry."""

    actor: str
    """The person's id."""
    machine: str
    """The machine's chain."""
    at: datetime
    ref: str


class _Noun(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Common to all parts of a fault: what is not said is not stored."""


class Note(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A technician's note; a revised one keeps its earlier wordings."""

    text: str
    by: Stamp
    earlier: tuple[str, ...] = ()
    revised_by: Stamp | None = None
    """Who wrote the wording that is shown; None: it is the first one."""


class TimeEntry(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """Working time put in."""

    minutes: int
    note: str = ""
    by: Stamp


class Part(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A part that was built in."""

    part: str
    quantity: int
    old_serial: str = ""
    new_serial: str = ""
    asset: str = ""
    by: Stamp


class UserWord(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """Something the user was told."""

    text: str
    how: str
    whom: str
    told_at: datetime
    by: Stamp


class Attachment(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A file that belongs to the fault; its bytes are found by the digest."""

    name: str
    digest: str
    size: int
    media_type: str
    by: Stamp

    @property
    def is_taken_out(self) -> bool:
        """Tell whether the file itself was taken out of the record for privacy."""
        return self.digest == NO_DIGEST


class Answer(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """What one check found."""

    item: str
    result: CheckResult
    reading: str = ""
    value: Decimal | None = None
    note: str = ""
    by: Stamp


class Checklist(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A list put on an attempt, with the template as it stood and the answers so far, in the list's order."""

    id: str
    template: Template
    answers: tuple[Answer, ...] = ()
    by: Stamp

    @property
    def results(self) -> dict[str, CheckResult]:
        """The result of each answered item."""
        return {answer.item: answer.result for answer in self.answers}


class Verification(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """Both legs, as they were signed."""

    system: SystemCheck
    user: UserVerdict
    user_words: str
    how: str
    told_by: str
    rating: int | None = None
    signature: Signature | None = None
    is_passed: bool
    is_by_fixer: bool = False
    """The verifier is also who put the solution in place."""
    by: Stamp


class Attempt(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """One way from a cause to its verification."""

    number: int
    cause: str = ""
    plan: str = ""
    plan_kind: PlanKind = PlanKind.STANDARD
    planned_by: Stamp | None = None
    solution: str = ""
    resolution_code: ResolutionCode | None = None
    implemented_at: datetime | None = None
    implemented_by: Stamp | None = None
    checklists: tuple[Checklist, ...] = ()
    verification: Verification | None = None


class Pause(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A time of waiting; None as `until`: it still waits."""

    since: datetime
    until: datetime | None = None
    reason: PendingReason
    note: str = ""


class Side(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """One of the values in a conflict."""

    value: str
    by: Stamp


class Conflict(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A field with values that were written without sight of each other."""

    field: str
    shown: str
    rule: str
    """Why this value is shown: "cautious", "severest", "supervisor", "earliest", "higher" or "latest"."""
    sides: tuple[Side, ...]


class Oddity(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """An entry that is kept but changes nothing, and why."""

    ref: str
    kind: str
    reason: str
    """"not-allowed", "not-entitled", "unknown-kind", "unreadable", "redacted" or "no-such-target"."""
    by: Stamp


class Fault(_Noun, frozen=True, omit_defaults=True, kw_only=True):
    """A fault, from report to filed report. Instants are UTC; None: not known or not yet."""

    id: str
    number: str
    facts: Facts
    state: str
    """A Status, or "pending", "reassess", "duplicate": what the merge rules compare."""
    status: Status
    """`state` in the words of the lists; of a pending fault the status that it goes back to."""
    recorded: Stamp
    pending_reason: PendingReason | None = None
    pending_note: str = ""
    suggested_priority: Priority | None = None
    priority_because: str = ""
    assessed_by: Stamp | None = None
    mode: Mode | None = None
    due_at: datetime | None = None
    """A promised date; the clocks' own due times are never stored."""
    worked_at: datetime | None = None
    """Of a fault in progress: when who has it recorded something of it last. None: it isn't, or he never did."""
    acknowledged_at: datetime | None = None
    restored_at: datetime | None = None
    workaround: str = ""
    implemented_at: datetime | None = None
    verified_at: datetime | None = None
    reopened_at: datetime | None = None
    """When it came back last; its promises count from then on."""
    closed_at: datetime | None = None
    closed_by: Stamp | None = None
    root_cause: str = ""
    lessons: str = ""
    end_reason: str = ""
    """Why it was cancelled, found a duplicate, or reopened last."""
    resumes_to: str = ""
    """Of a pending fault the state that it goes back to."""
    duplicate_of: str = ""
    """The other fault's number."""
    attempts: tuple[Attempt, ...]
    notes: tuple[Note, ...] = ()
    times: tuple[TimeEntry, ...] = ()
    parts: tuple[Part, ...] = ()
    words_to_user: tuple[UserWord, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pauses: tuple[Pause, ...] = ()
    source: Source | None = None
    origin: Origin | None = None
    conflicts: tuple[Conflict, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    numbers: tuple[Side, ...] = ()
    """Where machines that did not see each other gave it several numbers: all of them."""
    is_changed_since_sign_off: bool = False
    unsigned: tuple[Side, ...] = ()
    """What changed status or checks beyond the last signer's sight: the kinds of the entries, and whose they are."""

    @property
    def title(self) -> str:
        """What it is called, empty where nobody said."""
        return self.facts.title or ""

    @property
    def assignee(self) -> str:
        """Who has it, by name; empty: nobody."""
        return self.facts.assignee or ""

    @property
    def priority(self) -> Priority | None:
        """The level that holds, None until somebody told one."""
        return self.facts.priority

    @property
    def is_pending(self) -> bool:
        """It waits for something."""
        return self.state == "pending"

    @property
    def is_open(self) -> bool:
        """Work on it is still to come, if only its closing."""
        return self.status not in (Status.CLOSED, Status.CANCELLED)

    @property
    def needs_reassessment(self) -> bool:
        """Its last solution failed: the cause is to be assessed anew."""
        return self.state == REASSESS

    @property
    def attempt(self) -> Attempt:
        """The attempt that goes on."""
        return self.attempts[-1]

    @property
    def minutes(self) -> int:
        """All working time, in minutes."""
        return sum(each.minutes for each in self.times)

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandatory facts of the report that nobody has told yet, in the command line's words."""
        return missing_facts(self.facts)

    def checklist(self, checklist_id: str) -> Checklist | None:
        """Find a list of any attempt."""
        lists = (each for attempt in self.attempts for each in attempt.checklists)
        return next((each for each in lists if each.id == checklist_id), None)


def missing_facts(facts: Facts) -> tuple[str, ...]:
    """Name the mandatory facts of a report that are not told, in the command line's words."""
    attributes = {"occurred": "occurred_at"}
    return tuple(word for word in REPORT_MANDATORY if not getattr(facts, attributes.get(word, word)))
