"""The top line: where I am on the left, what presses now on the right."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line

_GAP = 2


class TopLine(Widget):
    """One line over the whole width; the left words give way to the right ones."""

    place: reactive[str] = reactive("")
    """Where I am: the screen's name, translated."""
    about: reactive[str] = reactive("")
    """What it is about: a site, a fault's number and title. Cleaned here."""
    pressing: reactive[Content] = reactive(Content(""), init=False)
    """What presses now, in its colours."""
    hour: reactive[str] = reactive("")
    """The time of day."""

    def __init__(self, place: str = "", about: str = "") -> None:
        super().__init__()
        self.set_reactive(TopLine.place, place)
        self.set_reactive(TopLine.about, about)

    def render(self) -> Content:
        """Lay the words out over the width."""
        width = self.size.width
        right = Content("  ").join([part for part in (self.pressing, Content(self.hour)) if part])
        room = max(0, width - right.cell_length - _GAP if right else width)
        place = cut_to_cells(self.place, room)
        about = cut_to_cells(one_line(self.about), max(0, room - cell_width(place) - _GAP)) if self.about else ""
        left = Content.assemble((place, "bold"), "  " if about else "", about)
        return Content.assemble(left, " " * max(0, width - left.cell_length - right.cell_length), right)
