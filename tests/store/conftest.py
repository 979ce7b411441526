"""Machines with real stores in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync_machines import Machine, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site without machines yet."""
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def machine(site: Site) -> Machine:
    """One machine."""
    return site.machine()
