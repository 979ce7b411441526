"""What befalls machines that exchange files: copies, old backups, snapshots, clocks, revocation, other versions."""

from datetime import timedelta

import pytest

from fieldtech.domain.errors import RuleViolation, UnreadableBundle
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.operations import OPERATIONS, known_kinds
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import Impact, Mode, Nature, Role, Urgency
from fieldtech.store import audit, roster
from fieldtech.store.views.identity import identity_notes, revocation_note
from fieldtech.store.views.peers import all_peers, peer_named
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.enrolment import accept_peer, request_to_be_known, revoke_peer
from fieldtech.workflow.exporting import export_bundle, write_own_receipt
from fieldtech.workflow.handling import add_note, start_fault, use_part
from fieldtech.workflow.redaction import redact_field
from fieldtech.workflow.reports import edit_fault
from fieldtech.workflow.stick_files import files_in
from tests.devices.device import Device
from tests.workflow.desk import Desk, carry, content, export, fault_on, report, state, take, waiting

PHONE = "861055550177"


def standing(seen: Device, by: Device) -> Standing:
    """Tell what one machine is to another."""
    return roster(by.store).seen_from(by.store.chain).standing(seen.store.chain)


def has_files_with(device: Device, text: str) -> bool:
    """Tell whether any file of a machine holds a text."""
    return any(text.encode() in file.read_bytes() for file in device.place.rglob("*") if file.is_file())


class TestClones:
    def test_a_clone_and_its_original_are_told_apart_as_soon_as_they_hear_of_each_other(self, desk: Desk) -> None:
        clone = desk.clone(desk.a, "clone")
        chain = desk.a.store.chain
        ours, theirs = report(desk.a), report(clone, title="Printer jams")
        three = desk.a, clone, desk.depot
        desk.meet(*three)
        assert chain not in (desk.a.store.chain, clone.store.chain)
        assert desk.a.store.chain != clone.store.chain
        assert any(chain in fork for fork in audit(desk.depot.store).forks)
        for machine in three:
            assert fault_on(machine, ours)
            assert fault_on(machine, theirs)
        assert len({state(each) for each in three}) == 1
        for machine in (desk.a, clone):
            assert identity_notes(machine.store)[0].sentence.endswith("what was recorded before stays.")

    def test_a_depot_and_its_clone_that_nobody_else_is_with_find_each_other_by_their_own_bundles(
        self, desk: Desk
    ) -> None:
        """I1: sealed to all but its writer, neither could be read by the other, and nobody else told them."""
        clone = desk.clone(desk.depot, "clone")
        chain = desk.depot.store.chain
        ours, theirs = report(desk.depot), report(clone, title="Printer jams")
        assert take(desk.depot, export(clone, desk.stick, desk.b)).forks == (clone.store.code,)
        assert fault_on(desk.depot, theirs)
        assert desk.depot.store.chain != chain == clone.store.chain
        desk.enrol(clone)
        assert fault_on(clone, ours)
        # Of the other branch it has begun anew, too.
        accept_peer(desk.depot.store, export(clone, desk.stick, desk.depot), is_compared=True)
        assert state(clone) == state(desk.depot)

    def test_a_machine_that_was_set_back_gets_back_what_it_wrote_on_a_stick_itself(self, desk: Desk) -> None:
        snapshot = desk.folder / "snapshot"
        desk.a.copied_to(snapshot)
        fault, chain = report(desk.a), desk.a.store.chain
        file = export(desk.a, desk.stick, desk.depot)
        desk.a.set_back_to(snapshot)
        take(desk.a, file)
        assert fault_on(desk.a, fault)
        assert desk.a.store.chain != chain

    def test_who_takes_in_what_it_wrote_itself_takes_nothing(self, desk: Desk) -> None:
        chain, file = desk.a.store.chain, export(desk.a, desk.stick)
        assert (take(desk.a, file).new, desk.a.store.chain) == (0, chain)

    def test_a_receipt_of_a_copy_is_offered_and_ones_own_is_not(self, desk: Desk) -> None:
        clone = desk.clone(desk.a, "clone")
        write_own_receipt(desk.a.store, desk.stick)
        assert not [each for each in files_in(desk.a.store, [desk.stick]) if each.is_wanted]
        report(clone)
        write_own_receipt(clone.store, desk.stick)
        (found,) = (each for each in files_in(desk.a.store, [desk.stick]) if each.is_wanted)
        chain = desk.a.store.chain
        take(desk.a, found.path)
        assert desk.a.store.chain != chain

    def test_a_clone_on_other_hardware_is_told_when_it_is_opened(self, desk: Desk) -> None:
        clone = desk.clone(desk.a, "clone", hardware="another")
        assert identity_notes(clone.store)[0].sentence.startswith("Store and key were brought here")
        assert clone.store.code != desk.a.store.code
        report(clone)
        accept_peer(desk.depot.store, export(clone, desk.stick), is_compared=True)
        assert standing(clone, desk.depot) is Standing.ADMITTED

    def test_a_clone_that_went_on_alone_can_write_to_its_original_once_it_has_its_request(self, desk: Desk) -> None:
        """Its former chain is its own: it would be left out of all that it writes."""
        clone = desk.clone(desk.depot, "clone", hardware="another")
        request = desk.stick / "depot.ftr"
        request_to_be_known(desk.depot.store, request)
        accept_peer(clone.store, request, is_compared=True, role=Role.SUPERVISOR)
        fault = report(clone)
        accept_peer(desk.depot.store, export(clone, desk.stick), is_compared=True)
        assert fault_on(desk.depot, fault)

    def test_a_store_copied_without_its_keys_is_another_machine_until_it_is_enrolled(self, desk: Desk) -> None:
        copy = desk.clone(desk.a, "copy", has_keys=False, hardware="another")
        assert identity_notes(copy.store)[0].sentence.startswith("The key of this store's machine is not here.")
        fault = report(copy)
        assert standing(copy, desk.depot) is Standing.UNKNOWN
        desk.enrol(copy)
        carry(copy, desk.depot, desk.stick)
        assert fault_on(desk.depot, fault)
        desk.meet(copy, desk.depot)
        assert state(copy) == state(desk.depot)


