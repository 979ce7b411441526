"""Every theme is complete and can be read."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from fieldtech.terminal.profile import Profile, detect
from fieldtech.terminal.terminal_app import TerminalApp
from fieldtech.terminal.themes import CONSOLE, CONTRAST, DARK, LIGHT, MEANINGS, MONO, THEMES

NEEDED = set(BUILTIN_THEMES["textual-dark"].to_color_system().generate()) | set(MEANINGS)
TEXTS = ["foreground", "late", "soon", "done", "closed", "text-muted", "primary", "error", "warning", "success"]


def variables(theme: Theme) -> dict[str, str]:
    return theme.to_color_system().generate() | theme.variables


def profile(term: str, tty_name: str = "/dev/pts/1", **environment: str) -> Profile:
    return detect({"TERM": term, **environment}, tty_name=tty_name)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_has_every_variable_that_a_stylesheet_may_use(theme: Theme) -> None:
    assert set(variables(theme)) >= NEEDED


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("theme", "least"), [(DARK, 4.5), (LIGHT, 4.5), (CONTRAST, 7.0)], ids=lambda part: str(part)[:20]
)
def test_text_stands_out_from_its_background(theme: Theme, least: float, name: str) -> None:
    known = variables(theme)
    text = Color.parse(known[name])
    for ground in ("background", "surface", "panel"):
        assert contrast(text, Color.parse(known[ground])) >= least, ground


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_can_be_read_and_seen(theme: Theme) -> None:
    known = variables(theme)
    ground = Color.parse(known["block-cursor-background"])
    assert contrast(Color.parse(known["block-cursor-foreground"]), ground) >= 7.0
    assert contrast(ground, Color.parse(known["background"])) >= 1.2


@pytest.mark.parametrize("theme", [CONSOLE, MONO], ids=lambda theme: theme.name)
def test_a_theme_for_few_colours_has_only_the_terminals_own(theme: Theme) -> None:
    colours = {name: value for name, value in variables(theme).items() if "style" not in name}
    assert {name for name, value in colours.items() if value.startswith("#")} == set()


def test_nothing_is_blue_on_the_console() -> None:
    used = {value for name, value in CONSOLE.variables.items() if "style" not in name}
    assert not {value for value in used if "blue" in value}


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (profile("xterm-256color"), DARK.name),
        (profile("xterm-256color", COLORTERM="truecolor"), DARK.name),
        (profile("xterm"), CONSOLE.name),
        (profile("linux", "/dev/tty1"), CONSOLE.name),
        (profile("vt220", "/dev/ttyS0"), MONO.name),
        (profile("xterm-256color", NO_COLOR="1"), MONO.name),
    ],
)
async def test_the_theme_fits_the_terminal(found: Profile, name: str) -> None:
    async with TerminalApp[None](found).run_test() as pilot:
        assert pilot.app.theme == name


async def test_a_wished_theme_is_taken_where_there_are_colours_for_it() -> None:
    async with TerminalApp[None](profile("xterm-256color"), theme=LIGHT.name).run_test() as pilot:
        assert pilot.app.theme == LIGHT.name
    async with TerminalApp[None](profile("linux", "/dev/tty1"), theme=LIGHT.name).run_test() as pilot:
        assert pilot.app.theme == CONSOLE.name
    async with TerminalApp[None](profile("xterm-256color"), theme="no-such-theme").run_test() as pilot:
        assert pilot.app.theme == DARK.name


async def test_our_meanings_exist_in_themes_that_are_not_ours() -> None:
    class Coloured(TerminalApp[None]):
        CSS = "Screen { color: $late; border: round $soon; background: $done; scrollbar-color: $closed }"

    async with Coloured(profile("xterm-256color"), theme="nord").run_test() as pilot:
        assert pilot.app.theme == "nord"


def contrast(one: Color, other: Color) -> float:
    """Compute the contrast ratio of WCAG 2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
