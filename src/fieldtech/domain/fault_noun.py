"""From what was gathered to the fault: which value is shown, what is in conflict, which attempt did what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import msgspec

from fieldtech.domain import fault_operations as op
from fieldtech.domain.fault_fold import FaultState, State, gather, instant_of, stamp_of
from fieldtech.domain.faults import REASSESS, Answer, Attempt, Checklist, Conflict, Fault, Side, Verification
from fieldtech.domain.journal import Entry
from fieldtech.domain.registers import Head, earliest, latest
from fieldtech.domain.words import CheckResult, Mode, PlanKind, Priority, Status

Value = TypeVar("Value")
Part = dict[str, object]
"""Some attributes of the fault, by name."""
Said = TypeVar("Said", bound=op.FaultOperation)

CAUTION = (
    REASSESS,
    "in-progress",
    "pending",
    "assessed",
    "reported",
    "draft",
    "implemented",
    "verified",
    "closed",
    "duplicate",
    "cancelled",
)
"""States from the most to the least cautious: of concurrent ones the first is shown (SYNC.md)."""

SEVERITY = (CheckResult.FAIL, CheckResult.ATTENTION, CheckResult.NOT_APPLICABLE, CheckResult.PASS)

_STATUS_WORDS = frozenset(status.value for status in Status)
_STATUS_OF_STATE = {REASSESS: Status.REPORTED, "duplicate": Status.CANCELLED}

_SIGNED = (
    op.FaultAssessed,
    op.FaultStarted,
    op.FaultPended,
    op.FaultResumed,
    op.SolutionImplemented,
    op.ChecklistAdded,
    op.CheckAnswered,
)
"""Changes of status or checks: one that a signer has not seen asks for a new signature."""


def fold_fault(fault_id: str, entries: Iterable[Entry]) -> Fault | None:
    """Fold a fault's entries.

    Returns:
        The fault; None while no report of it has come.
    """
    state = gather(entries)
    return None if state.report is None else _Builder(fault_id, state).fault()


class Shown(NamedTuple):
    """The value of a field that is shown, and by which rule it was picked among several."""

    head: Head
    rule: str


def pick(field: str, heads: Sequence[Head]) -> Shown:
    """Pick the head that is shown, by the merge rules of SYNC.md's table."""
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
    name = head.value.name if isinstance(head.value, State) else ""
    place = CAUTION.index(name) if name in CAUTION else len(CAUTION)
    return place, -head.entry.order[0], head.entry.hash


def _severity(head: Head) -> tuple[int, int, bytes]:
    answer = head.value
    place = SEVERITY.index(answer.result) if isinstance(answer, op.CheckAnswered) else len(SEVERITY)
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


