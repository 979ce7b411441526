"""The records: all faults, closed and cancelled too, the newest first, searched as one types (PROCESS S4)."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.resources import resource_path
from fieldtech.screens.base import MISSING_LEADS_TO
from fieldtech.screens.fault_lists import FaultListScreen
from fieldtech.screens.queue_words import count_words
from fieldtech.store.views.queue_order import QueueView
from fieldtech.store.views.records import records_view
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_detail import FaultDetail
from fieldtech.widgets.fault_headings import FaultHeadings
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.search_line import SearchLine
from fieldtech.widgets.top_line import TopLine

_FIRST_KEYS = ("list.open", "records.search", "records.all", "fault.report", "fault.reopen")


class RecordsScreen(FaultListScreen):
    """Everything that was ever reported."""

    CSS_PATH = resource_path("styles", "queue.tcss")
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
        with Horizontal(classes="body"):
            with Vertical(classes="list"):
                with Horizontal(classes="narrowing"):
                    yield Static(Content(""), classes="words")
                    yield SearchLine()
                    yield Static(Content(""), classes="count")
                yield FaultHeadings()
                yield FaultList(self.store.zone, has_mark_only=self.app.profile.is_slow)
            yield FaultDetail(self.store.rules, self.store.zone, MISSING_LEADS_TO)
        yield KeyLine(*_FIRST_KEYS)

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

    @on(Input.Changed, "SearchLine")
    def search_words(self, event: Input.Changed) -> None:
        """List what is found."""
        self.words = event.value

    def action_list_all(self) -> None:
        """Search no more."""
        self.query_one(SearchLine).value = ""

    def _show(self, view: QueueView) -> None:
        faults = self.query_one(FaultList)
        empty = _("No record has these words.") if self.words.strip() else _("Nothing was ever reported here.")
        faults.empty = ((Cell(empty),),)
        faults.show(view.order, view.lines, view.place, view.now)
        self.show_detail(faults.fault, 0)
        listed = _("“{words}”").format(words=one_line(self.words)) if self.words.strip() else _("all, the newest first")
        self.query_one(".words", Static).update(Content(listed))
        self.query_one(".count", Static).update(count_words(faults.count))
        local = view.now.astimezone(self.store.zone)
        self.query_one(TopLine).hour = f"{weekday_word(view.now, self.store.zone)} {local:%H:%M}"
