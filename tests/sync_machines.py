"""Several machines with real stores that exchange parts of their journals, and what must hold when all have met."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from fieldtech.domain.fault_operations import FaultOperation
from fieldtech.domain.faults import Fault
from fieldtech.domain.frontiers import Checkpoint, checkpoint_digest
from fieldtech.domain.journal import Entry, Segment, read_entry
from fieldtech.domain.merge_rules import meaning_of
from fieldtech.domain.operations import operation_of
from fieldtech.domain.sightings import sight
from fieldtech.domain.subjects import fold, registers_of
from fieldtech.domain.trust import Standing, roster_of
from fieldtech.domain.words import Role
from fieldtech.models import HeldRow, QuarantineRow
from fieldtech.store import Store, audit, frontiers, journal, peers, quarantine
from fieldtech.store.exports import runs_since
from fieldtech.store.merging import Merged, read_segment
from fieldtech.store.views.faults import fault_by_id
from fieldtech.store.views.redactable import is_heard_as_supervisor
from tests.next_steps import any_report, next_step

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CAUTIOUS = (
    *("reassess", "in-progress", "pending", "assessed", "reported", "draft"),
    *("implemented", "verified", "closed", "duplicate", "cancelled"),
)
"""the order of docs/sync-model.md, written down apart from the program's."""


@dataclass
class Clock:
    """A machine's clock: the true time of all, and how far this one is ahead."""

    truth: list[int]
    fast: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        self.truth[0] += 1
        return MORNING + timedelta(seconds=self.truth[0]) + self.fast


@dataclass
class Machine:
    """One machine, with what it ever recorded."""

    store: Store
    clock: Clock
    recorded: list[Entry] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    """What an author saw of his own writing that he should not have (I4)."""

    def record(self, subject: str, operation: FaultOperation) -> None:
        """Record, and look at once whether the author sees what he wrote."""
        (entry,) = self.store.record(subject, operation)
        self.recorded.append(entry)
        registers = registers_of(subject, entries_of(self.store, subject))
        for name in operation.fields():
            if [head.entry.ref for head in registers.heads(name)] != [entry.ref]:
                self.surprises.append(f"{self.store.code} does not see its own {name} of {subject}")

    def report(self, chance: random.Random) -> None:
        """Report a fault."""
        number = f"F-26{self.store.code}-{self.store.next_counter('test'):03}"
        self.record(f"fault:{self.store.new_identifier()}", any_report(chance, number))

    def work(self, chance: random.Random) -> None:
        """Do some next step on some fault; report one where there is none."""
        subjects = fault_subjects(self.store)
        if not subjects:
            self.report(chance)
            return
        subject = chance.choice(subjects)
        fault = self.fault(subject)
        seen = sight(entries_of(self.store, subject))
        self.record(subject, next_step(fault, chance, seen, may_redact=is_heard_as_supervisor(self.store)))

    def admits(self, other: "Machine", *, role: Role = Role.TECHNICIAN) -> None:
        """Admit another machine, as its user would after comparing the fingerprint."""
        key = other.store.keys.of_machine(other.store.chain).public
        peers.admit(self.store, key, code=other.store.code, role=role, compared=True)

    def knows(self, other: "Machine") -> None:
        """Admit every machine that another one knows, once: in these tests all users have met."""
        roster = roster_of((*all_entries(self.store), *all_entries(other.store)))
        trust = roster.seen_from(self.store.chain)
        for chain in sorted(roster.trusted_from(other.store.chain)):
            if trust.standing(chain) is Standing.UNKNOWN:
                machine = roster.machine(chain)
                role = machine.role if machine else Role.TECHNICIAN
                peers.admit(self.store, roster.public_key(chain), code="", role=role, compared=True)

    def fault(self, subject: str) -> Fault:
        """Read a fault as its screens would."""
        fault = fault_by_id(self.store, subject.partition(":")[2])
        assert fault is not None
        return fault


