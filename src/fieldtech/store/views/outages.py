"""Planned outages of providers: those of a span, one by its number, and the notices that wait for a reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.instants import utc_from_local
from fieldtech.domain.outages import KeptNotice, Outage
from fieldtech.domain.planned_occurrences import local_day
from fieldtech.domain.visible_text import one_line
from fieldtech.store import statements
from fieldtech.store.store import Store
from fieldtech.store.views.faults import AMBIGUOUS_SHOWN, LAST_CHARACTER
from fieldtech.text import _

_EPOCH, _MICROSECOND, _DAY = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1), timedelta(days=1)
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)
"""No notice tells of earlier or later ones."""
_outages = msgspec.json.Decoder(Outage)
_notices = msgspec.json.Decoder(KeptNotice)


@dataclass(frozen=True, slots=True)
class OutageDay:
    """A day on which a provider works on his own lines."""

    outage: Outage
    day: date
    starts_at: datetime
    """On this day the window begins, or goes on."""


def outages_between(store: Store, since: date, until: date) -> tuple[Outage, ...]:
    """Read the outages of which a window touches a span of days, both included, of the site's zone, by their beginning.

    Those that were called off or done are among them: `Outage.is_over`.
    """
    first, last = max(since, _FIRST_DAY), min(until, _LAST_DAY)
    start = utc_from_local(datetime.combine(first, time()), store.zone)
    end = utc_from_local(datetime.combine(last + _DAY, time()), store.zone)
    sql = "SELECT detail FROM outage WHERE ends > ? AND starts < ? ORDER BY starts, provider, maintenance_id"
    told = ((start - _EPOCH) // _MICROSECOND, (end - _EPOCH) // _MICROSECOND)
    found = [_outages.decode(detail) for detail in _details(store, sql, told)]
    return tuple(
        outage
        for outage in found
        if any(window.ends_at > start and window.starts_at < end for window in outage.windows)
    )


def outage_days(store: Store, since: date, until: date) -> Iterator[OutageDay]:
    """Put the outages on each day of a span that their windows touch."""
    for outage in outages_between(store, since, until):
        for window in outage.windows:
            # What ends at midnight doesn't touch the day that begins then.
            ends = max(window.starts_at, window.ends_at - _MICROSECOND)
            first = max(since, local_day(window.starts_at, store.zone))
            last = min(until, local_day(ends, store.zone))
            for number in range((last - first).days + 1):
                day = first + number * _DAY
                yield OutageDay(outage, day, max(window.starts_at, datetime.combine(day, time(), store.zone)))


def all_outages(store: Store) -> tuple[Outage, ...]:
    """Read all outages, by their beginning."""
    sql = "SELECT detail FROM outage ORDER BY starts, provider, maintenance_id"
    return tuple(_outages.decode(detail) for detail in _details(store, sql, ()))


def outage_by_id(store: Store, outage_id: str) -> Outage | None:
    """Read an outage by its identifier; None where none is known."""
    details = _details(store, "SELECT detail FROM outage WHERE subject = ?", (f"outage:{outage_id}",))
    return _outages.decode(details[0]) if details else None


def find_outage(store: Store, name: str) -> Outage:
    """Read the outage of a provider's number, or of any beginning of an identifier that names just one.

    Raises:
        UnknownName: no outage, or more than one, is called so.
    """
    wanted = name.strip()
    sql = "SELECT detail FROM outage WHERE maintenance_id = ? COLLATE NOCASE ORDER BY starts LIMIT ?"
    details = _details(store, sql, (wanted, AMBIGUOUS_SHOWN)) or _named(store, "outage", wanted)
    found = [_outages.decode(detail) for detail in details]
    if len(found) > 1:
        names = ", ".join(f"{one_line(each.provider)} {one_line(each.maintenance_id)} ({each.id})" for each in found)
        raise UnknownName(
            _("{name} could be each of {names}: say more of it.").format(name=one_line(name), names=names)
        )
    if not found:
        raise UnknownName(_("There is no outage {name}.").format(name=one_line(name)[:40]))
    return found[0]


def kept_notices(store: Store, *, with_read: bool = False) -> tuple[KeptNotice, ...]:
    """Read the notices that wait for a reader, the first that came first."""
    condition = "" if with_read else " WHERE is_read = 0"
    sql = f"SELECT detail FROM notice{condition} ORDER BY recorded, subject"
    return tuple(_notices.decode(detail) for detail in _details(store, sql, ()))


def count_unread(store: Store) -> int:
    """Count the notices that wait for a reader."""
    with store.reading() as database:
        ((counted,),) = statements.run(database, "SELECT count(*) FROM notice WHERE is_read = 0", ())
    return int(str(counted))


def notice_by_id(store: Store, notice_id: str) -> KeptNotice | None:
    """Read a kept notice by its identifier; None where none is known."""
    details = _details(store, "SELECT detail FROM notice WHERE subject = ?", (f"notice:{notice_id}",))
    return _notices.decode(details[0]) if details else None


def find_notice(store: Store, name: str) -> KeptNotice:
    """Read the kept notice of any beginning of an identifier that names just one.

    Raises:
        UnknownName: no notice, or more than one, is called so.
    """
    found = [_notices.decode(detail) for detail in _named(store, "notice", name.strip())]
    if len(found) > 1:
        names = ", ".join(f"{each.id} ({one_line(each.title)[:40]})" for each in found)
        raise UnknownName(
            _("{name} could be each of {names}: say more of it.").format(name=one_line(name), names=names)
        )
    if not found:
        raise UnknownName(_("There is no notice {name}.").format(name=one_line(name)[:40]))
    return found[0]


def _named(store: Store, kind: str, beginning: str) -> list[bytes]:
    if not beginning:
        return []
    first = f"{kind}:{beginning.lower()}"
    sql = f"SELECT detail FROM {kind} WHERE subject >= ? AND subject <= ? ORDER BY subject LIMIT ?"
    return _details(store, sql, (first, first + LAST_CHARACTER, AMBIGUOUS_SHOWN))


def _details(store: Store, sql: str, told: Sequence[object]) -> list[bytes]:
    with store.reading() as database:
        rows = statements.run(database, sql, told)
    return [row[0] if isinstance(row[0], bytes) else bytes(row[0]) for row in rows]  # type: ignore[call-overload]
