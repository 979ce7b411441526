"""One occurrence of a plan: what it is, its checks, and what becomes of it (PROCESS S3.6)."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.occurrences import Progress
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import Place, where_it_stopped
from fieldtech.domain.visible_text import one_line
from fieldtech.screens import occurrence_actions as actions
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.occurrence_words import fact_lines, state_words, stop_columns, stop_rows
from fieldtech.screens.round import RoundScreen
from fieldtech.store.views.plans import find_occurrence
from fieldtech.store.views.rounds import RoundRead, read_round
from fieldtech.text import N_, _
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.occurrence_sheet import OccurrenceSheet, stop_of
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrences import tick_occurrence

_GOES_ON = (Progress.STARTED,)
_KEYS = ("occurrence.start", "rows.open", "occurrence.finish", "check.pass", "check.attention", "check.fail",
         "check.na", "check.read", "check.note", "check.raise", "occurrence.move", "occurrence.defer",
         "occurrence.skip", "occurrence.break_off")  # fmt: skip


class OccurrenceScreen(StoreScreen[None]):
    """The page on which planned work is done."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "start", N_("Start"), tooltip=N_("Begin, or go on where it was broken off."),
                id="occurrence.start"),
        Binding("v", "finish", N_("Sign"), tooltip=N_("Sign that all of it is done."), id="occurrence.finish"),
        Binding("M", "move", N_("Move"), tooltip=N_("Plan it for another day."), id="occurrence.move"),
        Binding("p", "defer", N_("Put off"), tooltip=N_("Put it off to a later day, with the reason."),
                id="occurrence.defer"),
        Binding("X", "skip", N_("Leave out"), tooltip=N_("Leave it out this time, with the reason."),
                id="occurrence.skip"),
        Binding("B", "break_off", N_("Break off"), tooltip=N_("Leave it in the middle; it is gone on with later."),
                id="occurrence.break_off"),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the calendar."), id="occurrence.back"),
    ]  # fmt: skip

    def __init__(self, name: str) -> None:
        super().__init__()
        self._called = name
        self._occurrence: PlannedOccurrence | None = None
        self._is_walked = False
        """It has a route, so that its stops are listed and not its checks."""
        self._recording = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._called)
        yield LabelledLines(classes="facts")
        yield OccurrenceSheet(self.store.zone, self.app.profile.glyphs)
        yield RowList(stop_columns(), has_mark_only=self.app.profile.is_slow, name="stops")
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the occurrence anew."""
        found = await self.read(read_round, self._called)
        if found is None:
            return
        occurrence, names = found.occurrence, found.names
        self._occurrence = occurrence
        self.query_one(".facts", LabelledLines).lines = tuple(fact_lines(occurrence, self.store.zone, names))
        self._show_work(found)
        top, now = self.query_one(TopLine), self.store.now()
        top.about = one_line(occurrence.facts.title or "")
        top.pressing = state_words(occurrence)
        top.hour = f"{weekday_word(now, self.store.zone)} {now.astimezone(self.store.zone):%H:%M}"
        self.refresh_bindings()

    def _show_work(self, found: RoundRead) -> None:
        """Show the stops of a route, or the checks of a list."""
        touched, stops = found.occurrence.touched, self.query_one("#stops", RowList)
        sheet = self.query_one(OccurrenceSheet)
        was_walked, self._is_walked = self._is_walked, touched is not None and bool(touched.stops)
        self.set_class(self._is_walked, "-walked")
        if touched is not None and self._is_walked:
            stops.show(tuple(stop_rows(touched, self.store.zone, found.names)))
            if not was_walked:
                stops.cursor = touched.walked_stops.index(where_it_stopped(touched))
        else:
            sheet.show(touched, found.earlier)
        shown = stops if self._is_walked else sheet
        if self.focused is not shown and self.focused in (None, stops, sheet):
            self.set_focus(shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with it as it stands."""
        here = self._occurrence
        if action in ("start", "finish", "move", "defer", "skip", "break_off"):
            progress = here.touched.progress if here and here.touched else Progress.NONE
            is_open = here is not None and progress != Progress.DONE and not here.is_expected
            if action in ("start", "break_off"):
                goes_on = progress in _GOES_ON
                return is_open and (goes_on if action == "break_off" else self._is_walked or not goes_on)
            return is_open
        return super().check_action(action, parameters)

    @on(RowList.Opened, "#stops")
    def walk_from(self, event: RowList.Opened) -> None:
        """Go to a stop."""
        here = self._occurrence
        if here is not None and here.touched is not None and here.touched.progress == Progress.BROKEN_OFF:
            self._begin(event.row.word)
        else:
            self.app.push_screen(RoundScreen(self._called, event.row.word), self._stand_at)

    @on(CheckSheet.Answered)
    @work
    async def record_answer(self, event: CheckSheet.Answered) -> None:
        """Record an answer, one after the other, since what applies depends on what was answered before."""
        checklist_id, item = event.key
        async with self._recording:
            recorded = await self.perform(
                tick_occurrence, self._called, item, event.result,
                stop=stop_of(checklist_id), reading=event.reading, note=event.note,
            )  # fmt: skip
        if recorded is None:
            self.query_one(OccurrenceSheet).forget_under_way(event.key)

    @on(CheckSheet.FaultWanted)
    @work
    async def raise_fault(self, event: CheckSheet.FaultWanted) -> None:
        """Open a fault out of a check."""
        checklist_id, item = event.key
        fault = await self.perform(raise_from_occurrence, self._called, item, stop=stop_of(checklist_id))
        if fault is not None:
            self.tell(_("{number} is reported: {title}").format(number=fault.number, title=fault.title))

    @on(CheckSheet.NoteWanted)
    @work
    async def note_wanted(self, event: CheckSheet.NoteWanted) -> None:
        """Ask for a note on a check, and record it with its answer."""
        here = self._occurrence
        if here is not None and here.touched is not None:
            await actions.note_on(self, here, here.touched, Place(stop_of(event.key[0]), event.key[1]))

    def action_start(self) -> None:
        """Begin, or go on; a route is walked from there."""
        self._begin()

    @work
    async def action_finish(self) -> None:
        """Sign."""
        if self._occurrence is not None:
            await actions.finish(self, self._occurrence)

    @work
    async def action_move(self) -> None:
        """Move it."""
        if self._occurrence is not None:
            await actions.move(self, self._occurrence)

    @work
    async def action_defer(self) -> None:
        """Put it off."""
        if self._occurrence is not None:
            await actions.defer(self, self._occurrence)

    @work
    async def action_skip(self) -> None:
        """Leave it out."""
        if self._occurrence is not None:
            await actions.skip(self, self._occurrence)

    @work
    async def action_break_off(self) -> None:
        """Leave it in the middle."""
        if self._occurrence is not None:
            await actions.break_off(self, self._occurrence)

    @work
    async def go_on_with_words(self, form: str, about: str) -> None:
        """Open the form in which words were left."""
        found = await self.read(find_occurrence, self._called)
        if found is not None:
            await actions.go_on_with_words(self, found[1], form, about)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @work
    async def _begin(self, stop: str = "") -> None:
        """Begin, or take up what was broken off; then walk the route.

        Args:
            stop: Where; empty: where it stopped.
        """
        here = self._occurrence
        if here is not None and (here.touched is None or here.touched.progress not in _GOES_ON):
            here = await actions.start(self, here)
        if here is not None and here.touched is not None and here.touched.stops:
            self.app.push_screen(RoundScreen(self._called, stop), self._stand_at)

    def _stand_at(self, stop: str | None) -> None:
        """Put the cursor where the round was left."""
        stops = self.query_one("#stops", RowList)
        words = [row.word for row in stops.rows]
        if stop in words:
            stops.cursor = words.index(stop)
