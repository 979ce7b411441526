"""Commands that look after the store: audit, rebuild, backup, and the store made anew from one."""

from pathlib import Path

import msgspec

import fieldtech.store
from fieldtech.bootstrap import restore_store
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import labelled
from fieldtech.cli.parameters import FILE, flag, option
from fieldtech.cli.redaction import LeftTold, left_told
from fieldtech.domain.errors import DamagedJournal
from fieldtech.store import Audit, Backup, back_up
from fieldtech.text import N_, _, ngettext
from fieldtech.workflow.left_copies import clean_copies


class Rebuilt(msgspec.Struct, frozen=True):
    """What was made anew."""

    subjects: int


class BackupTold(msgspec.Struct, frozen=True):
    """A copy that was checked."""

    file: str
    bytes: int
    entries: int
    machines: int
    state_digest: str


class CleanedTold(msgspec.Struct, frozen=True):
    """Backups that were cleaned, and copies that may hold still what was taken out."""

    cleaned: tuple[str, ...]
    left: tuple[LeftTold, ...]


@command("audit")
def check(session: Session) -> None:
    """Check everything; a problem ends with status 3."""
    found = fieldtech.store.audit(session.reading)
    summary = labelled(
        [
            (_("Entries"), str(found.entries)),
            (_("Machines"), str(found.machines)),
            (_("In quarantine"), str(found.quarantined or "")),
            (_("Without effect"), str(found.oddities or "")),
            (_("Taken out"), str(found.redacted or "")),
            (_("State"), found.state_digest),
        ]
    )
    session.answer(found, [*summary, *found.forks, *found.signatures, *found.problems])
    if not session.is_json:
        session.tell(_verdict(found))
    if not found.ok:
        session.exit_status = DamagedJournal.exit_status


@command("rebuild")
def rebuild(session: Session) -> None:
    """Throw the tables away and fold them anew from the journal, which stays as it is."""
    subjects = session.writing.rebuild()
    session.answer(Rebuilt(subjects), [_("{n} records made anew from the journal.").format(n=subjects)])


@command("backup")
@option("-o", "--output", "file", kind=FILE, words=N_("the copy; nothing may lie there yet"), metavar="FILE")
@flag("--clean", "is_cleaning", words=N_("take out of earlier backups what was taken out of the record since"))
def backup(session: Session, file: Path | None, is_cleaning: bool) -> None:
    """Copy the store while it is in use, and check the copy; clean earlier ones of what was taken out since."""
    if file is None and is_cleaning:
        _answer_cleaning(session)
        return
    if file is None:
        need(_("Say where the copy is to lie: {missing} is missing."), output=file)
        return
    copy = back_up(session.reading, file.expanduser().absolute())
    cleaned = clean_copies(session.reading, is_news_only=not is_cleaning)
    session.answer(_told(copy), [str(copy.file)])
    session.tell(_("{bytes} bytes, {entries} entries, checked.").format(bytes=copy.size, entries=copy.audit.entries))
    for sentence in cleaned.sentences:
        session.tell(sentence)


def _answer_cleaning(session: Session) -> None:
    cleaned = clean_copies(session.reading)
    told = CleanedTold(tuple(map(str, cleaned.rewritten)), left_told(cleaned))
    session.answer(told, [str(each) for each in cleaned.rewritten])
    nothing = (_("No copy that this machine knows of holds anything that was taken out."),)
    for sentence in () if session.is_json else cleaned.sentences or nothing:
        session.tell(sentence)


def _verdict(found: Audit) -> str:
    if not found.ok:
        return ngettext("{n} problem.", "{n} problems.", len(found.problems)).format(n=len(found.problems))
    if found.signatures:
        return ngettext(
            "{n} signature does not hold. The store itself is in order.",
            "{n} signatures do not hold. The store itself is in order.",
            len(found.signatures),
        ).format(n=len(found.signatures))
    return _("All is in order.")


def answer_from_backup(session: Session, file: Path) -> None:
    """Make the store anew from a backup, and say so."""
    made = restore_store(session.options, file.expanduser().absolute())
    session.answer(_told(made), [str(made.file)])
    session.tell(_("The store is back, checked; this machine goes on in it with a chain of its own."))


def _told(copy: Backup) -> BackupTold:
    return BackupTold(str(copy.file), copy.size, copy.audit.entries, copy.audit.machines, copy.audit.state_digest)
