"""Stores for the tests of use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.words import Role
from fieldtech.store import Store
from tests.workflow.desk import Desk
from tests.workflow.road import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store, its clock at Monday morning."""
    made = new_store(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def met(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A depot and two technicians who have met, closed, to be copied."""
    desk = Desk(tmp_path_factory.mktemp("met"))
    desk.new("depot", Role.SUPERVISOR)
    for name in ("a", "b"):
        desk.enrol(desk.new(name))
    desk.meet()
    desk.close()
    return desk


@pytest.fixture
def desk(met: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A depot and two technicians who have met."""
    made = met.copied(tmp_path / "desk")
    yield made
    made.close()
