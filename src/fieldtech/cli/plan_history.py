"""The histories of plans and occurrences, as lines and as JSON."""

from collections.abc import Iterable, Iterator

from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone
from fieldtech.cli.showing import EntryTold, HistoryTold, entry_told
from fieldtech.domain.history_words import did_words, oddity_words
from fieldtech.domain.instants import local_text
from fieldtech.store import Store
from fieldtech.store.views.history import HistoryEntry
from fieldtech.text import _


def answer_history(session: Session, store: Store, name: str, entries: Iterable[HistoryEntry]) -> None:
    """Answer with some entries, the oldest first."""
    known = tuple(entries)
    told: tuple[EntryTold, ...] = tuple(map(entry_told, known))
    session.answer(HistoryTold(name, told), [line for entry in known for line in _lines(entry, store)])


def _lines(entry: HistoryEntry, store: Store) -> Iterator[Line]:
    did = _("{who} {did}").format(who=entry.actor, did=did_words(entry.kind))
    yield [
        Span(f"{local_text(entry.recorded_at, store.zone)}  {entry.machine}.{entry.sequence}  ", Tone.QUIET),
        Span(did, Tone.STRONG),
    ]
    if entry.words:
        yield f"    {entry.words}"
    for change in entry.changes:
        template = _("{field}: {was} → {now}") if change.was else _("{field}: {now}")
        yield f"    {template.format(field=change.field, was=change.was, now=change.now)}"
    if entry.oddity:
        yield [Span(f"    {oddity_words(entry.oddity)}", Tone.SOON)]
