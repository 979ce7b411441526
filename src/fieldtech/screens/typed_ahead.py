"""Keys that come faster than screens open: each waits until what the one before it opened can take it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from textual.app import App
from textual.events import Event, Key
from textual.worker import Worker

MOST_SECONDS = 1.5
"""Longer no key waits, whatever is under way: a slow machine may take a second to open its first screen."""
_QUIET_TURNS = 6
"""An action that asks something opens its dialog within so many turns of the loop."""
_LOOK_SECONDS = 0.002
_ASKING = "default"
"""The group of workers that act on a key; the others read, or go on for long."""


class TypedAhead:
    """The keys and pastes that wait for the one before them."""

    def __init__(self, app: App[Any], take: Callable[[Event], Awaitable[None]]) -> None:
        """Make the line.

        Args:
            take: What is done with each, in its turn.
        """
        self._app, self._take = app, take
        self._waiting: deque[Event] = deque()
        self._is_settling = False

    def __bool__(self) -> bool:
        """Tell whether a key waits."""
        return bool(self._waiting)

    async def put(self, event: Event) -> None:
        """Take a key at once, or in its turn where another one is still at work."""
        if self._is_settling:
            self._waiting.append(event)
            return
        if self._is_text(event):
            await self._take(event)
            return
        self._is_settling = True
        await self._take(event)
        self._others: Worker[None] = self._app.run_worker(self._take_the_others, group="keys")

    async def _take_the_others(self) -> None:
        """Take the keys that come meanwhile, one after the other.

        A key comes back to the app's own queue before its binding acts, so that nothing there may wait for this.
        """
        try:
            await self._until_settled()
            while self._waiting:
                event = self._waiting.popleft()
                is_text = self._is_text(event)
                await self._take(event)
                if not is_text:
                    await self._until_settled()
        finally:
            self._is_settling = False

    def _is_text(self, event: Event) -> bool:
        """Tell whether it is typed into the field that has the focus, which opens nothing."""
        focused = self._app.focused if self._app.screen_stack else None
        if isinstance(event, Key):
            return focused is not None and focused.check_consume_key(event.key, event.character)
        return focused is not None

    async def _until_settled(self) -> None:
        end = monotonic() + MOST_SECONDS
        quiet = 0
        while quiet < _QUIET_TURNS and monotonic() < end:
            is_busy = self._is_busy()
            await asyncio.sleep(_LOOK_SECONDS if is_busy else 0)
            quiet = 0 if is_busy else quiet + 1

    def _is_busy(self) -> bool:
        app = self._app
        if not app.screen_stack:
            return False
        screen = app.screen
        pumps = (app, screen, app.focused or screen)
        if not screen.is_mounted or any(pump.message_queue_size for pump in pumps):
            return True
        return any(_is_asking(worker) and worker.node.screen is screen for worker in app.workers)


def _is_asking(worker: Worker[Any]) -> bool:
    return worker.group == _ASKING and not worker.is_finished and worker.node is not worker.node.app
