"""One check of a list: what is asked, its reading, typed in place, and its result."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.checklist_readings import describe_limits
from fieldtech.domain.checklists import TemplateItem, suggested_result
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Answer
from fieldtech.domain.visible_text import cut_to_cells, one_line, pad_to_cells
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult
from fieldtech.text import N_
from fieldtech.widgets.form_fields import MARK
from fieldtech.widgets.line_field import LineInput

_MEANINGS = {
    CheckResult.PASS: "done",
    CheckResult.ATTENTION: "soon",
    CheckResult.FAIL: "late",
    CheckResult.NOT_APPLICABLE: "quiet",
}
_READING_CELLS = 14


class ReadingInput(LineInput):
    """Where a reading is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", N_("Not now"), tooltip=N_("Leave the reading as it was."), id="reading.back"),
    ]

    class GivenUp(Message):
        """Esc was pressed."""

    def action_give_up(self) -> None:
        """Leave it."""
        self.post_message(self.GivenUp())


class CheckRow(Horizontal):
    """One line; the cursor is a mark in its first column."""

    class Read(Message):
        """A reading was typed."""

        def __init__(self, row: "CheckRow", reading: str) -> None:
            super().__init__()
            self.row, self.reading = row, reading

    class LeftOpen(Message):
        """The reading was not typed after all."""

    is_here: reactive[bool] = reactive(False)
    """The cursor stands here."""
    answer: reactive[Answer | None] = reactive(None)
    """What was found; None: not answered yet."""
    under_way: reactive[CheckResult | None] = reactive(None)
    """What is being recorded just now."""
    time: reactive[str] = reactive("")
    """When it was answered."""

    def __init__(self, checklist_id: str, item: TemplateItem, place: int) -> None:
        super().__init__(classes="" if item.reading else "-plain")
        self.checklist_id, self.item, self.place = checklist_id, item, place
        self.intended: CheckResult | None = None
        """Which result the reading that is being typed is to have; None: what its limits say."""
        self._input: ReadingInput | None = None
        self._is_laid_out = False

    @property
    def key(self) -> tuple[str, str]:
        """What names this check among all lists of the attempt."""
        return self.checklist_id, self.item.id

    @property
    def result(self) -> CheckResult | None:
        """What was found, or is being recorded."""
        return self.under_way or (self.answer.result if self.answer else None)

    @property
    def reading(self) -> str:
        """The reading that stands; empty: none."""
        return self.answer.reading if self.answer else ""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static(Content(""), classes="what")
        yield Static(Content(""), classes="reading")
        yield Static(Content(""), classes="result")

    def on_mount(self) -> None:
        """Draw the line for the first time."""
        self._is_laid_out = True
        self.draw()

    def watch_is_here(self) -> None:
        """Move the mark."""
        self.set_class(self.is_here, "-here")
        self.draw()

    def watch_answer(self) -> None:
        """Show what was found."""
        self.draw()

    def watch_under_way(self) -> None:
        """Show what is being recorded."""
        self.draw()

    def watch_time(self) -> None:
        """Show when."""
        self.draw()

    def type_reading(self, begins: str = "", intended: CheckResult | None = None) -> None:
        """Let one type the reading in its place."""
        if self._input is not None:
            return
        self.intended = intended
        self._input = ReadingInput(begins or self.reading)
        self.query_one(".reading").display = False
        self.mount(self._input, before=".result")
        self._input.focus()
        self._input.cursor_position = len(self._input.value)

    def close_reading(self) -> None:
        """Take the place where one types away."""
        if self._input is not None:
            self._input.remove()
            self._input = None
            self.query_one(".reading").display = True
        self.draw()

    def draw(self) -> None:
        """Draw the line."""
        if not self._is_laid_out:
            return
        mark = MARK if self.is_here else " "
        noted = " *" if self.answer is not None and self.answer.note else ""
        words = Content.assemble(
            (mark, "bold $mark"),
            (f" {self.place:>2}  ", "$quiet"),
            (one_line(self.item.text.text()), "bold" if self.is_here else ""),
            (noted, "$soon"),
        )
        self.query_one(".what", Static).update(words)
        self.query_one(".reading", Static).update(self._reading_words())
        self.query_one(".result", Static).update(self._result_words(self.result))

    @on(Input.Changed)
    def judge_at_once(self, event: Input.Changed) -> None:
        """Show what the limits say of what is typed."""
        event.stop()
        try:
            judged = suggested_result(self.item, event.value)
        except RuleViolation:
            judged = None
        spec = self.item.reading
        limits = f"{describe_limits(spec)} {spec.unit}".strip() if spec else ""
        shown = self._result_words(self.intended or judged) if judged else Content.styled(limits, "$quiet")
        self.query_one(".result", Static).update(shown)

    @on(Input.Submitted)
    def finish_reading(self, event: Input.Submitted) -> None:
        """Tell what was typed; the row stays open until it is accepted."""
        event.stop()
        self.post_message(self.Read(self, event.value))

    @on(ReadingInput.GivenUp)
    def leave_reading(self, event: ReadingInput.GivenUp) -> None:
        """Leave it as it was."""
        event.stop()
        self.close_reading()
        self.post_message(self.LeftOpen())

    def _reading_words(self) -> Content:
        spec = self.item.reading
        if spec is None:
            return Content("")
        unit = f" {spec.unit}" if spec.unit else ""
        if self.result is not None and not self.reading:
            return Content("")
        if self.reading:
            own_unit = "" if spec.unit and self.reading.rstrip().endswith(spec.unit) else unit
            return Content(cut_to_cells(one_line(self.reading) + own_unit, _READING_CELLS))
        return Content.styled("_" * (_READING_CELLS - len(unit)) + unit, "$quiet")

    def _result_words(self, result: CheckResult | None) -> Content:
        if result is None:
            return Content("")
        words = pad_to_cells(label_of(result), 11)
        return Content.assemble((words, f"${_MEANINGS[result]}"), (self.time, "$quiet"))
