"""A month of faults to make reports of."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from fieldtech.documents.fault_report import FaultReport
from fieldtech.store import Store
from fieldtech.store.views.queue import Filters, queue_page
from fieldtech.workflow.demo import make_demo
from fieldtech.workflow.documents import fault_report_of

FRIDAY = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Make a month that ends on a Friday afternoon."""
    folder = tmp_path_factory.mktemp("documents")
    store = make_demo(folder / "demo.db", keys=folder / "keys", now=FRIDAY)
    yield store
    store.close()


@pytest.fixture(scope="session")
def reports(month: Store) -> tuple[FaultReport, ...]:
    """Gather the reports of all its faults."""
    lines = queue_page(month, Filters(with_closed=True), limit=1000).faults
    return tuple(fault_report_of(month, line.number) for line in lines)
