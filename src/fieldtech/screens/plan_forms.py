"""What is asked about plans beside their facts: a template to begin from, why one ends, and the year as a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_rules import check_can_retire
from fieldtech.domain.plan_templates import PlanTemplate, TemplatePlan
from fieldtech.domain.plan_words import read_names, read_route
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY, Recurrence, next_slot
from fieldtech.domain.recurrence_words import recurrence_label
from fieldtech.domain.visible_text import cut_to_cells, one_line, pad_to_cells
from fieldtech.domain.word_labels import label_of
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.plan_dialogs import read_day, understood_day
from fieldtech.screens.plan_editor_fields import complete_name, complete_names, route_words
from fieldtech.screens.typed_values import naming, required, whole_number
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.store.views.planned_names import planned_names
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.calendar_words import full_day, long_day
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.plan_documents import PlanForm

_RECORD = Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record")
_DAY = timedelta(days=1)
_TITLE, _WHEN = 38, 22
_NAMED = 3
"""So many of the days that come no more are named."""


@dataclass(frozen=True, slots=True)
class SaidOfTemplate:
    """Which template, and what holds for all plans of it."""

    name: str
    facts: PlanFacts


class PlanTemplateDialog(KeptFormDialog[SaidOfTemplate]):
    """Which template to begin from; what it makes is shown before it makes it."""

    BINDINGS: ClassVar[list[BindingType]] = [_RECORD]
    KEPT_AS = "plan_template"
    GOES_ON = True

    def __init__(self, templates: tuple[PlanTemplate, ...], first: date, today: date) -> None:
        self._templates = {each.id: each for each in templates}
        self._first, self._today = first, today
        super().__init__()
        self.heading = _("Plans from a template")

    def fields(self) -> Iterable[FormField]:
        """Ask for the template, and what holds for all its plans."""
        offered = [Choice(each.id, each.title.text()) for each in self._templates.values()]
        yield ChoiceField("name", _("Template"), offered, offered[0].word)
        yield LineField("place", _("Place"), complete=complete_name("place", self._known_name))
        yield LineField("asset", _("Assets"), read=route_words, complete=complete_names("asset", self._known_name))
        yield LineField("people", _("Who"), complete=complete_names("assignee", self._known_name))
        yield LineField("from", _("First day"), self._first.isoformat(), read=self._understood, is_replaced=True)

    def compose_fields(self) -> ComposeResult:
        """Lay out the form, and all plans that would come of it."""
        yield self.form
        with VerticalScroll(can_focus=False):
            yield LabelledLines(tuple(self.about()), column=_TITLE + 2, classes="about")
        yield Static(Content(""), classes="told -empty")

    def about(self) -> Iterator[LabelledLine]:
        """Say for which sites it is, and each plan that it makes, with its first day."""
        template = self._templates[self.form.texts["name"]]
        yield LabelledLine("", template.about.text(), "quiet")
        count = len(template.plans)
        yield LabelledLine("", ngettext("{n} plan is made:", "{n} plans are made:", count).format(n=count), "strong")
        for each in template.plans:
            yield self._plan_line(each)

    def answer(self, texts: Texts) -> SaidOfTemplate:
        """Take the template."""
        facts = PlanFacts(
            first=self._day(texts),
            place=texts["place"].strip() or None,
            assets=read_route(texts["asset"]) or None,
            people=read_names(texts["people"]) or None,
        )
        return SaidOfTemplate(texts["name"], facts)

    def _plan_line(self, each: TemplatePlan) -> LabelledLine:
        try:
            first = self._day(self.form.texts)
        except RuleViolation:
            first = self._first
        label = cut_to_cells(one_line(each.title.text()), _TITLE)
        begins = next_slot(Recurrence(each.rule, first), first - _DAY)
        begun = f"{full_day(begins)} {each.at:%H:%M}" if begins else ""
        return LabelledLine(label, f"{pad_to_cells(begun, _WHEN)}  {recurrence_label(each.rule)}")

    def _day(self, texts: Texts) -> date:
        with naming("from"):
            return read_day(texts["from"], self._today)

    def _understood(self, typed: str) -> str:
        return understood_day(typed, self._today)

    async def _known_name(self, column: str, typed: str) -> str:
        found = await self.read(planned_names, column, typed, limit=1)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class SaidOfEnd:
    """Why a plan ends, and when."""

    reason: str
    on: date | None
    """The last day; None: nothing is to be done any more."""


class PlanEndDialog(KeptFormDialog[SaidOfEnd]):
    """Why a plan ends, and with which day."""

    BINDINGS: ClassVar[list[BindingType]] = [_RECORD]
    KEPT_AS = "plan_end"

    def __init__(self, plan: Plan, coming: tuple[PlannedOccurrence, ...], today: date) -> None:
        self.plan, self._today = plan, today
        self._coming, self._has_more = coming[:_NAMED], len(coming) > _NAMED
        self.kept_about = plan.id
        super().__init__()
        self.heading = "   ".join((_("End the plan"), plan.number, one_line(plan.title)))

    def fields(self) -> Iterable[FormField]:
        """Ask why, and for the last day."""
        yield LineField("reason", _("Why"))
        yield LineField("on", _("Last day"), read=self._understood)

    def about(self) -> Iterator[LabelledLine]:
        """Say what would come no more."""
        days = ", ".join(long_day(each.day) for each in self._coming) + (" …" if self._has_more else "")
        yield LabelledLine(_("Comes no more"), days or _("nothing"), "quiet")
        yield LabelledLine("", _("What was recorded of it stays."), "quiet")

    def answer(self, texts: Texts) -> SaidOfEnd:
        """Take both."""
        check_can_retire(self.plan, texts["reason"])
        if not texts["on"].strip():
            return SaidOfEnd(texts["reason"], None)
        with naming("on"):
            return SaidOfEnd(texts["reason"], read_day(texts["on"], self._today))

    def _understood(self, typed: str) -> str:
        return understood_day(typed, self._today) if typed.strip() else _("empty: at once, from today on")


@dataclass(frozen=True, slots=True)
class YearDocument:
    """Which year is written, in which form and where to."""

    year: int
    form: PlanForm
    folder: Path


class YearDocumentDialog(KeptFormDialog[YearDocument]):
    """The annual plan, or a calendar to subscribe to, into a folder."""

    BINDINGS: ClassVar[list[BindingType]] = [_RECORD]
    KEPT_AS = "plan_document"
    GOES_ON = True

    def __init__(self, year: int, filters: CalendarFilters) -> None:
        self._year, self._filters = year, filters
        super().__init__()
        self.heading = _("Write the annual plan")

    def fields(self) -> Iterable[FormField]:
        """Ask for the year, the form and the folder."""
        forms = [
            Choice(PlanForm.HTML, _("HTML, to print")),
            Choice(PlanForm.MARKDOWN, "Markdown"),
            Choice(PlanForm.CSV, _("CSV, a table")),
            Choice(PlanForm.ICALENDAR, _("iCalendar, to subscribe to")),
        ]
        yield LineField("year", _("Year"), str(self._year), is_replaced=True)
        yield ChoiceField("form", _("As"), forms, PlanForm.HTML)
        yield LineField("folder", _("Into folder"), "~/", complete=_complete_path)

    def about(self) -> Iterator[LabelledLine]:
        """Say what the file will be called, and what of the year is in it."""
        kind = label_of(self._filters.kind) if self._filters.kind else ""
        only = " · ".join(one_line(word) for word in (self._filters.person, self._filters.place, kind) if word)
        if only:
            yield LabelledLine(_("Only"), only, "soon")
        texts = self.form.texts
        name = f"plan-{one_line(texts['year'].strip())}.{texts['form']}"
        yield LabelledLine(_("Goes to"), str(path_of(texts["folder"]) / name), "quiet")

    def answer(self, texts: Texts) -> YearDocument:
        """Take all three."""
        sentence = _("It is a number from {least} to {most}.").format(least=FIRST_DAY.year, most=LAST_DAY.year)
        year = whole_number(texts, "year", sentence)
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            raise RuleViolation(sentence, ("year",))
        folder = path_of(required(texts, "folder", _("Name the folder.")))
        return YearDocument(year, PlanForm(texts["form"]), folder)


async def _complete_path(typed: str) -> str:
    return begun_path(typed)
