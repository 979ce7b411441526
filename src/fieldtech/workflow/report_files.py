"""Writing the fault handling report into a folder, to be printed, carried away or filed (PROCESS S3.5, S4)."""

from enum import StrEnum
from pathlib import Path

from fieldtech.documents.fault_report import fault_report_html, fault_report_markdown
from fieldtech.store import Store
from fieldtech.workflow.attachments import write_into
from fieldtech.workflow.documents import fault_report_of


class ReportForm(StrEnum):
    """The forms in which it is written; each is the end of the file's name."""

    HTML = "html"
    MARKDOWN = "md"


def save_fault_report(
    store: Store, number: str, folder: Path, form: ReportForm, *, without_user_information: bool = False
) -> Path:
    """Write a fault's report as it stands now, readable by its owner alone; nothing that stands there is touched.

    Args:
        without_user_information: Leave out names and contacts of users (S6).

    Returns:
        Where it lies.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: there is no such folder.
        UnwritableOutput: it can't be written there.
    """
    report = fault_report_of(store, number)
    write = fault_report_html if form is ReportForm.HTML else fault_report_markdown
    text = write(report, without_user_information=without_user_information)
    return write_into(folder, f"{report.fault.number}.{form}", text.encode())
