"""What is typed into forms, field by field, until it is recorded or thrown away: it survives a kill and a power cut."""

from collections.abc import Mapping

import msgspec
from peewee import Database

from fieldtech.domain.visible_text import storable
from fieldtech.store import statements


class TypedForm(msgspec.Struct, frozen=True):
    """A form that was left with words in it."""

    form: str
    subject: str
    """What it is about; empty: something new."""
    texts: dict[str, str]
    """The text of each field."""
    typed: int
    """When the last of them was typed, in microseconds since 1970, UTC."""


def keep(database: Database, form: str, subject: str, texts: Mapping[str, str], typed: int) -> None:
    """Keep some fields as they now stand, in the place of what they were."""
    statements.run_many(
        database,
        "INSERT INTO typed (form, subject, field, text, typed) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (form, subject, field) DO UPDATE SET text = excluded.text, typed = excluded.typed",
        [(form, subject, field, storable(text), typed) for field, text in texts.items()],
    )


def forget(database: Database, form: str, subject: str) -> None:
    """Forget a form's words, as they are recorded now, or thrown away."""
    statements.run(database, "DELETE FROM typed WHERE form = ? AND subject = ?", (form, subject))


def left(database: Database) -> tuple[TypedForm, ...]:
    """Read every form that was left with words in it, the latest first."""
    found: dict[tuple[str, str], tuple[dict[str, str], int]] = {}
    for row in statements.run(database, "SELECT form, subject, field, text, typed FROM typed ORDER BY typed DESC"):
        form, subject, field, text, typed = row
        texts, _ = found.setdefault((str(form), str(subject)), ({}, int(str(typed))))
        texts[str(field)] = str(text)
    return tuple(TypedForm(form, subject, texts, typed) for (form, subject), (texts, typed) in found.items())
