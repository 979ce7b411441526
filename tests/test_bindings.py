"""Every key of the program can be remapped and explains itself: each binding has an id, a tooltip, and an action."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen

import fieldtech
from fieldtech.text import _, use_language


def own_classes() -> list[type[DOMNode]]:
    """Find all apps, screens and widgets of the program."""
    names = [found.name for found in pkgutil.walk_packages(fieldtech.__path__, "fieldtech.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    members = {member for module in modules for _name, member in inspect.getmembers(module, inspect.isclass)}
    own = (member for member in members if member.__module__.startswith("fieldtech.") and issubclass(member, DOMNode))
    return sorted(own, key=lambda member: (member.__module__, member.__qualname__))


def own_bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Give each class's own bindings with the class; one that is no Binding has neither id nor tooltip."""
    for owner in own_classes():
        for binding in vars(owner).get("BINDINGS", ()):
            assert isinstance(binding, Binding), f"{owner.__qualname__}: {binding}"
            yield owner, binding


def test_there_are_bindings_to_look_at() -> None:
    assert len(list(own_bindings())) > 20


def test_every_binding_has_an_id_a_description_and_a_tooltip() -> None:
    bare = [
        f"{owner.__qualname__}: {binding.key} {binding.action}"
        for owner, binding in own_bindings()
        if not (binding.id and binding.description and binding.tooltip)
    ]
    assert not bare, "\n".join(bare)


def test_an_id_stands_for_one_action() -> None:
    actions: dict[str, set[str]] = {}
    for _owner, binding in own_bindings():
        actions.setdefault(binding.id or "", set()).add(binding.action)
    assert {id_: sorted(found) for id_, found in actions.items() if len(found) > 1} == {}


def test_every_binding_leads_to_an_action_that_exists() -> None:
    lost = [
        f"{owner.__qualname__}: {binding.key} {binding.action}"
        for owner, binding in own_bindings()
        if not _has_action(owner, binding.action)
    ]
    assert not lost, "\n".join(lost)


def _has_action(owner: type[DOMNode], action: str) -> bool:
    namespace, name, _arguments = parse(action)
    framework: dict[str, type[DOMNode]] = {"app": App, "screen": Screen}
    place = framework.get(namespace, owner)
    known = [place, *(cls for cls in own_classes() if issubclass(cls, place))]
    return any(hasattr(cls, prefix + name) for cls in known for prefix in ("action_", "_action_"))


def test_every_binding_speaks_chinese() -> None:
    use_language("zh_CN")
    english = {
        text
        for _owner, binding in own_bindings()
        for text in (binding.description, binding.tooltip)
        if _(text) == text and text.isascii()
    }
    assert not english, "\n".join(sorted(english))


def test_the_keys_of_the_readme_are_bound() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.split("\n## Keys\n")[1].split("\n## ")[0]
    named = {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")} - {"key"}
    framework = {App.COMMAND_PALETTE_BINDING, *(b.key for b in App.BINDINGS if isinstance(b, Binding))}
    bound = framework | {key.strip() for _owner, binding in own_bindings() for key in binding.key.split(",")}
    spelled = {key: _spell(key) for cell in named for key in cell.replace("`", "").split(", ")}
    assert spelled
    assert [key for key, spelling in spelled.items() if spelling not in bound] == []


def _spell(key: str) -> str:
    """Spell a key as Textual does: Ctrl+P is ctrl+p, ? is question_mark, A stays A."""
    return _character_to_key(key) if len(key) == 1 else key.lower()
