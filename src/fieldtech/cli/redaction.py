"""The command that takes a field of a fault, or of what is planned, or a file out of the record: redact."""

import msgspec

from fieldtech.cli.answers import Standing, answer_fault, standing
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.parameters import option, subject_name
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_, _
from fieldtech.workflow.left_copies import CleanedCopies
from fieldtech.workflow.redaction import Redacted, redact_attachment, redact_field


class LeftTold(msgspec.Struct, frozen=True):
    """A copy elsewhere that may hold still what was taken out."""

    file: str
    kind: str
    """backup or bundle."""
    words: str


class SaidTold(msgspec.Struct, frozen=True):
    """A record that holds the same words."""

    number: str
    fields: tuple[str, ...]


class RedactedTold(Standing, frozen=True, kw_only=True):
    """What was taken out of a fault."""

    field: str
    entries: int
    """Entries that held it."""
    also_kept_with: tuple[str, ...]
    """Other faults that keep the same file."""
    also_in: tuple[SaidTold, ...]
    """Records in which the same words stand still."""
    copies: tuple[str, ...]
    """Other files beside the store that still hold it."""
    cleaned: tuple[str, ...]
    """Backups that were cleaned of it."""
    left: tuple[LeftTold, ...]


class PlannedRedacted(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken out of a plan, an occurrence, an outage or a kept notice."""

    number: str
    subject: str
    """What it is: plan, occurrence, outage or notice."""
    field: str
    entries: int
    """Entries that held it."""
    also_in: tuple[SaidTold, ...]
    """Records in which the same words stand still."""
    copies: tuple[str, ...]
    """Other files beside the store that still hold it."""
    cleaned: tuple[str, ...]
    """Backups that were cleaned of it."""
    left: tuple[LeftTold, ...]


@command("redact")
@subject_name
@option("--field", words=N_("what is taken out: `contact`, `reporter`, `description`, `notes`, `words-to-user` ..."))
@option("--attachment", words=N_("a file that is kept: its name, or the beginning of its digest"), metavar="FILE")
@option("--because", words=N_("why; the reason stays in the record"))
def redact(session: Session, number: str, field: str | None, attachment: str | None, because: str | None) -> None:
    """Take a field out of every entry of a fault or of what is planned, or a file with its name, on every machine."""
    need(_("Taking something out of the record needs {missing}."), field=field or attachment, because=because)
    store = session.writing
    if attachment is None:
        done = redact_field(store, number, field or "", because or "")
    else:
        done = redact_attachment(store, number, attachment, because or "", field=field or "attachments")
    _answer(session, done)
    if not session.is_json:
        for sentence in done.sentences:
            session.tell(sentence)
        if done.elsewhere.has_backups_left:
            session.tell(_("`fieldtech backup --clean` cleans what can be reached by then."))


def left_told(copies: CleanedCopies) -> tuple[LeftTold, ...]:
    """Tell the copies that may hold still what was taken out."""
    return tuple(LeftTold(str(each.file), each.kind.value, each.sentence) for each in copies.left)


def _answer(session: Session, done: Redacted) -> None:
    copies, cleaned = tuple(map(str, done.copies)), tuple(map(str, done.elsewhere.rewritten))
    left, said_in = left_told(done.elsewhere), tuple(SaidTold(*each) for each in done.said_in)
    if subject_kind(done.subject) != "fault":
        planned = PlannedRedacted(
            number=done.number,
            subject=subject_kind(done.subject),
            field=done.field,
            entries=done.entries,
            also_in=said_in,
            copies=copies,
            cleaned=cleaned,
            left=left,
        )
        session.answer(planned, [done.number])
        return
    fault = find_fault(session.writing, subject_id(done.subject))
    stands = standing(fault)
    told = RedactedTold(
        number=stands.number,
        status=stands.status,
        is_pending=stands.is_pending,
        attempt=stands.attempt,
        field=done.field,
        entries=done.entries,
        also_kept_with=done.also_kept_with,
        also_in=said_in,
        copies=copies,
        cleaned=cleaned,
        left=left,
    )
    answer_fault(session, fault, told)
