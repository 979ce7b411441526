"""Taking in what other machines recorded: joined behind its predecessor, kept in quarantine, or refused as a whole."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import pytest

from fieldtech.domain.errors import DamagedJournal, RuleViolation
from fieldtech.domain.fault_operations import Facts, FaultEdited, FaultOperation
from fieldtech.domain.frontiers import Checkpoint, checkpoint_digest
from fieldtech.domain.handling_operations import NoteAdded, TimeSpent
from fieldtech.domain.history_words import oddity_words
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import CHAIN_START, Entry, Segment, read_entry
from fieldtech.domain.machines import MachineStarted
from fieldtech.domain.signatures import SigningKey
from fieldtech.models import QuarantineRow
from fieldtech.store import audit, journal, peers
from fieldtech.store.exports import runs_since
from fieldtech.store.merging import Merged, read_segment
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import fault_history
from fieldtech.store.views.people import all_machines, people_names
from fieldtech.store.views.queue import queue_page
from tests.domain.authors import report
from tests.sync_machines import (
    Machine,
    Site,
    all_entries,
    all_segments,
    chains_of,
    entries_of,
    give,
    meet,
    proofs,
    segments,
)

SUBJECT = "fault:4f6k2m9p3qdw"


@pytest.fixture
def pair(site: Site) -> tuple[Machine, Machine]:
    """A machine with a fault and thirty notes on it, and one that knows nothing of it."""
    one, two = site.machine(), site.machine()
    one.record(SUBJECT, report())
    for number in range(30):
        one.record(SUBJECT, NoteAdded(text=f"note {number}"))
    return one, two


def state(machine: Machine) -> str:
    """Tell what a machine's whole state is."""
    found = audit(machine.store)
    assert found.ok, found.problems
    return found.state_digest


def waiting(machine: Machine) -> list[tuple[int, str]]:
    """Tell sequence and reason of what waits."""
    with machine.store.reading():
        return [(row.sequence, row.reason) for row in QuarantineRow.select().order_by(QuarantineRow.sequence)]


STRANGER = SigningKey("machine", bytes(range(32)))
"""A machine with another version of the program, or a hostile one, whom our users have admitted."""
STRANGE = chain_name(STRANGER.public)


def take_stranger(machine: Machine, lines: Sequence[bytes]) -> Merged:
    """Let a machine take in a chain that nobody here would write; it is admitted, and signed as it should be."""
    if STRANGE not in peers.roster(machine.store).trusted_from(machine.store.chain):
        peers.admit(machine.store, STRANGER.public, code="ZZ")
    run = Segment(STRANGE, CHAIN_START, tuple(lines))
    last = read_segment(run)[-1]
    signature = STRANGER.sign(checkpoint_digest(STRANGE, last.header.seq, last.hash))
    return machine.store.merge([run], checkpoints=[Checkpoint(STRANGE, last.header.seq, last.hash, signature)])


def bare(entry: Entry) -> bytes:
    """Spell an entry without its payload."""
    commitment = hashlib.sha256(b"fieldtech-payload-1" + (entry.salt or b"") + (entry.payload or b"")).digest()
    return msgspec.structs.replace(entry, payload=None, salt=None, commitment=commitment).line()


