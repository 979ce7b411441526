"""Plans and their occurrences one by one: by number, by slot, and the readings of earlier ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import msgspec
from peewee import Database

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_calendar import occurrence_of, occurrences_between, open_floating_slot, preview
from fieldtech.domain.planned_occurrences import PlannedOccurrence, local_day, zone_of_plan
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY
from fieldtech.domain.sightings import Sight, sight
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.store import journal, statements
from fieldtech.store.store import Store
from fieldtech.store.views.faults import AMBIGUOUS_SHOWN, LAST_CHARACTER
from fieldtech.text import _

NEXT_SHOWN = 12
_plans = msgspec.json.Decoder(Plan)
_occurrences = msgspec.json.Decoder(Occurrence)
_TO_DO = (OccurrenceState.STARTED, OccurrenceState.DUE, OccurrenceState.LATE)


@dataclass(frozen=True, slots=True)
class EarlierReading:
    """What one check read at one stop, at one occurrence."""

    slot: date
    read_at: datetime
    result: CheckResult
    reading: str
    value: Decimal | None
    """None: it was read in words."""


def find_plan(store: Store, number: str) -> Plan:
    """Read the plan of a number, or of any beginning of one that names just one; `P-` may be left out.

    Raises:
        UnknownName: no plan, or more than one, is called so.
    """
    wanted = number.strip().upper()
    with store.reading() as database:
        rows = _identified(database, number.strip()) or (_numbered(database, wanted, wanted) if wanted else [])
        for beginning in (wanted, f"P-{wanted}") if wanted and not rows else ():
            rows += _numbered(database, beginning, beginning + LAST_CHARACTER)
    if not rows:
        raise UnknownName(_("There is no plan {number}.").format(number=one_line(number)[:40]))
    if len(rows) > 1:
        numbers = ", ".join(f"{row[0]} ({str(row[1]).partition(':')[2]})" for row in rows)
        raise UnknownName(
            _("{number} could be each of {numbers}: say more of it.").format(number=number, numbers=numbers)
        )
    return _plan(rows[0][2])


def plan_by_id(store: Store, plan_id: str) -> Plan | None:
    """Read a plan by its identifier; None where none is known."""
    with store.reading() as database:
        rows = _identified(database, plan_id)
    return _plan(rows[0][2]) if rows else None


def occurrence_by_id(store: Store, occurrence_id: str) -> Occurrence | None:
    """Read all that was recorded of an occurrence by its identifier; None where nobody touched it."""
    with store.reading() as database:
        rows = statements.run(
            database, "SELECT detail FROM occurrence WHERE subject = ?", (f"occurrence:{occurrence_id}",)
        )
    return _occurrence(rows[0]) if rows else None


def all_plans(store: Store, *, with_retired: bool = False) -> tuple[Plan, ...]:
    """Read all plans, by number."""
    condition = "" if with_retired else " WHERE is_retired = 0"
    with store.reading() as database:
        rows = statements.run(database, f"SELECT detail FROM plan{condition} ORDER BY number, subject")
    return tuple(_plan(row[0]) for row in rows)


def is_plan_number_taken(store: Store, number: str) -> bool:
    """Tell whether a plan bears a number."""
    with store.reading() as database:
        return bool(statements.run(database, "SELECT 1 FROM plan WHERE number = ? LIMIT 1", (number,)))


def touched_of(store: Store, plan: Plan) -> dict[date, Occurrence]:
    """Read what was recorded of a plan's occurrences, by slot, without their checklists."""
    with store.reading() as database:
        rows = statements.run(database, "SELECT brief FROM occurrence WHERE plan = ?", (f"plan:{plan.id}",))
    return {each.slot: each for each in map(_occurrence, rows)}


def sight_of_subject(store: Store, subject: str) -> Sight:
    """Tell which entries of a plan or an occurrence stand here: what an author has before him."""
    with store.reading():
        return sight(journal.entries_of([subject])[subject])


def today_of(store: Store, plan: Plan) -> date:
    """Tell which day it is where a plan is carried out."""
    return local_day(store.now(), zone_of_plan(plan.facts))


def next_occurrences(store: Store, plan: Plan, count: int = NEXT_SHOWN) -> tuple[PlannedOccurrence, ...]:
    """List the next occurrences from today on that are not over."""
    today, is_workday = today_of(store, plan), store.rules.calendar.is_workday
    return tuple(preview(plan, touched_of(store, plan), today, count, today=today, is_workday=is_workday))


