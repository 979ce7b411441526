"""Taking a field of a fault out of the record for privacy, on this machine and on all that hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.faults import Fault
from fieldtech.domain.redaction import FIELDS, check_can_redact, is_held_by, redaction_of, removed_texts
from fieldtech.domain.words import Role
from fieldtech.store import Store, copies_beside
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.redactable import Redactable, is_heard_as_supervisor, redactable_entries
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was taken out."""

    fault: Fault
    field: str
    entries: int
    """Entries that held it."""
    copies: tuple[Path, ...]
    """Other files in the store's folder that still hold it, such as backups."""


def redact_field(store: Store, number: str, field: str, because: str) -> Redacted:
    """Take a field out of every entry of a fault that holds it; who did it, when and why stays in the history.

    Args:
        field: A name of `domain.redaction.FIELDS`, with dashes or underscores.

    Raises:
        UnknownName: there is no such fault, or none of its entries holds the field.
        RuleViolation: who acts is no supervisor, the field is not known, or no reason is given.
        StoreUnusable: it could not be kept.
    """
    name = field.strip().casefold().replace("-", "_")
    with store.writing():
        fault = find_fault(store, number)
        check_can_redact(acting_person(store).role, is_heard_as_supervisor(store), name, because)
        targets = [each for each in redactable_entries(store, fault) if is_held_by(each.entry, name)]
        if not targets:
            raise UnknownName(
                _("No entry of {number} holds {field}, or it was taken out already.").format(
                    number=fault.number, field=name
                )
            )
        texts = _texts(targets, name)
        operations = [redaction_of(each.entry, name, because.strip(), each.gone) for each in targets]
        store.record(f"fault:{fault.id}", *operations)
        left = find_fault(store, fault.id)
    return Redacted(left, name, len(targets), copies_beside(store.path, texts))


def _texts(targets: Sequence[Redactable], field: str) -> set[str]:
    return {text for each in targets for text in removed_texts(each.entry, field)}


def may_redact(store: Store) -> bool:
    """Tell whether who acts here can take something out of the record."""
    with store.reading():
        return acting_person(store).role is Role.SUPERVISOR and is_heard_as_supervisor(store)


def held_fields(store: Store, number: str) -> tuple[str, ...]:
    """Name the fields of a fault that can be taken out: those that an entry holds still.

    Raises:
        UnknownName: there is no such fault.
    """
    with store.reading():
        entries = [each.entry for each in redactable_entries(store, find_fault(store, number))]
    return tuple(name for name in FIELDS if any(is_held_by(entry, name) for entry in entries))
