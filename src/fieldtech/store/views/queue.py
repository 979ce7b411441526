"""The queue: pages of faults in next-up order, narrowed by filters that combine; after them what is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from peewee import Database

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.words import Impact, Nature, Priority, Status, Urgency
from fieldtech.store import search, statements
from fieldtech.store.projection import END_OF_TIME, microseconds
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.text import _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class QueueFault(msgspec.Struct, frozen=True):
    """One line of a list of faults."""

    row: int
    id: str
    number: str
    title: str
    status: Status
    state: str
    """The status, or "pending", "reassess", "duplicate"."""
    is_pending: bool
    priority: Priority | None
    """None: nobody has told one yet; `rank` says what it counts as."""
    rank: int
    impact: Impact | None
    urgency: Urgency | None
    nature: Nature | None
    assignee: str
    site: str
    place: str
    asset: str
    occurred_at: datetime | None
    reported_at: datetime
    due_at: datetime | None
    """Of a pending fault: as if work had gone on when it began to wait."""
    word_due_at: datetime | None
    is_overdue: bool
    attempt: int
    has_conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of faults is narrowed to; what is None, False or empty narrows nothing."""

    assignee: str | None = None
    """A person's name; empty: nobody's."""
    mine_or_nobodys: str | None = None
    """A person's name: his faults and those that nobody has."""
    is_overdue: bool = False
    is_word_overdue: bool = False
    site: str | None = None
    place: str | None = None
    asset: str | None = None
    nature: Nature | None = None
    priority: Priority | None = None
    status: Status | None = None
    is_pending: bool | None = None
    has_conflict: bool = False
    with_closed: bool = False
    """Closed and cancelled ones too, after the open ones."""
    words: str = ""
    """Words that must occur, as `search` finds them."""


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


LINE_COLUMNS = (
    "id, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature, assignee, site,"
    " place, asset, occurred, reported, due, word_due, attempt, has_conflict"
)
_WIDTH = LINE_COLUMNS.count(",") + 1
_NEXT_UP = ("rank", "is_pending", "due", "reported", "id")
_NEWEST = ("reported", "id")

_STATUS: Mapping[object, Status] = {each.value: each for each in Status}
_PRIORITY: Mapping[object, Priority] = {each.value: each for each in Priority}
_IMPACT: Mapping[object, Impact] = {each.value: each for each in Impact}
_URGENCY: Mapping[object, Urgency] = {each.value: each for each in Urgency}
_NATURE: Mapping[object, Nature] = {each.value: each for each in Nature}


@dataclass(frozen=True, slots=True)
class _Condition:
    """Part of a WHERE clause, with its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


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
        rows = _found(database, narrowed)
        for is_open in _stretches(narrowed):
            if cursor is None or cursor.is_open >= is_open:
                conditions = _conditions(narrowed, instant, is_open=is_open, rows=rows)
                begin = cursor if cursor is not None and cursor.is_open == is_open else None
                some = _stretch(database, conditions, begin, limit + 1 - len(found), is_open=is_open)
                found += [(is_open, row) for row in some]
    shown = tuple(line_of(row[:_WIDTH], instant) for _, row in found[:limit])
    return QueueLines(shown, _spell_cursor(*found[limit - 1]) if len(found) > limit > 0 else None)


def count_faults(store: Store, filters: Filters | None = None, *, now: datetime | None = None) -> int:
    """Count all faults that pass the filters."""
    narrowed, instant = filters or Filters(), now or store.now()
    with store.reading() as database:
        rows = _found(database, narrowed)
        return sum(
            _count(database, _conditions(narrowed, instant, is_open=is_open, rows=rows))
            for is_open in _stretches(narrowed)
        )


def queue_counts(store: Store, now: datetime | None = None) -> QueueCounts:
    """Count what presses now."""
    instant = microseconds(now or store.now())
    is_late = _Condition("is_pending = 0 AND due < ?", (instant,))
    is_word_late = _Condition("is_pending = 0 AND word_due < ?", (instant,))
    with store.reading() as database:
        return QueueCounts(
            open=_count(database, [_OPEN]),
            overdue=_count(database, [_OPEN, is_late]),
            word_overdue=_count(database, [_OPEN, is_word_late]),
            unassigned=_count(database, [_OPEN, _Condition("assignee = ''")]),
        )


def line_of(row: Row, now: datetime) -> QueueFault:
    """Make a line of a row of LINE_COLUMNS."""
    (number_of_row, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature,
     assignee, site, place, asset, occurred, reported, due, word_due, attempt, has_conflict) = row  # fmt: skip
    due_at, is_waiting = _instant(due), bool(is_pending)
    return QueueFault(
        _whole(number_of_row),
        str(subject)[len("fault:") :],
        str(number),
        str(title),
        _STATUS[status],
        str(state),
        is_waiting,
        _PRIORITY.get(priority),
        _whole(rank),
        _IMPACT.get(impact),
        _URGENCY.get(urgency),
        _NATURE.get(nature),
        str(assignee),
        str(site),
        str(place),
        str(asset),
        _instant(occurred),
        _instant(reported) or EPOCH,
        due_at,
        _instant(word_due),
        due_at is not None and not is_waiting and due_at < now,
        _whole(attempt),
        bool(has_conflict),
    )


def _stretch(
    database: Database, conditions: list[_Condition], begin: _Cursor | None, limit: int, *, is_open: bool
) -> list[Row]:
    """Read rows of the open faults or of those that are over: LINE_COLUMNS, and behind them the keys of the order."""
    if limit <= 0:
        return []
    keys = _NEXT_UP if is_open else _NEWEST
    names, direction, beyond = ", ".join(keys), "" if is_open else " DESC", ">" if is_open else "<"
    if begin is not None:
        behind = _Condition(f"({names}) {beyond} ({', '.join('?' * len(keys))})", begin.keys)
        conditions = [*conditions, behind]
    where, parameters = _where(conditions)
    order = ", ".join(f"{key}{direction}" for key in keys)
    sql = f"SELECT {LINE_COLUMNS}, {names} FROM fault WHERE {where} ORDER BY {order} LIMIT ?"
    return statements.run(database, sql, (*parameters, limit))


def _found(database: Database, filters: Filters) -> list[int] | None:
    """The rows that have the filters' words; None where no words narrow."""
    return search.find(database, filters.words, -1) if filters.words.strip() else None


