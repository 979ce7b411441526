"""Assessing a fault on one page: what it is, whom it hits, how soon it hurts, what priority that makes and why."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from fieldtech.domain.assessments import check_priority_override, priority_reason, suggest_priority
from fieldtech.domain.clock_words import clock_name
from fieldtech.domain.clocks import ClockKind
from fieldtech.domain.fault_clocks import ClockRules, fault_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import in_words
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Urgency
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import attempt_lines
from fieldtech.screens.typed_values import chosen, chosen_or_none
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.words_field import WordsField
from fieldtech.workflow.assessments import Assessment

_FOLLOWS = {
    Priority.URGENT: N_("Bring the service back first; a workaround counts as restored."),
    Priority.IMPORTANT: N_("Needs a written plan before the solution counts as in place."),
    Priority.GENERAL: N_("Goes by its place in the queue; a checklist is its routine."),
}
"""What each priority demands of the handling (PROCESS S3.3)."""
_MEANINGS = {Priority.URGENT: "late", Priority.IMPORTANT: "soon", Priority.GENERAL: "done"}


class AssessDialog(FormDialog[Assessment]):
    """Nature, impact, urgency, and what they make; the priority follows them until it is chosen by hand."""

    ASKED = N_("Assess")

    def __init__(self, fault: Fault, store: Store) -> None:
        self._settings, self._rules, self._now = store.settings, store.rules, store.now()
        self._proposed = ""
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the classification first, then for what the work begins with."""
        facts = self.fault.facts
        cause = WordsField("cause", _("Cause"), self.fault.attempt.cause, rows=2)
        if self.fault.needs_reassessment:
            yield cause
        yield ChoiceField("nature", _("What it is"), choices_of(Nature), facts.nature or "")
        yield LineField("category", _("Category"), _(facts.category or ""), complete=self.complete_category)
        yield ChoiceField("impact", _("Whom it hits"), choices_of(Impact), facts.impact or "")
        yield ChoiceField("urgency", _("Urgency"), choices_of(Urgency), facts.urgency or "")
        held = facts.priority if self.fault.assessed_by else None
        yield ChoiceField("priority", _("Priority"), choices_of(Priority), held or "")
        yield LineField("because", _("Why instead"), self.fault.priority_because)
        if not self.fault.needs_reassessment:
            yield cause
        yield ChoiceField("mode", _("How"), choices_of(Mode), self.fault.mode or "", is_optional=True)
        yield LineField("assignee", _("Who"), self.fault.assignee, complete=self.complete_person)

    def about(self) -> Iterable[LabelledLine]:
        """Keep the earlier attempts in view."""
        return attempt_lines(self.fault.attempts[:-1]) if self.fault.needs_reassessment else ()

    async def complete_category(self, typed: str) -> str:
        """Complete a sub-category of the nature."""
        nature = chosen_or_none(self.form.texts, "nature", Nature)
        names = [_(name) for name in self._settings.categories_of(nature.value)] if nature else []
        return next((name for name in names if name.casefold().startswith(typed.casefold())), "")

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Tell the priority with its reason, what is promised by it, and what it demands."""
        impact, urgency = chosen_or_none(texts, "impact", Impact), chosen_or_none(texts, "urgency", Urgency)
        priority = chosen_or_none(texts, "priority", Priority)
        if impact is None or urgency is None or priority is None:
            return
        reason = priority_reason(self._settings.priority_table, impact, urgency, priority, texts["because"] or "...")
        yield LabelledLine(_("Gives"), reason, _MEANINGS[priority])
        yield LabelledLine(_("Promised"), promises(self.fault, priority, self._rules, self._now))
        yield LabelledLine(_("Demands"), _(_FOLLOWS[priority]))

    def follow(self) -> None:
        """Let the priority follow impact and urgency, and ask why where it was chosen otherwise."""
        texts = self.form.texts
        impact, urgency = chosen_or_none(texts, "impact", Impact), chosen_or_none(texts, "urgency", Urgency)
        if impact is not None and urgency is not None:
            made = str(suggest_priority(self._settings.priority_table, impact, urgency))
            if texts["priority"] in ("", self._proposed):
                self.form.fields["priority"].text = made
            self._proposed = made
        is_overridden = bool(self._proposed) and self.form.texts["priority"] not in ("", self._proposed)
        self.form.fields["because"].display = is_overridden
        super().follow()

    def answer(self, texts: Texts) -> Assessment:
        """Take the classification, and of the rest what is new."""
        nature = chosen(texts, "nature", Nature, _("Say what it is."))
        impact = chosen(texts, "impact", Impact, _("Say whom it hits."))
        urgency = chosen(texts, "urgency", Urgency, _("Say how urgent it is."))
        priority = chosen(texts, "priority", Priority, _("Say which priority it has."))
        because = texts["because"] if self.form.fields["because"].display else ""
        check_priority_override(self._settings.priority_table, impact, urgency, priority, because)
        return Assessment(
            nature=nature,
            impact=impact,
            urgency=urgency,
            category=self._new(self._plain_category(nature, texts["category"]), self.fault.facts.category),
            priority=priority,
            because=because,
            mode=chosen_or_none(texts, "mode", Mode),
            assignee=self._new(texts["assignee"], self.fault.assignee),
            cause=self._new(texts["cause"], self.fault.attempt.cause),
        )

    def _plain_category(self, nature: Nature, shown: str) -> str:
        """Find the category that is called so in the language in use; a site's own word stands for itself."""
        names = self._settings.categories_of(nature.value)
        return next((name for name in names if _(name).casefold() == shown.strip().casefold()), shown.strip())

    @staticmethod
    def _new(text: str, before: str | None) -> str | None:
        return text if text.strip() != (before or "") else None


def promises(fault: Fault, priority: Priority, rules: ClockRules, now: datetime) -> str:
    """Say what would be promised by when, if the fault had this priority."""
    facts = msgspec.structs.replace(fault.facts, priority=priority)
    supposed = msgspec.structs.replace(fault, facts=facts, assessed_by=fault.assessed_by or fault.recorded)
    return " · ".join(_promises(supposed, rules, now)) or _("nothing")


def _promises(fault: Fault, rules: ClockRules, now: datetime) -> Iterator[str]:
    for clock in fault_clocks(fault, rules, now):
        if clock.kind is not ClockKind.ACKNOWLEDGE and clock.stopped is None and clock.due_at is not None:
            yield f"{clock_name(clock.kind)} {in_words(clock.due_at, now, rules.calendar.zone)}"
