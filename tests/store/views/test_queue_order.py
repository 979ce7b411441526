"""The whole queue's order is the order of its pages, and the view stays at its fault wherever that goes."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel, Impact, Nature, Urgency
from fieldtech.store import Store
from fieldtech.store.views.queue import Filters, queue_page
from fieldtech.store.views.queue_order import queue_order, queue_rows, queue_view, row_of_fault
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.closing import cancel_fault
from fieldtech.workflow.reports import report_fault

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
FILTERS = (
    Filters(),
    Filters(with_closed=True),
    Filters(is_overdue=True),
    Filters(mine_or_nobodys="Li Wei"),
    Filters(words="机房", with_closed=True),
    Filters(nature=Nature.NETWORK),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Forty faults of all kinds."""
    chance = random.Random(3)
    made = Store.create(
        tmp_path / "a.db", keys=tmp_path / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai", clock=lambda: NOW
    )
    for n in range(40):
        at = NOW - timedelta(minutes=chance.randrange(9_000))
        facts = Facts(
            title=chance.choice(["Switch dark", "机房空调滴水"]) + f" {n}",
            description="x",
            channel=Channel.PHONE,
            reporter="Wang Fang",
            occurred_at=at,
            reported_at=at,
            impact=chance.choice(list(Impact)),
        )
        number = report_fault(made, facts).number
        if chance.random() < 0.5:
            said = Assessment(nature=chance.choice(list(Nature)), urgency=chance.choice(list(Urgency)))
            assess_fault(made, number, said)
        if chance.random() < 0.3:
            assign_fault(made, number, chance.choice(["Li Wei", "Zhao Min"]))
        if chance.random() < 0.2:
            cancel_fault(made, number, "not ours")
    yield made
    made.close()


@pytest.mark.parametrize("filters", FILTERS)
def test_the_order_is_that_of_the_pages(store: Store, filters: Filters) -> None:
    paged = []
    after = None
    while True:
        page = queue_page(store, filters, limit=7, after=after)
        paged += [fault.row for fault in page.faults]
        after = page.next
        if after is None:
            break
    assert list(queue_order(store, filters)) == paged
    assert 0 < len(paged) == page.total


def test_lines_are_read_by_their_rows(store: Store) -> None:
    order = queue_order(store)
    lines = {line.row: line for line in queue_rows(store, order[5:9])}
    page = {fault.row: fault for fault in queue_page(store, limit=9).faults}
    assert lines == {row: page[row] for row in order[5:9]}
    assert queue_rows(store, []) == ()


def test_the_view_stays_at_its_fault_when_others_come_before_it(store: Store) -> None:
    before = queue_view(store, Filters(), place=9, around=3)
    at = next(line for line in before.lines if line.row == before.order[9])
    urgent = Facts(
        title="New", description="x", channel=Channel.PHONE, reporter="Wang Fang", impact=Impact.ORGANISATION,
        occurred_at=NOW - timedelta(days=20), reported_at=NOW - timedelta(days=20),
    )  # fmt: skip
    report_fault(store, urgent)
    after = queue_view(store, Filters(), fault_id=at.id, place=9, around=3)
    assert after.place == 10
    assert after.order[after.place] == at.row
    assert at in after.lines


def test_a_fault_that_is_gone_leaves_the_view_at_its_place(store: Store) -> None:
    before = queue_view(store, Filters())
    last = len(before.order) - 1
    line = next(line for line in before.lines if line.row == before.order[last])
    cancel_fault(store, line.number, "not ours")
    after = queue_view(store, Filters(), fault_id=line.id, place=last)
    assert after.place == last - 1


def test_an_unknown_fault_has_no_row(store: Store) -> None:
    assert row_of_fault(store, "nobody") is None
