"""Copied and restored stores: both branches are kept and named, and each goes on with its own chain and numbers."""

import random
from pathlib import Path

import pytest

from fieldtech.domain.fault_operations import Facts, FaultEdited
from fieldtech.domain.handling_operations import NoteAdded, TimeSpent
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.machines import MachineStarted
from fieldtech.domain.operations import operation_of
from fieldtech.domain.words import Channel, Impact
from fieldtech.store import Store, audit, back_up
from fieldtech.store.views.people import all_machines
from fieldtech.workflow.reports import report_fault
from tests.domain.authors import report
from tests.sync_machines import (
    Clock,
    Machine,
    Site,
    all_entries,
    all_segments,
    chains_of,
    differences,
    entries_of,
    failures,
    give,
    meet,
)

SUBJECT = "fault:4f6k2m9p3qdw"


def start_of(machine: Machine) -> MachineStarted:
    """Read what a machine's present chain begins with."""
    said = operation_of(next(e for e in all_entries(machine.store) if e.header.chain == machine.store.chain))
    assert isinstance(said, MachineStarted)
    return said


class TestACopyWithItsKeys:
    """A store file copied while closed, with its key folder: both go on, and nobody can tell until they meet."""

    @pytest.fixture
    def forked(self, site: Site) -> tuple[Machine, Machine, Machine]:
        """The original, its copy, and a third machine that has met neither."""
        original = site.machine()
        original.record(SUBJECT, report())
        copy = site.copy(original)
        original.record(SUBJECT, FaultEdited(facts=Facts(title="by the original")))
        original.record(SUBJECT, NoteAdded(text="a"))
        copy.record(SUBJECT, FaultEdited(facts=Facts(title="by the copy")))
        return original, copy, site.machine()

    def test_both_branches_are_kept_and_their_values_quarrel(self, forked: tuple[Machine, Machine, Machine]) -> None:
        original, copy, third = forked
        assert original.store.chain == copy.store.chain
        chain = original.store.chain
        assert give(original, third).forks == ()
        assert give(copy, third).forks == (chain,)
        fault = third.fault(SUBJECT)
        assert [conflict.field for conflict in fault.conflicts] == ["title"]
        assert {side.value for side in fault.conflicts[0].sides} == {"by the original", "by the copy"}

    def test_the_audit_names_the_chain_and_finds_no_problem(
        self, forked: tuple[Machine, Machine, Machine], tmp_path: Path
    ) -> None:
        original, copy, third = forked
        chain = original.store.chain
        give(original, third)
        assert audit(third.store).forks == ()
        give(copy, third)
        found = audit(third.store)
        assert (found.ok, found.problems) == (True, ())
        (fork,) = found.forks
        assert chain in fork
        assert third.store.code not in fork
        assert back_up(third.store, tmp_path / "backup.db").audit == found

    def test_each_goes_on_with_a_chain_of_its_own_that_names_where_it_left(
        self, forked: tuple[Machine, Machine, Machine]
    ) -> None:
        original, copy, third = forked
        old = original.store.chain
        left_at = [original.recorded[-1].ref, copy.recorded[-1].ref]
        give(copy, original)
        assert original.store.chain != old
        assert start_of(original).continues == left_at[0]
        give(original, copy)
        assert copy.store.chain not in (old, original.store.chain)
        assert start_of(copy).continues == left_at[1]
        assert len({original.store.code, copy.store.code}) == 2
        meet([original, copy, third])
        assert failures([original, copy, third], copies=True) == []
        assert chains_of(third.store)[old] == max(entry.header.seq for entry in original.recorded)

    def test_neither_writes_on_the_old_chain_any_more(self, forked: tuple[Machine, Machine, Machine]) -> None:
        original, copy, _ = forked
        give(copy, original)
        for machine in (original, copy):
            machine.record(SUBJECT, TimeSpent(minutes=5))
        assert original.recorded[-1].header.chain == original.store.chain
        assert original.recorded[-1].header.seq == 2

    def test_a_second_program_on_the_same_store_follows_to_the_new_chain(
        self, forked: tuple[Machine, Machine, Machine]
    ) -> None:
        """A screen is open while the command line takes in a bundle."""
        original, copy, _ = forked
        path = original.store.path
        screen = Store.open(path, keys=path.parent / "keys", clock=original.clock)
        give(copy, original)
        (entry,) = screen.record(SUBJECT, TimeSpent(minutes=5))
        screen.close()
        assert entry.header.chain == original.store.chain

    def test_the_old_chains_key_stays_with_its_chain(self, forked: tuple[Machine, Machine, Machine]) -> None:
        original, copy, _ = forked
        old = original.store.chain
        give(copy, original)
        assert original.store.keys.has(old)
        assert chain_name(original.store.keys.of_machine(old).public) == old

    def test_meeting_a_copy_twice_begins_one_chain(self, forked: tuple[Machine, Machine, Machine]) -> None:
        original, copy, _ = forked
        runs = all_segments(copy.store)
        original.store.merge(runs)
        chain, entries = original.store.chain, len(all_entries(original.store))
        merged = original.store.merge(runs)
        assert (merged.new, merged.forks) == (0, ())
        assert (original.store.chain, len(all_entries(original.store))) == (chain, entries)

    def test_a_copy_that_only_read_takes_the_originals_entries_and_begins_a_chain(self, site: Site) -> None:
        original = site.machine()
        copy = site.copy(original)
        original.record(SUBJECT, report())
        merged = give(original, copy)
        assert (merged.new, merged.forks) == (1, ())
        assert copy.store.chain != original.store.chain
        assert start_of(copy).continues == original.recorded[-1].ref
        assert audit(copy.store).ok


