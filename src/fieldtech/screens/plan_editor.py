"""The plan editor: what recurs, how often and where, with its next days shown while it is written (PROCESS S3.6)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_rules import check_can_plan_work
from fieldtech.domain.plans import Plan
from fieldtech.domain.rhythms import HowOften
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.plan_coming import coming_of
from fieldtech.screens.plan_dialogs import read_day, understood_day
from fieldtech.screens.plan_editor_fields import Asked, months_words, plan_fields
from fieldtech.screens.plan_texts import RHYTHM_WORDS, facts_of, new_texts, shown_words, texts_of
from fieldtech.screens.typed_values import naming
from fieldtech.store import Store
from fieldtech.store.views.planned_names import planned_names
from fieldtech.text import N_, _
from fieldtech.widgets.coming_days import Coming, ComingDays
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.workflow.plans import whole_facts
from fieldtech.workflow.templates import TemplateLibrary

WIDE_FROM = 110
"""From this width on the days stand beside the form."""


@dataclass(frozen=True, slots=True)
class SaidOfPlan:
    """What was answered."""

    facts: PlanFacts
    """Of a plan that there is, only what is said otherwise."""
    since: date | None = None
    """From which day on a change holds; None: a new plan."""
    because: str = ""


class PlanEditor(KeptFormDialog[SaidOfPlan]):
    """All facts of a plan, a page high; a new one, or one that is changed from a day on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    KEPT_AS = "plan"
    KEYS_FIRST = ("dialog.record", "field.finish")
    GOES_ON = True

    def __init__(self, store: Store, library: TemplateLibrary, today: date, first: date, plan: Plan | None) -> None:
        """Make the editor.

        Args:
            today: In the plan's zone.
            first: From which day a new plan counts, if nothing else is said.
            plan: What is changed; None: a new one.
        """
        self.plan, self._today = plan, today
        self.kept_about = plan.id if plan else ""
        before = texts_of(plan) if plan else new_texts(first, store.zone.key)
        self._before: Texts = before if plan else {}
        self._first_texts = {**before, "since": today.isoformat()}
        self._library = library
        self._told_at: FormField | None = None
        super().__init__()
        self._ask_only(self.form.texts)
        named = (_("Change the plan"), plan.number, one_line(plan.title)) if plan else (_("New plan"),)
        self.heading = "   ".join(named)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]

    def fields(self) -> Iterable[FormField]:
        """Ask for all facts."""
        asked = Asked(
            is_new=self.plan is None,
            known_name=self._known_name,
            understood_day=lambda typed: understood_day(typed, self._today),
            understood_last_day=self._understood_last_day,
            checklists=self._library.templates,
        )
        return plan_fields(self._first_texts, asked)

    def compose_fields(self) -> ComposeResult:
        """Lay out the form, and the next days beside or below it."""
        with Horizontal(classes="body"):
            yield self.form
            yield ComingDays()
        yield Static(Content(""), classes="told -empty")

    def follow(self) -> None:
        """Ask only for what the choice of a recurrence needs, and show what comes of it."""
        texts = self.form.texts
        self._ask_only(texts)
        self.form.fields["month"].echo = months_words(texts)
        self._show_coming(texts)

    def answer(self, texts: Texts) -> SaidOfPlan:
        """Take the facts."""
        facts = facts_of(texts, self._before, self._today)
        try:
            check_can_plan_work(whole_facts(self.store, facts, self.plan))
        except RuleViolation as refusal:
            raise _at_fields(refusal, texts) from refusal
        if self.plan is None:
            return SaidOfPlan(facts)
        if not facts.said():
            raise RuleViolation(_("Nothing is changed yet."))
        return SaidOfPlan(facts, self._since(texts), texts["because"].strip())

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """Name the fields as the editor does."""
        return _at_fields(refused, self.form.texts) if isinstance(refused, RuleViolation) else refused

    def action_give_up(self) -> None:
        """Close without an answer; what is typed is kept: nobody types a page twice."""
        if self.form.texts != self._at_first:
            self.notify(_("What you typed is kept, and comes up again here."), markup=False)
        self.dismiss(None)

    def words_to_keep(self) -> Texts:
        """Keep what was typed or chosen: the rest, such as the first day, follows from where the form is opened."""
        return {word: text for word, text in self.form.texts.items() if text != self._at_first[word]}

    @work(exclusive=True, group="detail")
    async def _show_coming(self, texts: Texts) -> None:
        """Find the next days as the form stands, and say at its field what is wrong."""
        shown: Coming | FieldTechError
        if not texts["often"]:
            shown = Coming(problem=_("Choose how often: the next 12 dates stand here then."))
        else:
            try:
                facts, since = facts_of(texts, self._before, self._today), self._since(texts)
            except RuleViolation as refusal:
                shown = refusal
            else:
                shown = await asyncio.to_thread(coming_of, self.store, facts, self.plan, since)
        self._tell_at_field(_at_fields(shown, texts) if isinstance(shown, RuleViolation) else None)
        found = Coming(problem=str(shown)) if isinstance(shown, FieldTechError) else shown
        self.query_one(ComingDays).coming = found

    def _ask_only(self, texts: Texts) -> None:
        """Show those fields of the recurrence that the choice so far needs."""
        shown = shown_words(texts)
        for word in RHYTHM_WORDS:
            self.form.fields[word].display = word in shown

    def _tell_at_field(self, refusal: RuleViolation | None) -> None:
        named = refusal.missing[0] if refusal and refusal.missing else ""
        field = self.form.fields.get(named)
        if self._told_at is not None and self._told_at is not field:
            self._told_at.problem = ""
        if field is not None:
            field.problem = str(refusal)
        self._told_at = field

    def _since(self, texts: Texts) -> date | None:
        if self.plan is None:
            return None
        with naming("since"):
            return read_day(texts["since"], self._today)

    def _understood_last_day(self, typed: str) -> str:
        return understood_day(typed, self._today) if typed.strip() else _("empty: without end")

    async def _known_name(self, column: str, typed: str) -> str:
        found = await self.read(planned_names, column, typed, limit=1)
        return found[0] if found else ""


def _at_fields(refusal: RuleViolation, texts: Texts) -> RuleViolation:
    """Name the fields of a refusal as the editor does."""
    often = "own-rule" if texts["often"] == HowOften.BY_RULE else "often"
    words = tuple(often if word == "rule" else word for word in refusal.missing)
    return RuleViolation(str(refusal), words)
