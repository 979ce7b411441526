"""An occurrence with all that was recorded of it, as a JSON document."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from fieldtech.cli.plan_telling import OccurrenceTold, occurrence_fields
from fieldtech.domain.checklist_readings import describe_limits, passing_limits
from fieldtech.domain.checklists import TemplateItem
from fieldtech.domain.occurrences import Finish, Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import walked_parts
from fieldtech.domain.words import CheckResult
from fieldtech.store.views.people import PeopleNames
from fieldtech.store.views.plans import earlier_readings


class EarlierTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a check read at an earlier occurrence."""

    day: date = msgspec.field(name="date")
    reading: str
    value: Decimal | None
    """In the unit of the check; None: it was read in words."""
    result: CheckResult


class CheckTold(msgspec.Struct, frozen=True, kw_only=True):
    """A check at one stop."""

    item: str
    text: str
    result: CheckResult | None
    reading: str
    value: Decimal | None
    """The reading as a number; None: nothing was read, or words."""
    unit: str
    limits: str
    low: Decimal | None
    """Below it the check does not pass. None: no such limit."""
    high: Decimal | None
    """Above it the check does not pass. None: no such limit."""
    note: str
    fault: str
    """The number of the fault that it became; empty: none."""
    earlier: tuple[str, ...]
    """What it read before, the oldest first."""
    earlier_readings: tuple[EarlierTold, ...]
    """The same, with day and result."""


class StopTold(msgspec.Struct, frozen=True, kw_only=True):
    """A stop of a round with its checks; the name is empty where there is no route."""

    stop: str
    is_complete: bool
    left_out: str
    """Why; empty: it is walked."""
    checks: tuple[CheckTold, ...]


class FinishTold(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-off."""

    done_at: datetime
    by: str
    machine: str
    """The code of the machine at which he sat."""
    signed_with: str
    """"person": a key of his own; "machine": the machine's; empty: it bears no signature."""
    note: str
    minutes: int | None


class WalkedTold(msgspec.Struct, frozen=True, kw_only=True):
    """At which stops a person answered."""

    by: str
    stops: tuple[str, ...]


class WholeOccurrence(OccurrenceTold, frozen=True, kw_only=True):
    """An occurrence with all that was recorded of it."""

    stops: tuple[StopTold, ...]
    walked: tuple[WalkedTold, ...]
    """Whoever began first stands first."""
    finishes: tuple[FinishTold, ...]
    faults: tuple[str, ...]
    is_changed_since_sign_off: bool


def whole_occurrence_told(
    occurrence: PlannedOccurrence, names: PeopleNames, earlier: Sequence[Occurrence]
) -> WholeOccurrence:
    """Tell all that was recorded of an occurrence.

    Args:
        earlier: The occurrences before it, the oldest first.
    """
    touched = occurrence.touched
    has_list = touched is not None and bool(touched.items)
    return WholeOccurrence(
        **occurrence_fields(occurrence),  # type: ignore[arg-type]
        stops=tuple(_stop(touched, stop, earlier) for stop in touched.walked_stops) if touched and has_list else (),
        walked=tuple(
            WalkedTold(by=names.person(each.actor), stops=each.stops)
            for each in (walked_parts(touched) if touched else ())
        ),
        finishes=tuple(_finish(each, names) for each in (touched.finishes if touched else ())),
        faults=tuple(each.number for each in touched.faults) if touched else (),
        is_changed_since_sign_off=touched is not None and touched.is_changed_since_sign_off,
    )


def _finish(signed: Finish, names: PeopleNames) -> FinishTold:
    return FinishTold(
        done_at=signed.done_at,
        by=names.person(signed.by.actor),
        machine=names.machine(signed.by.machine),
        signed_with=signed.signature.key_owner if signed.signature else "",
        note=signed.note,
        minutes=signed.minutes,
    )


def _stop(touched: Occurrence, stop: str, earlier: Sequence[Occurrence]) -> StopTold:
    checks = tuple(_check(touched, stop, item, earlier) for item in touched.items)
    left_out = touched.left_out_at(stop)
    return StopTold(
        stop=stop,
        is_complete=touched.progress_at(stop).is_complete,
        left_out=left_out.reason if left_out else "",
        checks=checks,
    )


def _check(touched: Occurrence, stop: str, item: TemplateItem, earlier: Sequence[Occurrence]) -> CheckTold:
    answer, spec = touched.answer(stop, item.id), item.reading
    before = earlier_readings(earlier, stop, item.id) if spec else ()
    low, high = passing_limits(spec) if spec else (None, None)
    fault = next((each.number for each in touched.faults if (each.stop, each.item) == (stop, item.id)), "")
    return CheckTold(
        item=item.id,
        text=item.text.text(),
        result=answer.result if answer else None,
        reading=answer.reading if answer else "",
        value=answer.value if answer else None,
        unit=spec.unit if spec else "",
        limits=describe_limits(spec) if spec else "",
        low=low,
        high=high,
        note=answer.note if answer else "",
        fault=fault,
        earlier=tuple(each.reading for each in before),
        earlier_readings=tuple(
            EarlierTold(day=each.slot, reading=each.reading, value=each.value, result=each.result) for each in before
        ),
    )
