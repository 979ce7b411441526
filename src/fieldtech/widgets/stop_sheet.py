"""The checks of one stop of a round: one key a result, readings typed in place and judged as they are typed."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fieldtech.domain.checklist_readings import MAX_READING
from fieldtech.domain.checklists import check_can_answer, suggested_result
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import CheckResult
from fieldtech.terminal.profile import Glyphs
from fieldtech.text import N_, _
from fieldtech.widgets.calendar_lines import CalendarLines
from fieldtech.widgets.stop_checks import StopCheck, Typing, check_cells

_TROUBLE = (CheckResult.FAIL, CheckResult.ATTENTION)


class StopSheet(CalendarLines, ScrollView, can_focus=True, inherit_bindings=False):
    """All checks of a stop; digits, arrows and Enter are enough."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "answer('pass')", N_("Pass"), tooltip=N_("This check passes."), id="round.pass"),
        Binding("2", "answer('attention')", N_("Attention"), id="round.attention",
                tooltip=N_("This check passes, but needs attention.")),
        Binding("3", "answer('fail')", N_("Fail"), tooltip=N_("This check fails."), id="round.fail"),
        Binding("4", "answer('na')", N_("N/a"), tooltip=N_("This check does not apply here."), id="round.na"),
        Binding("y", "answer('pass')", N_("Pass"), show=False, tooltip=N_("This check passes."), id="check.pass"),
        Binding("exclamation_mark", "answer('attention')", N_("Attention"), key_display="!", show=False,
                tooltip=N_("This check passes, but needs attention."), id="check.attention"),
        Binding("x", "answer('fail')", N_("Fail"), show=False, tooltip=N_("This check fails."), id="check.fail"),
        Binding("minus", "answer('na')", N_("N/a"), key_display="-", show=False,
                tooltip=N_("This check does not apply here."), id="check.na"),
        Binding("enter", "go_on", N_("On"), tooltip=N_("Go to the next open check, then to the next stop."),
                id="round.go_on"),
        Binding("space", "type_anew", N_("Reading"), show=False, id="round.type",
                tooltip=N_("Type the reading, or another one; where none is asked, go on.")),
        Binding("a", "all_fine", N_("All fine"), id="round.all_fine",
                tooltip=N_("Pass all open checks of this stop that need no reading.")),
        Binding("m", "note", N_("Note"), tooltip=N_("Note something on this check."), id="check.note"),
        Binding("r", "raise_fault", N_("Raise"), tooltip=N_("Open a fault out of this check."), id="check.raise"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the check above."), id="check.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the check below."), id="check.down"),
    ]  # fmt: skip

    checks: reactive[tuple[StopCheck, ...]] = reactive((), init=False)
    """The checks that are asked here."""
    cursor: reactive[str] = reactive("", init=False)
    """The item that keys act on."""
    is_closed: reactive[bool] = reactive(False, init=False)
    """It is signed, or not begun: to be read only."""
    typing: reactive[Typing | None] = reactive(None, init=False)
    """What is typed into the reading under the cursor; None: nothing."""

    class Answered(Message):
        """A check was answered."""

        def __init__(self, check: StopCheck, result: CheckResult, reading: str) -> None:
            super().__init__()
            self.check, self.result, self.reading = check, result, reading

    class Refused(Message):
        """An answer can't stand."""

        def __init__(self, refusal: RuleViolation) -> None:
            super().__init__()
            self.refusal = refusal

    class Wanted(Message):
        """Something is to be done that only the screen can."""

        def __init__(self, what: str, item: str) -> None:
            """Name it.

            Args:
                what: "on", "all-fine", "note" or "fault".
            """
            super().__init__()
            self.what, self.item = what, item

    class Moved(Message):
        """The cursor is elsewhere, or something is typed."""

    def __init__(self, glyphs: Glyphs, *, has_mark_only: bool = False) -> None:
        """Make an empty sheet.

        Args:
            has_mark_only: The line under the cursor is not coloured: on a slow line that costs too much.
        """
        super().__init__()
        self._glyphs, self._has_mark_only = glyphs, has_mark_only

    @property
    def here(self) -> StopCheck | None:
        """The check under the cursor; None: there is none."""
        return next((each for each in self.checks if each.item.id == self.cursor), None)

    def show(self, checks: tuple[StopCheck, ...], cursor: str) -> None:
        """Show the checks of a stop; what is being typed stays where its check does."""
        if self.typing is not None and cursor != self.cursor:
            self.typing = None
        self.checks = checks
        self.cursor = cursor
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """Draw the line at a height of the window."""
        place, width = y + self.scroll_offset.y, self.size.width
        if place >= len(self.checks):
            return Strip.blank(width, self.rich_style)
        check = self.checks[place]
        is_here = check.item.id == self.cursor
        ground = self.rich_style
        if is_here and not self._has_mark_only:
            ground = self.style_of("cursor-row", ground)
        typing = self.typing if is_here else None
        return self.strip_of(check_cells(check, width, self._glyphs, typing, is_here=is_here), width, ground)

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._lay_out()

    def watch_checks(self) -> None:
        """Draw them."""
        self.refresh()
        self.refresh_bindings()

    def watch_is_closed(self) -> None:
        """Offer other keys."""
        self.refresh_bindings()

    def watch_cursor(self) -> None:
        """Draw the mark where it is now."""
        self._lay_out()
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Moved())

    def watch_typing(self) -> None:
        """Show what is typed, and what the limits make of it."""
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Moved())

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take what belongs to a reading."""
        del key
        if self.typing is not None:
            return character is not None and character.isprintable()
        here = None if self.is_closed else self.here
        return here is not None and here.takes_number and character is not None and character.isdecimal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys that do something here."""
        del parameters
        here = self.here
        if self.typing is not None:
            return action == "go_on"
        if self.is_closed and action in ("answer", "type_anew", "all_fine", "note"):
            return False
        if action in ("answer", "type_anew", "all_fine"):
            return here is not None
        if action == "raise_fault":
            return here is not None and here.answer is not None and here.answer.result in _TROUBLE and not here.fault
        if action == "note":
            return here is not None and here.answer is not None
        return True

    def on_key(self, event: events.Key) -> None:
        """Type a reading: begin with its first digit, or go on with it."""
        if self.typing is None and not self.check_consume_key(event.key, event.character):
            return
        typed = self.typing or Typing("")
        if self.check_consume_key(event.key, event.character):
            self.typing = Typing((typed.text + (event.character or ""))[:MAX_READING], typed.intended)
        elif event.key == "backspace":
            self.typing = Typing(typed.text[:-1], typed.intended)
        elif event.key == "escape":
            self.typing = None
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted reading, its first line."""
        here = None if self.is_closed else self.here
        if self.typing is not None or (here is not None and here.takes_number):
            event.stop()
            typed, line = self.typing or Typing(""), (event.text.strip().splitlines() or [""])[0]
            self.typing = Typing((typed.text + line)[:MAX_READING], typed.intended)

    def on_click(self, event: events.Click) -> None:
        """Go to the check that was clicked on."""
        offset = event.get_content_offset(self)
        place = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= place < len(self.checks) and self.typing is None:
            self.cursor = self.checks[place].item.id

    def action_answer(self, word: str) -> None:
        """Answer the check under the cursor."""
        here, result = self.here, CheckResult(word)
        if here is None:
            return
        needs_reading = here.item.reading is not None and result in (CheckResult.PASS, CheckResult.ATTENTION)
        reading = here.answer.reading if here.answer else ""
        if needs_reading and not reading:
            self.typing = Typing("", None if result is CheckResult.PASS else result)
            return
        self._answer(here, result, "" if result is CheckResult.NOT_APPLICABLE else reading)

    def action_go_on(self) -> None:
        """Take the reading that was typed; else begin to type the one that is open here, or go on."""
        here = self.here
        if self.typing is not None:
            self._take_reading(self.typing)
        elif here is not None and here.item.reading is not None and here.answer is None and not self.is_closed:
            self.typing = Typing("")
        else:
            self.post_message(self.Wanted("on", self.cursor))

    def action_type_anew(self) -> None:
        """Type the reading, or another one."""
        here = self.here
        if here is not None and here.item.reading is not None:
            self.typing = Typing("")
        else:
            self.post_message(self.Wanted("on", self.cursor))

    def action_all_fine(self) -> None:
        """Pass what is open and needs no reading."""
        self.post_message(self.Wanted("all-fine", self.cursor))

    def action_note(self) -> None:
        """Note something on the check under the cursor."""
        self.post_message(self.Wanted("note", self.cursor))

    def action_raise_fault(self) -> None:
        """Open a fault out of the check under the cursor."""
        self.post_message(self.Wanted("fault", self.cursor))

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        items = [each.item.id for each in self.checks]
        if items:
            place = items.index(self.cursor) if self.cursor in items else 0
            self.cursor = items[max(0, min(len(items) - 1, place + steps))]

    def _take_reading(self, typing: Typing) -> None:
        """Judge what was typed and answer by it, or say why it can't stand."""
        here, reading = self.here, typing.text.strip()
        if here is None:
            return
        if not reading:
            self.typing = None
            self.post_message(self.Wanted("on", self.cursor))
            return
        try:
            result = typing.intended or suggested_result(here.item, reading)
            if result is None:
                raise RuleViolation(_("The reading is empty."), ("reading",))
            check_can_answer(here.item, result, reading)
        except RuleViolation as refusal:
            self.post_message(self.Refused(refusal))
            return
        self.typing = None
        self._answer(here, result, reading)

    def _answer(self, here: StopCheck, result: CheckResult, reading: str) -> None:
        self.post_message(self.Answered(here, result, reading))

    def _lay_out(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.checks))
        items = [each.item.id for each in self.checks]
        if self.size.height and self.cursor in items:
            place, top = items.index(self.cursor), self.scroll_offset.y
            if not top <= place < top + self.size.height:
                y = place if place < top else place - self.size.height + 1
                self.scroll_to(y=y, animate=False, immediate=True)
