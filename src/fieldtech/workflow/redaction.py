"""Taking a field of a fault, or of what is planned, out of the record for privacy, on all machines that hear of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.redactable_fields import FIELDS
from fieldtech.domain.redaction import check_can_redact, file_of, is_held_by, redaction_of, removed_texts
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import Role
from fieldtech.store import Store, copies_beside
from fieldtech.store.views.outages import find_notice
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.redactable import (
    KeptFile,
    Redactable,
    SaidElsewhere,
    is_heard_as_supervisor,
    kept_files,
    numbers_that_keep,
    redactable_entries,
    said_elsewhere,
)
from fieldtech.store.views.subjects import find_subject
from fieldtech.text import _, ngettext
from fieldtech.workflow.left_copies import CleanedCopies, clean_copies

FILE_FIELDS = ("attachments", "attachment_names")
"""What can be taken out of a file that is kept: all of it, or its name alone."""
SHORTEST_DIGEST = 6
"""By so much of its digest a file can be named."""
_TELLING = ("reporter", "contact", "sender", "account", "serials")
"""What is short and tells somebody from others, so that it is looked for in other words."""
_PLACES_TOLD = 5


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
    """Other files in the store's folder that still hold it."""
    also_kept_with: tuple[str, ...]
    """The numbers of other faults that keep the same file, and so its bytes."""
    said_in: tuple[SaidElsewhere, ...]
    """Where the same words stand in the record still."""
    elsewhere: CleanedCopies
    """What became of the backups and plain bundles that this machine wrote."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what was done, and where else it lies."""
        entries = ngettext("Taken out of {n} entry.", "Taken out of {n} entries.", self.entries)
        kept = _("{number} keeps the same file: take it out there too.")
        still = _("{file} still holds it: remove it, or make it anew.")
        named = {each.file for each in self.elsewhere.left}
        return (
            entries.format(n=self.entries),
            *(kept.format(number=number) for number in self.also_kept_with),
            *self._places,
            *self.elsewhere.sentences,
            *(still.format(file=one_line(str(copy))) for copy in self.copies if copy not in named),
        )

    @property
    def _places(self) -> Iterator[str]:
        """Say where the same words stand in the record still, if anywhere."""
        told = [
            f"{each.number} ({', '.join(field.replace('_', '-') for field in each.fields)})" for each in self.said_in
        ]
        if told:
            more = len(told) - _PLACES_TOLD
            if more > 0:
                told[_PLACES_TOLD:] = [_("and {n} more").format(n=more)]
            yield _("The same still stands in {places}: take it out there too.").format(places=_(", ").join(told))


def redact_field(store: Store, called: str, field: str, because: str) -> Redacted:
    """Take a field out of every entry of a subject that holds it; who did it, when and why stays in the history.

    Args:
        called: A fault, a plan, an occurrence, an outage or a kept notice, as people call it, or its subject.
        field: A name of `domain.redactable_fields.FIELDS`, with dashes or underscores.

    Raises:
        UnknownName: nothing is called so, or none of its entries holds the field.
        RuleViolation: who acts is no supervisor, the field is not known, or no reason is given.
        StoreUnusable: it could not be kept.
    """
    return _take_out(store, called, _spelled(field), because)


def redact_attachment(store: Store, called: str, file: str, because: str, *, field: str = "attachments") -> Redacted:
    """Take one file out of a fault's record, with its name, or its name alone; of the rest nothing tells what it was.

    Args:
        called: The fault, as people call it, or its subject.
        file: Its name, the beginning of its digest, or the reference of the entry that keeps it.
        field: A name of `FILE_FIELDS`, with dashes or underscores.

    Raises:
        UnknownName: nothing is called so, or more than one file.
        RuleViolation: who acts is no supervisor, the field is none of a file, or no reason is given.
        StoreUnusable: it could not be kept.
    """
    name = _spelled(field)
    if name not in FILE_FIELDS:
        raise RuleViolation(
            _("Of one file {fields} can be taken out, not {field}.").format(
                fields=_(" or ").join(each.replace("_", "-") for each in FILE_FIELDS), field=field
            ),
            ("field",),
        )
    return _take_out(store, called, name, because, file)


