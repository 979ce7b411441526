"""What is asked while a round is walked: which stop to go to, and why one is left out."""

from collections.abc import Iterable
from datetime import date

from textual import on
from textual.app import ComposeResult

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_rules import check_can_leave_stop_out
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import find_stop
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import Dialog
from fieldtech.screens.occurrence_dialogs import OccurrenceDialog, Said
from fieldtech.text import _
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField


class GoToStopDialog(Dialog[str]):
    """One line: the place on the route, or the beginning of the name."""

    def __init__(self, occurrence: Occurrence) -> None:
        super().__init__()
        self.heading = _("Which stop: its number, 1 to {count}, or the beginning of its name").format(
            count=len(occurrence.walked_stops)
        )
        self._occurrence = occurrence
        self._form = Form([LineField("stop", _("Asset"), "", read=self._understood)])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Completed)
    def answer(self) -> None:
        """Go there, or say what is expected."""
        typed = self._form.texts["stop"]
        try:
            self.dismiss(find_stop(self._occurrence, typed) if typed.strip() else None)
        except UnknownName as unknown:
            self._form.refuse(RuleViolation(str(unknown), ("stop",)))

    def _understood(self, typed: str) -> str:
        try:
            return f"= {one_line(find_stop(self._occurrence, typed))}" if typed.strip() else ""
        except UnknownName:
            return ""


class LeaveStopOutDialog(OccurrenceDialog[Said]):
    """Why a stop is left out."""

    KEPT_AS = "occurrence_stop"

    def __init__(self, occurrence: PlannedOccurrence, today: date, stop: str) -> None:
        self._stop = stop
        super().__init__(occurrence, today)
        self.kept_about = f"{self.kept_about} {stop}"

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Leave this stop out")

    def about(self) -> Iterable[LabelledLine]:
        """Name the stop."""
        yield LabelledLine(_("Asset"), self._stop, "strong")

    def fields(self) -> Iterable[FormField]:
        """Ask why."""
        yield LineField("reason", _("Why"))

    def answer(self, texts: Texts) -> Said:
        """Take the reason."""
        check_can_leave_stop_out(self.occurrence, self._stop, texts["reason"])
        return Said(texts["reason"], self.occurrence.day)
