"""The calendars as they look: both languages, both sizes."""

import random
from collections.abc import Iterator

import pytest

from fieldtech.store import Store
from tests.screens.conftest import TakePicture
from tests.screens.plan_stories import plan_a_year
from tests.screens.stage import Clock


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a year of planned work; nothing is written to it."""
    folder = tmp_path_factory.mktemp("year")
    made = Store.create(
        folder / "fieldtech.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai",
        clock=Clock(), entropy=random.Random(7).randbytes,
    )  # fmt: skip
    plan_a_year(made)
    yield made
    made.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("keys", [("2",), ("2", "m"), ("2", "a"), ("2", "right", "up", "L"), ("2", "H"),
                                  ("2", "enter", "enter")],
                         ids=("year", "month", "agenda", "load", "days-off", "occurrence"))  # fmt: skip
def test_pictures(take_picture: TakePicture, keys: tuple[str, ...], language: str) -> None:
    assert take_picture(*keys, language=language)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("keys", [("2", "p"), ("2", "p", "enter", "right")], ids=("list", "page"))
def test_pictures_of_plans(take_picture: TakePicture, keys: tuple[str, ...], language: str) -> None:
    assert take_picture(*keys, language=language)


@pytest.mark.parametrize(("keys", "language"), [(("2",), "en"), (("2", "m"), "zh_CN")], ids=("year", "month"))
def test_pictures_of_a_large_screen(take_picture: TakePicture, keys: tuple[str, ...], language: str) -> None:
    assert take_picture(*keys, language=language, size=(120, 40))
