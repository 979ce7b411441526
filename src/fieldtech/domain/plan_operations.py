"""The operations on a plan and on one occurrence of it, as the journal's payloads. Released kinds are never edited."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from fieldtech.domain.checklists import Template
from fieldtech.domain.journal import Operation
from fieldtech.domain.payload_values import Instant, Minutes
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import CheckResult, DayOffPolicy, MaintenanceKind

LONGEST_WINDOW = 366
"""Days before or after the planned one."""
LONGEST_ROUTE = 500
"""Assets of one plan."""
LONGEST_LIST = 100
"""Checks of one list."""
LONGEST_WORK = 100_000
"""Minutes of one occurrence."""
WallTime = Annotated[time, msgspec.Meta(tz=False)]
Days = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_WINDOW)]
ExpectedMinutes = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_WORK)]
Names = Annotated[tuple[str, ...], msgspec.Meta(max_length=LONGEST_ROUTE)]
Checks = Annotated[tuple[str, ...], msgspec.Meta(max_length=LONGEST_LIST)]


class PlanFacts(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is said of a plan; None: not said, an empty text: taken back."""

    title: str | None = None
    kind: MaintenanceKind | None = None
    rule: str | None = None
    """An RFC 5545 RRULE, one field as a whole."""
    first: date | None = None
    """The local day from which the rule counts."""
    at: WallTime | None = None
    """The time on the wall, in `zone`."""
    until: date | None = None
    """The last local day; `recurrence.NO_END`: without end."""
    zone: str | None = None
    is_floating: bool | None = None
    """True: the next one is counted from when the last was done."""
    days_off: DayOffPolicy | None = None
    window_before: Days | None = None
    window_after: Days | None = None
    minutes: ExpectedMinutes | None = None
    """How long it is expected to take. 0: not known."""
    assets: Names | None = None
    """One asset, or the route over several in walking order."""
    place: str | None = None
    site: str | None = None
    template: str | None = None
    """The id of the checklist."""
    people: Names | None = None
    notes: str | None = None

    def said(self) -> tuple[str, ...]:
        """Name the facts that are said here."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)


class PlanOperation(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """Anything that is recorded of a plan."""


class PlanAdded(PlanOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A plan of recurring work (PROCESS S3.6)."""

    KIND: ClassVar[str] = "plan-added"
    number: str
    facts: PlanFacts

    def fields(self) -> tuple[str, ...]:
        return ("number", *self.facts.said())


