"""The rows of outages and kept notices: what the tables tell of them."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.models import BaseRow, NoticeRow, OutageRow

if TYPE_CHECKING:
    from fieldtech.domain.outages import KeptNotice, Outage

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def row_of(subject: str, noun: "Outage | KeptNotice") -> tuple[type[BaseRow], dict[str, object]]:
    """Compute a row, and tell in which table it stands."""
    from fieldtech.domain.outages import Outage

    if isinstance(noun, Outage):
        return OutageRow, _outage_columns(subject, noun)
    return NoticeRow, _notice_columns(subject, noun)


def _outage_columns(subject: str, outage: "Outage") -> dict[str, object]:
    """Compute the row of an outage."""
    return {
        "subject": subject,
        "provider": outage.provider,
        "maintenance_id": outage.maintenance_id,
        "status": outage.status.value,
        "starts": _microseconds(outage.starts_at),
        "ends": _microseconds(outage.ends_at),
        "has_conflict": bool(outage.conflicts),
        "is_odd": bool(outage.oddities),
        "detail": canonical_bytes(outage),
    }


def _notice_columns(subject: str, notice: "KeptNotice") -> dict[str, object]:
    """Compute the row of a kept notice."""
    return {
        "subject": subject,
        "is_read": notice.read is not None,
        "recorded": _microseconds(notice.recorded.at),
        "detail": canonical_bytes(notice),
    }


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
