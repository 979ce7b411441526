"""The rows of planned work: plans, touched occurrences, and what `outage_rows` tells."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.subjects import PLANNED
from fieldtech.models import BaseRow, EntryRow, NoticeRow, OccurrenceRow, OutageRow, PlannedTextRow, PlanRow
from fieldtech.store import outage_rows, planned_words, statements

if TYPE_CHECKING:
    from fieldtech.domain.occurrences import Occurrence
    from fieldtech.domain.planned_subjects import PlannedNoun
    from fieldtech.domain.plans import Plan

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_TABLES = (PlanRow, OccurrenceRow, OutageRow, NoticeRow)


def write(subject: str, noun: "PlannedNoun") -> None:
    """Write a row whole."""
    table, columns = row_of(subject, noun)
    table.replace(**columns).execute()
    planned_words.index(subject, noun)


def row_of(subject: str, noun: "PlannedNoun") -> tuple[type[BaseRow], dict[str, object]]:
    """Compute a row, and tell in which table it stands."""
    from fieldtech.domain.occurrences import Occurrence
    from fieldtech.domain.plans import Plan

    match noun:
        case Plan():
            return PlanRow, _plan_columns(subject, noun)
        case Occurrence():
            return OccurrenceRow, _occurrence_columns(subject, noun)
    return outage_rows.row_of(subject, noun)


def remove(subject: str) -> None:
    """Take the row away of what the entries no longer make whole."""
    for table in _TABLES:
        table.delete().where(table.subject == subject).execute()
    planned_words.forget(subject)


def clear() -> None:
    """Throw the tables away; the words go with the index."""
    for table in (*_TABLES, PlannedTextRow):
        table.delete().execute()


def count() -> int:
    """Count all rows."""
    return sum(table.select().count() for table in _TABLES)


def unwritten_subjects() -> list[str]:
    """Name what is planned that entries speak of and no row or index tells: it came before this version."""
    sql = (
        "SELECT DISTINCT subject FROM entry WHERE subject > ? AND subject < ?"
        " AND (subject NOT IN (SELECT subject FROM %s) OR subject NOT IN (SELECT subject FROM planned_text))"
    )
    database = EntryRow._meta.database
    found = (statements.run(database, sql % kind, (f"{kind}:", f"{kind};")) for kind in PLANNED)
    return [str(row[0]) for rows in found for row in rows]


def _plan_columns(subject: str, plan: "Plan") -> dict[str, object]:
    return {
        "subject": subject,
        "number": plan.number,
        "kind": plan.facts.kind.value if plan.facts.kind else "",
        "title": plan.title,
        "is_retired": plan.is_retired,
        "is_floating": plan.is_floating,
        "has_conflict": bool(plan.conflicts),
        "is_odd": bool(plan.oddities),
        "detail": canonical_bytes(plan),
    }


def _occurrence_columns(subject: str, occurrence: "Occurrence") -> dict[str, object]:
    from fieldtech.domain.occurrences import in_brief

    done = occurrence.done_at
    return {
        "subject": subject,
        "plan": f"plan:{occurrence.plan_id}",
        "slot": occurrence.slot.isoformat(),
        "day": occurrence.day.isoformat() if occurrence.day else None,
        "progress": occurrence.progress,
        "done": (done - _EPOCH) // _MICROSECOND if done else None,
        "has_conflict": bool(occurrence.conflicts) or occurrence.is_changed_since_sign_off,
        "is_odd": bool(occurrence.oddities),
        "brief": canonical_bytes(in_brief(occurrence)),
        "detail": canonical_bytes(occurrence),
    }
