"""Who writes: the machine's chain and code, the acting person, and the sealing of what he records."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldtech.config import Settings
from fieldtech.domain.errors import RuleViolation, UnusableSettings
from fieldtech.domain.fault_clocks import ClockRules, clock_rules
from fieldtech.domain.journal import CHAIN_START, SALT_BYTES, Entry, Header, Operation, seal_entry
from fieldtech.domain.operations import check_not_locked, operation_of
from fieldtech.domain.subjects import registers_of
from fieldtech.store import journal, local, projection, rosters
from fieldtech.store.anchor import Anchored, machine_digest
from fieldtech.store.keys import KeyRing
from fieldtech.text import _

DAY = 24 * 3600 * 1_000_000
"""How far another machine's clock may drag ours along, in microseconds."""


def utc_now() -> datetime:
    """Read the wall clock."""
    return datetime.now(UTC)


class Author:
    """The machine and the person that entries are sealed for; everything here is asked within a unit of work."""

    def __init__(
        self, *, keys: Path, settings: Settings | None, clock: Callable[[], datetime], entropy: Callable[[int], bytes]
    ) -> None:
        self.settings = settings or Settings()
        self.now = clock
        self.entropy = entropy
        self.keys = KeyRing(keys)
        self.actor = ""
        """The identifier of the person who acts; set before anything is recorded."""
        self.chain = self.code = self.person = self.site = ""
        self.zone = ZoneInfo("UTC")
        self.rules: ClockRules = clock_rules(self.settings, self.zone)
        self._store_id = ""
        self._machine = machine_digest()

    def _seal(self, subject: str, operation: Operation) -> Entry:
        """Make the next entry of our chain: after all that stands of its subject, naming the heads that it replaces."""
        entries = journal.entries_of([subject])[subject]
        check_not_locked(entries, lambda chain: projection.code_of(chain) or chain)
        head = journal.head_of(self.chain)
        wall = max(0, projection.microseconds(self.now()))
        seen = max((each.header.hybrid_time for each in (*entries, *((head,) if head else ()))), default=0)
        header = Header(
            actor=self.actor,
            chain=self.chain,
            entity=subject,
            kind=operation.KIND,
            offset=self._offset_minutes(),
            seq=head.header.seq + 1 if head else 1,
            wall=wall,
            ahead=max(0, min(seen, wall + DAY) + 1 - wall),
            before=_heads(subject, entries, operation),
            critical=operation.CRITICAL,
            v=operation.VERSION,
        )
        sealed = seal_entry(header, operation, head.hash if head else CHAIN_START, self.entropy(SALT_BYTES))
        if not isinstance(operation_of(sealed), type(operation)):
            raise RuleViolation(_("This can't be recorded: a number or an instant in it makes no sense."))
        return sealed

    def _offset_minutes(self) -> int:
        offset = self.now().astimezone(self.zone).utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0

    def _anchored(self, sequence: int) -> Anchored:
        """Spell what our anchor should say."""
        return Anchored(self._store_id, self._machine, sequence)

    def _take_local(self) -> None:
        """Read what only this store knows."""
        own = local.read()
        self.chain, self.person, self.site = own.chain, own.person, own.site
        self._store_id = own.store
        self.code = projection.code_of(own.chain)
        self.actor = own.person
        self.zone = zone_of(self.settings.zone or own.zone)
        self.rules = clock_rules(self.settings, self.zone)

    def _follow_chain(self) -> None:
        """Go on with the chain that another program has begun for this store."""
        own = local.read()
        if own.chain != self.chain:
            self.chain, self._store_id, self.code = own.chain, own.store, projection.code_of(own.chain)


def _heads(subject: str, entries: list[Entry], operation: Operation) -> tuple[str, ...]:
    if not entries or not operation.fields():
        return ()
    return registers_of(subject, entries, rosters.supervisors()).references(operation.fields())


def zone_of(name: str) -> ZoneInfo:
    """Find a time zone by its name.

    Raises:
        UnusableSettings: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnusableSettings(
            _("There is no time zone {name}. One is named like Asia/Shanghai or Europe/Berlin.").format(name=name)
        ) from error
