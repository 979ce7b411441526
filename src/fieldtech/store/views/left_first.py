"""The place of what the acting person left open: first of all that is open, after what is urgent."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from peewee import Database

from fieldtech.store import statements
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, LINE_WIDTH, whole
from fieldtech.store.views.filters import Condition, left_open, where_clause

NEXT_UP = ("rank", "is_pending", "due", "reported", "id")
URGENT = Condition("rank = 0")
NOT_URGENT = Condition("rank > 0")

Keys = tuple[int, ...]
Piece = TypeVar("Piece")


def conditions_of_left(store: Store, database: Database, now: datetime) -> list[Condition]:
    """Spell what the acting person left open; none where nobody knows who acts."""
    known = statements.run(database, "SELECT name FROM person WHERE subject = ?", (f"person:{store.actor}",))
    return [Condition("assignee = ?", (known[0][0],)), left_open(now, store.zone)] if known else []


def rows_left(store: Store, database: Database, conditions: Iterable[Condition], now: datetime) -> list[Row]:
    """Read what was left open of what passes: LINE_COLUMNS, and behind them NEXT_UP, in next-up order."""
    left = conditions_of_left(store, database, now)
    if not left:
        return []
    where, parameters = where_clause([*conditions, *left])
    names = ", ".join(NEXT_UP)
    return statements.run(
        database, f"SELECT {LINE_COLUMNS}, {names} FROM fault WHERE {where} ORDER BY {names}", parameters
    )


def count_left(store: Store, database: Database, conditions: Iterable[Condition], now: datetime) -> int:
    """Count what was left open of what passes."""
    left = conditions_of_left(store, database, now)
    if not left:
        return 0
    where, parameters = where_clause([*conditions, *left])
    return whole(statements.run(database, f"SELECT count(*) FROM fault WHERE {where}", parameters)[0][0])


def all_but(rows: Sequence[Row]) -> list[Condition]:
    """Leave out rows that stand elsewhere; by their numbers, so that an index alone still tells the order."""
    return [Condition(f"id NOT IN ({', '.join(str(whole(row[0])) for row in rows)})")] if rows else []


def keys_of(row: Row) -> Keys:
    """Take the keys of the order off a row."""
    return tuple(whole(key) for key in row[LINE_WIDTH:])


def order_key(keys: Keys, is_left: bool) -> tuple[bool, bool, Keys]:
    """Sort what is urgent first; then, in both parts, what was left open; then next-up order."""
    return keys[0] > 0, not is_left, keys


def in_order(left: Iterable[Row], others: Iterable[Row]) -> Iterator[tuple[Row, bool]]:
    """Put rows together that were read apart.

    Yields:
        Each row, and whether it was left open.
    """
    rows = [(row, True) for row in left] + [(row, False) for row in others]
    yield from sorted(rows, key=lambda each: order_key(keys_of(each[0]), each[1]))
