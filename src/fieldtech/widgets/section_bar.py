"""The sections of a fault in one line, each with how much is in it; the one that is shown stands out."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_GAP = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One section."""

    name: str
    label: str
    """Translated."""
    amount: str = ""
    """Such as 5/9; empty: nothing to count."""


class SectionBar(Widget):
    """One line; a click chooses."""

    class Chosen(Message):
        """A section was clicked on."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    sections: reactive[tuple[Section, ...]] = reactive(())
    """In their order."""
    shown: reactive[str] = reactive("")
    """The name of the one that is shown."""

    pressing: reactive[tuple[Content, ...]] = reactive((), init=False)
    """What presses, at the right end, what matters most first; what there is no room for is left out."""

    def render(self) -> Content:
        """Lay the names out."""
        names = Content(" " * _GAP).join(self._drawn(section) for section in self.sections)
        room = self.size.width - names.cell_length
        shown: list[Content] = []
        for word in self.pressing:
            if Content(" · ").join([*shown, word]).cell_length < room:
                shown.append(word)
        pressing = Content(" · ").join(shown)
        return Content.assemble(names, " " * max(0, room - pressing.cell_length), pressing)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked on."""
        offset = event.get_content_offset(self)
        for start, end, name in self._places():
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Chosen(name))

    def _drawn(self, section: Section) -> Content:
        is_shown = section.name == self.shown
        amount = f" {section.amount}" if section.amount else ""
        style = "bold reverse" if is_shown else "$quiet"
        return Content.assemble((f" {section.label}{amount} ", style))

    def _places(self) -> Iterator[tuple[int, int, str]]:
        start = 0
        for section in self.sections:
            end = start + self._drawn(section).cell_length
            yield start, end, section.name
            start = end + _GAP
