"""Where files for other machines go: the stick that is plugged in, or a folder that is typed."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import FieldTechError, RuleViolation, UnwritableOutput
from fieldtech.domain.visible_text import one_line
from fieldtech.mounts import Stick, is_mounted, sticks
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.typed_values import required
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField

_FOLDER = "folder"
_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


async def sticks_here() -> tuple[Stick, ...]:
    """Find what is plugged in, off the UI thread: a stick that fails answers late."""
    return await asyncio.to_thread(sticks)


def place_fields(found: Sequence[Stick]) -> Iterator[FormField]:
    """Ask where to write: the one stick is chosen already, of several none is."""
    if found:
        choices = [Choice(str(stick.folder), _stick_words(stick)) for stick in found]
        fit = [str(stick.folder) for stick in found if stick.is_writable]
        only = "" if len(fit) > 1 else fit[0] if fit else _FOLDER
        yield ChoiceField("stick", _("Onto"), [*choices, Choice(_FOLDER, _("a folder"))], only)
    hint = "" if found else _("no stick is plugged in")
    yield LineField("folder", _("Folder"), complete=complete_path, hint=hint)


def follow_place(form: Form) -> None:
    """Ask for a folder only where no stick is to be written."""
    if "stick" in form.fields:
        form.fields["folder"].display = form.texts["stick"] == _FOLDER


def folder_of(texts: Texts) -> Path:
    """Read where to write.

    Raises:
        RuleViolation: nothing is chosen, or there is no such folder; it names the field.
    """
    if texts.get("stick", _FOLDER) != _FOLDER:
        if not texts["stick"]:
            raise RuleViolation(_("Choose a stick, or a folder."), ("stick",))
        if not is_mounted(Path(texts["stick"])):
            raise RuleViolation(_("The stick is gone: put it in again, or choose another place."), ("stick",))
        return Path(texts["stick"])
    folder = path_of(required(texts, "folder", _("Say in which folder it is to lie.")))
    if not folder.is_dir():
        raise RuleViolation(_("There is no such folder."), ("folder",))
    return folder


def at_place(refused: FieldTechError, texts: Texts) -> FieldTechError:
    """Say at the field of the place that nothing can be written there."""
    if not isinstance(refused, UnwritableOutput):
        return refused
    return RuleViolation(str(refused), ("folder" if texts.get("stick", _FOLDER) == _FOLDER else "stick",))


async def complete_path(typed: str) -> str:
    """Complete a path that is being typed."""
    return await asyncio.to_thread(begun_path, typed)


def _stick_words(stick: Stick) -> str:
    name = one_line(stick.folder.name or str(stick.folder))
    if not stick.is_writable:
        return _("{name}, locked").format(name=name)
    if stick.free_bytes >= _GIGABYTE:
        return _("{name}, {n} GB free").format(name=name, n=stick.free_bytes // _GIGABYTE)
    return _("{name}, {n} MB free").format(name=name, n=stick.free_bytes // _MEGABYTE)


class PlaceDialog(KeptFormDialog[Path]):
    """Where a small file is to be written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Write"), tooltip=N_("Write it there."), id="place.write"),
    ]

    KEPT_AS = "place"

    def __init__(self, heading: str, about: str, found: Sequence[Stick]) -> None:
        """Make the dialog.

        Args:
            heading: What is written, translated.
            about: What it is good for, translated.
            found: The sticks that are plugged in.
        """
        self._about, self._sticks = about, found
        super().__init__()
        self.heading = heading

    def fields(self) -> Iterable[FormField]:
        """Ask for the place."""
        yield from place_fields(self._sticks)

    def about(self) -> Iterable[LabelledLine]:
        """Say what it is good for."""
        yield LabelledLine("", self._about, "quiet")

    def follow(self) -> None:
        """Ask for a folder only where it is needed."""
        super().follow()
        follow_place(self.form)

    def answer(self, texts: Texts) -> Path:
        """Take the place."""
        return folder_of(texts)

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """A stick that takes nothing is said at the place."""
        return at_place(refused, self.form.texts)
