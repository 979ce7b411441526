"""From a fault to its JSON documents: names for identifiers, what is due by now, checks in the order of their lists."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from fieldtech.cli.fault_documents import (
    AttemptTold,
    Check,
    ConflictTold,
    FaultLine,
    FaultTold,
    FileTold,
    OriginTold,
    PartTold,
    PlannedTold,
    QueueTold,
    Said,
    SearchTold,
    SideTold,
    SignOff,
    SourceTold,
    TimeTold,
    WordTold,
)
from fieldtech.domain.checklists import applicable_items
from fieldtech.domain.fault_clocks import due_times
from fieldtech.domain.faults import Attempt, Checklist, Fault, Stamp, Verification
from fieldtech.store import Store
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.store.views.planned_found import FoundPlanned
from fieldtech.store.views.queue import QueueFault, QueuePage


def page_told(page: QueuePage) -> QueueTold:
    """Tell a page of the queue."""
    return QueueTold(tuple(map(_line_told, page.faults)), page.total, page.next)


def found_told(faults: Sequence[QueueFault], planned: Sequence[FoundPlanned]) -> SearchTold:
    """Tell what a search found."""
    others = (PlannedTold(kind=each.kind, number=each.number, title=each.title, day=each.day) for each in planned)
    return SearchTold(tuple(map(_line_told, faults)), tuple(others))


def _line_told(fault: QueueFault) -> FaultLine:
    return FaultLine(**_copied(FaultLine, fault))


def fault_told(store: Store, fault: Fault) -> FaultTold:
    """Tell everything of a fault."""
    due_at = due_times(fault, store.rules).next_at
    told = _copied(FaultTold, fault.facts) | _copied(FaultTold, fault) | _lists_told(fault, people_names(store))
    told |= {
        "attempt": fault.attempt.number,
        "due_at": due_at,
        "has_conflict": bool(fault.conflicts),
        "is_overdue": due_at is not None and not fault.is_pending and due_at < store.now(),
        "promised_at": fault.due_at,
        "recorded_at": fault.recorded.at,
        "reported_at": fault.facts.reported_at or fault.recorded.at,
    }
    return FaultTold(**told)


def _copied(document: type[msgspec.Struct], source: object) -> dict[str, Any]:
    """Take over what bears the same name; a text that nobody told is empty."""
    told = {name: getattr(source, name) for name in document.__struct_fields__ if hasattr(source, name)}
    return {name: "" if value is None and name in TEXTS else value for name, value in told.items()}


TEXTS = frozenset(field.name for field in msgspec.structs.fields(FaultTold) if field.type is str)


def _lists_told(fault: Fault, names: PeopleNames) -> dict[str, Any]:
    """Tell what there may be several of, each with the name of who recorded it."""

    def by(stamp: Stamp) -> str:
        return names.person(stamp.actor)

    return {
        "recorded_by": by(fault.recorded),
        "attempts": tuple(_attempt_told(attempt, names) for attempt in fault.attempts),
        "notes": tuple(Said(each.text, by(each.by), each.by.at, each.earlier) for each in fault.notes),
        "times": tuple(TimeTold(each.minutes, each.note, by(each.by), each.by.at) for each in fault.times),
        "parts": tuple(
            PartTold(each.part, each.quantity, each.old_serial, each.new_serial, each.asset, by(each.by), each.by.at)
            for each in fault.parts
        ),
        "words_to_user": tuple(
            WordTold(each.text, each.how, each.whom, each.told_at, by(each.by)) for each in fault.words_to_user
        ),
        "attachments": tuple(
            FileTold(
                each.name, "" if each.is_taken_out else each.digest, each.size, each.media_type, by(each.by), each.by.at
            )
            for each in fault.attachments
        ),
        "conflicts": tuple(
            ConflictTold(
                each.field,
                each.shown,
                each.rule,
                tuple(SideTold(side.value, by(side.by), side.by.at) for side in each.sides),
            )
            for each in fault.conflicts
        ),
        "source": SourceTold(fault.source.name, fault.source.key, fault.source.original) if fault.source else None,
        "origin": OriginTold(fault.origin.number, fault.origin.item) if fault.origin else None,
    }


def _attempt_told(attempt: Attempt, names: PeopleNames) -> AttemptTold:
    return AttemptTold(
        number=attempt.number,
        cause=attempt.cause,
        plan=attempt.plan,
        plan_kind=attempt.plan_kind if attempt.plan else None,
        solution=attempt.solution,
        resolution_code=attempt.resolution_code,
        implemented_at=attempt.implemented_at,
        implemented_by=names.person(attempt.implemented_by.actor) if attempt.implemented_by else "",
        checks=tuple(check for checklist in attempt.checklists for check in checks_told(checklist, names)),
        verification=_sign_off_told(attempt.verification, names) if attempt.verification else None,
    )


def checks_told(checklist: Checklist, names: PeopleNames) -> Iterator[Check]:
    """Tell the checks of a list that are asked or were answered, in its order."""
    answers = {answer.item: answer for answer in checklist.answers}
    template = checklist.template
    asked = {item.id for item in applicable_items(template.items, checklist.results)}
    for item in template.items:
        answer = answers.get(item.id)
        if answer is not None or item.id in asked:
            yield Check(
                checklist=checklist.id,
                template=template.id,
                version=template.version,
                item=item.id,
                text=item.text.text(),
                result=answer.result if answer else None,
                reading=answer.reading if answer else "",
                note=answer.note if answer else "",
                by=names.person(answer.by.actor) if answer else "",
                at=answer.by.at if answer else None,
            )


def _sign_off_told(verification: Verification, names: PeopleNames) -> SignOff:
    signature = verification.signature
    return SignOff(
        **_copied(SignOff, verification)
        | {
            "signed_with": signature.key_owner if signature else None,
            "signer": signature.signer if signature else None,
            "digest": signature.digest if signature else None,
            "by": names.person(verification.by.actor),
            "at": verification.by.at,
        }
    )
