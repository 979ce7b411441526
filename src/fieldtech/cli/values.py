"""What stands for a value on the command line: text, a word of a vocabulary, a whole number."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import click

from fieldtech.domain.visible_text import one_line, storable
from fieldtech.text import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


class Text(click.ParamType[str]):
    """Any text, as the store takes it."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take what can't be stored out of it, visibly."""
        return storable(str(value))


class Word(click.ParamType[Vocabulary]):
    """A word of one of the closed vocabularies."""

    name = "word"

    def __init__(self, vocabulary: type[Vocabulary]) -> None:
        self.vocabulary = vocabulary

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """List the words."""
        return f"[{'|'.join(self.vocabulary)}]"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Offer the words."""
        return _offered(self.vocabulary, incomplete)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Vocabulary:
        """Find the word."""
        if isinstance(value, self.vocabulary):
            return value
        try:
            return self.vocabulary(str(value))
        except ValueError:
            self.fail(unknown_word(str(value), tuple(self.vocabulary)), param, ctx)


class Choice(click.ParamType[str]):
    """One of some words that are no vocabulary of the process."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """List the words."""
        return f"[{'|'.join(self.words)}]"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Offer the words."""
        return _offered(self.words, incomplete)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Find the word."""
        if value not in self.words:
            self.fail(unknown_word(str(value), self.words), param, ctx)
        return str(value)


class Whole(click.ParamType[int]):
    """A whole number, from a least one on."""

    name = "number"

    def __init__(self, least: int | None = None) -> None:
        self.least = least

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        text = str(value).strip()
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
            self.fail(_("“{value}” is no whole number.").format(value=one_line(text)[:40]), param, ctx)
        if self.least is not None and int(text) < self.least:
            self.fail(_("It must be {least} or more.").format(least=self.least), param, ctx)
        return int(text)


TEXT = Text()


def _offered(words: Iterable[str], begun: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    return [CompletionItem(str(word)) for word in words if word.startswith(begun)]


def unknown_word(value: str, words: Sequence[str]) -> str:
    """Say which words there are."""
    return _("“{value}” is none of the words for it: {words}.").format(
        value=one_line(value)[:40], words=", ".join(words)
    )
