"""What can be taken out of a subject's record here: entries whose whole content is known, and the files they keep."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from fieldtech.domain.handling_operations import AttachmentAdded
from fieldtech.domain.journal import Entry
from fieldtech.domain.operations import operation_of
from fieldtech.domain.redaction import Standing, fields_that_say, file_of, standings
from fieldtech.domain.words import Role
from fieldtech.store import attachments, journal, redaction, rosters
from fieldtech.store.store import Store
from fieldtech.store.views.subjects import subject_by_id


class Redactable(NamedTuple):
    """An entry that something can be taken out of."""

    entry: Entry
    gone: frozenset[str]
    """What was taken out of it already."""


class KeptFile(NamedTuple):
    """A file that can be taken out still."""

    ref: str
    """Of the entry that keeps it."""
    name: str
    digest: str
    """SHA-256, hexadecimal."""
    size: int
    """Bytes."""


class SaidElsewhere(NamedTuple):
    """A subject whose record holds the same words."""

    number: str
    fields: tuple[str, ...]


def said_elsewhere(store: Store, texts: Collection[str]) -> tuple[SaidElsewhere, ...]:
    """Find where any of some texts stands in the record, in words that can be taken out."""
    found: dict[str, set[str]] = {}
    with store.reading():
        for entry in redaction.entries_that_say(texts):
            found.setdefault(entry.header.entity, set()).update(fields_that_say(entry, texts))
        named = [(subject_by_id(store, subject), subject, fields) for subject, fields in found.items() if fields]
    return tuple(
        sorted(
            SaidElsewhere(noun.number if noun else subject, tuple(sorted(fields))) for noun, subject, fields in named
        )
    )


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


def kept_files(store: Store, subject: str) -> tuple[KeptFile, ...]:
    """Read which files a subject keeps, the first one first."""
    entries = sorted((each.entry for each in redactable_entries(store, subject)), key=lambda entry: entry.order)
    return tuple(_files(entries))


def numbers_that_keep(store: Store, digest: str) -> tuple[str, ...]:
    """Name the faults whose record keeps a file, by their numbers."""
    with store.reading():
        found = [subject_by_id(store, subject) for subject in attachments.keepers_of(digest)]
    return tuple(each.number for each in found if each is not None)


def all_standings(store: Store) -> dict[str, Standing]:
    """Work out what all redactions here come to, by the references of the entries that they take something out of."""
    with store.reading():
        return dict(redaction.all_standings(rosters.supervisors()))


def is_heard_as_supervisor(store: Store) -> bool:
    """Tell whether all machines obey what this one takes out, those too that come to trust it as what it claims."""
    with store.reading():
        own = rosters.roster().machine(store.chain)
        return own is not None and own.role is Role.SUPERVISOR and store.chain in rosters.supervisors()


def _files(entries: list[Entry]) -> Iterator[KeptFile]:
    for entry in entries:
        said = operation_of(entry) if file_of(entry) else None
        if isinstance(said, AttachmentAdded):
            yield KeptFile(entry.ref, said.name, said.digest, said.size)
