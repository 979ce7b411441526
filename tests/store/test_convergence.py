"""Machines that exchange parts of their journals in any order see one state in the end, and nothing is lost.

The same site, with deliberately broken builds of the program, must not pass: else these checks check nothing.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from fieldtech.domain import fault_fold, fault_noun, machine_fold
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.fault_operations import FaultOperation
from fieldtech.domain.heads import Head, latest
from fieldtech.domain.journal import Entry
from fieldtech.domain.merge_rules import Shown, pick
from fieldtech.domain.operations import OPERATIONS
from fieldtech.domain.registers import Registers
from fieldtech.domain.words import Role
from fieldtech.store import audit, places, projection
from fieldtech.store.merging import Intake
from fieldtech.store.peers import revoke
from fieldtech.store.places import Place, Standing
from tests.sync_machines import (
    Site,
    all_entries,
    differences,
    failures,
    gossip,
    live,
    meet,
)

YEARS_FAST, DAYS_SLOW = timedelta(days=3652), timedelta(days=-30)


def lived(folder: Path, seed: int, *, copies: bool, steps: int = 60) -> Site:
    """Let three machines, one of them ten years fast, work and meet in part."""
    site = Site(folder, seed)
    let_live(site, copies=copies, steps=steps)
    return site


def let_live(site: Site, *, copies: bool, steps: int = 60) -> None:
    """Make the machines of a site, the first one a supervisor's, and let them work."""
    for fast, role in ((timedelta(0), Role.SUPERVISOR), (YEARS_FAST, Role.TECHNICIAN), (DAYS_SLOW, Role.TECHNICIAN)):
        site.machine(fast=fast, role=role)
    live(site, steps, copies=copies)


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site that has lived, from the seed that the test asks for."""
    seed, copies = request.param
    made = lived(tmp_path, seed, copies=copies)
    yield made
    made.close()


SITES = [pytest.param((seed, seed % 2 == 0), id=f"seed-{seed}") for seed in range(1, 9)]


@pytest.mark.parametrize("site", SITES, indirect=True)
def test_random_histories_converge_and_lose_nothing(site: Site) -> None:
    """I1, I2, I4, I5: with gaps, doubles, lost bundles, wrong clocks, and in every second one a copied machine."""
    assert differences(site.machines) > 0
    meet(site.machines)
    assert failures(site.machines, copies=len(site.machines) > 3) == []
    assert differences(site.machines) == 0


@pytest.mark.parametrize("site", SITES[:2], indirect=True)
def test_meeting_again_changes_nothing(site: Site) -> None:
    """I3."""
    meet(site.machines)
    before = [(audit(machine.store), len(all_entries(machine.store))) for machine in site.machines]
    meet(site.machines)
    assert [(audit(machine.store), len(all_entries(machine.store))) for machine in site.machines] == before


@pytest.mark.parametrize("site", SITES[:2], indirect=True)
def test_a_rebuild_gives_the_same_tables(site: Site) -> None:
    meet(site.machines)
    before = audit(site.machines[0].store)
    assert site.machines[0].store.rebuild() > 0
    assert audit(site.machines[0].store) == before


class Sites(RuleBasedStateMachine):
    """Three real machines; hypothesis decides who does what when."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = self._new_folder()
        self.site = Site(self.folder, seed=7)

    @staticmethod
    def _new_folder() -> Path:
        folder = Sites.base / str(Sites.made)
        Sites.made += 1
        folder.mkdir()
        return folder

    base: Path
    made = 0

    @initialize(fast=st.permutations([timedelta(0), YEARS_FAST, DAYS_SLOW]))
    def make_machines(self, fast: list[timedelta]) -> None:
        """Three machines, each with its own idea of the time; the first is a supervisor's."""
        for ahead, role in zip(fast, (Role.SUPERVISOR, Role.TECHNICIAN, Role.TECHNICIAN), strict=True):
            self.site.machine(fast=ahead, role=role).report(self.site.chance)

    @rule(place=st.integers(0, 2), chance=st.randoms(use_true_random=False))
    def report(self, place: int, chance: random.Random) -> None:
        """Somebody reports something."""
        self.site.machines[place].report(chance)

    @rule(place=st.integers(0, 2), steps=st.integers(1, 5), chance=st.randoms(use_true_random=False))
    def work(self, place: int, steps: int, chance: random.Random) -> None:
        """Somebody does some steps on some faults."""
        for _ in range(steps):
            self.site.machines[place].work(chance)

    @rule(places=st.permutations(range(3)), chance=st.randoms(use_true_random=False))
    def carry(self, places: list[int], chance: random.Random) -> None:
        """Somebody carries parts of somebody's journal to somebody."""
        gossip(self.site.machines[places[0]], self.site.machines[places[1]], chance)

    @rule(place=st.integers(0, 2), days=st.integers(-4000, 4000))
    def set_clock(self, place: int, days: int) -> None:
        """Somebody's clock jumps."""
        self.site.machines[place].clock.fast = timedelta(days=days)

    @rule(place=st.integers(1, 2), last_good=st.integers(0, 12))
    def revoke(self, place: int, last_good: int) -> None:
        """The supervisor's machine revokes another, or accepts more of it, or less."""
        revoke(self.site.machines[0].store, self.site.machines[place].store.chain, last_good=last_good)

    @rule(place=st.integers(1, 2))
    def admit(self, place: int) -> None:
        """The supervisor's machine admits another, again."""
        self.site.machines[0].admits(self.site.machines[place])

    @rule(place=st.integers(0, 2))
    def rebuild(self, place: int) -> None:
        """Somebody folds everything anew."""
        self.site.machines[place].store.rebuild()

    def teardown(self) -> None:
        """Let everybody have everything: now all must see one state, and something differed before."""
        if self.site.machines:
            self.site.machines[0].report(self.site.chance)
            assert differences(self.site.machines) > 0
            meet(self.site.machines)
            # Whom the supervisor had revoked meanwhile he takes back: so nothing is held any more.
            for place in (1, 2):
                self.admit(place)
            meet(self.site.machines)
            assert failures(self.site.machines) == []
        self.site.close()


