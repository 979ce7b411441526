"""What the app does around all modes: it keeps what was told, and follows the settings and one's own keys."""

import asyncio
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, InputEvent, Key, Paste, ScreenResume, ScreenSuspend
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from fieldtech.domain.visible_text import one_line
from fieldtech.paths import Paths
from fieldtech.screens.base import StoreApp, StoreScreen
from fieldtech.screens.kept_words import kept_words
from fieldtech.screens.key_map import keymap_of, unusable_keys
from fieldtech.screens.key_settings import NewKeyDialog, OwnKeysDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.notices import NoticeLog, NoticesDialog
from fieldtech.screens.people import LockScreen, PersonDialog
from fieldtech.screens.settings import Changes, SettingsDialog
from fieldtech.screens.typed_ahead import TypedAhead
from fieldtech.store import Store
from fieldtech.terminal.filters import MonochromeFilter
from fieldtech.terminal.profile import Profile
from fieldtech.terminal.themes import MONO, register_themes
from fieldtech.text import N_, _, current_language, use_language
from fieldtech.workflow.settings import change_settings

IDLE_CHECK_SECONDS = 5.0
_QUIET_TURNS, _MOST_TURNS = 20, 1000
"""For how many turns nothing may be on its way between the parts of a screen, and how many one waits for that."""
_BETWEEN = "between"
"""The mode of an empty screen, while all others are made anew."""

_KEYS_ASIDE = ("change_person", "show_notices", "change_settings", "change_keys")
_UNDISTURBED = (PersonDialog, NoticesDialog, SettingsDialog, OwnKeysDialog, NewKeyDialog, LongWorkDialog)
"""Dialogs that the shell's other keys would open anew, or whose work they would end."""


