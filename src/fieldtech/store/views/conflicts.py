"""What merging found: every value, who wrote it when on which machine, and what is shown meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from peewee import Database

from fieldtech.domain.conflicts import KIND_WORDS, Concern, ConcernKind, concerns, rule_words
from fieldtech.domain.faults import Side
from fieldtech.domain.history_words import did_words
from fieldtech.domain.register_words import register_name, register_value
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.store import statements
from fieldtech.store.store import Store
from fieldtech.store.views.filters import CONTESTED
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.subjects import FoundSubject, subject_by_id
from fieldtech.text import _

_MARKED = "has_conflict + is_odd > 0"
"""As the indexes have it: among a hundred thousand faults the few are found at once."""
_TABLES = ("fault", "plan", "occurrence", "outage")
"""What several machines write to, in the order in which a list has it."""


@dataclass(frozen=True, slots=True)
class ToldSide:
    """One of the values, or one of the entries."""

    value: str
    """As it is recorded."""
    words: str
    actor: str
    machine: str
    at: datetime
    """By the author's own clock, UTC."""
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundConflict:
    """One thing to look at."""

    subject: str
    """Such as `fault:4f6k2m9p3qdw`."""
    number: str
    """What it is called: the number of a fault or a plan, `P-26K7-001/2026-03-31`, a provider's number."""
    title: str
    kind: ConcernKind
    kind_words: str
    field: str
    """The register; empty: it is about no field."""
    field_words: str
    sides: tuple[ToldSide, ...]
    shown: str
    shown_words: str
    rule: str
    rule_words: str


def found_conflicts(store: Store) -> tuple[FoundConflict, ...]:
    """Read all there is to look at: faults, then what is planned, by their numbers."""
    with store.reading() as database:
        names = people_names(store)
        found = [
            subject
            for table in _TABLES
            for subject in _found(store, database, f"SELECT subject FROM {table} WHERE {_MARKED}")
        ]
        told = [each for subject in found for each in conflicts_of(store, subject, names)]
        for table in ("fault", "plan"):
            told += [_told(store, some[0], _of_number(some), names) for some in _alike(store, database, table)]
    return tuple(sorted(told, key=_place))


def count_contested(store: Store) -> int:
    """Count the subjects with something to settle or to sign anew."""
    tables = " + ".join(f"(SELECT count(*) FROM {table} WHERE {CONTESTED.sql})" for table in _TABLES)
    with store.reading() as database:
        (count,) = statements.run(database, f"SELECT {tables}")[0]
    return int(str(count))


def conflicts_of(store: Store, found: FoundSubject, names: PeopleNames | None = None) -> Iterator[FoundConflict]:
    """Tell what there is to look at in one subject."""
    known = names or people_names(store)
    for concern in concerns(found.noun):
        yield _told(store, found, concern, known)


def _place(found: FoundConflict) -> tuple[int, str, str]:
    return _TABLES.index(subject_kind(found.subject)), found.number, found.subject


def _found(store: Store, database: Database, sql: str) -> Iterator[FoundSubject]:
    """Read the subjects that a query names."""
    found = (subject_by_id(store, str(subject)) for (subject,) in statements.run(database, sql))
    return (each for each in found if each is not None)


def _alike(store: Store, database: Database, table: str) -> Iterator[tuple[FoundSubject, ...]]:
    """Read those that bear one number."""
    sql = (
        f"SELECT subject FROM {table} WHERE number IN (SELECT number FROM {table} WHERE number <> ''"
        " GROUP BY number HAVING count(*) > 1) ORDER BY number, subject"
    )
    for _number, some in groupby(_found(store, database, sql), key=lambda each: each.number):
        yield tuple(some)


def _of_number(alike: tuple[FoundSubject, ...]) -> Concern:
    """Several that bear one number: each by its identifier, which names it too."""
    sides = tuple(Side(value=subject_id(each.subject), by=each.recorded) for each in alike)
    return Concern(kind=ConcernKind.SAME_NUMBER, field="number", sides=sides, shown=alike[0].number, rule="apart")


def _told(store: Store, found: FoundSubject, concern: Concern, names: PeopleNames) -> FoundConflict:
    return FoundConflict(
        subject=found.subject,
        number=found.number,
        title=found.title,
        kind=concern.kind,
        kind_words=_(KIND_WORDS[concern.kind]),
        field=concern.field,
        field_words=register_name(found.noun, concern.field) if concern.field else "",
        sides=tuple(_told_side(store, found, concern, side, names) for side in concern.sides),
        shown=concern.shown,
        shown_words=_words(store, found, concern, concern.shown) if concern.shown else "",
        rule=concern.rule,
        rule_words=rule_words(concern),
    )


def _told_side(store: Store, found: FoundSubject, concern: Concern, side: Side, names: PeopleNames) -> ToldSide:
    return ToldSide(
        value=side.value,
        words=_words(store, found, concern, side.value),
        actor=names.person(side.by.actor),
        machine=names.machine(side.by.machine),
        at=side.by.at,
        ref=side.by.ref,
    )


def _words(store: Store, found: FoundSubject, concern: Concern, value: str) -> str:
    """Say a value; of an entry, what it did."""
    is_changed = concern.kind is ConcernKind.CHANGED and concern.field != "outcome"
    if concern.kind is ConcernKind.NOT_APPLIED or (" + " not in value and is_changed):
        return did_words(value)
    return register_value(found.noun, concern.field, value, store.zone)
