"""The themes: calm grounds, few colours, each with one meaning."""

from textual.theme import Theme

from fieldtech.terminal.profile import Profile

DARK = Theme(
    name="fieldtech-dark",
    primary="#6cb2d9",
    secondary="#8a98a8",
    accent="#e0af68",
    warning="#e0af68",
    error="#f2777a",
    success="#8fbf7f",
    foreground="#d3d8de",
    background="#11161c",
    surface="#182029",
    panel="#1b242e",
    dark=True,
    variables={
        "late": "#f2777a",
        "soon": "#e0af68",
        "done": "#8fbf7f",
        "quiet": "#8693a1",
        "mark": "#7cc4ec",
        "line": "#323e4a",
        "bar": "#1b242e",
        "cursor-row": "#22303d",
    },
)
LIGHT = Theme(
    name="fieldtech-light",
    primary="#1f6f9f",
    secondary="#5b6672",
    accent="#8f5a00",
    warning="#8f5a00",
    error="#b3261e",
    success="#2f6f2f",
    foreground="#20262d",
    background="#fafaf7",
    surface="#f0f0eb",
    panel="#e7e8e3",
    dark=False,
    variables={
        "late": "#b3261e",
        "soon": "#8f5a00",
        "done": "#2f6f2f",
        "quiet": "#626c77",
        "mark": "#1f6f9f",
        "line": "#c9ccc6",
        "bar": "#e7e8e3",
        "cursor-row": "#dce9f2",
    },
)
CONSOLE = Theme(
    name="fieldtech-console",
    primary="ansi_cyan",
    secondary="ansi_white",
    accent="ansi_bright_yellow",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    ansi=True,
    variables={
        "late": "ansi_bright_red",
        "soon": "ansi_bright_yellow",
        "done": "ansi_bright_green",
        "quiet": "ansi_white",
        "mark": "ansi_bright_cyan",
        "line": "ansi_white",
        "bar": "ansi_default",
        "cursor-row": "ansi_default",
    },
)
THEMES = (DARK, LIGHT, CONSOLE)


def theme_for(profile: Profile) -> Theme:
    """Choose the theme that a terminal shows best: its own sixteen colours where it has no more."""
    return DARK if profile.colours in ("truecolor", "256") else CONSOLE
