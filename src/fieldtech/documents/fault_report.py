"""The fault handling report (PROCESS S3.5) as a document, as Markdown and as a page of HTML."""

from collections.abc import Iterator

from fieldtech.documents.blocks import Block, Document, Fact, Section, Signatures, Words
from fieldtech.documents.fault_attempts import attempt_sections, cause_section, feedback_section
from fieldtech.documents.fault_facts import classification_section, report_section, state_word
from fieldtech.documents.fault_measures import attachments_section, first_measures, work_sections
from fieldtech.documents.fault_record import interim_notice, record_section
from fieldtech.documents.fault_times import time_to_resolve, times_section
from fieldtech.documents.fault_view import FaultReport
from fieldtech.documents.html_page import as_html
from fieldtech.documents.markdown import as_markdown
from fieldtech.documents.user_information import leave_out_users
from fieldtech.domain.word_labels import label_of
from fieldtech.text import _

__all__ = ["FaultReport", "fault_report_document", "fault_report_html", "fault_report_markdown"]


def fault_report_markdown(report: FaultReport, *, without_user_information: bool = False) -> str:
    """Write a fault handling report as Markdown (GitHub's dialect, for its tables).

    Args:
        without_user_information: Leave out names and contacts of users (S6).
    """
    return as_markdown(fault_report_document(report, without_user_information=without_user_information))


def fault_report_html(report: FaultReport, *, without_user_information: bool = False) -> str:
    """Write a fault handling report as one page of HTML that needs nothing else and prints on A4.

    Args:
        without_user_information: Leave out names and contacts of users (S6).
    """
    return as_html(fault_report_document(report, without_user_information=without_user_information))


def fault_report_document(report: FaultReport, *, without_user_information: bool = False) -> Document:
    """Compose a fault handling report; an unfinished fault's is an interim one that says what it lacks."""
    told = leave_out_users(report) if without_user_information else report
    fault = told.fault
    kind = _("Fault handling report") if told.is_final else _("Interim fault handling report")
    return Document(
        kind=kind,
        number=fault.number,
        subject=fault.title or _("without a title"),
        owner=told.site,
        summary=tuple(_summary(told)),
        notices=tuple(interim_notice(told)),
        sections=tuple(_sections(told)),
        foot=_("{number} · printed {when} ({zone})").format(
            number=fault.number, when=told.when(told.printed_at), zone=told.zone.key
        ),
        language=told.language,
    )


def _summary(report: FaultReport) -> Iterator[Fact]:
    fault = report.fault
    yield Fact(_("Priority"), label_of(fault.priority) if fault.priority else "–")
    yield Fact(_("State"), state_word(fault))
    yield Fact(_("Reported"), report.when(fault.facts.reported_at or fault.recorded.at))
    yield Fact(_("Time to resolve"), time_to_resolve(report) or "–")
    yield Fact(_("Handled by"), fault.assignee or "–")


def _sections(report: FaultReport) -> Iterator[Section]:
    fault = report.fault
    yield report_section(report)
    yield classification_section(report)
    yield times_section(report)
    yield cause_section(report)
    attempts, work = tuple(attempt_sections(report)), tuple(work_sections(report))
    none: tuple[Block, ...] = () if attempts or work else (Words("", _("none yet")),)
    yield Section(_("Measures taken"), tuple(first_measures(report)) or none)
    yield from attempts
    yield from work
    yield feedback_section(report)
    yield Section(_("Lessons"), (Words("", fault.lessons or (_("none") if report.is_final else _("not told yet"))),))
    for section in (attachments_section(report), record_section(report)):
        if section is not None:
            yield section
    yield Section(_("Signatures"), (_signatures(report),))


def _signatures(report: FaultReport) -> Signatures:
    """Leave room to sign for who repaired, who verified and who uses it."""
    fault = report.fault
    verified = fault.attempt.verification
    user = "" if report.user_information_is_left_out else (verified.told_by if verified else fault.facts.reporter or "")
    return Signatures(
        (
            Fact(_("Handled by"), report.name(fault.attempt.implemented_by) or fault.assignee),
            Fact(_("Verified by"), report.name(verified.by) if verified else ""),
            Fact(_("User"), user),
        )
    )
