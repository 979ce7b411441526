"""The demo's planned work: what recurs, what became of it in the month, and what a provider announced."""

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.instants import utc_from_local
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence, zone_of_plan
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import DayOffPolicy, Impact, MaintenanceKind
from fieldtech.resources import resource_path
from fieldtech.store import Store
from fieldtech.workflow.demo_step_kinds import Told
from fieldtech.workflow.notices import take_notices
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import defer_occurrence, skip_occurrence, start_occurrence, tick_occurrence
from fieldtech.workflow.plans import add_plan, preview_plan
from fieldtech.workflow.rounds import pass_the_rest
from fieldtech.workflow.templates import TemplateLibrary

_LOOKED_AHEAD = 12
"""So many occurrences are laid out to find those that lie behind now."""
_OVER = timedelta(hours=3)
"""What is over was planned to begin so long before now."""
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


class Fate(Told, frozen=True, kw_only=True, tag_field="do"):
    """What became of an occurrence."""


class Finish(Fate, frozen=True, kw_only=True, tag="finish"):
    """It is signed: on its day, or so many days late."""

    late: int = 0
    minutes: int = 0
    """0: as long as planned."""
    note: str = ""


class Defer(Fate, frozen=True, kw_only=True, tag="defer"):
    """It is put off by some days, and done then."""

    days: int
    reason: str


class Skip(Fate, frozen=True, kw_only=True, tag="skip"):
    """It is left out."""

    reason: str


class Leave(Fate, frozen=True, kw_only=True, tag="leave"):
    """Nobody has done it yet."""


class Walk(Fate, frozen=True, kw_only=True, tag="walk"):
    """Its list is walked; one check becomes a fault."""

    readings: dict[str, dict[str, str]]
    """By stop and check."""
    raises: str
    """The stop at which something failed."""
    item: str
    note: str


AnyFate = Finish | Defer | Skip | Leave | Walk


class PlannedStory(Told, frozen=True, kw_only=True):
    """A plan of the demo, and what became of its last occurrences."""

    title: str
    kind: MaintenanceKind
    rule: str
    at: time
    by: str
    minutes: int
    assets: tuple[str, ...] = ()
    place: str = ""
    window_before: int = 0
    window_after: int = 0
    days_off: DayOffPolicy = DayOffPolicy.KEEP
    template: str = ""
    notes: str = ""
    past: int = 0
    """How many of its occurrences lie behind now."""
    fates: tuple[AnyFate, ...] = ()
    """The oldest first; what has none was done on its day."""


class Notice(Told, frozen=True, kw_only=True):
    """A revision of the provider's notice."""

    days_ago: int
    status: str
    sequence: int


class PlannedYear(Told, frozen=True, kw_only=True):
    """All that is planned in the demo."""

    plans: tuple[PlannedStory, ...]
    notices: tuple[Notice, ...]


class Happening(NamedTuple):
    """Something that somebody does at an instant."""

    at: datetime
    act: Callable[[], None]


