"""Which of several concurrent values is shown, and when they are in conflict: docs/sync-model.md, field by field."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_road import State, caution_of
from fieldtech.domain.heads import Head, earliest, latest
from fieldtech.domain.words import CheckResult, Priority

SEVERITY = (CheckResult.FAIL, CheckResult.ATTENTION, CheckResult.NOT_APPLICABLE, CheckResult.PASS)


class Shown(NamedTuple):
    """The value of a field that is shown, and by which rule it was picked among several."""

    head: Head
    rule: str


def pick(field: str, heads: Sequence[Head]) -> Shown:
    """Pick the head that is shown, by the merge rules of the table of docs/sync-model.md."""
    if field == "status":
        return Shown(min(heads, key=_caution), "cautious")
    if field.startswith("check/"):
        return Shown(min(heads, key=_severity), "severest")
    if field.startswith("verification/"):
        return Shown(min(heads, key=_passed), "cautious")
    if field == "priority":
        return Shown(min(heads, key=_rank), "higher")
    if field == "assignee":
        heaviest = max(head.weight for head in heads)
        rule = "supervisor" if heaviest else "earliest"
        return Shown(earliest([head for head in heads if head.weight == heaviest]), rule)
    if field == "number":
        return Shown(earliest(heads), "earliest")
    return Shown(latest(heads), "latest")


def _caution(head: Head) -> tuple[int, int, bytes]:
    place = caution_of(head.value.name if isinstance(head.value, State) else "")
    return place, -head.entry.order[0], head.entry.hash


def _severity(head: Head) -> tuple[int, int, bytes]:
    answer = head.value
    place = SEVERITY.index(answer.result) if isinstance(answer, handling.CheckAnswered) else len(SEVERITY)
    return place, -head.entry.order[0], head.entry.hash


def _passed(head: Head) -> tuple[bool, int, bytes]:
    return (
        isinstance(head.value, op.FaultVerified) and head.value.is_passed,
        -head.entry.order[0],
        head.entry.hash,
    )


def _rank(head: Head) -> tuple[int, int, bytes]:
    rank = head.value.rank if isinstance(head.value, Priority) else len(Priority)
    return rank, -head.entry.order[0], head.entry.hash


def meaning_of(value: object) -> str:
    """Spell what makes two values differ: of a check only its result, of a solution more than its text."""
    match value:
        case handling.SolutionPlanned():
            return f"{value.plan_kind.value} {value.text}"
        case op.SolutionImplemented():
            return f"{value.resolution_code.value} {value.implemented_at.timestamp()} {value.solution}"
    return spell_value(value)


def spell_value(value: object) -> str:
    """Spell a register's value as the command line shows it."""
    match value:
        case None:
            return ""
        case State():
            return value.name
        case handling.CheckAnswered():
            return value.result.value
        case handling.SolutionPlanned():
            return value.text
        case op.SolutionImplemented():
            return value.solution
        case op.FaultVerified():
            return f"{value.system.value} + {value.user.value}"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case tuple():
            return " ".join(spell_value(each) for each in value)
    return str(value)
