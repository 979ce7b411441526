"""The queue as it looks: both languages, both sizes; the list, its filters, its search, the reasons, the keys."""

from pathlib import Path

import pytest

from fieldtech.domain.words import Mode, Nature
from fieldtech.store import Store
from fieldtech.store.views.narrowing import Narrowing, Whose
from fieldtech.store.views.saved import save_view
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.handling import start_fault
from tests.screens.conftest import TakePicture
from tests.screens.stage import Clock
from tests.screens.stories import tell_stories

LANGUAGES = ("en", "zh_CN")
SIZES = ((80, 24), (120, 40))


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_queue(take_picture: TakePicture, store: Store, clock: Clock, language: str, size: tuple[int, int]) -> None:
    tell_stories(store, clock)
    assert take_picture(language=language, size=size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_that_nobody_assessed(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("down", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filters(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("f", "down", "2", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_views(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    save_view(store, "网络 R2", Narrowing(whose=Whose.ALL, nature=Nature.NETWORK, place="R2"))
    assert take_picture("f", "2", "enter", "b", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_refused_of_an_act_on_several(
    take_picture: TakePicture, store: Store, clock: Clock, language: str
) -> None:
    tell_stories(store, clock)
    assert take_picture("space", "end", "space", "p", "2", "enter", language=language)


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_morning(
    take_picture: TakePicture, store: Store, clock: Clock, language: str, size: tuple[int, int]
) -> None:
    numbers = tell_stories(store, clock)
    start_fault(store, assign_fault(store, numbers["streaks"], "Li Wei").number, mode=Mode.ON_SITE)
    clock.move(hours=18)
    assert take_picture("down", "down", "space", language=language, size=size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("slash", typed="机房", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reasons(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("w", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("question_mark", language=language, size=(120, 40))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_palette(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    tell_stories(store, clock)
    assert take_picture("ctrl+p", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_the_key_that_leads_on(
    take_picture: TakePicture, store: Store, clock: Clock, language: str
) -> None:
    tell_stories(store, clock)
    assert take_picture("i", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_queue(take_picture: TakePicture, language: str) -> None:
    assert take_picture(language=language)


def test_the_readme_shows_the_queue_as_it_is() -> None:
    here = Path(__file__).parent
    taken = here / "__snapshots__" / "test_queue_pictures" / "test_the_queue[en-80x24].svg"
    shown = here.parents[1] / "docs" / "images" / "queue-80x24.svg"
    assert shown.read_bytes() == taken.read_bytes(), "make snapshots"