class TestRestoredStores:
    def test_a_restored_backup_goes_on_as_a_new_machine_and_gets_back_what_others_have(self, desk: Desk) -> None:
        backup = desk.folder / "monday.db"
        desk.a.back_up(backup)
        fault = report(desk.a)
        carry(desk.a, desk.depot, desk.stick)
        chain = desk.a.store.chain
        desk.a.restore_backup(backup)
        assert desk.a.store.chain != chain
        assert fault_on(desk.a, fault) is None
        take(desk.a, export(desk.depot, desk.stick))
        assert fault_on(desk.a, fault)

    def test_what_a_restored_machine_was_before_holds_nothing_back_and_takes_no_place(self, desk: Desk) -> None:
        """What its old chain never acknowledges would be sent for ever, and sealed to a key that nobody uses."""
        old, backup = desk.a.store.chain, desk.folder / "monday.db"
        carry(desk.a, desk.depot, desk.stick)
        desk.a.back_up(backup)
        desk.a.restore_backup(backup)
        accept_peer(desk.depot.store, export(desk.a, desk.stick), is_compared=True)
        was = next(peer for peer in all_peers(desk.depot.store) if peer.chain == old)
        assert (was.replaced_by, was.standing) == (desk.a.store.code, Standing.ADMITTED)
        sent = export_bundle(desk.depot.store, desk.stick)
        assert was.code not in sent.to
        assert desk.a.store.code in sent.to
        take(desk.a, sent.file)
        take(desk.b, sent.file)
        carry(desk.a, desk.depot, desk.stick)
        carry(desk.b, desk.depot, desk.stick)
        assert export_bundle(desk.depot.store, desk.stick).entries < 10

    def test_an_original_that_is_heard_of_beside_its_copy_keeps_its_place(self, desk: Desk) -> None:
        clone = desk.clone(desk.a, "clone", hardware="another")
        report(clone)
        accept_peer(desk.depot.store, export(clone, desk.stick), is_compared=True)
        code = desk.a.store.code
        assert code not in export_bundle(desk.depot.store, desk.stick).to
        report(desk.a)
        carry(desk.a, desk.depot, desk.stick)
        assert {code, clone.store.code} <= set(export_bundle(desk.depot.store, desk.stick).to)

    def test_what_was_sealed_to_the_key_before_can_be_opened_by_who_has_both(self, desk: Desk) -> None:
        """The depot wrote it before it could hear of the new key: it must not be asked for another bundle."""
        fault = report(desk.depot)
        file = export(desk.depot, desk.stick, desk.a)
        desk.a.store.begin_anew()
        take(desk.a, file)
        assert fault_on(desk.a, fault)

    def test_who_is_enrolled_after_the_depot_was_restored_trusts_all_whom_it_trusted_before(self, desk: Desk) -> None:
        fault = report(desk.a)
        carry(desk.a, desk.depot, desk.stick)
        backup = desk.folder / "monday.db"
        desk.depot.back_up(backup)
        desk.depot.restore_backup(backup)
        late = desk.new("late")
        desk.enrol(late)
        assert fault_on(late, fault)
        assert waiting(late) == []
        assert standing(desk.a, late) is Standing.ADMITTED
        carry(late, desk.depot, desk.stick)
        assert state(late) == state(desk.depot)

    def test_a_snapshot_that_was_put_back_is_found_out_by_what_others_have(self, desk: Desk) -> None:
        """Store, keys and anchor were set back together: nothing on the machine itself can tell."""
        snapshot = desk.folder / "snapshot"
        desk.a.copied_to(snapshot)
        before = report(desk.a)
        carry(desk.a, desk.depot, desk.stick)
        chain = desk.a.store.chain
        desk.a.set_back_to(snapshot)
        assert desk.a.store.chain == chain
        after = report(desk.a, title="Printer jams")
        told = carry(desk.depot, desk.a, desk.stick)
        assert any("goes on as a new machine; what was recorded before stays" in note for note in told.notes)
        assert desk.a.store.chain != chain
        desk.meet(desk.a, desk.depot)
        assert state(desk.a) == state(desk.depot)
        for machine in (desk.a, desk.depot):
            assert fault_on(machine, before)
            assert fault_on(machine, after)

    def test_an_older_store_file_is_found_out_when_it_is_opened(self, desk: Desk) -> None:
        snapshot = desk.folder / "snapshot"
        desk.a.copied_to(snapshot)
        report(desk.a)
        chain = desk.a.store.chain
        desk.a.restore_older(snapshot)
        assert desk.a.store.chain != chain
        assert identity_notes(desk.a.store)[0].sentence.startswith("This store is an older copy")


