"""Each terminal is met with what it can do, by the table of docs/terminals.md."""

import pytest

from fieldtech.terminal.profile import Profile, detect

PTS = "/dev/pts/3"


def profile(tty_name: str | None = PTS, encoding: str = "utf-8", **environment: str) -> Profile:
    return detect(environment, tty_name=tty_name, encoding=encoding)


@pytest.mark.parametrize(
    ("environment", "tty_name", "encoding", "expected"),
    [
        ({"TERM": "xterm-256color"}, PTS, "utf-8", ("modern", "full", "256")),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, PTS, "utf-8", ("modern", "full", "truecolor")),
        ({"TERM": "xterm"}, PTS, "utf-8", ("modern", "full", "16")),
        ({"TERM": "xterm-kitty"}, PTS, "UTF-8", ("modern", "full", "truecolor")),
        ({"TERM": "tmux-256color", "TMUX": "x"}, PTS, "utf-8", ("modern", "full", "256")),
        ({"TERM": "screen", "TMUX": "x"}, PTS, "utf-8", ("modern", "full", "16")),
        ({"TERM": "screen", "STY": "1.a"}, PTS, "utf-8", ("screen", "full", "16")),
        ({"TERM": "screen", "STY": "1.a"}, PTS, "ascii", ("screen", "ascii", "16")),
        ({"TERM": "xterm-256color"}, PTS, "gb18030", ("modern", "ascii", "16")),
        ({"TERM": "linux"}, "/dev/tty1", "utf-8", ("linux", "cp437", "16")),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "/dev/tty1", "utf-8", ("linux", "cp437", "16")),
        ({"TERM": "linux-16color"}, "/dev/tty1", "gbk", ("linux", "ascii", "16")),
        ({"TERM": "linux"}, PTS, "utf-8", ("linux", "cp437", "16")),
        ({"TERM": "vt220"}, "/dev/ttyS0", "utf-8", ("serial", "ascii", "none")),
        ({"TERM": "xterm-256color"}, "/dev/ttyUSB0", "utf-8", ("serial", "ascii", "none")),
        ({"TERM": "vt100"}, PTS, "utf-8", ("plain", "ascii", "none")),
        ({"TERM": "ansi"}, PTS, "utf-8", ("plain", "ascii", "none")),
        ({"TERM": "dumb"}, PTS, "utf-8", ("unusable", "ascii", "none")),
        ({"TEXTUAL_DRIVER": "some.web:Driver"}, None, "ascii", ("web", "full", "truecolor")),
    ],
)
def test_glyphs_and_colours_follow_the_terminal(
    environment: dict[str, str], tty_name: str | None, encoding: str, expected: tuple[str, str, str]
) -> None:
    found = detect(environment, tty_name=tty_name, encoding=encoding)
    assert (found.kind, found.glyphs, found.colours) == expected


def test_a_rich_terminal_has_mouse_and_probes_and_no_refusal() -> None:
    rich = profile(TERM="xterm-256color")
    assert rich.mouse
    assert rich.probes
    assert rich.animation
    assert rich.alternate_screen
    assert rich.refusal is None
    assert rich.language_forced is None
    assert rich.notes == ()


@pytest.mark.parametrize(("term", "tty_name"), [("linux", "/dev/tty1"), ("vt220", "/dev/ttyS0"), ("vt100", PTS)])
def test_a_plain_console_is_not_asked_anything_and_nothing_moves(term: str, tty_name: str) -> None:
    plain = profile(tty_name, TERM=term)
    assert (plain.mouse, plain.probes, plain.animation, plain.alternate_screen) == (False, False, False, False)


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_without_cursor_moves_is_refused_and_the_commands_are_named(term: str) -> None:
    refusal = profile(TERM=term).refusal
    assert refusal is not None
    assert f"TERM={term}" in str(refusal)
    assert "fieldtech queue" in str(refusal)


def test_no_terminal_is_refused_and_the_commands_are_named() -> None:
    refusal = profile(tty_name=None, TERM="xterm").refusal
    assert refusal is not None
    assert "fieldtech queue" in str(refusal)


def test_the_refusal_shows_a_hostile_terminal_name_harmlessly() -> None:
    hostile = detect({"TERM": "vt52"}, tty_name=PTS)
    assert hostile.refusal is not None
    assert "\x1b" not in str(type(hostile.refusal)("{term}", (("term", "\x1b]0;x\x07"),)))


def test_the_linux_console_speaks_english_and_says_why() -> None:
    console = profile("/dev/tty1", TERM="linux")
    assert console.language_forced == "en"
    assert "Chinese" in str(console.language_reason)
    chosen = detect({"TERM": "linux"}, tty_name="/dev/tty1", console="full")
    assert (chosen.glyphs, chosen.language_forced) == ("full", None)


def test_a_locale_without_chinese_speaks_english_and_gb18030_does_not() -> None:
    assert profile(encoding="iso-8859-1", TERM="xterm").language_forced == "en"
    assert profile(encoding="gb18030", TERM="xterm").language_forced is None
    assert [str(note) for note in profile(encoding="gb18030", TERM="xterm").notes] == [
        "The locale's character set is gb18030, not UTF-8: what it can't write is shown as ?."
    ]


def test_a_multiplexer_on_the_linux_console_has_the_consoles_glyphs() -> None:
    login = {"XDG_SESSION_TYPE": "tty", "XDG_VTNR": "1", "TMUX": "x", "TERM": "tmux-256color"}
    assert detect(login, tty_name=PTS).glyphs == "cp437"
    assert detect(login | {"SSH_CONNECTION": "a"}, tty_name=PTS).glyphs == "full"
    assert detect(login | {"DISPLAY": ":0"}, tty_name=PTS).glyphs == "full"


def test_screen_without_utf8_is_spoken_of() -> None:
    assert "screen -U" in str(profile(TERM="screen", STY="1.a").notes[0])


def test_no_color_counts_unless_it_is_empty() -> None:
    assert profile(TERM="xterm", NO_COLOR="1").colours == "none"
    assert profile(TERM="xterm", NO_COLOR="").colours == "16"
    assert detect({"TERM": "xterm"}, tty_name=PTS, colour=False).colours == "none"


@pytest.mark.parametrize("console", ["full", "cp437", "ascii"])
def test_the_users_choice_of_glyphs_wins(console: str) -> None:
    assert detect({"TERM": "xterm"}, tty_name=PTS, console=console).glyphs == console  # type: ignore[arg-type]


def test_flow_control_is_kept_by_option_or_environment() -> None:
    assert not profile(TERM="vt220").xon
    assert profile(TERM="vt220", FIELDTECH_XON="1").xon
    assert detect({"TERM": "vt220"}, tty_name=PTS, xon=True).xon


def test_escape_waits_longer_on_slow_lines() -> None:
    assert profile(TERM="xterm").escape_delay == 25
    assert profile(TERM="xterm", SSH_CONNECTION="a").escape_delay == 300
    assert profile("/dev/ttyS0", TERM="vt220").escape_delay == 300
