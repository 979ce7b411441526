"""Whom a store takes entries from: admission, revocation, and what waits meanwhile with its reason."""

from datetime import timedelta

import msgspec
import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import Facts, FaultEdited
from fieldtech.domain.frontiers import Checkpoint
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.journal import CHAIN_START, Segment
from fieldtech.domain.machines import MachineRevoked
from fieldtech.domain.words import Role
from fieldtech.store import Store, audit, places, quarantine
from fieldtech.store.checkpoints import of_chain
from fieldtech.store.frontiers import newest_checkpoints
from fieldtech.store.merging import Merged
from fieldtech.store.peers import admit, revoke
from fieldtech.store.quarantine import Reason
from fieldtech.store.views.identity import revocation_note
from fieldtech.store.views.people import all_people, person_named
from fieldtech.store.views.quarantine import quarantine_view
from tests.domain.authors import report
from tests.store.test_merging import STRANGE, STRANGER, stranger, take_stranger
from tests.sync_machines import Machine, Site, all_entries, all_segments, entries_of, fault_subjects, proofs, segments

SUBJECT = "fault:4f6k2m9p3qdw"


def bring(giver: Machine, taker: Machine) -> Merged:
    """Carry everything, without a word on who is trusted."""
    return taker.store.merge(all_segments(giver.store), checkpoints=proofs(giver))


def waiting(machine: Machine) -> dict[str, int]:
    """Count what waits by reason."""
    told: dict[str, int] = {}
    for each in quarantine_view(machine.store):
        told[each.reason] = told.get(each.reason, 0) + each.count
        assert each.sentence.endswith(".")
    return told


def state(machine: Machine) -> str:
    """Tell what a machine's whole state is."""
    found = audit(machine.store)
    assert found.ok, found.problems
    return found.state_digest


@pytest.fixture
def trio(site: Site) -> tuple[Machine, Machine, Machine]:
    """A depot, which is a supervisor's, and two technicians whom it has enrolled; each has reported a fault."""
    depot, one, two = site.machine(role=Role.SUPERVISOR), site.machine(), site.machine()
    for each in (one, two):
        depot.admits(each)
        each.admits(depot, role=Role.SUPERVISOR)
        each.record(f"fault:{each.store.code}", report())
    return depot, one, two