@pytest.mark.parametrize("years", [10, -10], ids=["fast", "slow"])
def test_a_clock_that_is_ten_years_off_hides_nothing_from_anybody(years: int, desk: Desk) -> None:
    """I4, I5: what either wrote last it sees; both see the quarrel, and a word that saw both settles it."""
    fault = report(desk.a)
    desk.meet(desk.a, desk.b)
    desk.a.clock.fast = timedelta(days=3652 if years > 0 else -3652)
    edit_fault(desk.a.store, fault.id, Facts(title="by the one who is off"), because="a")
    edit_fault(desk.b.store, fault.id, Facts(title="by the other"), because="b")
    desk.meet(desk.a, desk.b)
    for machine in (desk.a, desk.b):
        here = fault_on(machine, fault)
        assert here is not None
        (conflict,) = here.conflicts
        assert {side.value for side in conflict.sides} == {"by the one who is off", "by the other"}
    edit_fault(desk.b.store, fault.id, Facts(title="settled"), because="saw both")
    assert fault_on(desk.b, fault).title == "settled"  # type: ignore[union-attr]
    desk.meet(desk.a, desk.b)
    edit_fault(desk.a.store, fault.id, Facts(title="later still"), because="a")
    assert fault_on(desk.a, fault).title == "later still"  # type: ignore[union-attr]
    desk.meet(desk.a, desk.b)
    assert {fault_on(each, fault).title for each in (desk.a, desk.b)} == {"later still"}  # type: ignore[union-attr]


