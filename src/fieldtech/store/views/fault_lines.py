"""One line of a list of faults, made of a row of the faults' table."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from fieldtech.domain.words import Impact, Nature, Priority, Status, Urgency
from fieldtech.store.projection import END_OF_TIME
from fieldtech.store.statements import Row

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
    worked_at: datetime | None = None
    """Of a fault in progress: when who has it last worked on it."""


LINE_COLUMNS = (
    "id, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature, assignee, site,"
    " place, asset, occurred, reported, due, word_due, attempt, has_conflict, worked"
)
LINE_WIDTH = LINE_COLUMNS.count(",") + 1

_STATUS: Mapping[object, Status] = {each.value: each for each in Status}
_PRIORITY: Mapping[object, Priority] = {each.value: each for each in Priority}
_IMPACT: Mapping[object, Impact] = {each.value: each for each in Impact}
_URGENCY: Mapping[object, Urgency] = {each.value: each for each in Urgency}
_NATURE: Mapping[object, Nature] = {each.value: each for each in Nature}


def line_of(row: Row, now: datetime) -> QueueFault:
    """Make a line of a row of LINE_COLUMNS."""
    (number_of_row, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature,
     assignee, site, place, asset, occurred, reported, due, word_due, attempt, has_conflict, worked) = row  # fmt: skip
    due_at, is_waiting = _instant(due), bool(is_pending)
    return QueueFault(
        whole(number_of_row),
        str(subject)[len("fault:") :],
        str(number),
        str(title),
        _STATUS[status],
        str(state),
        is_waiting,
        _PRIORITY.get(priority),
        whole(rank),
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
        whole(attempt),
        bool(has_conflict),
        _instant(worked),
    )


def _instant(value: object) -> datetime | None:
    if not isinstance(value, int) or value >= END_OF_TIME:
        return None
    return EPOCH + timedelta(microseconds=value)


def whole(value: object) -> int:
    return value if isinstance(value, int) else 0
