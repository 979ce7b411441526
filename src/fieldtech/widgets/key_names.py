"""Which key does what on the screen in front of us, as people spell keys."""

from typing import Any

from textual.binding import Binding
from textual.screen import Screen


def binding_of(screen: Screen[Any], binding_id: str) -> Binding | None:
    """Find the binding of an id among those that work now; None: it does not."""
    active = (active for active in screen.active_bindings.values() if active.binding.id == binding_id)
    found = next(active, None)
    return found.binding if found and found.enabled else None


def key_of(screen: Screen[Any], binding_id: str) -> str:
    """Spell the key of a binding; empty: it doesn't work now."""
    binding = binding_of(screen, binding_id)
    return screen.app.get_key_display(binding) if binding else ""