class PlanEdited(PlanOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Facts that hold for every occurrence whose slot is not before a day; those before keep the plan as it was."""

    KIND: ClassVar[str] = "plan-edited"
    facts: PlanFacts
    since: date
    because: str = ""

    def fields(self) -> tuple[str, ...]:
        return self.facts.said()


class PlanRetired(PlanOperation, frozen=True, omit_defaults=True, kw_only=True):
    """No occurrence comes any more whose slot lies after a day."""

    KIND: ClassVar[str] = "plan-retired"
    on: date
    reason: str
    seen: tuple[str, ...] = ()
    """For each chain the reference of the last entry of this plan that the author had."""

    def fields(self) -> tuple[str, ...]:
        return ("retired",)


class OccurrenceOperation(Operation, frozen=True, omit_defaults=True, kw_only=True):
    """Anything that is recorded of one occurrence; plan and slot give the subject its identifier."""

    plan_id: str
    slot: date
    """The rule's own local day, before any move."""


class OccurrenceStarted(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Work on it began, with the checklist and the route as they then stood."""

    KIND: ClassVar[str] = "occurrence-started"
    template: Template | None = None
    stops: Names = ()
    """The assets in walking order; empty: the checks are answered once for all."""

    def fields(self) -> tuple[str, ...]:
        return ("outcome", "list")


class OccurrenceBrokenOff(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It is left in the middle; what was answered stays."""

    KIND: ClassVar[str] = "occurrence-broken-off"
    reason: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("outcome",)


class OccurrenceTakenUp(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It goes on where it was broken off."""

    KIND: ClassVar[str] = "occurrence-taken-up"

    def fields(self) -> tuple[str, ...]:
        return ("outcome",)


class OccurrenceCheckAnswered(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """What one check found, at one stop of a route; answering again keeps the earlier answer in the history."""

    KIND: ClassVar[str] = "occurrence-check-answered"
    item: str
    result: CheckResult
    stop: str = ""
    """The asset; empty where the list is answered once for all."""
    reading: str = ""
    value: Decimal | None = None
    """The reading as a number, in the item's unit, where it is one."""
    note: str = ""

    def fields(self) -> tuple[str, ...]:
        return (check_field(self.stop, self.item),)


class OccurrenceAnswersTakenBack(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Checks of one stop are open again; what was answered stays in the history."""

    KIND: ClassVar[str] = "occurrence-answers-taken-back"
    items: Checks
    stop: str = ""

    def fields(self) -> tuple[str, ...]:
        return tuple(check_field(self.stop, item) for item in self.items)


class OccurrenceStopLeftOut(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """One stop of the route is left out this time, for a reason."""

    KIND: ClassVar[str] = "occurrence-stop-left-out"
    stop: str
    reason: str = ""
    """Empty: it is walked after all."""

    def fields(self) -> tuple[str, ...]:
        return (f"stop/{self.stop}",)


class OccurrenceFinished(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It is done: one sign-off by who walked it, over exactly the entries that he had."""

    KIND: ClassVar[str] = "occurrence-finished"
    done_at: Instant
    note: str = ""
    minutes: Minutes | None = None
    """How long it took; None: not told."""
    seen: tuple[str, ...] = ()
    """For each chain the reference of the last entry of this occurrence that the author had."""
    seen_digest: str = ""
    """SHA-256 of the hashes of all entries of this occurrence that the author had, in their order, hexadecimal."""
    page: str = ""
    """SHA-256 of the page that was shown to the signer, hexadecimal."""
    signature: Signature | None = None

    def fields(self) -> tuple[str, ...]:
        return ("outcome",)


class OccurrenceDeferred(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It is put off to another day, for a reason."""

    KIND: ClassVar[str] = "occurrence-deferred"
    to: date
    reason: str

    def fields(self) -> tuple[str, ...]:
        return ("outcome", "day")


class OccurrenceMoved(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It is planned for another day; a reason where that lies outside its window."""

    KIND: ClassVar[str] = "occurrence-moved"
    to: date
    reason: str = ""

    def fields(self) -> tuple[str, ...]:
        return ("day",)


class OccurrenceSkipped(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """It is left out this time, for a reason."""

    KIND: ClassVar[str] = "occurrence-skipped"
    reason: str

    def fields(self) -> tuple[str, ...]:
        return ("outcome",)


class OccurrenceFaultRaised(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """A check of it became a fault."""

    KIND: ClassVar[str] = "occurrence-fault-raised"
    fault_id: str
    number: str
    item: str
    stop: str = ""


class OccurrenceSettled(OccurrenceOperation, frozen=True, omit_defaults=True, kw_only=True):
    """One of several concurrent outcomes taken by a word; all of them stay in the record."""

    KIND: ClassVar[str] = "occurrence-settled"
    take: str
    """The reference of the entry whose outcome holds."""

    def fields(self) -> tuple[str, ...]:
        return ("outcome",)


PLAN_OPERATIONS: tuple[type[Operation], ...] = (
    PlanAdded,
    PlanEdited,
    PlanRetired,
    OccurrenceStarted,
    OccurrenceBrokenOff,
    OccurrenceTakenUp,
    OccurrenceCheckAnswered,
    OccurrenceAnswersTakenBack,
    OccurrenceStopLeftOut,
    OccurrenceFinished,
    OccurrenceDeferred,
    OccurrenceMoved,
    OccurrenceSkipped,
    OccurrenceFaultRaised,
    OccurrenceSettled,
)


def check_field(stop: str, item: str) -> str:
    """Name the register of a check; of an item's name only what comes before a slash can be the item's."""
    return f"check/{item}/{stop}"
