"""Stylesheets parsed once for all apps of a test run: each test makes its own app, and their sheets are the same."""

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_parse = Stylesheet._parse_rules
_known: dict[object, list[RuleSet]] = {}


def parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Give what a sheet of another app made of the same source, with the same colours."""
    told = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (frozenset(self._variables.items()), told)
    if key not in _known:
        _known[key] = _parse(self, *told)
    return _known[key]
