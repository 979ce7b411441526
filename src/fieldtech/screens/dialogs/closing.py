"""Questions at the end of a fault: the solution in place, closing, and what may follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.words import PlanKind, ResolutionCode
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import attempt_lines
from fieldtech.screens.typed_values import chosen, past_instant, required, understood_instant
from fieldtech.store.views.faults import search_faults
from fieldtech.store.views.queue import QueueFault, queue_page
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.pick_field import Option, PickField
from fieldtech.widgets.words_field import WordsField

_OFFERED = 40


@dataclass(frozen=True, slots=True)
class Solution:
    """What is in place."""

    solution: str
    code: ResolutionCode
    at: datetime | None
    """None: just now."""


class ImplementDialog(FormDialog[Solution]):
    """The solution that is in place."""

    ASKED = N_("Solution in place")

    def fields(self) -> Iterable[FormField]:
        """Ask what was done and what kind of solution it is."""
        yield WordsField("solution", _("Solution"), rows=3)
        yield ChoiceField("code", _("Kind"), choices_of(ResolutionCode), self._likely_code())
        yield LineField("at", _("When"), _("now"), read=self._understood, is_replaced=True)

    def about(self) -> Iterable[LabelledLine]:
        """Keep the cause and the plan in view."""
        if self.fault.attempt.cause:
            yield LabelledLine(_("Cause"), self.fault.attempt.cause)
        if self.fault.attempt.plan:
            yield LabelledLine(_("Plan"), self.fault.attempt.plan)

    def answer(self, texts: Texts) -> Solution:
        """Take the solution."""
        return Solution(
            solution=required(texts, "solution", _("Say what the solution is.")),
            code=chosen(texts, "code", ResolutionCode, _("Say what kind of solution it is.")),
            at=past_instant(texts, "at", self.store),
        )

    def _likely_code(self) -> str:
        """Offer what the record speaks for: a part that was built in, or what the plan calls for."""
        if self.fault.attempt.plan_kind is PlanKind.UPGRADE:
            return ResolutionCode.UPGRADE
        is_replaced = (
            self.fault.parts and len(self.fault.attempts) == 1
        ) or self.fault.attempt.plan_kind is PlanKind.REPLACEMENT
        return ResolutionCode.HARDWARE_REPLACEMENT if is_replaced else ""

    def _understood(self, text: str) -> str:
        return understood_instant(text, self.store)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the report still needs from a person."""

    root_cause: str
    lessons: str


class CloseDialog(FormDialog[Summary]):
    """The root cause and the lessons; the causes of all attempts are in view."""

    ASKED = N_("Close")

    def fields(self) -> Iterable[FormField]:
        """Ask for both."""
        cause = self.fault.root_cause or self.fault.attempt.cause
        yield WordsField("root-cause", _("Root cause"), cause, rows=3)
        yield WordsField("lessons", _("Lessons"), self.fault.lessons, rows=3)

    def about(self) -> Iterable[LabelledLine]:
        """Keep the attempts in view, and say what the report still lacks."""
        yield from attempt_lines(self.fault.attempts)
        if self.fault.missing:
            yield LabelledLine(_("Lacking"), fact_names(self.fault.missing), "late")

    def answer(self, texts: Texts) -> Summary:
        """Take both."""
        return Summary(required(texts, "root-cause", _("Say what the root cause was.")), texts["lessons"])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why."""

    text: str


class _ReasonDialog(FormDialog[Reason]):
    """A step that needs nothing but its reason."""

    def fields(self) -> Iterable[FormField]:
        """Ask why."""
        yield WordsField("reason", _("Reason"), rows=2)

    def answer(self, texts: Texts) -> Reason:
        """Take the reason."""
        return Reason(required(texts, "reason", _("Say why: a reason is kept with it.")))


class ReopenDialog(_ReasonDialog):
    """Why it is taken up again."""

    ASKED = N_("Reopen")


class CancelDialog(_ReasonDialog):
    """Why it needs no work."""

    ASKED = N_("Cancel the fault")


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The fault that it repeats."""

    number: str
    reason: str


class DuplicateDialog(FormDialog[DuplicateOf]):
    """Which fault it repeats: open ones first, any other by words or number."""

    ASKED = N_("Duplicate")

    def fields(self) -> Iterable[FormField]:
        """Ask for the other fault."""
        yield PickField("of", _("Repeats"), self._search)
        yield LineField("reason", _("Note"))

    def answer(self, texts: Texts) -> DuplicateOf:
        """Take the other fault."""
        return DuplicateOf(required(texts, "of", _("Pick the fault that it repeats.")), texts["reason"])

    async def _search(self, typed: str) -> Sequence[Option]:
        if typed.strip():
            found: Sequence[QueueFault] = await self.read(search_faults, typed, limit=_OFFERED) or ()
        else:
            page = await self.read(queue_page, limit=_OFFERED)
            found = page.faults if page else ()
        return [_option(each) for each in found if each.id != self.fault.id]


def _option(line: QueueFault) -> Option:
    return Option(word=line.number, label=f"{line.number}  {line.title}", detail=line.place or line.asset)
