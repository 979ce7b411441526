"""The checks of an attempt, answered in place: one key a result, the cursor goes on to the next that is open."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from fieldtech.domain.checklist_readings import ReadingKind, describe_limits, with_unit
from fieldtech.domain.checklists import check_can_answer, suggested_result
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Attempt
from fieldtech.domain.visible_text import visible
from fieldtech.domain.words import CheckResult
from fieldtech.text import N_, _
from fieldtech.widgets.check_row import CheckRow
from fieldtech.widgets.check_rows import CheckRows, Key
from fieldtech.widgets.key_names import key_of

_TROUBLE = (CheckResult.FAIL, CheckResult.ATTENTION)


class CheckSheet(Vertical, can_focus=True):
    """All lists of an attempt, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('pass')", N_("Pass"), tooltip=N_("This check passes."), id="check.pass"),
        Binding("exclamation_mark", "answer('attention')", N_("Attention"), key_display="!",
                tooltip=N_("This check passes, but needs attention."), id="check.attention"),
        Binding("x", "answer('fail')", N_("Fail"), tooltip=N_("This check fails."), id="check.fail"),
        Binding("minus", "answer('na')", N_("N/a"), key_display="-", tooltip=N_("This check does not apply here."),
                id="check.na"),
        Binding("enter", "read", N_("Reading"), tooltip=N_("Type the reading."), id="check.read"),
        Binding("space", "type_anew", N_("Reading"), show=False, tooltip=N_("Type the reading, or another one."),
                id="check.type"),
        Binding("m", "note", N_("Note"), tooltip=N_("Note something on this check."), id="check.note"),
        Binding("r", "raise_fault", N_("Raise"), tooltip=N_("Open a fault out of this check."), id="check.raise"),
        Binding("L", "plan_step", N_("To plan"), tooltip=N_("Make a step of the plan of this check."),
                id="check.plan"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the check above."), id="check.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the check below."), id="check.down"),
    ]  # fmt: skip

    TROUBLE_WORDS: ClassVar[str] = N_(
        "{key} raises a fault from it, {plan} puts it into the plan, {note} says why not."
    )
    """What can be done with a check that did not pass."""

    class Answered(Message):
        """A check was answered."""

        def __init__(self, key: Key, result: CheckResult, reading: str, note: str) -> None:
            super().__init__()
            self.key, self.result, self.reading, self.note = key, result, reading, note

    class NoteWanted(Message):
        """Something is to be noted on an answered check."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    class FaultWanted(Message):
        """A check is to become a fault."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    class PlanStepWanted(Message):
        """A check is to become a step of the plan."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    attempt: reactive[Attempt | None] = reactive(None, init=False)
    """Whose checks these are."""
    cursor: reactive[Key | None] = reactive(None, init=False)
    """The check that keys act on, by its list and item."""

    def __init__(self, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own)
        super().__init__(id=id)
        self._rows = CheckRows(zone)

    def compose(self) -> ComposeResult:
        """Lay out the lists, and room for what there is to say of the check under the cursor."""
        yield self._rows
        yield Static(Content(""), classes="about-check")

    def watch_attempt(self) -> None:
        """Show the checks as they stand, and leave out what does not apply."""
        new = self._rows.show_attempt(self.attempt)
        if new is not None:
            self.cursor = new
        elif self.cursor not in self._rows.by_key:
            self.cursor = self._rows.next_open(self.cursor) or next(iter(self._rows.by_key), None)
        self._tell_about()

    def watch_cursor(self) -> None:
        """Move the mark, and keep it in sight."""
        for key, row in self._rows.by_key.items():
            row.is_here = key == self.cursor
        here = self._here
        if here is not None:
            here.scroll_visible(animate=False)
        self._tell_about()
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Begin to type a number at once."""
        here = self._here
        spec = here.item.reading if here else None
        is_number = event.character is not None and event.character.isdecimal()
        if here is not None and spec is not None and spec.kind is ReadingKind.NUMBER and is_number and self.has_focus:
            event.stop()
            event.prevent_default()
            here.type_reading(event.character or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys that do something here."""
        del parameters
        here = self._here
        if action == "answer":
            return here is not None and self.has_focus
        if action in ("raise_fault", "plan_step"):
            return here is not None and here.result in _TROUBLE
        if action == "note":
            return here is not None and here.answer is not None
        if action in ("read", "type_anew"):
            is_next = action == "type_anew" or (here is not None and here.result is None) or self._has_open
            return here is not None and here.item.reading is not None and is_next
        return True

    def forget_under_way(self, key: Key) -> None:
        """Take back what was shown as being recorded, as it was refused."""
        row = self._rows.by_key.get(key)
        if row is not None:
            row.under_way = None
            self.cursor = key

    def action_answer(self, word: str) -> None:
        """Answer the check under the cursor."""
        here, result = self._here, CheckResult(word)
        if here is None:
            return
        needs_reading = here.item.reading is not None and result in (CheckResult.PASS, CheckResult.ATTENTION)
        if needs_reading and not here.reading:
            here.type_reading(intended=None if result is CheckResult.PASS else result)
            return
        self._answer(here, result, "" if result is CheckResult.NOT_APPLICABLE else here.reading)

    def action_read(self) -> None:
        """Type the reading of the check under the cursor."""
        if self._here is not None:
            self._here.type_reading()

    def action_type_anew(self) -> None:
        """Type the reading also where all checks are answered, and Enter goes on to the next step."""
        self.action_read()

    def action_note(self) -> None:
        """Note something on the check under the cursor."""
        if self.cursor is not None:
            self.post_message(self.NoteWanted(self.cursor))

    def action_raise_fault(self) -> None:
        """Open a fault out of the check under the cursor."""
        if self.cursor is not None:
            self.post_message(self.FaultWanted(self.cursor))

    def action_plan_step(self) -> None:
        """Make a step of the plan of the check under the cursor."""
        if self.cursor is not None:
            self.post_message(self.PlanStepWanted(self.cursor))

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        keys = list(self._rows.by_key)
        if keys:
            place = keys.index(self.cursor) if self.cursor is not None and self.cursor in keys else 0
            self.cursor = keys[max(0, min(len(keys) - 1, place + steps))]

    @on(CheckRow.Read)
    def take_reading(self, event: CheckRow.Read) -> None:
        """Judge a typed reading and answer by it, or say why it can't stand."""
        event.stop()
        row, reading = event.row, event.reading.strip()
        try:
            result = row.intended or suggested_result(row.item, reading)
            if result is None:
                raise RuleViolation(_("The reading is empty."), ("reading",))
            check_can_answer(row.item, result, reading)
        except RuleViolation as refusal:
            self._say(Content.styled(visible(str(refusal)), "$late"))
            return
        row.close_reading()
        self.focus()
        self._answer(row, result, reading)

    @on(CheckRow.LeftOpen)
    def come_back(self, event: CheckRow.LeftOpen) -> None:
        """Let the keys answer again."""
        event.stop()
        self.focus()
        self._tell_about()

    def on_click(self, event: events.Click) -> None:
        """Go to the check that was clicked on."""
        rows = [node for node in event.widget.ancestors_with_self if isinstance(node, CheckRow)] if event.widget else []
        if rows:
            self.cursor = rows[0].key

    @property
    def _has_open(self) -> bool:
        return self._rows.next_open(self.cursor) is not None

    @property
    def _here(self) -> CheckRow | None:
        return self._rows.by_key.get(self.cursor) if self.cursor else None

    def _answer(self, row: CheckRow, result: CheckResult, reading: str) -> None:
        row.under_way = result
        self._rows.lay_out()
        note = row.answer.note if row.answer else ""
        self.post_message(self.Answered(row.key, result, reading, note))
        after = self._rows.next_open(self.cursor)
        if after is not None:
            self.cursor = after
        else:
            self._tell_about()

    def _tell_about(self) -> None:
        """Say what there is to say of the check under the cursor."""
        here = self._here
        if here is not None:
            self._say(Content("\n").join(self._about(here)))
        elif self.is_attached:
            key = key_of(self.screen, "fault.checks")
            self._say(Content(_("No checklist yet: {key} chooses one.").format(key=key) if key else ""))

    def _say(self, words: Content) -> None:
        if self.is_attached:
            self.query_one(".about-check", Static).update(words)

    def _about(self, row: CheckRow) -> Iterator[Content]:
        if row.answer is not None and row.answer.note:
            yield Content.assemble((_("Note"), "$quiet"), "  ", visible(row.answer.note))
        spec = row.item.reading
        if spec is not None and describe_limits(spec):
            limits = with_unit(spec, describe_limits(spec))
            yield Content.assemble((_("Passes"), "$quiet"), "  ", limits)
        if row.item.hint is not None:
            yield Content.styled(visible(row.item.hint.text()), "$quiet")
        if row.result in _TROUBLE:
            words = _(self.TROUBLE_WORDS)
            names = {"key": "check.raise", "plan": "check.plan", "note": "check.note"}
            keys = {word: key_of(self.screen, name) for word, name in names.items()}
            yield Content.styled(words.format(**keys), "$soon")
