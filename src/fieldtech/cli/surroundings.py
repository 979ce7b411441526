"""Commands that tell what the program stands on: doctor, paths, completions."""

import locale
import platform
import sys
from collections.abc import Iterator

import click
import msgspec

from fieldtech import __version__
from fieldtech.bootstrap import store_file
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Line, Raw, Span, Tone, encoding_of, labelled
from fieldtech.cli.parameters import argument
from fieldtech.cli.values import Choice
from fieldtech.domain.errors import FieldTechError, UnusableSettings
from fieldtech.domain.visible_text import storable
from fieldtech.paths import find_paths
from fieldtech.store import engine_here
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_, _, current_language

SHELLS = ("bash", "zsh", "fish")
TEST_CARD = "─│┌┐└┘├┤┬┴┼ ═║ ▲▼◄► ▸✓✗●○ █▓▒░▁▃▅▇ “” … é ß 中文 队列"


class PathsTold(msgspec.Struct, frozen=True):
    """Where files lie; nothing here says that they exist."""

    store: str
    data: str
    config: str
    settings: str
    keys: str
    cache: str
    log: str


class TerminalTold(msgspec.Struct, frozen=True):
    """What the terminal was taken for."""

    kind: str
    glyphs: str
    colours: str
    encoding: str
    mouse: bool
    probes: bool
    animation: bool
    escape_delay: int
    is_slow: bool
    refusal: str | None
    notes: tuple[str, ...]


class DoctorTold(msgspec.Struct, frozen=True):
    """All that a question to the makers should say."""

    version: str
    python: str
    platform: str
    sqlite: str
    journal_mode: str
    language: str
    locale: str
    terminal: TerminalTold
    paths: PathsTold
    settings: str
    """"usable", or why they are not."""
    store: str
    """"usable", or why it is not."""


@command("paths")
def paths(session: Session) -> None:
    """Tell where files lie."""
    told = _paths_told(session)
    session.answer(told, labelled(_path_pairs(told)))


@command("doctor")
def doctor(session: Session) -> None:
    """Tell what the program stands on, and draw a test card of the terminal's characters."""
    told = _doctor_told(session)
    session.answer(told, [] if session.is_json else _doctor_lines(session, told))


@command("completions")
@argument("shell", f"[{'|'.join(SHELLS)}]", N_("the shell"), kind=Choice(*SHELLS))
def completions(session: Session, shell: str | None) -> None:
    """Print a script that a shell reads at its start."""
    need(_("Say for which shell: {missing} is missing."), shell=shell)
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell or "")
    root = click.get_current_context().find_root().command
    assert made is not None
    script = made(root, {}, "fieldtech", "_FIELDTECH_COMPLETE").source()
    session.answer(Script(shell or "", script), [script])


class Script(msgspec.Struct, frozen=True):
    """A script for a shell."""

    shell: str
    script: str


def _paths_told(session: Session) -> PathsTold:
    found = find_paths(store=session.options.store, config=session.options.config)
    scheme, _sign, rest = found.store.partition("://")
    files = (
        found.data,
        found.config_file,
        found.settings_file,
        found.keys,
        found.cache,
        found.keys.parent / "bugs.log",
    )
    return PathsTold(f"{scheme}://..." if rest else storable(found.store), *(storable(str(file)) for file in files))


def _path_pairs(told: PathsTold) -> list[tuple[str, str]]:
    return [
        (_("Store"), told.store),
        (_("Data"), told.data),
        (_("Settings, yours"), told.config),
        (_("Settings, the program's"), told.settings),
        (_("Signing keys"), told.keys),
        (_("Cache"), told.cache),
        (_("Log of bugs"), told.log),
    ]


def _doctor_told(session: Session) -> DoctorTold:
    serving = engine_here()
    return DoctorTold(
        version=__version__,
        python=platform.python_version(),
        platform=platform.platform(),
        sqlite=serving.sqlite,
        journal_mode=serving.journal_mode,
        language=current_language(),
        locale=f"{locale.setlocale(locale.LC_CTYPE)} {encoding_of(sys.stdout)}",
        terminal=_terminal_told(session.profile),
        paths=_paths_told(session),
        settings=_settings_words(session),
        store=_store_words(session),
    )


def _settings_words(session: Session) -> str:
    try:
        _read = session.wiring
    except UnusableSettings as error:
        return str(error)
    return _("usable")


def _store_words(session: Session) -> str:
    """Try the store without recording anything."""
    try:
        file = store_file(session.wiring.paths)
        if not file.exists():
            return _("none yet")
        return _("usable, of {site}").format(site=session.reading.site)
    except FieldTechError as error:
        return str(error)


def _terminal_told(profile: Profile) -> TerminalTold:
    notes = [profile.language_reason, *profile.notes]
    return TerminalTold(
        kind=profile.kind,
        glyphs=profile.glyphs,
        colours=profile.colours,
        encoding=profile.encoding,
        mouse=profile.mouse,
        probes=profile.probes,
        animation=profile.animation,
        escape_delay=profile.escape_delay,
        is_slow=profile.is_slow,
        refusal=str(profile.refusal) if profile.refusal else None,
        notes=tuple(str(note) for note in notes if note is not None),
    )


def _doctor_lines(session: Session, told: DoctorTold) -> Iterator[Line]:
    terminal = told.terminal
    yield from labelled(
        [
            ("fieldtech", told.version),
            ("Python", f"{told.python}, {told.platform}"),
            ("SQLite", f"{told.sqlite}, {told.journal_mode}"),
            (_("Language"), told.language),
            (_("Locale"), told.locale),
            (_("Terminal"), f"{terminal.kind}, {terminal.glyphs}, {terminal.colours}, {terminal.encoding}"),
            (_("Full screen"), terminal.refusal or _("possible here")),
            (_("Notes"), "\n".join(terminal.notes)),
            (_("The settings"), told.settings),
            (_("The store"), told.store),
            *_path_pairs(told.paths),
        ]
    )
    yield ""
    yield _("Test card, each level; every character should stand alone in its place:")
    yield from _test_card()
    if session.sheet.is_coloured:
        yield [Span(_(" red "), Tone.LATE), Span(_(" yellow "), Tone.SOON), Span(_(" green "), Tone.DONE)]


def _test_card() -> Iterator[Line]:
    from fieldtech.terminal.glyphs import GlyphTable

    for level in ("full", "cp437", "ascii"):
        yield Raw(f"  {level:6}  {TEST_CARD.translate(GlyphTable(level))}")
