"""Faults that are like another: what solved it before, and what may be the same fault reported twice."""

from dataclasses import dataclass
from datetime import datetime

from peewee import Database

from fieldtech.domain.fault_operations import Facts
from fieldtech.store import search, statements
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, QueueFault, line_of
from fieldtech.store.views.faults import fault_by_id

RANKED = 60
"""How many of the likest are looked at for what they were solved by."""


@dataclass(frozen=True, slots=True)
class SolvedFault:
    """A fault of the past, with what solved it."""

    id: str
    number: str
    title: str
    cause: str
    plan: str
    solution: str
    attempts: int
    """At which attempt it was solved."""
    solved_at: datetime | None


def similar_faults(store: Store, facts: Facts, *, besides: str = "", limit: int = 5) -> tuple[SolvedFault, ...]:
    """Find faults of the past that are like one and were solved, the likest first.

    Args:
        facts: What is known of the fault: title, asset, service and category are compared.
        besides: The identifier of the fault itself, which is never like itself.
    """
    words = " ".join(word for word in (facts.title, facts.asset, facts.service, facts.category) if word)
    with store.reading() as database:
        rows = search.find_any(database, words, RANKED)
        ids = [line.id for line in _lines(store, database, rows) if line.id != besides]
        faults = (fault_by_id(store, fault_id) for fault_id in ids)
        solved = (fault for fault in faults if fault is not None and fault.attempt.solution and not fault.is_pending)
        found = []
        for fault in solved:
            attempt = fault.attempt
            cause = fault.root_cause or attempt.cause
            found.append(
                SolvedFault(
                    fault.id,
                    fault.number,
                    fault.title,
                    cause,
                    attempt.plan,
                    attempt.solution,
                    attempt.number,
                    attempt.implemented_at,
                )
            )
            if len(found) == limit:
                break
    return tuple(found)


def likely_duplicates(store: Store, facts: Facts, *, besides: str = "", limit: int = 3) -> tuple[QueueFault, ...]:
    """Find open faults that may be the reported one: the same asset first, then the same place, then like words."""
    with store.reading() as database:
        alike = search.find_any(database, facts.title or "", RANKED) if facts.title else []
        scores = dict.fromkeys(alike[:10], 1)
        for column, told, score in (("asset", facts.asset, 4), ("place", facts.place, 2)):
            if told:
                sql = f"SELECT id FROM fault WHERE is_open = 1 AND {column} = ? ORDER BY reported DESC LIMIT ?"
                for (row,) in statements.run(database, sql, (told, RANKED)):
                    key = row if isinstance(row, int) else 0
                    scores[key] = scores.get(key, 0) + score
        lines = [line for line in _lines(store, database, list(scores)) if line.id != besides and _is_open(line)]
    lines.sort(key=lambda line: (-scores[line.row], -line.row))
    return tuple(lines[:limit])


def _lines(store: Store, database: Database, rows: list[int]) -> list[QueueFault]:
    """Read the lines of some rows, in their order."""
    marks = ", ".join("?" * len(rows))
    found = statements.run(database, f"SELECT {LINE_COLUMNS} FROM fault WHERE id IN ({marks})", rows)
    by_row = {line.row: line for line in (line_of(row, store.now()) for row in found)}
    return [by_row[row] for row in rows if row in by_row]


def _is_open(line: QueueFault) -> bool:
    return line.state not in ("closed", "cancelled", "duplicate", "verified")
