"""What is asked about days off: which days become what, and which shipped table holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.domain.holidays import DayKind
from fieldtech.screens.base import Dialog
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.plan_dialogs import read_day, understood_day
from fieldtech.screens.typed_values import naming
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.holidays import days_of_span

Table = Literal["zone", "china", "none"]
_KINDS = {
    DayKind.OFF: N_("day off"),
    DayKind.WORKED: N_("worked"),
    DayKind.USUAL: N_("as table and week have it"),
}
_TABLES: dict[Table, str] = {
    "zone": N_("that of the site's zone, if any"),
    "china": N_("mainland China"),
    "none": N_("none"),
}


@dataclass(frozen=True, slots=True)
class SaidOfDays:
    """What is to be said of some days."""

    days: tuple[date, ...]
    kind: DayKind


class DaysDialog(KeptFormDialog[SaidOfDays]):
    """Which days, and what they become."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Look"), tooltip=N_("Show what moves by it."), id="holidays.look"),
    ]

    KEPT_AS = "holidays"

    def __init__(self, first: date, last: date | None, today: date) -> None:
        self._span, self._today = (first, last), today
        super().__init__()
        self.heading = _("Days off, or worked, beside the table")

    def fields(self) -> Iterable[FormField]:
        """Ask for the days and what they become."""
        first, last = self._span
        understood = lambda typed: understood_day(typed, self._today) if typed.strip() else ""  # noqa: E731
        yield LineField("from", _("Day"), first.isoformat(), read=understood, is_replaced=True)
        yield LineField("until", _("Last day"), last.isoformat() if last else "", read=understood,
                        hint=_("empty: the same"), is_replaced=last is not None)  # fmt: skip
        yield ChoiceField("kind", _("Becomes"), [Choice(kind, _(word)) for kind, word in _KINDS.items()], DayKind.OFF)

    def about(self) -> Iterable[LabelledLine]:
        """Say what comes next."""
        yield LabelledLine("", _("What planned work moves by it is shown before it is kept."), "quiet")

    def answer(self, texts: Texts) -> SaidOfDays:
        """Take the days."""
        with naming("from"):
            first = read_day(texts["from"], self._today)
        with naming("until"):
            last = read_day(texts["until"], self._today) if texts["until"].strip() else None
            days = days_of_span(first, last)
        return SaidOfDays(days, DayKind(texts["kind"]))


class TableDialog(Dialog[Table]):
    """Which table of holidays holds."""

    def __init__(self, chosen: Table) -> None:
        super().__init__()
        self.heading = _("Which shipped table of holidays holds")
        choices = [Choice(word, _(label)) for word, label in _TABLES.items()]
        self._form = Form([ChoiceField("table", _("Table"), choices, chosen)])

    def compose_fields(self) -> ComposeResult:
        """Lay out the choice."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to choose."""
        self._form.enter()

    @on(Form.Completed)
    def choose(self) -> None:
        """Answer."""
        chosen = self._form.texts["table"]
        self.dismiss(next((word for word in _TABLES if word == chosen), None))
