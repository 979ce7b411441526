"""Every screen and dialog in which words are typed keeps them field by field, or says here why it has none to keep."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input, TextArea

from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.key_map import all_actions
from fieldtech.screens.report_page import ReportPage
from fieldtech.screens.triage import TriageScreen
from fieldtech.widgets.form_fields import FormField
from tests.test_bindings import own_classes

KEEPING = (FormDialog, KeptFormDialog, ReportPage, TriageScreen)
"""What they have in common keeps the words; tests of each of them prove it."""
NOTHING_TO_KEEP = {
    "CalendarFilterDialog": "it narrows the calendar at once",
    "GoToDayDialog": "a day to go to",
    "GoToStopDialog": "a stop to go to",
    "FirstRunScreen": "there is no store yet to keep them in",
    "FilterDialog": "it narrows the list at once, and holds no words of anybody's",
    "LockScreen": "one name out of a list",
    "NameDialog": "the name of a view",
    "OwnKeysDialog": "it searches in a list",
    "PaletteDialog": "it searches in a list",
    "PersonDialog": "one name out of a list",
    "PlanListScreen": "its line searches",
    "TableDialog": "one out of three tables",
    "FaultListScreen": "its line searches",
}


def screens_with_fields() -> Iterator[type[Screen[Any]]]:
    """Find the screens whose own module makes a field in which one types."""
    fields = {cls.__name__ for cls in own_classes() if issubclass(cls, FormField | Input | TextArea)}
    for screen in own_classes():
        if issubclass(screen, Screen) and screen.__module__.startswith("fieldtech.screens."):
            module = ast.parse(inspect.getsource(inspect.getmodule(screen)))  # type: ignore[arg-type]
            called = {
                call.func.id
                for call in ast.walk(module)
                if isinstance(call, ast.Call)
                if isinstance(call.func, ast.Name)
            }
            own = ast.parse(textwrap.dedent(inspect.getsource(screen)))
            used = {name.id for name in ast.walk(own) if isinstance(name, ast.Name)}
            if called & fields and (used & (fields | {"Form"}) or used & _makers(module, fields)):
                yield screen


def _makers(module: ast.Module, fields: set[str]) -> set[str]:
    """Find the functions of a module that make a field."""
    functions = (node for node in module.body if isinstance(node, ast.FunctionDef))
    return {
        each.name
        for each in functions
        if any(isinstance(call, ast.Name) and call.id in fields for call in ast.walk(each))
    }


def test_every_screen_with_fields_keeps_its_words_or_says_why_not() -> None:
    all_actions()  # Imports every screen.
    found = list(screens_with_fields())
    assert len(found) > 20, "the search found too little to mean anything"
    losing = {screen.__name__ for screen in found if not issubclass(screen, KEEPING)}
    assert losing - set(NOTHING_TO_KEEP) == set()
    assert set(NOTHING_TO_KEEP) - losing == set(), "no reason is told for what keeps its words, or is gone"


@pytest.mark.parametrize("kind", [FormDialog, KeptFormDialog])
def test_no_form_keeps_its_words_under_the_name_of_another(kind: type[Any]) -> None:
    names = [
        getattr(screen, "KEPT_AS", screen.__name__)
        for screen in own_classes()
        if issubclass(screen, kind) and screen is not kind
    ]
    assert len(names) == len(set(names)) > 0
