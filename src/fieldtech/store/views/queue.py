"""The queue: pages of faults in next-up order, narrowed by filters that combine; after them what is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec
from peewee import Database

from fieldtech.domain.errors import UnreadableInput
from fieldtech.store import statements
from fieldtech.store.projection import microseconds
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, LINE_WIDTH, QueueFault, line_of, whole
from fieldtech.store.views.filters import OPEN, Condition, Filters, conditions_of, found_rows, stretches, where_clause
from fieldtech.store.views.left_first import (
    NEXT_UP,
    NOT_URGENT,
    all_but,
    count_left,
    in_order,
    keys_of,
    order_key,
    rows_left,
)
from fieldtech.text import _

__all__ = [
    "Filters",
    "QueueCounts",
    "QueueFault",
    "QueueLines",
    "QueuePage",
    "count_faults",
    "queue_counts",
    "queue_lines",
    "queue_page",
]

NEWEST = ("reported", "id")


@dataclass(frozen=True, slots=True)
class QueueLines:
    """Some lines of the queue."""

    faults: tuple[QueueFault, ...]
    next: str | None
    """The cursor of the next lines; None: these are the last."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some lines of the queue."""

    faults: tuple[QueueFault, ...]
    total: int
    """All that pass the filters."""
    next: str | None
    """The cursor of the next page; None: this is the last."""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What presses now, over all open faults."""

    open: int
    overdue: int
    word_overdue: int
    unassigned: int
    left_open: int
    """Only of who acts."""
    conflicts: int = 0
    """Faults with something to settle."""


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, by the keys of the order."""

    is_open: bool
    keys: tuple[int, ...]
    is_left: bool = False
    """It was left open, and so stood before others."""


class _Placed(NamedTuple):
    """A row, with what tells its place beside its keys."""

    row: Row
    is_open: bool = False
    is_left: bool = False


def queue_page(
    store: Store,
    filters: Filters | None = None,
    *,
    limit: int = 40,
    after: str | None = None,
    now: datetime | None = None,
) -> QueuePage:
    """Read some lines in next-up order.

    Args:
        after: The cursor that the page before gave.
        now: The instant by which something is overdue; the store's clock if not given.

    Raises:
        UnreadableInput: the cursor is none of ours.
    """
    instant = now or store.now()
    with store.reading():
        lines = queue_lines(store, filters, limit=limit, after=after, now=instant)
        return QueuePage(lines.faults, count_faults(store, filters, now=instant), lines.next)


def queue_lines(
    store: Store,
    filters: Filters | None = None,
    *,
    limit: int = 40,
    after: str | None = None,
    now: datetime | None = None,
) -> QueueLines:
    """Read some lines in next-up order without counting all that pass: its cost doesn't grow with the store.

    Raises:
        UnreadableInput: the cursor is none of ours.
    """
    narrowed, instant = filters or Filters(), now or store.now()
    cursor = _read_cursor(after)
    found: list[_Placed] = []
    with store.reading() as database:
        rows = found_rows(database, narrowed)
        for is_open in stretches(narrowed):
            if cursor is None or cursor.is_open >= is_open:
                conditions = conditions_of(narrowed, instant, store.zone, is_open=is_open, rows=rows)
                begin = cursor if cursor is not None and cursor.is_open == is_open else None
                most = limit + 1 - len(found)
                if is_open:
                    left = rows_left(store, database, conditions, instant)
                    found += _open_stretch(database, conditions, begin, most, left)
                else:
                    found += [_Placed(row) for row in _stretch(database, conditions, NEWEST, begin, most)]
    shown = tuple(line_of(each.row[:LINE_WIDTH], instant) for each in found[:limit])
    return QueueLines(shown, _spell_cursor(found[limit - 1]) if len(found) > limit > 0 else None)


def count_faults(store: Store, filters: Filters | None = None, *, now: datetime | None = None) -> int:
    """Count all faults that pass the filters."""
    narrowed, instant = filters or Filters(), now or store.now()
    with store.reading() as database:
        rows = found_rows(database, narrowed)
        return sum(
            _count(database, conditions_of(narrowed, instant, store.zone, is_open=is_open, rows=rows))
            for is_open in stretches(narrowed)
        )


def queue_counts(store: Store, now: datetime | None = None) -> QueueCounts:
    """Count what presses now."""
    moment = now or store.now()
    instant = microseconds(moment)
    sql = (
        "SELECT count(*), sum(is_pending = 0 AND due < ?), sum(is_pending = 0 AND word_due < ?), sum(assignee = ''),"
        " sum(has_conflict) FROM fault WHERE is_open = 1"
    )
    with store.reading() as database:
        everything, late, words, nobodys, conflicts = map(whole, statements.run(database, sql, (instant, instant))[0])
        left = count_left(store, database, [OPEN], moment)
    return QueueCounts(
        open=everything, overdue=late, word_overdue=words, unassigned=nobodys, left_open=left, conflicts=conflicts
    )


def _open_stretch(
    database: Database, conditions: list[Condition], begin: _Cursor | None, limit: int, left: list[Row]
) -> list[_Placed]:
    """Read open faults, with those that the acting person left open in their place."""
    if limit <= 0:
        return []
    after = order_key(begin.keys, begin.is_left) if begin else None
    still_to_come = [row for row in left if after is None or order_key(keys_of(row), True) > after]
    conditions = [*conditions, *all_but(left)]
    if begin is not None and begin.is_left:
        # Behind one that was left open all others of its part are still to come.
        conditions += [NOT_URGENT] if begin.keys[0] > 0 else []
        begin = None
    others = _stretch(database, conditions, NEXT_UP, begin, limit)
    placed = [_Placed(row, is_open=True, is_left=is_left) for row, is_left in in_order(still_to_come, others)]
    return placed[:limit]


def _stretch(
    database: Database, conditions: list[Condition], keys: tuple[str, ...], begin: _Cursor | None, limit: int
) -> list[Row]:
    """Read rows in the order of some keys: LINE_COLUMNS, and behind them the keys."""
    if limit <= 0:
        return []
    names, direction, beyond = ", ".join(keys), " DESC" if keys is NEWEST else "", "<" if keys is NEWEST else ">"
    if begin is not None:
        behind = Condition(f"({names}) {beyond} ({', '.join('?' * len(keys))})", begin.keys)
        conditions = [*conditions, behind]
    where, parameters = where_clause(conditions)
    order = ", ".join(f"{key}{direction}" for key in keys)
    sql = f"SELECT {LINE_COLUMNS}, {names} FROM fault WHERE {where} ORDER BY {order} LIMIT ?"
    return statements.run(database, sql, (*parameters, limit))


def _count(database: Database, conditions: list[Condition]) -> int:
    where, parameters = where_clause(conditions)
    return whole(statements.run(database, f"SELECT count(*) FROM fault WHERE {where}", parameters)[0][0])


def _spell_cursor(last: _Placed) -> str:
    return msgspec.json.encode(_Cursor(last.is_open, keys_of(last.row), last.is_left)).decode()


def _read_cursor(text: str | None) -> _Cursor | None:
    if text is None:
        return None
    try:
        cursor = msgspec.json.decode(text, type=_Cursor)
    except msgspec.MsgspecError as error:
        raise UnreadableInput(_("This is no cursor that a page of the queue gave: {text}").format(text=text)) from error
    if len(cursor.keys) != len(NEXT_UP if cursor.is_open else NEWEST):
        raise UnreadableInput(_("This is no cursor that a page of the queue gave: {text}").format(text=text))
    return cursor
