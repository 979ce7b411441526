"""What lists ask of the store is answered from the indexes that were made for it, and never by a look at all rows."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldtech.domain.words import Status
from fieldtech.store import Store, journal, places, quarantine
from fieldtech.store.views.conflicts import count_contested
from fieldtech.store.views.fault_lines import QueueFault
from fieldtech.store.views.faults import fault_by_id, find_fault, is_number_taken
from fieldtech.store.views.queue import Filters, queue_counts, queue_lines, queue_page
from fieldtech.store.views.queue_order import queue_order, row_of_fault
from fieldtech.workflow.closing import cancel_fault
from tests.domain.authors import report
from tests.sync_machines import Machine, Site

ALL_ROWS = ("SCAN fault", "SCAN entry", "SCAN quarantine")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with two hundred faults, every fifth of them over."""
    site = Site(Path(tmp_path_factory.mktemp("site")))
    made, chance = site.machine(), random.Random(1)
    with made.store.writing():
        for number in range(200):
            told = report(place=f"R{chance.randrange(9)}", assignee=chance.choice(("", "Li Wei", "Zhao Min")))
            made.store.record(f"fault:{number}", told)
    for number in range(0, 200, 5):
        cancel_fault(made.store, str(number), "gone")
    yield made
    site.close()


def plans_of(store: Store, ask: Callable[[], object]) -> list[str]:
    """Say how SQLite answers everything that is asked meanwhile."""
    asked: list[str] = []
    with store.reading() as database:
        connection = database.connection()
        connection.set_trace_callback(asked.append)
        try:
            ask()
        finally:
            connection.set_trace_callback(None)
        statements = [sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]
        assert statements
        return [row[3] for sql in statements for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]


def second_page(store: Store, filters: Filters) -> tuple[QueueFault, ...]:
    """Read the page behind the first one."""
    first = queue_lines(store, filters, limit=10)
    assert first.next is not None
    return queue_lines(store, filters, limit=10, after=first.next).faults


LISTS = {
    "the first page": (Filters(), "fault_open"),
    "by person": (Filters(assignee="Li Wei"), "fault_person"),
    "nobody's": (Filters(assignee=""), "fault_person"),
    "by place": (Filters(place="R3"), "fault_place"),
    "what is over": (Filters(status=Status.CANCELLED), "fault_archive"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_page_is_read_from_its_own_index_in_its_order(machine: Machine, name: str) -> None:
    filters, index = LISTS[name]
    plans = plans_of(machine.store, lambda: queue_lines(machine.store, filters, limit=10))
    assert any(index in plan for plan in plans), plans
    assert [plan for plan in plans if "TEMP B-TREE" in plan or plan == "SCAN fault"] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_next_page_is_sought_and_not_counted_up_to(machine: Machine, name: str) -> None:
    filters, index = LISTS[name]
    plans = plans_of(machine.store, lambda: second_page(machine.store, filters))
    assert any(f"SEARCH fault USING INDEX {index} (" in plan for plan in plans), plans
    assert [plan for plan in plans if "TEMP B-TREE" in plan] == []


def test_open_ones_and_those_over_are_read_one_behind_the_other(machine: Machine) -> None:
    plans = plans_of(machine.store, lambda: queue_lines(machine.store, Filters(with_closed=True), limit=400))
    assert {index for index in ("fault_open", "fault_archive") if any(index in plan for plan in plans)} == {
        "fault_open",
        "fault_archive",
    }


def test_the_few_that_are_in_conflict_are_sought_and_then_sorted(machine: Machine) -> None:
    plans = plans_of(machine.store, lambda: queue_lines(machine.store, Filters(has_conflict=True), limit=10))
    plans += plans_of(machine.store, lambda: count_contested(machine.store))
    tables = ("fault", "plan", "occurrence", "outage")
    assert all(any(f"{table}_marked" in plan for plan in plans) for table in tables), plans
    assert [plan for plan in plans if plan.startswith(ALL_ROWS) and "INDEX" not in plan] == []


ONE_FAULT: dict[str, Callable[[Store], object]] = {
    "by number": lambda store: find_fault(store, "3"),
    "by identifier": lambda store: fault_by_id(store, "3"),
    "a number that is taken": lambda store: is_number_taken(store, "F-26K7-001"),
    "its row": lambda store: row_of_fault(store, "3"),
    "its entries": lambda _: journal.entries_of(["fault:3"]),
    "the last entry of a chain": lambda store: journal.head_of(store.chain),
    "some entries of a chain": lambda store: places.standing(store.chain, 5, 9),
    "what waits of a chain": lambda store: list(quarantine.waiting_runs(store.chain)),
    "what is said of machines": lambda _: journal.machine_entries(*places.TABLES),
    "through which bundle a fault came": lambda _: journal.bundle_names("fault:3"),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_thing_is_found_without_a_look_at_all(machine: Machine, name: str) -> None:
    plans = plans_of(machine.store, lambda: ONE_FAULT[name](machine.store))
    assert [plan for plan in plans if plan.startswith(ALL_ROWS)] == []


@pytest.mark.parametrize(("kind", "index"), [("attachment-added", "attachment"), ("payload-redacted", "redaction")])
def test_entries_of_a_kind_are_found_by_an_index_of_them_alone(machine: Machine, kind: str, index: str) -> None:
    (plan, *_) = plans_of(machine.store, lambda: journal.subjects_with(kind))
    assert plan.endswith(f" INDEX entry_{index}")


def test_recording_reads_nothing_but_its_own_subject_and_chain(machine: Machine) -> None:
    asked: list[str] = []
    with machine.store.writing() as database:
        connection = database.connection()
        connection.set_trace_callback(asked.append)
        machine.store.record("fault:3", report())
        connection.set_trace_callback(None)
        selects = [sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]
        plans = [row[3] for sql in selects for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert selects
    assert [plan for plan in plans if plan.startswith(ALL_ROWS)] == []


@pytest.mark.parametrize("ask", [queue_page, queue_counts, queue_order])
def test_counting_and_ordering_all_go_over_an_index_of_the_open_ones(
    machine: Machine, ask: Callable[[Store], object]
) -> None:
    plans = plans_of(machine.store, lambda: ask(machine.store))
    assert [plan for plan in plans if plan == "SCAN fault"] == []


def test_what_was_left_open_is_counted_over_the_persons_index_alone(machine: Machine) -> None:
    plans = plans_of(machine.store, lambda: queue_counts(machine.store))
    assert any("USING COVERING INDEX fault_person" in plan for plan in plans), plans


def test_no_index_but_the_four_knows_what_is_open(machine: Machine) -> None:
    with machine.store.reading() as database:
        rows = database.execute_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%WHERE is_open%'").fetchall()
    assert {row[0] for row in rows} == {"fault_open", "fault_place", "fault_person", "fault_archive"}
