"""The exchange, the conflicts and a fingerprint as they look: both languages, both sizes."""

from collections.abc import Iterator

import pytest

from fieldtech.store import Store
from fieldtech.workflow.enrolment import revoke_peer, write_request_in
from fieldtech.workflow.handling import add_note
from tests.screens.conftest import TakePicture
from tests.screens.machines_met import Machines, strangers

LANGUAGES = ("en", "zh_CN")
SIZES = ((80, 24), (120, 40))


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A depot that heard nothing of A for weeks, revoked B, and has something to settle."""
    with pytest.MonkeyPatch.context() as patched, strangers(tmp_path_factory.mktemp("met"), patched) as made:
        made.meet(made.a)
        made.meet(made.b)
        number = made.contest_all().number
        made.clock.move(days=19)
        revoke_peer(made.depot, made.b.code, "laptop was stolen")
        add_note(made.b, number, "written after the theft")
        made.carry(made.b, made.depot)
        made.clear()
        with made.stranger() as other:
            write_request_in(other, made.stick)
        yield made


@pytest.fixture(scope="module")
def store(machines: Machines) -> Store:
    """The depot's; nothing is written to it."""
    return machines.depot


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "keys", [("5",), ("equals_sign",), ("5", "a", "ctrl+s")], ids=("exchange", "conflicts", "voice")
)
def test_pictures(take_picture: TakePicture, keys: tuple[str, ...], language: str, size: tuple[int, int]) -> None:
    assert take_picture(*keys, language=language, size=size)
