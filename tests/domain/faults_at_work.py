"""A fault brought into work on one machine and known to others, and what they then say of it."""

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_operations import Facts, FaultOperation
from fieldtech.domain.faults import Conflict, Fault
from fieldtech.domain.words import CheckResult, Mode, ResolutionCode, SystemCheck, UserVerdict
from tests.domain.authors import MORNING, Author, assessment, authors, meet, report
from tests.next_steps import TEMPLATE

CHECKLIST = "9xk2m4f6p3qd"
SOLVED = op.SolutionImplemented(solution="done", resolution_code=ResolutionCode.OTHER, implemented_at=MORNING)


def at_work(*chains: str) -> list[Author]:
    """Bring a fault into work on a machine, and let the others know of it."""
    some = authors(*chains)
    some[0].says(
        report(),
        assessment(),
        op.FaultStarted(mode=Mode.ON_SITE),
        handling.ChecklistAdded(checklist_id=CHECKLIST, template=TEMPLATE),
    )
    meet(*some)
    return some


def conflict_in(fault: Fault, field: str) -> Conflict | None:
    """Find what is told of a field's quarrel."""
    return next((each for each in fault.conflicts if each.field == field), None)


def edited(**facts: object) -> FaultOperation:
    """Correct some facts."""
    return op.FaultEdited(facts=Facts(**facts))  # type: ignore[arg-type]


def answered(result: str, reading: str = "") -> FaultOperation:
    """Answer the first check."""
    return handling.CheckAnswered(checklist_id=CHECKLIST, item="led", result=CheckResult(result), reading=reading)


def verified(author: Author, user: UserVerdict = UserVerdict.ACCEPTED) -> FaultOperation:
    """Sign what the author sees."""
    return op.FaultVerified(
        system=SystemCheck.PASS,
        user=user,
        user_words="well",
        how="phone",
        told_by="Wang Fang",
        attempt=author.fault.attempt.number,
        seen=author.sight().references,
        seen_digest=author.sight().digest,
    )