def occurrence_at(store: Store, plan: Plan, slot: date) -> PlannedOccurrence | None:
    """Read the occurrence of a slot with all that was recorded of it; None: the plan has none there."""
    touched = touched_of(store, plan)
    with store.reading() as database:
        sql = "SELECT detail FROM occurrence WHERE plan = ? AND slot = ?"
        rows = statements.run(database, sql, (f"plan:{plan.id}", slot.isoformat()))
    touched |= {each.slot: each for each in map(_occurrence, rows)}
    return occurrence_of(plan, touched, slot, today=today_of(store, plan), is_workday=store.rules.calendar.is_workday)


def find_occurrence(store: Store, name: str) -> tuple[Plan, PlannedOccurrence]:
    """Find an occurrence by `P-26K7-001/2026-03-31`, its slot or the day on which it stands.

    A plan's number alone names the one that is to be done now: the one that was started, else what is due or late, else
    the next one.

    Raises:
        UnknownName: there is no such plan, or it has nothing there.
    """
    number, _slash, day = name.strip().rpartition("/") if "/" in name else (name, "", "")
    plan = find_plan(store, number)
    if not day:
        return plan, _open_now(store, plan)
    wanted = _read_day(day)
    found = occurrence_at(store, plan, wanted) or _standing_on(store, plan, wanted)
    if found is None:
        raise UnknownName(_("{number} has nothing on {day}.").format(number=plan.number, day=wanted))
    return plan, found


def earlier_occurrences(store: Store, plan: Plan, slot: date, *, limit: int = NEXT_SHOWN) -> tuple[Occurrence, ...]:
    """Read what was recorded of the last occurrences before one, the oldest first."""
    sql = "SELECT detail FROM occurrence WHERE plan = ? AND slot < ? ORDER BY slot DESC LIMIT ?"
    with store.reading() as database:
        rows = statements.run(database, sql, (f"plan:{plan.id}", slot.isoformat(), limit))
    return tuple(map(_occurrence, reversed(rows)))


def earlier_readings(occurrences: Iterable[Occurrence], stop: str, item: str) -> tuple[EarlierReading, ...]:
    """Pick what a check read at a stop at some earlier occurrences: a trend is seen in it."""
    answers = ((each.slot, each.answer(stop, item)) for each in occurrences)
    return tuple(
        EarlierReading(slot, answer.by.at, answer.result, answer.reading, answer.value)
        for slot, answer in answers
        if answer is not None and answer.reading
    )


def _open_now(store: Store, plan: Plan) -> PlannedOccurrence:
    """Find what is to be done now: of several that are due, the one whose window closes first."""
    today, is_workday, touched = today_of(store, plan), store.rules.calendar.is_workday, touched_of(store, plan)
    slot = open_floating_slot(plan, touched) if plan.is_floating else None
    if slot is None:
        since = max(FIRST_DAY, date.fromordinal(max(today.toordinal() - 400, FIRST_DAY.toordinal())))
        around = occurrences_between(plan, touched, since, _ahead(today), today=today, is_workday=is_workday)
        waiting = [each for each in around if each.state in _TO_DO]
        started = [each for each in waiting if each.state is OccurrenceState.STARTED]
        coming = preview(plan, touched, today, 1, today=today, is_workday=is_workday)
        chosen = next(iter((*started, *waiting, *coming)), None)
        slot = chosen.slot if chosen else None
    found = occurrence_at(store, plan, slot) if slot else None
    if found is None:
        raise UnknownName(_("{number} has nothing to be done any more.").format(number=plan.number))
    return found


def _ahead(today: date) -> date:
    return date.fromordinal(min(today.toordinal() + 400, LAST_DAY.toordinal()))


def _standing_on(store: Store, plan: Plan, day: date) -> PlannedOccurrence | None:
    today, touched = today_of(store, plan), touched_of(store, plan)
    found = occurrences_between(plan, touched, day, day, today=today, is_workday=store.rules.calendar.is_workday)
    return occurrence_at(store, plan, found[0].slot) if len(found) == 1 else None


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UnknownName(_("“{day}” is no day such as 2026-03-31.").format(day=one_line(text)[:40])) from error


def _numbered(database: Database, first: str, last: str) -> list[statements.Row]:
    sql = "SELECT number, subject, detail FROM plan WHERE number >= ? AND number <= ? ORDER BY number LIMIT ?"
    return statements.run(database, sql, (first, last, AMBIGUOUS_SHOWN))


def _identified(database: Database, plan_id: str) -> list[statements.Row]:
    return statements.run(database, "SELECT number, subject, detail FROM plan WHERE subject = ?", (f"plan:{plan_id}",))


def _plan(detail: object) -> Plan:
    return _plans.decode(detail if isinstance(detail, bytes) else bytes(detail))  # type: ignore[call-overload]


def _occurrence(row: statements.Row) -> Occurrence:
    return _occurrences.decode(row[0] if isinstance(row[0], bytes) else bytes(row[0]))  # type: ignore[call-overload]
