"""Taking bundles in: which, what they would change fault by fault, how far it is, and what came of it (SYNC)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.progress import Progress
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.import_words import change_lines, file_tick, imported_summary
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.paths_typed import at_path, path_of
from fieldtech.screens.stick_place import complete_path, sticks_here
from fieldtech.screens.told_page import ToldPage
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.tick_field import TickField
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.import_tally import Imported
from fieldtech.workflow.stick_files import FileKind, FoundFile, files_in


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """What is to be taken in."""

    files: tuple[Path, ...]
    folder: Path | None = None
    """A folder was typed: what lies in it is to be listed first."""

    def take(self, store: Store, progress: Progress, *, is_dry_run: bool) -> Imported:
        """Take it in, or only say what would change."""
        return import_files(store, self.files, is_dry_run=is_dry_run, progress=progress)


async def take_bundles(screen: StoreScreen[Any]) -> bool:
    """Ask which bundles to take in, show what they would change, take them in, show what came; Esc goes a step back.

    Returns:
        Whether the conflicts that came are to be looked at.
    """
    folders = [stick.folder for stick in await sticks_here()]
    refused: FieldTechError | None = None
    while True:
        found = await found_files(screen, folders)
        dialog = ImportDialog(found, screen.store.now(), screen.store.zone, is_stick_in=bool(folders))
        dialog.refused, refused = refused, None
        asked = await screen.app.push_screen_wait(dialog)
        if asked is None:
            return False
        if asked.folder is not None:
            dialog.forget()
            folders = [asked.folder]
            continue
        reading = LongWorkDialog(_("Reading what they hold"), partial(asked.take, is_dry_run=True))
        preview = await screen.app.push_screen_wait(reading)
        if preview is None or not await screen.app.push_screen_wait(ImportPreview(preview)):
            refused = reading.refusal
            continue
        work = LongWorkDialog(
            _("Taking in"), partial(asked.take, is_dry_run=False), stopped=_("Stopped: nothing was taken in.")
        )
        imported = await screen.app.push_screen_wait(work)
        if imported is not None:
            dialog.forget()
            outcome = ImportOutcome(_("Taken in"), imported)
            return await screen.app.push_screen_wait(outcome) is True
        refused = work.refusal


async def found_files(screen: StoreScreen[Any], folders: Sequence[Path]) -> tuple[FoundFile, ...]:
    """List what lies in some folders; where that fails it is told, and nothing is listed."""
    if not folders:
        return ()

    def look(store: Store, progress: Progress) -> tuple[FoundFile, ...]:
        return files_in(store, folders, progress=progress)

    stopped = _("Stopped: type where the file lies.")
    return await screen.app.push_screen_wait(LongWorkDialog(_("Looking at what is there"), look, stopped=stopped)) or ()


class ImportDialog(KeptFormDialog[ImportAsked]):
    """Which bundles and receipts; those that did not come in yet are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Look"), tooltip=N_("Read them and show what they would change."),
                id="import.look"),
    ]  # fmt: skip

    KEPT_AS = "import"

    def __init__(self, found: Sequence[FoundFile], now: datetime, zone: tzinfo, *, is_stick_in: bool) -> None:
        others = (file for file in found if file.kind is not FileKind.REQUEST and not file.is_own)
        self._found = sorted(others, key=lambda file: not file.is_wanted)
        self._now, self._zone, self._is_stick_in = now, zone, is_stick_in
        super().__init__()
        self.heading = _("Import: bundles and receipts of other machines")

    def fields(self) -> Iterable[FormField]:
        """Ask for the files."""
        if self._found:
            wanted = [str(file.path) for file in self._found if file.is_wanted and file.is_looked_into]
            ticks = [file_tick(file, self._now, self._zone) for file in self._found]
            yield TickField("files", _("Bundles"), ticks, wanted)
        label = _("Or a path") if self._found else _("File or folder")
        yield LineField("path", label, complete=complete_path)

    def about(self) -> Iterable[LabelledLine]:
        """Say what is ticked, and why there may be nothing."""
        if self._found and not any(file.is_wanted for file in self._found):
            yield LabelledLine("", _("Nothing of it is new for this machine."), "soon")
        elif self._found:
            yield LabelledLine("", _("What did not come in yet stands first and is ticked."), "quiet")
        elif self._is_stick_in:
            yield LabelledLine("", _("There is no bundle for this machine. Type where one lies."), "soon")
        else:
            yield LabelledLine("", _("No stick is plugged in. Type where the bundle lies."), "soon")
        yield LabelledLine("", _("Nothing is taken in before you have seen what it changes."), "quiet")

    def answer(self, texts: Texts) -> ImportAsked:
        """Take the files."""
        typed = texts["path"].strip()
        if typed:
            path = path_of(typed)
            if not path.exists():
                raise RuleViolation(_("There is no such file or folder."), ("path",))
            return ImportAsked((), path) if path.is_dir() else ImportAsked((path,))
        files = tuple(Path(word) for word in texts.get("files", "").split("\n") if word)
        if not files:
            raise RuleViolation(_("Tick a file, or type where one lies."), ("files" if self._found else "path",))
        return ImportAsked(files)

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """What a typed file lacks is said at its path."""
        return at_path(refused, self.form.texts)


class ImportPreview(ToldPage):
    """What an import would change, fault by fault; it answers whether to take it in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f2", "take", N_("Import"), tooltip=N_("Take it in as shown."), id="import.take"),
    ]

    KEYS_FIRST = ("import.take",)

    def __init__(self, imported: Imported) -> None:
        super().__init__(_("This would change"), change_lines(imported))
        self._said = imported_summary(imported)

    def action_take(self) -> None:
        """Take it in."""
        self.dismiss(True)


class ImportOutcome(ToldPage):
    """What came of it; it answers whether to look at the conflicts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Done"), tooltip=N_("Go back to where you were."), id="told.done"),
        Binding("equals_sign", "see_conflicts", N_("Conflicts"), key_display="=", id="import.conflicts",
                tooltip=N_("Look at the values that were written without sight of each other.")),
    ]  # fmt: skip

    def __init__(self, heading: str, imported: Imported) -> None:
        super().__init__(heading, change_lines(imported))
        self._said = imported_summary(imported)
        self._has_conflicts = bool(imported.conflicts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the conflicts where there are any."""
        return self._has_conflicts if action == "see_conflicts" else super().check_action(action, parameters)

    def action_see_conflicts(self) -> None:
        """Go to the conflicts."""
        self.dismiss(True)
