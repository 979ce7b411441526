"""Commands between records and files: intake and report-of (PROCESS S3.1, S3.5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.new_files import write_file
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.cli.parameters import FILE, argument, fault_number, flag, option
from fieldtech.cli.values import Choice
from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.instants import local_text
from fieldtech.domain.proposals import ProposedReport, Refusal
from fieldtech.store import Store
from fieldtech.text import N_, _

DATE_ORDERS = ("dmy", "mdy", "ymd")


class Proposed(msgspec.Struct, frozen=True):
    """A report that would be taken."""

    source: str
    line: int | None
    title: str | None
    occurred_at: datetime | None
    reported_at: datetime | None


class IntakeTold(msgspec.Struct, frozen=True):
    """What came of an intake."""

    read: int
    taken: int
    repeated: int
    refused: tuple[Refusal, ...]
    faults: tuple[str, ...]
    """The numbers of the new faults; of a dry run empty."""
    proposed: tuple[Proposed, ...] | msgspec.UnsetType
    """Of a dry run: what would be taken."""


@command("intake")
@argument("files", "FILE|FOLDER...", N_("mail (eml, mbox, maildir), CSV, JSON"), kind=FILE, is_many=True)
@option("--mapping", kind=FILE, words=N_("which column is what; else the columns tell"), metavar="F.toml")
@option("--date-order", kind=Choice(*DATE_ORDERS), words=N_("the order of day, month and year in the files"))
@flag("--dry-run", "is_dry_run", words=N_("only say what would be taken"))
def intake(
    session: Session, files: Sequence[Path], mapping: Path | None, date_order: str | None, is_dry_run: bool
) -> None:
    """Take in reports; a second time takes nothing."""
    from fieldtech.workflow.intake import take_files

    need(_("Name the files: {missing} is missing."), file=" ".join(map(str, files)))
    store = session.writing
    taken = take_files(store, files, mapping=mapping, date_order=date_order, is_dry_run=is_dry_run)
    proposed = tuple(map(_proposed, taken.proposals)) if is_dry_run else msgspec.UNSET
    told = IntakeTold(taken.read, taken.taken, taken.repeated, taken.refused, taken.numbers, proposed)
    session.answer(told, _preview(taken.proposals, store) if is_dry_run else taken.numbers)
    for note in taken.notes:
        session.tell(f"{_place(note.source, note.line)}: {note.message}")
    if not session.is_json:
        _tell_refusals(session, taken.refused)
        session.tell(_summary(told, is_dry_run=is_dry_run))
    if taken.refused:
        session.exit_status = UnreadableInput.exit_status


@command("report-of")
@fault_number
@option("--format", "form", kind=Choice("md", "html"), words=N_("Markdown, or HTML that prints; md, if not told"))
@option("-o", "--output", "file", kind=FILE, words=N_("where to, replacing what lies there"), metavar="FILE")
@flag("--redact-users", "is_redacted", words=N_("leave out names and contacts of users"))
def report_of(session: Session, number: str, form: str | None, file: Path | None, is_redacted: bool) -> None:
    """Write the fault handling report of a fault, as far as it has come."""
    from fieldtech.documents.fault_report import fault_report_html, fault_report_markdown
    from fieldtech.workflow.documents import fault_report_of

    report = fault_report_of(session.reading, number)
    write = fault_report_html if form == "html" else fault_report_markdown
    text = write(report, without_user_information=is_redacted)
    if file is not None:
        write_file(file, text.encode())
    told = ReportTold(report.fault.number, form or "md", str(file) if file else None, text)
    session.answer(told, [text.rstrip("\n") if file is None else str(file)])


class ReportTold(msgspec.Struct, frozen=True):
    """A report that was written."""

    number: str
    format: str
    file: str | None
    text: str


def _proposed(report: ProposedReport) -> Proposed:
    return Proposed(report.source, report.line, report.title, report.occurred_at, report.reported_at)


def _preview(proposals: Iterable[ProposedReport], store: Store) -> list[Line]:
    rows = [
        [
            Span(_place(each.source, each.line), Tone.QUIET),
            Span(local_text(each.occurred_at, store.zone) if each.occurred_at else "-"),
            Span(local_text(each.reported_at, store.zone) if each.reported_at else "-"),
            Span(each.title or "-"),
        ]
        for each in proposals
    ]
    headings = [Span(_("From"), Tone.QUIET), Span(_("Occurred")), Span(_("Reported")), Span(_("What"))]
    return list(lay_out([headings, *rows], None, flexible=3)) if rows else []


def _tell_refusals(session: Session, refused: Iterable[Refusal]) -> None:
    for each in refused:
        where = ", ".join(part for part in (_place(each.source, each.line), each.column or "") if part)
        value = f" “{each.value}”" if each.value else ""
        session.tell(_("Refused: {where}{value}: {reason}").format(where=where, value=value, reason=each.reason))


def _place(source: str, line: int | None) -> str:
    return source if line is None else f"{source}:{line}"


def _summary(told: IntakeTold, *, is_dry_run: bool) -> str:
    sentence = _("{read} read, {taken} taken, {repeated} known already, {refused} refused.")
    if is_dry_run:
        sentence = _("{read} read, {taken} would be taken, {repeated} known already, {refused} refused.")
    return sentence.format(read=told.read, taken=told.taken, repeated=told.repeated, refused=len(told.refused))
