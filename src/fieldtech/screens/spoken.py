"""Apps and screens that speak the language in use and wear our colours, whether there is a store or not."""

import dataclasses
from collections.abc import Mapping
from pathlib import PurePath
from typing import ClassVar, Generic, TypeVar

from textual.app import ReturnType
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from fieldtech.resources import resource_path
from fieldtech.terminal.terminal_app import TerminalApp
from fieldtech.text import N_, _
from fieldtech.widgets.tokens import tokens_of

Answer = TypeVar("Answer")

_KEY_NAMES: Mapping[str, str] = {
    "enter": N_("enter"),
    "escape": N_("esc"),
    "space": N_("space"),
    "tab": N_("tab"),
    "home": N_("home"),
    "end": N_("end"),
    "pageup": N_("pgup"),
    "pagedown": N_("pgdn"),
    "delete": N_("del"),
    "backspace": N_("backspace"),
}
"""Keys that have no sign of their own."""


class StyledApp(TerminalApp[ReturnType]):
    """An app with our tokens in its stylesheets, and our names for keys."""

    # A sheet that came with its screen would have Textual parse all the others again when that screen opens.
    CSS_PATH: ClassVar[list[str | PurePath]] = [*sorted(resource_path("styles").glob("*.tcss"))]

    def get_css_variables(self) -> dict[str, str]:
        """Give stylesheets our tokens too."""
        variables = super().get_css_variables()
        return variables | tokens_of(self.theme, variables)

    def get_key_display(self, binding: Binding) -> str:
        """Spell a key as it is engraved, in the language in use."""
        modifiers, key = binding.parse_key()
        name = _KEY_NAMES.get(key)
        if name is None or binding.key_display:
            return super().get_key_display(binding)
        return "+".join([*modifiers, _(name)])


class SpokenScreen(Screen[Answer], Generic[Answer]):
    """A screen whose keys are told in the language in use."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, their words in the language in use."""
        return {key: _translated(active) for key, active in super().active_bindings.items()}


def _translated(active: ActiveBinding) -> ActiveBinding:
    binding = dataclasses.replace(
        active.binding, description=_(active.binding.description), tooltip=_(active.binding.tooltip)
    )
    return active._replace(binding=binding, tooltip=binding.tooltip)
