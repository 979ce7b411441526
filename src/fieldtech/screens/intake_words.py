"""What is said of an intake: how much, what was refused and where, and what is new."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import chain, repeat

from fieldtech.domain.instants import local_text
from fieldtech.domain.proposals import ProposedReport, Refusal
from fieldtech.domain.visible_text import one_line
from fieldtech.text import _, ngettext
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.workflow.intake import Taken

MOST_SHOWN = 200
"""Of each kind; nobody reads more, and the command line gives all."""


def summary_words(taken: Taken) -> str:
    """Count what came of it."""
    parts = [
        _("{n} new").format(n=taken.taken),
        _("{n} taken before").format(n=taken.repeated) if taken.repeated else "",
        _("{n} refused").format(n=len(taken.refused)) if taken.refused else "",
    ]
    return " · ".join(part for part in parts if part)


def intake_lines(taken: Taken, zone: tzinfo) -> Iterator[LabelledLine]:
    """Say what came of it: the counts, what went wrong, how it was understood, what is new."""
    counted = ngettext("{n} row or mail", "{n} rows and mails", taken.read).format(n=taken.read)
    yield LabelledLine(_("Read"), f"{counted}: {summary_words(taken)}", "strong")
    refused = [LabelledLine(_("Refused"), refusal_words(each), "late") for each in taken.refused[:MOST_SHOWN]]
    yield from _under_one_label(refused, len(taken.refused))
    notes = [LabelledLine(_("Understood"), one_line(each.message), "quiet") for each in taken.notes[:MOST_SHOWN]]
    yield from _under_one_label(notes, len(taken.notes))
    numbers = chain(taken.numbers, repeat(""))
    shown = zip(taken.proposals[:MOST_SHOWN], numbers, strict=False)
    new = [LabelledLine(_("New"), _report_words(report, number, zone)) for report, number in shown]
    yield from _under_one_label(new, len(taken.proposals))


def refusal_words(refusal: Refusal) -> str:
    """Say what was refused, where it stands, and why."""
    place = [one_line(refusal.source)]
    if refusal.line is not None:
        place.append(_("line {n}").format(n=refusal.line))
    if refusal.column:
        place.append(one_line(refusal.column))
    value = f" “{one_line(refusal.value)}”" if refusal.value else ""
    return f"{', '.join(place)}{value}: {one_line(refusal.reason)}"


def _report_words(report: ProposedReport, number: str, zone: tzinfo) -> str:
    instant = report.occurred_at or report.reported_at
    about = (number, report.title or "?", report.reporter, report.place, local_text(instant, zone) if instant else "")
    return "  ".join(one_line(word) for word in about if word)


def _under_one_label(lines: list[LabelledLine], count: int) -> Iterator[LabelledLine]:
    """Give the label once, and say how many more there are."""
    if not lines:
        return
    yield LabelledLine("", "")
    for place, line in enumerate(lines):
        yield LabelledLine(" " if place else line.label, line.text, line.meaning)
    if count > len(lines):
        more = _("and {n} more").format(n=count - len(lines))
        yield LabelledLine(" ", more, "quiet")
