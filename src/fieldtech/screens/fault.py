"""The fault while one works on it: its sections, its checks answered in place, and the next step with its key."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from fieldtech.domain.fault_clocks import due_times
from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import due_words, weekday_word
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Priority
from fieldtech.resources import resource_path
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.base import MISSING_LEADS_TO
from fieldtech.screens.dialogs.checklist import CheckNoteDialog
from fieldtech.screens.fault_sections import facts_lines, plan_lines, sections_of, work_lines
from fieldtech.screens.fault_view import FaultView, first_section, read_fault
from fieldtech.screens.history_words import history_lines
from fieldtech.screens.steps import StepScreen
from fieldtech.text import N_, _
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.widgets.fault_detail import FaultDetail
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.next_line import NextLine
from fieldtech.widgets.section_bar import SectionBar
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.checklists import answer_check, raise_from_check

WIDE_FROM = 110
"""From this width on the facts stand beside the section."""
SECTIONS = ("facts", "checks", "plan", "work", "history")
_MEANINGS = {Priority.URGENT: "$late", Priority.IMPORTANT: "$soon"}


class FaultScreen(StepScreen[None]):
    """One fault, whole."""

    CSS_PATH = resource_path("styles", "fault.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the list."), id="fault.back"),
        Binding("right,tab", "turn(1)", N_("Section"), tooltip=N_("Show the next section."), id="fault.next_section"),
        Binding("left,shift+tab", "turn(-1)", N_("Section before"), show=False,
                tooltip=N_("Show the section before."), id="fault.section_before"),
    ]  # fmt: skip

    section: reactive[str] = reactive("", init=False)
    """Which section is shown."""

    def __init__(self, number: str, section: str = "") -> None:
        """Open a fault.

        Args:
            section: Which section is shown first; empty: the one that the next step needs.
        """
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self._number = number
        self._begins_with = section
        self._fault: Fault | None = None
        self._recording = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._number)
        yield SectionBar()
        with Horizontal(classes="body"):
            with ContentSwitcher():
                for name in SECTIONS:
                    yield self._section(name)
            yield FaultDetail(self.store.rules, self.store.zone, MISSING_LEADS_TO)
        yield NextLine(MISSING_LEADS_TO)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show nothing before it is read."""
        self.query_one(ContentSwitcher).focus()

    async def reload(self) -> None:
        """Read the fault anew."""
        view = await self.read(read_fault, self._number)
        if view is not None:
            self._show(view)

    @property
    def step_number(self) -> str | None:
        """This fault."""
        return self._number

    @property
    def step_state(self) -> str | None:
        """Its state; None: not read yet."""
        return self._fault.state if self._fault else None

    def is_at(self, number: str, section: str) -> bool:
        """Tell whether this section of the fault is what one looks at."""
        return number == self._number and section == self.section

    async def show_fault(self, number: str, section: str) -> None:
        """Show another section, or another fault over this one."""
        if number == self._number:
            self.section = section
        else:
            await self.app.push_screen_wait(FaultScreen(number, section))

    def watch_section(self, section: str) -> None:
        """Turn to a section, and let its keys work."""
        self.query_one(ContentSwitcher).current = section
        self.query_one(SectionBar).shown = section
        self.query_one(f"#{section}").focus()

    @on(SectionBar.Chosen)
    def turn_to(self, event: SectionBar.Chosen) -> None:
        """Show the section that was clicked on."""
        self.section = event.name

    @on(CheckSheet.Answered)
    @work
    async def record_answer(self, event: CheckSheet.Answered) -> None:
        """Record an answer, one after the other, since what applies depends on what was answered before."""
        checklist_id, item = event.key
        async with self._recording:
            recorded = await self.perform(
                answer_check, self._number, item, event.result,
                reading=event.reading, note=event.note, checklist_id=checklist_id,
            )  # fmt: skip
        if recorded is None:
            self.query_one(CheckSheet).forget_under_way(event.key)

    @on(CheckSheet.NoteWanted)
    @work
    async def note_on_check(self, event: CheckSheet.NoteWanted) -> None:
        """Ask for a note on a check, and record it with its answer."""
        checklist = self._fault.checklist(event.key[0]) if self._fault else None
        if self._fault is None or checklist is None:
            return
        fault = self._fault
        item = next(each for each in checklist.template.items if each.id == event.key[1])
        answer = next(each for each in checklist.answers if each.item == item.id)
        await ask_and_record(
            self,
            fault,
            lambda now: CheckNoteDialog(now, item, answer),
            lambda store, said: answer_check(
                store, fault.number, item.id, answer.result,
                reading=answer.reading, note=said.text, checklist_id=checklist.id,
            ),
        )  # fmt: skip

    @on(CheckSheet.FaultWanted)
    @work
    async def raise_fault(self, event: CheckSheet.FaultWanted) -> None:
        """Open a fault out of a check."""
        raised = await self.perform(raise_from_check, self._number, event.key[1], checklist_id=event.key[0])
        if raised is not None:
            self.tell(_("{number} is reported: {title}").format(number=raised.number, title=raised.title))

    def action_turn(self, steps: int) -> None:
        """Show the section after or before."""
        place = SECTIONS.index(self.section) if self.section in SECTIONS else 0
        self.section = SECTIONS[(place + steps) % len(SECTIONS)]

    @work
    async def action_leave(self) -> None:
        """Go back, once what was answered is recorded."""
        async with self._recording:
            self.dismiss(None)

    def _section(self, name: str) -> VerticalScroll | CheckSheet:
        if name == "checks":
            return CheckSheet(self.store.zone, id=name)
        return VerticalScroll(LabelledLines(), id=name, can_focus=True)

    def _show(self, view: FaultView) -> None:
        before, fault = self._fault, view.fault
        self._fault = fault
        now, zone = self.store.now(), self.store.zone
        top = self.query_one(TopLine)
        top.about = fault.title
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        bar = self.query_one(SectionBar)
        bar.sections, bar.pressing = sections_of(fault, len(view.history)), self._pressing(fault)
        self.query_one(NextLine).fault = fault
        detail = self.query_one(FaultDetail)
        detail.is_tall, detail.now, detail.fault = True, now, fault
        self.query_one("#facts LabelledLines", LabelledLines).lines = tuple(
            facts_lines(fault, self.store.rules, view.names, now, zone)
        )
        self.query_one("#plan LabelledLines", LabelledLines).lines = tuple(plan_lines(fault, view.names, now, zone))
        self.query_one("#work LabelledLines", LabelledLines).lines = tuple(work_lines(fault, view.names, now, zone))
        self.query_one("#history LabelledLines", LabelledLines).lines = history_lines(fault, view.history)
        self.query_one(CheckSheet).attempt = fault.attempt
        if not self.section:
            self.section = self._begins_with or first_section(fault)
        elif before is not None and fault.attempt.number > before.attempt.number:
            self.section = "plan"
        self.refresh_bindings()

    def _pressing(self, fault: Fault) -> tuple[Content, ...]:
        priority = fault.priority if fault.assessed_by else None
        style = f"bold {_MEANINGS.get(priority, '')}".strip() if priority else ""
        words = (
            Content.styled(label_of(priority), style) if priority else Content(""),
            self._due(fault),
            Content(_(STATE_WORDS[fault.state])),
        )
        return tuple(word for word in words if word)

    def _due(self, fault: Fault) -> Content:
        now, due = self.store.now(), due_times(fault, self.store.rules).next_at
        if due is None or fault.is_pending:
            return Content("")
        return Content.styled(due_words(due, now, self.store.zone), "$late" if due < now else "")
