"""The planned outage that a provider announces, with every revision of it, and the notice that waits for a reader."""

from datetime import datetime

import msgspec

from fieldtech.domain.faults import Conflict, Oddity, Stamp
from fieldtech.domain.identifiers import derived_identifier
from fieldtech.domain.notice_troubles import NoticeTrouble
from fieldtech.domain.outage_operations import OutageNoticed, OutageObject, OutageWindow
from fieldtech.domain.visible_text import storable
from fieldtech.domain.words import OutageImpact, OutageStatus

OVER = (OutageStatus.CANCELLED, OutageStatus.COMPLETED)


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was said of an outage, and by whom it came."""

    said: OutageNoticed
    by: Stamp


class Outage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A planned outage, as the revision that counts tells it."""

    id: str
    said: OutageNoticed
    """The highest sequence; of equal ones the latest."""
    by: Stamp
    recorded: Stamp
    """The first that was heard of it."""
    revisions: tuple[Revision, ...]
    """In the order in which they count, the one that counts last."""
    conflicts: tuple[Conflict, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    @property
    def provider(self) -> str:
        """Who works."""
        return self.said.provider

    @property
    def maintenance_id(self) -> str:
        """The provider's own number of the work."""
        return self.said.maintenance_id

    @property
    def status(self) -> OutageStatus:
        """Where it stands, in the provider's words."""
        return self.said.status

    @property
    def impact(self) -> OutageImpact | None:
        """What it does to the objects; None: not told."""
        return self.said.impact

    @property
    def objects(self) -> tuple[OutageObject, ...]:
        """What it touches."""
        return self.said.objects

    @property
    def windows(self) -> tuple[OutageWindow, ...]:
        """All times of the work, the first one first."""
        return self.said.windows

    @property
    def starts_at(self) -> datetime:
        """When the first window begins."""
        return self.windows[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """When the last window ends."""
        return max(window.ends_at for window in self.windows)

    @property
    def title(self) -> str:
        """What it is called; the provider's number stands for a summary that is missing."""
        return self.said.summary or self.maintenance_id

    @property
    def is_over(self) -> bool:
        """It was called off or has been done."""
        return self.status in OVER


class KeptNotice(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A notice that a person has to read."""

    id: str
    source: str
    trouble: NoticeTrouble
    title: str = ""
    sender: str = ""
    sent_at: datetime | None = None
    text: str = ""
    recorded: Stamp
    read: Stamp | None = None
    """Who read it first; None: nobody yet."""
    note: str = ""
    outage_id: str = ""
    """The outage that was recorded by it."""
    oddities: tuple[Oddity, ...] = ()


def outage_identifier(provider: str, maintenance_id: str) -> str:
    """Name an outage by who works and his number of it, however they are capitalised or spaced."""
    return derived_identifier("outage", _folded(provider), _folded(maintenance_id))


def notice_identifier(key: str) -> str:
    """Name a kept notice by the mail's identity, or by what the file holds."""
    return derived_identifier("notice", key)


def _folded(name: str) -> str:
    return " ".join(storable(name).casefold().split())
