"""The operations on a provider's outage and on a notice that a person has to read. Released kinds are never edited."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, ClassVar

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.journal import Operation
from fieldtech.domain.notice_troubles import NoticeTrouble
from fieldtech.domain.payload_values import Instant
from fieldtech.domain.words import OutageImpact, OutageStatus

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HIGHEST_SEQUENCE = 2**31 - 1
Sequence = Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEQUENCE)]


class OutageWindow(msgspec.Struct, frozen=True):
    """A time in which the provider works."""

    starts_at: Instant
    ends_at: Instant


class OutageObject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A circuit or service that the work touches, as the provider calls it."""

    name: str
    impact: OutageImpact | None = None
    """None: as the notice says of all."""


class OutageNoticed(Operation, frozen=True, kw_only=True):
    """One revision of a notice: all that the provider, or a person who read his mail, says of an outage."""

    KIND: ClassVar[str] = "outage-noticed"
    provider: str
    maintenance_id: str
    """The provider's own number of the work."""
    status: OutageStatus
    window: OutageWindow
    further_windows: tuple[OutageWindow, ...] = ()
    impact: OutageImpact | None = None
    """None: not told."""
    objects: tuple[OutageObject, ...] = ()
    sequence: Sequence = 0
    stamp: Instant | None = None
    """When the provider wrote it; None: not told."""
    account: str = ""
    organizer: str = ""
    summary: str = ""
    uid: str = ""
    text: str = ""
    """What a person would read: the event's description, or the mail."""
    source: str = ""
    """The file's name; empty: a person wrote it."""

    def fields(self) -> tuple[str, ...]:
        return ("notice",)

    @property
    def is_by_hand(self) -> bool:
        """A person wrote it; the provider's own words come out of a file."""
        return not self.source

    @property
    def windows(self) -> tuple[OutageWindow, ...]:
        """All times of the work, the first one first."""
        told = {self.window, *self.further_windows}
        return tuple(sorted(told, key=lambda window: (window.starts_at, window.ends_at)))

    @property
    def digest(self) -> str:
        """The same for what says the same, whatever file or mail brought it."""
        windows = [(_seconds(each.starts_at), _seconds(each.ends_at)) for each in self.windows]
        work = (self.provider, self.maintenance_id, self.account, self.organizer, self.uid)
        state = (self.status, self.impact, self.objects, self.summary, windows)
        stamp = _seconds(self.stamp) if self.stamp else ""
        return hashlib.sha256(canonical_bytes((work, state, self.sequence, stamp))).hexdigest()


class NoticeKept(Operation, frozen=True, kw_only=True):
    """A notice that no rule understands, kept for a person to read."""

    KIND: ClassVar[str] = "notice-kept"
    source: str
    trouble: NoticeTrouble
    title: str = ""
    sender: str = ""
    sent_at: Instant | None = None
    text: str = ""


class NoticeRead(Operation, frozen=True, kw_only=True):
    """A kept notice was read."""

    KIND: ClassVar[str] = "notice-read"
    outage_id: str = ""
    """The outage that was recorded by it; empty: it meant none."""
    note: str = ""


OUTAGE_OPERATIONS: tuple[type[Operation], ...] = (OutageNoticed, NoticeKept, NoticeRead)


def _seconds(instant: datetime) -> str:
    """Spell an instant by its distance from 1970, whatever offset it is told with."""
    return str(instant - _EPOCH)
