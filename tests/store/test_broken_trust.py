"""Builds that are broken on purpose where trust is decided (I9): the scenes that a sound build passes tell each."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from fieldtech.domain import machine_fold
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.frontiers import Checkpoint, SignedReceipt
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.journal import Entry
from fieldtech.domain.machine_fold import fold_person
from fieldtech.domain.machines import Person
from fieldtech.domain.trust import Roster, Trust
from fieldtech.domain.words import Role
from fieldtech.store import anchor, audit, exports, projection, quarantine, trusting
from fieldtech.store.merging import Intake
from fieldtech.store.peers import revoke
from fieldtech.store.receipts import keep_receipt, known_to, own_receipt
from fieldtech.store.trusting import Moved
from fieldtech.store.views.people import person_named
from tests.domain.authors import report
from tests.sync_machines import (
    Machine,
    Site,
    all_entries,
    all_segments,
    entries_of,
    fault_subjects,
    give,
    proofs,
    segments,
)

Patch = Callable[[pytest.MonkeyPatch], None]


def bring(giver: Machine, taker: Machine) -> None:
    """Carry everything, without a word on who is trusted."""
    taker.store.merge(all_segments(giver.store), checkpoints=proofs(giver))


def shortcomings(folder: Path) -> list[str]:
    """Play all scenes, and say what does not hold in them."""
    found = []
    for number, scene in enumerate((forged_tail, stranger, revocation, self_made_supervisor, older_copy, lost_bundle)):
        (folder / str(number)).mkdir()
        site = Site(folder / str(number))
        try:
            found += [f"{scene.__name__}: {told}" for told in scene(site)]
        finally:
            site.close()
    return found


def forged_tail(site: Site) -> list[str]:
    """An insider writes on behind the end of a chain that he relays, and signs with his own key."""
    depot, one, two = site.machine(role=Role.SUPERVISOR), site.machine(), site.machine()
    for other in (one, two):
        depot.admits(other)
    two.admits(one)
    bring(one, two)
    with two.store.writing():
        two.store.chain, own = one.store.chain, two.store.chain
        forged = two.store._seal("fault:forged", report())
        two.store.chain = own
    (run,) = segments(one.store, one.store.chain)
    longer = msgspec.structs.replace(run, lines=(*run.lines, forged.line()))
    key = two.store.keys.of_machine(two.store.chain)
    signed = Checkpoint(one.store.chain, forged.header.seq, forged.hash, key.sign(forged.hash.hex()))
    depot.store.merge([longer], checkpoints=[*proofs(one), signed])
    return ["a forged entry joined"] if entries_of(depot.store, "fault:forged") else []


def stranger(site: Site) -> list[str]:
    """A machine that nobody admitted brings what it has; later it is admitted."""
    one, two = site.machine(), site.machine()
    one.record("fault:strange", report())
    bring(one, two)
    found = ["a stranger's entry joined"] if entries_of(two.store, "fault:strange") else []
    with two.store.reading():
        found += [] if quarantine.count_waiting() == 3 else ["what a stranger brought was dropped"]
    two.admits(one)
    return found + ([] if entries_of(two.store, "fault:strange") else ["what waited did not join"])


def revocation(site: Site) -> list[str]:
    """A machine is revoked after its entries have come to one, and before they come to another."""
    depot, early, late, bad = site.machine(role=Role.SUPERVISOR), site.machine(), site.machine(), site.machine()
    for each in (early, late):
        each.admits(depot, role=Role.SUPERVISOR)
        depot.admits(each)
    depot.admits(bad)
    good = len(all_entries(bad.store))
    bad.record("fault:bad", report())
    for giver in (depot, bad):
        bring(giver, early)
    bring(bad, depot)
    revoke(depot.store, bad.store.chain, last_good=good)
    bring(depot, early)
    for giver in (depot, bad):
        bring(giver, late)
    machines = {"depot": depot, "early": early, "late": late}
    found = [f"{name} shows what was revoked" for name, each in machines.items() if fault_subjects(each.store)]
    problems = [problem for each in machines.values() for problem in audit(each.store).problems]
    revoke(depot.store, bad.store.chain, last_good=good + 1)
    accepted = fault_subjects(depot.store) == ["fault:bad"]
    return found + problems + ([] if accepted else ["what was accepted later did not join"])


def self_made_supervisor(site: Site) -> list[str]:
    """A technician calls himself a supervisor on his own machine, and admits a friend."""
    depot, one, friend = site.machine(role=Role.SUPERVISOR), site.machine(), site.machine()
    depot.admits(one)
    one.admits(depot, role=Role.SUPERVISOR)
    one.store.claim(Role.SUPERVISOR)
    one.store.record_person("Technician 1", Role.SUPERVISOR)
    one.admits(friend)
    friend.record("fault:friend", report())
    for giver, taker in ((friend, one), (one, depot)):
        bring(giver, taker)
    person = person_named(depot.store, "Technician 1")
    found = [] if person and person.role is Role.TECHNICIAN else ["he made himself a supervisor"]
    return found + (["he brought a friend in"] if fault_subjects(depot.store) else [])


def older_copy(site: Site) -> list[str]:
    """A running copy of a store records after the original did."""
    original = site.machine()
    copy = site.copy(original)
    keys = original.store.keys.folder
    copy.store.keys.folder = keys
    chain = original.store.chain
    original.record("fault:original", report())
    copy.record("fault:copy", report())
    return [] if copy.store.chain != chain else ["two stores write one chain"]


def lost_bundle(site: Site) -> list[str]:
    """Of what was carried only a part came; and a receipt that nobody signed says that all of it did."""
    one, two = site.machine(), site.machine()
    give(one, two)
    give(two, one)
    keep_receipt(one.store, own_receipt(two.store))
    one.record("fault:lost", report())
    key = two.store.keys.of_machine(two.store.chain).public
    claimed = msgspec.structs.replace(own_receipt(one.store).receipt, machine=two.store.chain, public_key=key)
    with suppress(DamagedJournal):
        keep_receipt(one.store, SignedReceipt(canonical_bytes(claimed), "x"))
    one.record("fault:lost", NoteAdded(text="x"))
    carried = exports.runs_since(one.store, [known_to(one.store, two.store.chain)])
    two.store.merge(carried, checkpoints=proofs(one))
    with two.store.reading():
        here = quarantine.count_waiting()
    return [] if not here and entries_of(two.store, "fault:lost") else ["a lost bundle lost something"]


def skip_the_checkpoint(patch: pytest.MonkeyPatch) -> None:
    """Join whatever hangs together."""
    patch.setattr(Intake, "_put_aside_unproven", lambda *_: None)


def believe_every_signature(patch: pytest.MonkeyPatch) -> None:
    """Take any signature for the chain's own."""
    patch.setattr(Checkpoint, "is_genuine", lambda *_: True)