def load_planned_year() -> PlannedYear:
    """Read the demo's planned work."""
    text = resource_path("data", "demo", "plans.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), PlannedYear)


def planned_happenings(
    store: Store, year: PlannedYear, planner: str, templates: TemplateLibrary, now: datetime
) -> Iterator[Happening]:
    """Record the plans, and tell what becomes of their occurrences until now.

    Args:
        planner: The name of who plans.
    """
    store.actor = person_identifier(planner)
    for told in year.plans:
        behind = _behind(store, told, now)
        first = behind[0].slot if behind else now.astimezone(store.zone).date()
        plan = add_plan(store, _facts(told, first), templates)
        for place, occurrence in enumerate(behind):
            fate = told.fates[place] if place < len(told.fates) else Finish()
            yield from _fulfilled(store, told, plan, occurrence, fate, templates)
    for notice in year.notices:
        yield Happening(now - notice.days_ago * _DAY, partial(_take_notice, store, notice, planner, now))


def _facts(told: PlannedStory, first: date) -> PlanFacts:
    return PlanFacts(
        title=told.title,
        kind=told.kind,
        rule=told.rule,
        first=first,
        at=told.at,
        assets=told.assets or None,
        place=told.place or None,
        window_before=told.window_before,
        window_after=told.window_after,
        minutes=told.minutes,
        days_off=told.days_off,
        template=told.template or None,
        people=(told.by,),
        notes=told.notes or None,
    )


def _behind(store: Store, told: PlannedStory, now: datetime) -> tuple[PlannedOccurrence, ...]:
    """Find the occurrences that would lie between the store's beginning and now, as many as the story wants."""
    if not told.past:
        return ()
    since = (store.now().astimezone(store.zone) + _DAY).date()
    coming = preview_plan(store, _facts(told, since), _LOOKED_AHEAD)
    over = [each for each in coming if _starts_at(each) < now - _OVER]
    return tuple(over[-told.past :])


def _starts_at(occurrence: PlannedOccurrence, days: int = 0) -> datetime:
    at = datetime.combine(occurrence.day + days * _DAY, occurrence.facts.at or time())
    return utc_from_local(at, zone_of_plan(occurrence.facts)).astimezone(UTC)


def _fulfilled(
    store: Store,
    told: PlannedStory,
    plan: Plan,
    occurrence: PlannedOccurrence,
    fate: AnyFate,
    templates: TemplateLibrary,
) -> Iterator[Happening]:
    """Tell what happens to one occurrence, and when."""
    name, ended = f"{plan.number}/{occurrence.slot}", told.minutes * _MINUTE
    by = partial(_by, store, told.by)
    match fate:
        case Finish():
            minutes = fate.minutes or told.minutes
            at = _starts_at(occurrence, fate.late) + minutes * _MINUTE
            yield Happening(at, partial(by, finish_occurrence, name, note=fate.note, minutes=minutes))
        case Defer():
            to = occurrence.day + fate.days * _DAY
            yield Happening(_starts_at(occurrence), partial(by, defer_occurrence, name, to, fate.reason))
            yield Happening(_starts_at(occurrence, fate.days) + ended, partial(by, finish_occurrence, name))
        case Skip():
            yield Happening(_starts_at(occurrence), partial(by, skip_occurrence, name, fate.reason))
        case Walk():
            walk = partial(_walk, store, name=name, fate=fate, templates=templates)
            yield Happening(_starts_at(occurrence) + ended, partial(by, lambda _store: walk()))


def _by(store: Store, who: str, act: Callable[..., object], *told: object, **more: object) -> None:
    """Let somebody do something."""
    store.actor = person_identifier(who)
    act(store, *told, **more)


def _walk(store: Store, *, name: str, fate: Walk, templates: TemplateLibrary) -> None:
    """Walk all stops, open a fault out of what failed, and sign."""
    start_occurrence(store, name, templates)
    for stop, readings in fate.readings.items():
        for item, reading in readings.items():
            note = fate.note if (stop, item) == (fate.raises, fate.item) else ""
            tick_occurrence(store, name, item, None, stop=stop, reading=reading, note=note)
        pass_the_rest(store, name, stop=stop)
    raise_from_occurrence(store, name, fate.item, stop=fate.raises, impact=Impact.TEAM)
    finish_occurrence(store, name)


def _take_notice(store: Store, notice: Notice, reader: str, now: datetime) -> None:
    """Take a mail's calendar in, as it came from the provider."""
    store.actor = person_identifier(reader)
    begins = (now + 5 * _DAY).replace(hour=16, minute=0, second=0, microsecond=0)
    text = resource_path("data", "demo", "notice.ics").read_text(encoding="utf-8")
    filled = text.format(
        written=f"{store.now():%Y%m%dT%H%M%SZ}",
        begins=f"{begins:%Y%m%dT%H%M%SZ}",
        ends=f"{begins + timedelta(hours=4):%Y%m%dT%H%M%SZ}",
        status=notice.status.upper(),
        sequence=notice.sequence,
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "maintenance-CHG-20417.ics"
        file.write_text(filled.replace("\n", "\r\n"), encoding="utf-8", newline="")
        take_notices(store, [file])