def _take_out(store: Store, called: str, field: str, because: str, file: str | None = None) -> Redacted:
    with store.writing():
        subject, number = _named(store, called)
        check_can_redact(acting_person(store).role, is_heard_as_supervisor(store), field, because)
        known = redactable_entries(store, subject)
        chosen = None if file is None else _chosen(kept_files(store, subject), file, number, field)
        targets = [
            each for each in known if is_held_by(each.entry, field) and (chosen is None or each.entry.ref in chosen)
        ]
        if not targets:
            raise UnknownName(
                _("No entry of {number} holds {field}, or it was taken out already.").format(
                    number=number, field=field.replace("_", "-")
                )
            )
        texts, files = _texts(targets, field), _files(targets) if field == "attachments" else frozenset()
        operations = [redaction_of(each.entry, field, because.strip(), each.gone) for each in targets]
        if field in FILE_FIELDS:
            operations += [
                redaction_of(each.entry, "original", because.strip(), each.gone) for each in _originals(known, texts)
            ]
        store.record(subject, *operations)
        others = sorted({each for digest in files for each in numbers_that_keep(store, digest)} - {number})
    said_in = said_elsewhere(store, texts) if field in _TELLING else ()
    elsewhere = clean_copies(store)
    copies = copies_beside(store.path, texts | files, files)
    return Redacted(subject, number, field, len(targets), copies, tuple(others), said_in, elsewhere)


def _spelled(field: str) -> str:
    return field.strip().casefold().replace("-", "_")


def _chosen(files: Sequence[KeptFile], called: str, number: str, field: str) -> frozenset[str]:
    """Find the entries that lose a file, or its name; one that was attached under two names goes from both."""
    named = _files_named(files, called, number)
    kept = [each for each in files if each.digest == named[0].digest] if field == "attachments" else named
    return frozenset(each.ref for each in kept)


def _files_named(files: Sequence[KeptFile], called: str, number: str) -> Sequence[KeptFile]:
    """Find a file, as often as it is kept, by its name or the beginning of its digest."""
    wanted = called.strip()
    found = [each for each in files if wanted in (each.ref, each.name)] or [
        each for each in files if len(wanted) >= SHORTEST_DIGEST and each.digest.startswith(wanted.casefold())
    ]
    if len({each.digest for each in found}) == 1:
        return found
    if not files:
        raise UnknownName(_("No file is kept with {number}.").format(number=number))
    listed = ", ".join(f"{one_line(each.name)} ({each.digest[:8]})" for each in (found or files))
    sentence = _("{number} keeps no file {name}. It keeps: {files}.")
    if found:
        sentence = _("{number} keeps several files {name}: name one by the beginning of its digest. It keeps: {files}.")
    raise UnknownName(sentence.format(number=number, name=one_line(wanted), files=listed))


def _files(targets: Sequence[Redactable]) -> frozenset[str]:
    return frozenset(digest for each in targets if (digest := file_of(each.entry)))


def _originals(known: Sequence[Redactable], names: Collection[str]) -> Iterator[Redactable]:
    """Find the originals of imported reports that tell a file's name: a mail's lists what was attached to it."""
    for each in known:
        told = "".join(removed_texts(each.entry, "original"))
        if any(name in told for name in names):
            yield each


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


def _texts(targets: Sequence[Redactable], field: str) -> frozenset[str]:
    return frozenset(text for each in targets for text in removed_texts(each.entry, field))


def may_redact(store: Store) -> bool:
    """Tell whether who acts here can take something out of the record."""
    with store.reading():
        return acting_person(store).role is Role.SUPERVISOR and is_heard_as_supervisor(store)


def held_fields(store: Store, subject: str) -> tuple[str, ...]:
    """Name the fields of a subject that can be taken out: those that an entry holds still."""
    with store.reading():
        entries = [each.entry for each in redactable_entries(store, subject)]
    return tuple(name for name in FIELDS if any(is_held_by(entry, name) for entry in entries))
