"""From entries to rows: every touched subject is folded anew from all of its entries and written whole."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeAlias

import msgspec
from peewee import Database

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.fault_clocks import ClockRules, due_times
from fieldtech.domain.faults import Fault
from fieldtech.domain.machines import Machine, Person
from fieldtech.domain.next_up import next_up_rank
from fieldtech.domain.subjects import PLANNED, Noun, fold, subject_id, subject_kind
from fieldtech.domain.words import Role
from fieldtech.models import FaultRow, MachineRow, PersonRow
from fieldtech.store import journal, plan_rows, redaction, rosters, search, statements
from fieldtech.store.collecting import standing_still

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FIRST_INSTANT, LAST_INSTANT = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The ends of the calendar, UTC: an instant told with an offset may lie beyond them."""
COLUMNS = 4
"""Counts what the folded tables tell of a fault: with another number the open ones are written anew."""
Hearer: TypeAlias = "Callable[[str, Noun | None], None]"
"""Hears what a subject comes to; None: nothing, as yet or any more."""
END_OF_TIME = 2**62
"""Where what has no due time stands in an order by due time."""


def unheard(subject: str, noun: "Noun | None") -> None:
    """Hear what a subject comes to, and do nothing."""


def project(database: Database, subjects: Iterable[str], rules: ClockRules, hear: Hearer = unheard) -> None:
    """Write the rows of some subjects from all of their entries.

    Args:
        hear: Is told what each of them comes to.
    """
    with standing_still():
        for some in journal.batches(sorted(set(subjects))):
            for subject, noun in _project(database, some, rules).items():
                hear(subject, noun)


def _project(database: Database, subjects: Sequence[str], rules: ClockRules) -> Mapping[str, "Noun | None"]:
    nouns: dict[str, Noun | None] = {}
    found, supervisors = journal.entries_of(subjects), rosters.supervisors()
    for subject in subjects:
        # Nothing may be left of it: a revoked machine's entries leave the journal.
        entries = found.get(subject, [])
        redaction.obey(entries, supervisors)
        nouns[subject] = noun = fold(subject, entries, supervisors)
        match noun:
            case Fault():
                pass  # They are written together.
            case Person() | Machine():
                _write(subject, noun)
            case None:
                _remove(database, subject)
            case _:
                plan_rows.write(subject, noun)
    faults = {subject: noun for subject, noun in nouns.items() if isinstance(noun, Fault)}
    if faults:
        _write_faults(database, faults, rules)
    return nouns


def _remove(database: Database, subject: str) -> None:
    """Take the row away of what the entries no longer, or not yet, make whole."""
    match subject_kind(subject):
        case "fault":
            for row in FaultRow.select(FaultRow.id).where(FaultRow.subject == subject).tuples():
                search.forget(database, row)
            FaultRow.delete().where(FaultRow.subject == subject).execute()
        case "person":
            PersonRow.delete().where(PersonRow.subject == subject).execute()
        case "machine":
            MachineRow.delete().where(MachineRow.chain == subject_id(subject)).execute()
        case kind if kind in PLANNED:
            plan_rows.remove(subject)


def clear(database: Database) -> None:
    """Throw all folded tables away."""
    for table in (FaultRow, PersonRow, MachineRow):
        table.delete().execute()
    plan_rows.clear()
    search.clear(database)


def open_subjects() -> list[str]:
    """Name the faults whose due times matter, and what came before this version could read it."""
    faults = FaultRow.select(FaultRow.subject).where(FaultRow.is_open == True).tuples()  # noqa: E712
    return [*(row[0] for row in faults), *plan_rows.unwritten_subjects()]


def machine_codes() -> set[str]:
    """Read the codes of all machines that are known here."""
    return {row[0] for row in MachineRow.select(MachineRow.code).tuples()}


def must_give_way(chain: str, code: str) -> bool:
    """Tell whether another machine, made without sight of this one, bears its code and stays with it."""
    rows = MachineRow.select(MachineRow.chain).where((MachineRow.code == code) & (MachineRow.chain < chain))
    return bool(rows.exists())


def machine_of(chain: str) -> Machine | None:
    """Read a machine; None where it is not known here."""
    row = MachineRow.select().where(MachineRow.chain == chain).dicts().first()
    return Machine(**{**row, "role": Role(row["role"])}) if row else None


def code_of(chain: str) -> str:
    """Read the code of a machine; empty where it is not known."""
    row = MachineRow.select(MachineRow.code).where(MachineRow.chain == chain).tuples().first()
    return row[0] if row else ""


