"""The commands, beside the full-screen program: one run, its answer, its exit status."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from fieldtech.bootstrap import prepare_process
from fieldtech.cli.command_list import COMMANDS
from fieldtech.cli.commands import Root
from fieldtech.cli.crash import CrashGuard
from fieldtech.cli.frame import Session, stop_writing
from fieldtech.cli.output import let_streams_write_anything
from fieldtech.cli.usage import usage_words
from fieldtech.domain.errors import FieldTechError
from fieldtech.text import _, detect_language, use_language

STOPPED = 130
COMPLETION = "_FIELDTECH_COMPLETE"
"""Set by the script that `completions` prints."""


@click.pass_context
def begin(context: click.Context) -> None:
    """Open the full screen when no command is asked for."""
    if context.invoked_subcommand is None:
        from fieldtech.cli.full_screen import open_full_screen

        session = context.find_object(Session)
        assert session is not None
        open_full_screen(session)


program = Root(COMMANDS, begin)


def main() -> NoReturn:
    """Run one command with the arguments of this process, and exit."""
    prepare_process()
    let_streams_write_anything()
    asked = os.environ.get(COMPLETION)
    sys.exit(_complete(asked) if asked else run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        The exit status: 0 done, 1 refused by a rule, 2 wrong usage, 3 input unreadable, 4 the store can't be used.

    Raises:
        SystemExit: with 70, for a bug.
    """
    language = _told_language(arguments)
    use_language(detect_language(language, os.environ, None))
    session = Session(is_json="--json" in _before_the_rest(arguments), language=language)
    try:
        with CrashGuard(lambda reference, log: _tell_bug(session, reference, log)):
            return _answer(session, arguments)
    except BrokenPipeError:
        stop_writing(sys.stdout, sys.stderr)
        return 0
    finally:
        session.close()


def _complete(asked: str) -> int:
    """Answer a shell that completes a line, such as "bash_complete"."""
    from click.shell_completion import shell_complete

    return shell_complete(program, {"obj": Session()}, "fieldtech", COMPLETION, asked)


def _answer(session: Session, arguments: Sequence[str]) -> int:
    try:
        with program.make_context("fieldtech", list(arguments), obj=session) as context:
            program.invoke(context)
    except FieldTechError as error:
        session.refuse(error)
    except click.UsageError as error:
        session.speak()
        session.refuse_in_words("usage", usage_words(error))
        session.exit_status = error.exit_code
    except click.exceptions.Exit as ended:
        session.exit_status = session.exit_status or ended.exit_code
    except (KeyboardInterrupt, click.Abort):
        session.exit_status = STOPPED
    return session.exit_status


def _tell_bug(session: Session, reference: str, log: Path | None) -> None:
    sentence = _("This is a bug in fieldtech, reference {reference}. What was recorded before is safe.")
    try:
        session.refuse_in_words("bug", sentence.format(reference=reference), reference=reference)
        if log is not None:
            session.tell(_("Type and place of it stand in {log}.").format(log=log))
    except BrokenPipeError:
        stop_writing(sys.stdout, sys.stderr)


def _before_the_rest(arguments: Sequence[str]) -> Sequence[str]:
    """Cut off what stands after `--`, where everything is data."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _told_language(arguments: Sequence[str]) -> str | None:
    """Find --lang before anything is parsed, so that help and wrong usage are told in the language, too."""
    said = _before_the_rest(arguments)
    for at, word in enumerate(said):
        if word == "--lang" and at + 1 < len(said):
            return said[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None