class TestWhoIsNotAdmitted:
    def test_nothing_of_a_stranger_is_seen_and_nothing_is_lost(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        one.record(SUBJECT, report())
        before, here = state(two), len(all_entries(two.store))
        merged = bring(one, two)
        assert (merged.new, merged.quarantined, merged.subjects) == (0, 3, ())
        assert (state(two), len(all_entries(two.store)), waiting(two)) == (before, here, {"unknown": 3})
        assert audit(two.store).quarantined == 3

    def test_it_joins_once_the_machine_is_admitted(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        one.record(SUBJECT, report())
        bring(one, two)
        two.admits(one)
        assert (waiting(two), two.fault(SUBJECT)) == ({}, one.fault(SUBJECT))
        assert bring(one, two).repeated == 3
        assert person_named(two.store, "Technician 0")

    def test_it_joins_though_the_admission_comes_behind_it_in_the_same_merge(
        self, trio: tuple[Machine, Machine, Machine]
    ) -> None:
        depot, one, two = trio
        bring(two, depot)
        runs = sorted(all_segments(depot.store), key=lambda run: run.chain == depot.store.chain)
        merged = one.store.merge(runs, checkpoints=proofs(depot))
        assert (merged.quarantined, waiting(one)) == (0, {})
        assert one.fault(f"fault:{two.store.code}")

    def test_what_goes_on_from_what_waits_waits_too(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        bring(one, two)
        for number in range(3):
            one.record(SUBJECT, NoteAdded(text=str(number)))
            two.store.merge(segments(one.store, one.store.chain, 3 + number), checkpoints=proofs(one))
        assert waiting(two) == {"unknown": 5}
        two.admits(one)
        assert (waiting(two), len(entries_of(two.store, SUBJECT))) == ({}, 3)

    def test_a_technician_brings_nobody_in(self, trio: tuple[Machine, Machine, Machine], site: Site) -> None:
        depot, one, _two = trio
        friend = site.machine()
        friend.record(SUBJECT, report())
        one.admits(friend)
        bring(friend, one)
        assert one.fault(SUBJECT)
        bring(one, depot)
        assert waiting(depot) == {"unknown": 3}

    def test_a_machine_can_not_admit_or_revoke_itself(self, machine: Machine) -> None:
        with pytest.raises(RuleViolation):
            machine.admits(machine)
        with pytest.raises(RuleViolation):
            revoke(machine.store, machine.store.chain)


class TestCheckpoints:
    def test_without_a_signature_nothing_joins_and_with_it_all_does(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        one.record(SUBJECT, report())
        two.admits(one)
        merged = two.store.merge(all_segments(one.store))
        assert (merged.new, merged.quarantined, waiting(two)) == (0, 3, {"unproven": 3})
        assert two.store.merge([], checkpoints=proofs(one)).new == 3
        assert (waiting(two), two.fault(SUBJECT)) == ({}, one.fault(SUBJECT))

    def test_what_lies_behind_the_signature_waits(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        signed = proofs(one)
        one.record(SUBJECT, report())
        two.admits(one)
        merged = two.store.merge(all_segments(one.store), checkpoints=signed)
        assert (merged.new, waiting(two)) == (2, {"unproven": 1})
        assert bring(one, two).new == 1
        assert waiting(two) == {}

    def test_a_signature_that_came_before_its_entries_is_remembered(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        one.record(SUBJECT, report())
        two.admits(one)
        two.store.merge([], checkpoints=proofs(one))
        assert two.store.merge(all_segments(one.store)).new == 3

    @pytest.mark.parametrize("spoil", ["signature", "hash", "sequence", "chain"])
    def test_one_that_is_not_genuine_proves_nothing(self, site: Site, spoil: str) -> None:
        one, two = site.machine(), site.machine()
        two.admits(one)
        (genuine,) = proofs(one)
        changed: dict[str, object] = {
            "signature": proofs(two)[0].signature,
            "hash": bytes(32),
            "sequence": 1,
            "chain": two.store.chain,
        }
        spoilt = msgspec.structs.replace(genuine, **{spoil: changed[spoil]})
        assert two.store.merge(all_segments(one.store), checkpoints=[spoilt]).new == 0
        assert waiting(two) == {"unproven": 2}
        assert audit(two.store).ok

    def test_nobody_can_add_to_anothers_chain(self, trio: tuple[Machine, Machine, Machine]) -> None:
        """An insider who relays a chain writes on behind its end; without its key he can't sign for it."""
        depot, one, two = trio
        two.admits(one)
        bring(one, two)
        copy = two.store
        with copy.writing():
            copy.chain, own = one.store.chain, copy.chain
            forged = copy._seal(SUBJECT, report())
            copy.chain = own
        run = segments(one.store, one.store.chain)[0]
        longer = msgspec.structs.replace(run, lines=(*run.lines, forged.line()))
        merged = depot.store.merge([longer], checkpoints=proofs(one))
        assert (merged.new, waiting(depot)) == (len(run.lines), {"unproven": 1})
        assert not entries_of(depot.store, SUBJECT)

    def test_what_was_recorded_while_the_key_could_not_be_read_is_covered_by_the_next_signature(
        self, site: Site
    ) -> None:
        one, two = site.machine(), site.machine()
        two.admits(one)
        key, aside = one.store.keys.folder / f"{one.store.chain}.key", one.store.keys.folder / "aside"
        key.rename(aside)
        one.record(SUBJECT, report())
        aside.rename(key)
        one.record(SUBJECT, NoteAdded(text="a"))
        merged = two.store.merge(all_segments(one.store), checkpoints=newest_checkpoints(one.store))
        assert (merged.quarantined, two.fault(SUBJECT).title) == (0, one.fault(SUBJECT).title)

    def test_only_the_newest_on_each_branch_is_kept(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        two.admits(one)
        for number in range(4):
            one.record(SUBJECT, NoteAdded(text=str(number)))
            bring(one, two)
        told = [each for each in newest_checkpoints(two.store) if each.chain == one.store.chain]
        assert [each.sequence for each in told] == [6]
        for each in (one, two):
            with each.store.reading() as database:
                counted = database.execute_sql("SELECT chain, count(*) FROM checkpoint GROUP BY chain").fetchall()
            assert dict(counted) == dict.fromkeys({one.store.chain, each.store.chain}, 1)


class TestRevocation:
    @pytest.fixture
    def revoked(self, trio: tuple[Machine, Machine, Machine]) -> tuple[Machine, Machine, Machine]:
        """All have all; then the second technician writes three notes, and the depot revokes him before them."""
        depot, one, two = trio
        for giver, taker in ((one, depot), (two, depot), (depot, one), (depot, two)):
            bring(giver, taker)
        with two.store.reading():
            self.good = two.recorded[-1].header.seq
        two.record(f"fault:{one.store.code}", NoteAdded(text="after"))
        two.record("fault:late", report())
        bring(two, depot)
        revoke(depot.store, two.store.chain, last_good=self.good, because="stolen")
        return depot, one, two

    def test_later_entries_that_stand_already_are_held_and_what_they_touched_is_folded_anew(
        self, revoked: tuple[Machine, Machine, Machine]
    ) -> None:
        depot, one, two = revoked
        assert waiting(depot) == {"revoked": 2}
        assert depot.fault(f"fault:{one.store.code}").notes == ()
        assert "fault:late" not in fault_subjects(depot.store)
        assert depot.fault(f"fault:{two.store.code}")
        assert state(depot)

    def test_later_entries_that_come_after_it_are_held(self, revoked: tuple[Machine, Machine, Machine]) -> None:
        depot, _one, two = revoked
        two.record("fault:later", report())
        merged = bring(two, depot)
        assert (merged.new, merged.quarantined, waiting(depot)) == (0, 1, {"revoked": 3})

    @pytest.mark.parametrize("revocation_first", [True, False])
    def test_others_come_to_the_same_in_either_order(
        self, revoked: tuple[Machine, Machine, Machine], revocation_first: bool
    ) -> None:
        depot, one, two = revoked
        for giver in (depot, two) if revocation_first else (two, depot):
            merged = bring(giver, one)
        assert merged.withdrawn == (0 if revocation_first else 2)
        assert (waiting(one), one.fault(f"fault:{one.store.code}").notes) == ({"revoked": 2}, ())
        bring(one, depot)
        assert state(depot) == state(one)

    def test_a_supervisor_accepts_more_by_restating_it(self, revoked: tuple[Machine, Machine, Machine]) -> None:
        depot, one, two = revoked
        bring(two, one)
        revoke(depot.store, two.store.chain, last_good=self.good + 1, because="stolen")
        assert (waiting(depot), len(depot.fault(f"fault:{one.store.code}").notes)) == ({"revoked": 1}, 1)
        bring(depot, one)
        assert (waiting(one), len(one.fault(f"fault:{one.store.code}").notes)) == ({"revoked": 1}, 1)
        depot.admits(two)
        assert (waiting(depot), len(fault_subjects(depot.store))) == ({}, 3)

    def test_a_third_takes_what_counts_from_who_holds_the_rest_and_gets_no_word_of_it(
        self, revoked: tuple[Machine, Machine, Machine], site: Site
    ) -> None:
        """The signature stands behind what was revoked: so that goes along as commitments, and nothing else."""
        depot, _one, two = revoked
        new = site.machine()
        depot.admits(new)
        new.admits(depot, role=Role.SUPERVISOR)
        bring(depot, new)
        assert waiting(new) == {"revoked": 2}
        assert new.fault(f"fault:{two.store.code}") == two.fault(f"fault:{two.store.code}")
        assert state(new)
        with new.store.reading() as database:
            held = database.execute_sql("SELECT payload FROM held").fetchall()
        assert held == [(None,), (None,)]

    def test_the_revoked_machine_goes_on_honestly_and_is_told(self, revoked: tuple[Machine, Machine, Machine]) -> None:
        depot, one, two = revoked
        here = {entry.hash for entry in all_entries(two.store)}
        assert revocation_note(two.store) == ""
        bring(depot, two)
        assert f"revoked by {depot.store.code}" in revocation_note(two.store)
        two.record("fault:goes-on", report())
        assert {entry.hash for entry in all_entries(two.store)} > here
        assert (waiting(two), two.fault("fault:late").state) == ({}, "reported")
        assert revocation_note(one.store) == ""

    def test_it_is_critical(self, revoked: tuple[Machine, Machine, Machine]) -> None:
        depot, _one, two = revoked
        said = entries_of(depot.store, f"machine:{two.store.chain}")
        assert [e.header.critical for e in said if e.header.kind == MachineRevoked.KIND] == [True]

    def test_without_a_last_good_one_all_that_has_come_counts(self, trio: tuple[Machine, Machine, Machine]) -> None:
        depot, _one, two = trio
        bring(two, depot)
        assert revoke(depot.store, two.store.chain) == two.recorded[-1].header.seq
        assert waiting(depot) == {}
        two.record(SUBJECT, report())
        bring(two, depot)
        assert waiting(depot) == {"revoked": 1}


class TestRoles:
    def test_a_technicians_machine_gives_nobody_a_supervisors_role(
        self, trio: tuple[Machine, Machine, Machine]
    ) -> None:
        depot, one, two = trio
        bring(depot, one)
        one.store.record_person("Technician 1", Role.SUPERVISOR)
        for giver, taker in ((one, depot), (depot, two)):
            bring(giver, taker)
        for machine in (one, depot, two):
            (person,) = [each for each in all_people(machine.store) if each.name == "Technician 1"]
            assert (person.role, person.unproven) == (Role.TECHNICIAN, "supervisor")
        depot.store.record_person("Technician 1", Role.SUPERVISOR)
        bring(depot, two)
        (person,) = [each for each in all_people(two.store) if each.name == "Technician 1"]
        assert (person.role, person.unproven) == (Role.SUPERVISOR, "")

    def test_a_lone_machine_is_its_own_supervisor_until_it_is_enrolled_as_less(self, site: Site) -> None:
        depot, one = site.machine(role=Role.SUPERVISOR), site.machine()
        one.store.record_person("Zhao Min", Role.SUPERVISOR)
        zhao = person_named(one.store, "Zhao Min")
        assert zhao is not None
        assert zhao.role is Role.SUPERVISOR
        one.admits(depot, role=Role.SUPERVISOR)
        depot.admits(one)
        bring(depot, one)
        zhao = person_named(one.store, "Zhao Min")
        assert zhao is not None
        assert (zhao.role, zhao.unproven) == (Role.TECHNICIAN, "supervisor")
        bring(one, depot)
        assert state(one) == state(depot)


class TestConcurrentWords:
    def test_admitted_and_revoked_without_sight_of_each_other_is_revoked(self, site: Site) -> None:
        depot, second, one, two = (
            site.machine(role=Role.SUPERVISOR),
            site.machine(role=Role.SUPERVISOR),
            site.machine(),
            site.machine(),
        )
        for supervisor in (depot, second):
            one.admits(supervisor, role=Role.SUPERVISOR)
        depot.admits(second, role=Role.SUPERVISOR)
        second.admits(depot, role=Role.SUPERVISOR)
        depot.admits(two)
        revoke(second.store, two.store.chain, last_good=1)
        two.record(SUBJECT, report())
        for giver in (depot, two, second):
            bring(giver, one)
        assert waiting(one) == {"revoked": 2}

    @pytest.mark.parametrize("fast", [timedelta(days=3652), timedelta(days=-3652)])
    def test_a_clock_ten_years_off_decides_nothing(self, site: Site, fast: timedelta) -> None:
        depot, one, two = site.machine(role=Role.SUPERVISOR), site.machine(), site.machine(fast=fast)
        one.admits(depot, role=Role.SUPERVISOR)
        depot.admits(two)
        two.record(SUBJECT, report())
        bring(two, depot)
        depot.clock.fast = -fast
        revoke(depot.store, two.store.chain, last_good=2)
        bring(depot, one)
        assert (waiting(one), fault_subjects(one.store)) == ({"revoked": 1}, [])


def test_unknown_kinds_of_an_admitted_machine_are_relayed_untouched_and_those_on_machines_say_nothing(
    trio: tuple[Machine, Machine, Machine],
) -> None:
    depot, one, _two = trio
    lines = stranger(
        {"kind": "machine-promoted", "entity": f"machine:{STRANGE}"},
        {"kind": "machine-admitted", "entity": f"machine:{STRANGE}", "v": 2},
        {"kind": "machine-revoked", "entity": f"machine:{one.store.chain}", "critical": True, "v": 9},
    )
    take_stranger(depot, lines)
    bring(depot, one)
    here = tuple(entry.line() for entry in all_entries(one.store) if entry.header.chain == STRANGE)
    assert here == lines
    with pytest.raises(RuleViolation, match="newer version"):
        revoke(depot.store, one.store.chain)


def test_what_is_held_is_marked_by_no_number_of_its_own(site: Site) -> None:
    """What came, waited and joined is told to have come by the bundle that brought it."""
    one, two = site.machine(), site.machine()
    one.record(SUBJECT, report())
    two.store.merge(all_segments(one.store), checkpoints=proofs(one), bundle=7)
    two.admits(one)
    with two.store.reading() as database:
        told = database.execute_sql("SELECT DISTINCT bundle FROM entry WHERE subject = ?", (SUBJECT,)).fetchall()
    assert told == [(7,)]


def test_a_fork_that_is_not_trusted_is_a_fork_once_it_is(site: Site) -> None:
    original = site.machine()
    copy = site.copy(original)
    other = site.machine()
    original.record("fault:original", report())
    copy.record("fault:copy", report())
    for each in (original, copy):
        bring(each, other)
    assert (waiting(other), audit(other.store).problems) == ({"unknown": 4}, ())
    other.admits(original)
    assert sorted(fault_subjects(other.store)) == ["fault:copy", "fault:original"]
    (fork,) = audit(other.store).forks
    assert "in two ways" in fork


def test_the_first_run_of_a_key_that_nobody_knows_waits_unproven(machine: Machine) -> None:
    """Its chain can't be held to a key: a machine says its key in its first entry, and this one doesn't."""
    machine.store.merge([Segment(STRANGE, CHAIN_START, stranger({"kind": "x", "entity": "fault:x"}))])
    assert waiting(machine) == {"unproven": 1}
    admit(machine.store, STRANGER.public, code="ZZ")
    assert waiting(machine) == {"unproven": 1}


def test_a_gap_names_the_entry_that_is_missing(site: Site) -> None:
    one, two = site.machine(), site.machine()
    for number in range(4):
        one.record(SUBJECT, NoteAdded(text=str(number)))
    two.admits(one)
    two.store.merge(segments(one.store, one.store.chain, 5), checkpoints=proofs(one))
    (told,) = quarantine_view(two.store)
    assert (told.reason, told.first, told.last, told.count) == (Reason.GAP, 5, 6, 2)
    assert told.sentence.startswith("Entry 1 of ")


def test_a_checkpoint_is_signed_once_for_a_head(machine: Machine) -> None:
    def count(store: Store) -> int:
        with store.reading() as database:
            found: int = database.execute_sql("SELECT count(*) FROM checkpoint").fetchone()[0]
            return found

    for _ in range(3):
        machine.store.sign_head()
    assert count(machine.store) == 1
    machine.record(SUBJECT, report())
    machine.record(SUBJECT, FaultEdited(facts=Facts(title="x")))
    machine.store.sign_head()
    assert count(machine.store) == 1
    (signed,) = newest_checkpoints(machine.store)
    assert isinstance(signed, Checkpoint)
    assert signed.is_genuine(machine.store.keys.of_machine(machine.store.chain).public)


def test_nothing_waits_where_nothing_came(machine: Machine) -> None:
    with machine.store.reading():
        assert (quarantine.count_waiting(), places.all_chains()) == (0, {machine.store.chain: 1})
    assert quarantine_view(machine.store) == ()


def test_signatures_that_are_none_are_not_kept(site: Site) -> None:
    """A hostile machine could leave any number of them, and each would be looked at for ever."""
    one, two = site.machine(), site.machine()
    two.knows(one)
    bring(one, two)
    false = [Checkpoint(one.store.chain, 99, number.to_bytes(32, "big"), "x") for number in range(9)]
    two.store.merge([], checkpoints=false)
    with two.store.reading():
        assert {each.sequence for each in of_chain(one.store.chain)} == {2}