class TestRevocation:
    def test_a_revoked_machine_that_goes_on_honestly_loses_nothing_and_is_told(self, desk: Desk) -> None:
        fault = report(desk.b)
        desk.meet()
        revoke_peer(desk.depot.store, desk.b.store.code, "laptop was stolen")
        add_note(desk.b.store, fault.id, "after the theft")
        told = carry(desk.b, desk.depot, desk.stick)
        assert (told.new, told.quarantined) == (0, 1)
        assert "was revoked" in waiting(desk.depot)[0]
        assert "A supervisor accepts more by revoking it anew" in waiting(desk.depot)[0]
        carry(desk.depot, desk.b, desk.stick)
        assert "Nothing is lost here. Ask a supervisor to accept it." in revocation_note(desk.b.store)
        assert [note.text for note in fault_on(desk.b, fault).notes] == ["after the theft"]  # type: ignore[union-attr]
        assert fault_on(desk.depot, fault).notes == ()  # type: ignore[union-attr]

    def test_a_supervisor_accepts_later_entries_and_they_join_everywhere(self, desk: Desk) -> None:
        fault = report(desk.b)
        desk.meet()
        revoke_peer(desk.depot.store, desk.b.store.code, "lost")
        good = peer_named(desk.depot.store, desk.b.store.code).last_good or 0
        add_note(desk.b.store, fault.id, "found again")
        carry(desk.b, desk.depot, desk.stick)
        revoke_peer(desk.depot.store, desk.b.store.code, "found again", last_good=good + 1)
        assert waiting(desk.depot) == []
        carry(desk.depot, desk.a, desk.stick)
        assert len(fault_on(desk.a, fault).notes) == 1  # type: ignore[union-attr]
        assert state(desk.a) == state(desk.depot)

    def test_it_is_left_out_of_what_goes_to_all_and_gets_what_takes_away_alone(self, desk: Desk) -> None:
        revoke_peer(desk.depot.store, desk.b.store.code, "stolen")
        report(desk.a)
        carry(desk.a, desk.depot, desk.stick)
        with pytest.raises(RuleViolation, match="goes to it alone"):
            export(desk.depot, desk.stick, desk.a, desk.b)
        assert carry(desk.depot, desk.b, desk.stick).changes == ()

    def test_its_request_does_not_bring_it_back(self, desk: Desk) -> None:
        revoke_peer(desk.depot.store, desk.b.store.code, "stolen")
        request = desk.stick / "again.ftr"
        request_to_be_known(desk.b.store, request)
        with pytest.raises(RuleViolation, match="Say anew up to which entry"):
            accept_peer(desk.depot.store, request, is_compared=True)

    def test_what_is_taken_out_leaves_it_by_its_old_key_although_it_goes_on_as_another(self, desk: Desk) -> None:
        fault = report(desk.b, contact=PHONE)
        desk.meet()
        revoked = desk.b.store.chain
        desk.b.copied_to(desk.folder / "snapshot")
        add_note(desk.b.store, fault.id, "after the snapshot")
        desk.b.restore_older(desk.folder / "snapshot")
        revoke_peer(desk.depot.store, revoked, "stolen")
        redact_field(desk.depot.store, fault.id, "contact", "asked for")
        assert standing(desk.b, desk.depot) is Standing.UNKNOWN
        assert has_files_with(desk.b, PHONE)
        take(desk.b, export_bundle(desk.depot.store, desk.stick, to=(revoked,)).file)
        assert not has_files_with(desk.b, PHONE)

    def test_what_is_taken_out_leaves_it_although_it_was_set_back_behind_what_it_acknowledged(self, desk: Desk) -> None:
        fault = report(desk.b, contact=PHONE)
        desk.meet()
        desk.b.copied_to(desk.folder / "snapshot")
        report(desk.depot)
        carry(desk.depot, desk.b, desk.stick)
        carry(desk.b, desk.depot, desk.stick)
        desk.b.restore_older(desk.folder / "snapshot")
        revoke_peer(desk.depot.store, desk.b.store.chain, "stolen")
        redact_field(desk.depot.store, fault.id, "contact", "asked for")
        carry(desk.depot, desk.b, desk.stick)
        assert not has_files_with(desk.b, PHONE)

    def test_what_is_taken_out_leaves_a_copy_without_its_key_once_somebody_admits_that(self, desk: Desk) -> None:
        fault = report(desk.b, contact=PHONE)
        desk.meet()
        copy = desk.clone(desk.b, "copy", has_keys=False, hardware="another")
        revoke_peer(desk.depot.store, desk.b.store.chain, "stolen")
        redact_field(desk.depot.store, fault.id, "contact", "asked for")
        with pytest.raises(UnreadableBundle):
            take(copy, export(desk.depot, desk.stick, desk.b))
        assert has_files_with(copy, PHONE)
        desk.enrol(copy)
        carry(desk.depot, copy, desk.stick)
        assert not has_files_with(copy, PHONE)


class TestVersions:
    def test_an_older_program_passes_on_what_it_does_not_know_and_shows_it_once_it_is_updated(self, desk: Desk) -> None:
        """I7."""
        desk.b.close()
        desk.b.is_old = True
        desk.b.open()
        fault = report(desk.a)
        use_a_part(desk.a, fault.id)
        with desk.b.running():
            carry(desk.a, desk.b, desk.stick)
            here = fault_on(desk.b, fault)
            assert here is not None
            assert here.parts == ()
            assert here.oddities
            file = export(desk.b, desk.stick, desk.depot)
        take(desk.depot, file)
        assert len(fault_on(desk.depot, fault).parts) == 1  # type: ignore[union-attr]
        desk.b.upgrade()
        assert len(fault_on(desk.b, fault).parts) == 1  # type: ignore[union-attr]
        assert state(desk.b) == state(desk.depot)
        assert audit(desk.b.store).ok

    def test_opening_a_store_by_the_same_program_writes_nothing(self, desk: Desk) -> None:
        before = content(desk.b.store)
        desk.b.upgrade()
        assert content(desk.b.store) == before
        assert known_kinds() == tuple(sorted(f"{kind.KIND}/{kind.VERSION}" for kind in OPERATIONS))

    def test_what_an_older_program_wrote_is_read_by_a_newer_one(self, desk: Desk) -> None:
        desk.b.is_old = True
        with desk.b.running():
            fault = report(desk.b)
            file = export(desk.b, desk.stick)
        take(desk.depot, file)
        assert fault_on(desk.depot, fault)


def use_a_part(device: Device, fault_id: str) -> None:
    """Work on a fault, and use a part."""
    said = Assessment(
        nature=Nature.HARDWARE, impact=Impact.PERSON, urgency=Urgency.LOW, cause="disk 4", mode=Mode.ON_SITE
    )
    assess_fault(device.store, fault_id, said)
    start_fault(device.store, fault_id)
    use_part(device.store, fault_id, "SSD 960 GB")
