"""Questions of the handling: who has it, where one works, what it waits for, what brought it back, the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Mode, PendingReason, PlanKind, Priority
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import attempt_lines
from fieldtech.screens.typed_values import chosen, chosen_or_none, past_instant, required, understood_instant
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.words_field import WordsField


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who is to handle it."""

    name: str
    """Empty: nobody."""


class AssignDialog(FormDialog[Assignee]):
    """Who has it."""

    ASKED = N_("Assign")

    def fields(self) -> Iterable[FormField]:
        """Ask for the name."""
        yield LineField(
            "assignee", _("To whom"), self.fault.assignee, complete=self.complete_person, is_replaced=True,
            hint=_("empty: nobody has it"),
        )  # fmt: skip

    def answer(self, texts: Texts) -> Assignee:
        """Take the name."""
        return Assignee(texts["assignee"].strip())


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where the work is done."""

    mode: Mode


class StartDialog(FormDialog[WorkPlace]):
    """On site or remote."""

    ASKED = N_("Start")

    def fields(self) -> Iterable[FormField]:
        """Ask for the mode."""
        yield ChoiceField("mode", _("How"), choices_of(Mode), self.fault.mode or Mode.ON_SITE)

    def answer(self, texts: Texts) -> WorkPlace:
        """Take the mode."""
        return WorkPlace(chosen(texts, "mode", Mode, _("Say whether the work is done on site or remote.")))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What it waits for."""

    reason: PendingReason
    note: str


class PendDialog(FormDialog[Waiting]):
    """What it waits for, and whether the clocks stop by it."""

    ASKED = N_("Pend")

    def __init__(self, fault: Fault, pausing_reasons: tuple[str, ...]) -> None:
        self._pausing_reasons = pausing_reasons
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the reason and a note."""
        yield ChoiceField("reason", _("Waits for"), choices_of(PendingReason))
        yield LineField("note", _("Note"), hint=_("who, what, until when"))

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Say what it does to the clocks."""
        reason = chosen_or_none(texts, "reason", PendingReason)
        if reason is None:
            return
        if reason in self._pausing_reasons:
            words = _("stop as long as it waits for {reason}").format(reason=label_of(reason))
            yield LabelledLine(_("The clocks"), words)
        else:
            yield LabelledLine(_("The clocks"), _("go on"), "soon")

    def answer(self, texts: Texts) -> Waiting:
        """Take the reason and the note."""
        return Waiting(chosen(texts, "reason", PendingReason, _("Say what it waits for.")), texts["note"])


@dataclass(frozen=True, slots=True)
class Restoration:
    """What brought the service back, and when."""

    workaround: str
    at: datetime | None
    """None: just now."""


class RestoreDialog(FormDialog[Restoration]):
    """The service is back by a workaround."""

    ASKED = N_("Service restored")

    def fields(self) -> Iterable[FormField]:
        """Ask for the workaround and the instant."""
        yield WordsField("workaround", _("Workaround"), self.fault.workaround, rows=2)
        yield LineField("at", _("When"), _("now"), read=self._understood, is_replaced=True)

    def answer(self, texts: Texts) -> Restoration:
        """Take both."""
        workaround = required(texts, "workaround", _("Say what brought the service back."))
        return Restoration(workaround, past_instant(texts, "at", self.store))

    def _understood(self, text: str) -> str:
        return understood_instant(text, self.store)


@dataclass(frozen=True, slots=True)
class Plan:
    """The written solution plan."""

    text: str
    kind: PlanKind


class PlanDialog(FormDialog[Plan]):
    """The written solution plan of the attempt, with what was tried before in view."""

    ASKED = N_("Solution plan")

    def fields(self) -> Iterable[FormField]:
        """Ask for the plan and what it calls for."""
        attempt = self.fault.attempt
        yield WordsField("plan", _("Plan"), attempt.plan, rows=6)
        yield ChoiceField("kind", _("It calls for"), choices_of(PlanKind), attempt.plan_kind)

    def about(self) -> Iterable[LabelledLine]:
        """Say whether it is mandatory, and what was tried before."""
        yield from attempt_lines(self.fault.attempts[:-1])
        if self.fault.attempt.cause:
            yield LabelledLine(_("Cause"), self.fault.attempt.cause)
        if self.fault.priority is Priority.IMPORTANT:
            yield LabelledLine(_("Important"), _("the plan is mandatory"), "soon")

    def answer(self, texts: Texts) -> Plan:
        """Take the plan."""
        text = required(texts, "plan", _("Write the plan: what will be done, in which order."))
        return Plan(text, chosen(texts, "kind", PlanKind, _("Say what the plan calls for.")))
