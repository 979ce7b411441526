"""Commands that carry entries between machines: bundle and receipt (SYNC)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from fieldtech.cli.commands import command, family
from fieldtech.cli.frame import Session, file_name, need
from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.cli.parameters import FILE, argument, flag, option
from fieldtech.domain.instants import local_text
from fieldtech.domain.subjects import subject_kind
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import Exported, export_bundle, write_own_receipt
from fieldtech.workflow.import_tally import FaultChange, Imported, PlannedChange
from fieldtech.workflow.looking import BundleShown, show_bundle, verify_bundle


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


class ReceiptTold(msgspec.Struct, frozen=True):
    """A receipt that was written."""

    file: str
    chains: int


@family("bundle")
def bundle() -> None:
    """Group the commands."""


@bundle.command_named("export", N_("write what other machines have not acknowledged yet into a sealed file"))
@option("-o", "--output", "folder", kind=FILE, words=N_("the folder; the current one, if not told"), metavar="DIR")
@option("--to", words=N_("a machine that can read it; all trusted ones, if not told"), metavar="PEER", is_many=True)
@flag("--plain", "is_plain", words=N_("leave it unsealed: everybody can read it, and that is recorded"))
@option("--fault", words=N_("only this fault"), metavar="N")
@option("--site", words=N_("only this site's faults and planned work"))
@flag("--redact-users", "is_redacted", words=N_("leave out names and contacts of users"))
@flag("--no-attachments", "is_bare", words=N_("leave out attached files"))
def export(
    session: Session,
    folder: Path | None,
    to: Sequence[str],
    is_plain: bool,
    fault: str | None,
    site: str | None,
    is_redacted: bool,
    is_bare: bool,
) -> None:
    """Write a bundle; it ends when the file is safe on the stick."""
    chosen = Chosen(
        fault=fault or "", site=site or "", has_attachments=not is_bare, has_user_information=not is_redacted
    )
    exported = export_bundle(session.writing, folder or Path(), to=to, is_plain=is_plain, chosen=chosen)
    session.answer(exported_told(exported), [str(exported.file)])
    session.tell(exported_words(exported))


@bundle.command_named("import", N_("take in what bundles and receipts hold"))
@argument("files", "FILE...", N_("the files, in any order"), kind=FILE, is_many=True)
@flag("--dry-run", "is_dry_run", words=N_("only say what would change"))
def take_in(session: Session, files: Sequence[Path], is_dry_run: bool) -> None:
    """Take in files, all or none; a second time takes nothing."""
    need(_("Name the files: {missing} is missing."), file=" ".join(map(str, files)))
    imported = import_files(session.writing, files, is_dry_run=is_dry_run)
    _answer_import(session, imported, is_dry_run=is_dry_run)


@bundle.command_named("diff", N_("what a bundle would change, fault by fault"))
@argument("file", "FILE", N_("the bundle"), kind=FILE)
def compare(session: Session, file: Path | None) -> None:
    """Say what an import would do, and do nothing."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    _answer_import(session, import_files(session.writing, [file], is_dry_run=True), is_dry_run=True)


@bundle.command_named("show", N_("who wrote a bundle, for whom, and what it holds"))
@argument("file", "FILE", N_("the bundle"), kind=FILE)
def show(session: Session, file: Path | None) -> None:
    """Read a bundle without taking anything in."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    store = session.reading
    shown = show_bundle(store, file)
    session.answer(shown, _shown_lines(shown, store))


@bundle.command_named("verify", N_("check that a bundle is whole and its carrier's"))
@argument("file", "FILE", N_("the bundle"), kind=FILE)
def verify(session: Session, file: Path | None) -> None:
    """Check signature, length and digest; what is sealed is opened only by those that it is for."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    verified = verify_bundle(session.reading, file)
    session.answer(
        verified, [_("{file} is whole. Carrier: {carrier}.").format(file=file_name(file), carrier=verified.carrier)]
    )


@command("receipt")
@option("-o", "--output", "folder", kind=FILE, words=N_("the folder; the current one, if not told"), metavar="DIR")
def receipt(session: Session, folder: Path | None) -> None:
    """Write what this machine holds, signed: the others need not send it again."""
    written = write_own_receipt(session.reading, folder or Path())
    session.answer(ReceiptTold(str(written.file), written.chains), [str(written.file)])


def exported_told(exported: Exported) -> ExportedTold:
    """Give an export its document."""
    return ExportedTold(str(exported.file), exported.entries, exported.bytes, exported.to)


def exported_words(exported: Exported) -> str:
    """Say what was exported, and that the stick may go."""
    sentence = _("{entries} entries, {bytes} bytes, for {to}. Written and read back: safe to remove.")
    if not exported.to:
        sentence = _("{entries} entries, {bytes} bytes, readable by everybody. Written and read back: safe to remove.")
    return sentence.format(entries=exported.entries, bytes=exported.bytes, to=", ".join(exported.to))


def imported_told(imported: Imported) -> ImportedTold:
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
    )


def _answer_import(session: Session, imported: Imported, *, is_dry_run: bool) -> None:
    session.answer(imported_told(imported), change_lines((*imported.changes, *imported.planned)))
    for note in imported.notes:
        session.tell(note)
    sentence = _("{new} new entries, {repeated} known already, {quarantined} in quarantine.")
    if is_dry_run:
        sentence = _("Would take: {new} new entries; {repeated} known already, {quarantined} for quarantine.")
    session.tell(sentence.format(new=imported.new, repeated=imported.repeated, quarantined=imported.quarantined))


def change_lines(changes: Iterable[FaultChange | PlannedChange]) -> list[Line]:
    """Lay out what happens to each fault, and to what is planned."""
    rows = [[Span(each.number), Span(each.title), Span("; ".join(each.words), Tone.QUIET)] for each in changes]
    return list(lay_out(rows, None, flexible=1)) if rows else []


def _shown_lines(shown: BundleShown, store: Store) -> list[Line]:
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
