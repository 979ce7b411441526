"""Similar faults of the past, likely duplicates, known reporters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.fault_operations import Facts
from fieldtech.store import Store
from fieldtech.store.views.likeness import likely_duplicates, similar_faults
from fieldtech.store.views.reporters import known_reporters
from fieldtech.workflow.closing import cancel_fault
from tests.workflow.road import clock_of, closed, new_store, reported


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store."""
    made = new_store(tmp_path)
    yield made
    made.close()


def test_what_solved_a_like_fault_before_is_found_with_its_cause(store: Store) -> None:
    past = closed(store)
    reported(store, title="Printer streaks", asset="PR-2")
    (found,) = similar_faults(store, Facts(title="RAID degraded on NAS-1"))
    assert (found.number, found.cause, found.solution, found.attempts) == (
        past.number, "Media errors after four years", "Disk 4 replaced", 1,
    )  # fmt: skip


def test_what_is_thought_to_be_the_cause_is_searched_for_in_causes_and_solutions(store: Store) -> None:
    past = closed(store)
    told = Facts(title="Router hot")
    assert similar_faults(store, told) == ()
    assert [each.number for each in similar_faults(store, told, cause="media errors")] == [past.number]


def test_a_fault_is_not_like_itself_and_what_was_never_solved_is_no_help(store: Store) -> None:
    past = closed(store)
    assert similar_faults(store, past.facts, besides=past.id) == ()
    reported(store)
    assert [each.number for each in similar_faults(store, past.facts)] == [past.number]


def test_likeness_is_found_in_chinese_too(store: Store) -> None:
    first = reported(store, title="机房空调滴水", asset="AC-1", place="机房 A")
    reported(store, title="会议室投影不亮", asset="PJ-1", place="2F")
    assert [line.number for line in likely_duplicates(store, Facts(title="空调漏水"))] == [first.number]


def test_the_same_asset_weighs_more_than_like_words_and_these_more_at_the_same_place(store: Store) -> None:
    words = reported(store, title="Switch dark", asset="A", place="x")
    place = reported(store, title="Switch dark", asset="B", place="R2")
    asset = reported(store, title="Dark", asset="SW-03", place="y")
    told = Facts(title="Core switch dark", asset="SW-03", place="R2")
    assert [line.number for line in likely_duplicates(store, told)] == [asset.number, place.number, words.number]


def test_one_word_in_common_or_the_place_alone_makes_no_duplicate(store: Store) -> None:
    reported(store, title="The printer on the second floor streaks", asset="A", place="R2")
    told = Facts(title="The telephone of the director is dead", asset="B", place="R9")
    assert likely_duplicates(store, told) == ()
    assert likely_duplicates(store, Facts(title="Fan loud", place="R2")) == ()


def test_what_is_over_is_no_duplicate(store: Store) -> None:
    fault = reported(store)
    assert likely_duplicates(store, fault.facts)
    cancel_fault(store, fault.number, "false alarm")
    assert likely_duplicates(store, fault.facts) == ()
    assert likely_duplicates(store, Facts()) == ()


def test_a_reporter_is_known_by_any_word_of_his_name_with_what_he_last_told(store: Store) -> None:
    reported(store, reporter="Wang Fang", contact="old", place="1F")
    clock_of(store).go_on(hours=1)
    reported(store, reporter="Wang Fang", contact="555", place="2F", asset="PC-9")
    reported(store, reporter="100%_!", contact="x")
    (known,) = known_reporters(store, "fa")
    assert (known.name, known.contact, known.place, known.asset) == ("Wang Fang", "555", "2F", "PC-9")
    assert [each.name for each in known_reporters(store, "100%_")] == ["100%_!"]
    assert known_reporters(store, "ang") == ()
