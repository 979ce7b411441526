"""The plan editor as it looks, with the dates below the form and beside it."""

import pytest

from tests.screens.conftest import TakePicture

LAST_FRIDAY = ("2", "n", "down", "4", "3", "5", "5")


@pytest.mark.parametrize(
    ("language", "size"),
    [("en", (80, 24)), ("zh_CN", (80, 24)), ("zh_CN", (120, 40))],
    ids=("en", "zh_CN", "zh_CN-120x40"),
)
def test_pictures(take_picture: TakePicture, language: str, size: tuple[int, int]) -> None:
    assert take_picture(*LAST_FRIDAY, language=language, size=size)
