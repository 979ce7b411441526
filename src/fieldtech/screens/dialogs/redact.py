"""Taking a field of a fault out of the record for privacy: which, why, and what that means (PROCESS S6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.fact_words import FACT_NAMES
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import file_words
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.typed_values import required
from fieldtech.store.views.redactable import KeptFile
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.pick_field import Option, PickField
from fieldtech.workflow.redaction import FILE_FIELDS

_NAMES: Mapping[str, str] = {
    **FACT_NAMES,
    "category": N_("category"),
    "original": N_("the original mail or row"),
    "because": N_("reasons of corrections"),
    "cause": N_("cause"),
    "pending_note": N_("notes of waiting"),
    "workaround": N_("workaround"),
    "notes": N_("all notes"),
    "time_notes": N_("notes of working time"),
    "serials": N_("serial numbers"),
    "words_to_user": N_("words to the user"),
    "plan": N_("plan"),
    "check_notes": N_("notes of checks"),
    "solution": N_("solution"),
    "user_words": N_("the user's words"),
    "root_cause": N_("root cause"),
    "lessons": N_("lessons"),
    "end_reason": N_("why it ended"),
    "reasons": N_("reasons of moving or leaving out"),
    "attachments": N_("a file"),
    "attachment_names": N_("a file's name alone"),
    "sender": N_("who sent the notice"),
    "account": N_("customer number"),
    "notice_text": N_("the notice's words"),
}
_PLANNED_NAMES: Mapping[str, str] = {**_NAMES, "title": N_("what it is called")}
"""Of what is planned: nothing is wrong with it."""

_ALL = "*"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What is to be taken out, and why."""

    field: str
    because: str
    file: str = ""
    """The reference of the entry that keeps it; empty: of all files, where it is about files."""


class RedactDialog(FormDialog[TakenOut]):
    """Which field, and why; of files, which."""

    ASKED = N_("Take out for privacy")

    def __init__(self, fault: Fault, held: Sequence[str], files: Sequence[KeptFile]) -> None:
        """Make the dialog.

        Args:
            held: The fields that its entries hold still.
            files: Those that it keeps, the first one first.
        """
        self._held, self._files = held, files
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the field and the reason, and for the file where it is about one."""
        yield from redaction_fields(self._held)
        yield PickField("file", _("File"), self._search, self._options())

    def follow(self) -> None:
        """Ask for a file where it is about files."""
        self.form.fields["file"].display = self.form.texts["field"] in FILE_FIELDS
        super().follow()

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Say what it means."""
        del texts
        return redaction_warnings()

    def answer(self, texts: Texts) -> TakenOut:
        """Take what was asked."""
        said = taken_out(texts)
        if said.field not in FILE_FIELDS:
            return said
        file = required(texts, "file", _("No file is called so."))
        return replace(said, file="" if file == _ALL else file)

    async def _search(self, typed: str) -> Sequence[Option]:
        words = typed.casefold().split()
        return [each for each in self._options() if all(word in each.label.casefold() for word in words)]

    def _options(self) -> Sequence[Option]:
        """Offer the files, the latest first, and behind them all at once."""
        files = [
            Option(word=each.ref, label=each.name, detail=file_words(each.size, each.digest))
            for each in reversed(self._files)
        ]
        return [*files, Option(_ALL, _("all its files"))] if len(files) > 1 else files


class PlannedRedactDialog(KeptFormDialog[TakenOut]):
    """Which field of a plan, an occurrence, an outage or a kept notice, and why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    KEPT_AS = "redact_planned"

    def __init__(self, subject: str, number: str, held: Sequence[str]) -> None:
        """Make the dialog.

        Args:
            number: What the subject is called.
            held: The fields that its entries hold still.
        """
        self._held, self.kept_about = held, subject
        super().__init__()
        self.heading = "   ".join((_(RedactDialog.ASKED), one_line(number)))

    def fields(self) -> Iterable[FormField]:
        """Ask for both."""
        return redaction_fields(self._held, _PLANNED_NAMES)

    def about(self) -> Iterable[LabelledLine]:
        """Say what it means."""
        return redaction_warnings()

    def answer(self, texts: Texts) -> TakenOut:
        """Take both."""
        return taken_out(texts)


def redaction_fields(held: Sequence[str], names: Mapping[str, str] = _NAMES) -> Iterator[FormField]:
    """Ask for the field and the reason."""
    yield ChoiceField("field", _("Field"), [Choice(name, _(names.get(name, name))) for name in held])
    yield LineField("because", _("Because"), hint=_("stays in the record"))


def redaction_warnings() -> Iterator[LabelledLine]:
    """Say what taking out means, and where it does not reach."""
    words = _(
        "It goes from every entry of this record, here at once and on each machine that hears of it, for good: "
        "nobody can bring it back. Who took it out, when and why stays in the history."
    )
    yield LabelledLine("!", words, "late")
    words = _(
        "Backups that this machine made are cleaned if they can be reached, and named if not. Files written out and "
        "copies made by hand are yours to remove."
    )
    yield LabelledLine("!", words, "soon")


def taken_out(texts: Texts) -> TakenOut:
    """Take both answers.

    Raises:
        RuleViolation: one of them is missing.
    """
    return TakenOut(
        field=required(texts, "field", _("Say what is to be taken out.")),
        because=required(texts, "because", _("Say why it is taken out: the reason stays in the record.")),
    )
