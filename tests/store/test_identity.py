"""One machine, one chain: a copy, a backup, a snapshot or a cloned key goes on as a machine of its own, and is told."""

import shutil
from pathlib import Path

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.frontiers import (
    ChainFrontier,
    Checkpoint,
    SignedReceipt,
    Tip,
    checkpoint_digest,
    receipt_digest,
)
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.machines import MachineStarted
from fieldtech.domain.operations import operation_of
from fieldtech.domain.words import Role
from fieldtech.store import Store, anchor, audit, back_up, restore_backup
from fieldtech.store.anchor import Anchor, Anchored, Doubt
from fieldtech.store.peers import roster
from fieldtech.store.receipts import keep_receipt, own_receipt
from fieldtech.store.views.identity import identity_notes
from tests.domain.authors import report
from tests.sync_machines import Machine, Site, all_entries, all_segments, give, meet, proofs

SUBJECT = "fault:4f6k2m9p3qdw"


def reopened(machine: Machine) -> Store:
    """Close a machine's store and open it again."""
    machine.store.close()
    machine.store = Store.open(
        machine.store.path, keys=machine.store.keys.folder, clock=machine.clock, entropy=machine.store.entropy
    )
    return machine.store


def kept_copy(machine: Machine) -> Path:
    """Copy a store's file while it is closed."""
    path = machine.store.path
    reopened(machine).close()
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    reopened(machine)
    return copy


def put_back(machine: Machine, copy: Path) -> Store:
    """Put a copy in the place of a store."""
    machine.store.close()
    for side in ("-wal", "-shm", "-journal"):
        machine.store.path.with_name(machine.store.path.name + side).unlink(missing_ok=True)
    shutil.copyfile(copy, machine.store.path)
    return reopened(machine)


def doubts(store: Store) -> list[Doubt]:
    """Tell why a store went on with new chains, the latest first."""
    notes = identity_notes(store)
    assert all(note.sentence.endswith("stays.") and note.chain != note.chain_before for note in notes)
    return [note.doubt for note in notes]


def start_of(store: Store) -> MachineStarted:
    """Read what a store's present chain begins with."""
    said = operation_of(next(entry for entry in all_entries(store) if entry.header.chain == store.chain))
    assert isinstance(said, MachineStarted)
    return said


def record_and_fail(machine: Machine) -> None:
    """Record in a transaction that is broken off."""
    with machine.store.writing():
        machine.store.record(SUBJECT, report())
        raise ZeroDivisionError


class TestAnOrdinaryStore:
    def test_it_keeps_its_chain_whenever_it_is_opened(self, machine: Machine) -> None:
        chain = machine.store.chain
        for number in range(3):
            machine.record(SUBJECT, NoteAdded(text=str(number)))
            assert reopened(machine).chain == chain
        assert doubts(machine.store) == []

    def test_two_programs_write_one_chain(self, machine: Machine) -> None:
        other = Store.open(machine.store.path, keys=machine.store.keys.folder, clock=machine.clock)
        for number in range(3):
            machine.store.record(SUBJECT, NoteAdded(text=f"one {number}"))
            other.record(SUBJECT, NoteAdded(text=f"other {number}"))
        assert (machine.store.chain, doubts(other)) == (other.chain, [])
        other.close()

    def test_an_anchor_that_lags_behind_after_a_power_cut_is_no_reason(self, machine: Machine) -> None:
        file = machine.store.keys.folder / f"{machine.store.chain}.anchor"
        early = file.read_bytes()
        machine.record(SUBJECT, report())
        assert file.read_bytes() != early
        file.write_bytes(early)
        chain = machine.store.chain
        assert reopened(machine).chain == chain

    @pytest.mark.parametrize("left", [b"", b"\x00" * 40, b"rubbish\n", b"a b c\n", b"\xff"])
    def test_an_anchor_that_says_nothing_is_no_reason(self, machine: Machine, left: bytes) -> None:
        chain = machine.store.chain
        (machine.store.keys.folder / f"{chain}.anchor").write_bytes(left)
        assert reopened(machine).chain == chain
        machine.record(SUBJECT, report())
        assert (machine.store.chain, doubts(machine.store)) == (chain, [])

    def test_an_anchor_that_can_not_be_written_keeps_nobody_from_work(self, machine: Machine) -> None:
        file = machine.store.keys.folder / f"{machine.store.chain}.anchor"
        file.unlink()
        file.mkdir()
        machine.record(SUBJECT, report())
        assert audit(machine.store).ok

    def test_nothing_is_anchored_that_was_undone(self, machine: Machine) -> None:
        chain = machine.store.chain
        with pytest.raises(ZeroDivisionError):
            record_and_fail(machine)
        assert reopened(machine).chain == chain

    def test_the_anchor_is_for_its_owners_eyes(self, machine: Machine) -> None:
        file = machine.store.keys.folder / f"{machine.store.chain}.anchor"
        assert file.stat().st_mode & 0o777 == 0o600
        assert machine.store.chain not in file.read_text()


