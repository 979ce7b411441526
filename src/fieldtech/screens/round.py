"""A round while it is walked: one stop at a time, one key a result, and what is typed is recorded at once (S3.6)."""

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.faults import Stamp
from fieldtech.domain.instants import weekday_word
from fieldtech.domain.occurrences import StopAnswer
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import Place, fine_items
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.domain.words import CheckResult
from fieldtech.screens import occurrence_actions as actions
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.round_dialogs import GoToStopDialog
from fieldtech.screens.round_walk import RoundWalk
from fieldtech.screens.round_words import end_words, stop_words, walk_figures
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence
from fieldtech.store.views.rounds import RoundRead, read_round
from fieldtech.text import N_, _
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.route_line import RouteLine
from fieldtech.widgets.stop_sheet import StopSheet
from fieldtech.widgets.stop_words import check_words, heading_words
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrences import tick_occurrence
from fieldtech.workflow.rounds import pass_the_rest, take_answers_back, walk_stop_after_all

_KEYS = ("round.go_on", "round.pass", "round.attention", "round.fail", "round.na", "round.all_fine", "check.raise",
         "check.note", "round.next", "round.take_back", "round.sign", "round.leave_out", "round.jump")  # fmt: skip


class RoundScreen(StoreScreen[str]):
    """The stop where one stands; it answers with the one that was left."""

    AUTO_FOCUS = "StopSheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go_along(-1)", N_("Stops"), key_display="←", id="round.previous", show=False,
                tooltip=N_("Go to the stop before.")),
        Binding("right", "go_along(1)", N_("Stops"), key_display="← →", id="round.next",
                tooltip=N_("Go to the stop after.")),
        Binding("g", "jump", N_("Go to"), tooltip=N_("Go to any stop by its number or name."), id="round.jump"),
        Binding("u", "take_back", N_("Take back"), id="round.take_back",
                tooltip=N_("Take back what was answered last; it stays in the history.")),
        Binding("X", "leave_stop_out", N_("Leave out"), id="round.leave_out",
                tooltip=N_("Leave this stop out, with the reason; once more, walk it after all.")),
        Binding("v", "sign", N_("Sign"), tooltip=N_("Sign that the round is walked."), id="round.sign"),
        Binding("B", "break_off", N_("Break off"), id="round.break_off", show=False,
                tooltip=N_("Leave the round in the middle, with a word why.")),
        Binding("escape", "leave", N_("Back"), id="round.back",
                tooltip=N_("Go back to all stops; all that was answered is recorded.")),
    ]  # fmt: skip

    def __init__(self, name: str, stop: str = "") -> None:
        """Stand at a stop.

        Args:
            stop: Empty: where the round stopped.
        """
        super().__init__()
        self._called, self._first_stop = name, stop
        self._round: RoundRead | None = None
        self._walk: RoundWalk | None = None
        self._recording = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Round"))
        yield Static(Content(""), classes="stop-name")
        yield Static(Content(""), classes="last-time")
        yield StopSheet(self.app.profile.glyphs, has_mark_only=self.app.profile.is_slow)
        yield Static(Content(""), classes="about-check")
        yield RouteLine()
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the round anew; those before it only once."""
        if self._round is None:
            self._round = await self.read(read_round, self._called)
            found = self._round.occurrence if self._round else None
        else:
            read = await self.read(find_occurrence, self._called)
            found = read[1] if read else None
        if found is not None:
            self._follow_record(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done here; while a reading is typed, nothing else."""
        if action in ("go_along", "jump", "take_back", "leave_stop_out", "sign", "break_off"):
            if self.query_one(StopSheet).typing is not None or self._walk is None:
                return False
            if action in ("take_back", "leave_stop_out", "sign", "break_off"):
                return not self._walk.is_closed and (action != "take_back" or bool(self._walk.acts))
            return True
        return super().check_action(action, parameters)

    @on(StopSheet.Moved)
    def follow_cursor(self) -> None:
        """Say what there is to say of the check under the cursor."""
        sheet = self.query_one(StopSheet)
        if self._walk is not None and sheet.here is not None:
            self._walk.place = Place(self._walk.place.stop, sheet.cursor)
            self._say_here()

    @on(StopSheet.Refused)
    def tell_at_check(self, event: StopSheet.Refused) -> None:
        """Say below the checks why a reading can't stand."""
        self._say(Content.styled(visible(str(event.refusal)), "$late"))

    @on(StopSheet.Answered)
    def take_answer(self, event: StopSheet.Answered) -> None:
        """Go on at once, and record it."""
        if self._walk is None:
            return
        stop, item, kept = self._walk.place.stop, event.check.item, event.check.answer
        note = kept.note if kept else ""
        answer = self._made(stop, item.id, event.result, event.reading, note)
        self._take((answer,), lambda store: tick_occurrence(
            store, self._called, answer.item, answer.result, stop=stop, reading=answer.reading, note=note
        ))  # fmt: skip

    @on(StopSheet.Wanted)
    def do_wanted(self, event: StopSheet.Wanted) -> None:
        """Do what the keys of the checks ask for."""
        if event.what == "on":
            self._go_on()
        elif event.what == "all-fine":
            self._pass_the_rest()
        elif event.what == "note":
            self._note_on()
        else:
            self._raise_fault()

    def action_go_along(self, steps: int) -> None:
        """Go to another stop."""
        if self._walk is not None:
            self._walk.go_along(steps)
            self._show()

    def action_take_back(self) -> None:
        """Take back the last act, and stand where it was."""
        if self._walk is None or not self._walk.acts:
            return
        stop, items = self._walk.acts.pop()
        self._walk.place = Place(stop, items[0])
        self._record((), lambda store: take_answers_back(store, self._called, items, stop=stop))

    @work
    async def action_jump(self) -> None:
        """Ask for a stop and go there."""
        if self._walk is None:
            return
        stop = await self.app.push_screen_wait(GoToStopDialog(self._walk.shown))
        if stop is not None:
            self._walk.go_to(stop)
            self._show()

    @work
    async def action_leave_stop_out(self) -> None:
        """Leave the stop out and go on; or walk it after all."""
        walk = self._walk
        if walk is None:
            return
        stop = walk.place.stop
        if walk.shown.left_out_at(stop) is not None:
            await self.perform(walk_stop_after_all, self._called, stop)
            return
        left = await actions.leave_stop_out(self, walk.planned, stop)
        if left is not None and left.touched is not None:
            walk.recorded = left.touched
            walk.go_on()
            self._show()

    @work
    async def action_sign(self) -> None:
        """Sign; then the whole of it is shown."""
        if self._walk is not None and await actions.finish(self, self._walk.planned):
            self.dismiss(self._walk.place.stop)

    @work
    async def action_break_off(self) -> None:
        """Leave it in the middle."""
        if self._walk is not None and await actions.break_off(self, self._walk.planned):
            self.dismiss(self._walk.place.stop)

    def action_leave(self) -> None:
        """Go back; it is gone on with later."""
        self.dismiss(self._walk.place.stop if self._walk else "")

    def _go_on(self) -> None:
        if self._walk is None:
            return
        if self._walk.is_closed:
            self.action_go_along(1)
        elif self._walk.go_on():
            self._show()
        elif not self._walk.shown.open_stops:
            self.action_sign()

    def _pass_the_rest(self) -> None:
        if self._walk is None:
            return
        stop = self._walk.place.stop
        fine = fine_items(self._walk.shown, stop)
        if not fine:
            self._say(Content.styled(_("No check is open here that needs no reading."), "$soon"))
            return
        answers = tuple(self._made(stop, item.id, CheckResult.PASS) for item in fine)
        self._take(answers, lambda store: pass_the_rest(store, self._called, stop=stop))

    @work
    async def _note_on(self) -> None:
        if self._walk is not None:
            await actions.note_on(self, self._walk.planned, self._walk.shown, self._walk.place)

    @work
    async def _raise_fault(self) -> None:
        if self._walk is None:
            return
        stop, item = self._walk.place
        fault = await self.perform(raise_from_occurrence, self._called, item, stop=stop)
        if fault is not None:
            self.tell(_("{number} is reported: {title}").format(number=fault.number, title=fault.title))

    def _made(self, stop: str, item: str, result: CheckResult, reading: str = "", note: str = "") -> StopAnswer:
        """Make an answer as it will stand in the record."""
        store = self.store
        by = Stamp(actor=store.actor, machine=store.chain, at=store.now(), ref="")
        return StopAnswer(stop=stop, item=item, result=result, reading=reading, note=note, by=by)

    def _take(self, answers: Sequence[StopAnswer], record: Callable[[Store], PlannedOccurrence]) -> None:
        assert self._walk is not None
        self._walk.take(answers)
        self._record(answers, record)
        self._show()

    @work
    async def _record(self, answers: Sequence[StopAnswer], record: Callable[[Store], PlannedOccurrence]) -> None:
        """Record what was answered, one after the other; what is refused is open again, and one stands there."""
        async with self._recording:
            recorded = await self.perform(record)
        walk = self._walk
        if walk is None:
            return
        walk.forget(answers)
        if recorded is not None:
            self._follow_record(recorded)
        elif answers:
            walk.acts = [act for act in walk.acts if act != (answers[0].stop, tuple(each.item for each in answers))]
            walk.place = Place(answers[0].stop, answers[0].item)
            self._show()

    def _follow_record(self, found: PlannedOccurrence) -> None:
        """Show what the record says; where one stands stays."""
        if found.touched is None or not found.touched.items:
            return
        if self._walk is None:
            earlier = self._round.earlier if self._round else ()
            self._walk = RoundWalk(found, found.touched, earlier)
            self._walk.begin(self._first_stop)
        self._walk.planned, self._walk.recorded = found, found.touched
        self._show()

    def _show(self) -> None:
        walk, read = self._walk, self._round
        if walk is None or read is None or not self.is_attached:
            return
        facts, stop, width = walk.planned.facts, walk.place.stop, self.size.width - 1
        sheet = self.query_one(StopSheet)
        sheet.is_closed = walk.is_closed
        sheet.show(walk.checks(), walk.place.item)
        count = len(walk.recorded.walked_stops)
        name = stop or one_line(facts.title or "")
        heading = heading_words(name, walk.number, count, facts.place or "", width)
        self.query_one(".stop-name", Static).update(heading)
        self.query_one(".last-time", Static).update(stop_words(walk, read, self.store.zone))
        route = self.query_one(RouteLine)
        route.stops, route.place = walk.route, walk.number - 1
        self.query_one(KeyLine).first = ("round.sign", *_KEYS) if walk.is_to_sign else _KEYS
        self._show_top(walk)
        self._say_here()
        self.refresh_bindings()

    def _show_top(self, walk: RoundWalk) -> None:
        top, now = self.query_one(TopLine), self.store.now()
        top.about = one_line(walk.planned.facts.title or "")
        top.pressing = walk_figures(walk)
        top.hour = f"{weekday_word(now, self.store.zone)} {now.astimezone(self.store.zone):%H:%M}"

    def _say(self, words: Content) -> None:
        if self.is_attached:
            self.query_one(".about-check", Static).update(words)

    def _say_here(self) -> None:
        """Say what there is to say here: that all is done, and of the check under the cursor."""
        if self._walk is not None:
            self._say(Content("\n").join(self._words_here(self._walk)))

    def _words_here(self, walk: RoundWalk) -> list[Content]:
        found = list(end_words(walk, key_of(self, "round.sign")))
        here = self.query_one(StopSheet).here
        if here is not None:
            keys = [key_of(self, name) for name in ("check.raise", "check.note", "round.go_on")]
            found += check_words(here, self.store.zone, self.size.width,
                                 raise_key=keys[0], note_key=keys[1], go_on_key=keys[2])  # fmt: skip
        return found
