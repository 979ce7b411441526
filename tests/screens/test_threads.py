"""The store is never asked on the UI thread, whatever key is pressed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fieldtech.store import Store
from fieldtech.store.database import StoreDatabase
from tests.screens.conftest import Walk
from tests.screens.stage import Clock
from tests.screens.stories import tell_stories

ROUNDS = (
    ("down", "end", "home", "pagedown", "x", "w", "escape"),
    ("slash", "r", "a", "enter", "escape", "f", "2", "enter", "escape"),
    ("a", "escape", "s", "escape", "m", "escape", "t", "escape", "p", "escape", "i"),
    ("enter", "right", "right", "right", "right", "escape", "1"),
    ("n", "escape", "question_mark", "escape", "ctrl+p", "escape"),
)


@pytest.mark.parametrize("keys", ROUNDS, ids=" ".join)
async def test_no_key_asks_the_store_on_the_ui_thread(
    keys: tuple[str, ...], walk: Walk, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_stories(store, clock)
    asked: dict[str, int] = {}
    original = StoreDatabase.bound

    @contextmanager
    def noted(self: StoreDatabase) -> Iterator[None]:
        name = "ui" if threading.current_thread() is threading.main_thread() else "elsewhere"
        asked[name] = asked.get(name, 0) + 1
        with original(self):
            yield

    monkeypatch.setattr(StoreDatabase, "bound", noted)
    async with walk() as hand:
        await hand.press(*keys)
    assert asked["elsewhere"] > 0
    assert "ui" not in asked
