"""The triage as it looks: both languages, both sizes; a question with what follows, the cause, the summary."""

from datetime import timedelta

import pytest

from fieldtech.domain.words import Impact, Role, Urgency
from fieldtech.store import Store
from fieldtech.workflow.reports import report_fault
from tests.screens.bench import fault_at
from tests.screens.conftest import TakePicture
from tests.screens.stage import NOON, Clock, whole_facts

LANGUAGES = ("en", "zh_CN")
SIZES = ((80, 24), (120, 40))


def set_the_scene(store: Store, clock: Clock) -> None:
    """A fault that was solved before, colleagues, and one that is reported now."""
    fault_at(store, clock, "closed")
    store.record_person("Chen Tao", Role.TECHNICIAN)
    store.record_person("赵敏", Role.SUPERVISOR)
    facts = whole_facts(
        title="RAID degraded on DB-2, disk 1",
        description="The amber LED of slot 1 is on since the morning, and the stock is slow.",
        impact=Impact.SITE,
        urgency=Urgency.MEDIUM,
        asset="DB-2",
        place="R4 / 07U",
        service="stock",
        reported_at=NOON - timedelta(minutes=20),
    )
    report_fault(store, facts)


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_how_soon_it_hurts(
    take_picture: TakePicture, store: Store, clock: Clock, language: str, size: tuple[int, int]
) -> None:
    set_the_scene(store, clock)
    assert take_picture("a", "1", "2", "enter", "enter", language=language, size=size)


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cause_and_what_was_seen_before(
    take_picture: TakePicture, store: Store, clock: Clock, language: str, size: tuple[int, int]
) -> None:
    set_the_scene(store, clock)
    assert take_picture("a", "1", "2", "enter", "enter", "enter", "o", language=language, size=size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_is(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    set_the_scene(store, clock)
    assert take_picture("a", "1", "2", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    set_the_scene(store, clock)
    keys = ("a", "1", "2", "enter", "enter", "enter", "o", "enter", "1", "1", "enter")
    assert take_picture(*keys, language=language)
