"""The fold of an occurrence: done over deferred over what the clock says, done twice kept twice; pure and total."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from fieldtech.domain import plan_operations as op
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Conflict, Side
from fieldtech.domain.heads import Head, earliest, latest
from fieldtech.domain.journal import Entry
from fieldtech.domain.merge_rules import SEVERITY
from fieldtech.domain.occurrence_state import OccurrenceState, Outcome, gather_occurrence
from fieldtech.domain.occurrences import Finish, LeftOut, Occurrence, Progress, StopAnswer
from fieldtech.domain.registers import Registers
from fieldtech.domain.sightings import Seen

_RANK = (Progress.DONE, Progress.STARTED, Progress.BROKEN_OFF, Progress.DEFERRED, Progress.SKIPPED)
"""Which of concurrent outcomes is shown: work that was done, work that goes on, work that is still to be done."""
_SIGNED = (
    op.OccurrenceCheckAnswered.KIND,
    op.OccurrenceAnswersTakenBack.KIND,
    op.OccurrenceStopLeftOut.KIND,
    ConflictSettled.KIND,
)
"""What a signer signs: where it changes without his sight, he is to look at it again."""


def fold_occurrence(
    occurrence_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()
) -> Occurrence | None:
    """Fold an occurrence's entries.

    Returns:
        The occurrence; None while nothing of it makes sense.
    """
    state = gather_occurrence(occurrence_id, entries, supervisors)
    if state.place is None:
        return None
    shown = _shown(state.registers.heads("outcome"))
    outcome = shown.value if shown and isinstance(shown.value, Outcome) else None
    day, because = _day(state.registers)
    listed = _list(state.registers)
    finishes = _finishes(state)
    return Occurrence(
        id=occurrence_id,
        plan_id=state.place[0],
        slot=state.place[1],
        progress=outcome.progress if outcome else Progress.NONE,
        day=day,
        reason=_reason(state.registers, outcome),
        moved_because=because,
        template=listed[1].template if listed else None,
        stops=listed[1].stops if listed else (),
        answers=tuple(_answers(state, listed[1] if listed else None)),
        left_out=tuple(_left_out(state, listed[1].stops if listed else ())),
        started_by=stamp_of(listed[0]) if listed else None,
        changed_by=stamp_of(shown.told) if shown else None,
        finishes=finishes,
        faults=tuple(state.faults.values()),
        is_changed_since_sign_off=bool(finishes) and outcome is not None and _is_changed(state, shown),
        conflicts=tuple(_conflicts(state.registers, shown)),
        oddities=tuple(state.oddities),
    )


def _shown(heads: Sequence[Head]) -> Head | None:
    """Pick the outcome that is shown: the furthest; of several sign-offs the first."""
    return min(heads, key=_place) if heads else None


def _place(head: Head) -> tuple[int, int, bytes]:
    progress = head.value.progress if isinstance(head.value, Outcome) else ""
    rank = _RANK.index(progress) if progress in _RANK else len(_RANK)
    return rank, head.entry.order[0], head.entry.hash


def _day(registers: Registers) -> tuple[date | None, str]:
    heads = registers.heads("day")
    said = latest(heads).value if heads else None
    if isinstance(said, op.OccurrenceMoved | op.OccurrenceDeferred):
        return said.to, said.reason
    return None, ""


def _reason(registers: Registers, outcome: Outcome | None) -> str:
    """Say why it was put off, left out or broken off; of several deferrals why to the day that is shown."""
    heads = registers.heads("day")
    said = latest(heads).value if heads else None
    if outcome is None:
        return ""
    if outcome.progress == Progress.DEFERRED and isinstance(said, op.OccurrenceDeferred):
        return said.reason
    return str(getattr(outcome.said, "reason", ""))


def _list(registers: Registers) -> tuple[Entry, op.OccurrenceStarted] | None:
    """The list as it was first begun: answers are bound to it."""
    heads = registers.heads("list")
    head = earliest(heads) if heads else None
    return (head.told, head.value) if head and isinstance(head.value, op.OccurrenceStarted) else None


def _answers(state: OccurrenceState, listed: op.OccurrenceStarted | None) -> list[StopAnswer]:
    """Give the answers to what is asked, in walking order; any other is listed."""
    items = {item.id: place for place, item in enumerate(listed.template.items)} if listed and listed.template else {}
    stops = {stop: place for place, stop in enumerate(listed.stops or ("",))} if listed else {}
    found: list[StopAnswer] = []
    for field in state.registers.names():
        if field.startswith("check/"):
            heads = state.registers.heads(field)
            head = min(heads, key=_severity)
            said = head.value
            if isinstance(said, op.OccurrenceCheckAnswered) and said.stop in stops and said.item in items:
                found.append(_answer(head, said))
                continue
            if isinstance(said, op.OccurrenceAnswersTakenBack) and said.stop in stops:
                continue
            for stray in heads:
                state.list_oddity(stray.entry, "no-such-target")
    return sorted(found, key=lambda each: (stops[each.stop], items[each.item]))


def _answer(head: Head, said: op.OccurrenceCheckAnswered) -> StopAnswer:
    return StopAnswer(
        stop=said.stop,
        item=said.item,
        result=said.result,
        reading=said.reading,
        value=said.value,
        note=said.note,
        by=stamp_of(head.told),
    )


def _left_out(state: OccurrenceState, stops: Sequence[str]) -> Iterator[LeftOut]:
    """Give the stops of the route that are left out; of several words that did not see each other the latest holds."""
    for stop in stops:
        heads = state.registers.heads(f"stop/{stop}")
        head = latest(heads) if heads else None
        if head is not None and isinstance(head.value, op.OccurrenceStopLeftOut) and head.value.reason:
            yield LeftOut(stop=stop, reason=head.value.reason, by=stamp_of(head.told))


def _severity(head: Head) -> tuple[int, int, bytes]:
    said = head.value
    place = SEVERITY.index(said.result) if isinstance(said, op.OccurrenceCheckAnswered) else len(SEVERITY)
    return place, -head.entry.order[0], head.entry.hash


def _finishes(state: OccurrenceState) -> tuple[Finish, ...]:
    """Every sign-off that counted when it was written, those settled away too: nothing that was done is hidden."""
    found = [
        Finish(
            done_at=said.done_at,
            note=said.note,
            minutes=said.minutes,
            signature=said.signature,
            by=stamp_of(entry),
        )
        for entry, said in state.signed
    ]
    return tuple(sorted(found, key=lambda each: (each.done_at, each.by.ref)))


def _is_changed(state: OccurrenceState, shown: Head | None) -> bool:
    """Tell whether a check or a stop changed that the signer of the shown sign-off has not seen."""
    said = shown.value.said if shown and isinstance(shown.value, Outcome) else None
    if shown is None or not isinstance(said, op.OccurrenceFinished):
        return False
    seen = Seen(said.seen, shown.told, state.entries)
    return any(not seen.covers(entry) for entry in state.applied if entry.header.kind in _SIGNED)


def _conflicts(registers: Registers, shown: Head | None) -> Iterator[Conflict]:
    for field in registers.contested:
        heads = registers.heads(field)
        values = [spell_occurrence_value(head.value) for head in heads]
        if len(set(values)) < 2 and not _is_done_twice(heads):
            continue
        sides = tuple(Side(value=value, by=stamp_of(head.told)) for value, head in zip(values, heads, strict=True))
        if field == "outcome" and shown is not None:
            yield Conflict(field=field, shown=spell_occurrence_value(shown.value), rule="done", sides=sides)
        elif field.startswith("check/"):
            worst = spell_occurrence_value(min(heads, key=_severity).value)
            yield Conflict(field=field, shown=worst, rule="severest", sides=sides)
        elif field == "list":
            yield Conflict(
                field=field, shown=spell_occurrence_value(earliest(heads).value), rule="earliest", sides=sides
            )
        else:
            yield Conflict(field=field, shown=spell_occurrence_value(latest(heads).value), rule="latest", sides=sides)


def _is_done_twice(heads: Sequence[Head]) -> bool:
    return sum(isinstance(head.value, Outcome) and head.value.progress == Progress.DONE for head in heads) > 1


def spell_occurrence_value(value: object) -> str:
    """Spell a value of an occurrence's field, as conflicts and histories show it."""
    match value:
        case None:
            return ""
        case Outcome():
            return value.progress
        case op.OccurrenceCheckAnswered():
            return value.result.value
        case op.OccurrenceAnswersTakenBack():
            return ""
        case op.OccurrenceStopLeftOut():
            return value.reason
        case op.OccurrenceMoved() | op.OccurrenceDeferred():
            return value.to.isoformat()
        case op.OccurrenceStarted():
            template = f"{value.template.id} {value.template.version}" if value.template else ""
            return " ".join((template, *value.stops)).strip()
    return str(value)
