"""What merging found, fault by fault: every value, who wrote it when on which machine, and what is shown meanwhile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import msgspec

from fieldtech.domain.conflicts import KIND_WORDS, Concern, ConcernKind, concerns, rule_words
from fieldtech.domain.faults import Fault, Side
from fieldtech.domain.history_words import did_words, field_name, value_words
from fieldtech.store import statements
from fieldtech.store.store import Store
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.text import _

_MARKED = "has_conflict = 1" + "".join(
    f" OR instr(detail, CAST('\"{name}\":[' AS BLOB))" for name in ("oddities", "numbers")
)
"""The words of the record can't look like that: in them a quote stands behind a backslash."""
_decoder = msgspec.json.Decoder(Fault)


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

    fault_id: str
    number: str
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
    """Read all there is to look at, by the faults' numbers."""
    with store.reading() as database:
        rows = statements.run(database, f"SELECT detail FROM fault WHERE {_MARKED} ORDER BY number, subject")
        doubles = statements.run(
            database,
            "SELECT detail FROM fault WHERE number IN (SELECT number FROM fault WHERE number <> ''"
            " GROUP BY number HAVING count(*) > 1) ORDER BY number, subject",
        )
        names = people_names(store)
    told = [each for fault in _faults(rows) for each in conflicts_of(store, fault, names)]
    for _number, some in groupby(_faults(doubles), key=lambda fault: fault.number):
        alike = tuple(some)
        told.append(_told(store, alike[0], _of_number(alike), names))
    return tuple(sorted(told, key=lambda each: (each.number, each.fault_id)))


def count_contested(store: Store) -> int:
    """Count the faults with something to settle or to sign anew."""
    with store.reading() as database:
        (count,) = statements.run(database, "SELECT count(*) FROM fault WHERE has_conflict = 1")[0]
    return int(str(count))


def conflicts_of(store: Store, fault: Fault, names: PeopleNames | None = None) -> Iterator[FoundConflict]:
    """Tell what there is to look at in one fault."""
    known = names or people_names(store)
    for concern in concerns(fault):
        yield _told(store, fault, concern, known)


def _of_number(alike: tuple[Fault, ...]) -> Concern:
    """Several faults that bear one number: each by its identifier, which names it too."""
    sides = tuple(Side(value=fault.id, by=fault.recorded) for fault in alike)
    return Concern(kind=ConcernKind.SAME_NUMBER, field="number", sides=sides, shown=alike[0].number, rule="apart")


def _told(store: Store, fault: Fault, concern: Concern, names: PeopleNames) -> FoundConflict:
    return FoundConflict(
        fault_id=fault.id,
        number=fault.number,
        title=fault.title,
        kind=concern.kind,
        kind_words=_(KIND_WORDS[concern.kind]),
        field=concern.field,
        field_words=field_name(fault, concern.field) if concern.field else "",
        sides=tuple(_told_side(store, concern, side, names) for side in concern.sides),
        shown=concern.shown,
        shown_words=_words(store, concern, concern.shown) if concern.shown else "",
        rule=concern.rule,
        rule_words=rule_words(concern),
    )


def _told_side(store: Store, concern: Concern, side: Side, names: PeopleNames) -> ToldSide:
    return ToldSide(
        value=side.value,
        words=_words(store, concern, side.value),
        actor=names.person(side.by.actor),
        machine=names.machine(side.by.machine),
        at=side.by.at,
        ref=side.by.ref,
    )


def _words(store: Store, concern: Concern, value: str) -> str:
    """Say a value; of an entry, what it did."""
    if concern.kind is ConcernKind.NOT_APPLIED or (" + " not in value and concern.kind is ConcernKind.CHANGED):
        return did_words(value)
    return value_words(concern.field, value, store.zone)


def _faults(rows: Iterable[statements.Row]) -> Iterator[Fault]:
    for (detail,) in rows:
        yield _decoder.decode(detail if isinstance(detail, bytes) else bytes(detail))  # type: ignore[call-overload]
