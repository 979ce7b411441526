"""One occurrence of a plan: what it is, its checks, and what becomes of it (PROCESS S3.6)."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from fieldtech.domain.instants import local_text, weekday_word
from fieldtech.domain.occurrences import Progress
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.resources import resource_path
from fieldtech.screens import occurrence_actions as actions
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.occurrence_dialogs import CheckWordsDialog
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plans import find_occurrence
from fieldtech.text import N_, _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.widgets.check_rows import Key
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.occurrence_sheet import OccurrenceSheet, stop_of
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.occurrences import raise_from_occurrence, tick_occurrence

_GOES_ON = (Progress.STARTED,)
_KEYS = ("occurrence.start", "occurrence.finish", "check.pass", "check.attention", "check.fail", "check.na",
         "check.read", "check.note", "check.raise", "occurrence.move", "occurrence.defer", "occurrence.skip",
         "occurrence.break_off")  # fmt: skip
_MEANINGS = {"late": "late", "missed": "late", "due": "soon", "started": "soon", "done": "done"}


class OccurrenceScreen(StoreScreen[None]):
    """The page on which planned work is done."""

    CSS_PATH: ClassVar = [resource_path("styles", "fault.tcss"), resource_path("styles", "occurrence.tcss")]
    AUTO_FOCUS = "OccurrenceSheet"
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
        self._recording = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._called)
        yield LabelledLines(classes="facts")
        yield OccurrenceSheet(self.store.zone)
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the occurrence anew."""
        found = await self.read(find_occurrence, self._called)
        names = await self.read(people_names)
        if found is None or names is None:
            return
        occurrence = self._occurrence = found[1]
        lines = fact_lines(occurrence, self.store.zone, names.people)
        self.query_one(".facts", LabelledLines).lines = tuple(lines)
        self.query_one(OccurrenceSheet).show(occurrence.touched)
        top, now = self.query_one(TopLine), self.store.now()
        top.about = one_line(occurrence.facts.title or "")
        top.pressing = _state_words(occurrence)
        top.hour = f"{weekday_word(now, self.store.zone)} {now.astimezone(self.store.zone):%H:%M}"
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with it as it stands."""
        here = self._occurrence
        if action in ("start", "finish", "move", "defer", "skip", "break_off"):
            progress = here.touched.progress if here and here.touched else Progress.NONE
            is_open = here is not None and progress != Progress.DONE and not here.is_expected
            if action in ("start", "break_off"):
                return is_open and (progress in _GOES_ON) == (action == "break_off")
            return is_open
        return super().check_action(action, parameters)

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
        await self._note_on(event.key)

    @work
    async def action_start(self) -> None:
        """Begin."""
        if self._occurrence is not None:
            await actions.start(self, self._occurrence)

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

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    async def _note_on(self, key: Key) -> None:
        here = self._occurrence
        touched, stop = (here.touched if here else None), stop_of(key[0])
        answer = touched.answer(stop, key[1]) if touched else None
        item = next((each for each in touched.items if each.id == key[1]), None) if touched else None
        if here is None or answer is None or item is None:
            return
        check = " · ".join(part for part in (stop, item.text.text()) if part)
        dialog = CheckWordsDialog(here, self.store.now().astimezone(self.store.zone).date(), check, answer.note)
        said = await self.app.push_screen_wait(dialog)
        if said is None:
            return
        noted = await self.perform(
            tick_occurrence, self._called, item.id, answer.result, stop=stop, reading=answer.reading, note=said.words
        )
        if noted is not None:
            dialog.forget()


def fact_lines(occurrence: PlannedOccurrence, zone: tzinfo, names: dict[str, str]) -> Iterator[LabelledLine]:
    """Say what it is, and what became of it."""
    facts, touched = occurrence.facts, occurrence.touched
    when = long_day(occurrence.day) + (f" {facts.at:%H:%M}" if facts.at else "")
    if occurrence.day != occurrence.slot:
        when += "   " + _("planned for {day}").format(day=long_day(occurrence.slot))
    yield LabelledLine(_("When"), when, "strong")
    if occurrence.opens != occurrence.closes:
        yield LabelledLine(_("Window"), f"{long_day(occurrence.opens)} – {long_day(occurrence.closes)}")
    where = " · ".join(one_line(part) for part in (facts.place or "", " › ".join(facts.assets or ())) if part)
    if where:
        yield LabelledLine(_("Where"), where)
    if facts.people:
        yield LabelledLine(_("Who"), ", ".join(facts.people))
    if facts.notes:
        yield LabelledLine(_("Notes"), facts.notes)
    reason = (touched.reason or touched.moved_because) if touched else ""
    if reason:
        yield LabelledLine(_("Why"), reason)
    for each in touched.finishes if touched else ():
        yield LabelledLine(_("Signed"), _signed(names.get(each.by.actor, ""), each.done_at, each.note, zone), "done")
    if touched and touched.faults:
        yield LabelledLine(_("Faults"), ", ".join(each.number for each in touched.faults), "soon")


def _signed(who: str, at: datetime, note: str, zone: tzinfo) -> str:
    return "   ".join(part for part in (who, local_text(at, zone), note) if part)


def _state_words(occurrence: PlannedOccurrence) -> Content:
    words, meaning = label_of(occurrence.state), _MEANINGS.get(occurrence.state.value, "")
    progress = occurrence.touched.progress_at if occurrence.touched and occurrence.touched.items else None
    if progress is not None and occurrence.touched is not None:
        counted = [progress(stop) for stop in occurrence.touched.walked_stops]
        words += f" {sum(each.answered for each in counted)}/{sum(each.applicable for each in counted)}"
    return Content.styled(words, f"${meaning}" if meaning else "")
