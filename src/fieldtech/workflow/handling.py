"""The work on a fault and what is recorded of it: start, wait, restore, notes, time, parts, words to the user."""

import hashlib
import mimetypes
from datetime import datetime

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import FaultOperation, FaultPended, FaultResumed, FaultStarted, ServiceRestored
from fieldtech.domain.fault_rules import (
    check_can_pend,
    check_can_plan,
    check_can_record,
    check_can_restore,
    check_can_resume,
    check_can_start,
)
from fieldtech.domain.faults import Fault
from fieldtech.domain.handling_operations import (
    AttachmentAdded,
    NoteAdded,
    PartUsed,
    SolutionPlanned,
    TimeSpent,
    UserTold,
)
from fieldtech.domain.instants import check_not_in_future
from fieldtech.domain.words import Mode, PendingReason, PlanKind
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.people import acting_person
from fieldtech.text import _

DAY_MINUTES = 24 * 60
MEBIBYTE = 1024 * 1024


def start_fault(store: Store, number: str, *, mode: Mode | None = None) -> Fault:
    """Begin work, on site or remote; who starts what nobody has, takes it.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: it is not assessed, or nobody said whether on site or remote.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        fault = find_fault(store, number)
        check_can_start(fault)
        chosen = mode or fault.mode
        if chosen is None:
            raise RuleViolation(_("Say whether the work is done on site or remote."), ("mode",))
        taker = None if fault.assignee else acting_person(store).name
        return _record(store, fault, FaultStarted(mode=chosen, assignee=taker))


def pend_fault(store: Store, number: str, reason: PendingReason, *, note: str = "") -> Fault:
    """Let a fault wait; the reason says for what, and whether the clocks stop."""
    with store.writing():
        fault = find_fault(store, number)
        check_can_pend(fault)
        return _record(store, fault, FaultPended(reason=reason, of=fault.state, note=note.strip()))


def resume_fault(store: Store, number: str) -> Fault:
    """Go on with a fault that waited, where it stood."""
    with store.writing():
        fault = find_fault(store, number)
        check_can_resume(fault)
        return _record(store, fault, FaultResumed(to=fault.resumes_to))


def restore_service(store: Store, number: str, workaround: str, *, restored_at: datetime | None = None) -> Fault:
    """Record that a workaround brought the service back: restored, not resolved (PROCESS S3.3)."""
    at = restored_at or store.now()
    check_not_in_future(at, store.now(), store.zone)
    with store.writing():
        fault = find_fault(store, number)
        check_can_restore(fault, at)
        text = _required(workaround, "workaround", _("Say what brought the service back."))
        return _record(store, fault, ServiceRestored(workaround=text, restored_at=at))


def plan_solution(store: Store, number: str, text: str, *, kind: PlanKind = PlanKind.STANDARD) -> Fault:
    """Write the solution plan of the current attempt (PROCESS S3.3)."""
    with store.writing():
        fault = find_fault(store, number)
        check_can_plan(fault)
        plan = _required(text, "plan", _("Write the plan: what will be done, in which order."))
        return _record(store, fault, SolutionPlanned(text=plan, plan_kind=kind, attempt=fault.attempt.number))


def add_note(store: Store, number: str, text: str, *, revises: str = "") -> Fault:
    """Write a note; with `revises`, the reference of an earlier one, a new wording of it, and both stay."""
    with store.writing():
        fault = find_fault(store, number)
        if revises and all(note.by.ref != revises for note in fault.notes):
            raise RuleViolation(_("There is no such note to revise."), ("revises",))
        words = _required(text, "text", _("Write the note."))
        return _record(store, fault, NoteAdded(text=words, revises=revises))


def add_time(store: Store, number: str, minutes: int, *, note: str = "") -> Fault:
    """Record working time."""
    if not 1 <= minutes <= DAY_MINUTES:
        raise RuleViolation(_("Minutes are a whole number from 1 to {most}.").format(most=DAY_MINUTES), ("minutes",))
    with store.writing():
        fault = find_fault(store, number)
        check_can_record(fault)
        return _record(store, fault, TimeSpent(minutes=minutes, note=note.strip()))


def use_part(
    store: Store,
    number: str,
    part: str,
    quantity: int = 1,
    *,
    old_serial: str = "",
    new_serial: str = "",
    asset: str = "",
) -> Fault:
    """Record a part built in, with the serial numbers of what came out and went in (PROCESS S3.3)."""
    if not 1 <= quantity <= 100_000:
        raise RuleViolation(_("The quantity is a whole number from 1 on."), ("quantity",))
    with store.writing():
        fault = find_fault(store, number)
        check_can_record(fault)
        name = _required(part, "part", _("Name the part."))
        operation = PartUsed(
            part=name,
            quantity=quantity,
            old_serial=old_serial.strip(),
            new_serial=new_serial.strip(),
            asset=asset.strip() or (fault.facts.asset or ""),
        )
        return _record(store, fault, operation)


def tell_user(
    store: Store, number: str, text: str, *, how: str, whom: str = "", told_at: datetime | None = None
) -> Fault:
    """Record what the user was told, when and how (PROCESS S6); without a name it was the reporter."""
    at = told_at or store.now()
    check_not_in_future(at, store.now(), store.zone)
    with store.writing():
        fault = find_fault(store, number)
        words = _required(text, "text", _("Write what the user was told."))
        way = _required(how, "how", _("Say how the user was told: by phone, e-mail, in person ..."))
        person = _required(whom or (fault.facts.reporter or ""), "whom", _("Say who was told."))
        return _record(store, fault, UserTold(text=words, how=way, whom=person, told_at=at))


def attach_file(store: Store, number: str, name: str, content: bytes, *, media_type: str = "") -> Fault:
    """Keep a file with a fault, by its digest inside the store."""
    limit = store.settings.attachment_limit_mb
    if len(content) > limit * MEBIBYTE:
        raise RuleViolation(
            _("{name} is larger than {limit} MB, the most that is kept with a fault.").format(name=name, limit=limit),
            ("file",),
        )
    with store.writing():
        fault = find_fault(store, number)
        return _record(store, fault, attachment(store, name, content, media_type=media_type))


def attachment(store: Store, name: str, content: bytes, *, media_type: str = "") -> AttachmentAdded:
    """Keep the bytes in the store and make the operation that names them; inside the transaction that records it."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip() or "attachment"
    guessed = media_type or mimetypes.guess_type(plain)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()
    store.keep_blob(digest, content)
    return AttachmentAdded(name=plain, digest=digest, size=len(content), media_type=guessed)


def _record(store: Store, fault: Fault, operation: FaultOperation) -> Fault:
    store.record(f"fault:{fault.id}", operation)
    return find_fault(store, fault.id)


def _required(text: str, name: str, sentence: str) -> str:
    if not text.strip():
        raise RuleViolation(sentence, (name,))
    return text.strip()
