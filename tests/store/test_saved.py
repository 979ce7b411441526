"""What the queue is narrowed to under a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.words import Nature, Priority
from fieldtech.store import Store, audit, local
from fieldtech.store.views.narrowing import Narrowing, Only, Whose
from fieldtech.store.views.saved import counted_views, forget_view, save_view, saved_view, saved_views
from fieldtech.workflow.assessments import assign_fault
from tests.workflow.road import new_store, reported


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store."""
    made = new_store(tmp_path)
    yield made
    made.close()


def test_filters_are_kept_under_a_name_and_read_again(store: Store) -> None:
    mine = Narrowing(whose=Whose.MINE, priority=Priority.URGENT, only=Only.LATE)
    net = Narrowing(nature=Nature.NETWORK, words="交换机")
    assert save_view(store, "  my   urgent ", mine) == "my urgent"
    save_view(store, "网络", net)
    assert saved_views(store) == {"my urgent": mine, "网络": net}


def test_a_name_means_what_it_was_given_last_until_it_is_forgotten(store: Store) -> None:
    save_view(store, "a", Narrowing(place="R1"))
    save_view(store, "a", Narrowing(place="R2"))
    assert saved_views(store)["a"].place == "R2"
    forget_view(store, "a")
    assert saved_views(store) == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_neither_empty_nor_endless(store: Store, name: str) -> None:
    with pytest.raises(RuleViolation):
        save_view(store, name, Narrowing())


def test_a_view_is_a_local_habit_and_no_entry(store: Store) -> None:
    before = audit(store)
    save_view(store, "a", Narrowing())
    assert audit(store).entries == before.entries


def test_a_view_is_found_however_its_name_is_written_and_a_wrong_one_names_those_that_there_are(store: Store) -> None:
    with pytest.raises(UnknownName, match="none is saved yet"):
        saved_view(store, "a")
    save_view(store, "My racks", Narrowing(place="R"))
    assert saved_view(store, " my  RACKS") == Narrowing(place="R")
    with pytest.raises(UnknownName, match="My racks"):
        saved_view(store, "my")


def test_a_view_of_mine_lists_what_is_of_whoever_acts(store: Store) -> None:
    save_view(store, "mine", Narrowing(whose=Whose.MINE))
    number = reported(store).number
    assign_fault(store, number, "Zhao Min")
    for person, counts in (("Zhao Min", [1, 1]), ("Li Wei", [0, 0])):
        assert [view.faults for view in counted_views(store, person)] == counts
    assign_fault(store, number, "")
    assert [(view.name, view.faults) for view in counted_views(store, "Li Wei")] == [("", 1), ("mine", 0)]


def test_a_view_that_asks_for_more_than_is_known_here_is_left_out(store: Store) -> None:
    save_view(store, "a", Narrowing())
    with store.writing():
        local.set_value("view/b", '{"rack": "R1"}')
    assert list(saved_views(store)) == ["a"]