def test_any_history_of_three_machines_converges(tmp_path: Path) -> None:
    """I1 to I5, in histories that hypothesis chooses and shrinks."""
    Sites.base, Sites.made = tmp_path, 0
    settings = hypothesis.settings(max_examples=15, stateful_step_count=20)
    hypothesis.stateful.run_state_machine_as_test(Sites, settings=settings)
    assert Sites.made > 5


def test_the_histories_hold_operations_of_every_kind(tmp_path: Path) -> None:
    kinds: set[str] = set()
    for seed in range(4):
        (tmp_path / str(seed)).mkdir()
        site = lived(tmp_path / str(seed), seed, copies=False, steps=120)
        kinds |= {entry.header.kind for machine in site.machines for entry in all_entries(machine.store)}
        site.close()
    assert kinds >= {kind.KIND for kind in OPERATIONS if issubclass(kind, FaultOperation)}


# The builds that docs/sync-model.md warns of, each broken in one place.

Patch = Callable[[pytest.MonkeyPatch], None]


def skip_the_hash_check_at_the_join(patch: pytest.MonkeyPatch) -> None:
    """Tell what is here by sequence alone, as a cloned machine's entries continue the numbers."""
    told = places.standing

    def standing(chain: str, first: int, last: int) -> Standing:
        return AnyHash(told(chain, first, last))

    patch.setattr(places, "standing", standing)
    patch.setattr(Intake, "_is_known", _is_there)


class AnyHash(dict[tuple[int, bytes], Place]):
    """Entries found by their sequence, whatever their hash."""

    def get(self, key: tuple[int, bytes], default: object = None) -> object:  # type: ignore[override]
        return next((place for (sequence, _hash), place in self.items() if sequence == key[0]), default)


