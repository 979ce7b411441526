"""What merging found: a key takes a side, another writes a third value, Enter opens the fault or what is planned."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.screens.conflict_words import (
    conflict_columns,
    conflict_lines,
    conflict_rows,
    is_settleable,
    third_value_step,
    word_of,
)
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.step_place import StepPlace
from fieldtech.screens.steps import BY_NAME, take_step
from fieldtech.screens.subject_pages import page_of
from fieldtech.store.views.conflicts import FoundConflict, found_conflicts
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.settling import settle_conflict

WIDE_FROM = 110
_TEXT_COLUMN = 11
_TOLD_CELLS = 32


class ConflictsScreen(StepPlace[None]):
    """Everything that was written without sight of each other, done twice, claimed by two, or changed since."""

    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take(1)", N_("Take a side"), key_display="1 2", id="conflict.take_1",
                tooltip=N_("Let the first value hold from now on.")),
        Binding("2", "take(2)", N_("Take the second"), show=False, id="conflict.take_2",
                tooltip=N_("Let the second value hold from now on.")),
        Binding("3", "take(3)", N_("Take the third"), show=False, id="conflict.take_3",
                tooltip=N_("Let the third value hold from now on.")),
        Binding("4", "take(4)", N_("Take the fourth"), show=False, id="conflict.take_4",
                tooltip=N_("Let the fourth value hold from now on.")),
        Binding("5", "take(5)", N_("Take the fifth"), show=False, id="conflict.take_5",
                tooltip=N_("Let the fifth value hold from now on.")),
        Binding("e", "write_third", N_("Another value"), id="conflict.third",
                tooltip=N_("Write a value that is neither: it settles the conflict too.")),
        Binding("space", "read_on", N_("More"), id="conflict.more",
                tooltip=N_("Read on where more is said below than there is room for.")),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to where you were."), id="conflict.back"),
    ]  # fmt: skip

    def __init__(self, number: str = "") -> None:
        """Make the screen.

        Args:
            number: The fault at which it begins; empty: at the first.
        """
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self._begins_at = number
        self._found: Sequence[FoundConflict] = ()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Conflicts"), self.store.site)
        with Horizontal(classes="body"):
            yield RowList(conflict_columns(), has_mark_only=self.app.profile.is_slow)
            with VerticalScroll(can_focus=False):
                yield LabelledLines(column=_TEXT_COLUMN)
        yield KeyLine("conflict.take_1", "conflict.third", "conflict.more", "rows.open", "conflict.back")

    async def reload(self) -> None:
        """Read anew what there is to look at."""
        found = await self.read(found_conflicts)
        if found is None:
            return
        self._found = found
        rows = self.query_one(RowList)
        rows.empty = _("There is nothing to settle.")
        rows.show(tuple(conflict_rows(found)))
        if self._begins_at:
            places = [
                place for place, each in enumerate(found) if self._begins_at in (each.number, subject_id(each.subject))
            ]
            rows.cursor, self._begins_at = (places[0] if places else rows.cursor), ""
        top, now, zone = self.query_one(TopLine), self.store.now(), self.store.zone
        top.about = ngettext("{n} thing to look at", "{n} things to look at", len(found)).format(n=len(found))
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        self._show()

    @property
    def step_number(self) -> str | None:
        """The fault under the cursor."""
        at = self._at
        return subject_id(at.subject) if at and subject_kind(at.subject) == "fault" else None

    @property
    def step_state(self) -> str | None:
        """Of no account here."""
        return None

    async def show_fault(self, number: str, section: str) -> None:
        """Open a fault at a section."""
        await self.app.push_screen(FaultScreen(number, section))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to settle only what can be settled."""
        if action == "write_third":
            return self._at is not None and bool(third_value_step(self._at))
        if action == "take":
            return self._at is not None and is_settleable(self._at)
        if action == "read_on":
            return self.query_one("VerticalScroll").max_scroll_y > 0
        return super().check_action(action, parameters)

    @on(RowList.Moved)
    def follow_cursor(self) -> None:
        """Show all of what is under the cursor, from its top."""
        self.query_one("VerticalScroll").scroll_home(animate=False)
        self._show()

    @on(RowList.Opened)
    def open_fault(self) -> None:
        """Go deeper."""
        if self._at is not None:
            self.app.push_screen(page_of(self._at.subject, self._at.number))

    @work
    async def action_take(self, place: int) -> None:
        """Let one of the values hold."""
        at = self._at
        if at is None or not is_settleable(at):
            return
        if place > len(at.sides):
            self.tell(_("There is no side {n}.").format(n=place))
            return
        side = at.sides[place - 1]
        if await self.perform(settle_conflict, at.subject, at.field, side.ref) is not None:
            sentence = _("{number}: {field} is settled: {value}.")
            value = cut_to_cells(one_line(side.words), _TOLD_CELLS)
            self.tell(sentence.format(number=at.number, field=at.field_words, value=value))

    @work
    async def action_write_third(self) -> None:
        """Write another value by the step that does so."""
        at = self._at
        fault = await self.read(find_fault, subject_id(at.subject)) if at and self.step_number else None
        if at is not None and fault is not None:
            await take_step(self, BY_NAME[third_value_step(at)], fault)

    def action_read_on(self) -> None:
        """Turn a page of what is said below, and at its end go back to its top."""
        told = self.query_one("VerticalScroll")
        if told.scroll_y >= told.max_scroll_y:
            told.scroll_home(animate=False)
        else:
            told.scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @property
    def _at(self) -> FoundConflict | None:
        row = self.query_one(RowList).row
        return next((each for each in self._found if row and word_of(each) == row.word), None)

    def _show(self) -> None:
        at = self._at
        lines = tuple(conflict_lines(at, self.store.now(), self.store.zone)) if at else ()
        if not self._found:
            lines = (
                LabelledLine("", _("What two machines write without sight of each other comes up here."), "quiet"),
            )
        self.query_one(LabelledLines).lines = lines
        # Only the next layout tells whether there is room for all of it.
        self.call_after_refresh(self.refresh_bindings)
