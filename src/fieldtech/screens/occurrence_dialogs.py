"""What is asked about an occurrence: where it is moved or put off to and why, why it is left out, a word on a check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Generic

from textual.binding import Binding, BindingType

from fieldtech.domain.plan_rules import check_can_break_off, check_can_defer, check_can_move, check_can_skip
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import Answer
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.plan_dialogs import read_day, understood_day
from fieldtech.screens.typed_values import naming
from fieldtech.text import N_, _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.words_field import WordsField


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered."""

    words: str
    day: date
    """Where nothing was asked of a day, its own."""
    minutes: int | None = None


def subject_of(occurrence: PlannedOccurrence) -> str:
    """Name an occurrence as forms keep it: by its plan and slot, so that it is found before anybody touched it."""
    return f"{occurrence.plan_id}/{occurrence.slot.isoformat()}"


class OccurrenceDialog(KeptFormDialog[Answer], Generic[Answer]):
    """A question about one occurrence; what is typed comes up for no other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    def __init__(self, occurrence: PlannedOccurrence, today: date) -> None:
        self.occurrence, self.today = occurrence, today
        self.kept_about = subject_of(occurrence)
        super().__init__()
        self.heading = f"{self.asked}   {occurrence.name}   {one_line(occurrence.facts.title or '')}"

    @property
    def asked(self) -> str:
        """What is asked, in a word or two."""
        raise NotImplementedError

    def about(self) -> Iterable[LabelledLine]:
        """Tell the window."""
        opens, closes = self.occurrence.opens, self.occurrence.closes
        yield LabelledLine(_("Stands on"), long_day(self.occurrence.day), "quiet")
        yield LabelledLine(_("Window"), f"{long_day(opens)} – {long_day(closes)}", "quiet")

    def day_field(self) -> FormField:
        """Make the field for another day."""
        return LineField("to", _("To which day"), read=lambda typed: understood_day(typed, self.today))

    def day(self, texts: Texts) -> date:
        """Read the other day.

        Raises:
            RuleViolation: it is none.
        """
        with naming("to"):
            return read_day(texts["to"], self.today)


class MoveDialog(OccurrenceDialog[Said]):
    """Another day; outside the window with a reason."""

    KEPT_AS = "occurrence_move"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Move")

    def fields(self) -> Iterable[FormField]:
        """Ask for the day, and why."""
        yield self.day_field()
        yield LineField("reason", _("Why"))

    def answer(self, texts: Texts) -> Said:
        """Take the day."""
        day = self.day(texts)
        check_can_move(self.occurrence, day, texts["reason"])
        return Said(texts["reason"], day)


class DeferDialog(MoveDialog):
    """A later day, always with a reason."""

    KEPT_AS = "occurrence_defer"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Put off")

    def answer(self, texts: Texts) -> Said:
        """Take the day and the reason."""
        day = self.day(texts)
        check_can_defer(self.occurrence, day, texts["reason"], self.today)
        return Said(texts["reason"], day)


class SkipDialog(OccurrenceDialog[Said]):
    """Why it is left out."""

    KEPT_AS = "occurrence_skip"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Leave out")

    def fields(self) -> Iterable[FormField]:
        """Ask why."""
        yield LineField("reason", _("Why"))

    def answer(self, texts: Texts) -> Said:
        """Take the reason."""
        check_can_skip(self.occurrence, texts["reason"])
        return Said(texts["reason"], self.occurrence.day)


class BreakOffDialog(SkipDialog):
    """Why it is left in the middle; nothing needs to be said."""

    KEPT_AS = "occurrence_break_off"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Break off")

    def answer(self, texts: Texts) -> Said:
        """Take the reason."""
        check_can_break_off(self.occurrence)
        return Said(texts["reason"], self.occurrence.day)


class CheckWordsDialog(OccurrenceDialog[Said]):
    """Words on one check."""

    KEPT_AS = "occurrence_note"

    def __init__(self, occurrence: PlannedOccurrence, today: date, check: str, note: str, about: str) -> None:
        """Make the dialog.

        Args:
            check: Its words, and its stop.
            about: What names it among all checks of the occurrence.
        """
        self._check, self._note = check, note
        super().__init__(occurrence, today)
        self.kept_about = f"{subject_of(occurrence)} {about}"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Note on a check")

    def about(self) -> Iterable[LabelledLine]:
        """Name the check."""
        yield LabelledLine(_("Check"), self._check)

    def fields(self) -> Iterable[FormField]:
        """Ask for the words."""
        yield WordsField("note", _("Note"), self._note, rows=3)

    def answer(self, texts: Texts) -> Said:
        """Take the words; empty takes an earlier note back."""
        return Said(texts["note"].strip(), self.occurrence.day)