class TestACopyWithoutItsKeys:
    def test_it_begins_a_chain_that_names_the_old_ones_last_entry(self, site: Site) -> None:
        original = site.machine()
        original.record(SUBJECT, report())
        copy = site.copy(original, with_keys=False)
        assert copy.store.chain != original.store.chain
        assert start_of(copy).continues == original.recorded[-1].ref
        assert copy.store.code != original.store.code
        assert copy.store.actor == original.store.actor

    def test_nothing_forks(self, site: Site) -> None:
        original = site.machine()
        copy = site.copy(original, with_keys=False)
        original.record(SUBJECT, report())
        copy.record("fault:another", report())
        assert differences([original, copy]) == 1
        meet([original, copy])
        assert failures([original, copy]) == []

    def test_what_the_lost_original_had_shown_to_nobody_is_proven_to_others(self, site: Site) -> None:
        """Its key is gone with it, so nobody could sign afterwards for what it recorded since its last bundle."""
        original, other = site.machine(), site.machine()
        give(original, other)
        original.record(SUBJECT, report())
        copy = site.copy(original, with_keys=False)
        site.machines.remove(original)
        original.store.close()
        assert give(copy, other).quarantined == 0
        assert other.fault(SUBJECT).title == copy.fault(SUBJECT).title
        meet([copy, other])
        assert failures([copy, other]) == []

    def test_opening_it_again_begins_no_further_chain(self, site: Site) -> None:
        copy = site.copy(site.machine(), with_keys=False)
        chain, path = copy.store.chain, copy.store.path
        copy.store.close()
        again = Store.open(path, keys=path.parent / "keys")
        assert (again.chain, again.code) == (chain, copy.store.code)
        again.close()


class TestCodesAndNumbers:
    """A number is machine code and counter; machines that never met may have drawn the same code."""

    @staticmethod
    def twins(folder: Path) -> tuple[Machine, Machine]:
        """Make two machines with one code: there are 252, so that of twenty machines two share one as often as not."""
        truth = [0]
        machines: dict[str, Machine] = {}
        for seed in range(1000):
            place = folder / str(seed)
            clock = Clock(truth)
            store = Store.create(
                place / "fieldtech.db",
                keys=place / "keys",
                name=f"Technician {seed}",
                site="DC-1",
                zone="UTC",
                clock=clock,
                entropy=random.Random(seed).randbytes,
            )
            if store.code in machines:
                one, two = sorted((machines.pop(store.code), Machine(store, clock)), key=lambda m: m.store.chain)
                for machine in machines.values():
                    machine.store.close()
                return one, two
            machines[store.code] = Machine(store, clock)
        raise AssertionError("a thousand machines, and no two of one code")

    def test_of_two_machines_with_one_code_the_one_with_the_greater_chain_draws_anew(self, tmp_path: Path) -> None:
        one, two = self.twins(tmp_path)
        code = one.store.code
        numbers = [report_fault(machine.store, phone_facts()).number for machine in (one, two)]
        assert numbers[0] == numbers[1]
        meet([one, two])
        assert one.store.code == code != two.store.code
        assert {machine.code for machine in all_machines(one.store)} == {one.store.code, two.store.code}
        assert len({report_fault(machine.store, phone_facts()).number for machine in (one, two)}) == 2
        meet([one, two])
        assert failures([one, two]) == []
        for machine in (one, two):
            machine.store.close()

    def test_a_number_that_is_known_already_is_not_given_out_again(self, site: Site) -> None:
        """The store was restored from yesterday's copy, its counter with it, and today's entries came back."""
        machine = site.machine()
        first = report_fault(machine.store, phone_facts())
        with machine.store.writing() as database:
            database.execute_sql("DELETE FROM local WHERE key LIKE 'counter/%'")
        second = report_fault(machine.store, phone_facts())
        assert first.number != second.number

    def test_a_machine_keeps_its_code_when_it_is_opened_again(self, site: Site) -> None:
        machine = site.machine()
        path, code = machine.store.path, machine.store.code
        machine.store.close()
        again = Store.open(path, keys=path.parent / "keys")
        assert again.code == code
        again.close()


def phone_facts() -> Facts:
    """What a phone call tells."""
    facts = report().facts
    return Facts(
        title=facts.title,
        description="x",
        channel=Channel.PHONE,
        reporter="Wang Fang",
        occurred_at=facts.occurred_at,
        impact=Impact.SITE,
    )


def test_a_chain_is_named_by_the_key_that_lies_beside_the_store(machine: Machine) -> None:
    key = machine.store.keys.of_machine(machine.store.chain)
    assert chain_name(key.public) == machine.store.chain
    assert start_of(machine).public_key == key.public


def test_what_a_copy_recorded_is_never_lost_behind_the_originals(site: Site) -> None:
    """By sequence alone the copy's entries would be taken for ones that are here already."""
    original = site.machine()
    copy = site.copy(original)
    for number in range(5):
        original.record(f"fault:original-{number}", report())
        copy.record(f"fault:copy-{number}", report())
    other = site.machine()
    for giver in (original, copy):
        give(giver, other)
    for number in range(5):
        assert entries_of(other.store, f"fault:copy-{number}")
        assert entries_of(other.store, f"fault:original-{number}")
