"""The queue: pages of faults in next-up order, narrowed by filters that combine; after them what is over."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from peewee import SQL, Expression, Tuple, fn

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.words import Impact, Nature, Priority, Status, Urgency
from fieldtech.models import FaultRow
from fieldtech.store import search
from fieldtech.store.projection import END_OF_TIME, microseconds
from fieldtech.store.store import Store
from fieldtech.text import _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class QueueFault:
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
    FaultRow.id, FaultRow.subject, FaultRow.number, FaultRow.title, FaultRow.status, FaultRow.state,
    FaultRow.is_pending, FaultRow.priority, FaultRow.rank, FaultRow.impact, FaultRow.urgency, FaultRow.nature,
    FaultRow.assignee, FaultRow.site, FaultRow.place, FaultRow.asset, FaultRow.occurred, FaultRow.reported,
    FaultRow.due, FaultRow.word_due, FaultRow.attempt, FaultRow.has_conflict,
)  # fmt: skip
_NEXT_UP = (FaultRow.rank, FaultRow.is_pending, FaultRow.due, FaultRow.reported, FaultRow.id)
_NEWEST = (FaultRow.reported, FaultRow.id)


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
    narrowed, instant = filters or Filters(), now or store.now()
    cursor = _read_cursor(after)
    with store.reading() as database:
        rows = search.find(database, narrowed.words, -1) if narrowed.words.strip() else None
        total = 0
        lines: list[tuple[QueueFault, _Cursor]] = []
        for is_open in _stretches(narrowed):
            conditions = _conditions(narrowed, instant, is_open=is_open, rows=rows)
            total += FaultRow.select(fn.COUNT(FaultRow.id)).where(*conditions).scalar()
            if cursor is None or cursor.is_open >= is_open:
                begin = cursor if cursor is not None and cursor.is_open == is_open else None
                lines += _lines(conditions, begin, limit + 1 - len(lines), instant, is_open=is_open)
    shown = tuple(line for line, _ in lines[:limit])
    return QueuePage(shown, total, _spell_cursor(lines[limit - 1][1]) if len(lines) > limit > 0 else None)


def queue_counts(store: Store, now: datetime | None = None) -> QueueCounts:
    """Count what presses now."""
    instant = microseconds(now or store.now())
    is_late = (FaultRow.is_pending == SQL("0")) & (FaultRow.due < instant)
    is_word_late = (FaultRow.is_pending == SQL("0")) & (FaultRow.word_due < instant)
    with store.reading():
        return QueueCounts(
            open=_count(_open()),
            overdue=_count(_open() & is_late),
            word_overdue=_count(_open() & is_word_late),
            unassigned=_count(_open() & (FaultRow.assignee == "")),
        )


def line_of(row: tuple[object, ...], now: datetime) -> QueueFault:
    """Make a line of a row of LINE_COLUMNS."""
    (number_of_row, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature,
     assignee, site, place, asset, occurred, reported, due, word_due, attempt, has_conflict) = row  # fmt: skip
    due_at, is_waiting = _instant(due), bool(is_pending)
    return QueueFault(
        row=_whole(number_of_row),
        id=str(subject).partition(":")[2],
        number=str(number),
        title=str(title),
        status=Status(str(status)),
        state=str(state),
        is_pending=is_waiting,
        priority=Priority(str(priority)) if priority else None,
        rank=_whole(rank),
        impact=Impact(str(impact)) if impact else None,
        urgency=Urgency(str(urgency)) if urgency else None,
        nature=Nature(str(nature)) if nature else None,
        assignee=str(assignee),
        site=str(site),
        place=str(place),
        asset=str(asset),
        occurred_at=_instant(occurred),
        reported_at=_instant(reported) or EPOCH,
        due_at=due_at,
        word_due_at=_instant(word_due),
        is_overdue=due_at is not None and not is_waiting and due_at < now,
        attempt=_whole(attempt),
        has_conflict=bool(has_conflict),
    )


def _lines(
    conditions: list[Expression], begin: _Cursor | None, limit: int, now: datetime, *, is_open: bool
) -> list[tuple[QueueFault, _Cursor]]:
    """Read lines of one stretch, each with the cursor that goes on behind it."""
    if limit <= 0:
        return []
    keys = _NEXT_UP if is_open else _NEWEST
    if begin is not None:
        behind = Tuple(*keys) > Tuple(*begin.keys) if is_open else Tuple(*keys) < Tuple(*begin.keys)
        conditions = [*conditions, behind]
    order = keys if is_open else tuple(key.desc() for key in keys)
    query = FaultRow.select(*LINE_COLUMNS, *keys).where(*conditions).order_by(*order).limit(limit)
    width = len(LINE_COLUMNS)
    return [
        (line_of(row[:width], now), _Cursor(is_open, tuple(int(key) for key in row[width:]))) for row in query.tuples()
    ]


def _stretches(filters: Filters) -> tuple[bool, ...]:
    """Which parts are listed, the open ones first."""
    if filters.status in (Status.CLOSED, Status.CANCELLED):
        return (False,)
    return (True, False) if filters.with_closed and filters.status is None else (True,)


def _conditions(filters: Filters, now: datetime, *, is_open: bool, rows: list[int] | None) -> list[Expression]:
    """Spell the filters; the open condition stands in every query, so that the partial indexes serve."""
    instant = microseconds(now)
    equal = {
        FaultRow.assignee: filters.assignee,
        FaultRow.site: filters.site,
        FaultRow.place: filters.place,
        FaultRow.asset: filters.asset,
        FaultRow.nature: filters.nature,
        FaultRow.priority: filters.priority,
        FaultRow.status: filters.status,
        FaultRow.is_pending: filters.is_pending,
    }
    conditions = [_open() if is_open else FaultRow.is_open == SQL("0")]
    conditions += [field == value for field, value in equal.items() if value is not None]
    if filters.mine_or_nobodys is not None:
        conditions.append(FaultRow.assignee.in_(["", filters.mine_or_nobodys]))
    if filters.is_overdue:
        conditions += [FaultRow.is_pending == SQL("0"), FaultRow.due < instant]
    if filters.is_word_overdue:
        conditions += [FaultRow.is_pending == SQL("0"), FaultRow.word_due < instant]
    if filters.has_conflict:
        conditions.append(FaultRow.has_conflict == SQL("1"))
    if rows is not None:
        conditions.append(FaultRow.id.in_(rows))
    return conditions


def _open() -> Expression:
    """The condition of the partial indexes; a bound parameter would hide it from the planner."""
    return FaultRow.is_open == SQL("1")


def _count(condition: Expression) -> int:
    counted: int = FaultRow.select(fn.COUNT(FaultRow.id)).where(condition).scalar()
    return counted


def _instant(value: object) -> datetime | None:
    if not isinstance(value, int) or value >= END_OF_TIME:
        return None
    return EPOCH + timedelta(microseconds=value)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _spell_cursor(cursor: _Cursor) -> str:
    return msgspec.json.encode(cursor).decode()


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
