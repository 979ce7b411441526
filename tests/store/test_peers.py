"""What machines tell each other of what they hold, and what goes into a bundle because of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.frontiers import ChainFrontier, Frontier, Receipt, SignedReceipt, Tip, receipt_digest
from fieldtech.domain.handling_operations import AttachmentAdded, NoteAdded
from fieldtech.domain.journal import Entry, without_payload
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import Role
from fieldtech.store import BundleNote, exports, finish_bundle, log_bundle
from fieldtech.store.exports import runs_since, stretches_since
from fieldtech.store.frontiers import frontier, newest_checkpoints
from fieldtech.store.merging import read_segment
from fieldtech.store.peers import revoke
from fieldtech.store.receipts import keep_receipt, known_to, own_receipt, receipt_of
from fieldtech.store.views.bundles import bundle_log
from fieldtech.store.views.faults import fault_by_id
from fieldtech.store.views.history import fault_history
from fieldtech.store.views.peers import Peer, all_peers, clock_words
from tests.domain.authors import report
from tests.sync_machines import Machine, Site, all_entries, all_segments, give, meet, proofs, segments

SUBJECT = "fault:4f6k2m9p3qdw"


@pytest.fixture
def pair(site: Site) -> tuple[Machine, Machine]:
    """Two machines that know each other and have all of each other, but for a note of the first."""
    one, two = site.machine(), site.machine()
    one.record(SUBJECT, report())
    meet([one, two])
    one.record(SUBJECT, NoteAdded(text="since"))
    return one, two


def sent(machine: Machine, frontiers: Sequence[Frontier]) -> list[Entry]:
    """Read what would go to receivers who hold so much."""
    return [entry for run in runs_since(machine.store, frontiers) for entry in read_segment(run)]


def peer(machine: Machine, other: Machine) -> Peer:
    """Read what a machine knows of another."""
    return next(each for each in all_peers(machine.store) if each.chain == other.store.chain)


class TestFrontier:
    def test_it_tells_the_tips_of_every_chain(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        own = frontier(one.store)[one.store.chain]
        last = one.recorded[-1]
        assert own == ChainFrontier((Tip(last.header.seq, last.hash),), last.header.seq)
        assert frontier(two.store)[one.store.chain].whole == last.header.seq - 1

    def test_of_a_fork_it_tells_both(self, site: Site) -> None:
        original = site.machine()
        copy, other = site.copy(original), site.machine()
        original.record("fault:a", report())
        copy.record("fault:b", report())
        give(original, other)
        give(copy, other)
        chain = original.recorded[0].header.chain
        told = frontier(other.store)[chain]
        assert {tip.hash for tip in told.tips} == {original.recorded[0].hash, copy.recorded[0].hash}

    def test_whole_is_what_lacks_no_payload(self, pair: tuple[Machine, Machine], site: Site) -> None:
        one, _two = pair
        other = site.machine()
        bare = [
            msgspec.structs.replace(run, lines=tuple(withheld(entry) for entry in read_segment(run)))
            for run in all_segments(one.store)
        ]
        give(one, other, bare)
        first = one.recorded[0].header.seq
        assert frontier(other.store)[one.store.chain].whole == first - 1
        give(one, other)
        assert frontier(other.store)[one.store.chain] == frontier(one.store)[one.store.chain]

    def test_what_is_held_is_acknowledged_too(self, site: Site) -> None:
        """Else it would be sent again and again by who does not know why it is held."""
        one, two = site.machine(), site.machine()
        two.store.merge(all_segments(one.store), checkpoints=proofs(one))
        assert frontier(two.store)[one.store.chain] == frontier(one.store)[one.store.chain]


def withheld(entry: Entry) -> bytes:
    """Spell a line without what a fault's entry says."""
    return (without_payload(entry, None) if entry.header.entity == SUBJECT else entry).line()


