"""The records: all faults, closed and cancelled too, the newest first, searched as one types (PROCESS S4)."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.resources import resource_path
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.queue_words import count_words
from fieldtech.store.views.queue_order import QueueView, queue_rows
from fieldtech.store.views.records import records_view
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_headings import FaultHeadings
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.search_line import SearchLine
from fieldtech.widgets.top_line import TopLine


class RecordsScreen(StoreScreen[None]):
    """Everything that was ever reported."""

    CSS_PATH = resource_path("styles", "records.tcss")
    AUTO_FOCUS = "FaultList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", N_("Search"), key_display="/", tooltip=N_("Search as you type."),
                id="records.search"),
        Binding("escape", "list_all", N_("All"), tooltip=N_("List all records again."), id="records.all"),
    ]  # fmt: skip

    words: reactive[str] = reactive("", init=False)
    """What is searched for; empty: nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._goes_to_top = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Records"), self.store.site)
        with Horizontal(classes="narrowing"):
            yield Static(Content(""), classes="words")
            yield SearchLine()
            yield Static(Content(""), classes="count")
        yield FaultHeadings()
        yield FaultList(self.store.zone, has_mark_only=self.app.profile.is_slow)
        yield KeyLine("list.open", "records.search")

    async def reload(self) -> None:
        """Read the records anew; the cursor stays at its fault."""
        faults, is_from_top = self.query_one(FaultList), self._goes_to_top
        view = await self.read(
            records_view,
            self.words,
            fault_id="" if is_from_top or faults.fault is None else faults.fault.id,
            place=0 if is_from_top else faults.cursor,
            around=max(50, 2 * faults.size.height),
        )
        if view is not None:
            self._goes_to_top = False
            self._show(view)

    def watch_words(self) -> None:
        """List something else, from its top."""
        self._goes_to_top = True
        self._start_reload()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list all only where not all are listed."""
        return bool(self.words) if action == "list_all" else super().check_action(action, parameters)

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

    @on(Input.Changed, "SearchLine")
    def search_words(self, event: Input.Changed) -> None:
        """List what is found."""
        self.words = event.value

    @on(SearchLine.Stepped)
    def step_in_list(self, event: SearchLine.Stepped) -> None:
        """Move in the list while the words are typed."""
        self.query_one(FaultList).cursor += event.steps

    @on(SearchLine.Left)
    def leave_search(self, event: SearchLine.Left) -> None:
        """Go to the list, with what was found or with all."""
        if not event.keeps_words:
            self.query_one(SearchLine).value = ""
        self.remove_class("-searching")
        self.query_one(FaultList).focus()

    def action_search(self) -> None:
        """Type what to search for."""
        self.add_class("-searching")
        # At once: what is typed ahead belongs to the search.
        self.set_focus(self.query_one(SearchLine))

    def action_list_all(self) -> None:
        """Search no more."""
        self.query_one(SearchLine).value = ""

    def _show(self, view: QueueView) -> None:
        faults = self.query_one(FaultList)
        empty = _("No record has these words.") if self.words.strip() else _("Nothing was ever reported here.")
        faults.empty = ((Cell(empty),),)
        faults.show(view.order, view.lines, view.place, view.now)
        listed = _("“{words}”").format(words=one_line(self.words)) if self.words.strip() else _("all, the newest first")
        self.query_one(".words", Static).update(Content(listed))
        self.query_one(".count", Static).update(count_words(faults.count))
        local = view.now.astimezone(self.store.zone)
        self.query_one(TopLine).hour = f"{weekday_word(view.now, self.store.zone)} {local:%H:%M}"
