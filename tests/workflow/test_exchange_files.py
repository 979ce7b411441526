"""Files that are broken, lost, doubled, foreign or too many: nothing is half taken, and a sentence says what helps."""

import errno
import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from fieldtech import __version__
from fieldtech.domain.errors import DamagedJournal, FieldTechError, RuleViolation, UnreadableBundle, UnwritableOutput
from fieldtech.domain.frontiers import Frontier
from fieldtech.domain.journal import Entry, Segment
from fieldtech.domain.signatures import SigningKey
from fieldtech.domain.words import Role
from fieldtech.store import Store, admit, frontier, runs_since
from fieldtech.store.views.bundles import bundle_log
from fieldtech.store.views.peers import all_peers
from fieldtech.store.views.people import all_machines
from fieldtech.workflow import exporting
from fieldtech.workflow.enrolment import accept_peer, own_candidate, request_to_be_known
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle, write_own_receipt
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.looking import show_bundle
from fieldtech.workflow.stick_files import files_in
from tests.workflow.desk import Desk, carry, content, export, fault_on, report, state, take


def refusal(work: Callable[[], object], kind: type[FieldTechError] = UnreadableBundle) -> str:
    """Do what must be refused, and give the sentence."""
    with pytest.raises(kind) as told:
        work()
    assert type(told.value) is kind
    assert str(told.value).endswith((".", "?"))
    return str(told.value)


def test_of_a_bundle_that_breaks_off_anywhere_nothing_is_taken(desk: Desk) -> None:
    report(desk.a)
    whole, broken = export(desk.a, desk.stick).read_bytes(), desk.stick / "broken.ftb"
    before = content(desk.depot.store)
    places = sorted({*range(120), *range(120, len(whole), 61), *range(len(whole) - 16, len(whole))})
    for at in places:
        broken.write_bytes(whole[:at])
        told = refusal(lambda: take(desk.depot, broken))
        assert told.startswith("broken.ftb: ")
        assert "copy" in told.casefold() or at < 2, told
    assert content(desk.depot.store) == before
    broken.write_bytes(whole)
    assert take(desk.depot, broken).new > 0


