"""What merging found of a fault: fields in conflict, endings that unseen work won over, several numbers."""

from fieldtech.domain.fault_road import State
from fieldtech.domain.fault_state import FaultState, stamp_of
from fieldtech.domain.faults import Conflict, Side
from fieldtech.domain.heads import Head
from fieldtech.domain.merge_rules import meaning_of, pick, spell_value


def conflicts_in(state: FaultState, standing: State) -> tuple[Conflict, ...]:
    """Tell every field whose values were written without sight of each other and differ.

    Args:
        standing: The state that is shown.
    """
    told = [_conflict(state, field) for field in state.registers.contested if _is_conflict(state, field)]
    if all(conflict.field != "status" for conflict in told):
        told += _lapse(state, standing)
    return tuple(told)


def numbers_in(state: FaultState) -> tuple[Side, ...]:
    """Tell the numbers that machines gave without sight of each other; none where there is only one."""
    heads = state.registers.heads("number")
    return _sides(heads) if len({head.value for head in heads}) > 1 else ()


def _is_conflict(state: FaultState, field: str) -> bool:
    """Tell whether the heads of a field say different things; two numbers of one fault are no quarrel."""
    return field != "number" and len({meaning_of(head.value) for head in state.registers.heads(field)}) > 1


def _conflict(state: FaultState, field: str) -> Conflict:
    heads = state.registers.heads(field)
    shown, rule = pick(field, heads)
    return Conflict(field=field, shown=spell_value(shown.value), rule=rule, sides=_sides(heads))


def _lapse(state: FaultState, standing: State) -> tuple[Conflict, ...]:
    """An ending that unseen work won over is in conflict with it, even where no status was set."""
    endings = tuple(head for head in state.registers.heads("status") if state.is_outdone(head.entry.ref))
    if not endings:
        return ()
    work = state.first_unseen_work(endings[0].entry.ref)
    sides = _sides((*endings, Head(standing, work)))
    return (Conflict(field="status", shown=standing.name, rule="cautious", sides=sides),)


def _sides(heads: tuple[Head, ...]) -> tuple[Side, ...]:
    ordered = sorted(heads, key=lambda head: head.entry.order)
    return tuple(Side(value=spell_value(head.value), by=stamp_of(head.entry)) for head in ordered)
