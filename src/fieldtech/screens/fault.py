"""The fault while one works on it: its sections, its checks answered in place, and the next step with its key."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.next_step import next_step
from fieldtech.domain.work_clock import Stint
from fieldtech.screens.base import MISSING_LEADS_TO
from fieldtech.screens.fault_checks import ChecksScreen
from fieldtech.screens.fault_sections import facts_lines, plan_lines, pressing_words, sections_of, work_lines
from fieldtech.screens.fault_view import FaultView, first_section, read_fault
from fieldtech.screens.history_words import history_lines
from fieldtech.screens.redacting import redact
from fieldtech.screens.steps import step_of, take_step
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.widgets.fault_detail import FaultDetail
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.next_line import NextLine
from fieldtech.widgets.section_bar import SectionBar
from fieldtech.widgets.top_line import TopLine

WIDE_FROM = 110
"""From this width on the facts stand beside the section."""
SECTIONS = ("facts", "checks", "plan", "work", "history")
_CLOCK_SECONDS = 20
"""How often the time of day is shown anew; what didn't change costs no byte."""


class FaultScreen(ChecksScreen):
    """One fault, whole."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the list."), id="fault.back"),
        Binding("enter", "take_next_step", N_("Next step"), show=False, id="fault.next_step",
                tooltip=N_("Take the next step, which the line below names.")),
        Binding("E", "redact", N_("Take out"), show=False, id="fault.redact",
                tooltip=N_("Take a field out of the record for privacy, on all machines.")),
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
        super().__init__(number)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self._begins_with = section
        self._stint: Stint | None = None
        self._may_redact = False

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
        self.set_interval(_CLOCK_SECONDS, self._show_hour)

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take something out only to those who may."""
        return self._may_redact if action == "redact" else super().check_action(action, parameters)

    def watch_section(self, section: str) -> None:
        """Turn to a section, and let its keys work."""
        self.query_one(ContentSwitcher).current = section
        self.query_one(SectionBar).shown = section
        self.query_one(f"#{section}").focus()

    @on(SectionBar.Chosen)
    def turn_to(self, event: SectionBar.Chosen) -> None:
        """Show the section that was clicked on."""
        self.section = event.name

    def action_turn(self, steps: int) -> None:
        """Show the section after or before."""
        place = SECTIONS.index(self.section) if self.section in SECTIONS else 0
        self.section = SECTIONS[(place + steps) % len(SECTIONS)]

    @work
    async def action_take_next_step(self) -> None:
        """Take the step that is named as the next one; the key may come before the fault is shown."""
        fault = self._fault or await self.read(find_fault, self._number)
        step = next_step(fault) if fault else None
        taken = step_of(step.command) if step else None
        if fault is not None and taken is not None:
            await take_step(self, taken, fault)

    @work
    async def action_redact(self) -> None:
        """Take a field out for privacy."""
        if self._fault is not None:
            await redact(self, self._fault)

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
        self._fault, self._stint, self._may_redact = fault, view.stint, view.may_redact
        self.query_one(TopLine).place, self.query_one(TopLine).about = fault.number, fault.title
        self.query_one(SectionBar).sections = sections_of(fault, len(view.history))
        self.query_one(NextLine).fault = fault
        detail = self.query_one(FaultDetail)
        detail.is_tall, detail.now, detail.fault = True, self.store.now(), fault
        self._show_hour()
        self._show_lines(view)
        self.query_one(CheckSheet).attempt = fault.attempt
        if not self.section:
            self.section = self._begins_with or first_section(fault)
        elif before is not None and fault.attempt.number > before.attempt.number:
            self.section = "plan"
        self.refresh_bindings()

    def _show_lines(self, view: FaultView) -> None:
        fault, names, now, zone = view.fault, view.names, self.store.now(), self.store.zone
        lines = {
            "facts": facts_lines(fault, self.store.rules, names, now, zone),
            "plan": plan_lines(fault, names, now, zone),
            "work": work_lines(fault, self.store.rules, names, now, zone),
            "history": history_lines(fault, view.history),
        }
        for section, told in lines.items():
            self.query_one(f"#{section} LabelledLines", LabelledLines).lines = tuple(told)

    def _show_hour(self) -> None:
        """Show what time it is, and what follows from that."""
        if self._fault is None:
            return
        now, zone = self.store.now(), self.store.zone
        self.query_one(TopLine).hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        self.query_one(SectionBar).pressing = pressing_words(self._fault, self._stint, self.store.rules, now)