class _Builder:
    """Reads the registers of one gathered fault."""

    def __init__(self, fault_id: str, state: FaultState) -> None:
        self.fault_id = fault_id
        self.state = state
        self.standing = self._value("status", State) or State("reported")

    def fault(self) -> Fault:
        """Build the noun."""
        state, report = self.state, self.state.report
        assert report is not None
        assert state.first is not None
        attempts = tuple(self._attempt(number) for number in range(1, state.attempts + 1))
        core = Fault(
            id=self.fault_id,
            number=self._text("number"),
            facts=self._facts(),
            state=self.standing.name,
            status=_status_shown(self.standing),
            recorded=stamp_of(state.first),
            attempts=attempts,
            source=report.source,
            origin=report.origin,
            mode=self._value("mode", Mode),
            due_at=self._value("due_at", datetime),
            acknowledged_at=state.acknowledged_at,
            implemented_at=attempts[-1].implemented_at,
            root_cause=self._text("root_cause"),
            lessons=self._text("lessons"),
        )
        for part in (self._standing(), self._assessment(), self._endings(attempts), self._grown(), self._troubles()):
            core = msgspec.structs.replace(core, **part)
        return core

    def _standing(self) -> Part:
        """What the state itself tells: what it waits for, why it ended."""
        standing, is_pending = self.standing, self.standing.name == "pending"
        return {
            "pending_reason": standing.reason,
            "pending_note": standing.note if is_pending else "",
            "resumes_to": standing.of if is_pending else "",
            "end_reason": "" if is_pending else standing.note,
            "duplicate_of": standing.of if standing.name == "duplicate" else "",
        }

    def _assessment(self) -> Part:
        assessed = self._last(op.FaultAssessed)
        if assessed is None:
            return {}
        entry, said = assessed
        return {
            "suggested_priority": said.suggested,
            "priority_because": said.because,
            "assessed_by": stamp_of(entry),
        }

    def _endings(self, attempts: tuple[Attempt, ...]) -> Part:
        """The instants at which the service, the solution and the fault came to their end."""
        restored = self._value("restored", tuple) or (None, "")
        verified = attempts[-1].verification
        is_signed = verified is not None and verified.is_passed
        closed = self._last(op.FaultClosed) if self.standing.name == "closed" else None
        return {
            "restored_at": restored[0],
            "workaround": restored[1],
            "verified_at": verified.by.at if verified is not None and is_signed else None,
            "is_changed_since_sign_off": is_signed and self._is_changed_since(len(attempts)),
            "closed_at": instant_of(closed[0]) if closed else None,
            "closed_by": stamp_of(closed[0]) if closed else None,
        }

    def _grown(self) -> Part:
        """What only ever grows."""
        state = self.state
        return {
            "notes": tuple(state.notes),
            "times": tuple(state.times),
            "parts": tuple(state.parts),
            "words_to_user": tuple(state.words),
            "attachments": tuple(state.attachments),
            "pauses": tuple(state.pauses.values()),
        }

    def _troubles(self) -> Part:
        """What merging found: conflicts, and entries without effect."""
        contested = self.state.registers.contested
        return {
            "conflicts": tuple(self._conflict(field) for field in contested if self._is_conflict(field)),
            "oddities": tuple(self.state.oddities),
        }

    def _head(self, field: str) -> Head | None:
        heads = self.state.registers.heads(field)
        return pick(field, heads).head if heads else None

    def _value(self, field: str, kind: type[Value]) -> Value | None:
        head = self._head(field)
        return head.value if head is not None and isinstance(head.value, kind) else None

    def _text(self, field: str) -> str:
        return self._value(field, str) or ""

    def _facts(self) -> op.Facts:
        told = {name: self._value(name, object) for name in op.Facts.__struct_fields__}
        return msgspec.convert(told, op.Facts)

    def _last(self, kind: type[Said]) -> tuple[Entry, Said] | None:
        for entry, operation in reversed(self.state.applied):
            if isinstance(operation, kind):
                return entry, operation
        return None

    def _attempt(self, number: int) -> Attempt:
        planned = self._head(f"plan/{number}")
        plan = planned.value if planned and isinstance(planned.value, op.SolutionPlanned) else None
        placed = self._head(f"solution/{number}")
        solution = placed.value if placed and isinstance(placed.value, op.SolutionImplemented) else None
        lists = (said for said, _ in self.state.checklists.values() if said.attempt == number)
        return Attempt(
            number=number,
            cause=self._text(f"cause/{number}"),
            plan=plan.text if plan else "",
            plan_kind=plan.plan_kind if plan else PlanKind.STANDARD,
            planned_by=stamp_of(planned.entry) if planned else None,
            solution=solution.solution if solution else "",
            resolution_code=solution.resolution_code if solution else None,
            implemented_at=solution.implemented_at if solution else None,
            implemented_by=stamp_of(placed.entry) if placed else None,
            checklists=tuple(self._checklist(said.checklist_id) for said in lists),
            verification=self._verification(number),
        )

    def _checklist(self, checklist_id: str) -> Checklist:
        said, by = self.state.checklists[checklist_id]
        answers = (self._answer(checklist_id, item.id) for item in said.template.items)
        told = tuple(answer for answer in answers if answer is not None)
        return Checklist(id=checklist_id, template=said.template, answers=told, by=by)

    def _answer(self, checklist_id: str, item: str) -> Answer | None:
        head = self._head(f"check/{checklist_id}/{item}")
        if head is None or not isinstance(head.value, op.CheckAnswered):
            return None
        said = head.value
        return Answer(
            item=item,
            result=said.result,
            reading=said.reading,
            value=said.value,
            note=said.note,
            by=stamp_of(head.entry),
        )

    def _verification(self, number: int) -> Verification | None:
        head = self._head(f"verification/{number}")
        if head is None or not isinstance(head.value, op.FaultVerified):
            return None
        said, by = head.value, stamp_of(head.entry)
        fixers = {each.entry.header.actor for each in self.state.registers.heads(f"solution/{number}")}
        return Verification(
            system=said.system,
            user=said.user,
            user_words=said.user_words,
            how=said.how,
            told_by=said.told_by,
            rating=said.rating,
            signature=said.signature,
            is_passed=said.is_passed,
            is_by_fixer=by.actor in fixers,
            by=by,
        )

    def _is_changed_since(self, number: int) -> bool:
        """Tell whether status or checks changed without the last signer's sight, or after it."""
        signed = self._head(f"verification/{number}")
        if signed is None or not isinstance(signed.value, op.FaultVerified):
            return False
        seen = _frontier(signed.value.seen)
        header = signed.entry.header
        return any(
            isinstance(operation, _SIGNED) and entry.header.seq > seen.get(entry.header.chain, 0)
            for entry, operation in self.state.applied
            if not (entry.header.chain == header.chain and entry.header.seq == header.seq)
        )

    def _is_conflict(self, field: str) -> bool:
        """Tell whether the heads of a field say different things; two numbers of one fault are no quarrel."""
        spelled = {spell_value(head.value) for head in self.state.registers.heads(field)}
        return len(spelled) > 1 and field != "number"

    def _conflict(self, field: str) -> Conflict:
        heads = self.state.registers.heads(field)
        shown, rule = pick(field, heads)
        ordered = sorted(heads, key=lambda head: head.entry.order)
        sides = tuple(Side(value=spell_value(head.value), by=stamp_of(head.entry)) for head in ordered)
        return Conflict(field=field, shown=spell_value(shown.value), rule=rule, sides=sides)


def spell_value(value: object) -> str:
    """Spell a register's value as the command line shows it."""
    match value:
        case None:
            return ""
        case State():
            return value.name
        case op.CheckAnswered():
            return value.result.value
        case op.SolutionPlanned():
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


def _status_shown(standing: State) -> Status:
    name = standing.of if standing.name == "pending" else standing.name
    if name in _STATUS_OF_STATE:
        return _STATUS_OF_STATE[name]
    return Status(name) if name in _STATUS_WORDS else Status.REPORTED


def _frontier(references: tuple[str, ...]) -> dict[str, int]:
    """Read for each chain the last sequence that was seen; what isn't a reference is passed over."""
    parts = (reference.split(".") for reference in references)
    return {part[0]: int(part[1]) for part in parts if len(part) == 3 and part[1].isdecimal() and len(part[1]) < 16}
