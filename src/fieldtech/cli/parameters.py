"""What a command can be told: values, options, and the options of the whole that stand before or after any command."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from fieldtech import __version__
from fieldtech.bootstrap import Options
from fieldtech.cli.frame import Session
from fieldtech.cli.values import TEXT, Choice
from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.visible_text import one_line
from fieldtech.terminal.profile import Glyphs
from fieldtech.text import LANGUAGES, N_, _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

OFFERED = 1000
"""How many faults a shell is offered to choose from."""
FILE: click.ParamType[Path] = click.Path(path_type=Path)
Callback = Callable[..., None]
GLYPHS: tuple[Glyphs, ...] = get_args(Glyphs)


class Argument(click.Argument):
    """A value without a name before it, with a word of help."""

    def __init__(self, names: Sequence[str], *, words: str, **more: Any) -> None:
        super().__init__(names, **more)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Name it and say what it is."""
        return self.make_metavar(ctx), _(self.words)


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give its names and what it is for."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], _(self.help or ""))


def argument(
    name: str,
    metavar: str,
    words: str,
    *,
    kind: click.ParamType[Any] = TEXT,
    is_required: bool = False,
    is_many: bool = False,
    complete: Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"] | None = None,
) -> Callable[[Callback], Callback]:
    """Give a command a value without a name before it; unless required, the rule that needs it refuses its lack."""
    return click.argument(
        name,
        cls=Argument,
        metavar=metavar,
        words=words,
        type=kind,
        required=is_required,
        nargs=-1 if is_many else 1,
        shell_complete=complete,
    )


def option(
    *names: str, words: str, kind: click.ParamType[Any] = TEXT, metavar: str | None = None, is_many: bool = False
) -> Callable[[Callback], Callback]:
    """Give a command an option; it may always be left out, and is then refused by the rule that needs it."""
    return click.option(*names, cls=Option, help=words, type=kind, metavar=metavar, multiple=is_many)


def flag(*names: str, words: str) -> Callable[[Callback], Callback]:
    """Give a command an option without a value."""
    return click.option(*names, cls=Option, help=words, is_flag=True)


def complete_number(ctx: click.Context, _parameter: click.Parameter, begun: str) -> "list[CompletionItem]":
    """Offer the open faults whose number begins so, the next one first."""
    from click.shell_completion import CompletionItem

    from fieldtech.store.views.queue import queue_page

    session = ctx.find_object(Session)
    if session is None:
        return []
    with suppress(FieldTechError):
        faults = queue_page(session.reading, limit=OFFERED).faults
        wanted = [fault for fault in faults if fault.number.startswith(begun.upper())]
        return [CompletionItem(fault.number, help=one_line(fault.title)) for fault in wanted]
    return []


fault_number = argument(
    "number", "N", N_("the fault's number, or its beginning"), is_required=True, complete=complete_number
)

subject_name = argument(
    "number",
    "N",
    N_("the fault, or the plan, the occurrence or the outage, as `conflicts` and `search` name it"),
    is_required=True,
    complete=complete_number,
)


def _of_the_whole(name: str, words: str, change: Callable[[Options, str], Options], **more: Any) -> Option:
    """Make an option that changes what the session was told of the whole."""

    def take(ctx: click.Context, _option: click.Parameter, value: str | bool | None) -> None:
        session = ctx.find_object(Session)
        if value not in (None, False) and session is not None:
            session.options = change(session.options, str(value))

    return Option([name, f"whole_{name.strip('-').replace('-', '_')}"], expose_value=False, callback=take,
                  help=words, **({"type": TEXT} | more))  # fmt: skip


def _say_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    session = ctx.find_object(Session)
    if value and session is not None:
        session.answer(Version(__version__), [f"fieldtech {__version__}"])
        ctx.exit()


def _glyphs_named(name: str) -> Glyphs:
    return next(each for each in GLYPHS if each == name)


class Version(msgspec.Struct, frozen=True):
    """What --version says."""

    version: str


OPTIONS_OF_THE_WHOLE: list[click.Parameter] = [
    _of_the_whole("--store", N_("the store, else FIELDTECH_STORE, else the user's own"),
                  lambda said, value: replace(said, store=value), metavar="FILE"),
    _of_the_whole("--config", N_("the settings, else FIELDTECH_CONFIG, else the user's own"),
                  lambda said, value: replace(said, config=value), metavar="FILE"),
    _of_the_whole("--as", N_("who acts, if not the store's own person"),
                  lambda said, value: replace(said, acting_as=value), metavar="NAME"),
    _of_the_whole("--lang", N_("the language, else FIELDTECH_LANG, else as the settings say"),
                  lambda said, value: replace(said, language=value), type=Choice(*LANGUAGES)),
    _of_the_whole("--json", N_("print one JSON document, also when refusing"),
                  # Seen before anything is parsed: wrong usage is told in JSON too.
                  lambda said, _value: said, is_flag=True, type=bool),
    _of_the_whole("--no-color", N_("no colours"),
                  lambda said, _value: replace(said, colour=False), is_flag=True, type=bool),
    _of_the_whole("--console", N_("which characters the terminal can show"),
                  lambda said, value: replace(said, console=_glyphs_named(value)), type=Choice(*GLYPHS)),
    _of_the_whole("--xon", N_("keep XON/XOFF flow control, for a serial terminal"),
                  lambda said, _value: replace(said, xon=True), is_flag=True, type=bool),
    Option(["--version", "whole_version"], is_flag=True, expose_value=False, callback=_say_version, is_eager=True,
           help=N_("say which version this is")),
]  # fmt: skip
