"""What screens with a list of faults share: searching as one types, the details of the fault at which one rests."""

import asyncio

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from fieldtech.domain.faults import Fault
from fieldtech.screens.base import MISSING_LEADS_TO
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.steps import StepScreen
from fieldtech.store.views.fault_lines import QueueFault
from fieldtech.store.views.faults import fault_by_id
from fieldtech.store.views.queue_order import queue_rows
from fieldtech.widgets.fault_detail import FaultDetail
from fieldtech.widgets.fault_headings import FaultHeadings
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.search_line import SearchLine

REST_SECONDS, SLOW_REST_SECONDS = 0.12, 0.6
"""How long the cursor rests on a fault before its details are shown: nobody reads them in passing."""
WIDE_FROM, HIGH_FROM = 110, 16


class FaultListScreen(StepScreen[None]):
    """A screen with a list of faults, a line to search in, and a pane of details; it says what is listed."""

    AUTO_FOCUS = "FaultList"

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH_FROM, "-high")]

    def compose_listing(self, *below: Widget) -> ComposeResult:
        """Lay out what is searched for, the list, and the details of a fault.

        Args:
            below: What stands below the list.
        """
        with Horizontal(classes="body"):
            with Vertical(classes="list"):
                with Horizontal(classes="narrowing"):
                    yield Static(Content(""), classes="words")
                    yield SearchLine()
                    yield Static(Content(""), classes="count")
                yield FaultHeadings()
                yield FaultList(self.store.zone, has_mark_only=self.app.profile.is_slow)
                yield from below
            yield FaultDetail(self.store.rules, self.store.zone, MISSING_LEADS_TO)

    @property
    def step_number(self) -> str | None:
        """The number of the fault under the cursor."""
        fault = self.query_one(FaultList).fault
        return fault.number if fault else None

    @property
    def step_state(self) -> str | None:
        """Its state."""
        fault = self.query_one(FaultList).fault
        return fault.state if fault else None

    async def show_fault(self, number: str, section: str) -> None:
        """Open a fault at a section."""
        await self.app.push_screen(FaultScreen(number, section))

    def show_keys(self, fault: Fault | None) -> None:
        """Say which keys matter most for a fault; None: there is none."""
        del fault
        self.refresh_bindings()

    @on(FaultList.Moved)
    def follow_cursor(self, event: FaultList.Moved) -> None:
        """Show the details of the fault where the cursor comes to rest."""
        self.show_detail(event.fault, SLOW_REST_SECONDS if self.app.profile.is_slow else REST_SECONDS)

    @on(FaultList.LinesWanted)
    @work
    async def fetch_lines(self, event: FaultList.LinesWanted) -> None:
        """Read the lines that came into sight."""
        lines = await self.read(queue_rows, event.rows)
        if lines:
            self.query_one(FaultList).add_lines(lines)

    @on(FaultList.Opened)
    def open_fault(self, event: FaultList.Opened) -> None:
        """Go deeper."""
        self.app.push_screen(FaultScreen(event.fault.number))

    def on_key(self, event: events.Key) -> None:
        """Give the search line what was typed before it had the focus."""
        if self.has_class("-searching") and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self.query_one(SearchLine).insert_text_at_cursor(event.character)

    @on(SearchLine.Stepped)
    def step_in_list(self, event: SearchLine.Stepped) -> None:
        """Move in the list while the words are typed."""
        self.query_one(FaultList).cursor += event.steps

    @on(SearchLine.Left)
    def leave_search(self, event: SearchLine.Left) -> None:
        """Go to the list, with what was found or without."""
        if not event.keeps_words:
            self.query_one(SearchLine).value = ""
        self.remove_class("-searching")
        self.set_focus(self.query_one(FaultList))

    def action_search(self) -> None:
        """Type what to search for; what is typed ahead belongs to the search."""
        self.add_class("-searching")
        self.set_focus(self.query_one(SearchLine))

    def on_resize(self, event: events.Resize) -> None:
        """Put the details beside the list where there is room."""
        self.query_one(FaultDetail).is_tall = event.size.width >= WIDE_FROM

    @work(exclusive=True, group="detail")
    async def show_detail(self, at: QueueFault | None, rest: float) -> None:
        """Show the details of a fault, after a rest in seconds."""
        await asyncio.sleep(rest)
        fault = await self.read(fault_by_id, at.id) if at else None
        detail = self.query_one(FaultDetail)
        detail.set_reactive(FaultDetail.now, self.query_one(FaultList).now)
        detail.set_reactive(FaultDetail.fault, fault)
        detail.set_class(fault is None, "-blank")
        detail.refresh()
        self.show_keys(fault)
