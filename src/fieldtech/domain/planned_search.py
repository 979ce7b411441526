"""The words that plans, occurrences, outages and kept notices are found by."""

from collections.abc import Iterator
from itertools import chain

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.outages import KeptNotice, Outage
from fieldtech.domain.planned_subjects import PlannedNoun
from fieldtech.domain.plans import Plan, plan_words


def search_words(noun: PlannedNoun) -> tuple[str, ...]:
    """Gather all words that a subject is found by."""
    match noun:
        case Plan():
            return plan_words(noun)
        case Occurrence():
            return _told(_occurrence_words(noun))
        case Outage():
            return _told(_outage_words(noun))
        case KeptNotice():
            return _told((noun.title, noun.sender, noun.text, noun.source, noun.note))


def _told(words: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word)


def _occurrence_words(occurrence: Occurrence) -> Iterator[str]:
    """What was said of it; what the plan says of all is found by the plan."""
    yield from (occurrence.slot.isoformat(), occurrence.reason, occurrence.moved_because)
    yield from occurrence.stops
    # A number is found by nobody; what was read off in letters is, such as a serial number.
    yield from chain.from_iterable(
        (each.note, each.reading if each.value is None else "") for each in occurrence.answers
    )
    yield from (each.reason for each in occurrence.left_out)
    yield from (each.note for each in occurrence.finishes)
    yield from (each.number for each in occurrence.faults)


def _outage_words(outage: Outage) -> Iterator[str]:
    said = outage.said
    yield from (said.provider, said.maintenance_id, said.summary, said.account, said.organizer, said.text)
    yield from (each.name for each in said.objects)
