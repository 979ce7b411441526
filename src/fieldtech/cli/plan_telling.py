"""Plans, occurrences and calendars as JSON documents."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from fieldtech.cli.outage_telling import OutageTold, outage_told
from fieldtech.domain.planned_occurrences import PlannedOccurrence, compliance, loads
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind, OccurrenceState, Status
from fieldtech.store.views.calendar import CalendarSpan


class PlanAdded(msgspec.Struct, frozen=True, kw_only=True):
    """What `plan add`, `edit` and `retire` answer."""

    number: str
    next: date | None
    """The day of the next occurrence; None: none comes any more."""


class OccurrenceTold(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence in a list."""

    occurrence: str
    """What commands call it, such as P-26K7-001/2026-03-31."""
    plan: str
    title: str
    kind: MaintenanceKind
    day: date = msgspec.field(name="date")
    slot: date
    at: str
    starts_at: datetime
    opens: date
    closes: date
    state: OccurrenceState
    reason: str
    people: tuple[str, ...]
    assets: tuple[str, ...]
    place: str
    minutes: int
    is_expected: bool
    has_conflict: bool


class Occurrences(msgspec.Struct, frozen=True):
    """Some occurrences."""

    occurrences: tuple[OccurrenceTold, ...]


class VersionTold(msgspec.Struct, frozen=True, kw_only=True):
    """From which day on a plan was changed, by whom and when."""

    since: date | None
    """None: from its beginning."""
    by: str
    at: datetime
    rule: str
    title: str


class PlanTold(msgspec.Struct, frozen=True, kw_only=True):
    """A plan."""

    number: str
    title: str
    kind: MaintenanceKind
    rule: str
    first: date = msgspec.field(name="from")
    at: str
    zone: str
    until: date | None
    is_floating: bool
    days_off: DayOffPolicy
    window_before: int
    window_after: int
    minutes: int
    assets: tuple[str, ...]
    place: str
    site: str
    template: str
    people: tuple[str, ...]
    notes: str
    retired_on: date | None
    retired_reason: str
    has_conflict: bool


class WholePlan(PlanTold, frozen=True, kw_only=True):
    """A plan with its history and what comes next."""

    versions: tuple[VersionTold, ...]
    occurrences: tuple[OccurrenceTold, ...]


class Plans(msgspec.Struct, frozen=True):
    """All plans."""

    plans: tuple[PlanTold, ...]


class FaultOnDay(msgspec.Struct, frozen=True, kw_only=True):
    """A fault of general priority on the day by which it is promised."""

    number: str
    title: str
    day: date = msgspec.field(name="date")
    due_at: datetime
    status: Status
    assignee: str
    place: str


class HolidayTold(msgspec.Struct, frozen=True, kw_only=True):
    """A day off."""

    day: date = msgspec.field(name="date")
    name: str


class LoadTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has on a day."""

    person: str
    day: date = msgspec.field(name="date")
    occurrences: int
    minutes: int


class ComplianceTold(msgspec.Struct, frozen=True, kw_only=True):
    """Done inside its window, of what was due."""

    done_in_window: int
    due: int


class CalendarTold(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the days of a span."""

    since: date = msgspec.field(name="from")
    until: date
    occurrences: tuple[OccurrenceTold, ...]
    faults: tuple[FaultOnDay, ...]
    outages: tuple[OutageTold, ...]
    """Of providers, each once; those that were called off or done are among them."""
    holidays: tuple[HolidayTold, ...]
    workdays: tuple[date, ...]
    """Days that are worked though the week has them off."""
    load: tuple[LoadTold, ...]
    compliance: ComplianceTold


def occurrences_told(occurrences: Iterable[PlannedOccurrence]) -> Occurrences:
    """Tell some occurrences."""
    return Occurrences(tuple(map(occurrence_told, occurrences)))


def occurrence_told(occurrence: PlannedOccurrence) -> OccurrenceTold:
    """Tell an occurrence as lists have it."""
    return OccurrenceTold(**occurrence_fields(occurrence))  # type: ignore[arg-type]


def occurrence_fields(occurrence: PlannedOccurrence) -> dict[str, object]:
    """Give what lists and pages both tell of an occurrence."""
    facts, touched = occurrence.facts, occurrence.touched
    return {
        "occurrence": occurrence.name,
        "plan": occurrence.number,
        "title": facts.title or "",
        "kind": facts.kind or MaintenanceKind.OTHER,
        "day": occurrence.day,
        "slot": occurrence.slot,
        "at": f"{facts.at:%H:%M}" if facts.at else "",
        "starts_at": occurrence.starts_at,
        "opens": occurrence.opens,
        "closes": occurrence.closes,
        "state": occurrence.state,
        "reason": (touched.reason or touched.moved_because) if touched else "",
        "people": facts.people or (),
        "assets": facts.assets or (),
        "place": facts.place or "",
        "minutes": facts.minutes or 0,
        "is_expected": occurrence.is_expected,
        "has_conflict": occurrence.has_conflict,
    }


def plan_told(plan: Plan) -> PlanTold:
    """Tell a plan as lists have it."""
    return PlanTold(**_plan_fields(plan))  # type: ignore[arg-type]


def whole_plan_told(plan: Plan, following: Iterable[PlannedOccurrence], names: dict[str, str]) -> WholePlan:
    """Tell a plan with its history and what comes next."""
    versions = (
        VersionTold(
            since=each.since if each is not plan.versions[0] else None,
            by=names.get(each.by.actor, each.by.actor),
            at=each.by.at,
            rule=each.facts.rule or "",
            title=each.facts.title or "",
        )
        for each in plan.versions
    )
    return WholePlan(
        **_plan_fields(plan),  # type: ignore[arg-type]
        versions=tuple(versions),
        occurrences=tuple(map(occurrence_told, following)),
    )


def _plan_fields(plan: Plan) -> dict[str, object]:
    facts = plan.facts
    same = ("title", "kind", "rule", "first", "zone", "is_floating", "days_off", "window_before", "window_after",
            "minutes", "assets", "place", "site", "template", "people", "notes")  # fmt: skip
    return {name: getattr(facts, name) for name in same} | {
        "number": plan.number,
        "at": f"{facts.at:%H:%M}" if facts.at else "",
        "until": None if facts.until in (None, NO_END) else facts.until,
        "retired_on": plan.retired_on,
        "retired_reason": plan.retired_reason,
        "has_conflict": bool(plan.conflicts),
    }


def calendar_told(span: CalendarSpan, today: date) -> CalendarTold:
    """Tell what stands on the days of a span."""
    counted = compliance(span.occurrences, today)
    return CalendarTold(
        since=span.since,
        until=span.until,
        occurrences=tuple(map(occurrence_told, span.occurrences)),
        faults=tuple(
            FaultOnDay(
                number=each.number,
                title=each.title,
                day=each.day,
                due_at=each.due_at,
                status=each.status,
                assignee=each.assignee,
                place=each.place,
            )
            for each in span.faults
        ),
        outages=tuple(outage_told(each) for each in {each.outage.id: each.outage for each in span.outages}.values()),
        holidays=tuple(HolidayTold(day=day, name=name.text()) for day, name in sorted(span.holidays.items())),
        workdays=tuple(sorted(span.extra_workdays)),
        load=tuple(
            LoadTold(person=each.person, day=each.day, occurrences=each.occurrences, minutes=each.minutes)
            for each in loads(span.occurrences)
        ),
        compliance=ComplianceTold(done_in_window=counted.done_in_window, due=counted.due),
    )
