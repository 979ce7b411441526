"""Taking in providers' notices: which file, what would come of it, and what came of it (PROCESS S3.6)."""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.progress import Progress
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import StoreApp
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.outage_words import taken_lines
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.told_page import DonePage, ToldPage
from fieldtech.screens.typed_values import required
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.notices import Taken, take_notices


async def take_in_notices(app: StoreApp) -> None:
    """Ask for a file, show what would come of it, take it in, and show what came; Esc goes a step back."""
    refused: FieldTechError | None = None
    while True:
        dialog = NoticePathDialog()
        dialog.refused = refused
        path = await app.push_screen_wait(dialog)
        if path is None:
            return
        name = one_line(path.name or str(path))
        reading = LongWorkDialog(_("Reading {name}").format(name=name), partial(_take, path, is_dry_run=True))
        preview = await app.push_screen_wait(reading)
        if preview is None or not await app.push_screen_wait(NoticePreview(name, preview, app.store)):
            refused = reading.refusal
            continue
        stopped = _("Stopped: nothing of {name} was taken in.").format(name=name)
        taking = partial(_take, path, is_dry_run=False)
        work = LongWorkDialog(_("Taking in {name}").format(name=name), taking, stopped=stopped)
        taken = await app.push_screen_wait(work)
        if taken is not None:
            dialog.forget()
            heading = _("This came of {name}").format(name=name)
            await app.push_screen_wait(DonePage(heading, taken_lines(taken, app.store.zone)))
            return
        refused = work.refusal


def _take(path: Path, store: Store, progress: Progress, *, is_dry_run: bool) -> Taken:
    return take_notices(store, [path], is_dry_run=is_dry_run, progress=progress)


class NoticePathDialog(KeptFormDialog[Path]):
    """Which file or folder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Look"), tooltip=N_("Read it and show what would come of it."),
                id="intake.look"),
    ]  # fmt: skip

    KEPT_AS = "notices"

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Take in providers' notices of planned outages")

    def fields(self) -> Iterable[FormField]:
        """Ask where it lies."""
        yield LineField("path", _("File or folder"), complete=_complete)

    def about(self) -> Iterable[LabelledLine]:
        """Say what can be read."""
        yield LabelledLine(_("It may be"), _("a calendar (ics), a mail (eml), a mailbox, or a folder of these"))
        yield LabelledLine("", _("Nothing is taken in before you have seen it, and nothing twice."), "quiet")

    def answer(self, texts: Texts) -> Path:
        """Take a path that leads to something."""
        path = path_of(required(texts, "path", _("Say where the file or folder lies.")))
        if not path.exists():
            raise RuleViolation(_("There is no such file or folder."), ("path",))
        return path


class NoticePreview(ToldPage):
    """What would be new, updated, kept to be read, refused; it answers whether to take it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f2", "take", N_("Take in"), tooltip=N_("Record what is new of it."), id="intake.take"),
    ]

    KEYS_FIRST = ("intake.take",)

    def __init__(self, name: str, taken: Taken, store: Store) -> None:
        super().__init__(_("This would come of {name}").format(name=name), taken_lines(taken, store.zone))
        self._has_news = bool(taken.notices or taken.kept)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take only what there is."""
        return self._has_news if action == "take" else super().check_action(action, parameters)

    def action_take(self) -> None:
        """Take it."""
        self.dismiss(True)


async def _complete(typed: str) -> str:
    return await asyncio.to_thread(begun_path, typed)
