"""What a technician's machine that is trusted and hostile may send, and what the others can do all the same."""

import os
from pathlib import Path

import pytest

from fieldtech.domain import frontiers
from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.handling_operations import AttachmentAdded, NoteAdded
from fieldtech.domain.journal import Entry, Header, Segment, seal_entry
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import Role
from fieldtech.store import own_receipt, receipts, roster
from fieldtech.sync.limits import CHAIN_LIMIT
from fieldtech.sync.signed_files import is_sound_receipt
from fieldtech.workflow import enrolment, stick_files
from fieldtech.workflow.enrolment import Candidate, accept_peer, look_at, request_to_be_known
from fieldtech.workflow.stick_files import files_in
from tests.devices.device import Device
from tests.workflow.desk import Desk, carry, export, report, take

BEFORE = bytes([1]) * 32


def stray_entry(number: int) -> Entry:
    """Make an entry of a chain that nobody knows, behind others that nobody has."""
    header = Header("a", f"stray{number:05}", "fault:x", "note-added", 0, 5, 10**15)
    return seal_entry(header, NoteAdded(text="x"), BEFORE, bytes(12))


class TestWhatIsToldOfIt:
    """Nobody makes another machine tell so much, or such nonsense, that its bundles are refused everywhere."""

    def test_runs_of_invented_chains(self, desk: Desk) -> None:
        strays = (stray_entry(number) for number in range(CHAIN_LIMIT + 1))
        desk.depot.store.merge(Segment(each.header.chain, BEFORE, (each.line(),)) for each in strays)
        receipt = own_receipt(desk.depot.store)
        assert len(receipt.receipt.gaps) == frontiers.GAPS_TOLD
        assert is_sound_receipt(receipt)

    def test_an_attachment_whose_digest_is_none(self, desk: Desk) -> None:
        fault = report(desk.a)
        desk.a.store.record(f"fault:{fault.id}", AttachmentAdded(name="x", digest="zzz", size=1))
        assert carry(desk.a, desk.depot, desk.stick).new
        assert carry(desk.depot, desk.b, desk.stick).new

    def test_more_attachments_than_are_asked_for_at_once(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receipts, "ATTACHMENTS_ASKED_FOR", 3)
        fault = report(desk.a)
        digests = {f"{number:064x}" for number in range(1, 9)}
        added = [AttachmentAdded(name="x", digest=each, size=1) for each in sorted(digests)]
        desk.a.store.record(f"fault:{fault.id}", *added)
        asked_for = set[str]()
        for _ in range(20):
            told = own_receipt(desk.a.store).receipt.missing_attachments
            assert len(told) == 3
            asked_for |= set(told)
            desk.a.store.record(f"fault:{fault.id}", NoteAdded(text="on"))
        assert asked_for == digests


def test_a_file_whose_name_is_no_text_is_taken_in_and_known_again(desk: Desk) -> None:
    report(desk.a)
    folder = desk.folder / "other"
    folder.mkdir()
    file = Path(os.fsdecode(os.fsencode(folder / "ft-") + b"\xb9\xca.ftb"))
    export(desk.a, desk.stick, desk.depot).rename(file)
    assert [found.is_wanted for found in files_in(desk.depot.store, [folder])] == [True]
    assert take(desk.depot, file).new
    assert [found.is_logged for found in files_in(desk.depot.store, [folder])] == [True]


def test_a_bundle_that_is_put_in_the_place_of_the_compared_one_is_not_accepted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shared folder somebody else may write between two looks at a file."""
    stranger = desk.new("stranger", Role.SUPERVISOR)
    accept_peer(stranger.store, request_of(desk.b, desk.stick), is_compared=True)
    genuine, other = export(desk.depot, desk.stick, desk.b), export(stranger, desk.stick, desk.b)

    def look_and_swap(file: Path) -> Candidate:
        seen = look_at(file)
        other.replace(genuine)
        return seen

    monkeypatch.setattr(enrolment, "look_at", look_and_swap)
    with pytest.raises(UnreadableBundle, match="changed meanwhile"):
        accept_peer(desk.b.store, genuine, is_compared=True, public_key=look_at(genuine).public_key)
    known = roster(desk.b.store).seen_from(desk.b.store.chain)
    assert known.standing(stranger.store.chain) is Standing.UNKNOWN


def request_of(device: Device, stick: Path) -> Path:
    """Write a machine's request."""
    file = stick / f"{device.name}-asks.ftr"
    request_to_be_known(device.store, file)
    return file


def test_a_file_that_seems_old_is_not_hidden_by_very_many_that_are_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is ten years behind dates its files so."""
    monkeypatch.setattr(stick_files, "MOST_FILES", 3)
    folder = desk.folder / "other"
    folder.mkdir()
    for _ in range(4):
        report(desk.a)
        take(desk.depot, export(desk.a, folder, desk.depot))
    report(desk.a)
    late = export(desk.a, folder, desk.depot)
    os.utime(late, (0, 0))
    found = files_in(desk.depot.store, [folder])
    assert [each.path for each in found if each.is_wanted] == [late]
    assert len(found) == 3
