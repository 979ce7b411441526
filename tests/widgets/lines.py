"""Lines of a queue for tests of widgets, made by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from fieldtech.domain.words import Impact, Nature, Priority, Status, Urgency
from fieldtech.store.views.queue import QueueFault

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)


def line(row: int = 1, **said: Any) -> QueueFault:
    """Give a line with what a test says otherwise."""
    usual = QueueFault(
        row=row,
        id=f"fault-{row}",
        number=f"F-26K7-{row:03}",
        title="Core switch SW-03 dark",
        status=Status.ASSESSED,
        state="assessed",
        is_pending=False,
        priority=Priority.URGENT,
        rank=0,
        impact=Impact.ORGANISATION,
        urgency=Urgency.HIGH,
        nature=Nature.NETWORK,
        assignee="Li Wei",
        site="DC-1",
        place="R2 / 14U",
        asset="SW-03",
        occurred_at=None,
        reported_at=NOW - timedelta(hours=3),
        due_at=NOW + timedelta(hours=3),
        word_due_at=None,
        is_overdue=False,
        attempt=1,
        has_conflict=False,
    )
    return msgspec.structs.replace(usual, **said)
