"""What is typed and not recorded yet: PROCESS, mistake 1."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.store import Store, audit
from tests.workflow.road import clock_of, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A technician's store."""
    made = new_store(tmp_path)
    yield made
    made.close()


def test_what_was_typed_is_offered_to_its_own_form_and_subject_alone(store: Store) -> None:
    store.keep_typed("report", "", {"title": "RAID"})
    store.keep_typed("note", "F-1", {"text": "disk 4"})
    assert {(form.form, form.subject): form.texts for form in store.typed_forms()} == {
        ("report", ""): {"title": "RAID"},
        ("note", "F-1"): {"text": "disk 4"},
    }


def test_a_field_typed_again_takes_the_place_of_what_it_was(store: Store) -> None:
    store.keep_typed("report", "", {"title": "RA", "place": "R4"})
    clock_of(store).go_on(seconds=1)
    store.keep_typed("report", "", {"title": "RAID"})
    (form,) = store.typed_forms()
    assert form.texts == {"title": "RAID", "place": "R4"}


def test_what_is_recorded_or_thrown_away_is_forgotten(store: Store) -> None:
    store.keep_typed("report", "", {"title": "RAID"})
    store.keep_typed("note", "", {"text": "x"})
    store.forget_typed("report", "")
    assert [form.form for form in store.typed_forms()] == ["note"]


def test_what_is_typed_survives_another_start_and_is_no_entry(store: Store, tmp_path: Path) -> None:
    before = audit(store)
    store.keep_typed("report", "", {"title": "half a\ud800 word"})
    store.close()
    again = Store.open(store.path, keys=tmp_path / "keys")
    assert again.typed_forms()[0].texts == {"title": "half a\ufffd word"}
    assert audit(again).state_digest == before.state_digest
    again.close()
