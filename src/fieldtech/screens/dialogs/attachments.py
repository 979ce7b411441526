"""Questions for what is kept with a fault or written of it: a file to attach, a file or the report to write out."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.faults import Attachment, Fault
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import size_words
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.typed_values import required
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.pick_field import Option, PickField
from fieldtech.widgets.words_field import WordsField
from fieldtech.workflow.report_files import ReportForm

TEXT_SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What is to be kept."""

    path: Path | None
    """A file on this machine; None: the text is kept."""
    text: str
    name: str
    """What it is to be called; empty: as the file is."""


class AttachDialog(FormDialog[Enclosure]):
    """Which file, or which text, is kept with the fault."""

    ASKED = N_("Attach")

    def __init__(self, fault: Fault, limit_mb: int) -> None:
        self._limit_mb = limit_mb
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the path, or in its place for a text."""
        hint = _("at most {limit} MB").format(limit=self._limit_mb)
        yield LineField("file", _("File"), complete=complete_path, hint=hint)
        yield WordsField("text", _("Or a text"), rows=4)
        yield LineField("name", _("Call it"), hint=_("empty: as it is called"))

    def answer(self, texts: Texts) -> Enclosure:
        """Take the file or the text; whether the file can be read shows when it is."""
        typed, text, name = texts["file"].strip(), texts["text"], texts["name"].strip()
        if typed and text.strip():
            raise RuleViolation(_("Attach one after the other: a file, or a text."), ("file", "text"))
        if text.strip():
            return Enclosure(None, text, _text_name(name))
        return Enclosure(path_of(required(texts, "file", _("Name the file, or paste a text."))), "", name)


def _text_name(name: str) -> str:
    if not name:
        return _("pasted text") + TEXT_SUFFIX
    return name if "." in name else name + TEXT_SUFFIX


async def complete_path(typed: str) -> str:
    """Complete a path to the first file or folder that begins so."""
    return await asyncio.to_thread(begun_path, typed)


@dataclass(frozen=True, slots=True)
class SaveTo:
    """What is to be written where."""

    file: Attachment
    folder: Path


class SaveFileDialog(FormDialog[SaveTo]):
    """Which file of the fault is written into which folder."""

    ASKED = N_("Write a file out")

    def fields(self) -> Iterable[FormField]:
        """Ask for the file, the latest first, and the folder."""
        yield LineField("folder", _("Into folder"), "~/", complete=complete_path)
        yield PickField("file", _("File"), self._search, self._options())

    def answer(self, texts: Texts) -> SaveTo:
        """Take both."""
        chosen = required(texts, "file", _("No file is called so."))
        folder = required(texts, "folder", _("Name the folder."))
        return SaveTo(next(each for each in self.fault.attachments if each.by.ref == chosen), path_of(folder))

    async def _search(self, typed: str) -> Sequence[Option]:
        words = typed.casefold().split()
        return [each for each in self._options() if all(word in each.label.casefold() for word in words)]

    def _options(self) -> Sequence[Option]:
        return [
            Option(word=each.by.ref, label=each.name, detail=size_words(each.size))
            for each in reversed(self.fault.attachments)
            if not each.is_taken_out
        ]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Where the report is to be written, and how."""

    folder: Path
    form: ReportForm
    is_without_users: bool
    """Names and contacts of users are left out."""


class ReportFileDialog(FormDialog[ReportFile]):
    """Into which folder the fault handling report is written, and in which form."""

    ASKED = N_("Write the report")

    def fields(self) -> Iterable[FormField]:
        """Ask for the folder, the form, and whether the users are named."""
        forms = [Choice(ReportForm.HTML, _("HTML, to print")), Choice(ReportForm.MARKDOWN, "Markdown")]
        users = [Choice("named", _("named")), Choice("left-out", _("left out"))]
        yield LineField("folder", _("Into folder"), "~/", complete=complete_path)
        yield ChoiceField("form", _("As"), forms, ReportForm.HTML)
        yield ChoiceField("users", _("Users"), users, "named")

    def about(self) -> Iterable[LabelledLine]:
        """Say what the report still lacks."""
        if self.fault.missing:
            yield LabelledLine(_("Lacking"), fact_names(self.fault.missing), "soon")

    def answer(self, texts: Texts) -> ReportFile:
        """Take all three."""
        folder = path_of(required(texts, "folder", _("Name the folder.")))
        return ReportFile(folder, ReportForm(texts["form"]), texts["users"] == "left-out")
