"""The guards of a fault's end, and of what may follow: close, reopen, cancel, duplicate (PROCESS S3.5)."""

from datetime import datetime, timedelta

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.fault_operations import FaultCancelled, FaultClosed, FaultFoundDuplicate, FaultReopened
from fieldtech.domain.fault_rules import check_state
from fieldtech.domain.faults import Fault
from fieldtech.text import _


def check_can_close(fault: Fault, root_cause: str) -> None:
    """A fault can't be closed while a mandatory part of its report is empty (PROCESS S3.5)."""
    check_state(fault, FaultClosed, _("It can't be closed yet"))
    if fault.is_changed_since_sign_off:
        raise RuleViolation(_("Status or checks changed since the sign-off: it needs a new one."), ("verify",))
    missing = (*fault.missing, *(("root-cause",) if not root_cause.strip() else ()))
    if missing:
        raise RuleViolation(
            _("The fault handling report lacks mandatory parts: {missing}.").format(missing=fact_names(missing)),
            missing,
        )


def check_can_reopen(fault: Fault, reason: str, now: datetime, reopen_days: int) -> None:
    """A closed fault can be reopened for a set number of days; later a new one names it."""
    check_state(fault, FaultReopened, _("Only what is over can be reopened"))
    _check_reason(reason)
    if fault.closed_at is not None and now - fault.closed_at > timedelta(days=reopen_days):
        raise RuleViolation(
            _("It was closed more than {days} days ago. Report a new fault and name {number} in it.").format(
                days=reopen_days, number=fault.number
            )
        )


def check_can_cancel(fault: Fault, reason: str) -> None:
    """What is open and not yet solved can be cancelled, with a reason."""
    check_state(fault, FaultCancelled, _("It can't be cancelled now"))
    _check_reason(reason)


def check_can_be_duplicate(fault: Fault, other: Fault) -> None:
    """A fault is the duplicate of another one, which must not be its duplicate in turn."""
    check_state(fault, FaultFoundDuplicate, _("It can't be marked as a duplicate now"))
    if other.id == fault.id:
        raise RuleViolation(_("A fault is not a duplicate of itself."), ("of",))
    if other.duplicate_of:
        raise RuleViolation(
            _("{number} is itself a duplicate, of {of}: name that one.").format(
                number=other.number, of=other.duplicate_of
            ),
            ("of",),
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(_("Say why: a reason is kept with it."), ("reason",))
