"""What was seen before: faults of the past with what solved them, one of which may be taken over."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.store.views.likeness import SolvedFault
from fieldtech.text import N_, _
from fieldtech.widgets.form_fields import MARK
from fieldtech.widgets.triage_column import is_digit

_GAP = 2
_TITLE_SHARE = 0.45
_STORY_LINES = 2
"""Below the list: the cause and the plan of the one under the cursor."""


class SeenBefore(Widget, can_focus=True):
    """The likest faults, and the whole story of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "take_over", N_("Take over"), id="seen.take_over",
                tooltip=N_("Begin with the cause and the plan of this fault; both can be changed.")),
        Binding("up", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the fault above."), id="seen.up"),
        Binding("down", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the fault below."), id="seen.down"),
    ]  # fmt: skip

    class TakenOver(Message):
        """The cause and the plan of a fault are to be a starting point."""

        def __init__(self, fault: SolvedFault) -> None:
            super().__init__()
            self.fault = fault

    class PassedTop(Message):
        """The arrow went on above the first fault."""

    faults: reactive[tuple[SolvedFault, ...] | None] = reactive(None)
    """The likest first; None: they are still looked for."""
    cursor: reactive[int] = reactive(0)
    """Which of them is looked at."""

    def render(self) -> Content:
        """Draw the faults, and what is known of the one under the cursor."""
        if not self.faults:
            words = _("Looking ...") if self.faults is None else _("Nothing like it was solved here before.")
            return Content.styled(f"   {words}", "$quiet")
        room = max(1, self.size.height - _STORY_LINES)
        first = max(0, min(self.cursor - room // 2, len(self.faults) - room))
        shown = self.faults[first : first + room]
        rows = [self._row(first + place, fault) for place, fault in enumerate(shown)]
        gap = [Content("")] if self.size.height > len(rows) + _STORY_LINES else []
        return Content("\n").join([*rows, *gap, *self._story(self.faults[min(self.cursor, len(self.faults) - 1)])])

    def watch_faults(self, faults: Sequence[SolvedFault] | None) -> None:
        """Begin at the likest, and take the focus only where there is something."""
        self.cursor = 0
        self.can_focus = bool(faults)

    def on_key(self, event: events.Key) -> None:
        """Go to a fault by its digit; no digit goes further, where it would change the mode."""
        character = event.character or ""
        if is_digit(character):
            event.stop()
            event.prevent_default()
            if 1 <= int(character) <= len(self.faults or ()):
                self.cursor = int(character) - 1

    def on_click(self, event: events.Click) -> None:
        """Go to what was clicked on."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self.faults or ()):
            self.cursor = offset.y

    def action_move(self, steps: int) -> None:
        """Go to the fault above or below."""
        if self.cursor + steps < 0:
            self.post_message(self.PassedTop())
        else:
            self.cursor = min(len(self.faults or ()) - 1, self.cursor + steps)

    def action_take_over(self) -> None:
        """Ask for the fault under the cursor to be taken over."""
        if self.faults:
            self.post_message(self.TakenOver(self.faults[self.cursor]))

    def _row(self, place: int, fault: SolvedFault) -> Content:
        is_here = place == self.cursor
        mark = Content.styled(MARK if is_here else " ", "$mark" if self.has_focus else "$quiet")
        number = pad_to_cells(
            one_line(fault.number), max(cell_width(one_line(each.number)) for each in self.faults or ())
        )
        room = max(0, self.size.width - cell_width(number) - 3 - 2 * _GAP)
        titles = max(cell_width(one_line(each.title)) for each in self.faults or ())
        solutions = max(cell_width(_solved_by(each)) for each in self.faults or ())
        wide = min(titles, max(int(room * _TITLE_SHARE), room - solutions))
        title = pad_to_cells(cut_to_cells(one_line(fault.title), wide), wide)
        solution = cut_to_cells(_solved_by(fault), room - wide)
        row = Content.assemble(" ", mark, " ", (number, "$quiet"), "  ", title, "  ", (solution, "$quiet"))
        if is_here and self.has_focus:
            blanks = " " * max(0, self.size.width - row.cell_length)
            return Content.assemble(row, blanks).stylize_before("on $cursor-row")
        return row

    def _story(self, fault: SolvedFault) -> list[Content]:
        told = ((_("Cause"), fault.cause), (_("Plan"), fault.plan or fault.solution))
        labels = max(cell_width(label) for label, _text in told) + _GAP
        return [
            Content.styled(
                "   " + pad_to_cells(label, labels) + cut_to_cells(one_line(text) or "-", self.size.width - labels - 3),
                "$quiet",
            )
            for label, text in told
        ]


def _solved_by(fault: SolvedFault) -> str:
    """Say what solved a fault, and at which attempt if not at once."""
    solution = one_line(fault.solution)
    if fault.attempts == 1:
        return solution
    return _("{solution} (attempt {n})").format(solution=solution, n=fault.attempts)
