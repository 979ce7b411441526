"""What is found by words among all that is planned: plans, their occurrences, outages, and mail that is to be read."""

from dataclasses import dataclass
from datetime import date

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.outages import Outage
from fieldtech.domain.planned_occurrences import local_day
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.store import planned_words
from fieldtech.store.store import Store
from fieldtech.store.views.outages import notice_by_id
from fieldtech.store.views.subjects import find_subject
from fieldtech.text import N_, _

_KINDS = {
    "plan": N_("maintenance plan"),
    "occurrence": N_("planned work"),
    "outage": N_("outage"),
    "notice": N_("mail to be read"),
}


@dataclass(frozen=True, slots=True)
class FoundPlanned:
    """One thing that is planned, and has the words."""

    subject: str
    """Such as `plan:4f6k2m9p3qdw`."""
    number: str
    """What it is called: `P-26K7-001`, `P-26K7-001/2026-03-31`, a provider's number, a mail's identifier."""
    title: str
    day: date | None
    """Where it stands in the calendar, or came; None: a plan has many."""

    @property
    def kind(self) -> str:
        """Which kind of subject it is: plan, occurrence, outage or notice."""
        return subject_kind(self.subject)

    @property
    def kind_words(self) -> str:
        """Say which kind it is."""
        return _(_KINDS[self.kind])


def search_planned(store: Store, words: str, *, limit: int = 40) -> tuple[FoundPlanned, ...]:
    """Find what is planned by all words, what was recorded last first."""
    with store.reading():
        return tuple(_found(store, subject) for subject in planned_words.find(words, limit))


def _found(store: Store, subject: str) -> FoundPlanned:
    if subject_kind(subject) == "notice":
        notice = notice_by_id(store, subject_id(subject))
        assert notice is not None
        return FoundPlanned(
            subject, notice.id, notice.title or notice.source, local_day(notice.recorded.at, store.zone)
        )
    found = find_subject(store, subject)
    day = None
    if isinstance(found.noun, Occurrence):
        day = found.noun.day or found.noun.slot
    elif isinstance(found.noun, Outage):
        day = local_day(found.noun.starts_at, store.zone)
    return FoundPlanned(subject, found.number, found.title, day)