class Shell(StoreApp):
    """An app whose shell is whole; the modes are a subclass's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "lock", N_("Lock"), show=False, priority=True, id="app.lock",
                tooltip=N_("Hide everything until a person is chosen.")),
        Binding("f7", "change_person", N_("Person"), show=False, priority=True, id="app.person",
                tooltip=N_("Let another person act.")),
        Binding("f8", "show_notices", N_("Notices"), show=False, priority=True, id="app.notices",
                tooltip=N_("Read again what was told.")),
        Binding("f9", "change_settings", N_("Settings"), show=False, priority=True, id="app.settings",
                tooltip=N_("Choose language, colours and limits.")),
        Binding("f10", "change_keys", N_("Own keys"), show=False, priority=True, id="app.own_keys",
                tooltip=N_("Give actions keys of your own.")),
    ]  # fmt: skip

    def __init__(self, store: Store, profile: Profile, paths: Paths | None = None) -> None:
        """Wear the theme of the settings.

        Args:
            paths: Where settings are kept. None: they hold until the end of this run.
        """
        super().__init__(store, profile)
        self.notices = NoticeLog()
        self.typed_ahead = TypedAhead(self, super().on_event)
        self.paths = paths
        self._told_clashes: set[str] = set()
        self._is_locked = False
        self._touched = monotonic()
        self._wear(store.settings.theme)

    def on_mount(self) -> None:
        """Follow one's own keys, and tell what can't be followed, and what the terminal can't do."""
        for binding_id, why in self._follow_keys():
            words = _("The key of {action} in the settings is not followed: {why}.").format(action=binding_id, why=why)
            self.call_after_refresh(self.notify, words, severity="warning", markup=False)
        for note in self.profile.notes:
            self.call_after_refresh(self.notify, str(note), severity="warning", markup=False)
        self.set_interval(IDLE_CHECK_SECONDS, self.lock_when_idle)
        self.screen_change_signal.subscribe(self, self._keep_lock_on_top, immediate=True)

    async def on_hangup(self) -> None:
        """Keep what is typed in the open forms, before the line that hung up ends the program."""
        # What was typed last may still be on its way from its field to its form.
        quiet = 0
        for _turn in range(_MOST_TURNS):
            await asyncio.sleep(0)
            is_busy = any(node.message_queue_size for screen in self.screen_stack for node in screen.walk_children())
            quiet = 0 if is_busy else quiet + 1
            if quiet == _QUIET_TURNS:
                break
        await kept_words(self).kept()

    async def on_event(self, event: Event) -> None:
        """Remember when somebody was last at the keys, and let no key overtake what the one before it opened."""
        if isinstance(event, InputEvent | Paste):
            self._touched = monotonic()
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self.typed_ahead.put(event)
        else:
            await super().on_event(event)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Tell once of a key that took another binding's place, as a key of the framework's own."""
        del node
        clashed = {binding.description for binding in clashed_bindings} - self._told_clashes
        self._told_clashes |= clashed
        for description in clashed:
            words = _("A key of yours takes the place of “{action}”.").format(action=_(description))
            self.call_later(self.notify, words, severity="warning", markup=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take the colours out where none are wished, though the terminal has them."""
        filters = super().get_line_filters()
        is_left_coloured = self.theme == MONO.name and self.profile.colours != "none"
        return [*filters, MonochromeFilter()] if is_left_coloured else filters

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,  # noqa: ARG002 (Textual's own parameter)
    ) -> None:
        """Tell something in a toast, which is never read as markup, and keep it to be read again."""
        self.notices.keep(self.store.now(), message, severity)
        if self._is_locked:
            return  # A toast would tell what the lock hides; it stands in the log.
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the shell's keys pass in every dialog but those that they would disturb."""
        if self._is_locked and action in (*_KEYS_ASIDE, "show_keys", "show_palette"):
            return False
        if action in _KEYS_ASIDE and isinstance(self.screen, _UNDISTURBED):
            return False
        if action == "lock" and isinstance(self.screen, NewKeyDialog):
            return False
        return super().check_action(action, parameters)

    @work
    async def action_show_notices(self) -> None:
        """Show what was told."""
        await self.push_screen_wait(NoticesDialog(self.notices, self.store.zone))

    @work
    async def action_change_settings(self) -> None:
        """Ask for the settings, keep them and follow them."""
        dialog = SettingsDialog(self.store.settings, self._limits())
        changes = await self.push_screen_wait(dialog)
        dialog.forget()
        if not changes or not await self._keep(changes):
            return
        if "theme" in changes:
            self._wear(self.store.settings.theme)
        if "language" in changes and not self.profile.language_forced:
            use_language(self.store.settings.language or current_language())
            await self.begin_afresh()
        kept = _("The settings are kept.") if self.paths else _("The settings hold until the end of this demo.")
        self.notify(kept, markup=False)

    @work
    async def action_change_person(self) -> None:
        """Let another person act, and show everything as that person sees it."""
        before = self.store.actor
        person = await self.push_screen_wait(PersonDialog())
        if person is not None and person.id != before:
            await self.begin_afresh()
            self.notify(_("{name} acts now.").format(name=one_line(person.name)), markup=False)

    def lock_when_idle(self) -> None:
        """Lock where nobody was at the keys for as long as the settings say."""
        minutes = self.store.settings.idle_minutes
        if minutes and monotonic() - self._touched >= minutes * 60:
            self.action_lock()

    @work
    async def action_lock(self) -> None:
        """Hide everything until a person is chosen; another person finds no form of the one before."""
        if self._is_locked:
            return
        self._is_locked = True
        before = self.store.actor
        person = await self.push_screen_wait(LockScreen())
        self._is_locked = False
        if person is not None and person.id != before:
            await self.begin_afresh()

    def _keep_lock_on_top(self, pushed: Screen[object]) -> None:
        """Put what a worker opened under the lock; nothing was drawn of it yet."""
        stack = self._screen_stack  # The public one is a copy.
        lock = next((screen for screen in stack if isinstance(screen, LockScreen)), None)
        if lock is not None and stack[-1] is not lock:
            stack.remove(lock)
            stack.append(lock)
            pushed.post_message(ScreenSuspend())
            lock.post_message(ScreenResume())

    @work
    async def action_change_keys(self) -> None:
        """Let keys be changed one after the other, and follow each at once."""
        at = ""
        while change := await self.push_screen_wait(OwnKeysDialog(keymap_of(self.store.settings.keys), at)):
            at = change.id
            group, _dot, name = at.partition(".")
            own = {**self.store.settings.keys, group: {**self.store.settings.keys.get(group, {}), name: change.keys}}
            if await self._keep({"keys": own}):
                self._follow_keys()

    async def begin_afresh(self) -> None:
        """Leave all screens and begin with a new one of this mode, which says everything anew."""
        mode = self.current_mode
        self.hold_output()
        self.add_mode(_BETWEEN, Screen)
        await self.switch_mode(_BETWEEN)
        for name, screen in self.MODES.items():
            await self.remove_mode(name)
            self.add_mode(name, screen)
        await self.switch_mode(mode)
        await self.remove_mode(_BETWEEN)
        self.release_output()

    async def _keep(self, changes: Changes) -> bool:
        screen = self.screen
        assert isinstance(screen, StoreScreen)
        return await screen.perform(change_settings, self.paths, changes) is not None

    def _follow_keys(self) -> list[tuple[str, str]]:
        """Bind one's own keys; give what can't be followed, with the reasons."""
        keymap = keymap_of(self.store.settings.keys)
        unusable = list(unusable_keys(keymap)) if keymap else []
        left_out = {binding_id for binding_id, _why in unusable}
        self.set_keymap({name: keys for name, keys in keymap.items() if name not in left_out})
        return unusable

    def _wear(self, theme: str | None) -> None:
        self.theme = register_themes(self, self.profile, f"fieldtech-{theme}" if theme else None)

    def _limits(self) -> Iterator[str]:
        """Say what of the settings this terminal does not follow."""
        if self.profile.colours in ("16", "none"):
            yield _("This terminal has too few colours for other themes.")
        if self.profile.language_reason is not None:
            yield str(self.profile.language_reason)
