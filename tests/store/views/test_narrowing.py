"""What is asked of a list, all at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.store import Store
from fieldtech.store.views.filters import Filters
from fieldtech.store.views.narrowing import Narrowing, Only, Whose
from fieldtech.store.views.queue import queue_page
from fieldtech.workflow.assessments import assign_fault
from tests.workflow.road import new_store, reported

PLACES = ("R2 / 14U", "r2 / 01U", "R20", "50% of R2", "机房 A", "机房 B")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store with a fault at each place."""
    made = new_store(tmp_path)
    for place in PLACES:
        reported(made, place=place)
    yield made
    made.close()


def places(store: Store, filters: Filters) -> set[str]:
    """Where the listed faults are."""
    return {fault.place for fault in queue_page(store, filters).faults}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("r2 /", {"R2 / 14U", "r2 / 01U"}),
        (" 机房 ", {"机房 A", "机房 B"}),
        ("50%", {"50% of R2"}),
        ("%", set()),
        ("R_", set()),
        ("", set(PLACES)),
    ],
)
def test_a_place_is_named_by_how_it_begins(store: Store, typed: str, found: set[str]) -> None:
    assert places(store, Narrowing(whose=Whose.ALL, place=typed).filters("Li Wei")) == found


def test_all_that_is_asked_for_holds_at_once(store: Store) -> None:
    number = next(fault.number for fault in queue_page(store).faults if fault.place == "机房 B")
    assign_fault(store, number, "Zhao Min")
    asked = Narrowing(whose=Whose.ALL, place="机房")
    assert places(store, asked.filters("Li Wei")) == {"机房 A", "机房 B"}
    assert places(store, Narrowing(place="机房").filters("Li Wei")) == {"机房 A"}
    assert places(store, Narrowing(whose=Whose.MINE, place="机房").filters("Zhao Min")) == {"机房 B"}
    assert places(store, Narrowing(whose=Whose.ALL, place="机房", only=Only.LATE).filters("Li Wei")) == set()
    assert places(store, Narrowing(whose=Whose.ALL, has_conflict=True).filters("Li Wei")) == set()


def test_what_narrows_a_view_further_counts_before_it() -> None:
    view = Narrowing(whose=Whose.MINE, only=Only.PENDING, place="R").filters("Li Wei")
    within = Filters(assignee="Zhao Min", is_overdue=True).within(view)
    assert within == Filters(assignee="Zhao Min", is_overdue=True, is_pending=True, place_begins="R")
