"""From what was gathered to the fault: which value is shown, what is in conflict, which attempt did what."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_fold import gather
from fieldtech.domain.fault_road import State
from fieldtech.domain.fault_state import FaultState, instant_of, stamp_of
from fieldtech.domain.fault_troubles import conflicts_in, numbers_in
from fieldtech.domain.faults import REASSESS, Answer, Attempt, Checklist, Fault, Verification
from fieldtech.domain.heads import Head
from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.journal import Entry
from fieldtech.domain.merge_rules import pick
from fieldtech.domain.unsigned_changes import has_unseen_branch, unsigned_changes
from fieldtech.domain.words import Mode, PlanKind, Status

Value = TypeVar("Value")
Part = dict[str, object]
"""Some attributes of the fault, by name."""

_FACTS = frozenset(op.Facts.__struct_fields__)
_NO_FACTS = op.Facts()
_STATUS_WORDS = frozenset(status.value for status in Status)
_STATUS_OF_STATE = {REASSESS: Status.REPORTED, "duplicate": Status.CANCELLED}


def fold_fault(fault_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> Fault | None:
    """Fold a fault's entries.

    Args:
        supervisors: The chains whose redactions are obeyed, `Roster.supervisors`.

    Returns:
        The fault; None while no report of it has come.
    """
    state = gather(entries, supervisors)
    return None if state.report is None else _Builder(fault_id, state).fault()


class _Builder:
    """Reads the registers of one gathered fault."""

    def __init__(self, fault_id: str, state: FaultState) -> None:
        self.fault_id = fault_id
        self.state = state
        self.standing = self._standing_state()
        self._last_of = {type(said): (entry, said) for entry, said in state.applied}

    def _standing_state(self) -> State:
        """The most cautious head; if that is an ending, and unseen work wins over it, what it ended."""
        head = self._head("status")
        if head is None or not isinstance(head.value, State):
            return State("reported")
        return self.state.lapsed(head.entry.ref) or head.value

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
            worked_at=self._worked_at(),
            acknowledged_at=state.acknowledged_at,
            implemented_at=attempts[-1].implemented_at,
            root_cause=self._text("root_cause"),
            lessons=self._text("lessons"),
        )
        rest = self._standing() | self._assessment() | self._endings(attempts) | self._grown() | self._troubles()
        return msgspec.structs.replace(core, **rest)

    def _worked_at(self) -> datetime | None:
        """When who has it worked on it last, by his own entries: those of others don't do his work."""
        if self.standing.name != Status.IN_PROGRESS:
            return None
        worker = person_identifier(self._text("assignee"))
        instants = (instant_of(entry) for entry, _ in self.state.applied if entry.header.actor == worker)
        return max(instants, default=None)

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
        """The assessment that the shown priority comes of; else the last one."""
        priority = self._head("priority")
        shown = self._assessed_by(priority.told) if priority else None
        assessed = shown or self._last_of.get(op.FaultAssessed)
        if assessed is None:
            return {}
        entry, said = assessed
        assert isinstance(said, op.FaultAssessed)
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
        signed = self._head(f"verification/{len(attempts)}") if is_signed else None
        unsigned = unsigned_changes(self.state, signed) if signed is not None else ()
        closed = self._last_of.get(op.FaultClosed) if self.standing.name == "closed" else None
        reopened = self._last_of.get(op.FaultReopened)
        return {
            "reopened_at": instant_of(reopened[0]) if reopened else None,
            "restored_at": restored[0],
            "workaround": restored[1],
            "verified_at": verified.by.at if verified is not None and is_signed else None,
            "is_changed_since_sign_off": signed is not None
            and (bool(unsigned) or has_unseen_branch(self.state, signed)),
            "unsigned": unsigned,
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
        """What merging found: conflicts, several numbers, and entries without effect."""
        return {
            "conflicts": conflicts_in(self.state, self.standing),
            "numbers": numbers_in(self.state),
            "oddities": tuple(self.state.oddities),
        }

    def _head(self, field: str) -> Head | None:
        heads = self.state.registers.heads(field)
        if len(heads) == 1:
            return heads[0]
        return pick(field, heads).head if heads else None

    def _value(self, field: str, kind: type[Value]) -> Value | None:
        head = self._head(field)
        return head.value if head is not None and isinstance(head.value, kind) else None

    def _text(self, field: str) -> str:
        return self._value(field, str) or ""

    def _facts(self) -> op.Facts:
        told = {
            name: (heads[0] if len(heads) == 1 else pick(name, heads).head).value
            for name, heads in self.state.registers.all_heads()
            if name in _FACTS
        }
        return msgspec.structs.replace(_NO_FACTS, **told)

    def _assessed_by(self, author: Entry) -> tuple[Entry, op.FaultOperation] | None:
        """Find an assessment by its entry."""
        applied = ((entry, said) for entry, said in self.state.applied if entry is author)
        return next((each for each in applied if isinstance(each[1], op.FaultAssessed)), None)

    def _attempt(self, number: int) -> Attempt:
        planned = self._head(f"plan/{number}")
        plan = planned.value if planned and isinstance(planned.value, handling.SolutionPlanned) else None
        placed = self._head(f"solution/{number}")
        solution = placed.value if placed and isinstance(placed.value, op.SolutionImplemented) else None
        lists = (said for said, _ in self.state.checklists.values() if said.attempt == number)
        return Attempt(
            number=number,
            cause=self._text(f"cause/{number}"),
            plan=plan.text if plan else "",
            plan_kind=plan.plan_kind if plan else PlanKind.STANDARD,
            planned_by=stamp_of(planned.told) if planned else None,
            solution=solution.solution if solution else "",
            resolution_code=solution.resolution_code if solution else None,
            implemented_at=solution.implemented_at if solution else None,
            implemented_by=stamp_of(placed.told) if placed else None,
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
        if head is None or not isinstance(head.value, handling.CheckAnswered):
            return None
        said = head.value
        return Answer(
            item=item,
            result=said.result,
            reading=said.reading,
            value=said.value,
            note=said.note,
            by=stamp_of(head.told),
        )

    def _verification(self, number: int) -> Verification | None:
        head = self._head(f"verification/{number}")
        if head is None or not isinstance(head.value, op.FaultVerified):
            return None
        said, by = head.value, stamp_of(head.told)
        fixers = {each.told.header.actor for each in self.state.registers.heads(f"solution/{number}")}
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


def _status_shown(standing: State) -> Status:
    name = standing.of if standing.name == "pending" else standing.name
    if name in _STATUS_OF_STATE:
        return _STATUS_OF_STATE[name]
    return Status(name) if name in _STATUS_WORDS else Status.REPORTED
