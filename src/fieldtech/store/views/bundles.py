"""The bundles that were written and read here, as they are listed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fieldtech.models import BundleRow
from fieldtech.store.store import Store
from fieldtech.store.views.people import PeopleNames, machine_names

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LoggedBundle:
    """One line of the log."""

    number: int
    is_outgoing: bool
    name: str
    digest: str
    carrier: str
    """The code of the machine that wrote it, or its chain where the code is not known."""
    recipients: tuple[str, ...]
    """Codes; none: it was plain."""
    at: datetime
    """By this machine's clock, UTC."""
    entries: int
    """How many it carried out, or how many were new when it came in."""
    repeated: int
    quarantined: int
    note: str


def bundle_log(store: Store, limit: int = 200) -> tuple[LoggedBundle, ...]:
    """Read the log, the latest first."""
    with store.reading():
        names = machine_names(store)
        rows = list(BundleRow.select().order_by(BundleRow.id.desc()).limit(limit))
    return tuple(_told(row, names) for row in rows)


def instant_of_microseconds(microseconds: int) -> datetime:
    """Make an instant of microseconds since 1970, UTC; what lies beyond the calendar is its end."""
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _told(row: BundleRow, names: PeopleNames) -> LoggedBundle:
    return LoggedBundle(
        number=int(row.id),
        is_outgoing=row.direction == "out",
        name=str(row.name),
        digest=str(row.digest),
        carrier=names.machine(str(row.carrier)),
        recipients=tuple(names.machine(chain) for chain in str(row.recipients).split()),
        at=instant_of_microseconds(int(str(row.at))),
        entries=int(str(row.entries)),
        repeated=int(str(row.repeated)),
        quarantined=int(str(row.quarantined)),
        note=str(row.note),
    )
