"""The full-screen program: its modes, its theme, and the signal that the journal grew."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from fieldtech.domain.errors import StoreUnusable
from fieldtech.resources import resource_path
from fieldtech.screens.base import StoreApp
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_

POLL_SECONDS = 1.0
"""How often the store is asked whether another program wrote to it."""


class FieldTechApp(StoreApp):
    """fieldtech on the whole screen, over a store that is open already."""

    CSS_PATH = resource_path("styles", "base.tcss")
    TITLE = "fieldtech"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"queue": QueueScreen}
    DEFAULT_MODE = "queue"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", N_("Quit"), show=False, priority=True, tooltip=N_("Leave fieldtech."), id="app.quit"),
    ]

    def __init__(self, store: Store, profile: Profile) -> None:
        super().__init__(store, profile)
        self._watcher = ThreadPoolExecutor(1, "watch")
        self._seen_changes: int | None = None

    def on_mount(self) -> None:
        """Begin to watch for what other programs write."""
        self._look_for_changes()
        self.set_interval(POLL_SECONDS, self._look_for_changes)

    def on_unmount(self) -> None:
        """End the thread that watches."""
        self._watcher.shutdown(wait=False, cancel_futures=True)

    @work(exclusive=True, group="watch")
    async def _look_for_changes(self) -> None:
        """Ask always on the same thread, for the answer counts per connection."""
        try:
            changes = await asyncio.get_running_loop().run_in_executor(self._watcher, self.store.changes_of_others)
        except StoreUnusable:
            return
        if self._seen_changes not in (None, changes):
            self.tell_growth()
        self._seen_changes = changes


def run_app(store: Store, profile: Profile) -> int:
    """Run the full-screen program until the user leaves it.

    Returns:
        The exit code.
    """
    app = FieldTechApp(store, profile)
    app.run(mouse=profile.mouse)
    return app.return_code or 0
