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
LIKEST = 20
"""How many of those that share words with a report are looked at."""
ALIKE, LIKELY = 0.33, 1.0
"""From which part of the words in common two titles are alike, and from which weight on they may be one fault."""


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


def similar_faults(
    store: Store, facts: Facts, *, cause: str = "", besides: str = "", limit: int = 5
) -> tuple[SolvedFault, ...]:
    """Find faults of the past that are like one and were solved, the likest first.

    Args:
        facts: What is known of the fault: title, asset, service and category are compared with all that their records
            say, causes and solutions too.
        cause: What somebody thinks the cause is; its words count as much.
        besides: The identifier of the fault itself, which is never like itself.
    """
    words = " ".join(word for word in (facts.title, facts.asset, facts.service, facts.category, cause) if word)
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
    """Find open faults that may be the reported one: the same asset first, then like words at the same place.

    A word in common, or the place alone, makes nothing likely.
    """
    title = facts.title or ""
    with store.reading() as database:
        # The last word may be unfinished, and other words of the record than its title may say the same.
        wholly = search.find(database, title, LIKEST) if len(title.strip()) > 1 else []
        rows = [*wholly, *(search.find_any(database, title, LIKEST) if title else ())]
        for column, told in (("asset", facts.asset), ("place", facts.place)):
            sql = f"SELECT id FROM fault WHERE is_open = 1 AND {column} = ? ORDER BY reported DESC LIMIT ?"
            found = statements.run(database, sql, (told, RANKED)) if told else []
            rows += [row[0] for row in found if isinstance(row[0], int)]
        lines = [line for line in _lines(store, database, list(dict.fromkeys(rows))) if line.id != besides]
    weights = {line.row: _weight(line, facts, has_all_words=line.row in wholly) for line in lines if _is_open(line)}
    likely = [line for line in lines if weights.get(line.row, 0) >= LIKELY]
    likely.sort(key=lambda line: (-weights[line.row], -line.row))
    return tuple(likely[:limit])


def _weight(line: QueueFault, facts: Facts, *, has_all_words: bool) -> float:
    """Weigh what speaks for an open fault being the reported one: 1 makes it likely."""
    words = 1.0 if has_all_words else search.shared_part(facts.title or "", line.title)
    asset = 2.0 if facts.asset and line.asset == facts.asset else 0.0
    place = 0.7 if facts.place and line.place == facts.place else 0.0
    return asset + place + (words if words < ALIKE else 1.0 + words)


def _lines(store: Store, database: Database, rows: list[int]) -> list[QueueFault]:
    """Read the lines of some rows, in their order."""
    marks = ", ".join("?" * len(rows))
    found = statements.run(database, f"SELECT {LINE_COLUMNS} FROM fault WHERE id IN ({marks})", rows)
    by_row = {line.row: line for line in (line_of(row, store.now()) for row in found)}
    return [by_row[row] for row in rows if row in by_row]


def _is_open(line: QueueFault) -> bool:
    return line.state not in ("closed", "cancelled", "duplicate", "verified")
