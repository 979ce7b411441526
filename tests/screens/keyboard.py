"""Walking through the program by keys alone: what is pressed is counted apart from what is typed as text."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Key, Paste
from textual.keys import _character_to_key, key_to_character
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from fieldtech.screens import fault_lists, report, triage
from fieldtech.screens.kept_words import KeptWords, kept_words
from fieldtech.screens.shell import Shell

_PATIENCE = 5000
_QUIET_ROUNDS = 12
"""How often in a row nothing must be under way: a message on its way between two widgets is in neither's queue."""
_ENDING = ("reload", "count", "completion", "narrow", "alike", "detail", "watch")
"""The groups of workers that end by themselves; others may wait for a key."""


class Threads:
    """How much is under way off the UI thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.under_way = 0
        monkeypatch.setattr(asyncio, "to_thread", self._counted(asyncio.to_thread))
        monkeypatch.setattr(KeptWords, "left", self._counted(KeptWords.left))
        for module in (fault_lists, report, triage):
            monkeypatch.setattr(module, "REST_SECONDS", 0)

    def _counted(self, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(*said: Any, **more: Any) -> Any:
            self.under_way += 1
            try:
                return await original(*said, **more)
            finally:
                self.under_way -= 1

        return counted


_render_update = Compositor.render_update


def draw_only_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no frame between: nobody sees it, and a hand draws the screen once it has pressed its keys."""

    def draw_nothing(
        compositor: Compositor,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> object:
        if simplify:  # a picture is taken
            return _render_update(compositor, full, screen_stack, simplify)
        compositor._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", draw_nothing)


class Keyboard:
    """A hand at the keys, which waits until the screen has followed."""

    def __init__(self, pilot: Pilot[None], threads: Threads) -> None:
        self.pilot, self._threads = pilot, threads
        self.presses = 0
        """All keys but those of text."""

    @property
    def app(self) -> Shell:
        """The program."""
        assert isinstance(self.pilot.app, Shell)
        return self.pilot.app

    @property
    def told(self) -> list[str]:
        """All that was told in toasts."""
        return [notice.sentence for notice in self.app.notices]

    def is_at(self, kind: type[Screen[Any]]) -> bool:
        """Tell whether a screen of a kind is in front of us."""
        return isinstance(self.app.screen, kind)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.presses += 1
            self._send(key, key_to_character(key))
            await self.rest()
        self.draw()

    def _send(self, key: str, character: str | None) -> None:
        """Send a key as the terminal does."""
        pressed = Key(key, character)
        pressed.set_sender(self.app)
        self.app.post_message(pressed)

    async def type(self, text: str) -> None:
        """Type text: the first character by its key, the rest as an input method or a clipboard gives it, at once."""
        self._send(_character_to_key(text[0]), text[0])
        await self.rest()
        if text[1:]:
            self.app.post_message(Paste(text[1:]))
        await self.rest()

    async def rest(self) -> None:
        """Wait until nothing is under way: no message, no thread, no worker that ends by itself, nothing to draw."""
        quiet = 0
        for _ in range(_PATIENCE):
            # A timer of the framework's own draws what changed, a hundred times a second.
            await asyncio.sleep(0 if quiet else 0.004)
            quiet = 0 if self._is_busy() else quiet + 1
            if quiet == _QUIET_ROUNDS:
                return
        raise AssertionError("the screen never came to rest")

    def _is_busy(self) -> bool:
        screen = self.app.screen
        drawing = (screen._layout_required, screen._dirty_widgets, screen._repaint_required, screen._callbacks)
        return (
            self._threads.under_way > 0
            or bool(self.app.typed_ahead)
            or any(map(bool, drawing))
            or not screen.is_mounted
            or any(worker.is_running and worker.group in _ENDING for worker in self.app.workers)
            or any(node._message_queue.qsize() + len(node._next_callbacks) for node in self._nodes())
        )

    def _nodes(self) -> Iterator[MessagePump]:
        yield self.app
        nodes: list[Widget] = list(self.app.screen_stack)
        while nodes:
            node = nodes.pop()
            yield node
            nodes += node.children

    async def keep(self) -> None:
        """Wait until what was typed is in the store."""
        await kept_words(self.app).of("", "")

    def shown(self) -> str:
        """Read what stands on the screen."""
        return "\n".join("".join(segment.text for segment in strip) for strip in self.draw())

    def draw(self) -> list[Strip]:
        """Draw the screen, and what it lies upon."""
        visible_screen_stack.set(self.app._background_screens)
        return self.app.screen._compositor.render_strips()
