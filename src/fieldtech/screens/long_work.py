"""Long work in front of the user: how far it is, and Esc, which stops it without harm."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, WorkStopped
from fieldtech.domain.progress import Progress
from fieldtech.screens.base import Answer, Dialog
from fieldtech.store import Store
from fieldtech.text import N_, _

LOOK_SECONDS, SLOW_LOOK_SECONDS = 0.2, 1.0
"""How often it is said how far the work is; on a slow line seldom, for each time costs bytes."""
_BAR_CELLS = 40

LongWork = Callable[[Store, Progress], Answer]
"""A use case that tells how far it is, in a thread of its own, and undoes itself where that raises WorkStopped."""


class LongWorkDialog(Dialog[Answer]):
    """Do long work and answer with what it gave; None: it was stopped, or refused, which was told.

    `done = await self.app.push_screen_wait(LongWorkDialog(heading, work))`, where `work` is a use case with all its
    arguments but the store and the last, such as `lambda store, progress: take_files(store, paths, progress=progress)`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", N_("Stop"), tooltip=N_("Stop the work; nothing half done stays."), id="work.stop"),
    ]

    def __init__(self, heading: str, use_case: LongWork[Answer], *, stopped: str = "") -> None:
        """Make the dialog.

        Args:
            heading: What is being done, translated.
            stopped: What to tell when it was stopped; empty: that nothing of it was recorded.
        """
        super().__init__()
        self.heading = heading
        self._use_case, self._stopped = use_case, stopped
        self.refusal: FieldTechError | None = None
        """Why it gave nothing, once it is closed: the form that asked for it says so, where toasts are soon gone."""
        self._heard = _Heard()

    def compose_fields(self) -> ComposeResult:
        """Lay out how far it is."""
        yield Static(Content(""), classes="bar")
        yield Static(Content(""), classes="far")

    def on_mount(self) -> None:
        """Begin, and look now and then how far it is."""
        self.set_interval(SLOW_LOOK_SECONDS if self.app.profile.is_slow else LOOK_SECONDS, self._look)
        self._look()
        self._do()

    def on_unmount(self) -> None:
        """Let the thread end too where the program does."""
        self._heard.is_to_stop = True

    def action_stop(self) -> None:
        """Ask the work to stop; it does where it next tells how far it is."""
        self._heard.is_to_stop = True
        self._look()

    @work(group="long")
    async def _do(self) -> None:
        done: Answer | None = None
        try:
            done = await asyncio.to_thread(self._use_case, self.store, self._heard)
        except WorkStopped as stopped:
            self.refusal = WorkStopped(self._stopped) if self._stopped else stopped
            self.tell(str(self.refusal))
        except FieldTechError as error:
            self.refusal = error
            self.tell_refusal(error)
        else:
            self.app.tell_growth()
        self.dismiss(done)

    def _look(self) -> None:
        heard = self._heard
        filled = _BAR_CELLS * heard.done // heard.total if heard.total else 0
        bar = Content.assemble(("━" * filled, "$mark"), ("─" * (_BAR_CELLS - filled), "$line"))
        self.query_one(".bar", Static).update(bar)
        self.query_one(".far", Static).update(Content(heard.in_words()))


class _Heard:
    """What the work told last; written by its thread, read by the screen's."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.doing = ""
        self.is_to_stop = False

    def __call__(self, done: int, total: int, doing: str = "") -> None:
        if self.is_to_stop:
            raise WorkStopped(_("Stopped: nothing of it was recorded."))
        self.done, self.total = min(done, total) if total else done, total
        self.doing = doing or self.doing

    def in_words(self) -> str:
        """Say how far it is."""
        if self.is_to_stop:
            return _("Stopping ...")
        if not self.total:
            count = f"{self.done:,}" if self.done else ""
        else:
            percent = 100 * self.done // self.total
            count = _("{done} of {total}, {percent} %").format(
                done=f"{self.done:,}", total=f"{self.total:,}", percent=percent
            )
        return "  ".join(part for part in (self.doing, count) if part) or _("Beginning ...")
