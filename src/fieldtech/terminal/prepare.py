"""What must be decided before Textual is imported, because it reads the environment once, at its import."""

import os
from collections.abc import MutableMapping

from fieldtech.terminal.profile import Profile

_COLOUR_SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": "standard"}


def prepare(profile: Profile, environment: MutableMapping[str, str] | None = None) -> None:
    """Set what Textual reads at its import; what the user exported for Textual itself stands.

    Args:
        profile: The terminal, which doesn't refuse the full-screen program.
        environment: What to change in place; None: this process's own.
    """
    variables: MutableMapping[str, str] = os.environ if environment is None else environment
    _say_whether_colour(profile, variables)
    variables.setdefault("ESCDELAY", str(profile.escape_delay))
    if profile.kind == "web":
        return
    _drop_a_size_that_is_not_the_terminals(variables)
    variables.setdefault("TEXTUAL_COLOR_SYSTEM", _COLOUR_SYSTEMS[profile.colours])
    if not profile.animation:
        variables.setdefault("TEXTUAL_ANIMATIONS", "none")
        variables.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if not profile.probes:
        variables["TEXTUAL_DISABLE_KITTY_KEY"] = "1"


def _say_whether_colour(profile: Profile, variables: MutableMapping[str, str]) -> None:
    if profile.colours == "none":
        variables["NO_COLOR"] = "1"
    else:
        variables.pop("NO_COLOR", None)


def _drop_a_size_that_is_not_the_terminals(variables: MutableMapping[str, str]) -> None:
    size = _terminal_size()
    if size is None:
        return
    for name, cells in zip(("COLUMNS", "LINES"), size, strict=True):
        if variables.get(name) != str(cells):
            variables.pop(name, None)


def _terminal_size() -> tuple[int, int] | None:
    for descriptor in (0, 1, 2):
        try:
            columns, lines = os.get_terminal_size(descriptor)
        except OSError:
            continue
        return columns, lines
    return None
