"""Builds that are broken on purpose: the machines that live by chance must tell each, else they prove nothing.

Those whose merging is broken are told by tests/store/test_convergence.py, which is quicker at it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.trust import Trust
from fieldtech.store import Store, trusting
from fieldtech.store.trusting import Moved
from tests.devices.simulation import simulate

Patch = Callable[[pytest.MonkeyPatch], None]
MOST_SEEDS = 6


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


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_deliberately_broken_build_is_told(broken: Patch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert any(told(tmp_path, seed) for seed in range(1, MOST_SEEDS + 1))


def told(folder: Path, seed: int) -> list[str]:
    """Say what does not hold in the life that begins with a seed."""
    place = folder / str(seed)
    place.mkdir()
    return simulate(seed, place)
