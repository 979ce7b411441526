"""The shell: it starts over an open store, follows what is written, and leaves."""

from collections.abc import Callable

from fieldtech.app import FieldTechApp
from tests.screens.stage import settle


async def test_it_starts_in_the_queue_and_leaves_by_ctrl_q(make_app: Callable[[], FieldTechApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.current_mode == "queue"
        await pilot.press("ctrl+q")
    assert app.return_code == 0