def _stretches(filters: Filters) -> tuple[bool, ...]:
    """Which parts are listed, the open ones first."""
    if filters.status in (Status.CLOSED, Status.CANCELLED):
        return (False,)
    return (True, False) if filters.with_closed and filters.status is None else (True,)


def _conditions(filters: Filters, now: datetime, *, is_open: bool, rows: list[int] | None) -> list[_Condition]:
    """Spell the filters; the open condition stands in every query, so that the partial indexes serve."""
    instant = microseconds(now)
    equal: dict[str, object] = {
        "assignee": filters.assignee,
        "site": filters.site,
        "place": filters.place,
        "asset": filters.asset,
        "nature": filters.nature,
        "priority": filters.priority,
        "status": filters.status,
        "is_pending": filters.is_pending,
    }
    conditions = [_OPEN if is_open else _OVER]
    conditions += [_Condition(f"{column} = ?", (value,)) for column, value in equal.items() if value is not None]
    if filters.mine_or_nobodys is not None:
        conditions.append(_Condition("assignee IN ('', ?)", (filters.mine_or_nobodys,)))
    if filters.is_overdue:
        conditions.append(_Condition("is_pending = 0 AND due < ?", (instant,)))
    if filters.is_word_overdue:
        conditions.append(_Condition("is_pending = 0 AND word_due < ?", (instant,)))
    if filters.has_conflict:
        conditions.append(_Condition("has_conflict = 1"))
    if rows is not None:
        # Numbers of our own index, never text: so many parameters no statement takes.
        conditions.append(_Condition(f"id IN ({', '.join(map(str, rows))})"))
    return conditions


_OPEN = _Condition("is_open = 1")
"""The condition of the partial indexes, to the letter: a parameter would hide it from the planner."""
_OVER = _Condition("is_open = 0")


def _where(conditions: list[_Condition]) -> tuple[str, tuple[object, ...]]:
    parameters = tuple(parameter for condition in conditions for parameter in condition.parameters)
    return " AND ".join(condition.sql for condition in conditions), parameters


def _count(database: Database, conditions: list[_Condition]) -> int:
    where, parameters = _where(conditions)
    return _whole(statements.run(database, f"SELECT count(*) FROM fault WHERE {where}", parameters)[0][0])


def _instant(value: object) -> datetime | None:
    if not isinstance(value, int) or value >= END_OF_TIME:
        return None
    return EPOCH + timedelta(microseconds=value)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _spell_cursor(is_open: bool, row: Row) -> str:
    return msgspec.json.encode(_Cursor(is_open, tuple(_whole(key) for key in row[_WIDTH:]))).decode()


def _read_cursor(text: str | None) -> _Cursor | None:
    if text is None:
        return None
    try:
        cursor = msgspec.json.decode(text, type=_Cursor)
    except msgspec.MsgspecError as error:
        raise UnreadableInput(_("This is no cursor that a page of the queue gave: {text}").format(text=text)) from error
    if len(cursor.keys) != len(_NEXT_UP if cursor.is_open else _NEWEST):
        raise UnreadableInput(_("This is no cursor that a page of the queue gave: {text}").format(text=text))
    return cursor
