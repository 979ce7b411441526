"""Work left open: it is told from the record, stands first in the queue of who left it, and says why."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fieldtech.domain.left_open import is_left_open, left_before
from fieldtech.domain.next_up import explain_place
from fieldtech.domain.words import Impact, PendingReason, Urgency
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import Filters, queue_counts, queue_page
from fieldtech.store.views.queue_order import queue_order
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.handling import add_note, pend_fault, resume_fault
from fieldtech.workflow.people import let_act
from tests.workflow.road import MovableClock, assessed, clock_of, new_store, reported, started

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Li Wei's store."""
    made = new_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def clock(store: Store) -> MovableClock:
    """Its clock: Monday morning, until it is moved."""
    return clock_of(store)


def numbers(store: Store, filters: Filters | None = None, *, limit: int = 40) -> list[str]:
    """Page through the queue; the whole order agrees with its pages."""
    found, rows, after = [], [], None
    while True:
        page = queue_page(store, filters, limit=limit, after=after)
        found += [fault.number for fault in page.faults]
        rows += [fault.row for fault in page.faults]
        after = page.next
        if after is None:
            assert list(queue_order(store, filters)) == rows
            assert page.total == len(rows)
            return found


def test_what_i_left_open_stands_first_on_the_next_day_after_what_is_urgent(store: Store, clock: MovableClock) -> None:
    older, left = reported(store).number, started(store).number
    waiting = pend_fault(store, started(store).number, PendingReason.PARTS).number
    others = started(store).number
    assign_fault(store, others, "Zhao Min")
    before = numbers(store)
    assert before.index(older) < before.index(left)
    clock.go_on(days=1)
    today = started(store).number
    pressing = assessed(store, impact=Impact.ORGANISATION, urgency=Urgency.HIGH).number
    assert queue_counts(store).left_open == 1
    for limit in (1, 2, 40):
        shown = numbers(store, limit=limit)
        assert shown[:2] == [pressing, left]
        assert shown[2:] == [number for number in shown if number not in (pressing, left)]
    assert set(numbers(store)) == {older, left, waiting, others, today, pressing}
    assert numbers(store, Filters(assignee="Li Wei"))[0] == left
    assert numbers(store, Filters(is_left_open=True)) == [left]


def test_urgent_work_left_open_stands_before_all_else(store: Store, clock: MovableClock) -> None:
    pressing = assessed(store, impact=Impact.ORGANISATION, urgency=Urgency.HIGH).number
    mine = started(store, impact=Impact.ORGANISATION, urgency=Urgency.HIGH).number
    left = started(store).number
    clock.go_on(days=1)
    for limit in (1, 3):
        assert numbers(store, limit=limit)[:3] == [mine, pressing, left]


def test_only_my_own_next_entry_ends_it(store: Store, clock: MovableClock) -> None:
    left = started(store)
    clock.go_on(days=1)
    let_act(store, "Zhao Min")
    add_note(store, left.number, "The user asks.")
    assert is_left_open(find_fault(store, left.number), clock(), SHANGHAI)
    assert queue_counts(store).left_open == 0, "Zhao Min left nothing open"
    let_act(store, "Li Wei")
    assert queue_counts(store).left_open == 1
    add_note(store, left.number, "On it again.")
    assert queue_counts(store).left_open == 0


def test_what_waits_or_is_not_begun_is_not_left_open(store: Store, clock: MovableClock) -> None:
    for fault in (assessed(store), pend_fault(store, started(store).number, PendingReason.USER)):
        assert fault.worked_at is None
    clock.go_on(days=1)
    resumed = resume_fault(store, fault.number)
    assert resumed.worked_at is not None
    assert not is_left_open(resumed, clock(), SHANGHAI)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-11-20 08:00", "2026-11-20 00:00"),
        ("2026-11-20 00:30", "2026-11-19 20:30"),
        ("2026-11-20 04:00", "2026-11-20 00:00"),
    ],
)
def test_who_works_past_midnight_has_left_nothing_open(now: str, since: str) -> None:
    local = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert left_before(local, SHANGHAI) == datetime.fromisoformat(since).replace(tzinfo=SHANGHAI)


def test_why_says_who_left_it_open_and_since_when(store: Store, clock: MovableClock) -> None:
    number = started(store).number
    assert not any(
        "Left open" in line for line in explain_place(find_fault(store, number), store.rules, clock(), SHANGHAI)
    )
    clock.go_on(days=1)
    first, *_ = explain_place(find_fault(store, number), store.rules, clock(), SHANGHAI)
    assert first.startswith("Left open: Li Wei last worked on it 2026-11-02 ")


def test_a_store_of_an_older_version_tells_it_once_it_is_opened(
    tmp_path: Path, store: Store, clock: MovableClock
) -> None:
    number = started(store).number
    clock.go_on(days=1)
    with store.writing() as database:
        database.execute_sql("DROP INDEX fault_person")
        database.execute_sql("ALTER TABLE fault DROP COLUMN worked")
        database.execute_sql("CREATE INDEX fault_person ON fault (assignee, rank) WHERE is_open = 1")
        database.execute_sql("PRAGMA user_version = 1")
        database.execute_sql("DELETE FROM schema_migration WHERE name LIKE '0002%'")
        database.execute_sql("UPDATE local SET value = '' WHERE key = 'rules'")
    store.close()
    with_it = Store.open(store.path, keys=store.keys.folder, clock=clock)
    assert numbers(with_it) == [number]
    assert queue_counts(with_it).left_open == 1
    with_it.close()