def rules_digest(rules: ClockRules) -> str:
    """Tell rules apart: the same digest, the same rows."""
    settings = rules.settings
    told = (
        settings.targets,
        settings.working_hours,
        sorted(rules.calendar.holidays),
        sorted(rules.calendar.extra_workdays),
        settings.pausing_reasons,
        settings.priority_table,
        str(rules.calendar.zone),
        COLUMNS,
    )
    return hashlib.sha256(canonical_bytes(told)).hexdigest()


def microseconds(instant: datetime) -> int:
    """An instant as the tables hold it: microseconds since 1970, UTC; what lies beyond the calendar, at its end."""
    return min(max((instant - _EPOCH) // _MICROSECOND, FIRST_INSTANT), LAST_INSTANT)


def _write(subject: str, noun: Person | Machine) -> None:
    match noun:
        case Person():
            PersonRow.replace(**person_columns(subject, noun)).execute()
        case Machine():
            MachineRow.replace(**machine_columns(noun)).execute()


def person_columns(subject: str, person: Person) -> dict[str, object]:
    """Compute the row of a person."""
    return {
        "subject": subject,
        "name": person.name,
        "role": person.role.value,
        "site": person.site,
        "keys": "\n".join(person.keys),
        "unproven": person.unproven,
    }


def machine_columns(machine: Machine) -> dict[str, object]:
    """Compute the row of a machine."""
    return {**msgspec.structs.asdict(machine), "role": machine.role.value}


def _write_faults(database: Database, faults: Mapping[str, Fault], rules: ClockRules) -> None:
    """Write the rows of some faults, and what they are found by; a statement for all of a kind."""
    sql = f"SELECT subject, id FROM fault WHERE subject IN ({', '.join('?' * len(faults))})"
    known = {str(row[0]): row[1] for row in statements.run(database, sql, tuple(faults))}
    following = count(int(str(statements.run(database, "SELECT ifnull(max(id), 0) FROM fault")[0][0])) + 1)
    changed, new, words = [], [], []
    for subject, fault in faults.items():
        columns = fault_columns(subject, fault, rules)
        row = known.get(subject)
        if row is None:
            row = next(following)
            new.append((row, *columns.values()))
        else:
            changed.append((*columns.values(), row))
        words.append((row, search_text(fault)))
    names = tuple(columns)
    statements.run_many(database, statements.update(FaultRow, names), changed)
    statements.run_many(database, statements.insertion(FaultRow, ("id", *names)), new)
    search.forget(database, known.values())
    search.index(database, words)


def fault_columns(subject: str, fault: Fault, rules: ClockRules) -> dict[str, object]:
    """Compute the row of a fault."""
    due = due_times(fault, rules)
    facts = fault.facts
    reported = facts.reported_at or fault.recorded.at
    return {
        "subject": subject,
        "number": fault.number,
        "status": fault.status.value,
        "state": fault.state,
        "is_open": fault.is_open,
        "is_pending": fault.is_pending,
        "priority": facts.priority.value if facts.priority else None,
        "rank": next_up_rank(fault, rules),
        "due": microseconds(due.next_at) if due.next_at else END_OF_TIME,
        "word_due": microseconds(due.word_at) if due.word_at else END_OF_TIME,
        "worked": microseconds(fault.worked_at) if fault.worked_at else END_OF_TIME,
        "reported": microseconds(reported),
        "occurred": microseconds(facts.occurred_at) if facts.occurred_at else None,
        "recorded": microseconds(fault.recorded.at),
        "impact": facts.impact.value if facts.impact else None,
        "urgency": facts.urgency.value if facts.urgency else None,
        "nature": facts.nature.value if facts.nature else None,
        "reporter": facts.reporter or "",
        "contact": facts.contact or "",
        "assignee": fault.assignee,
        "site": facts.site or "",
        "place": facts.place or "",
        "asset": facts.asset or "",
        "title": fault.title,
        "attempt": fault.attempt.number,
        "has_conflict": bool(fault.conflicts) or fault.is_changed_since_sign_off,
        "is_odd": bool(fault.oddities) or bool(fault.numbers),
    }


def search_text(fault: Fault) -> str:
    """Gather all words that a fault is found by."""
    facts = fault.facts
    attempts = (word for attempt in fault.attempts for word in (attempt.cause, attempt.plan, attempt.solution))
    parts = (word for part in fault.parts for word in (part.part, part.old_serial, part.new_serial))
    words = (
        fault.number,
        facts.title,
        facts.description,
        facts.reporter,
        facts.contact,
        facts.assignee,
        facts.category,
        facts.asset,
        facts.place,
        facts.service,
        facts.site,
        fault.workaround,
        fault.root_cause,
        fault.lessons,
        *attempts,
        *parts,
        *(note.text for note in fault.notes),
        *(word.text for word in fault.words_to_user),
        *(each.name for each in fault.attachments),
    )
    return "\n".join(word for word in words if word)
