"""Commands that carry entries between machines: bundle and receipt (SYNC)."""

from collections.abc import Sequence
from pathlib import Path

from fieldtech.cli.commands import command, family
from fieldtech.cli.exchange_telling import (
    LogTold,
    ReceiptTold,
    change_lines,
    exported_told,
    exported_words,
    imported_told,
    log_lines,
    logged_told,
    shown_lines,
    summary_words,
)
from fieldtech.cli.frame import Session, file_name, need
from fieldtech.cli.parameters import FILE, argument, flag, option
from fieldtech.cli.values import Whole
from fieldtech.domain.errors import UnreadableBundle
from fieldtech.store.views.bundles import bundle_log
from fieldtech.store.views.identity import revocation_note
from fieldtech.text import N_, _
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle, write_own_receipt
from fieldtech.workflow.import_tally import Imported
from fieldtech.workflow.importing import RefusedFile, import_readable
from fieldtech.workflow.looking import show_bundle, verify_bundle


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
    if revocation := revocation_note(session.writing):
        session.tell(revocation)


@bundle.command_named("import", N_("take in what bundles and receipts hold"))
@argument("files", "FILE|FOLDER...", N_("the files, in any order; of a folder those that are new here"), kind=FILE,
          is_many=True)  # fmt: skip
@flag("--dry-run", "is_dry_run", words=N_("only say what would change"))
def take_in(session: Session, files: Sequence[Path], is_dry_run: bool) -> None:
    """Take in what can be read, as one; a second time takes nothing."""
    need(_("Name the files: {missing} is missing."), file=" ".join(map(str, files)))
    imported, refused = import_readable(session.writing, files, is_dry_run=is_dry_run)
    _answer_import(session, imported, refused, is_dry_run=is_dry_run)


@bundle.command_named("diff", N_("what a bundle would change, fault by fault"))
@argument("file", "FILE", N_("the bundle"), kind=FILE)
def compare(session: Session, file: Path | None) -> None:
    """Say what an import would do, and do nothing."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    _answer_import(session, import_files(session.writing, [file], is_dry_run=True), (), is_dry_run=True)


@bundle.command_named("show", N_("who wrote a bundle, for whom, and what it holds"))
@argument("file", "FILE", N_("the bundle"), kind=FILE)
def show(session: Session, file: Path | None) -> None:
    """Read a bundle without taking anything in."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    store = session.reading
    shown = show_bundle(store, file)
    session.answer(shown, shown_lines(shown, store))


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


@bundle.command_named("log", N_("what was written and read here, the latest first"))
@option("--limit", kind=Whole(), words=N_("how many; 50, if not told"))
def log(session: Session, limit: int | None) -> None:
    """List the bundles."""
    store = session.reading
    logged = bundle_log(store, 50 if limit is None else limit)
    session.answer(LogTold(tuple(map(logged_told, logged))), log_lines(logged, store))


@command("receipt")
@option("-o", "--output", "folder", kind=FILE, words=N_("the folder; the current one, if not told"), metavar="DIR")
def receipt(session: Session, folder: Path | None) -> None:
    """Write what this machine holds, signed: the others need not send it again."""
    written = write_own_receipt(session.reading, folder or Path())
    session.answer(ReceiptTold(str(written.file), written.chains), [str(written.file)])


def _answer_import(session: Session, imported: Imported, refused: Sequence[RefusedFile], *, is_dry_run: bool) -> None:
    session.answer(imported_told(imported, refused), change_lines((*imported.changes, *imported.planned)))
    for machine in imported.forks:
        session.tell(_("{machine} goes on in two ways: it was copied. Both are kept.").format(machine=machine))
    for note in imported.notes:
        session.tell(note)
    for each in refused:
        helps = _("See `fieldtech {command}`.").format(command=each.command) if each.command else ""
        session.tell(_("Left: {reason}").format(reason=f"{each.reason} {helps}".rstrip()))
    session.tell(summary_words(imported, is_dry_run=is_dry_run))
    if imported.conflicts:
        session.tell(_("`fieldtech conflicts` shows what was written without sight of each other."))
    if refused:
        session.exit_status = UnreadableBundle.exit_status