@pytest.mark.parametrize(
    ("code", "told"),
    [(errno.ENOSPC, "no room left there: make some"), (errno.EIO, "put it in again and write once more")],
    ids=["full", "pulled"],
)
def test_a_stick_that_fails_at_any_write_loses_nothing(
    code: int, told: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = report(desk.a)
    real, failures = os.write, 0
    while True:
        left = failures

        def write(handle: int, piece: bytes) -> int:
            nonlocal left
            on_stick = str(desk.stick) in str(Path(f"/proc/self/fd/{handle}").readlink())
            if on_stick and left == 0:
                raise OSError(code, os.strerror(code))
            left -= on_stick
            return real(handle, piece)

        with monkeypatch.context() as broken:
            broken.setattr(os, "write", write)
            file, sentence = written_or_refused(desk)
        assert told in sentence or file
        if file:
            break
        assert not list(desk.stick.glob("*.part"))
        failures += 1
    assert failures > 1
    sent = [each.name for each in bundle_log(desk.a.store) if each.is_outgoing]
    assert sent.count(file.name) == 1
    take(desk.depot, file)
    assert fault_on(desk.depot, fault)


@pytest.mark.parametrize("name", ["A.ftr", "übergabe.ftr", "con:.ftr", f"{'x' * 60}.ftr", "a b.ftr"])
def test_a_name_that_a_stick_may_not_take_is_refused_with_one_that_it_takes(name: str, desk: Desk) -> None:
    told = refusal(lambda: request_to_be_known(desk.a.store, desk.stick / name), RuleViolation)
    assert re.search(r"for example ft-[0-9a-z]{2}\.ftr", told)


def test_every_file_bears_a_name_that_every_stick_takes(desk: Desk) -> None:
    report(desk.a)
    files = [export(desk.a, desk.stick), write_own_receipt(desk.a.store, desk.stick).file]
    for file in (*files, export_bundle(desk.a.store, desk.stick, is_plain=True).file):
        assert re.fullmatch(r"[0-9a-z][0-9a-z.-]{1,63}", file.name)
        assert len(file.name) <= 64


def test_a_bundle_that_comes_twice_is_taken_once(desk: Desk) -> None:
    report(desk.a)
    file = export(desk.a, desk.stick)
    assert take(desk.depot, file).new > 0
    before = state(desk.depot)
    again = take(desk.depot, file, file)
    assert (again.new, again.quarantined, again.changes, state(desk.depot)) == (0, 0, (), before)


def test_a_lost_stick_loses_nothing_as_the_next_brings_it_again(desk: Desk) -> None:
    fault = report(desk.a)
    export(desk.a, desk.stick, desk.depot).unlink()
    add_note(desk.a.store, fault.id, "still amber")
    carry(desk.a, desk.depot, desk.stick)
    here = fault_on(desk.depot, fault)
    assert here is not None
    assert [note.text for note in here.notes] == ["still amber"]


def test_a_build_that_exports_since_the_last_export_is_told_by_the_lost_stick(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: dict[str, Frontier] = {}

    def last_written(store: Store, peer: str) -> Frontier:
        last = written.get(peer, {})
        written[peer] = frontier(store)
        return last

    monkeypatch.setattr(exporting, "known_to", last_written)
    fault = report(desk.a)
    export(desk.a, desk.stick, desk.depot).unlink()
    add_note(desk.a.store, fault.id, "still amber")
    assert carry(desk.a, desk.depot, desk.stick).quarantined == 1
    assert fault_on(desk.depot, fault) is None


def test_bundles_in_the_wrong_order_come_to_the_same(desk: Desk) -> None:
    """I3: the later one, written behind an acknowledgement that its reader forgot, waits for the earlier."""
    snapshot = desk.folder / "snapshot"
    desk.b.copied_to(snapshot)
    fault = report(desk.a)
    first = export(desk.a, desk.stick, desk.b)
    take(desk.b, first)
    take(desk.a, write_own_receipt(desk.b.store, desk.stick).file)
    add_note(desk.a.store, fault.id, "second")
    second = export(desk.a, desk.stick, desk.b)
    expected = state(desk.a)
    desk.b.set_back_to(snapshot)
    told = take(desk.b, second)
    assert (told.new, told.quarantined) == (0, 1)
    assert any("has not come yet. The next bundle from there will bring it." in note for note in told.notes)
    take(desk.b, first)
    assert state(desk.b) == expected


def test_what_a_stranger_carries_is_refused_and_told_how_to_accept(desk: Desk) -> None:
    stranger = desk.new("stranger")
    report(stranger)
    file = export_bundle(stranger.store, desk.stick, is_plain=True).file
    before = content(desk.depot.store)
    assert "accept it first, with its fingerprint" in refusal(lambda: take(desk.depot, file))
    assert content(desk.depot.store) == before


def test_a_bundle_for_others_is_refused_and_told_to_ask_for_another(desk: Desk) -> None:
    report(desk.a)
    file = export(desk.a, desk.stick, desk.depot)
    assert "ask for one that is, and give them your request file" in refusal(lambda: take(desk.b, file))


def test_of_a_strangers_files_only_those_that_are_sealed_to_this_machine_are_offered(desk: Desk) -> None:
    newcomer, file = desk.new("newcomer"), desk.stick / "newcomer.ftr"
    request_to_be_known(newcomer.store, file)
    accept_peer(desk.depot.store, file, is_compared=True)
    (peer,) = (each for each in all_peers(desk.depot.store) if each.code == newcomer.store.code)
    assert (peer.person, peer.site) == (own_candidate(newcomer.store).person, newcomer.store.site)
    answer, _other = (export(desk.depot, desk.stick, machine) for machine in (newcomer, desk.a))
    assert [found.path for found in files_in(newcomer.store, [desk.stick]) if found.is_candidate] == [answer]
    assert bundle_log(desk.depot.store)[1].recipients == (newcomer.store.code,)
    assert newcomer.store.code not in {each.code for each in all_machines(desk.depot.store)}


def test_of_two_files_with_one_bad_neither_is_taken(desk: Desk) -> None:
    fault = report(desk.a)
    good, bad = export(desk.a, desk.stick), desk.stick / "bad.ftb"
    bad.write_bytes(good.read_bytes()[:-1])
    before = content(desk.depot.store)
    for files in ((good, bad), (bad, good)):
        assert refusal(partial(take, desk.depot, *files)).startswith("bad.ftb: ")
        assert content(desk.depot.store) == before
    assert fault_on(desk.depot, fault) is None


@pytest.mark.parametrize("name", ["a.ftr", "nothing.ftb", "folder.ftb", "note.txt"])
def test_what_is_no_bundle_is_refused_in_words(name: str, desk: Desk) -> None:
    place = desk.stick / "odd" / name
    place.parent.mkdir()
    if name == "a.ftr":
        request_to_be_known(desk.b.store, place)
    elif name == "folder.ftb":
        place.mkdir()
    elif name == "note.txt":
        place.write_text("minutes of the meeting")
    expected = {
        "a.ftr": "accept it, and compare",
        "nothing.ftb": "can't be read: No such file",
        "folder.ftb": "a folder or a device",
        "note.txt": "is no fieldtech bundle",
    }
    assert expected[name] in refusal(lambda: take(desk.a, place))


def test_a_preview_changes_nothing_in_the_store_or_beside_it(desk: Desk) -> None:
    """Not even where the import would make this machine go on with a chain of its own."""
    clone = desk.clone(desk.a, "clone")
    report(desk.a)
    report(clone)
    file = export(clone, desk.stick)
    take(desk.depot, file)
    relayed = export(desk.depot, desk.stick, desk.a)
    before, code = content(desk.a.store), (desk.a.store.chain, desk.a.store.code)
    keys = sorted((each.name, each.read_bytes()) for each in desk.a.keys.iterdir())
    told = import_files(desk.a.store, [relayed], is_dry_run=True)
    assert any("goes on as a new machine" in note for note in told.notes)
    assert (content(desk.a.store), (desk.a.store.chain, desk.a.store.code)) == (before, code)
    assert sorted((each.name, each.read_bytes()) for each in desk.a.keys.iterdir()) == keys
    real = take(desk.a, relayed)
    assert real.notes == told.notes
    assert desk.a.store.chain != code[0]


def test_a_program_that_is_killed_in_an_import_has_taken_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = report(desk.a)
    file = export(desk.a, desk.stick)
    before = content(desk.depot.store)
    desk.depot.close()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(Store, "_stay_one_machine", lambda *_told, **_more: os.kill(os.getpid(), signal.SIGKILL))
        try:
            desk.depot.open()
            take(desk.depot, file)
        finally:
            os._exit(70)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    desk.depot.open()
    assert content(desk.depot.store) == before
    take(desk.depot, file)
    assert fault_on(desk.depot, fault)


def test_more_machines_than_a_bundle_is_addressed_to_are_told(desk: Desk) -> None:
    with desk.depot.store.writing():
        for number in range(60):
            key = SigningKey("machine", bytes([number + 1]) * 32)
            admit(desk.depot.store, key.public, code=f"{number}", role=Role.TECHNICIAN)
    told = refusal(lambda: export(desk.depot, desk.stick), RuleViolation)
    assert told == "A bundle can be addressed to 60 machines at most: make several."
    assert not list(desk.stick.glob("*.part"))
    assert export(desk.depot, desk.stick, desk.a).exists()


def test_the_name_of_a_bundle_tells_what_of_its_machines_own_chain_it_brings(desk: Desk) -> None:
    desk.meet()
    report(desk.depot)
    for to in ((), (desk.a,)):
        file = export(desk.depot, desk.stick, *to)
        shown = show_bundle(desk.depot.store, file)
        (own,) = [run for run in shown.runs if run.machine == desk.depot.store.code]
        assert own.first > 1
        assert f"-{own.first}-{own.last}-" in file.name
    again = export(desk.a, desk.stick, desk.depot)
    assert re.fullmatch(r"ft-[0-9a-z]+-([0-9]+)-\1-[0-9a-f]{4}\.ftb", again.name)


def test_a_bundle_that_needs_a_newer_reader_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    report(desk.a)
    monkeypatch.setattr(exporting, "READER", 2)
    file = export(desk.a, desk.stick)
    before = content(desk.depot.store)
    told = f"needs a reader of version 2, as fieldtech {__version__} has it"
    assert told in refusal(lambda: take(desk.depot, file))
    assert content(desk.depot.store) == before


def written_or_refused(desk: Desk) -> tuple[Path | None, str]:
    """Write a bundle; where that fails, say what was told."""
    try:
        return export(desk.a, desk.stick), ""
    except UnwritableOutput as error:
        return None, str(error)


def forge(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    """Let a machine change lines in what it writes; its signature on the bundle holds."""

    def forged(store: Store, frontiers: Sequence[Frontier], spell: Callable[[Entry], bytes]) -> Iterator[Segment]:
        for run in runs_since(store, frontiers, spell):
            yield Segment(run.chain, run.hash_before, tuple(line.replace(old, new) for line in run.lines))

    monkeypatch.setattr(exporting, "runs_since", forged)


@pytest.mark.parametrize(
    ("was", "forged"),
    [(b'"title":', b'"title": '), (b'"entity":"fault:', b'"entity":"fault:\xff')],
    ids=["spelled otherwise", "no text"],
)
def test_lines_that_were_forged_refuse_the_whole_bundle(
    was: bytes, forged: bytes, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(desk.a)
    forge(monkeypatch, was, forged)
    file = export(desk.a, desk.stick)
    before = content(desk.depot.store)
    refusal(lambda: take(desk.depot, file), DamagedJournal)
    assert content(desk.depot.store) == before


def test_words_that_a_carrier_changed_wait_unsigned_and_the_true_ones_come_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The insider relays another one's report with other words: nobody has signed them."""
    fault = report(desk.a)
    file = export(desk.a, desk.stick)
    take(desk.b, file)
    with monkeypatch.context() as forging:
        forge(forging, b"RAID degraded", b"RAID restored")
        told = carry(desk.b, desk.depot, desk.stick)
    assert (told.quarantined, fault_on(desk.depot, fault)) == (1, None)
    assert any("has not signed them yet" in note for note in told.notes)
    take(desk.depot, file)
    here = fault_on(desk.depot, fault)
    assert here is not None
    assert here.title.startswith("RAID degraded")


def test_a_plain_bundle_can_be_read_by_all_who_know_the_carrier_and_is_logged_as_such(desk: Desk) -> None:
    fault = report(desk.a)
    file: Path = export_bundle(desk.a.store, desk.stick, is_plain=True).file
    for machine in (desk.b, desk.depot):
        take(machine, file)
        assert fault_on(machine, fault)
        assert not show_bundle(machine.store, file).is_sealed
    logged = next(each for each in bundle_log(desk.a.store) if each.name == file.name)
    assert logged.recipients == ()
