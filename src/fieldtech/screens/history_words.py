"""A fault's history as labelled lines: who recorded what, when, on which machine, and what it was before."""

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone, tzinfo

from fieldtech.domain.faults import Fault
from fieldtech.domain.history_words import change_words, did_words, oddity_words
from fieldtech.domain.instants import local_text
from fieldtech.domain.visible_text import one_line
from fieldtech.store.views.history import HistoryEntry
from fieldtech.text import _
from fieldtech.widgets.labelled_lines import LabelledLine


def history_lines(fault: Fault, entries: Iterable[HistoryEntry]) -> tuple[LabelledLine, ...]:
    """Tell the entries, the latest first."""
    return tuple(_line(fault, entry) for entry in reversed(tuple(entries)))


def _line(fault: Fault, entry: HistoryEntry) -> LabelledLine:
    zone = timezone(timedelta(minutes=entry.utc_offset))
    head = _("{who} {did}").format(who=entry.actor, did=did_words(entry.kind))
    place = _("{machine} entry {n}").format(machine=entry.machine, n=entry.sequence)
    rows = [f"{head}   ({place})", *_details(fault, entry, zone)]
    return LabelledLine(local_text(entry.recorded_at, zone)[5:], "\n".join(rows), "quiet" if entry.oddity else "")


def _details(fault: Fault, entry: HistoryEntry, zone: tzinfo) -> Iterator[str]:
    if entry.oddity:
        yield f"  {oddity_words(entry.oddity)}"
    if entry.words:
        yield f"  “{one_line(entry.words)}”"
    for change in entry.changes:
        if change.was != change.now and change.now != one_line(entry.words):
            yield f"  {change_words(fault, change.field, change.was, change.now, zone)}"
