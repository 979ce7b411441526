"""Wrong usage in sentences of our own, in the language in use."""

import click

from fieldtech.domain.visible_text import one_line
from fieldtech.text import _


def usage_words(error: click.UsageError) -> str:
    """Say what is wrong, and where help is."""
    path = error.ctx.command_path if error.ctx else "fieldtech"
    more = _("See {command} --help.").format(command=path)
    return _followed(_sentence(error), more)


def _sentence(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            sentence = _("There is no option {name}.").format(name=one_line(error.option_name))
            return _followed(sentence, _meant(error.possibilities))
        case click.exceptions.NoSuchCommand():
            sentence = _("There is no command {name}.").format(name=one_line(error.command_name))
            return _followed(sentence, _meant(error.possibilities))
        case click.MissingParameter() if error.param is not None:
            return _("{name} is missing.").format(name=_name_of(error.param, error.ctx))
        case click.BadParameter() if error.param is not None:
            return _("{option}: {reason}").format(option=_name_of(error.param, error.ctx), reason=error.message)
        case click.BadOptionUsage():
            return _("The option {name} is not used like this; maybe its value is missing.").format(
                name=one_line(error.option_name)
            )
    context = error.ctx
    if context is not None and context.parent is not None and isinstance(context.command, click.Group):
        return _("Name a command: {names}.").format(names=", ".join(context.command.list_commands(context)))
    return one_line(error.format_message())


def _name_of(parameter: click.Parameter, context: click.Context | None) -> str:
    if isinstance(parameter, click.Argument) and context is not None:
        return parameter.make_metavar(context)
    return max(parameter.opts, key=len)


def _meant(possibilities: list[str] | None) -> str:
    if not possibilities:
        return ""
    return _("Is {names} meant?").format(names=" / ".join(possibilities))


def _followed(sentence: str, more: str) -> str:
    return _("{sentence} {more}").format(sentence=sentence, more=more) if more else sentence
