"""What a technician could record next of a fault: steps that the guards would let pass, of every kind, by chance."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.checklists import Condition, Localised, Template, TemplateItem
from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.fault_operations import Facts, FaultOperation, FaultReported
from fieldtech.domain.faults import Fault
from fieldtech.domain.redactable_fields import REDACTED
from fieldtech.domain.sightings import Sight
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Role,
    SystemCheck,
    Urgency,
    UserVerdict,
)

Steps = dict[str, tuple[Callable[["Chooser"], FaultOperation], ...]]
NAMES = ("Li Wei", "Zhao Min", "Anna Berg", "陈静")
WORDS = ("disk 4", "机房空调滴水", "RAID degraded", "打印机卡纸", "login loop", "über\n\u0301", "", "R4 / 03U")
TEMPLATE = Template(
    id="raid-disk-failed",
    version=3,
    title=Localised(en="A failed disk", zh_CN="硬盘故障"),
    nature=Nature.HARDWARE,
    items=(
        TemplateItem(id="led", text=Localised(en="The LED is green")),
        TemplateItem(id="rebuild", text=Localised(en="The rebuild runs"), required=False),
        TemplateItem(
            id="fan", text=Localised(en="The fan turns"), when=Condition(item="led", results=(CheckResult.FAIL,))
        ),
    ),
)


class Chooser:
    """Chance, with the fault it chooses for and what the author has before him."""

    def __init__(self, chance: random.Random, fault: Fault, sight: Sight) -> None:
        self.chance = chance
        self.fault = fault
        self.sight = sight
        self.attempt = fault.attempt.number

    def word(self) -> str:
        """Some text."""
        return self.chance.choice(WORDS)

    def name(self) -> str:
        """Somebody."""
        return self.chance.choice(NAMES)

    def at(self) -> datetime:
        """Some instant of the month."""
        return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=self.chance.randrange(30 * 24 * 60))

    def maybe(self, value: str) -> str | None:
        """A value that may not be said."""
        return value if self.chance.random() < 0.5 else None


def any_report(chance: random.Random, number: str) -> FaultReported:
    """Report something, in one of four cases as a draft."""
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(30 * 24 * 60))
    facts = Facts(
        title=chance.choice(WORDS),
        description=chance.choice(WORDS),
        channel=chance.choice(tuple(Channel)),
        reporter=chance.choice(NAMES),
        occurred_at=at,
        reported_at=at + timedelta(minutes=5),
        impact=chance.choice(tuple(Impact)),
        place=chance.choice(("R4 / 03U", "机房 A")),
    )
    return FaultReported(number=number, facts=facts, is_draft=chance.random() < 0.25)


def next_step(fault: Fault, chance: random.Random, sight: Sight, *, may_redact: bool = False) -> FaultOperation:
    """Choose a step that suits the fault's state; every second one leads on.

    Args:
        may_redact: Whether the author is heard as a supervisor.
    """
    chooser = Chooser(chance, fault, sight)
    if fault.conflicts and chance.random() < 0.3:
        return _settled(chooser)
    if may_redact and fault.notes and chance.random() < 0.1:
        return _redacted(chooser)
    leading, other = LEADING[fault.state], OTHERS.get(fault.state, ()) + ALWAYS
    return chance.choice(leading if chance.random() < 0.5 else other)(chooser)


def _edited(told: Chooser) -> FaultOperation:
    facts = Facts(title=told.word(), place=told.maybe(told.word()), asset=told.maybe("DB-1"))
    return op.FaultEdited(facts=facts, because=told.word(), completes_draft=False)


def _completed(told: Chooser) -> FaultOperation:
    return op.FaultEdited(facts=Facts(description=told.word()), completes_draft=True)


def _assessed(told: Chooser, *, moves: bool = True) -> FaultOperation:
    return op.FaultAssessed(
        nature=told.chance.choice(tuple(Nature)),
        impact=told.chance.choice(tuple(Impact)),
        urgency=told.chance.choice(tuple(Urgency)),
        priority=told.chance.choice(tuple(Priority)),
        suggested=Priority.GENERAL,
        because=told.word(),
        category=told.maybe("storage"),
        mode=told.chance.choice((None, *Mode)),
        assignee=told.maybe(told.name()),
        standing=told.chance.choice(tuple(Role)),
        cause=told.maybe(told.word()),
        due_at=told.chance.choice((None, told.at())),
        attempt=told.attempt,
        moves=moves,
    )


def _assessed_anew(told: Chooser) -> FaultOperation:
    return _assessed(told, moves=False)


def _assigned(told: Chooser) -> FaultOperation:
    return op.FaultAssigned(assignee=told.name(), standing=told.chance.choice(tuple(Role)))


def _started(told: Chooser) -> FaultOperation:
    return op.FaultStarted(mode=told.chance.choice(tuple(Mode)), assignee=told.maybe(told.name()))


def _pended(told: Chooser) -> FaultOperation:
    return op.FaultPended(reason=told.chance.choice(tuple(PendingReason)), of=told.fault.state, note=told.word())


def _resumed(told: Chooser) -> FaultOperation:
    return op.FaultResumed(to=told.fault.resumes_to)


def _restored(told: Chooser) -> FaultOperation:
    return op.ServiceRestored(workaround=told.word(), restored_at=told.at())


def _noted(told: Chooser) -> FaultOperation:
    known = [note.by.ref for note in told.fault.notes]
    revises = told.chance.choice(known) if known and told.chance.random() < 0.4 else ""
    return handling.NoteAdded(text=told.word(), revises=revises)


def _attached(told: Chooser) -> FaultOperation:
    return handling.AttachmentAdded(
        name="led.jpg", digest=told.chance.randbytes(32).hex(), size=told.chance.randrange(9999)
    )


def _timed(told: Chooser) -> FaultOperation:
    return handling.TimeSpent(minutes=told.chance.randrange(1, 240), note=told.word())


def _part_used(told: Chooser) -> FaultOperation:
    return handling.PartUsed(part="SSD 960 GB", quantity=1, old_serial=told.word(), new_serial=told.word())


def _told(told: Chooser) -> FaultOperation:
    return handling.UserTold(text=told.word(), how="phone", whom=told.name(), told_at=told.at())


def _planned(told: Chooser) -> FaultOperation:
    return handling.SolutionPlanned(
        text=told.word(), plan_kind=told.chance.choice(tuple(PlanKind)), attempt=told.attempt
    )


def _checklist_added(told: Chooser) -> FaultOperation:
    return handling.ChecklistAdded(checklist_id=told.chance.randbytes(6).hex(), template=TEMPLATE, attempt=told.attempt)


def _answered(told: Chooser) -> FaultOperation:
    lists = told.fault.attempt.checklists
    if not lists:
        return _checklist_added(told)
    item = told.chance.choice(TEMPLATE.items).id
    return handling.CheckAnswered(
        checklist_id=told.chance.choice(lists).id, item=item, result=told.chance.choice(tuple(CheckResult))
    )


def _implemented(told: Chooser) -> FaultOperation:
    return op.SolutionImplemented(
        solution=told.word(),
        resolution_code=told.chance.choice(tuple(ResolutionCode)),
        implemented_at=told.at(),
        attempt=told.attempt,
    )


def _verified(told: Chooser) -> FaultOperation:
    return op.FaultVerified(
        system=told.chance.choice((SystemCheck.PASS, SystemCheck.PASS, SystemCheck.FAIL)),
        user=told.chance.choice((UserVerdict.ACCEPTED, UserVerdict.ACCEPTED, UserVerdict.PARTLY)),
        user_words=told.word(),
        how="phone",
        told_by=told.name(),
        rating=told.chance.choice((None, 1, 5)),
        attempt=told.attempt,
        seen=told.sight.references,
        seen_digest=told.sight.digest,
    )


def _closed(told: Chooser) -> FaultOperation:
    return op.FaultClosed(root_cause=told.word(), lessons=told.word())


def _reopened(told: Chooser) -> FaultOperation:
    return op.FaultReopened(reason=told.word(), attempt=told.attempt + (told.fault.state == "closed"))


def _cancelled(told: Chooser) -> FaultOperation:
    return op.FaultCancelled(reason=told.word(), seen=told.sight.references)


def _found_duplicate(told: Chooser) -> FaultOperation:
    return op.FaultFoundDuplicate(of_id="4f6k2m9p3qdw", of_number="F-26K7-001", seen=told.sight.references)


def _settled(told: Chooser) -> FaultOperation:
    conflict = told.chance.choice(told.fault.conflicts)
    side = told.chance.choice(conflict.sides)
    return ConflictSettled(field=conflict.field, take=side.by.ref, seen=told.sight.references)


def _redacted(told: Chooser) -> FaultOperation:
    target = told.chance.choice(told.fault.notes).by.ref
    because = told.chance.choice(("asked for", "not ours to keep"))
    return PayloadRedacted(
        target=target, target_kind="note-added", removed=("notes",), because=because, rest={"text": REDACTED}
    )


ALWAYS = (_noted, _told, _attached)
_ENDS = (_cancelled, _found_duplicate)
_WORK = (_answered, _answered, _planned, _timed, _part_used, _restored, _assigned, _edited)
LEADING: Steps = {
    "draft": (_completed,),
    "reported": (_assessed,),
    "reassess": (_assessed,),
    "assessed": (_started,),
    "in-progress": (_implemented, _answered, _pended),
    "pending": (_resumed,),
    "implemented": (_verified,),
    "verified": (_closed,),
    "closed": (_reopened,),
    "cancelled": (_reopened,),
    "duplicate": (_reopened,),
}
"""By state: what leads on."""
OTHERS: Steps = {
    "draft": (_edited, *_ENDS),
    "reported": (_edited, _assigned, _pended, *_ENDS),
    "reassess": (_edited, _assigned, _pended, *_ENDS),
    "assessed": (*_WORK, _assessed_anew, _pended, *_ENDS),
    "in-progress": (*_WORK, _assessed_anew, _pended, *_ENDS),
    "pending": (*_WORK, _assessed_anew, *_ENDS),
    "implemented": (_answered, _timed, _part_used),
    "verified": (_timed,),
}
"""By state: what else may be recorded, besides what always may."""
