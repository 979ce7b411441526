"""All stops of a round in a line, each with its state; the one where one stands is marked."""

from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.rounds import StopState
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.widgets.fault_columns import CURSOR

STOP_SIGNS: dict[StopState, tuple[str, str]] = {
    StopState.OPEN: ("·", "quiet"),
    StopState.BEGUN: ("~", "soon"),
    StopState.DONE: ("✓", "done"),
    StopState.ATTENTION: ("!", "soon"),
    StopState.FAILED: ("x", "late"),
    StopState.LEFT_OUT: ("/", "quiet"),
}
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A stop in the line."""

    name: str
    state: StopState


class RouteLine(Widget):
    """As many stops as two lines have room for, those around the marked one."""

    ROWS: ClassVar[int] = 2

    stops: reactive[tuple[RouteStop, ...]] = reactive(())
    """All stops in walking order."""
    place: reactive[int] = reactive(0)
    """The place of the stop where one stands, from 0."""

    def render(self) -> Content:
        """Draw the stops around the marked one."""
        rows = self._rows()
        here = next((number for number, row in enumerate(rows) if self.place in row), 0)
        first = max(0, min(here, len(rows) - self.ROWS))
        lines = [Content(" ").join(self._drawn(place) for place in row) for row in rows[first : first + self.ROWS]]
        return Content("\n").join(Content.assemble(" ", line) for line in lines)

    def _rows(self) -> list[list[int]]:
        """Break the stops into lines of the widget's width."""
        rows: list[list[int]] = [[]]
        used = 0
        for place in range(len(self.stops)):
            width = self._drawn(place).cell_length + 1
            if rows[-1] and used + width > self.size.width - 1:
                rows.append([])
                used = 0
            rows[-1].append(place)
            used += width
        return rows

    def _drawn(self, place: int) -> Content:
        stop = self.stops[place]
        sign, meaning = STOP_SIGNS[stop.state]
        name = cut_to_cells(one_line(stop.name), _LONGEST)
        is_here = place == self.place
        return Content.assemble(
            (CURSOR if is_here else " ", "$mark"), (sign, f"${meaning}"), (name, "bold underline" if is_here else "")
        )