def skip_the_roster(patch: pytest.MonkeyPatch) -> None:
    """Trust everybody."""
    patch.setattr(Trust, "last_good", lambda *_: None)


def drop_what_is_not_trusted(patch: pytest.MonkeyPatch) -> None:
    """Forget it instead of holding it."""
    append = Intake._append

    def only_trusted(self: Intake, chain: str, fresh: list[tuple[int, Entry]]) -> None:
        if self._trust.last_good(chain) != 0:
            append(self, chain, fresh)

    patch.setattr(Intake, "_append", only_trusted)


def leave_what_stands(patch: pytest.MonkeyPatch) -> None:
    """Heed a revocation only for what comes after it."""
    patch.setattr(trusting, "apply", lambda *_args, **_named: Moved(set(), 0))


def leave_the_rows_of_what_is_withdrawn(patch: pytest.MonkeyPatch) -> None:
    """Fold only what still has entries."""
    patch.setattr(projection, "_remove", lambda *_: None)


def let_anybody_revoke_and_admit(patch: pytest.MonkeyPatch) -> None:
    """Take every word on a machine for one that counts."""
    patch.setattr(
        Roster, "_spoken_by", lambda self, _authors, _limits: [word for some in self._words.values() for word in some]
    )


def believe_every_role(patch: pytest.MonkeyPatch) -> None:
    """Let everybody say who is a supervisor."""

    def fold_any(person_id: str, entries: list[Entry], _supervisors: object) -> Person | None:
        return fold_person(person_id, entries, {entry.header.chain for entry in entries})

    patch.setattr("fieldtech.domain.subjects.fold_person", fold_any)
    assert machine_fold.fold_person is fold_person


def forget_the_anchor(patch: pytest.MonkeyPatch) -> None:
    """Go on with whatever chain the store names."""
    patch.setattr(anchor.Anchor, "doubt", lambda *_: None)


def believe_every_receipt(patch: pytest.MonkeyPatch) -> None:
    """Take what anybody says that a machine holds for what it holds."""
    patch.setattr(SignedReceipt, "is_genuine", lambda *_: True)


BROKEN = [
    skip_the_checkpoint,
    believe_every_signature,
    skip_the_roster,
    drop_what_is_not_trusted,
    leave_what_stands,
    leave_the_rows_of_what_is_withdrawn,
    let_anybody_revoke_and_admit,
    believe_every_role,
    forget_the_anchor,
    believe_every_receipt,
]


def test_a_sound_build_passes_every_scene(tmp_path: Path) -> None:
    assert shortcomings(tmp_path) == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_deliberately_broken_build_is_caught(broken: Patch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert shortcomings(tmp_path)
