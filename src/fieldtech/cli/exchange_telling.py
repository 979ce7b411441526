"""What the commands on bundles tell: their documents, and the same in lines and sentences (SYNC)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.domain.instants import local_text
from fieldtech.domain.subjects import subject_kind
from fieldtech.store import Store
from fieldtech.store.views.bundles import LoggedBundle
from fieldtech.text import _, ngettext
from fieldtech.workflow.exporting import Exported
from fieldtech.workflow.import_tally import FaultChange, Imported, PlannedChange
from fieldtech.workflow.importing import RefusedFile
from fieldtech.workflow.looking import BundleShown


class ExportedTold(msgspec.Struct, frozen=True):
    """A bundle that was written."""

    file: str
    entries: int
    bytes: int
    to: tuple[str, ...]
    """The codes of the machines that can read it; empty: everybody can."""


class ImportedTold(msgspec.Struct, frozen=True):
    """What came of an import."""

    new: int
    repeated: int
    quarantined: int
    conflicts: tuple["ConflictTold", ...]
    forks: tuple[str, ...]
    faults: tuple[str, ...]
    """The numbers of the faults that changed."""
    changes: tuple["ChangeTold", ...]
    planned: tuple["PlannedTold", ...]
    """Plans, occurrences and outages that changed."""
    notes: tuple[str, ...]
    refused: tuple["RefusedTold", ...] = ()


class RefusedTold(msgspec.Struct, frozen=True):
    """A file that could not be read, and was left."""

    source: str
    reason: str


class ConflictTold(msgspec.Struct, frozen=True):
    """A field that was written twice without sight of each other."""

    number: str
    field: str


class PlannedTold(msgspec.Struct, frozen=True):
    """What an import does to a plan, an occurrence or an outage."""

    kind: str
    number: str
    title: str
    words: tuple[str, ...]


class ChangeTold(msgspec.Struct, frozen=True):
    """What an import does to a fault."""

    number: str
    title: str
    is_new: bool
    words: tuple[str, ...]


class LoggedTold(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was written or read here."""

    at: datetime
    direction: str
    """"in" or "out"."""
    file: str
    carrier: str
    to: tuple[str, ...]
    entries: int
    repeated: int
    quarantined: int


class LogTold(msgspec.Struct, frozen=True):
    """The log of bundles."""

    bundles: tuple[LoggedTold, ...]


class ReceiptTold(msgspec.Struct, frozen=True):
    """A receipt that was written."""

    file: str
    chains: int


def exported_told(exported: Exported) -> ExportedTold:
    """Give an export its document."""
    return ExportedTold(str(exported.file), exported.entries, exported.bytes, exported.to)


def exported_words(exported: Exported) -> str:
    """Say what was exported, and that the stick may go."""
    entries = ngettext("{n} entry", "{n} entries", exported.entries).format(n=exported.entries)
    sentence = _("{entries}, {bytes} bytes, for {to}. Written and read back: safe to remove.")
    if not exported.to:
        sentence = _("{entries}, {bytes} bytes, readable by everybody. Written and read back: safe to remove.")
    return sentence.format(entries=entries, bytes=exported.bytes, to=", ".join(exported.to))


def imported_told(imported: Imported, refused: Sequence[RefusedFile] = ()) -> ImportedTold:
    """Give an import its document."""
    return ImportedTold(
        new=imported.new,
        repeated=imported.repeated,
        quarantined=imported.quarantined,
        conflicts=tuple(ConflictTold(number, field) for number, field in imported.conflicts),
        forks=imported.forks,
        faults=tuple(change.number for change in imported.changes),
        changes=tuple(ChangeTold(each.number, each.title, each.is_new, each.words) for each in imported.changes),
        planned=tuple(
            PlannedTold(subject_kind(each.subject), each.number, each.title, each.words) for each in imported.planned
        ),
        notes=imported.notes,
        refused=tuple(RefusedTold(each.source, each.reason) for each in refused),
    )


def summary_words(imported: Imported, *, is_dry_run: bool) -> str:
    """Count what came in, or would."""
    if not (imported.new or imported.repeated or imported.quarantined or imported.receipts):
        return _("There is nothing new for this machine.")
    parts = [
        ngettext("{n} new entry", "{n} new entries", imported.new).format(n=imported.new),
        _("{n} known already").format(n=imported.repeated),
        _("{n} in quarantine").format(n=imported.quarantined),
    ]
    if imported.receipts:
        parts.append(ngettext("{n} receipt", "{n} receipts", imported.receipts).format(n=imported.receipts))
    told = _(", ").join(parts)
    return (_("Would be taken: {told}.") if is_dry_run else _("Taken: {told}.")).format(told=told)


def logged_told(logged: LoggedBundle) -> LoggedTold:
    """Give a line of the log its document."""
    return LoggedTold(
        at=logged.at,
        direction="out" if logged.is_outgoing else "in",
        file=logged.name,
        carrier=logged.carrier,
        to=logged.recipients,
        entries=logged.entries,
        repeated=logged.repeated,
        quarantined=logged.quarantined,
    )


def log_lines(logged: Iterable[LoggedBundle], store: Store) -> list[Line]:
    """Lay the log out."""
    rows = [
        [
            Span(local_text(each.at, store.zone), Tone.QUIET),
            Span(_("out") if each.is_outgoing else _("in")),
            Span(", ".join(each.recipients) or _("everybody") if each.is_outgoing else each.carrier),
            Span(each.name),
            Span(ngettext("{n} entry", "{n} entries", each.entries).format(n=each.entries), Tone.QUIET),
        ]
        for each in logged
    ]
    return list(lay_out(rows, None, flexible=3, right=(4,))) if rows else []


def change_lines(changes: Iterable[FaultChange | PlannedChange]) -> list[Line]:
    """Lay out what happens to each fault, and to what is planned."""
    rows = [[Span(each.number), Span(each.title), Span("; ".join(each.words), Tone.QUIET)] for each in changes]
    return list(lay_out(rows, None, flexible=1)) if rows else []


def shown_lines(shown: BundleShown, store: Store) -> list[Line]:
    """Lay out what a bundle says of itself."""
    seals = ", ".join(shown.to) if shown.is_sealed else _("everybody")
    lines = labelled(
        [
            (_("Carrier"), shown.carrier),
            (_("Made"), local_text(shown.made_at, store.zone) if shown.made_at else ""),
            (_("For"), seals),
            (_("Holds"), shown.contents),
            (_("Entries"), str(shown.entries)),
            (_("Attachments"), str(shown.attachments or "")),
            (_("Bytes"), str(shown.bytes)),
        ]
    )
    runs = [[Span(run.machine), Span(f"{run.first}-{run.last}", Tone.QUIET)] for run in shown.runs]
    return [*lines, *lay_out(runs, None, flexible=0)]
