"""Builds that are broken on purpose: the machines that live by chance must tell each, else they prove nothing.

Those whose merging is broken are told by tests/store/test_convergence.py, which is quicker at it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.trust import Trust
from fieldtech.store import Store, trusting
from fieldtech.store.trusting import Moved
from fieldtech.sync import sealing, writer
from tests.devices.meeting import meet
from tests.devices.simulation import simulate
from tests.devices.verdict import failures
from tests.devices.world import World

Patch = Callable[[pytest.MonkeyPatch], None]
SEEDS = (14, 18, 36, 42)
"""Those that tell soonest, with some to spare for when the lives change."""


def ignore_revocations(patch: pytest.MonkeyPatch) -> None:
    """Go on trusting whom a supervisor trusts no longer."""
    patch.setattr(Trust, "last_good", lambda self, chain: None if chain in self.trusted else 0)


def trust_everybody(patch: pytest.MonkeyPatch) -> None:
    """Let entries of any machine in."""
    patch.setattr(Trust, "last_good", lambda *_told: None)
    patch.setattr(trusting, "apply", lambda *_told, **_more: Moved(set(), 0))


def never_see_a_fork(patch: pytest.MonkeyPatch) -> None:
    """Go on with the same chain although a copy of this store went on with it."""
    patch.setattr(Store, "_stay_one_machine", lambda *_told, **_more: None)


BROKEN: tuple[Patch, ...] = (
    ignore_revocations,
    trust_everybody,
    never_see_a_fork,
)


def test_sealed_to_all_but_its_writer_a_copied_depot_that_is_alone_is_never_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chance brings it about once in a thousand lives: whoever could tell of the copy was revoked."""
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    assert alone_with_a_copy(tmp_path / "good") == []
    sealed = sealing.seal
    monkeypatch.setattr(writer, "seal", lambda chunks, body, keys, _writer: sealed(chunks, body, keys, keys[0]))
    assert alone_with_a_copy(tmp_path / "bad")


def alone_with_a_copy(folder: Path) -> list[str]:
    """Let a depot and its copy go on with one chain of which nobody has heard, and revoke the only other machine."""
    world = World(folder, 1)
    try:
        world.begin(2, has_second=False)
        world.restore_backup(world.depot)
        world.keep_chains()
        world.clone(world.depot, hardware=world.depot.hardware)
        world.revoke(world.devices[1])
        meet(world)
        return failures(world)
    finally:
        world.close()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_deliberately_broken_build_is_told(broken: Patch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert any(told(tmp_path, seed) for seed in SEEDS)


def told(folder: Path, seed: int) -> list[str]:
    """Say what does not hold in the life that begins with a seed."""
    place = folder / str(seed)
    place.mkdir()
    return simulate(seed, place)
