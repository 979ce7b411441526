"""The key line: the keys that matter on this screen, as many as there is room for, and where the others are listed."""

from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.keys import key_to_character
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

KEYS_ID = "app.keys"
"""The binding that lists all keys: it stands at the right end."""
_GAP = 2


class KeyLine(Widget):
    """One line at the bottom, in the order in which the bindings are declared; a click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--word"}

    first: reactive[tuple[str, ...]] = reactive(())
    """The ids of the bindings that stand first, in this order; the others follow."""

    def __init__(self, *first: str) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        self.set_reactive(KeyLine.first, first)

    def on_mount(self) -> None:
        """Follow what the keys mean as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._show_anew)

    def render(self) -> Content:
        """Lay the keys out over the width."""
        bindings = self._shown_bindings()
        last = next((binding for binding in bindings if binding.id == KEYS_ID), None)
        tail = self._label(last) if last else Content("")
        room = self.size.width - (tail.cell_length + _GAP if tail else 0)
        self._places = []
        labels, used = [], 0
        for binding in bindings:
            label = self._label(binding)
            if binding is last or used + label.cell_length > room:
                continue
            self._places.append((used, used + label.cell_length, binding.key))
            labels.append(label)
            used += label.cell_length + _GAP
        if last:
            self._places.append((self.size.width - tail.cell_length, self.size.width, last.key))
        line = Content(" " * _GAP).join(labels)
        return Content.assemble(line, " " * max(0, self.size.width - line.cell_length - tail.cell_length), tail)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked on."""
        offset = event.get_content_offset(self)
        for start, end, key in self._places:
            if offset is not None and start <= offset.x < end:
                self.app.simulate_key(key)

    def _shown_bindings(self) -> list[Binding]:
        """Give each action once, with the first of its keys that works here."""
        found: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.description and not self._is_typed(binding.key):
                found.setdefault(binding.action, binding)
        ranks = {binding_id: rank for rank, binding_id in enumerate(self.first)}
        return sorted(found.values(), key=lambda binding: ranks.get(binding.id or "", len(ranks)))

    def _is_typed(self, key: str) -> bool:
        """Tell whether the key would be typed into the field that has the focus."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key(key, key_to_character(key))

    def _label(self, binding: Binding) -> Content:
        key = self.app.get_key_display(binding)
        return Content.assemble(
            (key, self.get_visual_style("key-line--key")),
            " ",
            (_uncapitalised(binding.description), self.get_visual_style("key-line--word")),
        )

    def _show_anew(self, _screen: Screen[object]) -> None:
        self.refresh()


def _uncapitalised(words: str) -> str:
    """Let a word in the line begin small, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
