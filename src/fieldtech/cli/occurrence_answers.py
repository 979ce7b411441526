"""How an occurrence is named on the command line, and what its commands answer."""

import msgspec

from fieldtech.cli.frame import Session
from fieldtech.cli.output import Span, Tone, lay_out
from fieldtech.cli.parameters import argument
from fieldtech.cli.plan_telling import occurrence_told
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import OccurrenceState
from fieldtech.text import N_, _

STATE_TONES = {
    OccurrenceState.LATE: Tone.LATE,
    OccurrenceState.MISSED: Tone.LATE,
    OccurrenceState.DUE: Tone.SOON,
    OccurrenceState.STARTED: Tone.SOON,
    OccurrenceState.DONE: Tone.DONE,
    OccurrenceState.SKIPPED: Tone.QUIET,
    OccurrenceState.DEFERRED: Tone.QUIET,
    OccurrenceState.MOVED: Tone.PLAIN,
    OccurrenceState.PLANNED: Tone.PLAIN,
}
occurrence_name = argument(
    "name",
    "O",
    N_("such as P-26K7-001/2026-03-31; the plan's number alone: what is to be done now"),
    is_required=True,
)


def state_span(found: PlannedOccurrence) -> Span:
    """Name the state; its colour repeats it."""
    return Span(label_of(found.state), STATE_TONES[found.state])


def answer_occurrence(
    session: Session, found: PlannedOccurrence, document: msgspec.Struct | None = None, *more: str
) -> None:
    """Say where an occurrence stands now, and which stop is next."""
    rows = [[Span(found.name), Span(str(found.day)), state_span(found)]]
    session.answer(document or occurrence_told(found), [*lay_out(rows, None, flexible=0), *more])
    stop = found.touched.next_stop if found.touched and found.state is OccurrenceState.STARTED else None
    if stop and not session.is_json:
        session.tell(_("Next stop: {stop}.").format(stop=stop))