class TestI3AMergeIsOneTransactionAndTwiceIsOnce:
    def test_what_another_recorded_is_here(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        merged = give(one, two)
        assert (merged.new, merged.repeated, merged.quarantined, merged.forks) == (33, 0, 0, ())
        assert merged.subjects[0] == SUBJECT
        assert two.fault(SUBJECT) == one.fault(SUBJECT)

    def test_twice_is_once(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two)
        before, entries = state(two), len(all_entries(two.store))
        again = give(one, two)
        assert (again.new, again.repeated, again.subjects) == (0, 33, ())
        assert (state(two), len(all_entries(two.store))) == (before, entries)

    def test_a_then_b_is_b_then_a(self, site: Site, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two)
        one.record(SUBJECT, FaultEdited(facts=Facts(title="by one")))
        two.record(SUBJECT, FaultEdited(facts=Facts(title="by two")))
        left, right = site.machine(), site.machine()
        for first, second, taker in ((one, two, left), (two, one, right)):
            give(first, taker)
            give(second, taker)
        meet([left, right])
        assert state(left) == state(right)
        assert [conflict.field for conflict in left.fault(SUBJECT).conflicts] == ["title"]

    @pytest.mark.parametrize("seed", range(5))
    def test_the_order_of_the_runs_within_a_merge_does_not_matter(
        self, pair: tuple[Machine, Machine], seed: int
    ) -> None:
        one, two = pair
        own = next(chain for chain, length in chains_of(one.store).items() if length > 5)
        runs = [segments(one.store, own, first, first + 2)[0] for first in range(1, 34, 2)]
        random.Random(seed).shuffle(runs)
        give(one, two, runs)
        assert waiting(two) == []
        assert two.fault(SUBJECT) == one.fault(SUBJECT)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda lines: [*lines[:-1], lines[-1][:-1]],
            lambda lines: [*lines[:-1], lines[-1].replace(b"note 29", b"note 2\\u0039")],
            lambda lines: [*lines[:5], *lines[6:]],
            lambda lines: [*lines, lines[-1]],
            lambda lines: [*lines, b"null"],
            lambda lines: [lines[1], lines[0], *lines[2:]],
        ],
    )
    def test_one_damaged_line_refuses_all_and_nothing_is_written(
        self, pair: tuple[Machine, Machine], spoil: Callable[[list[bytes]], list[bytes]]
    ) -> None:
        one, two = pair
        before, entries = state(two), len(all_entries(two.store))
        sound = all_segments(one.store)
        (run,) = [each for each in sound if len(each.lines) > 5]
        damaged = msgspec.structs.replace(run, lines=tuple(spoil(list(run.lines))))
        others = [each for each in all_segments(two.store) if each is not run]
        with pytest.raises(DamagedJournal):
            two.store.merge([*others, *(each for each in sound if each is not run), damaged])
        assert (state(two), len(all_entries(two.store)), waiting(two)) == (before, entries, [])
        assert give(one, two).new == 33

    def test_a_run_of_another_chain_is_refused(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        (run,) = segments(one.store, one.store.chain)
        with pytest.raises(DamagedJournal):
            two.store.merge([msgspec.structs.replace(run, chain="b")])

    @pytest.mark.parametrize(("first", "before"), [(1, b"\1" * 32), (5, CHAIN_START), (5, b"short"), (5, b"")])
    def test_a_run_can_begin_only_where_a_chain_can(
        self, pair: tuple[Machine, Machine], first: int, before: bytes
    ) -> None:
        one, two = pair
        (run,) = segments(one.store, one.store.chain, first)
        with pytest.raises(DamagedJournal):
            two.store.merge([msgspec.structs.replace(run, hash_before=before)])

    def test_an_empty_merge_and_an_empty_run_change_nothing(self, pair: tuple[Machine, Machine]) -> None:
        _, two = pair
        before = state(two)
        merged = two.store.merge([Segment("a", CHAIN_START, ())])
        assert merged == two.store.merge([]) == Merged(new=0, repeated=0, quarantined=0, subjects=(), forks=())
        assert state(two) == before


class TestI1NothingThatWasReceivedIsDropped:
    def test_what_overlaps_is_taken_once(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two, segments(one.store, one.store.chain, 1, 20))
        merged = give(one, two, segments(one.store, one.store.chain, 10))
        assert (merged.new, merged.repeated) == (13, 11)
        assert two.fault(SUBJECT) == one.fault(SUBJECT)

    def test_a_gap_waits_with_a_reason_that_a_person_can_read_and_joins_when_it_is_filled(
        self, pair: tuple[Machine, Machine]
    ) -> None:
        one, two = pair
        chain = one.store.chain
        merged = give(one, two, segments(one.store, chain, 20))
        assert (merged.new, merged.quarantined) == (0, 14)
        assert audit(two.store).quarantined == 14
        assert waiting(two)[0] == (20, "gap")
        give(one, two, segments(one.store, chain, 20))
        assert len(waiting(two)) == 14
        give(one, two, segments(one.store, chain, 5, 12))
        assert len(waiting(two)) == 22
        freed = give(one, two, segments(one.store, chain, 1, 4))
        assert freed.new == 12
        assert len(waiting(two)) == 14
        assert give(one, two, segments(one.store, chain, 13, 19)).new == 21
        assert waiting(two) == []
        assert two.fault(SUBJECT) == one.fault(SUBJECT)

    def test_what_waits_twice_over_is_freed_at_once(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        chain = one.store.chain
        for first in (30, 25, 20, 15, 10, 5):
            give(one, two, segments(one.store, chain, first))
        assert give(one, two, segments(one.store, chain, 1, 4)).new == 33
        assert (waiting(two), state(two)) == ([], state(two))
        assert two.fault(SUBJECT) == one.fault(SUBJECT)

    def test_a_run_behind_an_entry_that_is_another_one_here_waits_too(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        (run,) = segments(one.store, one.store.chain, 10)
        give(one, two)
        give(one, two, [msgspec.structs.replace(run, hash_before=b"\1" * 32)])
        assert waiting(two)[0][1] == "branch"

    def test_freeing_a_long_quarantine_grows_with_its_length(self, site: Site) -> None:
        """Bundles that come in the wrong order must not take hours: each line is looked at once."""
        one, two, three = site.machine(), site.machine(), site.machine()
        with one.store.writing():
            for number in range(800):
                one.store.record(f"fault:{number}", TimeSpent(minutes=5))
        chain, asked = one.store.chain, []
        for taker, count in ((two, 400), (three, 800)):
            give(one, taker, segments(one.store, chain, 3, count))
            beginning, signed = segments(one.store, chain, 1, 2), proofs(one)
            statements: list[str] = []
            with taker.store.writing() as database:
                database.connection().set_trace_callback(statements.append)
                assert taker.store.merge(beginning, checkpoints=signed).new == count
                database.connection().set_trace_callback(None)
            asked.append(len(statements))
        assert asked[1] < 2.2 * asked[0]


class TestI7WhatIsNotUnderstoodIsKeptAndPassedOn:
    def test_unknown_kinds_versions_and_fields_go_through_two_machines_unchanged(self, site: Site) -> None:
        one, two, three = site.machine(), site.machine(), site.machine()
        one.record(SUBJECT, report())
        lines = stranger(
            {"kind": "ritual-held", "entity": SUBJECT},
            {"kind": "note-added", "entity": SUBJECT, "v": 2},
            {"kind": "note-added", "entity": SUBJECT, "mood": {"since": [1, None, "x"]}},
            {"kind": "ritual-held", "entity": "ritual:1"},
            {"kind": "ritual-held", "entity": SUBJECT, "critical": True},
        )
        give(one, two)
        take_stranger(two, lines)
        give(two, three)
        for machine in (two, three):
            assert tuple(e.line() for e in all_entries(machine.store) if e.header.chain == STRANGE) == lines
        meet([two, three])
        assert state(two) == state(three)
        fault = three.fault(SUBJECT)
        assert [oddity.reason for oddity in fault.oddities] == ["unknown-kind", "unknown-kind", "unknown-kind"]
        assert (fault.title, fault.state, fault.notes[0].text) == ("RAID degraded", "reported", "x")
        assert [entry.oddity for entry in fault_history(three.store, fault)].count("unknown-kind") == 3

    def test_a_subject_that_a_newer_version_locked_is_read_and_not_written_to(self, machine: Machine) -> None:
        machine.record(SUBJECT, report())
        lines = stranger({"kind": "payload-redacted", "entity": SUBJECT, "critical": True})
        take_stranger(machine, lines)
        with pytest.raises(RuleViolation, match="newer version"):
            machine.store.record(SUBJECT, TimeSpent(minutes=5))
        assert machine.fault(SUBJECT).title == "RAID degraded"
        machine.record("fault:another", report())
        assert state(machine)

    def test_a_subject_of_an_unknown_kind_is_in_the_state_digest(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        meet([one, two])
        take_stranger(one, stranger({"kind": "x", "entity": "ritual:1"}))
        assert audit(one.store).state_digest != audit(two.store).state_digest


def stranger(*headers: Mapping[str, object], payload: Mapping[str, object] | None = None) -> tuple[bytes, ...]:
    """Spell a chain of lines that nobody here would write."""
    lines: list[bytes] = []
    for number, changed in enumerate(headers, start=1):
        told = {"actor": "p", "chain": STRANGE, "offset": 0, "seq": number, "wall": 5, **changed}
        header = json.dumps({name: told[name] for name in sorted(told)}, separators=(",", ":"), ensure_ascii=False)
        said = json.dumps(payload or {"text": "x"}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        lines.append(f'{{"h":{header},"p":{said},"s":"AAECAwQFBgcICQoL"}}'.encode())
    return tuple(lines)


class TestWhatComesWithoutItsPayload:
    """Some bundles carry only a part, and the rest as commitments: the whole form wins, whichever came first."""

    def bare_run(self, machine: Machine) -> Segment:
        """Cut a machine's chain with its notes taken out."""
        (run,) = segments(machine.store, machine.store.chain)
        entries = read_segment(run)
        lines = (bare(e) if e.header.kind == "note-added" else e.line() for e in entries)
        return msgspec.structs.replace(run, lines=tuple(lines))

    def test_it_holds_its_place_and_says_nothing(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two, [self.bare_run(one)])
        fault = two.fault(SUBJECT)
        assert (fault.notes, len(fault.oddities), fault.oddities[0].reason) == ((), 30, "redacted")
        assert oddity_words(fault.oddities[0].reason) == "kept, but its content has not come here"
        assert audit(two.store).ok

    def test_the_payload_is_completed_when_it_comes(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two, [self.bare_run(one)])
        merged = give(one, two)
        assert (merged.new, merged.subjects) == (0, (SUBJECT,))
        assert two.fault(SUBJECT) == one.fault(SUBJECT)
        assert state(two) == state_of_all_but_people(one, two)

    def test_it_takes_nothing_away(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        give(one, two)
        before = state(two)
        give(one, two, [self.bare_run(one)])
        assert state(two) == before

    @pytest.mark.parametrize("bare_first", [True, False])
    def test_both_forms_in_one_merge_are_the_whole_one(self, pair: tuple[Machine, Machine], bare_first: bool) -> None:
        one, two = pair
        forms = [self.bare_run(one), *segments(one.store, one.store.chain)]
        give(one, two, forms if bare_first else forms[::-1])
        assert len(two.fault(SUBJECT).notes) == 30

    @pytest.mark.parametrize("bare_first", [True, False])
    def test_both_forms_in_quarantine_are_the_whole_one(self, pair: tuple[Machine, Machine], bare_first: bool) -> None:
        one, two = pair
        chain = one.store.chain
        whole = segments(one.store, chain, 10)
        part = msgspec.structs.replace(whole[0], lines=self.bare_run(one).lines[9:])
        for run in (part, *whole) if bare_first else (*whole, part):
            give(one, two, [run])
        give(one, two, segments(one.store, chain, 1, 9))
        assert (waiting(two), len(two.fault(SUBJECT).notes)) == ([], 30)


def state_of_all_but_people(one: Machine, two: Machine) -> str:
    """Let one have what two has, and tell its state."""
    give(two, one)
    return state(one)


class TestWhatCanNotBeRecorded:
    """What other machines would refuse is refused here, and nothing of it is kept."""

    @pytest.mark.parametrize(
        "operation",
        [
            NoteAdded(text="x" * 1_000_000),
            TimeSpent(minutes=0),
            TimeSpent(minutes=10**7),
            FaultEdited(facts=Facts(occurred_at=datetime(2026, 11, 2))),  # noqa: DTZ001
        ],
        ids=["too long", "too few", "too many", "no offset"],
    )
    def test_it_is_told_in_a_sentence_and_the_chain_goes_on(self, machine: Machine, operation: FaultOperation) -> None:
        machine.record(SUBJECT, report())
        before = len(all_entries(machine.store))
        with pytest.raises(RuleViolation):
            machine.store.record(SUBJECT, TimeSpent(minutes=5), operation)
        assert len(all_entries(machine.store)) == before
        machine.record(SUBJECT, TimeSpent(minutes=5))
        assert state(machine)


class TestHostileEntries:
    """Whatever well-formed lines say, nothing crashes: merge, fold, tables, history, audit, rebuild, export."""

    HEADERS: tuple[dict[str, object], ...] = (
        {"wall": 2**53 - 1, "ahead": 2**53 - 1},
        {"wall": 0, "offset": -1440},
        {"before": ["", ".", "..", "a.b.c", f"{STRANGE}.99999999999999999999.0", f"{STRANGE}.1.", "\u202e", "x" * 200]},
        {"before": [f"{STRANGE}.{place}.00000000" for place in range(3000)]},
        {"entity": "no colon"},
        {"entity": ":"},
        {"entity": "fault:"},
        {"entity": "person:"},
        {"entity": "machine:"},
        {"entity": "machine:stranger"},
        {"entity": "fault:机房'; DROP TABLE entry; --\u202e[/b]"},
        {"actor": ""},
        {"kind": "../../etc"},
        {"critical": True},
        {"v": 2**53 - 1},
    )

    @staticmethod
    def look_at_everything(machine: Machine) -> None:
        """Do all that reads the journal and its tables."""
        store = machine.store
        audit(store)
        for line in queue_page(store, limit=100).faults:
            fault_history(store, find_fault(store, line.number or line.id))
        all_machines(store)
        people_names(store)
        list(runs_since(store, []))
        store.rebuild()

    @pytest.mark.parametrize("header", HEADERS, ids=lambda header: json.dumps(header)[:60])
    def test_an_odd_header_harms_nothing(self, machine: Machine, header: dict[str, object]) -> None:
        machine.record(SUBJECT, report())
        said = {"entity": SUBJECT, "kind": "note-added"} | header
        take_stranger(machine, stranger(said, {"entity": SUBJECT, "kind": "x"}))
        self.look_at_everything(machine)
        machine.record("fault:another", report())
        assert state(machine)

    @pytest.mark.parametrize(
        "told",
        [
            {"occurred_at": "0001-01-01T00:00:00+14:00", "reported_at": "0001-01-01T00:00:00Z"},
            {"occurred_at": "9999-12-31T23:59:59-14:00", "reported_at": "9999-12-31T23:59:59.999999-23:59"},
            {"title": "x" * 900_000},
            {"title": "\u202e[/b]{}%s", "place": "\ufffd", "asset": "' OR 1=1 --", "site": "", "assignee": "\u200d"},
            {"title": "机" * 200_000},
            {"impact": "organisation", "priority": "urgent", "reported_at": "9999-12-31T23:59:59Z"},
        ],
        ids=range(6),
    )
    def test_an_odd_report_harms_nothing(self, machine: Machine, told: dict[str, object]) -> None:
        said: dict[str, object] = {"facts": told, "number": "F-26K7-001"}
        lines = stranger({"entity": SUBJECT, "kind": "fault-reported"}, payload=said)
        take_stranger(machine, lines)
        assert machine.fault(SUBJECT).number == "F-26K7-001"
        self.look_at_everything(machine)
        assert state(machine)

    @pytest.mark.parametrize(
        "number", ["", "F-26K7-001", "x" * 10_000, "\u202e", "F-%", "F-_", "'", "f-26k7-001"], ids=range(8)
    )
    def test_an_odd_number_leaves_every_fault_within_reach(self, machine: Machine, number: str) -> None:
        machine.record(SUBJECT, report())
        lines = stranger({"entity": "fault:other", "kind": "fault-reported"}, payload={"facts": {}, "number": number})
        take_stranger(machine, lines)
        for subject in (SUBJECT, "fault:other"):
            assert find_fault(machine.store, subject.partition(":")[2]) == machine.fault(subject)

    def test_nobody_can_say_what_another_machine_is(self, machine: Machine) -> None:
        own = machine.store.chain
        claim = {"code": "ZZ", "public_key": "eA==", "site": "", "zone": "UTC"}
        lines = stranger({"entity": f"machine:{own}", "kind": "machine-started"}, payload=claim)
        take_stranger(machine, lines)
        assert [each.code for each in all_machines(machine.store)] == [machine.store.code]
        assert state(machine)

    def test_thousands_of_values_of_one_field_are_folded_in_bearable_time(self, machine: Machine) -> None:
        """A hostile chain names no predecessors: every value stays a head."""
        machine.record(SUBJECT, report())
        headers = [{"entity": SUBJECT, "kind": "fault-edited"}] * 2_000
        lines = stranger(*headers, payload={"facts": {"title": "x"}})
        began = time.perf_counter()
        take_stranger(machine, lines)
        assert time.perf_counter() - began < 10
        assert len(machine.fault(SUBJECT).conflicts) == 1


def test_a_machine_a_year_ahead_drags_no_other_along(site: Site) -> None:
    """Plain hybrid clocks let one fast machine drag 46 of 49 others along; here it is a day at most."""
    one, fast = site.machine(), site.machine()
    fast.clock.fast = timedelta(days=3652)
    fast.record(SUBJECT, report())
    give(fast, one)
    for _ in range(3):
        one.record(SUBJECT, FaultEdited(facts=Facts(title="ours")))
        entry = one.recorded[-1]
        assert 0 < entry.header.ahead <= 24 * 3600 * 1_000_000 + 1
        assert one.fault(SUBJECT).title == "ours"
    one.record("fault:another", report())
    assert one.recorded[-1].header.ahead <= 24 * 3600 * 1_000_000 + 1
    give(one, fast)
    assert fast.fault(SUBJECT).title == "ours"


def test_a_clock_set_before_1970_is_recorded_as_its_beginning(site: Site) -> None:
    machine = site.machine()
    machine.clock.fast = timedelta(days=-30_000)
    machine.record(SUBJECT, report())
    assert machine.recorded[-1].header.wall == 0
    assert state(machine)


def test_segments_are_cut_along_the_branches_of_a_fork(site: Site) -> None:
    one = site.machine()
    copy = site.copy(one)
    one.record(SUBJECT, report())
    copy.record("fault:another", report())
    other = site.machine()
    give(one, other)
    give(copy, other)
    runs = segments(other.store, one.recorded[0].header.chain)
    assert sorted(len(run.lines) for run in runs) == [1, 3]
    assert {
        read_entry(run.lines[-1], read_segment(run)[-2].hash if len(run.lines) > 1 else run.hash_before).hash
        for run in runs
    } == {
        one.recorded[0].hash,
        copy.recorded[0].hash,
    }


def test_a_part_of_a_chain_is_cut_behind_the_entry_before_it(machine: Machine) -> None:
    for _ in range(4):
        machine.record(SUBJECT, TimeSpent(minutes=5))
    (run,) = segments(machine.store, machine.store.chain, 4, 5)
    assert [entry.header.seq for entry in read_segment(run)] == [4, 5]
    (before,) = [entry for entry in entries_of(machine.store, SUBJECT) if entry.header.seq == 3]
    assert run.hash_before == before.hash


def test_entries_are_found_by_reference_and_rubbish_finds_nothing(machine: Machine) -> None:
    machine.record(SUBJECT, report())
    ref = machine.recorded[0].ref
    chain, sequence, _ = ref.split(".")
    rubbish = [
        "",
        ".",
        "a.b",
        f"{chain}.{sequence}",
        f"{chain}.x.00",
        f"{chain}.{10**30}.00",
        f"{chain}.-1.00",
        "a.1.00",
    ]
    with machine.store.reading():
        found = journal.entries_by_reference([ref, f"{chain}.{sequence}.00000000", *rubbish])
    assert found == {ref: machine.recorded[0]}


def test_the_first_entry_of_a_chain_says_which_machine_writes_it(machine: Machine) -> None:
    first = all_entries(machine.store)[0]
    assert (first.header.kind, first.header.seq) == (MachineStarted.KIND, 1)
