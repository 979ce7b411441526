"""The command that takes a field of a fault out of the record: redact."""

from fieldtech.cli.answers import Standing, answer_fault, standing
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, file_name, need
from fieldtech.cli.parameters import fault_number, option
from fieldtech.text import N_, _, ngettext
from fieldtech.workflow.redaction import redact_field


class Redacted(Standing, frozen=True, kw_only=True):
    """What was taken out."""

    field: str
    entries: int
    """Entries that held it."""
    copies: tuple[str, ...]
    """Other files beside the store that still hold it."""


@command("redact")
@fault_number
@option("--field", words=N_("what is taken out: `contact`, `reporter`, `description`, `notes`, `words-to-user` ..."))
@option("--because", words=N_("why; the reason stays in the record"))
def redact(session: Session, number: str, field: str | None, because: str | None) -> None:
    """Take a field out of every entry of a fault, here and on every machine that hears of it; only supervisors may."""
    need(_("Taking something out of the record needs {missing}."), field=field, because=because)
    done = redact_field(session.writing, number, field or "", because or "")
    stands = standing(done.fault)
    document = Redacted(
        number=stands.number,
        status=stands.status,
        is_pending=stands.is_pending,
        attempt=stands.attempt,
        field=done.field,
        entries=done.entries,
        copies=tuple(str(copy) for copy in done.copies),
    )
    answer_fault(session, done.fault, document)
    if not session.is_json:
        session.tell(
            ngettext("Taken out of {n} entry.", "Taken out of {n} entries.", done.entries).format(n=done.entries)
        )
    for copy in done.copies:
        session.tell(_("{file} still holds it: remove it, or make it anew.").format(file=file_name(copy)))
