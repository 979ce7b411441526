"""What was done beside the attempts: workaround, parts, working time, words to the user, notes, files (S3.3, S6)."""

from collections.abc import Iterator
from datetime import timedelta

from fieldtech.documents.blocks import Block, Cell, Column, Section, Table, Words
from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.faults import Part
from fieldtech.domain.instants import duration_words
from fieldtech.domain.word_labels import label_of_text
from fieldtech.domain.words import ContactWay
from fieldtech.text import _


def first_measures(report: FaultReport) -> Iterator[Block]:
    """Tell how the service was brought back first, and why the fault was reopened."""
    fault = report.fault
    if fault.workaround:
        yield Words(_("Workaround"), fault.workaround, report.when(fault.restored_at))
    for each in report.reopenings:
        by = _("{name}, {when}").format(name=each.name, when=report.when(each.at))
        yield Words(_("Reopened because"), each.reason, by)


def work_sections(report: FaultReport) -> Iterator[Section]:
    """Tell parts, time, words to the user and notes, as far as there are any."""
    tables = {
        _("Parts"): tuple(_parts(report)),
        _("Working time"): tuple(_times(report)),
        _("What the user was told"): tuple(_words(report)),
        _("Notes"): tuple(_notes(report)),
    }
    for title, blocks in tables.items():
        if blocks:
            yield Section(title, blocks, is_part=True)


def attachments_section(report: FaultReport) -> Section | None:
    """List the files with their digests; the files themselves lie in the store."""
    if not report.fault.attachments:
        return None
    columns = (
        Column(_("File, digest (SHA-256)"), "wide"),
        Column(_("Size"), "number"),
        Column(_("Done by"), "name"),
        Column(_("When"), "narrow"),
    )
    rows = tuple(
        (
            Cell(each.name, note="" if each.is_taken_out else each.digest),
            Cell("" if each.is_taken_out else _size(each.size)),
            Cell(report.name(each.by)),
            Cell(report.when(each.by.at)),
        )
        for each in report.fault.attachments
    )
    return Section(_("Attachments"), (Table("", columns, rows),))


def _parts(report: FaultReport) -> Iterator[Block]:
    if not report.fault.parts:
        return
    columns = (
        Column(_("Part"), "wide"),
        Column(_("Quantity"), "number"),
        Column(_("Old serial number")),
        Column(_("New serial number")),
        Column(_("Asset")),
        Column(_("Done by"), "name"),
        Column(_("When"), "narrow"),
    )
    yield Table("", columns, tuple(_part(report, part) for part in report.fault.parts))


def _part(report: FaultReport, part: Part) -> tuple[Cell, ...]:
    return (
        Cell(part.part),
        Cell(str(part.quantity)),
        Cell(part.old_serial),
        Cell(part.new_serial),
        Cell(part.asset),
        Cell(report.name(part.by)),
        Cell(report.when(part.by.at)),
    )


def _times(report: FaultReport) -> Iterator[Block]:
    fault = report.fault
    if not fault.times:
        return
    columns = (
        Column(_("Time spent"), "narrow"),
        Column(_("For what"), "wide"),
        Column(_("Done by"), "name"),
        Column(_("When"), "narrow"),
    )
    rows = [
        (
            Cell(_minutes(each.minutes)),
            Cell(each.note),
            Cell(report.name(each.by)),
            Cell(report.when(each.by.at)),
        )
        for each in fault.times
    ]
    if len(rows) > 1:
        rows.append((Cell(_minutes(fault.minutes)), Cell(_("in all")), Cell(""), Cell("")))
    yield Table("", columns, tuple(rows))


def _words(report: FaultReport) -> Iterator[Block]:
    fault = report.fault
    if not fault.words_to_user:
        return
    columns = (
        Column(_("When"), "narrow"),
        Column(_("What was told"), "wide"),
        Column(_("To whom, how"), "name"),
        Column(_("Done by"), "name"),
    )
    rows = []
    for word in fault.words_to_user:
        how = label_of_text(ContactWay, word.how)
        whom = how if report.user_information_is_left_out else _("{name}, {how}").format(name=word.whom, how=how)
        rows.append((Cell(report.when(word.told_at)), Cell(word.text), Cell(whom), Cell(report.name(word.by))))
    yield Table("", columns, tuple(rows))


def _notes(report: FaultReport) -> Iterator[Block]:
    if not report.fault.notes:
        return
    columns = (Column(_("When"), "narrow"), Column(_("Note"), "wide"), Column(_("Done by"), "name"))
    rows = tuple(
        (Cell(report.when(note.by.at)), Cell(note.text, note=_revised(len(note.earlier))), Cell(report.name(note.by)))
        for note in report.fault.notes
    )
    yield Table("", columns, rows)


def _revised(earlier: int) -> str:
    """Say that earlier wordings stand in the history."""
    return _("revised; earlier wordings: {count}").format(count=earlier) if earlier else ""


def _minutes(minutes: int) -> str:
    return duration_words(timedelta(minutes=minutes))


def _size(size: int) -> str:
    if size < 1024:
        return _("{size} B").format(size=size)
    if size < 1024 * 1024:
        return _("{size} KB").format(size=round(size / 1024))
    return _("{size} MB").format(size=f"{size / 1024 / 1024:.1f}")
