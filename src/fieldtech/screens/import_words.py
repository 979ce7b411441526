"""What an import says of itself: the files to choose from, what changes fault by fault, and the counts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from fieldtech.domain.subjects import subject_kind
from fieldtech.domain.visible_text import one_line
from fieldtech.text import _, ngettext
from fieldtech.widgets.fault_facts import moment
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.tick_field import Tick
from fieldtech.workflow.import_tally import Imported
from fieldtech.workflow.stick_files import FoundFile


def file_tick(file: FoundFile, now: datetime, zone: tzinfo) -> Tick:
    """Lay a file out as a line to tick."""
    told = [one_line(file.carrier)[:10], file.path.name] if file.carrier else [file.path.name]
    if file.is_stranger:
        detail = _("of a stranger")
    elif file.is_for_others:
        detail = _("not for here")
    elif file.refusal:
        detail = _("can't be read")
    elif file.is_logged:
        detail = _("came in before")
    elif not file.is_looked_into:
        detail = _("not looked into")
    else:
        detail = " · ".join(part for part in (file.holds, moment(file.written_at, now, zone)) if part)
    return Tick(str(file.path), "  ".join(told), detail, file.refusal)


def imported_summary(imported: Imported) -> str:
    """Count what is new, known and waiting."""
    parts = [ngettext("{n} new entry", "{n} new entries", imported.new).format(n=imported.new)]
    if imported.repeated:
        parts.append(_("{n} known already").format(n=imported.repeated))
    if imported.quarantined:
        parts.append(_("{n} in quarantine").format(n=imported.quarantined))
    if imported.receipts:
        parts.append(ngettext("{n} receipt", "{n} receipts", imported.receipts).format(n=imported.receipts))
    return " · ".join(parts)


def change_lines(imported: Imported) -> Iterator[LabelledLine]:
    """Tell what is to be known, and what happens to each fault, and to what is planned."""
    for note in imported.notes:
        yield LabelledLine("!", note, "soon")
    for machine in imported.forks:
        words = _("{machine} goes on in two ways: it was copied. Both are kept.").format(machine=one_line(machine))
        yield LabelledLine("!", words, "soon")
    for change in imported.changes:
        yield from _told(change.number or "-", change.title, change.words, change.conflicts)
    if imported.more:
        words = ngettext("and {n} fault more", "and {n} faults more", imported.more).format(n=imported.more)
        yield LabelledLine("", words, "quiet")
    for planned in imported.planned:
        number, title = planned.number, planned.title
        if subject_kind(planned.subject) == "occurrence":
            number, _slash, day = number.partition("/")
            title = f"{day}   {title}"
        yield from _told(number, title, planned.words, planned.conflicts)
    if not imported.changes and not imported.planned:
        yield LabelledLine("", _("No fault changes."), "quiet")


def _told(number: str, title: str, words: Sequence[str], conflicts: Sequence[str]) -> Iterator[LabelledLine]:
    """Tell what happens to one of them, and what it has to settle, new or not."""
    yield LabelledLine(number, one_line(title), "strong")
    waiting = ngettext("{n} to settle", "{n} to settle", len(conflicts)).format(n=len(conflicts))
    told = [*words, waiting] if conflicts else words
    yield LabelledLine("  ", _("; ").join(told) or _("nothing that is shown"), "soon" if conflicts else "")
