"""Walking through the program by keys alone: what is pressed is counted apart from what is typed as text."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.events import Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot

from fieldtech.screens import queue, report
from fieldtech.screens.base import StoreApp
from fieldtech.screens.kept_words import kept_words

_PATIENCE = 2000
_ENDING = ("reload", "count", "completion", "narrow", "alike", "detail", "watch")
"""The groups of workers that end by themselves; others may wait for a key."""


class Threads:
    """How much is under way off the UI thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.under_way = 0
        self._lock = threading.Lock()
        original = asyncio.to_thread

        async def counted(function: Callable[..., Any], /, *said: Any, **more: Any) -> Any:
            self._count(1)
            try:
                return await original(function, *said, **more)
            finally:
                self._count(-1)

        monkeypatch.setattr(asyncio, "to_thread", counted)
        for module in (queue, report):
            monkeypatch.setattr(module, "REST_SECONDS", 0)

    def _count(self, step: int) -> None:
        with self._lock:
            self.under_way += step


class Keyboard:
    """A hand at the keys, which waits until the screen has followed."""

    def __init__(self, pilot: Pilot[None], threads: Threads) -> None:
        self.pilot, self._threads = pilot, threads
        self.presses = 0
        """All keys but those of text."""

    @property
    def app(self) -> StoreApp:
        """The program."""
        assert isinstance(self.pilot.app, StoreApp)
        return self.pilot.app

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.presses += 1
            await self.pilot.press(key)
            await self.rest()

    async def type(self, text: str) -> None:
        """Type text: the first character by its key, the rest as an input method or a clipboard gives it, at once."""
        await self.pilot.press(_character_to_key(text[0]))
        if text[1:]:
            self.app.post_message(Paste(text[1:]))
        await self.rest()

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        quiet = 0
        for _ in range(_PATIENCE):
            await self.pilot.pause()
            is_busy = self._threads.under_way or any(
                worker.is_running and worker.group in _ENDING for worker in self.app.workers
            )
            quiet = 0 if is_busy else quiet + 1
            if quiet == 3:
                return
            await asyncio.sleep(0)
        raise AssertionError("the screen never came to rest")

    async def keep(self) -> None:
        """Wait until what was typed is in the store."""
        await kept_words(self.app).of("", "")

    def shown(self) -> str:
        """Read what stands on the screen."""
        return "\n".join(
            "".join(segment.text for segment in strip) for strip in self.app.screen._compositor.render_strips()
        )
