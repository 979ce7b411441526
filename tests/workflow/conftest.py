"""Stores for the tests of use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.store import Store
from tests.workflow.road import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store, its clock at Monday morning."""
    made = new_store(tmp_path)
    yield made
    made.close()
