"""What the terminal in front of us can do, told from the environment alone, before anything is drawn."""

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fieldtech.domain.visible_text import one_line
from fieldtech.text import N_, _

Glyphs = Literal["full", "cp437", "ascii"]
Colours = Literal["truecolor", "256", "16", "none"]
Kind = Literal["web", "modern", "linux", "serial", "plain", "screen", "unusable"]

KEEP_FLOW_CONTROL = "FIELDTECH_XON"
"""The environment variable that keeps XON/XOFF, for a login on a serial terminal."""

_SERIAL_LINES = ("ttyS", "ttyUSB", "ttyACM", "ttyAMA", "hvc", "ttysclp")
_WITHOUT_CURSOR_MOVES = frozenset({"", "dumb", "unknown", "network", "vt52", "emacs"})
_PLAIN_TERMINALS = ("vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "pcansi", "wy", "sun", "cons")
_TRUECOLOR_TERMINALS = ("alacritty", "foot", "ghostty", "xterm-ghostty", "xterm-kitty", "wezterm", "contour")
_ERASING_WITH_COLOUR = (
    "xterm",
    "linux",
    "rxvt",
    "alacritty",
    "foot",
    "ghostty",
    "wezterm",
    "contour",
    "konsole",
    "vte",
)
_RICH: tuple[Kind, ...] = ("web", "modern", "screen")
_SLOW_ESCAPE, _QUICK_ESCAPE = 300, 25

ENGLISH_ON_THE_CONSOLE = N_(
    "English, because the fonts of the Linux console have no Chinese characters; --lang zh_CN forces Chinese."
)
NO_TERMINAL = N_(
    "The full-screen program needs a terminal, and this is none. "
    "Use the commands: fieldtech queue, fieldtech report, fieldtech --help."
)
NO_CURSOR_MOVES = N_(
    "A terminal of this type (TERM={term}) can't show the full-screen program. "
    "Use the commands: fieldtech queue, fieldtech report, fieldtech --help; or set TERM to what the terminal is."
)
SCREEN_WITHOUT_UTF8 = N_(
    "GNU screen garbles Chinese unless it was started with -U. If lines look wrong, use screen -U or --console ascii."
)
ENGLISH_IN_THIS_LOCALE = N_(
    "English, because the locale's character set, {encoding}, has no Chinese; a UTF-8 or GB18030 locale has."
)
LOCALE_WITHOUT_UTF8 = N_("The locale's character set is {encoding}, not UTF-8: what it can't write is shown as ?.")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the user; its text is in the language in use when it is asked for."""

    message: str
    fills: tuple[tuple[str, str], ...] = ()
    """The values of the sentence's gaps, by name."""

    def __str__(self) -> str:
        return _(self.message).format(**{name: one_line(value) for name, value in self.fills})


@dataclass(frozen=True, slots=True)
class Profile:
    """What to draw with, what to ask for, and what to leave alone."""

    kind: Kind
    glyphs: Glyphs
    colours: Colours
    animation: bool
    erases_with_colour: bool
    """Erasing leaves the current background, so that it may stand for coloured blanks."""
    plain_attributes: bool
    """Bold and reverse end only by resetting everything, as on a VT100."""
    escape_delay: int
    """Milliseconds after Esc in which further bytes still belong to one key."""
    encoding: str
    """The locale's character set, for both directions."""
    xon: bool = False
    """The line keeps XON/XOFF: Ctrl+S and Ctrl+Q belong to it."""
    language_forced: str | None = None
    language_reason: Note | None = None
    refusal: Note | None = None
    """Why the full-screen program can't run here; None: it can."""
    notes: tuple[Note, ...] = ()

    @property
    def probes(self) -> bool:
        """Whether to ask for the mouse, pasting, focus and the like; a plain console would show the asking."""
        return self.kind in _RICH

    @property
    def mouse(self) -> bool:
        """Whether there may be a mouse."""
        return self.kind in _RICH

    @property
    def alternate_screen(self) -> bool:
        """Whether there is a second screen to draw on; otherwise what we drew stays unless we clear it."""
        return self.kind in _RICH

    @property
    def is_slow(self) -> bool:
        """Whether every byte counts: no blinking, no toasts that slide."""
        return self.kind in ("serial", "plain")


def detect(
    environment: Mapping[str, str],
    *,
    tty_name: str | None,
    encoding: str = "utf-8",
    console: Glyphs | None = None,
    colour: bool = True,
    xon: bool = False,
) -> Profile:
    """Tell what the terminal can do.

    Args:
        environment: The variables as the user's shell exported them.
        tty_name: The terminal's device, such as /dev/ttyS0. None: standard input or output is no terminal.
        encoding: The character set of the locale.
        console: The glyph level that the user chose; None: the one that fits the terminal.
        colour: False after --no-color.
        xon: Keep XON/XOFF flow control.
    """
    kind = _kind(environment, tty_name)
    speaks_utf8 = encoding.lower().replace("_", "-") in ("utf-8", "utf8")
    is_remote = any(name in environment for name in ("SSH_CONNECTION", "SSH_TTY"))
    only_english = _why_only_english(kind, encoding, console)
    return Profile(
        kind=kind,
        glyphs=console or _glyphs(kind, speaks_utf8),
        colours=_colours(environment, kind, speaks_utf8) if colour else "none",
        animation=kind in _RICH and not is_remote,
        erases_with_colour=environment.get("TERM", "").startswith(_ERASING_WITH_COLOUR),
        plain_attributes=kind == "plain" and environment.get("TERM", "").startswith("vt1"),
        escape_delay=_SLOW_ESCAPE if is_remote or kind in ("serial", "plain") else _QUICK_ESCAPE,
        encoding=encoding,
        xon=xon or bool(environment.get(KEEP_FLOW_CONTROL)),
        language_forced="en" if only_english else None,
        language_reason=only_english,
        refusal=_refusal(environment, kind, tty_name),
        notes=_notes(environment, kind, encoding, speaks_utf8),
    )


def detect_here(*, console: Glyphs | None = None, colour: bool = True, xon: bool = False) -> Profile:
    """Tell what the terminal of this process can do."""
    encoding = (sys.__stdout__ and sys.__stdout__.encoding) or locale.getpreferredencoding(do_setlocale=False)
    return detect(os.environ, tty_name=_own_terminal(), encoding=encoding, console=console, colour=colour, xon=xon)


def _own_terminal() -> str | None:
    """Name the terminal that we read from, if one of our outputs is a terminal too."""
    try:
        if os.isatty(1) or os.isatty(2):
            return os.ttyname(0)
    except OSError:
        pass
    return None


def _kind(environment: Mapping[str, str], tty_name: str | None) -> Kind:
    if "TEXTUAL_DRIVER" in environment:
        return "web"
    term = environment.get("TERM", "")
    if tty_name is None or term in _WITHOUT_CURSOR_MOVES:
        return "unusable"
    if tty_name.removeprefix("/dev/").startswith(_SERIAL_LINES):
        return "serial"
    if term.startswith("linux") or _is_multiplexer_on_the_console(environment):
        return "linux"
    if term.startswith(_PLAIN_TERMINALS):
        return "plain"
    if "STY" in environment and "TMUX" not in environment:
        return "screen"
    return "modern"


def _is_multiplexer_on_the_console(environment: Mapping[str, str]) -> bool:
    """Tell tmux or screen on a virtual console, whose fonts they can't extend, by the login's own variables."""
    is_local_login = environment.get("XDG_SESSION_TYPE") == "tty" and "XDG_VTNR" in environment
    is_graphical_or_remote = any(name in environment for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"))
    return is_local_login and not is_graphical_or_remote and ("TMUX" in environment or "STY" in environment)


def _glyphs(kind: Kind, speaks_utf8: bool) -> Glyphs:
    if kind == "web":
        return "full"
    if kind in ("serial", "plain", "unusable") or not speaks_utf8:
        return "ascii"
    return "cp437" if kind == "linux" else "full"


def _colours(environment: Mapping[str, str], kind: Kind, speaks_utf8: bool) -> Colours:
    # An empty NO_COLOR counts as not set (no-color.org).
    if environment.get("NO_COLOR") or kind in ("serial", "plain", "unusable"):
        return "none"
    term = environment.get("TERM", "")
    if kind == "web":
        return "truecolor"
    if kind == "linux" or not speaks_utf8:
        return "16"
    is_truecolor = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct")
    if is_truecolor or term.startswith(_TRUECOLOR_TERMINALS):
        return "truecolor"
    return "256" if term.endswith("-256color") or term.startswith("tmux") else "16"


def _why_only_english(kind: Kind, encoding: str, console: Glyphs | None) -> Note | None:
    if kind == "linux" and console != "full":
        return Note(ENGLISH_ON_THE_CONSOLE)
    try:
        "\u4e2d\u6587".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return None if kind == "web" else Note(ENGLISH_IN_THIS_LOCALE, (("encoding", encoding),))
    return None


def _refusal(environment: Mapping[str, str], kind: Kind, tty_name: str | None) -> Note | None:
    if kind != "unusable":
        return None
    if tty_name is None:
        return Note(NO_TERMINAL)
    return Note(NO_CURSOR_MOVES, (("term", environment.get("TERM", "")),))


def _notes(environment: Mapping[str, str], kind: Kind, encoding: str, speaks_utf8: bool) -> tuple[Note, ...]:
    notes = []
    if "STY" in environment and "TMUX" not in environment:
        notes.append(Note(SCREEN_WITHOUT_UTF8))
    if not speaks_utf8 and kind != "web":
        notes.append(Note(LOCALE_WITHOUT_UTF8, (("encoding", encoding),)))
    return tuple(notes)
