"""The full-screen program: its modes, its theme, and the signal that the journal grew."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from fieldtech.domain.errors import StoreUnusable
from fieldtech.paths import Paths
from fieldtech.screens.conflicts import ConflictsScreen
from fieldtech.screens.crash import LogBug, crash_words, new_reference
from fieldtech.screens.intake import take_in
from fieldtech.screens.kept_words import kept_words
from fieldtech.screens.keys import KeysDialog, key_entries
from fieldtech.screens.left_words import go_on_with_left_words
from fieldtech.screens.modes import ALL_MODES
from fieldtech.screens.palette import PaletteDialog
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.shell import Shell
from fieldtech.screens.step_place import StepPlace
from fieldtech.screens.triage import TriageScreen
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_, _, ngettext

POLL_SECONDS = 1.0
"""How often the store is asked whether another program wrote to it."""


class FieldTechApp(Shell):
    """fieldtech on the whole screen, over a store that is open already."""

    TITLE = "fieldtech"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.name: mode.screen for mode in ALL_MODES}
    DEFAULT_MODE = "queue"
    ENABLE_COMMAND_PALETTE = False  # our own speaks the language in use, and costs fewer bytes
    BINDINGS: ClassVar[list[BindingType]] = [
        *(mode.binding for mode in ALL_MODES),
        Binding("ctrl+o", "take_in", N_("Take in"), show=False, id="app.intake",
                tooltip=N_("Take in mails, or an export of a service desk.")),
        Binding("equals_sign", "show_conflicts", N_("Conflicts"), show=False, key_display="=", id="app.conflicts",
                tooltip=N_("Look at what was written without sight of each other, and settle it.")),
        Binding("ctrl+r", "show_left_words", N_("Left words"), show=False, id="app.left_words",
                tooltip=N_("Go on with what was typed and not recorded, or throw it away.")),
        Binding("ctrl+q", "quit", N_("Quit"), show=False, priority=True, tooltip=N_("Leave fieldtech."), id="app.quit"),
    ]  # fmt: skip

    def __init__(
        self, store: Store, profile: Profile, log_bug: LogBug | None = None, paths: Paths | None = None
    ) -> None:
        super().__init__(store, profile, paths)
        self._log_bug = log_bug
        self.animation_level = "none"  # nothing slides: it costs bytes, and tells nothing
        self._watcher = ThreadPoolExecutor(1, "watch")
        self._seen_changes: int | None = None

    def on_mount(self) -> None:
        """Begin to watch for what other programs write."""
        self._look_for_changes()
        self._tell_of_left_words()
        self.set_interval(POLL_SECONDS, self._look_for_changes)

    def on_unmount(self) -> None:
        """End the thread that watches."""
        self._watcher.shutdown(wait=False, cancel_futures=True)

    def told_of_crash(self, error: BaseException) -> str | None:
        """Say what is safe, and have it kept where it happened; never what was in the variables."""
        reference = new_reference()
        return crash_words(reference, self._log_bug(reference, error) if self._log_bug else None)

    async def action_go_to(self, mode: str) -> None:
        """Go to a mode, and back to its first screen."""
        await self.switch_mode(mode)
        while len(self.screen_stack) > 1:
            await self.screen.dismiss(None)

    @work
    async def action_take_in(self) -> None:
        """Take in reports from a file."""
        await take_in(self)

    def action_show_conflicts(self) -> None:
        """Show what there is to settle, beginning at the fault under the cursor."""
        screen = self.screen
        number = screen.step_number if isinstance(screen, StepPlace) else None
        self.push_screen(ConflictsScreen(number or ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let forms be gone on with only where none of them is open."""
        if action == "show_conflicts" and isinstance(self.screen, ConflictsScreen | ReportScreen | TriageScreen):
            return False
        if action == "show_left_words" and isinstance(self.screen, ReportScreen | TriageScreen):
            return False
        return super().check_action(action, parameters)

    @work
    async def action_show_left_words(self) -> None:
        """Show the forms that were left with words in them."""
        await go_on_with_left_words(self)

    @work
    async def action_show_keys(self) -> None:
        """List the keys of the screen in front of us."""
        await self.push_screen_wait(KeysDialog(key_entries(self.screen)))

    @work
    async def action_show_palette(self) -> None:
        """Find an action by its name, and do it."""
        screen = self.screen
        chosen = await self.push_screen_wait(PaletteDialog(key_entries(screen)))
        if chosen is not None:
            await self.run_action(chosen.action, chosen.node)

    def action_help_quit(self) -> None:
        """Say how one leaves, to whoever presses Ctrl+C."""
        self.notify(_("Ctrl+Q leaves fieldtech."), markup=False)

    @work
    async def _tell_of_left_words(self) -> None:
        """Say at the start that words wait which an earlier run could not record."""
        left = await kept_words(self).left()
        if left:
            words = ngettext(
                "{n} form was left with words in it. Ctrl+R shows it.",
                "{n} forms were left with words in them. Ctrl+R shows them.",
                len(left),
            )
            self.notify(words.format(n=len(left)), severity="warning", markup=False)

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


def run_app(store: Store, profile: Profile, log_bug: LogBug | None = None, paths: Paths | None = None) -> int:
    """Run the full-screen program until the user leaves it.

    Args:
        log_bug: Keeps where a bug happened. None: nobody does.
        paths: Where settings are kept. None: nowhere, as on a demo.

    Returns:
        The exit code.
    """
    app = FieldTechApp(store, profile, log_bug, paths)
    app.run(mouse=profile.mouse)
    return app.return_code or 0
