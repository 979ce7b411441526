"""What a reader of a fault handling report must know of the record itself: quarrels, oddities, what it lacks."""

from collections.abc import Iterator

from fieldtech.documents.blocks import Cell, Column, Notice, Section, Table
from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.conflicts import RULE_WORDS
from fieldtech.domain.fault_rules import failed_items, unanswered_items
from fieldtech.domain.faults import REASSESS, Fault
from fieldtech.domain.history_words import field_name, value_words
from fieldtech.domain.words import Priority, Status
from fieldtech.text import N_, _

_FACTS = {
    "title": N_("title"),
    "description": N_("description"),
    "channel": N_("channel"),
    "reporter": N_("reporter"),
    "occurred": N_("when it occurred"),
    "impact": N_("impact"),
}
"""The mandatory facts of a report, by the command line's words."""
_ODDITIES = {
    "not-allowed": N_("no step that is recorded before it leads there"),
    "unknown-kind": N_("recorded by a newer version of the program"),
    "unreadable": N_("can't be read"),
    "redacted": N_("its content has not come here"),
    "no-such-target": N_("what it revises is not known here"),
    "not-entitled": N_("only a supervisor's machine may take out what was recorded"),
}


def interim_notice(report: FaultReport) -> Iterator[Notice]:
    """Say of an unfinished fault that its report is not the last, and what it lacks."""
    if not report.is_final:
        yield Notice(_("Interim report: the fault is still open. Missing are:"), tuple(still_missing(report.fault)))
    if report.fault.is_changed_since_sign_off:
        yield Notice(_("Status or checks changed since the sign-off: it needs a new one."), ())
    if report.user_information_is_left_out:
        yield Notice(_("User information is left out of this copy."), ())


def still_missing(fault: Fault) -> Iterator[str]:
    """Name what an open fault still needs until its report can be filed, in the order of the process."""
    for name in fault.missing:
        yield _("the report's mandatory fact: {fact}").format(fact=_(_FACTS[name]))
    if fault.status is Status.DRAFT:
        yield _("the report itself, which is a draft")
    if fault.state == REASSESS:
        yield _("a new assessment of the cause")
    elif fault.assessed_by is None:
        yield _("nature and priority by an assessment")
    if fault.status not in (Status.IMPLEMENTED, Status.VERIFIED):
        yield from _missing_work(fault)
    if fault.status is not Status.VERIFIED:
        yield _("the verification: a check of the system and the user's feedback")
    yield _("the root cause")
    yield _("the closing")


def record_section(report: FaultReport) -> Section | None:
    """List values that were written without sight of each other, and entries that change nothing."""
    fault = report.fault
    blocks = []
    if fault.conflicts:
        columns = (Column(_("Field")), Column(_("Values"), "wide"), Column(_("Value shown"), "wide"))
        rows = tuple(
            (
                Cell(field_name(fault, each.field)),
                Cell(
                    "\n".join(
                        f"{value_words(each.field, side.value, report.zone)} ({report.by(side.by)})"
                        for side in each.sides
                    )
                ),
                Cell(value_words(each.field, each.shown, report.zone), note=_(RULE_WORDS.get(each.rule, each.rule))),
            )
            for each in fault.conflicts
        )
        blocks.append(Table(_("Open conflicts"), columns, rows))
    if fault.oddities:
        columns = (Column(_("Entry")), Column(_("Kind")), Column(_("Why it changes nothing"), "wide"))
        rows = tuple(
            (Cell(each.ref), Cell(each.kind), Cell(_(_ODDITIES.get(each.reason, each.reason))))
            for each in fault.oddities
        )
        blocks.append(Table(_("Entries without effect"), columns, rows))
    return Section(_("Remarks on the record"), tuple(blocks)) if blocks else None


def _missing_work(fault: Fault) -> Iterator[str]:
    if fault.priority is Priority.IMPORTANT and not fault.attempt.plan:
        yield _("the written solution plan that an important fault needs")
    unanswered = unanswered_items(fault)
    if unanswered:
        yield _("answers to {count} required checks").format(count=len(unanswered))
    failed = failed_items(fault)
    if failed:
        yield _("a remedy for the checks that failed: {count}").format(count=len(failed))
    yield _("the solution")
