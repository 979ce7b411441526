"""Taking in mails and exports: which file, what would come of it, how far it is, and what came of it (PROCESS S3.1)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.progress import Progress
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import Dialog, StoreApp
from fieldtech.screens.intake_words import intake_lines, summary_words
from fieldtech.screens.kept_form import TEXT_COLUMN, KeptFormDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.typed_values import required
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.intake import Taken, take_files


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be taken in, and how it is to be understood."""

    path: Path
    date_order: str | None
    """dmy, mdy or ymd; None: as the file, or its mapping, says."""
    mapping: Path | None
    """Which column is what; None: the columns tell."""

    def take(self, store: Store, progress: Progress, *, is_dry_run: bool) -> Taken:
        """Take it in, or only say what would come of it."""
        return take_files(
            store,
            [self.path],
            mapping=self.mapping,
            date_order=self.date_order,
            is_dry_run=is_dry_run,
            progress=progress,
        )


async def take_in(app: StoreApp) -> None:
    """Ask for a file, show what would come of it, take it in, and show what came; Esc goes a step back."""
    refused: FieldTechError | None = None
    while True:
        dialog = IntakeDialog()
        dialog.refused = refused
        asked = await app.push_screen_wait(dialog)
        if asked is None:
            return
        name = one_line(asked.path.name or str(asked.path))
        reading = LongWorkDialog(_("Reading {name}").format(name=name), partial(asked.take, is_dry_run=True))
        preview = await app.push_screen_wait(reading)
        if preview is None or not await app.push_screen_wait(IntakePreview(name, preview)):
            refused = reading.refusal
            continue
        work = LongWorkDialog(
            _("Taking in {name}").format(name=name),
            partial(asked.take, is_dry_run=False),
            stopped=_("Stopped: nothing of {name} was taken in.").format(name=name),
        )
        taken = await app.push_screen_wait(work)
        if taken is not None:
            dialog.forget()
            app.notify(f"{name}: {summary_words(taken)}", markup=False)
            await app.push_screen_wait(IntakeOutcome(name, taken))
            return
        refused = work.refusal


class IntakeDialog(KeptFormDialog[Asked]):
    """Which file or folder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Look"), tooltip=N_("Read it and show what would come of it."),
                id="intake.look"),
    ]  # fmt: skip

    KEPT_AS = "intake"

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Take in reports: mails, or an export of a service desk")

    def fields(self) -> Iterable[FormField]:
        """Ask where it lies, and how it is to be understood."""
        orders = ("", _("as it says")), ("dmy", "31.12."), ("mdy", "12/31"), ("ymd", "12-31")
        yield LineField("path", _("File or folder"), complete=_complete)
        yield ChoiceField("order", _("Dates"), [Choice(word, label) for word, label in orders])
        yield LineField("mapping", _("Mapping"), complete=_complete, hint=_("only if its columns don't tell"))

    def about(self) -> Iterable[LabelledLine]:
        """Say what can be read."""
        yield LabelledLine(
            _("It may be"), _("a mail (eml), a mailbox (mbox, maildir), CSV, JSON, or a folder of these")
        )
        yield LabelledLine("", _("Nothing is taken in before you have seen it, and nothing twice."), "quiet")

    def answer(self, texts: Texts) -> Asked:
        """Take a path that leads to something."""
        path = path_of(required(texts, "path", _("Say where the file or folder lies.")))
        if not path.exists():
            raise RuleViolation(_("There is no such file or folder."), ("path",))
        mapping = path_of(texts["mapping"]) if texts["mapping"].strip() else None
        return Asked(path, texts["order"] or None, mapping)


class IntakePage(Dialog[bool]):
    """A page to read about an intake; the arrows move in it."""

    def __init__(self, heading: str, taken: Taken) -> None:
        super().__init__()
        self.heading = heading
        self._taken = taken

    def compose_fields(self) -> ComposeResult:
        """Lay out the counts, what was refused and why, and what is new."""
        with VerticalScroll():
            yield LabelledLines(tuple(intake_lines(self._taken, self.app.store.zone)), column=TEXT_COLUMN)


class IntakePreview(IntakePage):
    """What would be taken in, repeated, refused; it answers whether to take it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f2", "take", N_("Take in"), tooltip=N_("Record what is new of it."), id="intake.take"),
    ]

    KEYS_FIRST = ("intake.take",)

    def __init__(self, name: str, taken: Taken) -> None:
        super().__init__(_("This would come of {name}").format(name=name), taken)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take only what there is."""
        return self._taken.taken > 0 if action == "take" else super().check_action(action, parameters)

    def action_take(self) -> None:
        """Take it."""
        self.dismiss(True)


class IntakeOutcome(IntakePage):
    """What came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Done"), tooltip=N_("Go back to where you were."), id="intake.done"),
    ]

    def __init__(self, name: str, taken: Taken) -> None:
        super().__init__(_("This came of {name}").format(name=name), taken)


async def _complete(typed: str) -> str:
    return await asyncio.to_thread(begun_path, typed)
