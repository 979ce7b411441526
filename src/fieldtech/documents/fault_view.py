"""What a fault handling report is made from: the fault, with the names and clocks that it doesn't hold itself."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.clocks import Clock
from fieldtech.domain.faults import Fault, Stamp
from fieldtech.domain.instants import local_text
from fieldtech.text import _


class Reopening(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that came back after its closing; the fault itself keeps but the last reason, and that for a while."""

    reason: str
    at: datetime
    name: str
    """Who reopened it."""


class FaultReport(msgspec.Struct, frozen=True, kw_only=True):
    """A fault as its report sees it, at the instant when it is printed."""

    fault: Fault
    site: str
    """Whose report it is."""
    zone: ZoneInfo
    """In which all times are told."""
    language: str
    """That of the words, one of fieldtech.text.LANGUAGES."""
    printed_at: datetime
    clocks: tuple[Clock, ...]
    """As they stand when it is printed; none for a draft or what was cancelled."""
    priority_reason: str
    people: Mapping[str, str]
    """Names by the identifiers that stamps bear; one that is not known stands for itself."""
    machines: Mapping[str, str]
    """Codes by the chains that stamps bear."""
    reopenings: tuple[Reopening, ...] = ()
    user_information_is_left_out: bool = False

    def name(self, stamp: Stamp | None) -> str:
        """Name who recorded something; empty where nobody did."""
        return self.people.get(stamp.actor, stamp.actor) if stamp else ""

    def when(self, instant: datetime | None) -> str:
        """Spell an instant in the site's zone; empty for none."""
        return local_text(instant, self.zone) if instant else ""

    def by(self, stamp: Stamp | None) -> str:
        """Say who recorded something, and when."""
        if stamp is None:
            return ""
        return _("{name}, {when}").format(name=self.name(stamp), when=self.when(stamp.at))

    @property
    def is_final(self) -> bool:
        """Nothing is to come any more."""
        return not self.fault.is_open
