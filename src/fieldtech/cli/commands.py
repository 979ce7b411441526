"""How commands are made: help in the language in use, and each command loaded only when it is called."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from fieldtech.cli.frame import Session
from fieldtech.cli.help_page import HelpContext
from fieldtech.cli.parameters import OPTIONS_OF_THE_WHOLE, Argument, Callback, Option
from fieldtech.text import N_, _

HELP_NAMES = ("-h", "--help")
PROGRAM_WORDS = N_(
    "Maintenance records of on-site technicians. Without a command: the full-screen program. Any beginning of a "
    "fault's number that no other has will do for N."
)


class Command(click.Command):
    """A command that takes the options of the whole too."""

    context_class = HelpContext

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        self.params += OPTIONS_OF_THE_WHOLE
        self.context_settings["help_option_names"] = HELP_NAMES

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language that the settings ask for."""
        session = ctx.find_object(Session)
        assert session is not None
        session.speak()
        super().format_help(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        formatter.write_paragraph()
        formatter.write_text(_(self.help or ""))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Leave it to `format_options`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List arguments and options, without those of the whole."""
        arguments = [each.get_help_record(ctx) for each in self.params if isinstance(each, Argument)]
        options = [
            record
            for each in self.params
            if isinstance(each, Option) and each not in OPTIONS_OF_THE_WHOLE and (record := each.get_help_record(ctx))
        ]
        for title, records in ((_("Arguments"), arguments), (_("Options"), options)):
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
        formatter.write_paragraph()
        formatter.write_text(_("The options that `fieldtech --help` lists, such as --json, may stand here too."))


class Entry(NamedTuple):
    """Where a command is defined, and what it does in a few words."""

    module: str
    words: str


class Root(Command, click.Group):
    """The program: finds a command where it is defined, and loads nothing else."""

    def __init__(self, entries: Mapping[str, Entry], callback: Callable[..., None]) -> None:
        super().__init__("fieldtech", callback=callback, invoke_without_command=True, help=PROGRAM_WORDS)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the road."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        found = vars(import_module(f"fieldtech.cli.{entry.module}")).values()
        command = next(each for each in found if isinstance(each, click.Command) and each.name == cmd_name)
        command.help = command.help or entry.words
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options of the whole and all commands."""
        records = [record for each in OPTIONS_OF_THE_WHOLE if (record := each.get_help_record(ctx))]
        with formatter.section(_("Options, before or after the command")):
            formatter.write_dl([*records, (", ".join(HELP_NAMES), _("say what a command does"))])
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(entry.words)) for name, entry in self.entries.items()])


class Family(Command, click.Group):
    """Commands of one noun, such as `people list`."""

    def command_named(self, name: str, words: str) -> Callable[[Callback], Command]:
        """Make one of its commands."""

        def make(callback: Callback) -> Command:
            made = command(name, words)(callback)
            self.add_command(made)
            return made

        return make

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(each.help or "")) for name, each in self.commands.items()])


def command(name: str, words: str = "") -> Callable[[Callback], Command]:
    """Make a command of a function that takes the session first.

    Args:
        words: What it does; those of the list of commands, if not given.
    """

    def make(callback: Callback) -> Command:
        return click.command(name, cls=Command, help=words)(click.pass_obj(callback))

    return make


def family(name: str) -> Callable[[Callback], Family]:
    """Make a command that only groups others."""
    return click.command(name, cls=Family, help="")
