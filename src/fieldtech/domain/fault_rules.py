"""The guards of the fault's life: each lets pass, or refuses in people's words and names what is missing in commands'.

A change of status is guarded; a fact (a note, time, a part, words to the user) may be recorded as long as it matters.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from fieldtech.domain.checklists import TemplateItem, unanswered_required
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fact_words import STEP_NAMES, fact_names
from fieldtech.domain.fault_operations import (
    FaultAssessed,
    FaultCancelled,
    FaultClosed,
    FaultFoundDuplicate,
    FaultOperation,
    FaultPended,
    FaultReopened,
    FaultResumed,
    FaultStarted,
    FaultVerified,
    SolutionImplemented,
)
from fieldtech.domain.fault_road import ALLOWED_FROM
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.words import CheckResult, Priority, Status
from fieldtech.text import N_, _

STATE_WORDS: Mapping[str, str] = {
    "draft": N_("a draft"),
    "reported": N_("reported"),
    "reassess": N_("to be assessed again"),
    "assessed": N_("assessed"),
    "in-progress": N_("in progress"),
    "pending": N_("pending"),
    "implemented": N_("implemented"),
    "verified": N_("verified"),
    "closed": N_("closed"),
    "cancelled": N_("cancelled"),
    "duplicate": N_("a duplicate"),
}
"""How a refusal names each state."""

NEXT_STEP: Mapping[str, str] = {
    "draft": "edit",
    "reported": "assess",
    "reassess": "assess",
    "assessed": "start",
    "in-progress": "implement",
    "pending": "resume",
    "implemented": "verify",
    "verified": "close",
    "closed": "reopen",
    "cancelled": "reopen",
    "duplicate": "reopen",
}
"""The command that leads on from each state."""

_NAMED = 3
"""How many checks a sentence names before it counts the rest."""
_NAME_CELLS = 40


def check_report_is_whole(missing: tuple[str, ...]) -> None:
    """Refuse an incomplete report (PROCESS S3.1); it can be kept as a draft."""
    if missing:
        raise RuleViolation(
            _("The report is not complete: {missing} is missing. Fill it in, or keep it as a draft.").format(
                missing=fact_names(missing)
            ),
            missing,
        )


def check_can_edit(fault: Fault, because: str) -> None:
    """Facts may be corrected while a fault is open; once assessed, with a reason that is kept."""
    if not fault.is_open:
        _refuse_state(fault, _("Only an open fault can be corrected"))
    if fault.state not in ("draft", "reported") and not because.strip():
        raise RuleViolation(_("The fault is assessed already: say why the fact is corrected."), ("because",))


def check_can_assess(fault: Fault, named: Mapping[str, object]) -> None:
    """Assess needs nature, impact and urgency (PROCESS S3.2); a draft must be a whole report first."""
    if fault.state == "draft":
        check_report_is_whole(fault.missing or ("edit",))
    if fault.state not in (*ALLOWED_FROM[FaultAssessed], "assessed", "in-progress", "pending"):
        _refuse_state(fault, _("It can't be assessed now"))
    missing = tuple(name for name, value in named.items() if value is None)
    if missing:
        raise RuleViolation(_("An assessment needs {missing}.").format(missing=fact_names(missing)), missing)


def check_can_assign(fault: Fault) -> None:
    """Whoever has an open report can be named."""
    if not fault.is_open or fault.state == "draft":
        _refuse_state(fault, _("It can't be assigned now"))


def check_can_start(fault: Fault) -> None:
    """Work starts on what is assessed."""
    _check_state(fault, FaultStarted, _("Work can't start now"))


def check_can_pend(fault: Fault) -> None:
    """What is open and not yet solved can wait."""
    _check_state(fault, FaultPended, _("It can't be set to pending now"))


def check_can_resume(fault: Fault) -> None:
    """Only what waits goes on."""
    _check_state(fault, FaultResumed, _("There is nothing to resume"))


def check_can_restore(fault: Fault, restored_at: datetime) -> None:
    """The service came back after the fault occurred, while it was open."""
    check_can_record(fault)
    occurred = fault.facts.occurred_at
    if occurred is not None and restored_at < occurred:
        raise RuleViolation(_("The service can't be restored before the fault occurred."), ("at",))


def check_can_record(fault: Fault) -> None:
    """Facts of the work belong to a fault that is not over."""
    if fault.status in (Status.CLOSED, Status.CANCELLED):
        _refuse_state(fault, _("Nothing more can be recorded of its work"))


def check_can_plan(fault: Fault) -> None:
    """A solution is planned once the cause was assessed, and until it is in place."""
    if fault.state not in ("assessed", "in-progress", "pending"):
        _refuse_state(fault, _("A solution can't be planned now"))


def check_can_use_checklist(fault: Fault) -> None:
    """Lists are worked through from the assessment until the sign-off."""
    if fault.state not in ("assessed", "in-progress", "pending", "implemented"):
        _refuse_state(fault, _("Checks can't be recorded now"))


def check_can_implement(fault: Fault) -> None:
    """Important needs a written plan (PROCESS S3.3); every required check must be answered."""
    _check_state(fault, SolutionImplemented, _("The solution can't be in place yet"))
    if fault.priority is Priority.IMPORTANT and not fault.attempt.plan.strip():
        raise RuleViolation(
            _("An important fault needs a written solution plan before the solution counts as in place."),
            ("plan-solution",),
        )
    _check_all_answered(fault)


def _check_all_answered(fault: Fault) -> None:
    open_items = unanswered_items(fault)
    if open_items:
        raise RuleViolation(
            _("These required checks are not answered yet: {items}.").format(items=check_names(open_items)),
            tuple(f"tick:{item.id}" for item in open_items),
        )


def check_names(items: Sequence[TemplateItem]) -> str:
    """Name the first few of some checks by their texts, and say how many more there are."""
    names = [cut_to_cells(one_line(item.text.text()), _NAME_CELLS) for item in items]
    if len(names) > _NAMED:
        names[_NAMED:] = [_("{count} more").format(count=len(names) - _NAMED)]
    return _("; ").join(names)


def unanswered_items(fault: Fault) -> tuple[TemplateItem, ...]:
    """Find the required checks of the current attempt that have no answer."""
    return tuple(
        item
        for checklist in fault.attempt.checklists
        for item in unanswered_required(checklist.template.items, checklist.results)
    )


def failed_items(fault: Fault) -> tuple[TemplateItem, ...]:
    """Find the checks of the current attempt that failed."""
    return tuple(
        item
        for checklist in fault.attempt.checklists
        for item in checklist.template.items
        if checklist.results.get(item.id) is CheckResult.FAIL
    )


def check_can_verify(fault: Fault, named: Mapping[str, object]) -> None:
    """Both legs are needed to sign off (PROCESS S3.4); a signed page is signed anew only when it changed since."""
    if fault.state == "verified" and not fault.is_changed_since_sign_off:
        _refuse_state(fault, _("It is signed off already"))
    _check_state(fault, FaultVerified, _("It can't be verified yet"))
    _check_all_answered(fault)
    missing = tuple(name for name, value in named.items() if value is None or value == "")
    if missing:
        raise RuleViolation(
            _(
                "A sign-off needs both legs, the check of the system and the user's own words: {missing} is missing."
            ).format(missing=fact_names(missing)),
            missing,
        )


def check_rating(rating: int | None) -> None:
    """A rating is one of five."""
    if rating is not None and not 1 <= rating <= 5:
        raise RuleViolation(_("A rating is a whole number from 1 to 5."), ("rating",))


def check_fixer_may_verify(fault: Fault, verifier: str, policy: str) -> None:
    """A site may demand that who fixed and who verifies differ (PROCESS S3.4)."""
    fixer = fault.attempt.implemented_by
    if policy == "refuse" and fixer is not None and fixer.actor == verifier:
        raise RuleViolation(
            _("This site demands that another person verifies than the one who put the solution in place."), ("as",)
        )


def check_can_close(fault: Fault, root_cause: str) -> None:
    """A fault can't be closed while a mandatory part of its report is empty (PROCESS S3.5)."""
    _check_state(fault, FaultClosed, _("It can't be closed yet"))
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
    _check_state(fault, FaultReopened, _("Only what is over can be reopened"))
    _check_reason(reason)
    if fault.closed_at is not None and now - fault.closed_at > timedelta(days=reopen_days):
        raise RuleViolation(
            _("It was closed more than {days} days ago. Report a new fault and name {number} in it.").format(
                days=reopen_days, number=fault.number
            )
        )


def check_can_cancel(fault: Fault, reason: str) -> None:
    """What is open and not yet solved can be cancelled, with a reason."""
    _check_state(fault, FaultCancelled, _("It can't be cancelled now"))
    _check_reason(reason)


def check_can_be_duplicate(fault: Fault, other: Fault) -> None:
    """A fault is the duplicate of another one, which must not be its duplicate in turn."""
    _check_state(fault, FaultFoundDuplicate, _("It can't be marked as a duplicate now"))
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


def _check_state(fault: Fault, kind: type[FaultOperation], refusal: str) -> None:
    if fault.state not in ALLOWED_FROM[kind]:
        _refuse_state(fault, refusal)


def _refuse_state(fault: Fault, refusal: str) -> NoReturn:
    step = NEXT_STEP[fault.state]
    raise RuleViolation(
        _("{refusal}: {number} is {state}. The next step is: {step}.").format(
            refusal=refusal, number=fault.number, state=_(STATE_WORDS[fault.state]), step=_(STEP_NAMES[step])
        ),
        (step,),
    )
