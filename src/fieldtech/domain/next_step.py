"""What is to be done next with a fault, in one sentence, and the command that does it."""

import msgspec

from fieldtech.domain.fault_rules import unanswered_items
from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Priority
from fieldtech.text import N_, _


class NextStep(msgspec.Struct, frozen=True):
    """One step."""

    command: str
    """The command line's word for it, as rules name what is missing: "assess", "plan-solution", "tick" ..."""
    sentence: str


_PLAIN = {
    "draft": ("edit", N_("complete the report")),
    "reported": ("assess", N_("assess it: what it is, whom it hits, how soon it hurts")),
    "assessed": ("start", N_("start the work")),
    "implemented": ("verify", N_("verify it: check the system, and ask the user")),
    "verified": ("close", N_("close it with its root cause")),
}
"""What follows from a state alone."""


def next_step(fault: Fault) -> NextStep | None:
    """Tell the next step; None: it is over."""
    left = len(unanswered_items(fault))
    match fault.state:
        case "reassess":
            return NextStep("assess", _("find the cause anew, this is attempt {n}").format(n=fault.attempt.number))
        case "in-progress":
            return _step_of_the_work(fault, left)
        case "pending":
            return NextStep("resume", _waiting(fault))
        case "implemented" if left:
            return NextStep("tick", _("finish the checks, {n} to go, then verify it").format(n=left))
        case "verified" if fault.is_changed_since_sign_off:
            return NextStep("verify", _("sign it off again: it changed after the sign-off"))
        case "closed" if fault.is_changed_since_sign_off:
            return NextStep("reopen", _("reopen it: it changed after the sign-off, unseen by who signed"))
    if fault.state not in _PLAIN:
        return None
    command, sentence = _PLAIN[fault.state]
    return NextStep(command, _(sentence))


def _step_of_the_work(fault: Fault, left: int) -> NextStep:
    if fault.priority is Priority.IMPORTANT and not fault.attempt.plan.strip():
        return NextStep("plan-solution", _("write the solution plan: an important fault needs one"))
    is_down = fault.priority is Priority.URGENT and fault.restored_at is None
    if is_down and (left or not fault.attempt.checklists):
        return NextStep("restore", _("bring the service back first: a workaround will do"))
    if left:
        return NextStep("tick", _("finish the checks, {n} to go, then report the solution").format(n=left))
    return NextStep("implement", _("solve it, then report the solution in place"))


def _waiting(fault: Fault) -> str:
    if fault.pending_reason is None:
        return _("resume when it can go on")
    return _("it waits for {reason}: resume when it can go on").format(reason=label_of(fault.pending_reason))