class TestAnOlderCopy:
    def test_put_back_it_goes_on_with_a_new_chain_that_its_old_key_signed(self, machine: Machine) -> None:
        copy, chain = kept_copy(machine), machine.store.chain
        machine.record(SUBJECT, report())
        store = put_back(machine, copy)
        assert (store.chain != chain, doubts(store)) == (True, [Doubt.OLDER])
        assert start_of(store).continues.startswith(f"{chain}.2.")
        assert start_of(store).succession
        assert chain in roster(store).trusted_from(store.chain)

    def test_others_trust_it_by_that_signature_and_nothing_is_lost(self, site: Site) -> None:
        machine, other = site.machine(), site.machine()
        copy = kept_copy(machine)
        machine.record(SUBJECT, report())
        give(machine, other)
        put_back(machine, copy)
        machine.record("fault:after", report())
        chains = roster(other.store).trusted_from(other.store.chain)
        meet([machine, other])
        assert machine.store.chain not in chains
        assert machine.store.chain in roster(other.store).trusted_from(other.store.chain)
        assert other.fault("fault:after")
        assert machine.fault(SUBJECT)
        assert audit(machine.store).state_digest == audit(other.store).state_digest

    def test_a_program_that_runs_finds_it_out_before_it_records(self, machine: Machine) -> None:
        copy, chain = kept_copy(machine), machine.store.chain
        running = Store.open(copy, keys=machine.store.keys.folder, clock=machine.clock)
        machine.record(SUBJECT, report())
        running.record("fault:copy", report())
        assert (running.chain != chain, machine.store.chain, doubts(running)) == (True, chain, [Doubt.OLDER])
        running.close()

    def test_a_backup_that_is_restored_says_so(self, machine: Machine, tmp_path: Path) -> None:
        back_up(machine.store, tmp_path / "backup.db")
        target, keys = tmp_path / "restored.db", machine.store.keys.folder
        restore_backup(tmp_path / "backup.db", target, keys=keys, settings=machine.store.settings)
        restored = Store.open(target, keys=keys)
        assert doubts(restored) == [Doubt.RESTORED]
        assert start_of(restored).succession
        restored.close()

    def test_a_store_that_somebody_calls_a_copy_goes_on_anew(self, machine: Machine) -> None:
        chain = machine.store.chain
        machine.store.begin_anew()
        assert (machine.store.chain != chain, doubts(machine.store)) == (True, [Doubt.BY_HAND])
        assert start_of(machine.store).role is Role.TECHNICIAN


class TestASnapshotOfTheWholeMachine:
    """Keys and anchor go back with the store: only what others hold tells."""

    @pytest.fixture
    def set_back(self, site: Site) -> tuple[Machine, Machine]:
        """A machine that was set back after another had taken what it recorded; and that other."""
        machine, other = site.machine(), site.machine()
        machine.knows(other)
        machine.store.close()
        snapshot = machine.store.path.parent.with_name("snapshot")
        shutil.copytree(machine.store.path.parent, snapshot)
        reopened(machine)
        machine.record(SUBJECT, report())
        give(machine, other)
        machine.store.close()
        shutil.rmtree(machine.store.path.parent)
        shutil.copytree(snapshot, machine.store.path.parent)
        reopened(machine)
        return machine, other

    def test_nothing_is_known_of_it_by_itself(self, set_back: tuple[Machine, Machine]) -> None:
        machine, _other = set_back
        assert doubts(machine.store) == []

    def test_a_receipt_that_knows_more_tells(self, set_back: tuple[Machine, Machine]) -> None:
        machine, other = set_back
        chain = machine.store.chain
        assert keep_receipt(machine.store, own_receipt(other.store, is_alone=True))
        assert (machine.store.chain != chain, doubts(machine.store)) == (True, [Doubt.TOLD])
        keep_receipt(machine.store, own_receipt(other.store, is_alone=True))
        assert len(identity_notes(machine.store)) == 1

    def test_its_own_receipt_of_before_tells(self, site: Site) -> None:
        """A copy of it can have given it, too: nobody else signs with this key."""
        machine = site.machine()
        copy = site.copy(machine)
        copy.record(SUBJECT, report())
        chain, told = machine.store.chain, own_receipt(copy.store, is_alone=True)
        assert not keep_receipt(copy.store, told)
        assert (copy.store.chain, doubts(copy.store)) == (chain, [])
        keep_receipt(machine.store, told)
        assert (machine.store.chain != chain, doubts(machine.store)) == (True, [Doubt.TOLD])
        keep_receipt(machine.store, told)
        assert len(identity_notes(machine.store)) == 1

    @pytest.mark.parametrize("is_signed_by_liar", [False, True])
    def test_a_receipt_that_lies_moves_nobody_to_begin_anew(self, site: Site, is_signed_by_liar: bool) -> None:
        machine, liar = site.machine(), site.machine()
        machine.knows(liar)
        told, key = own_receipt(liar.store).receipt, liar.store.keys.of_machine(liar.store.chain)
        chain, tip = machine.store.chain, Tip(99_999, bytes(32))
        head = Checkpoint(chain, 99_999, tip.hash, key.sign(checkpoint_digest(chain, 99_999, tip.hash)))
        heads = (head,) if is_signed_by_liar else ()
        lie = msgspec.structs.replace(told, chains={chain: ChainFrontier((tip,), 99_999)}, heads=heads)
        content = canonical_bytes(lie)
        assert keep_receipt(machine.store, SignedReceipt(content, key.sign(receipt_digest(content))))
        assert (machine.store.chain, doubts(machine.store)) == (chain, [])

    def test_a_strangers_receipt_tells_nothing(self, set_back: tuple[Machine, Machine], site: Site) -> None:
        machine, other = set_back
        stranger = site.machine()
        give(other, stranger)
        assert not keep_receipt(machine.store, own_receipt(stranger.store, is_alone=True))
        assert doubts(machine.store) == []

    def test_a_bundle_that_holds_more_tells_and_gives_back_what_was_lost(
        self, set_back: tuple[Machine, Machine]
    ) -> None:
        machine, other = set_back
        assert give(other, machine).forks == ()
        assert (doubts(machine.store), machine.fault(SUBJECT).title) == ([Doubt.TOLD], "RAID degraded")
        assert start_of(machine.store).continues.startswith(machine.recorded[-1].ref)

    def test_what_was_recorded_since_is_a_fork_and_both_branches_stay(self, set_back: tuple[Machine, Machine]) -> None:
        machine, other = set_back
        machine.record("fault:since", report())
        assert give(other, machine).forks
        assert doubts(machine.store) == [Doubt.FORKED]
        meet([machine, other])
        for each in (machine, other):
            assert each.fault(SUBJECT)
            assert each.fault("fault:since")


