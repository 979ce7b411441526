"""What a document is made of, whatever it is written as: sections of facts, words, tables and places to sign.

Every text in it is plain data; a writer makes all of it harmless in its own language.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Mark = Literal["", "good", "warn", "bad"]
"""How a word stands out beside saying what it says."""


class Fact(NamedTuple):
    """A label and what it says."""

    label: str
    text: str


class Cell(NamedTuple):
    """One cell of a table; `note` stands below in smaller letters."""

    text: str
    mark: Mark = ""
    note: str = ""


class Column(NamedTuple):
    """A column: "narrow" never breaks its words, "number" stands to the right, "wide" takes the room that is left."""

    title: str
    kind: Literal["plain", "narrow", "name", "number", "wide"] = "plain"


@dataclass(frozen=True, slots=True)
class FactList:
    """Short facts, in two columns where there is room; long ones have a line each."""

    facts: tuple[Fact, ...]
    are_long: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A free text of any length, line by line as its author wrote it."""

    label: str
    text: str
    by: str = ""
    """Who wrote it and when; empty: it stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be overlooked."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign on paper, each for a role with the name that is known."""

    places: tuple[Fact, ...]


Block = FactList | Words | Table | Notice | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; a part is a section within one."""

    title: str
    blocks: tuple[Block, ...]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    kind: str
    """Such as "Fault handling report"."""
    number: str
    subject: str
    owner: str
    """Whose document it is, such as the site."""
    summary: tuple[Fact, ...]
    """What is looked for first."""
    notices: tuple[Notice, ...]
    sections: tuple[Section, ...]
    foot: str
    """Stands on every page."""
    language: str
    """One of fieldtech.text.LANGUAGES."""


def without_empty(*facts: Fact) -> FactList:
    """Keep the facts that say something."""
    return FactList(tuple(fact for fact in facts if fact.text))
