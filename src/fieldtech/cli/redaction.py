"""The command that takes a field of a fault, or of what is planned, out of the record: redact."""

import msgspec

from fieldtech.cli.answers import Standing, answer_fault, standing
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, file_name, need
from fieldtech.cli.parameters import option, subject_name
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_, _, ngettext
from fieldtech.workflow.redaction import redact_field


class Redacted(Standing, frozen=True, kw_only=True):
    """What was taken out of a fault."""

    field: str
    entries: int
    """Entries that held it."""
    copies: tuple[str, ...]
    """Other files beside the store that still hold it."""


class PlannedRedacted(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken out of a plan, an occurrence, an outage or a kept notice."""

    number: str
    subject: str
    """What it is: plan, occurrence, outage or notice."""
    field: str
    entries: int
    """Entries that held it."""
    copies: tuple[str, ...]
    """Other files beside the store that still hold it."""


@command("redact")
@subject_name
@option("--field", words=N_("what is taken out: `contact`, `reporter`, `description`, `notes`, `words-to-user` ..."))
@option("--because", words=N_("why; the reason stays in the record"))
def redact(session: Session, number: str, field: str | None, because: str | None) -> None:
    """Take a field out of every entry of a fault or of what is planned, on every machine; only supervisors may."""
    need(_("Taking something out of the record needs {missing}."), field=field, because=because)
    store = session.writing
    done = redact_field(store, number, field or "", because or "")
    copies = tuple(str(copy) for copy in done.copies)
    if subject_kind(done.subject) == "fault":
        fault = find_fault(store, subject_id(done.subject))
        stands = standing(fault)
        told = Redacted(
            number=stands.number,
            status=stands.status,
            is_pending=stands.is_pending,
            attempt=stands.attempt,
            field=done.field,
            entries=done.entries,
            copies=copies,
        )
        answer_fault(session, fault, told)
    else:
        kind = subject_kind(done.subject)
        planned = PlannedRedacted(
            number=done.number, subject=kind, field=done.field, entries=done.entries, copies=copies
        )
        session.answer(planned, [done.number])
    if not session.is_json:
        session.tell(
            ngettext("Taken out of {n} entry.", "Taken out of {n} entries.", done.entries).format(n=done.entries)
        )
    for copy in done.copies:
        session.tell(_("{file} still holds it: remove it, or make it anew.").format(file=file_name(copy)))
