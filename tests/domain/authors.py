"""Authors who write a subject's entries in memory, each after what he has seen: machines without their stores."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from fieldtech.domain.fault_noun import fold_fault
from fieldtech.domain.fault_operations import Facts, FaultAssessed, FaultReported
from fieldtech.domain.faults import Fault
from fieldtech.domain.journal import CHAIN_START, Entry, Header, Operation, seal_entry
from fieldtech.domain.sightings import Sight, sight
from fieldtech.domain.subjects import registers_of
from fieldtech.domain.words import Channel, Impact, Nature, Priority, Urgency

FAULT = "fault:4f6k2m9p3qdw"
MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAY = 24 * 3600 * 1_000_000
ALL_CHAINS = "abcdefgh"


class SharedTime:
    """The true time: each look at it is a second later."""

    def __init__(self) -> None:
        self.seconds = 0

    def microseconds(self) -> int:
        """Look at it."""
        self.seconds += 1
        return int(MORNING.timestamp() + self.seconds) * 1_000_000


class Author:
    """A person at a machine, with the entries that have reached it."""

    def __init__(self, chain: str, time: SharedTime, *, fast: timedelta = timedelta(0)) -> None:
        self.chain = chain
        self.time = time
        self.fast = fast
        """How far his clock is ahead of the true time."""
        self.entries: list[Entry] = []
        self.supervisors: Collection[str] = ALL_CHAINS
        """Whose redactions he obeys."""

    def says(self, *operations: Operation, subject: str = FAULT) -> Entry:
        """Record, as a store does it."""
        for operation in operations:
            entry = self._sealed(operation, subject)
            self.entries.append(entry)
        return entry

    def sees(self, *others: "Author") -> None:
        """Take in all that others have."""
        for other in others:
            known = {entry.hash for entry in self.entries}
            self.entries += [entry for entry in other.entries if entry.hash not in known]

    def of(self, subject: str = FAULT) -> list[Entry]:
        """Give the entries of a subject that have reached him."""
        return [entry for entry in self.entries if entry.header.entity == subject]

    def sight(self) -> Sight:
        """Tell what he has before him of the fault."""
        return sight(self.of())

    @property
    def fault(self) -> Fault:
        """What he sees."""
        fault = fold_fault(FAULT.partition(":")[2], self.of(), self.supervisors)
        assert fault is not None
        return fault

    def _sealed(self, operation: Operation, subject: str) -> Entry:
        own = [entry for entry in self.entries if entry.header.chain == self.chain]
        known = self.of(subject)
        wall = self.time.microseconds() + self.fast // timedelta(microseconds=1)
        seen = max((entry.header.hybrid_time for entry in (*known, *own)), default=0)
        header = Header(
            actor=f"person-{self.chain}",
            chain=self.chain,
            entity=subject,
            kind=operation.KIND,
            offset=480,
            seq=len(own) + 1,
            wall=wall,
            ahead=max(0, min(seen, wall + DAY) + 1 - wall),
            before=registers_of(subject, known, self.supervisors).references(operation.fields()),
            critical=operation.CRITICAL,
            v=operation.VERSION,
        )
        return seal_entry(header, operation, own[-1].hash if own else CHAIN_START, bytes(12))


def authors(*chains: str) -> list[Author]:
    """Make authors that live in one time."""
    time = SharedTime()
    return [Author(chain, time) for chain in chains]


def meet(*some: Author) -> None:
    """Let everybody have everything."""
    for each in some:
        each.sees(*some)


def all_entries(some: Iterable[Author]) -> list[Entry]:
    """Gather what stands with any of them."""
    found = {entry.hash: entry for each in some for entry in each.entries}
    return list(found.values())


def report(**changed: object) -> FaultReported:
    """Make a whole report."""
    told: dict[str, object] = {
        "title": "RAID degraded",
        "description": "Amber light",
        "channel": Channel.PHONE,
        "reporter": "Wang Fang",
        "occurred_at": MORNING,
        "reported_at": MORNING,
        "impact": Impact.SITE,
    }
    return FaultReported(number="F-26K7-001", facts=Facts(**(told | changed)))  # type: ignore[arg-type]


def assessment(**changed: object) -> FaultAssessed:
    """Make an assessment."""
    told: dict[str, object] = {
        "nature": Nature.HARDWARE,
        "impact": Impact.SITE,
        "urgency": Urgency.MEDIUM,
        "priority": Priority.IMPORTANT,
        "suggested": Priority.IMPORTANT,
    }
    return FaultAssessed(**(told | changed))  # type: ignore[arg-type]
