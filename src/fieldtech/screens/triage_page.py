"""The page of a triage: one question at a time, back and forth without loss, and what follows from the answers."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import ContentSwitcher, Static

from fieldtech.config import Settings
from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.kept_words import kept_sentence, kept_words
from fieldtech.screens.triage_answers import NO_TEMPLATE, answer_to, answers_at_first, template_chosen, with_answer
from fieldtech.screens.triage_offers import Known, offers_for
from fieldtech.screens.triage_steps import (
    CAUSE,
    FREE_CATEGORY,
    SUMMARY,
    URGENCY,
    WHAT,
    WHOM,
    CauseStep,
    QuestionStep,
    TriageStep,
    questions_of_steps,
)
from fieldtech.screens.triage_words import Told, reported_words
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.top_line import TopLine
from fieldtech.widgets.triage_column import AnswerColumn
from fieldtech.widgets.triage_outcome import Outcome
from fieldtech.widgets.triage_seen import SeenBefore

HIGH_FROM = 32
"""From this height on the report stays in sight, whole."""
_MANDATORY = {
    WHAT: ("nature", N_("Say what it is.")),
    WHOM: ("impact", N_("Say whom it hits.")),
    URGENCY: ("urgency", N_("Say how soon it hurts.")),
}


class TriagePage(StoreScreen[Fault | None]):
    """The questions and their answers; a subclass says what becomes of them.

    Its keys are bound here too, for of two actions on one key the one that makes sense at a step is found only here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", N_("On"), tooltip=N_("Go on to the next question."), id="triage.on"),
        Binding("enter", "record", N_("Record"), tooltip=N_("Record what the summary says."), id="triage.record"),
        Binding("escape", "go_back", N_("Back"), id="triage.back",
                tooltip=N_("Go back to the question before; nothing is lost.")),
        Binding("left", "go_beside(-1)", N_("Beside"), show=False, tooltip=N_("Go to the question on the left."),
                id="triage.left"),
        Binding("right", "go_beside(1)", N_("Beside"), key_display="→", tooltip=N_("Go to the question on the right."),
                id="triage.right"),
        Binding("p", "override", N_("Priority"), tooltip=N_("Set the priority by hand, with the reason."),
                id="triage.override"),
        Binding("ctrl+s,f2", "sum_up", N_("Summary"), tooltip=N_("Go to the summary, or to what it still lacks."),
                id="triage.summary"),
        Binding("ctrl+s,f2", "record", N_("Record"), show=False, tooltip=N_("Record what the summary says."),
                id="triage.record_too"),
        Binding("f4", "start_afresh", N_("Afresh"), show=False, id="triage.afresh",
                tooltip=N_("Throw away what was chosen and begin again.")),
    ]  # fmt: skip

    step: reactive[int] = reactive(WHAT, init=False)
    """Which question is in front."""
    texts: reactive[Texts] = reactive({}, init=False)
    """The answers so far."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH_FROM, "-high")]
        self.fault = fault
        self._at_first = answers_at_first(fault)
        self.set_reactive(TriagePage.texts, self._at_first)
        self._known = Known(fault, Settings())

    def compose(self) -> ComposeResult:
        """Lay the steps out, one of them in sight."""
        self._known = Known(self.fault, self.store.settings)
        yield TopLine(_("Assess"), f"{self.fault.number}  {one_line(self.fault.title)}")
        yield Static(reported_words(self.fault), classes="reported")
        with ContentSwitcher(initial=f"step-{self.step}"):
            for number, questions in questions_of_steps().items():
                yield QuestionStep(questions, step_id=f"step-{number}")
            yield CauseStep(self.fault, step_id=f"step-{CAUSE}")
        yield Static(Content(""), classes="told -empty")
        yield Outcome()
        yield KeyLine("triage.on", "field.finish", "triage.record", "triage.back", "triage.right", "seen.take_over")

    def on_mount(self) -> None:
        """Begin at the first question, with what was chosen before."""
        self._show()
        self._fill()
        self.watch_step()
        self._put_back()

    def watch_texts(self, texts: Texts) -> None:
        """Keep the answers, and show what follows from them."""
        self._tell("")
        self._show()
        self.look_for_seen()
        if texts == self._at_first:
            kept_words(self.app).forget(*self._kept_as)
        else:
            kept_words(self.app).keep(*self._kept_as, texts)

    def watch_step(self) -> None:
        """Turn to a question."""
        self._tell("")
        self.query_one(TopLine).hour = _("step {n} of {count}").format(n=self.step, count=SUMMARY)
        self.query_one(".reported").set_class(self.step > URGENCY, "-later")
        self.query_one(ContentSwitcher).current = f"step-{self.step}"
        self.look_for_seen()
        self._show()
        self._in_front.enter()
        self.refresh_bindings()

    @on(AnswerColumn.Chosen)
    def take_answer(self, event: AnswerColumn.Chosen) -> None:
        """Take an answer; one that was told apart leads to the question beside."""
        event.stop()
        event.column.picked = None
        self.texts = with_answer(self.texts, event.column.word, event.word)
        if event.column.word in ("nature", "category"):
            self._in_front.fill(self.texts)
        if event.is_told_apart and isinstance(self._in_front, QuestionStep):
            self._in_front.go_beside(1)

    @on(AnswerColumn.TypedAhead)
    def answer_ahead(self, event: AnswerColumn.TypedAhead) -> None:
        """Give a digit to the question that it belongs to."""
        event.stop()
        if isinstance(self.focused, AnswerColumn):
            self.focused.choose_by(event.digit)

    @on(FormField.Edited)
    def take_words(self, event: FormField.Edited) -> None:
        """Take what is typed."""
        event.stop()
        self._collect()

    @on(FormField.Left)
    def leave_field(self, event: FormField.Left) -> None:
        """Go on, or to the field above or below."""
        event.stop()
        if event.is_finished:
            self.action_go_on()
        elif event.steps < 0:
            self.focus_previous()
        else:
            self.focus_next()

    @on(AnswerColumn.PassedEnd)
    def go_below(self) -> None:
        """Go to the field below the answers."""
        if isinstance(self._in_front, QuestionStep) and self._in_front.line is not None:
            self._in_front.line.control.focus()

    @on(SeenBefore.PassedTop)
    def go_above(self) -> None:
        """Go to the field above what was seen before."""
        self.focus_previous()

    def look_for_seen(self) -> None:
        """Look for what was like the fault, as far as it is known now."""

    def action_go_on(self) -> None:
        """Go to the next question, if this one must not stay open."""
        self._collect()
        word, sentence = _MANDATORY.get(self.step, ("", ""))
        if word and not self.texts[word]:
            self._tell(_(sentence))
        elif self.step < SUMMARY:
            self.step += 1

    def action_go_back(self) -> None:
        """Go to the question before, or leave; what was chosen is kept."""
        self._collect()
        if self.step > WHAT:
            self.step -= 1
        else:
            self.dismiss(None)

    def action_go_beside(self, steps: int) -> None:
        """Go to the question on the left or the right."""
        if isinstance(self._in_front, QuestionStep):
            self._in_front.go_beside(steps)

    def action_sum_up(self) -> None:
        """Go to the summary, or to what must be answered first."""
        self._collect()
        missing = next((step for step, (word, _sentence) in _MANDATORY.items() if not self.texts[word]), SUMMARY)
        self.step = missing
        if missing != SUMMARY:
            self._tell(_(_MANDATORY[missing][1]))

    def action_start_afresh(self) -> None:
        """Put the answers back to what the report says."""
        self.texts = self._at_first
        self._fill()
        self.step = WHAT

    @work
    async def _put_back(self) -> None:
        kept = await kept_words(self.app).of(*self._kept_as)
        if kept is not None:
            self.texts = {**self._at_first, **kept.texts}
            self._fill()
            self._in_front.enter()
            self._tell(kept_sentence(kept, self.store.zone, key_of(self, "triage.afresh")), "$soon")

    @property
    def _in_front(self) -> TriageStep:
        return self.query_one(f"#step-{self.step}", TriageStep)

    @property
    def _kept_as(self) -> tuple[str, str]:
        return "triage", self.fault.id

    @property
    def _template(self) -> Template | None:
        return template_chosen(self.texts, self.fault, self._known.templates)

    def _show(self) -> None:
        """Show the answers in their columns, and what follows from them below."""
        for column in self.query(AnswerColumn):
            column.offers = offers_for(column.word, self.texts, self._known)
            column.chosen = answer_to(self.texts, column.word) or None
        self.query_one(f".field-{FREE_CATEGORY}").display = bool(self.texts["nature"])
        template = self._template
        self.query_one(".answers-template", AnswerColumn).chosen = template.id if template else NO_TEMPLATE
        self.query_one(".answers-assignee", AnswerColumn).chosen = self.texts["assignee"]
        told = Told(self.fault, self.texts, self.store.rules, self.store.now())
        if self.step == SUMMARY:
            lines = told.as_whole(template)
        else:
            lines = told.with_promises() if self.step == URGENCY else told.in_short()
        self.query_one(Outcome).lines = tuple(lines)
        self.refresh_bindings()

    def _collect(self) -> None:
        """Take what is chosen and typed at the step in front: the keys may be faster than its messages."""
        texts = self._in_front.collect(self.texts)
        if texts != self.texts:
            self.texts = texts

    def _fill(self) -> None:
        for step in self.query(TriageStep):
            step.fill(self.texts)

    def _tell(self, words: str, style: str = "$late") -> None:
        shown = self.query_one(".told", Static)
        shown.update(Content.styled(visible(words), style))
        shown.set_class(not words, "-empty")
