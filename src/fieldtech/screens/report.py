"""The report form: a phone call in four fields, the rest if there is time; also for drafts and for correcting facts."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.domain.words import Channel, Impact, Urgency
from fieldtech.resources import resource_path
from fieldtech.screens.alike import open_faults_like
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.dialogs.leave_report import LeaveReportDialog, Leaving
from fieldtech.screens.kept_words import kept_sentence, kept_words
from fieldtech.screens.report_texts import WORD_FACTS, facts_of, missing_words, new_texts, texts_of, with_description
from fieldtech.screens.typed_values import understood_instant
from fieldtech.store.views.faults import known_words
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import Completer, LineField
from fieldtech.widgets.top_line import TopLine
from fieldtech.widgets.words_field import WordsField
from fieldtech.workflow.reports import edit_fault, report_fault

_FREE_TO_EDIT = ("draft", "reported")
"""In these states facts are corrected without a reason."""
_SPEAKS_FOR_ITSELF = ("title", "asset")
"""What tells a fault that is open already from another."""
REST_SECONDS = 0.4
TEXT_COLUMN = 16
"""Where the texts beside labels begin: in line with those of the fields."""


class ReportScreen(StoreScreen[str | None]):
    """A new report, or the facts of a fault; gives the number of what was recorded, or None."""

    CSS_PATH: ClassVar = [resource_path("styles", "forms.tcss"), resource_path("styles", "report.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Report"), tooltip=N_("Record the report."), id="report.record"),
        Binding("f3", "keep_draft", N_("Keep as draft"), id="report.draft",
                tooltip=N_("Record what there is as a draft, whole or not.")),
        Binding("f4", "start_afresh", N_("Afresh"), show=False, id="report.afresh",
                tooltip=N_("Throw away what was typed and begin again.")),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Leave; what was typed is asked for first."),
                id="report.back"),
    ]  # fmt: skip

    def __init__(self, fault: Fault | None = None) -> None:
        """Make the form.

        Args:
            fault: Whose facts are corrected, or the draft to go on with. None: a new report.
        """
        super().__init__()
        self.fault = fault
        self._at_first: Texts = new_texts()
        self._form: Form | None = None
        self._is_put_back = False
        """Whether what was typed before is back; until then it must not be written over."""

    @property
    def form(self) -> Form:
        """The form."""
        if self._form is None:
            self._at_first = texts_of(self.fault, self.store) if self.fault else new_texts()
            self._form = Form(self._fields(self._at_first), goes_on=True)
            self._at_first = self._form.texts
        return self._form

    def compose(self) -> ComposeResult:
        """Lay out the form, and what is still missing below it."""
        about = f"{self.fault.number}  {self.fault.title}" if self.fault else self.store.site
        yield TopLine(self._place(), about)
        yield self.form
        yield LabelledLines(column=TEXT_COLUMN, classes="alike")
        yield Static(Content(""), classes="told -empty")
        yield Static(Content(""), classes="missing")
        yield KeyLine()

    def on_mount(self) -> None:
        """Go to the first field, and put back what was typed before."""
        now = self.store.now()
        self.query_one(TopLine).hour = f"{weekday_word(now, self.store.zone)} {now.astimezone(self.store.zone):%H:%M}"
        self.form.enter()
        self._show_missing()
        self._put_back()

    @work
    async def _put_back(self) -> None:
        kept = await kept_words(self.app).of(*self._kept_as)
        self._is_put_back = True
        if kept is not None:
            self.form.fill({word: text + self._typed_ahead(word) for word, text in kept.texts.items()})
            self._show_missing()
            self._tell(Content.styled(kept_sentence(kept, self.store.zone, key_of(self, "report.afresh")), "$soon"))

    def _typed_ahead(self, word: str) -> str:
        """What was typed into a field of words before the earlier words were read."""
        text = self.form.texts.get(word, "")
        return "" if text == self._at_first.get(word, "") or word in WORD_FACTS else text

    @on(Form.Edited)
    def keep_texts(self, event: Form.Edited) -> None:
        """Keep the texts while they are typed, and show what is missing."""
        event.stop()
        self._show_missing()
        self._tell(Content(""))
        texts = self.form.texts
        if self.fault is None and event.word in _SPEAKS_FOR_ITSELF:
            self._look_for_alike(texts["title"], texts["asset"])
        if not self._is_put_back:
            return
        if texts == self._at_first:
            kept_words(self.app).forget(*self._kept_as)
        else:
            kept_words(self.app).keep(*self._kept_as, texts)

    @on(Form.Completed)
    @work
    async def action_record(self) -> None:
        """Record the report, or the corrected facts."""
        await self._record(is_draft=False)

    @work
    async def action_keep_draft(self) -> None:
        """Record what there is."""
        await self._record(is_draft=True)

    @work
    async def action_leave(self) -> None:
        """Leave, and ask first what becomes of what was typed."""
        if self.form.texts != self._at_first:
            leaving = await self.app.push_screen_wait(LeaveReportDialog(can_be_draft=self._can_be_draft))
            if leaving is None:
                return
            if leaving is Leaving.DRAFT:
                await self._record(is_draft=True)
                return
            kept_words(self.app).forget(*self._kept_as)
        self.dismiss(None)

    def action_start_afresh(self) -> None:
        """Put the fields back to how the form began."""
        self.form.fill(self._at_first)
        kept_words(self.app).forget(*self._kept_as)
        self._tell(Content(""))
        self._show_missing()
        self.form.enter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a draft only of what was never reported."""
        return self._can_be_draft if action == "keep_draft" else super().check_action(action, parameters)

    async def _record(self, *, is_draft: bool) -> None:
        try:
            recorded = await self._recorded(is_draft=is_draft)
        except RuleViolation as refusal:
            self._show_refusal(refusal)
        except FieldTechError as error:
            self.tell_refusal(error)
        else:
            kept_words(self.app).forget(*self._kept_as)
            self.app.tell_growth()
            self.dismiss(recorded.number)

    def _show_refusal(self, refusal: RuleViolation) -> None:
        if self.form.refuse(refusal):
            return
        if "title" in refusal.missing:
            # What is wrong serves as the description too.
            self.form.fields["description"].is_refused = False
        several = _("Fill in what is marked, or keep it as a draft: {key}.").format(key=key_of(self, "report.draft"))
        words = several if len(refusal.missing) > 1 and self._can_be_draft else str(refusal)
        self._tell(Content.styled(visible(words), "$late"))

    async def _recorded(self, *, is_draft: bool) -> Fault:
        texts = self.form.texts
        if self.fault is None:
            facts = facts_of(texts if is_draft else with_description(texts), {}, self.store)
            return await asyncio.to_thread(report_fault, self.store, facts, is_draft=is_draft)
        facts = facts_of(texts if is_draft else with_description(texts), self._at_first, self.store)
        because = texts.get("because", "")
        return await asyncio.to_thread(
            edit_fault, self.store, self.fault.number, facts, because=because, keep_draft=is_draft
        )

    def _fields(self, texts: Texts) -> Iterable[FormField]:
        is_new = self.fault is None
        yield LineField("title", _("What is wrong"), texts["title"])
        yield LineField("reporter", _("Who reports"), texts["reporter"])
        yield ChoiceField("impact", _("Whom it hits"), choices_of(Impact), texts["impact"])
        yield LineField("occurred", _("Since when"), texts["occurred"], read=self._understood, is_replaced=is_new)
        yield WordsField("description", _("Description"), texts["description"], rows=3)
        yield LineField("contact", _("Contact"), texts["contact"])
        yield ChoiceField("channel", _("Channel"), choices_of(Channel), texts["channel"])
        yield ChoiceField("urgency", _("Urgency"), choices_of(Urgency), texts["urgency"], is_optional=True)
        yield LineField("place", _("Place"), texts["place"], complete=self._known("place"))
        yield LineField("asset", _("Asset"), texts["asset"], complete=self._known("asset"))
        yield LineField("service", _("Service"), texts["service"])
        if self.fault is not None and self.fault.state not in _FREE_TO_EDIT:
            yield LineField("because", _("Why corrected"))

    def _place(self) -> str:
        if self.fault is None:
            return _("New report")
        return _("Draft") if self.fault.state == "draft" else _("Correct")

    @property
    def _can_be_draft(self) -> bool:
        return self.fault is None or self.fault.state == "draft"

    @property
    def _kept_as(self) -> tuple[str, str]:
        return "report", self.fault.id if self.fault else ""

    def _known(self, column: str) -> Completer:
        async def first_known(typed: str) -> str:
            words = await self.read(known_words, column, typed, limit=1)
            return words[0] if words else ""

        return first_known

    def _understood(self, text: str) -> str:
        return understood_instant(text, self.store)

    def _show_missing(self) -> None:
        missing = missing_words(self.form.texts)
        shown = self.query_one(".missing", Static)
        if missing:
            names = one_line(fact_names(missing))
            shown.update(Content.assemble((_("Still missing"), "$quiet"), "   ", (names, "$soon")))
        else:
            shown.update(Content.styled(_("The report is whole."), "$done"))

    @work(exclusive=True, group="alike")
    async def _look_for_alike(self, title: str, asset: str) -> None:
        """Name open faults that this may repeat, once the typing rests."""
        await asyncio.sleep(REST_SECONDS)
        found = await self.read(open_faults_like, title, asset) or ()
        label = _("Open already")
        self.query_one(".alike", LabelledLines).lines = tuple(
            LabelledLine(" " if place else label, f"{line.number}  {line.title}", "soon")
            for place, line in enumerate(found)
        )

    def _tell(self, told: Content) -> None:
        shown = self.query_one(".told", Static)
        shown.update(told)
        shown.set_class(not told, "-empty")
