"""The days that would come of a plan, while it is written: its recurrence in words, and the next days below."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, pad_to_cells, visible
from fieldtech.text import _
from fieldtech.widgets.wrapping import wrap_to_cells

_NARROW = 50
"""Below this width the days stand one below the other, each with what is to be said of it."""
_GAP = 2
MOVED, DAY_OFF = "~", "-"
"""The marks of a day that gave way to a holiday, and of one that falls on a day off."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """One of the days."""

    label: str
    """With its weekday."""
    mark: str = ""
    """MOVED, DAY_OFF, or empty."""
    told: str = ""
    """What the mark means for this day."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes of a plan as it stands."""

    words: str = ""
    """How it recurs."""
    note: str = ""
    """What else is to be known of it."""
    days: tuple[ComingDay, ...] = ()
    problem: str = ""
    """Why no day comes of it; empty: nothing is wrong."""


class ComingDays(Widget):
    """As many columns as there is room for; what is wrong stands in their place."""

    coming: reactive[Coming] = reactive(Coming(), layout=True)
    """What is shown."""

    def render(self) -> Content:
        """Draw the words and the days."""
        return Content("\n").join(self._drawn(max(1, self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take as many rows as there are."""
        return len(list(self._drawn(max(1, width))))

    def _drawn(self, width: int) -> Iterator[Content]:
        if self.coming.words:
            yield from (Content.styled(row, "bold") for row in wrap_to_cells(visible(self.coming.words), width))
        if self.coming.note:
            yield from (Content.styled(row, "$quiet") for row in wrap_to_cells(visible(self.coming.note), width))
        if self.coming.problem:
            for row in wrap_to_cells(visible(self.coming.problem), width):
                yield Content.styled(row, "$soon")
        elif width < _NARROW:
            for each in self.coming.days:
                yield self._line(each, width)
        else:
            yield from self._columns(width)

    def _line(self, each: ComingDay, width: int) -> Content:
        label = f"{each.mark or ' '} {each.label}"
        told = cut_to_cells(each.told, max(0, width - cell_width(label) - _GAP))
        return Content.assemble((label, _style(each)), " " * _GAP if told else "", (told, "$quiet"))

    def _columns(self, width: int) -> Iterator[Content]:
        """Lay the days out one behind the other, and say below what the marks mean."""
        days = self.coming.days
        widest = max((cell_width(each.label) for each in days), default=0) + 2
        a_row = max(1, min(4, (width + _GAP) // (widest + _GAP)))
        for start in range(0, len(days), a_row):
            yield Content(" " * _GAP).join(
                Content.styled(pad_to_cells(f"{each.mark or ' '} {each.label}", widest), _style(each))
                for each in days[start : start + a_row]
            )
        marks = {each.mark for each in days}
        legend = [words for mark, words in _legend() if mark in marks]
        if legend:
            yield Content.styled("  ".join(legend), "$quiet")


def _legend() -> tuple[tuple[str, str], ...]:
    return (MOVED, _("~ gave way to a day off")), (DAY_OFF, _("- falls on a day off"))


def _style(each: ComingDay) -> str:
    return "$soon" if each.mark else ""