class Site:
    """All machines of a test, in one true time, made of one seed."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.truth = [0]
        self.machines: list[Machine] = []

    def machine(self, *, fast: timedelta = timedelta(0), role: Role = Role.TECHNICIAN) -> Machine:
        """Make a machine with a store and a person of its own."""
        place = self.folder / f"machine-{len(self.machines)}"
        clock = Clock(self.truth, fast)
        store = Store.create(
            place / "fieldtech.db",
            keys=place / "keys",
            name=f"Technician {len(self.machines)}",
            site="DC-1",
            zone="Asia/Shanghai",
            role=role,
            clock=clock,
            entropy=random.Random(self.chance.random()).randbytes,
        )
        self.machines.append(Machine(store, clock))
        return self.machines[-1]

    def copy(self, original: Machine, *, with_keys: bool = True) -> Machine:
        """Copy a machine's store while it is closed, with or without its keys; both are open afterwards."""
        source, place = original.store.path.parent, self.folder / f"machine-{len(self.machines)}"
        original.store.close()
        shutil.copytree(source, place)
        if not with_keys:
            shutil.rmtree(place / "keys")
        clock = Clock(self.truth, original.clock.fast)
        store = Store.open(
            place / "fieldtech.db",
            keys=place / "keys",
            clock=clock,
            entropy=random.Random(self.chance.random()).randbytes,
        )
        self.machines.append(Machine(store, clock))
        return self.machines[-1]

    def close(self) -> None:
        """Close all stores."""
        for machine in self.machines:
            machine.store.close()


def entries_of(store: Store, subject: str) -> list[Entry]:
    """Read a subject's entries."""
    with store.reading():
        return journal.entries_of([subject])[subject]


def all_entries(store: Store) -> list[Entry]:
    """Read the whole journal, by chain and sequence."""
    with store.reading():
        names = journal.chains()
        return [entry for chain in sorted(names) for entry in journal.chain_entries(names[chain])]


def fault_subjects(store: Store) -> list[str]:
    """Name the faults that are whole here."""
    with store.reading():
        named = [subject for subject in journal.all_subjects() if subject.startswith("fault:")]
    return [subject for subject in named if fault_by_id(store, subject.partition(":")[2])]


def chains_of(store: Store) -> dict[str, int]:
    """Tell each chain's length here."""
    with store.reading():
        names = journal.chains()
        return {chain: max(entry.header.seq for entry in journal.chain_entries(row)) for chain, row in names.items()}


def segments(store: Store, chain: str, first: int = 1, last: int = 2**53) -> list[Segment]:
    """Cut a part of a chain, on all its branches, as a bundle would carry it."""
    found = []
    for segment in all_segments(store):
        entries = read_segment(segment)
        part = [entry for entry in entries if first <= entry.header.seq <= last]
        if segment.chain == chain and part:
            start = entries.index(part[0])
            before = entries[start - 1].hash if start else segment.hash_before
            found.append(Segment(chain, before, tuple(entry.line() for entry in part)))
    return found


def all_segments(store: Store) -> list[Segment]:
    """Cut everything."""
    return list(runs_since(store, []))


def proofs(giver: Machine, runs: Iterable[Segment] = ()) -> list[Checkpoint]:
    """Give the signatures that a bundle carries; of its own chain the giver signed each end when it was the head."""
    own = giver.store.keys.of_machine(giver.store.chain)
    giver.store.sign_head()
    made = list(frontiers.newest_checkpoints(giver.store))
    for run in runs:
        last = read_segment(run)[-1]
        if run.chain == giver.store.chain:
            digest = checkpoint_digest(run.chain, last.header.seq, last.hash)
            made.append(Checkpoint(run.chain, last.header.seq, last.hash, own.sign(digest)))
    return made


def give(giver: Machine, taker: Machine, runs: Iterable[Segment] | None = None) -> Merged:
    """Let one machine take in all that another has, or some of it; its user has met whomever that one knows."""
    taker.knows(giver)
    signed = proofs(giver, runs or ())
    carried = all_segments(giver.store) if runs is None else runs
    return taker.store.merge(carried, checkpoints=signed, stand_ins=stand_ins(giver.store))


def stand_ins(store: Store) -> list[tuple[str, bytes]]:
    """Gather what stands in for payloads that are not here, as a bundle would carry it."""
    return [(entry.ref, entry.rest) for entry in all_entries(store) if entry.payload is None and entry.rest]


def meet(machines: Iterable[Machine]) -> None:
    """Let everybody have everything; who finds a copy of himself begins a chain, so it takes some rounds."""
    some = list(machines)
    for _ in range(6):
        taken = [give(one, other).new for one in some for other in some if one is not other]
        if not any(taken):
            return
    raise AssertionError("the machines never come to rest")


def gossip(giver: Machine, taker: Machine, chance: random.Random) -> None:
    """Carry some parts of some chains in any order: overlapping, doubled, with gaps, and some are lost on the way."""
    lengths = chains_of(giver.store)
    carried: list[Segment] = []
    for chain in chance.sample(sorted(lengths), chance.randint(1, len(lengths))):
        first = chance.randint(1, lengths[chain])
        if chance.random() < 0.5:
            first = 1
        # Behind the last entry that is signed nothing joins: most bundles go to the end, as all real ones do.
        last = lengths[chain] if chance.random() < 0.8 else chance.randint(first, lengths[chain])
        carried += segments(giver.store, chain, first, last)
    carried += [segment for segment in carried if chance.random() < 0.2]
    chance.shuffle(carried)
    if chance.random() < 0.85:
        give(giver, taker, carried)
        taker.surprises += unaccounted(taker, carried)


