"""Filters of the queue under a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import Nature, Priority
from fieldtech.store import Store, audit
from fieldtech.store.views.filters import Filters
from fieldtech.store.views.saved import forget_view, save_view, saved_views
from tests.workflow.road import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store."""
    made = new_store(tmp_path)
    yield made
    made.close()


def test_filters_are_kept_under_a_name_and_read_again(store: Store) -> None:
    mine = Filters(assignee="Li Wei", priority=Priority.URGENT, is_overdue=True)
    net = Filters(nature=Nature.NETWORK, words="交换机")
    assert save_view(store, "  my   urgent ", mine) == "my urgent"
    save_view(store, "网络", net)
    assert saved_views(store) == {"my urgent": mine, "网络": net}


def test_a_name_means_what_it_was_given_last_until_it_is_forgotten(store: Store) -> None:
    save_view(store, "a", Filters(place="R1"))
    save_view(store, "a", Filters(place="R2"))
    assert saved_views(store)["a"].place == "R2"
    forget_view(store, "a")
    assert saved_views(store) == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_neither_empty_nor_endless(store: Store, name: str) -> None:
    with pytest.raises(RuleViolation):
        save_view(store, name, Filters())


def test_a_view_is_a_local_habit_and_no_entry(store: Store) -> None:
    before = audit(store)
    save_view(store, "a", Filters())
    assert audit(store).entries == before.entries
