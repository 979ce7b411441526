"""From typed texts to values: each reading either succeeds or refuses with a sentence that names its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.instants import check_not_in_future, local_text, parse_instant, weekday_word
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.widgets.form import Texts

Word = TypeVar("Word", bound=StrEnum)


def required(texts: Texts, word: str, sentence: str) -> str:
    """Give a text that must not be empty.

    Raises:
        RuleViolation: it is empty; the sentence says what is wanted.
    """
    text = texts[word].strip()
    if not text:
        raise RuleViolation(sentence, (word,))
    return text


def chosen(texts: Texts, word: str, vocabulary: type[Word], sentence: str) -> Word:
    """Give the chosen word.

    Raises:
        RuleViolation: none is chosen; the sentence says what is wanted.
    """
    return vocabulary(required(texts, word, sentence))


def chosen_or_none(texts: Texts, word: str, vocabulary: type[Word]) -> Word | None:
    """Give the chosen word; None: none is."""
    return vocabulary(texts[word]) if texts[word] else None


def whole_number(texts: Texts, word: str, sentence: str) -> int:
    """Give a whole number.

    Raises:
        RuleViolation: what is typed is none; the sentence says what is wanted.
    """
    text = texts[word].strip()
    if not (text.isdecimal() and len(text) <= 9):
        raise RuleViolation(sentence, (word,))
    return int(text)


def past_instant(texts: Texts, word: str, store: Store) -> datetime | None:
    """Give an instant of something done; None: nothing is typed.

    Raises:
        RuleViolation: what is typed tells no instant, or one that lies ahead.
    """
    text = texts[word].strip()
    if not text:
        return None
    with naming(word):
        instant = parse_instant(text, zone=store.zone, now=store.now())
        check_not_in_future(instant, store.now(), store.zone)
    return instant


@contextmanager
def naming(word: str) -> Iterator[None]:
    """Let a refusal name the field that it is about."""
    try:
        yield
    except FieldTechError as refusal:
        raise RuleViolation(str(refusal), (word,)) from refusal


def understood_instant(text: str, store: Store) -> str:
    """Say how a typed instant is understood, while it is typed; empty: not yet."""
    if not text.strip():
        return ""
    try:
        instant = parse_instant(text, zone=store.zone, now=store.now())
    except RuleViolation:
        return _("no date or time yet")
    return f"= {weekday_word(instant, store.zone)} {local_text(instant, store.zone)}"