class TestReceipts:
    def test_one_that_is_kept_says_what_the_other_holds(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        signed = own_receipt(two.store)
        assert signed.is_genuine()
        assert keep_receipt(one.store, signed)
        assert receipt_of(one.store, two.store.chain) == signed.receipt
        assert receipt_of(two.store, one.store.chain) is None
        assert known_to(one.store, two.store.chain) == frontier(two.store)

    def test_an_earlier_one_and_ones_own_are_not_kept(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        early, late = own_receipt(two.store), own_receipt(two.store)
        assert keep_receipt(one.store, late)
        assert not keep_receipt(one.store, early)
        assert not keep_receipt(one.store, own_receipt(one.store))
        assert receipt_of(one.store, two.store.chain) == late.receipt

    def test_a_clock_that_was_fast_once_silences_no_machine(self, pair: tuple[Machine, Machine]) -> None:
        """By the clock alone its receipts would count for nothing until that day has come."""
        one, two = pair
        two.clock.fast = timedelta(days=3652)
        fast = own_receipt(two.store)
        assert keep_receipt(one.store, fast)
        two.clock.fast = timedelta(0)
        two.record(SUBJECT, NoteAdded(text="the clock is right again"))
        assert keep_receipt(one.store, right := own_receipt(two.store))
        assert receipt_of(one.store, two.store.chain) == right.receipt

    def test_one_of_a_machine_that_was_set_back_counts(self, pair: tuple[Machine, Machine]) -> None:
        """It holds less than before: what it lost must be sent again."""
        _one, two = pair
        lost, told = (msgspec.structs.replace(own_receipt(two.store).receipt, number=number) for number in (9, 3))
        assert not told.is_outdated_by(lost)
        assert lost.is_outdated_by(msgspec.structs.replace(told, number=9))

    @pytest.mark.parametrize("spoil", ["signature", "content", "machine", "rubbish"])
    def test_one_that_is_not_signed_by_whom_it_names_is_refused(
        self, pair: tuple[Machine, Machine], spoil: str
    ) -> None:
        one, two = pair
        genuine = own_receipt(two.store)
        mine = one.store.keys.of_machine(one.store.chain)
        forged = canonical_bytes(msgspec.structs.replace(genuine.receipt, public_key=mine.public))
        spoilt = {
            "signature": SignedReceipt(genuine.content, own_receipt(one.store).signature),
            "content": SignedReceipt(genuine.content.replace(b'"whole":', b'"whole":1'), genuine.signature),
            "machine": SignedReceipt(forged, mine.sign(receipt_digest(forged))),
            "rubbish": SignedReceipt(b"[]", genuine.signature),
        }[spoil]
        with pytest.raises(DamagedJournal):
            keep_receipt(one.store, spoilt)
        assert receipt_of(one.store, two.store.chain) is None

    def test_it_lists_gaps_and_missing_attachments(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        digest = hashlib.sha256(b"amber light").hexdigest()
        one.store.keep_blob(digest, b"amber light")
        one.record(SUBJECT, AttachmentAdded(name="photo.txt", digest=digest, size=11))
        give(one, two)
        one.record(SUBJECT, NoteAdded(text="lost"))
        one.record(SUBJECT, NoteAdded(text="came"))
        last = one.recorded[-1].header.seq
        give(one, two, segments(one.store, one.store.chain, last))
        told = own_receipt(two.store).receipt
        assert told.gaps == {one.store.chain: last - 1}
        assert told.missing_attachments == (digest,)
        assert own_receipt(one.store).receipt.missing_attachments == ()


class TestWhatGoesIntoABundle:
    def test_everything_for_who_has_told_nothing(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        assert {e.hash for e in sent(one, [{}])} == {e.hash for e in all_entries(one.store)}
        assert sent(one, []) == sent(one, [known_to(one.store, two.store.chain)])

    def test_what_came_since_for_who_has_acknowledged(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        keep_receipt(one.store, own_receipt(two.store))
        assert [e.hash for e in sent(one, [known_to(one.store, two.store.chain)])] == [one.recorded[-1].hash]

    def test_a_lost_bundle_loses_nothing(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        keep_receipt(one.store, own_receipt(two.store))
        for number in range(3):
            one.record(SUBJECT, NoteAdded(text=str(number)))
            assert len(sent(one, [known_to(one.store, two.store.chain)])) == number + 2

    def test_what_any_of_several_receivers_lacks(self, pair: tuple[Machine, Machine], site: Site) -> None:
        one, two = pair
        three = site.machine()
        keep_receipt(one.store, own_receipt(two.store))
        both = [known_to(one.store, each.store.chain) for each in (two, three)]
        assert len(sent(one, both)) == len(all_entries(one.store))

    def test_a_tip_that_is_not_ours_brings_the_whole_chain(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        held = dict(frontier(two.store))
        last = held[one.store.chain].tips[0].sequence
        held[one.store.chain] = ChainFrontier((Tip(last, bytes(32)),), last)
        assert len(sent(one, [held])) == one.recorded[-1].header.seq

    def test_entries_without_their_payloads_are_sent_again(self, pair: tuple[Machine, Machine]) -> None:
        one, _two = pair
        held = dict(frontier(one.store))
        held[one.store.chain] = ChainFrontier(held[one.store.chain].tips, 2)
        assert [e.header.seq for e in sent(one, [held])] == list(range(3, one.recorded[-1].header.seq + 1))

    def test_the_chain_of_a_machine_that_is_ahead_of_us_is_not_sent_back_to_it(
        self, pair: tuple[Machine, Machine]
    ) -> None:
        one, two = pair
        two.record("fault:new", report())
        keep_receipt(one.store, own_receipt(two.store))
        assert [e.hash for e in sent(one, [known_to(one.store, two.store.chain)])] == [one.recorded[-1].hash]

    def test_what_a_third_machine_is_ahead_of_us_is_told_by_an_earlier_receipt(self, site: Site) -> None:
        one, two, three = site.machine(), site.machine(), site.machine()
        three.record("fault:first", report())
        meet([one, two, three])
        keep_receipt(one.store, own_receipt(two.store))
        three.record("fault:second", report())
        give(three, two)
        keep_receipt(one.store, own_receipt(two.store))
        told = [e for e in sent(one, [known_to(one.store, two.store.chain)]) if e.header.chain == three.store.chain]
        assert told == []

    def test_both_branches_of_a_fork_go(self, site: Site) -> None:
        original = site.machine()
        copy, other, last = site.copy(original), site.machine(), site.machine()
        original.record("fault:a", report())
        copy.record("fault:b", report())
        for each in (original, copy):
            give(each, other)
        give(other, last)
        assert frontier(last.store) | {last.store.chain: 0} == frontier(other.store) | {last.store.chain: 0}

    def test_a_line_is_spelled_as_it_is_told(self, pair: tuple[Machine, Machine], site: Site) -> None:
        one, _two = pair
        runs = list(runs_since(one.store, [], withheld))
        entries = [entry for run in runs for entry in read_segment(run)]
        assert {e.payload is None for e in entries if e.header.entity == SUBJECT} == {True}
        other = site.machine()
        assert give(one, other, runs).quarantined == 0

    def test_long_chains_are_cut_into_runs_that_join(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exports, "RUN_LINES", 500)
        one, two = site.machine(), site.machine()
        with one.store.writing():
            for number in range(1_100):
                one.store.record(f"fault:{number}", NoteAdded(text="x" * 5))
            one.store.record("fault:long", NoteAdded(text="x" * 900_000), NoteAdded(text="y" * 900_000))
        runs = all_segments(one.store)
        assert [len(run.lines) for run in runs][:2] == [500, 500]
        assert max(len(run.lines) for run in runs) == 500
        assert max(sum(map(len, run.lines)) for run in runs) < 2_000_000
        assert give(one, two, runs).new == 1_104

    def test_the_words_on_machines_come_first(self, site: Site) -> None:
        depot, one = site.machine(role=Role.SUPERVISOR), site.machine()
        meet([depot, one])
        assert [stretch.chain for stretch in stretches_since(one.store, [])] == [one.store.chain, depot.store.chain]


class TestViews:
    def test_a_peer_is_told_with_what_it_lacks(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        told = peer(one, two)
        assert (told.code, told.site, told.person) == (two.store.code, "DC-1", "Technician 1")
        assert (told.standing, told.is_compared, told.is_supervisor) == (Standing.ADMITTED, True, False)
        assert (told.receipt_at, told.unsent) == (None, len(all_entries(one.store)))
        keep_receipt(one.store, own_receipt(two.store))
        told = peer(one, two)
        assert (told.receipt_at is not None, told.unsent) == (True, 1)

    def test_a_revoked_one_with_its_last_good_entry(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        revoke(one.store, two.store.chain, last_good=1)
        assert (peer(one, two).standing, peer(one, two).last_good) == (Standing.REVOKED, 1)

    def test_one_that_was_admitted_and_has_not_come_yet(self, site: Site) -> None:
        one, two = site.machine(), site.machine()
        one.admits(two)
        told = peer(one, two)
        assert (told.code, told.person, told.standing) == (two.store.code, "", Standing.ADMITTED)

    def test_the_log_tells_what_came_and_went_and_the_history_by_what(self, pair: tuple[Machine, Machine]) -> None:
        one, two = pair
        out = BundleNote(
            direction="out",
            name="ft-k7-1.ftb",
            digest="ab",
            carrier=one.store.chain,
            recipients=(two.store.chain,),
            entries=1,
        )
        log_bundle(one.store, out)
        number = log_bundle(two.store, msgspec.structs.replace(out, direction="in", entries=0))
        merged = two.store.merge(all_segments(one.store), checkpoints=proofs(one), bundle=number)
        finish_bundle(two.store, number, entries=merged.new, repeated=merged.repeated, quarantined=0, note="whole")
        (came,) = bundle_log(two.store)
        assert (came.is_outgoing, came.carrier, came.entries, came.note) == (False, one.store.code, 1, "whole")
        (went,) = bundle_log(one.store)
        assert (went.is_outgoing, went.recipients) == (True, (two.store.code,))
        assert peer(two, one).last_in == came.at
        assert peer(one, two).last_out == went.at
        fault = fault_by_id(two.store, SUBJECT.partition(":")[2])
        assert fault is not None
        assert [entry.bundle for entry in fault_history(two.store, fault)] == ["", "ft-k7-1.ftb"]
        assert {entry.bundle for entry in fault_history(one.store, fault)} == {""}


def test_a_checkpoint_of_the_own_head_is_genuine(pair: tuple[Machine, Machine]) -> None:
    one, _two = pair
    one.store.sign_head()
    last = one.recorded[-1]
    signed = next(each for each in newest_checkpoints(one.store) if each.chain == one.store.chain)
    assert (signed.sequence, signed.hash) == (last.header.seq, last.hash)
    assert signed.is_genuine(one.store.keys.of_machine(one.store.chain).public)


def test_a_receipt_says_when_it_was_given(machine: Machine) -> None:
    told = own_receipt(machine.store).receipt
    assert isinstance(told, Receipt)
    assert (told.machine, told.at > 0) == (machine.store.chain, True)


def test_a_clock_that_is_off_is_told_by_the_last_receipt(pair: tuple[Machine, Machine]) -> None:
    """SYNC: of what lay on a stick for long no clock is accused."""
    peer, now = all_peers(pair[0].store)[0], pair[0].store.now()
    receipts = [now + timedelta(days=days) for days in (3652, 1, -299, -3652)]
    assert [clock_words(replace(peer, receipt_at=at, last_in=now), now) for at in receipts] == [
        "its clock runs 3652 days ahead",
        "",
        "",
        "its clock runs 3652 days behind",
    ]
