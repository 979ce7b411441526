"""Taking a field of a fault, or of what is planned, out of the record for privacy, on all machines that hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.redaction import FIELDS, check_can_redact, is_held_by, redaction_of, removed_texts
from fieldtech.domain.words import Role
from fieldtech.store import Store, copies_beside
from fieldtech.store.views.outages import find_notice
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.redactable import Redactable, is_heard_as_supervisor, redactable_entries
from fieldtech.store.views.subjects import find_subject
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was taken out."""

    subject: str
    """Such as `fault:4f6k2m9p3qdw`."""
    number: str
    """What it is called."""
    field: str
    entries: int
    """Entries that held it."""
    copies: tuple[Path, ...]
    """Other files in the store's folder that still hold it, such as backups."""


def redact_field(store: Store, called: str, field: str, because: str) -> Redacted:
    """Take a field out of every entry of a subject that holds it; who did it, when and why stays in the history.

    Args:
        called: A fault, a plan, an occurrence, an outage or a kept notice, as people call it, or its subject.
        field: A name of `domain.redaction.FIELDS`, with dashes or underscores.

    Raises:
        UnknownName: nothing is called so, or none of its entries holds the field.
        RuleViolation: who acts is no supervisor, the field is not known, or no reason is given.
        StoreUnusable: it could not be kept.
    """
    name = field.strip().casefold().replace("-", "_")
    with store.writing():
        subject, number = _named(store, called)
        check_can_redact(acting_person(store).role, is_heard_as_supervisor(store), name, because)
        targets = [each for each in redactable_entries(store, subject) if is_held_by(each.entry, name)]
        if not targets:
            raise UnknownName(
                _("No entry of {number} holds {field}, or it was taken out already.").format(number=number, field=name)
            )
        texts = _texts(targets, name)
        operations = [redaction_of(each.entry, name, because.strip(), each.gone) for each in targets]
        store.record(subject, *operations)
    return Redacted(subject, number, name, len(targets), copies_beside(store.path, texts))


def _named(store: Store, called: str) -> tuple[str, str]:
    """Find a subject, and what it is called."""
    try:
        found = find_subject(store, called)
    except UnknownName as unknown:
        try:
            notice = find_notice(store, called.removeprefix("notice:")) if called.strip() else None
        except UnknownName:
            raise unknown from None
        if notice is None:
            raise
        return f"notice:{notice.id}", notice.id
    return found.subject, found.number


def _texts(targets: Sequence[Redactable], field: str) -> set[str]:
    return {text for each in targets for text in removed_texts(each.entry, field)}


def may_redact(store: Store) -> bool:
    """Tell whether who acts here can take something out of the record."""
    with store.reading():
        return acting_person(store).role is Role.SUPERVISOR and is_heard_as_supervisor(store)


def held_fields(store: Store, subject: str) -> tuple[str, ...]:
    """Name the fields of a subject that can be taken out: those that an entry holds still."""
    with store.reading():
        entries = [each.entry for each in redactable_entries(store, subject)]
    return tuple(name for name in FIELDS if any(is_held_by(entry, name) for entry in entries))