def unaccounted(taker: Machine, carried: list[Segment]) -> list[str]:
    """Name what was received and stands neither in the journal nor, with a reason, in quarantine (I1)."""
    with taker.store.reading():
        kept = {entry.hash for entry in all_entries(taker.store)} | {bytes(row.hash) for row in HeldRow.select()}
        waiting = [row for row in QuarantineRow.select() if quarantine.Reason(row.reason)]
    # By hash: a line that waits may have lost its payload to a redaction.
    kept |= {read_entry(bytes(row.line), bytes(row.hash_before)).hash for row in waiting}
    received = (entry for each in carried for entry in read_segment(each))
    return [f"{taker.store.code} dropped {entry.ref}" for entry in received if entry.hash not in kept]


def live(site: Site, steps: int, *, copies: bool = False) -> None:
    """Let a site live by chance: work, meet in part, lose bundles, with clocks that are years ahead or behind."""
    chance = site.chance
    for step in range(steps):
        machine = chance.choice(site.machines)
        chosen = chance.random()
        if chosen < 0.1:
            machine.report(chance)
        elif chosen < 0.7:
            machine.work(chance)
        else:
            gossip(chance.choice([each for each in site.machines if each is not machine]), machine, chance)
        if copies and step == steps // 3:
            site.copy(machine)


def differences(machines: list[Machine]) -> int:
    """Count how many of them see another state than the one before."""
    digests = [audit(machine.store).state_digest for machine in machines]
    return sum(left != right for left, right in pairwise(digests))


def failures(machines: list[Machine], *, copies: bool = False) -> list[str]:
    """Say what does not hold although all have met: docs/sync-model.md's I1, I2, I4, I5, and the tables."""
    found = [surprise for machine in machines for surprise in machine.surprises]
    found += _about_audits(machines, copies)
    entries = {entry.ref: entry for machine in machines for entry in machine.recorded}
    for machine in machines:
        here = {entry.ref for entry in all_entries(machine.store)}
        found += [f"{machine.store.code} lost {ref}" for ref in entries if ref not in here]
    subjects = sorted({entry.header.entity for entry in entries.values()})
    for machine in machines:
        for subject in subjects:
            found += _about_fault(machine, subject)
    return found


def _about_audits(machines: list[Machine], copies: bool) -> Iterator[str]:
    audits = [audit(machine.store) for machine in machines]
    if len({found.state_digest for found in audits}) > 1:
        yield "the machines see different states"
    for machine, found in zip(machines, audits, strict=True):
        if found.quarantined:
            yield f"{machine.store.code} keeps {found.quarantined} in quarantine"
        if found.oddities:
            yield f"{machine.store.code} lists {found.oddities} honest entries as odd"
        yield from found.problems if copies else (*found.problems, *found.forks)


def _about_fault(machine: Machine, subject: str) -> Iterator[str]:
    """Hold a fault to the heads that the written rule gives: what no other entry of the same field names."""
    entries = entries_of(machine.store, subject)
    fault = fold(subject, entries)
    if not isinstance(fault, Fault):
        yield f"{machine.store.code} has no {subject}"
        return
    contested = {conflict.field for conflict in fault.conflicts}
    for name, writers in _heads_by_the_rule(entries).items():
        registers = registers_of(subject, entries)
        if {head.entry.ref for head in registers.heads(name)} != {entry.ref for entry in writers}:
            yield f"{machine.store.code} has other heads of {name} of {subject}"
        meant = {meaning_of(head.value) for head in registers.heads(name)}
        if len(meant) > 1 and name != "number" and name not in contested:
            yield f"{machine.store.code} hides the quarrel over {name} of {subject}"
        if name == "status" and not _is_cautious(
            fault, [getattr(head.value, "name", "") for head in registers.heads(name)]
        ):
            yield f"{machine.store.code} shows {subject} as {fault.state}, which is not the most cautious"


def _is_cautious(fault: Fault, states: list[str]) -> bool:
    cautious = min(states, key=CAUTIOUS.index)
    return fault.state == cautious or cautious in ("cancelled", "duplicate")


def _heads_by_the_rule(entries: list[Entry]) -> dict[str, list[Entry]]:
    writers: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        operation = operation_of(entry)
        if isinstance(operation, FaultOperation):
            for name in operation.fields():
                writers[name].append(entry)
    return {
        name: [entry for entry in some if not any(entry.ref in other.header.before for other in some)]
        for name, some in writers.items()
    }
