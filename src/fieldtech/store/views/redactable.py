"""What can be taken out of a subject's record here: the entries whose whole content is known."""

from typing import NamedTuple

from fieldtech.domain.journal import Entry
from fieldtech.domain.redaction import standings
from fieldtech.domain.words import Role
from fieldtech.store import journal, rosters
from fieldtech.store.store import Store


class Redactable(NamedTuple):
    """An entry that something can be taken out of."""

    entry: Entry
    gone: frozenset[str]
    """What was taken out of it already."""


def redactable_entries(store: Store, subject: str) -> tuple[Redactable, ...]:
    """Read the entries that are here whole, or as earlier redactions left them.

    What came with a part withheld is none: what is left of it here must not stand in for it everywhere.
    """
    with store.reading():
        entries = journal.entries_of([subject])[subject]
        standing = standings(entries, rosters.supervisors())
    known = {ref: each.removed for ref, each in standing.items()}
    return tuple(
        Redactable(entry, known.get(entry.ref, frozenset()))
        for entry in entries
        if entry.payload is not None or entry.ref in known
    )


def is_heard_as_supervisor(store: Store) -> bool:
    """Tell whether all machines obey what this one takes out, those too that come to trust it as what it claims."""
    with store.reading():
        own = rosters.roster().machine(store.chain)
        return own is not None and own.role is Role.SUPERVISOR and store.chain in rosters.supervisors()
