"""The themes: calm, one accent; red is late or urgent, yellow soon or important, green done, dim closed."""

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.theme import Theme

from fieldtech.terminal.profile import Colours, Profile

MEANINGS: Mapping[str, str] = {"late": "#e5484d", "soon": "#d39b22", "done": "#46a758", "closed": "#8b8d98"}
"""What a theme that isn't ours shows for our meanings, as `$late` and so on in a stylesheet."""

DARK = Theme(
    name="fieldtech-dark",
    primary="#5fb3c6",
    secondary="#8aa3b3",
    accent="#5fb3c6",
    success="#7fbf7f",
    warning="#e3b34f",
    error="#f07a72",
    foreground="#d8dde2",
    background="#15191d",
    surface="#1a1f24",
    panel="#20262c",
    variables={
        "late": "#f07a72",
        "soon": "#e3b34f",
        "done": "#7fbf7f",
        "closed": "#87929a",
        "text-muted": "#9aa5ad",
        "text-disabled": "#87929a",
        "block-cursor-background": "#22434d",
        "block-cursor-foreground": "#f2f6f8",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#20262c",
        "footer-background": "#15191d",
        "input-selection-background": "#22434d",
    },
)

LIGHT = Theme(
    name="fieldtech-light",
    dark=False,
    primary="#0f6b80",
    secondary="#4d6572",
    accent="#0f6b80",
    success="#2e6b2f",
    warning="#855600",
    error="#b3261e",
    foreground="#22282c",
    background="#fafaf7",
    surface="#f1f1ec",
    panel="#e7e8e2",
    variables={
        "late": "#b3261e",
        "soon": "#855600",
        "done": "#2e6b2f",
        "closed": "#5d6469",
        "text-muted": "#545c62",
        "text-disabled": "#5d6469",
        "block-cursor-background": "#cfe3e8",
        "block-cursor-foreground": "#10171a",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e7e8e2",
        "footer-background": "#fafaf7",
        "input-selection-background": "#cfe3e8",
    },
)

CONTRAST = Theme(
    name="fieldtech-contrast",
    primary="#6fe3ff",
    secondary="#ffffff",
    accent="#6fe3ff",
    success="#7dff8f",
    warning="#ffe14d",
    error="#ff9088",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables={
        "late": "#ff9088",
        "soon": "#ffe14d",
        "done": "#7dff8f",
        "closed": "#c4c4c4",
        "text-muted": "#dcdcdc",
        "text-disabled": "#c4c4c4",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#4a4a4a",
        "border": "#ffffff",
        "border-blurred": "#c4c4c4",
        "input-selection-background": "#ffe14d",
        "input-selection-foreground": "#000000",
    },
)

_TERMINALS_OWN = {
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "late": "ansi_bright_red",
    "soon": "ansi_bright_yellow",
    "done": "ansi_green",
    "closed": "ansi_bright_black",
    "text-muted": "ansi_bright_black",
    "text-disabled": "ansi_bright_black",
    "foreground-muted": "ansi_bright_black",
    "foreground-disabled": "ansi_bright_black",
    **{f"{name}-muted": "ansi_default" for name in ("primary", "secondary", "warning", "error", "success", "accent")},
    "surface-active": "transparent",
    "block-cursor-background": "ansi_cyan",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-text-style": "none",
    "block-cursor-blurred-background": "ansi_default",
    "border": "ansi_cyan",
    "border-blurred": "ansi_white",
    "scrollbar": "ansi_cyan",
    "scrollbar-hover": "ansi_cyan",
    "scrollbar-active": "ansi_bright_cyan",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "scrollbar-corner-color": "ansi_default",
    "link-color": "ansi_cyan",
    "link-color-hover": "ansi_black",
    "link-background-hover": "ansi_cyan",
    "footer-key-foreground": "ansi_cyan",
    "input-selection-background": "ansi_cyan",
    "input-selection-foreground": "ansi_black",
    "screen-selection-background": "ansi_cyan",
    **{f"markdown-h{level}-color": "ansi_cyan" for level in range(1, 7)},
}

CONSOLE = Theme(
    name="fieldtech-console",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_white",
    accent="ansi_cyan",
    success="ansi_green",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables=_TERMINALS_OWN,
)

# The monochrome filter turns backgrounds into reverse and red into bold, so that this needs no more than its name.
MONO = Theme(
    name="fieldtech-mono",
    ansi=True,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    success="ansi_default",
    warning="ansi_default",
    error="ansi_bright_red",
    variables=_TERMINALS_OWN
    | {"closed": "ansi_default", "text-muted": "ansi_default", "text-disabled": "ansi_default"},
)

THEMES = (DARK, LIGHT, CONTRAST, CONSOLE, MONO)
_FITTING: Mapping[Colours, Theme] = {"truecolor": DARK, "256": DARK, "16": CONSOLE, "none": MONO}
_FOR_FEW_COLOURS = (CONSOLE.name, MONO.name)


def register_themes(app: App[Any], profile: Profile, wish: str | None = None) -> str:
    """Make our themes known to an app.

    Args:
        app: The app, which then takes the theme by its name.
        profile: The terminal; one with few colours gets a theme for few whatever is wished.
        wish: The theme of the settings; None: whichever fits.

    Returns:
        The name of the theme to use.
    """
    for theme in THEMES:
        app.register_theme(theme)
    fitting = _FITTING[profile.colours].name
    if fitting in _FOR_FEW_COLOURS or wish not in app.available_themes:
        return fitting
    return wish
