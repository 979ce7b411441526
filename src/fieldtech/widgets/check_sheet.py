"""The checks of an attempt, answered in place: one key a result, the cursor goes on to the next that is open."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from fieldtech.domain.checklist_readings import ReadingKind, describe_limits
from fieldtech.domain.checklists import applicable_items, check_can_answer, suggested_result
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Attempt, Checklist
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.domain.words import CheckResult
from fieldtech.text import N_, _
from fieldtech.widgets.check_row import CheckRow
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
        Binding("m", "note", N_("Note"), tooltip=N_("Note something on this check."), id="check.note"),
        Binding("r", "raise_fault", N_("Raise"), tooltip=N_("Open a fault out of this check."), id="check.raise"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the check above."), id="check.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the check below."), id="check.down"),
    ]  # fmt: skip

    class Answered(Message):
        """A check was answered."""

        def __init__(self, key: tuple[str, str], result: CheckResult, reading: str, note: str) -> None:
            super().__init__()
            self.key, self.result, self.reading, self.note = key, result, reading, note

    class NoteWanted(Message):
        """Something is to be noted on an answered check."""

        def __init__(self, key: tuple[str, str]) -> None:
            super().__init__()
            self.key = key

    class FaultWanted(Message):
        """A check is to become a fault."""

        def __init__(self, key: tuple[str, str]) -> None:
            super().__init__()
            self.key = key

    attempt: reactive[Attempt | None] = reactive(None, init=False)
    """Whose checks these are."""
    cursor: reactive[tuple[str, str] | None] = reactive(None, init=False)
    """The check that keys act on, by its list and item."""

    def __init__(self, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own)
        super().__init__(id=id)
        self._zone = zone
        self._rows: dict[tuple[str, str], CheckRow] = {}
        self._groups: dict[str, Static] = {}

    def compose(self) -> ComposeResult:
        """Lay out the lists, and room for what there is to say of the check under the cursor."""
        yield VerticalScroll(can_focus=False)
        yield Static(Content(""), classes="about-check")

    def watch_attempt(self) -> None:
        """Show the checks as they stand, and leave out what does not apply."""
        known = set(self._groups)
        self._lay_out()
        self._show_answers()
        new = next((key for key, row in self._rows.items() if key[0] not in known and row.result is None), None)
        if known and new is not None:
            self.cursor = new
        elif self.cursor not in self._rows:
            self.cursor = self._next_open() or next(iter(self._rows), None)
        self._tell_about()

    def watch_cursor(self) -> None:
        """Move the mark, and keep it in sight."""
        for key, row in self._rows.items():
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
        if action == "raise_fault":
            return here is not None and here.result in _TROUBLE
        if action == "note":
            return here is not None and here.answer is not None
        if action == "read":
            return here is not None and here.item.reading is not None
        return True

    def forget_under_way(self, key: tuple[str, str]) -> None:
        """Take back what was shown as being recorded, as it was refused."""
        row = self._rows.get(key)
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

    def action_note(self) -> None:
        """Note something on the check under the cursor."""
        if self.cursor is not None:
            self.post_message(self.NoteWanted(self.cursor))

    def action_raise_fault(self) -> None:
        """Open a fault out of the check under the cursor."""
        if self.cursor is not None:
            self.post_message(self.FaultWanted(self.cursor))

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        keys = list(self._rows)
        if keys:
            place = keys.index(self.cursor) if self.cursor in self._rows else 0
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
    def _here(self) -> CheckRow | None:
        return self._rows.get(self.cursor) if self.cursor else None

    def _answer(self, row: CheckRow, result: CheckResult, reading: str) -> None:
        row.under_way = result
        self._lay_out()
        note = row.answer.note if row.answer else ""
        self.post_message(self.Answered(row.key, result, reading, note))
        after = self._next_open()
        if after is not None:
            self.cursor = after
        else:
            self._tell_about()

    def _next_open(self) -> tuple[str, str] | None:
        """Find the next check without an answer, after the cursor first."""
        keys = list(self._rows)
        place = keys.index(self.cursor) + 1 if self.cursor in self._rows else 0
        return next((key for key in keys[place:] + keys[:place] if self._rows[key].result is None), None)

    def _lay_out(self) -> None:
        """Put a row for each check that applies, in the lists' order; rows that stay are kept."""
        scroll = self.query_one(VerticalScroll)
        rows: dict[tuple[str, str], CheckRow] = {}
        for checklist in self.attempt.checklists if self.attempt else ():
            if checklist.id not in self._groups:
                self._groups[checklist.id] = _title(checklist, is_later=bool(self._groups))
                scroll.mount(self._groups[checklist.id])
            before: Static | CheckRow = self._groups[checklist.id]
            for place, item in enumerate(checklist.template.items, start=1):
                if item in applicable_items(checklist.template.items, self._results(checklist)):
                    key = (checklist.id, item.id)
                    row = self._rows.get(key) or CheckRow(checklist.id, item, place)
                    if not row.is_attached:
                        scroll.mount(row, after=before)
                    before = rows[key] = row
        for key in self._rows.keys() - rows.keys():
            self._rows[key].remove()
        for checklist_id in self._groups.keys() - {key[0] for key in rows}:
            self._groups.pop(checklist_id).remove()
        self._rows = rows

    def _results(self, checklist: Checklist) -> dict[str, CheckResult]:
        """The results of a list, with what is being recorded just now."""
        under_way = {row.item.id: row.under_way for row in self._rows.values() if row.checklist_id == checklist.id}
        return checklist.results | {item: result for item, result in under_way.items() if result is not None}

    def _show_answers(self) -> None:
        for checklist in self.attempt.checklists if self.attempt else ():
            for answer in checklist.answers:
                row = self._rows.get((checklist.id, answer.item))
                if row is not None:
                    row.time = f"{answer.by.at.astimezone(self._zone):%H:%M}"
                    row.answer = answer
                    if row.under_way is answer.result:
                        row.under_way = None

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
            limits = f"{describe_limits(spec)} {spec.unit}".strip()
            yield Content.assemble((_("Passes"), "$quiet"), "  ", limits)
        if row.item.hint is not None:
            yield Content.styled(visible(row.item.hint.text()), "$quiet")
        if row.result in _TROUBLE:
            words = _("{key} raises a fault from it, {note} says why not.")
            keys = {"key": key_of(self.screen, "check.raise"), "note": key_of(self.screen, "check.note")}
            yield Content.styled(words.format(**keys), "$soon")


def _title(checklist: Checklist, *, is_later: bool) -> Static:
    title = one_line(checklist.template.title.text())
    version = _("version {n}").format(n=checklist.template.version)
    return Static(
        Content.assemble((title, "bold"), "   ", (version, "$quiet")), classes="title -later" if is_later else "title"
    )
