"""A field that is answered by picking a checklist, whose list shows only while one is at it."""

from collections.abc import Sequence

from fieldtech.domain.checklists import Template
from fieldtech.domain.visible_text import one_line
from fieldtech.text import _
from fieldtech.widgets.pick_field import Option, PickField, PickLines


class ChecklistField(PickField):
    """Its text is the checklist's id, or empty; the arrows leave it at both ends of the list."""

    def __init__(self, word: str, label: str, templates: Sequence[Template], value: str) -> None:
        known = [Option(word=each.id, label=each.title.text(), detail=each.id) for each in templates]
        self._all = (Option(word="", label=_("none")), *known)
        if value and all(option.word != value for option in self._all):
            self._all = (*self._all, Option(word=value, label=value))
        super().__init__(word, label, self._search_all, self._all)
        place = next(place for place, option in enumerate(self._all) if option.word == value)
        self._lines.set_reactive(PickLines.picked, place)

    def on_mount(self) -> None:
        """Follow what is picked."""
        self.watch(self._lines, "picked", self._show_picked)
        self.watch(self._lines, "options", self._show_picked)

    @property
    def text(self) -> str:
        """The id of what is picked; empty: none, or nothing fits."""
        return super().text

    @text.setter
    def text(self, text: str) -> None:
        self._lines.options = self._all
        self._lines.picked = next((place for place, each in enumerate(self._all) if each.word == text), 0)

    def action_pick(self, steps: int) -> None:
        """Walk through the list, and out of it at both ends."""
        place = self._lines.picked + steps
        if abs(steps) == 1 and not 0 <= place < len(self._lines.options):
            self.action_leave(steps)
        else:
            super().action_pick(steps)

    async def _search_all(self, typed: str) -> Sequence[Option]:
        """Find the lists that have all typed words; nothing typed offers all, none first."""
        words = typed.casefold().split()
        return [each for each in self._all if all(word in f"{each.label} {each.word}".casefold() for word in words)]

    def _show_picked(self) -> None:
        options = self._lines.options
        self.echo = one_line(options[self._lines.picked].label) if self._lines.picked < len(options) else ""
