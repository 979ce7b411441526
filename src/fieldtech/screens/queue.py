"""The queue: the open faults in the order in which they are to be taken up."""

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import weekday_word
from fieldtech.domain.next_step import next_step
from fieldtech.screens.queue_filters import FilterDialog
from fieldtech.screens.queue_marks import KEYS_OF_MARKED, MarkingScreen
from fieldtech.screens.queue_views import ViewsDialog, name_of_view
from fieldtech.screens.queue_words import count_words, empty_words, listed_words, pressing_words
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.steps import step_of
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.narrowing import Narrowing
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.queue import QueueCounts, QueueFault, queue_counts, queue_lines
from fieldtech.store.views.queue_order import QueueView, queue_view
from fieldtech.store.views.saved import saved_views
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.search_line import SearchLine
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.several import act_on_several

CLOCK_SECONDS = 1.0


class QueueScreen(MarkingScreen):
    """What is to be done, the next one first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "take_next", N_("Take next"), tooltip=N_("Take this fault, or the next one that nobody has."),
                id="queue.take"),
        Binding("n", "report", N_("New"), tooltip=N_("Report a new fault."), id="queue.new"),
        Binding("slash", "search", N_("Search"), key_display="/", tooltip=N_("Search as you type."), id="queue.search"),
        Binding("f", "narrow", N_("Filter"), tooltip=N_("Choose which faults are listed."), id="queue.filter"),
        Binding("b", "views", N_("Views"), tooltip=N_("Show a named view, or keep this list under a name."),
                id="queue.views"),
        Binding("asterisk", "mark_all", N_("Mark all"), show=False, key_display="*", id="queue.mark_all",
                tooltip=N_("Mark all faults that are listed, or none.")),
        Binding("escape", "unmark", N_("Unmark"), tooltip=N_("Take all marks away."), id="queue.unmark"),
        Binding("escape", "widen", N_("Usual list"), tooltip=N_("List what is usually listed."), id="queue.widen"),
    ]  # fmt: skip

    narrowing: reactive[Narrowing] = reactive(Narrowing(), init=False)
    """What is listed."""

    def __init__(self) -> None:
        super().__init__()
        self._person = ""
        self._views: Mapping[str, Narrowing] = {}
        self._shown_fault: Fault | None = None
        self._goes_to = ""
        self._goes_to_top = False
        self._minute = -1

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Queue"), self.store.site)
        yield from self.compose_listing()
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the clock go."""
        self.set_interval(CLOCK_SECONDS, self._follow_clock)

    async def reload(self) -> None:
        """Read the queue anew; the cursor stays at its fault, wherever that has gone."""
        faults = self.query_one(FaultList)
        if not self._person:
            person = await self.read(acting_person)
            self._person = person.name if person else ""
        self._views = await self.read(saved_views) or {}
        at, top = faults.fault, self._goes_to_top
        view = await self.read(
            queue_view,
            self.narrowing.filters(self._person),
            fault_id=self._goes_to or ("" if top or at is None else at.id),
            place=0 if top else faults.cursor,
            around=max(50, 2 * faults.size.height),
        )
        if view is not None:
            self._goes_to, self._goes_to_top = "", False
            self._show(view, at)
        # What presses in all takes longer to count than the list to show.
        counts = await self.read(queue_counts)
        if counts is not None:
            self._show_counts(counts)

    def watch_narrowing(self) -> None:
        """List something else, from its top."""
        self._goes_to_top = True
        self._start_reload()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list the usual only where something else is listed, and to take where there is something."""
        if action == "widen":
            return not self.marked and self.narrowing != Narrowing()
        if action == "take_next":
            return self.query_one(FaultList).count > 0
        return super().check_action(action, parameters)

    @on(FaultList.Marked)
    def follow_marks(self) -> None:
        """Say how many are marked, and what can be done with them."""
        self._show_count()
        self.show_keys(self._shown_fault)

    @on(Input.Changed, "SearchLine")
    def search_words(self, event: Input.Changed) -> None:
        """List what is found."""
        self.narrowing = msgspec.structs.replace(self.narrowing, words=event.value)

    def action_widen(self) -> None:
        """List what is usually listed."""
        self.query_one(SearchLine).value = ""
        self.narrowing = Narrowing()

    def action_narrow(self) -> None:
        """Ask what to list; keys that are typed ahead go to the dialog already."""
        self.app.push_screen(FilterDialog(self.narrowing, self._person), self._list)

    def action_views(self) -> None:
        """Ask for a named view; keys that are typed ahead go to the dialog already."""
        self.app.push_screen(ViewsDialog(self.narrowing, self._person), self._list)

    @work
    async def action_take_next(self) -> None:
        """Take the marked faults; else that under the cursor if nobody has it, else the first that nobody has."""
        if self.marked:
            take = partial(assign_fault, assignee=self._person)
            await self.follow_outcome(await self.perform(act_on_several, tuple(self.marked.values()), take))
            return
        at = self.query_one(FaultList).fault
        if at is None or at.assignee:
            at = await self._first_unassigned()
        if at is None:
            self.tell(_("Somebody has each of these faults already."))
            return
        self._goes_to = at.id
        taken = await self.perform(assign_fault, at.number, self._person)
        if taken is not None:
            self.tell(_("{number} is yours: {title}").format(number=taken.number, title=taken.title))

    @work
    async def action_report(self) -> None:
        """Report a new fault, and go to it."""
        number = await self.app.push_screen_wait(ReportScreen())
        fault = await self.read(find_fault, number) if number else None
        if fault is not None:
            self._goes_to = fault.id
            self._start_reload()

    def _list(self, chosen: Narrowing | None) -> None:
        """List what was chosen; None: nothing was."""
        if chosen is not None:
            with self.prevent(Input.Changed):
                self.query_one(SearchLine).value = chosen.words
            self.narrowing = chosen

    async def _first_unassigned(self) -> QueueFault | None:
        filters = dataclasses.replace(self.narrowing.filters(self._person), mine_or_nobodys=None, assignee="")
        lines = await self.read(queue_lines, filters, limit=1)
        return lines.faults[0] if lines and lines.faults else None

    def _show(self, view: QueueView, at: QueueFault | None) -> None:
        faults = self.query_one(FaultList)
        place, now_at = view.place, faults.fault
        if now_at and at and now_at.id != at.id and now_at.row in view.order:
            # The cursor was moved while the queue was read.
            place = view.order.index(now_at.row)
        faults.show(view.order, view.lines, place, view.now)
        self.query_one(".words", Static).update(listed_words(self.narrowing, name_of_view(self._views, self.narrowing)))
        self._show_count()
        self.show_detail(faults.fault, 0)

    def _show_count(self) -> None:
        faults = self.query_one(FaultList)
        self.query_one(".count", Static).update(count_words(faults.count, len(faults.marked)))

    def show_keys(self, fault: Fault | None) -> None:
        """Say which keys matter most: those that act on what is marked, or lead on with the fault under the cursor."""
        self._shown_fault = fault
        self.query_one(KeyLine).first = KEYS_OF_MARKED if self.marked else _first_keys(fault)
        self.refresh_bindings()

    def _show_counts(self, counts: QueueCounts) -> None:
        top, zone, now = self.query_one(TopLine), self.store.zone, self.query_one(FaultList).now
        top.about = " · ".join(part for part in (self.store.site, self._person) if part)
        top.pressing = pressing_words(counts)
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        sentence, binding, does = empty_words(counts, self.narrowing)
        key = key_of(self, binding)
        self.query_one(FaultList).empty = ((Cell(sentence),), (), (Cell(key, "mark"), Cell(f" {does}", "quiet")))

    def _follow_clock(self) -> None:
        minute = int(self.store.now().timestamp()) // 60
        if self._minute not in (-1, minute):
            self._start_reload()
        self._minute = minute


def _first_keys(fault: Fault | None) -> tuple[str, ...]:
    """Name the bindings that matter most: the next step of a fault, then what is always at hand."""
    following = next_step(fault) if fault else None
    step = step_of(following.command) if following else None
    steps = (step.binding_id,) if step else ()
    return ("list.open", *steps, "queue.take", "queue.new", "queue.search", "queue.filter", "queue.views", "fault.why")