def _is_there(_intake: Intake, chain: str, sequence: int, _digest: bytes) -> bool:
    return sequence == 0 or bool(places.standing(chain, sequence, sequence))


def fold_one_by_one(patch: pytest.MonkeyPatch) -> None:
    """Apply each entry when it comes, onto what is there."""

    def as_they_came(entries: Iterator[Entry]) -> list[Entry]:
        return list(entries)

    for module in (fault_fold, machine_fold):
        patch.setattr(module, "causal_order", as_they_came)


def let_the_last_writer_win(patch: pytest.MonkeyPatch) -> None:
    """Keep of each field what has the latest wall clock."""
    write = Registers.write

    def write_by_wall(self: Registers, field: str, value: object, entry: Entry, weight: int = 0) -> None:
        write(self, field, value, entry, weight)
        known = [head for name, head in self._written if name == field]
        winner = max(known, key=lambda head: (head.entry.header.wall, head.entry.hash))
        self._heads[field] = (winner,)

    patch.setattr(Registers, "write", write_by_wall)


def ignore_predecessors_when_folding(patch: pytest.MonkeyPatch) -> None:
    """Let nothing that was written ever give way."""

    def write(self: Registers, field: str, value: object, entry: Entry, weight: int = 0) -> None:
        self._heads[field] = (*self._heads.get(field, ()), Head(value, entry, weight))

    patch.setattr(Registers, "write", write)


def name_no_predecessors_when_recording(patch: pytest.MonkeyPatch) -> None:
    """Record without telling what was seen."""
    patch.setattr(Registers, "references", lambda *_: ())


def show_the_latest_status(patch: pytest.MonkeyPatch) -> None:
    """Show what was said last instead of the most cautious."""

    def pick_latest(field: str, heads: tuple[Head, ...]) -> Shown:
        return Shown(latest(heads), "latest") if field == "status" else pick(field, heads)

    patch.setattr(fault_noun, "pick", pick_latest)


def hide_conflicts(patch: pytest.MonkeyPatch) -> None:
    """Overwrite silently."""
    patch.setattr(Registers, "contested", property(lambda _: ()))


def leave_the_tables_after_a_merge(patch: pytest.MonkeyPatch) -> None:
    """Write the journal, and fold only what is recorded here."""
    project = projection.project

    def only_one(database: object, some: Iterator[str], rules: object, *hear: object) -> None:
        wanted = list(some)
        project(database, wanted if len(wanted) == 1 else [], rules, *hear)  # type: ignore[arg-type]

    patch.setattr(projection, "project", only_one)


def drop_what_can_not_join(patch: pytest.MonkeyPatch) -> None:
    """Forget it instead of keeping it in quarantine."""
    patch.setattr(Intake, "_quarantine", lambda *_: None)


BROKEN = [
    skip_the_hash_check_at_the_join,
    fold_one_by_one,
    let_the_last_writer_win,
    ignore_predecessors_when_folding,
    name_no_predecessors_when_recording,
    show_the_latest_status,
    hide_conflicts,
    leave_the_tables_after_a_merge,
    drop_what_can_not_join,
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_deliberately_broken_build_is_caught(broken: Patch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sites and the same checks, which every sound build passes above."""
    broken(monkeypatch)
    assert any(shortcomings(tmp_path, seed) for seed in range(1, 9))


def shortcomings(folder: Path, seed: int) -> list[str]:
    """Say what does not hold of a site that lives from a seed."""
    (folder / str(seed)).mkdir()
    site = Site(folder / str(seed), seed)
    try:
        let_live(site, copies=seed % 2 == 0)
        meet(site.machines)
        return failures(site.machines, copies=True)
    except (DamagedJournal, AssertionError) as error:
        return [str(error)]
    finally:
        site.close()
