"""What people do on their machines, by the use cases of the program alone: a step that suits the fault's state."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from fieldtech.domain.conflicts import ENDINGS
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    Priority,
    ResolutionCode,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.models import FaultRow
from fieldtech.store import Store
from fieldtech.store.views.faults import fault_by_id
from fieldtech.store.views.people import acting_person
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.checklists import add_checklist, answer_check
from fieldtech.workflow.closing import cancel_fault, close_fault, mark_duplicate, reopen_fault
from fieldtech.workflow.handling import (
    add_note,
    add_time,
    attach_file,
    pend_fault,
    plan_solution,
    restore_service,
    resume_fault,
    start_fault,
    tell_user,
    use_part,
)
from fieldtech.workflow.reports import edit_fault, report_fault
from fieldtech.workflow.settling import settle_conflict
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.devices.planned_work import planned_work
from tests.devices.provider_work import provider_work
from tests.workflow.road import template

Step = Callable[["Worker"], object]
WORDS = ("disk 4", "机房空调滴水", "RAID degraded", "打印机卡纸", "login loop", "über\n\u0301", "R4 / 03U")
SITES = ("DC-1", "DC-2")


@dataclass
class Worker:
    """Somebody who sits before a store and a fault."""

    store: Store
    chance: random.Random
    fault: Fault

    @property
    def id(self) -> str:
        """Names the fault to the use cases: numbers may be given twice."""
        return self.fault.id

    def word(self) -> str:
        """Some text."""
        return f"{self.chance.choice(WORDS)} {self.chance.randrange(10_000)}"

    def secret(self) -> str:
        """A text that stands nowhere else."""
        return secret(self.chance)


def secret(chance: random.Random) -> str:
    """Make a text that can be looked for in every file."""
    return f"canary-{chance.randbytes(8).hex()}"


def facts(store: Store, chance: random.Random) -> Facts:
    """Tell what a caller tells."""
    return Facts(
        title=chance.choice(WORDS),
        description=f"{chance.choice(WORDS)}, since the morning",
        channel=chance.choice(tuple(Channel)),
        reporter=secret(chance),
        contact=secret(chance),
        occurred_at=store.now() - timedelta(minutes=chance.randrange(1, 600)),
        impact=chance.choice(tuple(Impact)),
        urgency=chance.choice(tuple(Urgency)),
        asset=chance.choice(("DB-1", "SW-3", "")),
        site=chance.choice(SITES),
    )


def work(store: Store, chance: random.Random) -> str:
    """Do one thing.

    Returns:
        The subject that it was done to; empty where the program refused it.
    """
    faults = fault_ids(store)
    try:
        chosen = chance.random()
        if chosen < 0.2:
            return planned_work(store, chance)
        if chosen < 0.26:
            return provider_work(store, chance)
        if not faults or chance.random() < 0.15:
            told = facts(store, chance)
            is_draft = chance.random() < 0.15
            return f"fault:{report_fault(store, told, is_draft=is_draft).id}"
        fault = fault_by_id(store, chance.choice(faults))
        assert fault is not None
        _step(fault, chance)(Worker(store, chance, fault))
    except (RuleViolation, UnknownName):
        return ""
    return f"fault:{fault.id}"


def fault_ids(store: Store) -> list[str]:
    """Name the faults that are here."""
    with store.reading():
        subjects = sorted(str(row[0]) for row in FaultRow.select(FaultRow.subject).tuples())
    return [subject.partition(":")[2] for subject in subjects]


def _step(fault: Fault, chance: random.Random) -> Step:
    if fault.conflicts and chance.random() < 0.5:
        return _settle
    if chance.random() < 0.06:
        return _hurry
    leading, other = LEADING[fault.state], OTHERS.get(fault.state, ()) + ALWAYS
    return chance.choice(leading if chance.random() < 0.55 else other)


def _settle(told: Worker) -> object:
    conflict = told.chance.choice(told.fault.conflicts)
    return settle_conflict(told.store, told.id, conflict.field, told.chance.choice(conflict.sides).by.ref)


def _complete(told: Worker) -> object:
    return edit_fault(told.store, told.id, Facts(title=told.word()))


def _edit(told: Worker) -> object:
    changed = told.chance.choice(
        (
            Facts(title=told.word(), place=told.word()),
            Facts(contact=told.secret()),
            Facts(asset=told.word(), site=told.chance.choice(SITES)),
        )
    )
    return edit_fault(told.store, told.id, changed, because=told.word())


def _assess(told: Worker) -> object:
    said = Assessment(
        nature=told.chance.choice(tuple(Nature)),
        impact=told.chance.choice(tuple(Impact)),
        urgency=told.chance.choice(tuple(Urgency)),
        priority=told.chance.choice((None, *Priority)),
        because=told.word(),
        mode=told.chance.choice((None, *Mode)),
        cause=told.word(),
        assignee=told.chance.choice((None, acting_person(told.store).name)),
    )
    return assess_fault(told.store, told.id, said)


def _assign(told: Worker) -> object:
    return assign_fault(told.store, told.id, told.chance.choice(("", acting_person(told.store).name, "Wu Lan")))


def _start(told: Worker) -> object:
    return start_fault(told.store, told.id, mode=told.chance.choice(tuple(Mode)))


def _pend(told: Worker) -> object:
    return pend_fault(told.store, told.id, told.chance.choice(tuple(PendingReason)), note=told.word())


def _resume(told: Worker) -> object:
    return resume_fault(told.store, told.id)


def _restore(told: Worker) -> object:
    return restore_service(told.store, told.id, told.word())


def _note(told: Worker) -> object:
    known = [note.by.ref for note in told.fault.notes]
    revises = told.chance.choice(known) if known and told.chance.random() < 0.3 else ""
    return add_note(told.store, told.id, told.secret(), revises=revises)


def _tell(told: Worker) -> object:
    return tell_user(told.store, told.id, told.secret(), how="phone", whom=told.secret())


def _attach(told: Worker) -> object:
    name = told.secret()
    content = name.encode() + told.chance.randbytes(told.chance.randrange(1, 3_000))
    return attach_file(told.store, told.id, name, content)


def _time(told: Worker) -> object:
    return add_time(told.store, told.id, told.chance.randrange(1, 240), note=told.word())


def _part(told: Worker) -> object:
    return use_part(told.store, told.id, "SSD 960 GB", old_serial=told.word(), new_serial=told.word())


def _plan(told: Worker) -> object:
    return plan_solution(told.store, told.id, told.word())


def _list(told: Worker) -> object:
    return add_checklist(
        told.store, told.id, template(told.chance.choice(("workstation-handover", "raid-disk-failed")))
    )


def _check(told: Worker) -> object:
    lists = told.fault.attempt.checklists
    if not lists:
        return _list(told)
    checklist = told.chance.choice(lists)
    item = told.chance.choice(checklist.template.items).id
    result = told.chance.choice((CheckResult.NOT_APPLICABLE, CheckResult.PASS, CheckResult.FAIL))
    return answer_check(told.store, told.id, item, result, checklist_id=checklist.id)


def _implement(told: Worker) -> object:
    return implement_solution(told.store, told.id, told.word(), told.chance.choice(tuple(ResolutionCode)))


def _verify(told: Worker) -> object:
    verdict = Verdict(
        system=told.chance.choice((SystemCheck.PASS, SystemCheck.PASS, SystemCheck.FAIL)),
        user=told.chance.choice((UserVerdict.ACCEPTED, UserVerdict.ACCEPTED, UserVerdict.PARTLY)),
        user_words=told.secret(),
        how="phone",
        told_by=told.secret(),
        rating=told.chance.choice((1, 5)),
    )
    return verify_solution(told.store, told.id, verdict)


def _close(told: Worker) -> object:
    return close_fault(told.store, told.id, told.word(), lessons=told.word())


def _reopen(told: Worker) -> object:
    return reopen_fault(told.store, told.id, told.word())


def _end(told: Worker) -> object:
    others = [each for each in fault_ids(told.store) if each != told.id]
    if others and told.chance.random() < 0.4:
        return mark_duplicate(told.store, told.id, told.chance.choice(others))
    return cancel_fault(told.store, told.id, told.word())


def _hurry(told: Worker) -> object:
    """Bring it along its road in one go, as far as it goes, one step at least."""
    LEADING[told.fault.state][0](told)
    with suppress(RuleViolation):
        for _ in range(5):
            fault = fault_by_id(told.store, told.id)
            assert fault is not None
            LEADING[fault.state][0](Worker(told.store, told.chance, fault))
    return told.fault


ALWAYS = (_note, _tell, _attach)
_WORK = (_check, _check, _plan, _time, _part, _restore, _assign, _edit)
LEADING: dict[str, tuple[Step, ...]] = {
    "draft": (_complete,),
    "reported": (_assess,),
    "reassess": (_assess,),
    "assessed": (_start,),
    "in-progress": (_implement, _implement, _check, _plan, _pend),
    "pending": (_resume,),
    "implemented": (_verify,),
    "verified": (_close,),
    "closed": (_reopen,),
    **dict.fromkeys(ENDINGS, (_note,)),
}
"""By state: what leads on."""
OTHERS: dict[str, tuple[Step, ...]] = {
    "draft": (_edit,),
    "reported": (_edit, _assign, _pend, _end),
    "reassess": (_edit, _assign, _pend, _end),
    "assessed": (*_WORK, _assess, _pend, _end),
    "in-progress": (*_WORK, _assess, _pend),
    "pending": _WORK,
    "implemented": (_check, _time, _part),
    "verified": (_time,),
}
"""By state: what else may be done, besides what always may."""
