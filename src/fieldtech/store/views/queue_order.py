"""The queue as a whole: the order of all faults that pass, by their rows alone, and the lines of any of them.

A list that can be scrolled to any place needs to know where each fault stands; a row's number takes eight bytes, so
that a hundred thousand are known within some 30 ms, and only the lines that come into view are read.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import Database

from fieldtech.store import statements
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, QueueFault, line_of, whole
from fieldtech.store.views.filters import Condition, Filters, conditions_of, found_rows, stretches, where_clause
from fieldtech.store.views.left_first import NEXT_UP, NOT_URGENT, URGENT, all_but, keys_of, rows_left
from fieldtech.store.views.queue import NEWEST


def queue_order(store: Store, filters: Filters | None = None, *, now: datetime | None = None) -> "array[int]":
    """Read the rows of all faults that pass, in the order of the queue."""
    narrowed, instant = filters or Filters(), now or store.now()
    order = array("q")
    with store.reading() as database:
        found = found_rows(database, narrowed)
        for is_open in stretches(narrowed):
            conditions = conditions_of(narrowed, instant, store.zone, is_open=is_open, rows=found)
            if is_open:
                order.extend(_open_order(database, conditions, rows_left(store, database, conditions, instant)))
            else:
                order.extend(_ids(database, conditions, ", ".join(f"{key} DESC" for key in NEWEST)))
    return order


def _open_order(database: Database, conditions: list[Condition], left: list[Row]) -> "array[int]":
    """Put what was left open in its place, after what is urgent."""
    others, keys = [*conditions, *all_but(left)], ", ".join(NEXT_UP)
    if all(keys_of(row)[0] == 0 for row in left):
        return array("q", (*map(_id, left), *_ids(database, others, keys)))
    urgent_left = array("q", (_id(row) for row in left if keys_of(row)[0] == 0))
    other_left = array("q", (_id(row) for row in left if keys_of(row)[0] > 0))
    return (
        urgent_left + _ids(database, [*others, URGENT], keys) + other_left + _ids(database, [*others, NOT_URGENT], keys)
    )


def _ids(database: Database, conditions: list[Condition], order: str) -> "array[int]":
    where, parameters = where_clause(conditions)
    rows = statements.run(database, f"SELECT id FROM fault WHERE {where} ORDER BY {order}", parameters)
    return array("q", map(_id, rows))


def _id(row: Row) -> int:
    return whole(row[0])


def queue_rows(store: Store, rows: Sequence[int], *, now: datetime | None = None) -> tuple[QueueFault, ...]:
    """Read the lines of some rows, in no order; a row that is gone is left out."""
    if not rows:
        return ()
    instant = now or store.now()
    marks = ", ".join("?" * len(rows))
    with store.reading() as database:
        found = statements.run(database, f"SELECT {LINE_COLUMNS} FROM fault WHERE id IN ({marks})", tuple(rows))
    return tuple(line_of(row, instant) for row in found)


def row_of_fault(store: Store, fault_id: str) -> int | None:
    """Find the row of a fault; None where none is known."""
    with store.reading() as database:
        found = statements.run(database, "SELECT id FROM fault WHERE subject = ?", (f"fault:{fault_id}",))
    return found[0][0] if found and isinstance(found[0][0], int) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """The whole queue at one instant, with the lines that are in sight."""

    order: "array[int]"
    """The rows of all that pass, in their order."""
    place: int
    """Where the fault that was asked for stands now; where it stood, if it is gone."""
    lines: tuple[QueueFault, ...]
    """What stands around `place`."""
    now: datetime


def queue_view(store: Store, filters: Filters, *, fault_id: str = "", place: int = 0, around: int = 50) -> QueueView:
    """Read the queue anew around a fault, wherever it has gone.

    Args:
        fault_id: The fault to stay at; empty: none.
        place: Where to stay if it doesn't pass any more.
        around: How many lines before and after it are read.
    """
    now = store.now()
    with store.reading():
        order = queue_order(store, filters, now=now)
        row = row_of_fault(store, fault_id) if fault_id else None
        stays = order.index(row) if row is not None and row in order else min(place, max(0, len(order) - 1))
        lines = queue_rows(store, order[max(0, stays - around) : stays + around], now=now)
        return QueueView(order=order, place=stays, lines=lines, now=now)
