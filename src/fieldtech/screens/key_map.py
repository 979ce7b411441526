"""Every binding of the program with its keys, which of them may stand on one screen, and keys of one's own."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, format_key, key_to_character
from textual.screen import Screen

import fieldtech.screens
import fieldtech.terminal.terminal_app
import fieldtech.widgets
from fieldtech.text import _

OwnKeys = Mapping[str, Mapping[str, str]]
"""The table of the settings: group -> action -> keys, with commas between them."""
Keymap = Mapping[str, str]
"""Binding id -> keys, with commas between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundAction:
    """One action and its keys as the program has them."""

    id: str
    """Such as fault.assess."""
    keys: tuple[str, ...]
    description: str
    """Not translated."""
    tooltip: str
    """Not translated."""
    screens: frozenset[type[DOMNode]]
    """The kinds of screen that have it; empty: a widget has it, or the app, which may stand with any screen."""
    is_before_typing: bool
    """It is done even where one types."""

    def may_meet(self, other: "BoundAction") -> bool:
        """Tell whether both may work at one time."""
        return not self.screens or not other.screens or bool(self.screens & other.screens)


@cache
def all_actions() -> Mapping[str, BoundAction]:
    """Find every action that has a binding, by its id."""
    found: dict[str, BoundAction] = {}
    for owner, binding in _bindings():
        known = found.get(binding.id or "")
        keys = tuple(key.strip() for key in binding.key.split(","))
        screens = frozenset(_heirs(owner)) if issubclass(owner, Screen) else frozenset()
        if known is None:
            found[binding.id or ""] = BoundAction(
                id=binding.id or "",
                keys=keys,
                description=binding.description,
                tooltip=binding.tooltip,
                screens=screens,
                is_before_typing=binding.priority,
            )
        else:
            keys = tuple(dict.fromkeys((*known.keys, *keys)))
            found[known.id] = replace(known, keys=keys, screens=known.screens and screens and known.screens | screens)
    return found


def keymap_of(own: OwnKeys) -> Keymap:
    """Put the table of the settings as binding ids; an empty key means the program's own and is left out."""
    return {f"{group}.{name}": keys for group, names in own.items() for name, keys in names.items() if keys}


def keys_of(action: BoundAction, keymap: Keymap) -> tuple[str, ...]:
    """Give the keys of an action, one's own before the program's."""
    return tuple(keymap[action.id].split(",")) if action.id in keymap else action.keys


def unusable_keys(keymap: Keymap) -> Iterator[tuple[str, str]]:
    """Find what of a keymap can't be followed: the binding's id, and why."""
    actions = all_actions()
    for binding_id, keys in keymap.items():
        if binding_id not in actions:
            yield binding_id, _("this version has no such action")
            continue
        for key in keys.split(","):
            if why := why_not(actions[binding_id], key, keymap):
                yield binding_id, why


def why_not(action: BoundAction, key: str, keymap: Keymap) -> str:
    """Say why an action can't have a key; empty: it can."""
    if _is_typed(key) and not any(_is_typed(each) for each in action.keys):
        return _("{key} is typed into fields, so that it can't be a key of this action").format(key=format_key(key))
    for other in all_actions().values():
        are_alike_by_design = key in action.keys and key in other.keys
        if other.id == action.id or are_alike_by_design or not other.may_meet(action):
            continue
        if key in keys_of(other, keymap):
            return _("{key} is the key of “{action}” already").format(key=format_key(key), action=_(other.description))
    return ""


def _is_typed(key: str) -> bool:
    character = key_to_character(key)
    if key in KEY_NAME_REPLACEMENTS.values():
        return True
    return character is not None and character.isprintable()


def _bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    for package in (fieldtech.screens, fieldtech.widgets):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for owner in sorted(_heirs(DOMNode), key=lambda each: (each.__module__, each.__qualname__)):
        if owner.__module__.startswith("fieldtech."):
            yield from ((owner, each) for each in vars(owner).get("BINDINGS", ()) if isinstance(each, Binding))


def _heirs(owner: type[DOMNode]) -> Iterable[type[DOMNode]]:
    """Give a class and all classes that are made from it."""
    found = {owner}
    for heir in owner.__subclasses__():
        found |= set(_heirs(heir))
    return found
