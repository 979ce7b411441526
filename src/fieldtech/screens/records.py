"""The records: all faults, closed and cancelled too, and what is planned, searched as one types (PROCESS S4)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.fault_lists import FaultListScreen
from fieldtech.screens.queue_words import count_words
from fieldtech.screens.redacting import redact_planned
from fieldtech.screens.subject_pages import page_of
from fieldtech.store.views.planned_found import FoundPlanned, search_planned
from fieldtech.store.views.queue_order import QueueView
from fieldtech.store.views.records import records_view
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.row_list import Column, Row, RowList
from fieldtech.widgets.search_line import SearchLine
from fieldtech.widgets.top_line import TopLine

_FIRST_KEYS = ("list.open", "records.search", "records.planned", "records.all", "fault.report", "fault.reopen")


class RecordsScreen(FaultListScreen):
    """Everything that was ever reported."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", N_("Search"), key_display="/", tooltip=N_("Search as you type."),
                id="records.search"),
        Binding("tab", "change_list", N_("Planned work"),
                tooltip=N_("Go to what is planned and has the words, or back to the faults."), id="records.planned"),
        Binding("E", "redact", N_("Take out"), show=False, id="records.redact",
                tooltip=N_("Take a text out of what is planned, for privacy; only supervisors may.")),
        Binding("escape", "list_all", N_("All"), tooltip=N_("List all records again."), id="records.all"),
    ]  # fmt: skip

    words: reactive[str] = reactive("", init=False)
    """What is searched for; empty: nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._goes_to_top = False
        self._planned: Sequence[FoundPlanned] = ()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Records"), self.store.site)
        planned = RowList(_planned_columns(), has_mark_only=self.app.profile.is_slow, is_second=True)
        yield from self.compose_listing(planned)
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
        planned = await self.read(search_planned, self.words) if self.words.strip() else ()
        if view is not None and planned is not None:
            self._goes_to_top, self._planned = False, planned
            self._show(view)

    def watch_words(self) -> None:
        """List something else, from its top."""
        self._goes_to_top = True
        self._start_reload()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list all only where not all are listed, and what is planned where some of it is found."""
        if action == "change_list":
            return bool(self._planned)
        if action == "redact":
            return bool(self._planned) and self.query_one(RowList).has_focus
        return bool(self.words) if action == "list_all" else super().check_action(action, parameters)

    @on(Input.Changed, "SearchLine")
    def search_words(self, event: Input.Changed) -> None:
        """List what is found."""
        self.words = event.value

    @on(RowList.Opened)
    def open_planned(self, event: RowList.Opened) -> None:
        """Open the page of what is planned."""
        found = next(each for each in self._planned if each.subject == event.row.word)
        self.app.push_screen(page_of(found.subject, found.number))

    @work
    async def action_redact(self) -> None:
        """Take something out of what is under the cursor."""
        row = self.query_one(RowList).row
        found = next((each for each in self._planned if row is not None and each.subject == row.word), None)
        if found is not None:
            await redact_planned(self, found.subject, found.number)

    @on(SearchLine.Left)
    def go_to_what_is_found(self) -> None:
        """Go to what is planned where no fault has the words."""
        if self._planned and not self.query_one(FaultList).count:
            # Behind what all such screens do then, which is to go to the faults.
            self.call_later(self.set_focus, self.query_one(RowList))

    def action_change_list(self) -> None:
        """Go from one list to the other."""
        planned = self.query_one(RowList)
        self.set_focus(self.query_one(FaultList) if planned.has_focus else planned)

    def action_list_all(self) -> None:
        """Search no more."""
        self.query_one(SearchLine).value = ""

    def _show(self, view: QueueView) -> None:
        faults = self.query_one(FaultList)
        empty = _("Nothing was ever reported here.")
        if self.words.strip():
            empty = _("No fault has these words.") if self._planned else _("No record has these words.")
        faults.empty = ((Cell(empty),),)
        faults.show(view.order, view.lines, view.place, view.now)
        planned = self.query_one(RowList)
        planned.show([_planned_row(each) for each in self._planned])
        self.set_class(bool(self._planned), "-planned")
        if planned.has_focus and not self._planned:
            self.set_focus(faults)
        self.show_detail(faults.fault, 0)
        listed = _("“{words}”").format(words=one_line(self.words)) if self.words.strip() else _("all, the newest first")
        self.query_one(".words", Static).update(Content(listed))
        self.query_one(".count", Static).update(count_words(faults.count))
        local = view.now.astimezone(self.store.zone)
        self.query_one(TopLine).hour = f"{weekday_word(view.now, self.store.zone)} {local:%H:%M}"


def _planned_columns() -> tuple[Column, ...]:
    return Column(_("Planned work")), Column(), Column(), Column(gives_way=True)


def _planned_row(found: FoundPlanned) -> Row:
    """Say what kind it is, its day, its name, and what it is about."""
    cells = (Cell(found.kind_words, "quiet"), Cell(str(found.day or "")), Cell(found.number), Cell(found.title))
    return Row(found.subject, cells)