class TestACloneOnAnotherMachine:
    def test_with_its_keys_it_begins_a_chain_at_once(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        original = site.machine()
        original.record(SUBJECT, report())
        elsewhere = tmp_path / "machine-id"
        elsewhere.write_text("0123456789abcdef0123456789abcdef\n")
        monkeypatch.setattr(anchor, "MACHINE_ID_FILES", (elsewhere,))
        clone = site.copy(original)
        assert clone.store.chain != original.store.chain
        assert doubts(clone.store) == [Doubt.OTHER_MACHINE]

    def test_without_its_keys_it_shows_no_signature_and_is_not_trusted(self, site: Site) -> None:
        original, other = site.machine(), site.machine()
        give(original, other)
        clone = site.copy(original, with_keys=False)
        assert (doubts(clone.store), start_of(clone.store).succession) == ([Doubt.NO_KEY], "")
        clone.record(SUBJECT, report())
        other.store.merge(all_segments(clone.store), checkpoints=proofs(clone))
        assert clone.store.chain not in roster(other.store).trusted_from(other.store.chain)

    def test_a_system_without_a_name_of_its_own_is_like_any_other_of_that_kind(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        empty = tmp_path / "machine-id"
        empty.write_text("")
        monkeypatch.setattr(anchor, "MACHINE_ID_FILES", (empty, tmp_path / "none"))
        assert anchor.machine_digest() == ""
        assert doubts(reopened(machine)) in ([Doubt.OTHER_MACHINE], [])
        chain = machine.store.chain
        assert reopened(machine).chain == chain


ANCHORED = Anchored("store", "machine", 7)
DOUBTS = {
    "the same": (ANCHORED, None),
    "further than the anchor": (Anchored("store", "machine", 8), None),
    "not as far": (Anchored("store", "machine", 6), Doubt.OLDER),
    "another store": (Anchored("other", "machine", 7), Doubt.OTHER_STORE),
    "another machine": (Anchored("store", "other", 9), Doubt.OTHER_MACHINE),
    "a machine that lost its name": (Anchored("store", "", 7), Doubt.OTHER_MACHINE),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_what_an_anchor_makes_doubtful(case: str, tmp_path: Path) -> None:
    own, doubt = DOUBTS[case]
    kept = Anchor(tmp_path / "x.anchor")
    assert kept.doubt(own) is None
    kept.write(ANCHORED)
    assert kept.doubt(own) is doubt


def test_an_anchor_is_overwritten_in_place(tmp_path: Path) -> None:
    file = tmp_path / "x.anchor"
    kept, sizes = Anchor(file), set()
    for sequence in (1, 9_999, 10**15):
        kept.write(Anchored("store", "machine", sequence))
        sizes.add(file.stat().st_size)
    assert len(sizes) == 1
    assert kept.doubt(Anchored("store", "machine", 10**15 - 1)) is Doubt.OLDER
