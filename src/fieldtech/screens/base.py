"""What all screens share: reading and writing off the UI thread, refusals told once, keys translated, dialogs.

How a screen is written
    Subclass `StoreScreen`. Compose a `TopLine`, the work, a `KeyLine`. Read views in `reload`, which runs when the
    screen is mounted and whenever the journal grew; never call the store on the UI thread: `await self.read(...)`.

How something is recorded
    An action is an async worker that asks until the rules are content, so that nothing typed is lost by a refusal::

        @work
        async def action_add_note(self) -> None:
            said: str | None = None
            while (said := await self.app.push_screen_wait(NoteDialog(self.fault, said))) is not None:
                if await self.perform(add_note, self.fault.number, said):
                    return

    `perform` gives the store as the first argument, tells a `FieldTechError` once as a toast (which names the key that
    leads to what is missing), and returns what the use case returned, or None when it was refused.

How a dialog is written
    Subclass `Dialog[Answer]`, give it a `heading`, yield its fields from `compose_fields`, `dismiss(answer)` on Enter.
    Esc gives None. It is a sheet at the bottom of the screen over its full width; what was under it stays readable. It
    takes what was said before as an argument, for the loop above.

How words are shown
    `_("...")` where a string is shown; `N_("...")` in class-level strings: `active_bindings` translates bindings.
    What comes from the store or a user goes into `Content(text)`, or a widget's `markup=False`, never into markup.
    Widgets that draw lines themselves use `cut_to_cells` and `pad_to_cells`.

How keys are named
    Each binding has an `id` such as "fault.assess", a description of one or two words and a tooltip that is a sentence.
    A key does the same everywhere; `MISSING_LEADS_TO` names the ids that lead to what a rule finds missing.

Colours, as variables of every stylesheet (`terminal/themes.py` and `widgets/tokens.py` set them)
    $late red, $soon yellow, $done green, $closed dim, $quiet what matters less, $mark the cursor's mark and the keys,
    $line rules, $bar the top and bottom line, $cursor-row the row under the cursor; besides Textual's own $foreground,
    $background, $surface.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar, Concatenate, Generic, ParamSpec, TypeVar

from textual import getters, work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.signal import Signal
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.visible_text import visible
from fieldtech.paths import Paths
from fieldtech.screens.spoken import SpokenScreen, StyledApp
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_, _
from fieldtech.widgets.key_line import KeyLine

Said = ParamSpec("Said")
Done = TypeVar("Done")
Answer = TypeVar("Answer")

MISSING_LEADS_TO: Mapping[str, str] = {
    "edit": "fault.edit",
    "title": "fault.edit",
    "description": "fault.edit",
    "channel": "fault.edit",
    "reporter": "fault.edit",
    "occurred": "fault.edit",
    "assess": "fault.assess",
    "nature": "fault.assess",
    "impact": "fault.assess",
    "urgency": "fault.assess",
    "start": "fault.start",
    "resume": "fault.resume",
    "restore": "fault.restore",
    "plan-solution": "fault.plan",
    "tick": "fault.checks",
    "implement": "fault.implement",
    "verify": "fault.verify",
    "root-cause": "fault.close",
    "close": "fault.close",
    "reopen": "fault.reopen",
}
"""Which binding leads to what a rule finds missing; `tick:<item>` counts as tick."""


class StoreApp(StyledApp[None]):
    """What screens know of the app."""

    def __init__(self, store: Store, profile: Profile) -> None:
        super().__init__(profile)
        self.store = store
        self.paths: Paths | None = None
        """Where settings are kept. None: they hold until the end of this run."""
        self.journal_grew: Signal[int] = Signal(self, "journal-grew")
        """Told after each own write, and when another program wrote; the number says nothing by itself."""

    def tell_growth(self) -> None:
        """Say that the journal grew: every mounted screen reads its views anew."""
        self.journal_grew.publish(self.store.grown)


class StoreScreen(SpokenScreen[Answer], Generic[Answer]):
    """A screen that shows what the store holds, and follows it."""

    app = getters.app(StoreApp)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "app.show_keys", N_("Keys"), tooltip=N_("List the keys that work here."),
                id="app.keys"),
        Binding("ctrl+p", "app.show_palette", N_("Actions"), show=False, tooltip=N_("Find an action by its name."),
                id="app.palette"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._is_stale = False
        self._answer: tuple[Answer | None] | None = None
        """The answer with which it is to close; None: it is not to close yet."""

    @property
    def store(self) -> Store:
        """The open store, for `read` and `perform`."""
        return self.app.store

    def on_mount(self) -> None:
        """Follow the journal; what was told before must not cover what is asked now."""
        self.app.clear_notifications()
        self.app.journal_grew.subscribe(self, self._follow)
        self._start_reload()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen lay above."""
        if self._answer is not None:
            super().dismiss(*self._answer)
        elif self._is_stale:
            self._start_reload()

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close with an answer; while another screen lies above, as the lock may, only once that is gone."""
        if self.app.screen is self:
            closing: AwaitComplete = super().dismiss(result)
            return closing
        self._answer = (result,)
        return AwaitComplete()

    async def reload(self) -> None:
        """Read the views anew; a later call stops an earlier one that still runs."""

    async def read(
        self, view: Callable[Concatenate[Store, Said], Done], *said: Said.args, **more: Said.kwargs
    ) -> Done | None:
        """Read a view off the UI thread.

        Returns:
            What the view gave; None: it could not be read, and that was told.
        """
        return await self._told(asyncio.to_thread(view, self.store, *said, **more))

    async def perform(
        self, use_case: Callable[Concatenate[Store, Said], Done], *said: Said.args, **more: Said.kwargs
    ) -> Done | None:
        """Record something off the UI thread, and let every screen know.

        Returns:
            What the use case returned; None: it was refused, and that was told.
        """
        done = await self._told(asyncio.to_thread(use_case, self.store, *said, **more))
        if done is not None:
            self.app.tell_growth()
        return done

    def tell(self, sentence: str) -> None:
        """Tell that something was done, in a toast."""
        self.notify(visible(sentence), markup=False)

    def tell_refusal(self, error: FieldTechError) -> None:
        """Tell why something was refused, and which key leads to what is missing."""
        sentences = [visible(str(error)), *self._ways_out(error)]
        self.notify("\n".join(sentences), severity="error", timeout=8, markup=False)

    async def _told(self, under_way: Awaitable[Done]) -> Done | None:
        try:
            return await under_way
        except FieldTechError as error:
            self.tell_refusal(error)
            return None

    def _ways_out(self, error: FieldTechError) -> list[str]:
        if not isinstance(error, RuleViolation):
            return []
        wanted = dict.fromkeys(MISSING_LEADS_TO.get(word.partition(":")[0], "") for word in error.missing)
        bound = {active.binding.id: active.binding for active in self.active_bindings.values()}
        return [
            _("{key} leads there: {action}").format(
                key=self.app.get_key_display(bound[name]), action=bound[name].description
            )
            for name in wanted
            if name in bound
        ]

    def _follow(self, _grown: int) -> None:
        if self.is_current:
            self._start_reload()
        else:
            self._is_stale = True

    @work(exclusive=True, group="reload")
    async def _start_reload(self) -> None:
        self._is_stale = False
        await self.reload()


class Dialog(StoreScreen[Answer | None], ModalScreen[Answer | None]):
    """A question over the screen that asks it: a sheet at the bottom, answered by a typed value or by None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", N_("Back"), tooltip=N_("Leave without recording anything."), id="dialog.back"),
    ]

    KEYS_FIRST: ClassVar[tuple[str, ...]] = ()
    """The ids of the bindings that stand first in the line of keys."""
    heading: str = ""
    """What is asked, translated; data in it is cleaned when it is shown."""

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with Vertical(classes="sheet"):
            yield Static(Content(visible(self.heading)), classes="heading")
            yield from self.compose_fields()
            yield KeyLine(*self.KEYS_FIRST)

    def compose_fields(self) -> ComposeResult:
        """Yield what is asked."""
        yield from ()

    def action_give_up(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
