"""The guards of the fault's life: each lets pass, or refuses in people's words and names what is missing in commands'.

A change of status is guarded; a fact (a note, time, a part, words to the user) may be recorded as long as it matters.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from fieldtech.domain.checklists import TemplateItem, unanswered_required
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fact_words import STEP_NAMES, fact_names
from fieldtech.domain.fault_operations import (
    FaultAssessed,
    FaultOperation,
    FaultPended,
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
        refuse_state(fault, _("Only an open fault can be corrected"))
    if fault.state not in ("draft", "reported") and not because.strip():
        raise RuleViolation(_("The fault is assessed already: say why the fact is corrected."), ("because",))


def check_can_assess(fault: Fault, named: Mapping[str, object]) -> None:
    """Assess needs nature, impact and urgency (PROCESS S3.2); a draft must be a whole report first."""
    if fault.state == "draft":
        check_report_is_whole(fault.missing or ("edit",))
    if fault.state not in (*ALLOWED_FROM[FaultAssessed], "assessed", "in-progress", "pending"):
        refuse_state(fault, _("It can't be assessed now"))
    missing = tuple(name for name, value in named.items() if value is None)
    if missing:
        raise RuleViolation(_("An assessment needs {missing}.").format(missing=fact_names(missing)), missing)


def check_can_assign(fault: Fault) -> None:
    """Whoever has an open report can be named."""
    if not fault.is_open or fault.state == "draft":
        refuse_state(fault, _("It can't be assigned now"))


def check_can_start(fault: Fault) -> None:
    """Work starts on what is assessed."""
    check_state(fault, FaultStarted, _("Work can't start now"))


def check_can_pend(fault: Fault) -> None:
    """What is open and not yet solved can wait."""
    check_state(fault, FaultPended, _("It can't be set to pending now"))


def check_can_resume(fault: Fault) -> None:
    """Only what waits goes on."""
    check_state(fault, FaultResumed, _("There is nothing to resume"))


def check_can_restore(fault: Fault, restored_at: datetime) -> None:
    """The service came back after the fault occurred, while it was open."""
    check_can_record(fault)
    occurred = fault.facts.occurred_at
    if occurred is not None and restored_at < occurred:
        raise RuleViolation(_("The service can't be restored before the fault occurred."), ("at",))


def check_can_record(fault: Fault) -> None:
    """Facts of the work belong to a fault that is not over."""
    if fault.status in (Status.CLOSED, Status.CANCELLED):
        refuse_state(fault, _("Nothing more can be recorded of its work"))


def check_can_plan(fault: Fault) -> None:
    """A solution is planned once the cause was assessed, and until it is in place."""
    if fault.state not in ("assessed", "in-progress", "pending"):
        refuse_state(fault, _("A solution can't be planned now"))


def check_can_use_checklist(fault: Fault) -> None:
    """Lists are worked through from the assessment until the sign-off."""
    if fault.state not in ("assessed", "in-progress", "pending", "implemented"):
        refuse_state(fault, _("Checks can't be recorded now"))


def check_can_implement(fault: Fault) -> None:
    """Important needs a written plan (PROCESS S3.3); every required check must be answered."""
    check_state(fault, SolutionImplemented, _("The solution can't be in place yet"))
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
        refuse_state(fault, _("It is signed off already"))
    check_state(fault, FaultVerified, _("It can't be verified yet"))
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


def check_state(fault: Fault, kind: type[FaultOperation], refusal: str) -> None:
    """Refuse where the state doesn't lead on to a kind of operation."""
    if fault.state not in ALLOWED_FROM[kind]:
        refuse_state(fault, refusal)


def refuse_state(fault: Fault, refusal: str) -> NoReturn:
    """Refuse for the state that a fault is in, and name the step that leads on from it."""
    step = NEXT_STEP[fault.state]
    raise RuleViolation(
        _("{refusal}: {number} is {state}. The next step is: {step}.").format(
            refusal=refusal, number=fault.number, state=_(STATE_WORDS[fault.state]), step=_(STEP_NAMES[step])
        ),
        (step,),
    )
