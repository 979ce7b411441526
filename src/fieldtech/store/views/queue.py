"""The queue: pages of faults in next-up order, narrowed by filters that combine; after them what is over."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from peewee import Database

from fieldtech.domain.errors import UnreadableInput
from fieldtech.store import statements
from fieldtech.store.projection import microseconds
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, LINE_WIDTH, QueueFault, line_of, whole
from fieldtech.store.views.filters import Condition, Filters, conditions_of, found_rows, stretches, where_clause
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

NEXT_UP = ("rank", "is_pending", "due", "reported", "id")
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


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, by the keys of the order."""

    is_open: bool
    keys: tuple[int, ...]


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
    found: list[tuple[bool, Row]] = []
    with store.reading() as database:
        rows = found_rows(database, narrowed)
        for is_open in stretches(narrowed):
            if cursor is None or cursor.is_open >= is_open:
                conditions = conditions_of(narrowed, instant, is_open=is_open, rows=rows)
                begin = cursor if cursor is not None and cursor.is_open == is_open else None
                some = _stretch(database, conditions, begin, limit + 1 - len(found), is_open=is_open)
                found += [(is_open, row) for row in some]
    shown = tuple(line_of(row[:LINE_WIDTH], instant) for _, row in found[:limit])
    return QueueLines(shown, _spell_cursor(*found[limit - 1]) if len(found) > limit > 0 else None)


def count_faults(store: Store, filters: Filters | None = None, *, now: datetime | None = None) -> int:
    """Count all faults that pass the filters."""
    narrowed, instant = filters or Filters(), now or store.now()
    with store.reading() as database:
        rows = found_rows(database, narrowed)
        return sum(
            _count(database, conditions_of(narrowed, instant, is_open=is_open, rows=rows))
            for is_open in stretches(narrowed)
        )


def queue_counts(store: Store, now: datetime | None = None) -> QueueCounts:
    """Count what presses now."""
    instant = microseconds(now or store.now())
    sql = (
        "SELECT count(*), sum(is_pending = 0 AND due < ?), sum(is_pending = 0 AND word_due < ?), sum(assignee = '')"
        " FROM fault WHERE is_open = 1"
    )
    with store.reading() as database:
        row = statements.run(database, sql, (instant, instant))[0]
    return QueueCounts(*(whole(counted) for counted in row))


def _stretch(
    database: Database, conditions: list[Condition], begin: _Cursor | None, limit: int, *, is_open: bool
) -> list[Row]:
    """Read rows of the open faults or of those that are over: LINE_COLUMNS, and behind them the keys of the order."""
    if limit <= 0:
        return []
    keys = NEXT_UP if is_open else NEWEST
    names, direction, beyond = ", ".join(keys), "" if is_open else " DESC", ">" if is_open else "<"
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


def _spell_cursor(is_open: bool, row: Row) -> str:
    return msgspec.json.encode(_Cursor(is_open, tuple(whole(key) for key in row[LINE_WIDTH:]))).decode()


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
