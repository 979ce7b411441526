"""The bodies of the triage's steps: questions side by side, and the cause with what was seen before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from fieldtech.domain.faults import Fault
from fieldtech.screens.fault_words import attempt_lines
from fieldtech.screens.triage_answers import answer_to, with_answer
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.triage_column import AnswerColumn
from fieldtech.widgets.triage_seen import SeenBefore
from fieldtech.widgets.words_field import WordsField

WHAT, WHOM, URGENCY, CAUSE, WORK, SUMMARY = range(1, 7)
"""The steps, in their order."""
FREE_CATEGORY = "own-category"
"""The field for a category that the site has no word for yet."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a step."""

    word: str
    """As its answer is kept."""
    sentence: str
    """As it is asked, translated."""


def questions_of_steps() -> dict[int, tuple[Question, ...]]:
    """Give the questions of each step that is answered by choosing."""
    return {
        WHAT: (Question("nature", _("What is it?")), Question("category", _("More closely"))),
        WHOM: (Question("impact", _("Whom does it hit?")),),
        URGENCY: (Question("urgency", _("How soon does it hurt?")),),
        WORK: (Question("mode", _("Where is it worked on?")), Question("assignee", _("Who has it?"))),
        SUMMARY: (Question("template", _("Which checklist?")),),
    }


class TriageStep(Vertical):
    """One step."""

    def enter(self) -> None:
        """Give the focus to what is asked first."""

    def fill(self, texts: Texts) -> None:
        """Put texts into the fields that one types in."""

    def collect(self, texts: Texts) -> Texts:
        """Give the texts with what is chosen and typed here."""
        return texts


class QuestionBox(Vertical):
    """A question over its answers; it stands out while one answers it."""

    def on_descendant_focus(self) -> None:
        """Stand out."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """Stand back."""
        self.remove_class("-here")


class QuestionStep(TriageStep):
    """One question, or two side by side of which the second follows from the first."""

    def __init__(self, questions: Sequence[Question], *, step_id: str) -> None:
        super().__init__(id=step_id)
        self._questions = tuple(questions)
        self.columns = tuple(AnswerColumn(each.word, leads_on=each is not questions[-1]) for each in questions)
        self.line: LineField | None = None
        if any(each.word == "category" for each in questions):
            self.line = LineField(FREE_CATEGORY, _("or"))

    def compose(self) -> ComposeResult:
        """Lay the questions side by side."""
        with Horizontal(classes="questions"):
            for question, column in zip(self._questions, self.columns, strict=True):
                with QuestionBox(classes="question"):
                    yield Static(Content(question.sentence), classes="asked")
                    yield column
                    if self.line is not None and column is self.columns[-1]:
                        yield self.line

    def enter(self) -> None:
        """Begin at the first question that has no answer yet, else at the last one."""
        open_ones = (column for column in self.columns if column.place is None)
        self.screen.set_focus(next(open_ones, self.columns[-1]))

    def fill(self, texts: Texts) -> None:
        """Put a category that stands in no list into its field."""
        if self.line is not None:
            category = answer_to(texts, "category")
            is_listed = any(offer.word == category for offer in self.columns[-1].offers)
            self.line.text = "" if is_listed else category

    def collect(self, texts: Texts) -> Texts:
        """Take what is chosen, and a category that is typed."""
        picked = [(column.word, column.picked) for column in self.columns if column.picked is not None]
        for word, text in picked:
            texts = with_answer(texts, word, text)
        is_listed = self.columns[-1].place is not None
        if picked or self.line is None or (is_listed and not self.line.text):
            return texts
        return with_answer(texts, "category", self.line.text)

    def go_beside(self, steps: int) -> None:
        """Give the focus to the question beside."""
        here = next((place for place, column in enumerate(self.columns) if column.has_focus), None)
        if here is not None and 0 <= here + steps < len(self.columns):
            # At once: what is typed ahead belongs to the question beside.
            self.screen.set_focus(self.columns[here + steps])


class CauseStep(TriageStep):
    """The suspected cause and how to solve it, with the attempts before and what was seen before in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", N_("Next field"), id="triage.next_field",
                tooltip=N_("Go to the cause, the plan, or what was seen before.")),
    ]  # fmt: skip

    def __init__(self, fault: Fault, *, step_id: str) -> None:
        super().__init__(id=step_id)
        self._earlier = tuple(attempt_lines(fault.attempts[:-1]))
        self._is_again = fault.needs_reassessment
        self.fields: tuple[FormField, ...] = (
            WordsField("cause", _("Cause"), rows=2),
            WordsField("plan", _("Plan"), rows=3),
        )
        self.seen = SeenBefore()

    def compose(self) -> ComposeResult:
        """Lay out what failed, what is thought now, and what was seen before."""
        asked = _("What else is the cause?") if self._is_again else _("What may be the cause, and how is it solved?")
        yield Static(Content(asked), classes="asked")
        if self._earlier:
            yield LabelledLines(self._earlier, column=16, classes="earlier")
        yield from self.fields
        yield Static(Content(_("Seen before")), classes="asked")
        yield self.seen

    def enter(self) -> None:
        """Begin where something can be taken over; where a cause stands or one failed, at the cause."""
        is_first_thought = not self._is_again and not self.fields[0].text
        begin: Widget = self.seen if is_first_thought and self.seen.faults else self.fields[0].control
        self.screen.set_focus(begin)

    def fill(self, texts: Texts) -> None:
        """Put the cause and the plan into their fields."""
        for field in self.fields:
            if field.text != texts[field.word]:
                field.text = texts[field.word]

    def collect(self, texts: Texts) -> Texts:
        """Take what is typed."""
        for field in self.fields:
            texts = with_answer(texts, field.word, field.text)
        return texts
