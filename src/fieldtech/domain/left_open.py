"""Work left open: a fault in progress on which the person who has it last worked on an earlier day."""

from datetime import datetime, time, timedelta, tzinfo

from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import utc_from_local

REST = timedelta(hours=4)
"""How long it rests at least: who works past midnight has left nothing open."""


def left_before(now: datetime, zone: tzinfo) -> datetime:
    """Tell since when one must not have worked on a fault for it to count as left open.

    Returns:
        The beginning of the day in the zone, or four hours ago if that is earlier; UTC.
    """
    midnight = datetime.combine(now.astimezone(zone).date(), time())
    return min(utc_from_local(midnight, zone), now - REST)


def is_left_open(fault: Fault, now: datetime, zone: tzinfo) -> bool:
    """Tell whether somebody works on a fault and has not since an earlier day."""
    return fault.worked_at is not None and fault.worked_at < left_before(now, zone)
