"""The histories of plans and occurrences, as lines and as JSON."""

from collections.abc import Iterable, Iterator

from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone
from fieldtech.cli.showing import EntryTold, HistoryTold, entry_told
from fieldtech.domain.history_words import did_words, oddity_words
from fieldtech.domain.instants import local_text
from fieldtech.domain.planned_fields import PlannedThing, planned_field_name, planned_value_words
from fieldtech.store import Store
from fieldtech.store.views.history import FieldChange, HistoryEntry
from fieldtech.text import _


def answer_history(
    session: Session, store: Store, name: str, entries: Iterable[HistoryEntry], noun: PlannedThing | None = None
) -> None:
    """Answer with some entries of a plan or an occurrence, the oldest first; None: nobody touched it."""
    known = tuple(entries)
    told: tuple[EntryTold, ...] = tuple(map(entry_told, known))
    session.answer(HistoryTold(name, told), [line for entry in known for line in _lines(noun, entry, store)])


def _lines(noun: PlannedThing | None, entry: HistoryEntry, store: Store) -> Iterator[Line]:
    did = _("{who} {did}").format(who=entry.actor, did=did_words(entry.kind))
    yield [
        Span(f"{local_text(entry.recorded_at, store.zone)}  {entry.machine}.{entry.sequence}  ", Tone.QUIET),
        Span(did, Tone.STRONG),
    ]
    if entry.words:
        yield f"    {entry.words}"
    if noun is not None:
        yield from (_change_line(noun, change, store) for change in entry.changes)
    if entry.oddity:
        yield [Span(f"    {oddity_words(entry.oddity)}", Tone.SOON)]


def _change_line(noun: PlannedThing, change: FieldChange, store: Store) -> str:
    template = _("{field}: {was} → {now}") if change.was else _("{field}: {now}")
    told = {
        name: planned_value_words(noun, change.field, text, store.zone)
        for name, text in (("was", change.was), ("now", change.now))
    }
    return f"    {template.format(field=planned_field_name(noun, change.field), **told)}"
