"""Commands of the work itself: start, pend, resume, restore, plan-solution (PROCESS S3.3)."""

from pathlib import Path

from fieldtech.cli.answers import answer_fault
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need, text_or_input
from fieldtech.cli.parameters import argument, fault_number, option
from fieldtech.cli.values import Word
from fieldtech.domain.words import Mode, PendingReason, PlanKind
from fieldtech.text import N_, _
from fieldtech.workflow.handling import pend_fault, plan_solution, restore_service, resume_fault, start_fault


@command("start")
@fault_number
@option("--mode", kind=Word(Mode), words=N_("where the work is done; needed unless the assessment said it"))
def start(session: Session, number: str, mode: Mode | None) -> None:
    """Begin to work."""
    answer_fault(session, start_fault(session.writing, number, mode=mode))


@command("pend")
@fault_number
@option("--reason", kind=Word(PendingReason), words=N_("what it waits for"))
@option("--note", words=N_("more about it"))
def pend(session: Session, number: str, reason: PendingReason | None, note: str | None) -> None:
    """Let it wait."""
    need(_("Say what it waits for: {missing} is missing."), reason=reason)
    assert reason is not None
    answer_fault(session, pend_fault(session.writing, number, reason, note=note or ""))


@command("resume")
@fault_number
def resume(session: Session, number: str) -> None:
    """Go on where it stood."""
    answer_fault(session, resume_fault(session.writing, number))


@command("restore")
@argument("target", "N|FILE", N_("the fault's number, or its beginning; or a backup"), is_required=True)
@option("--workaround", words=N_("what brought the service back; - reads it from standard input"), metavar="TEXT|-")
@option("--at", words=N_("when the service was back, if not now"), metavar="INSTANT")
def restore(session: Session, target: str, workaround: str | None, at: str | None) -> None:
    """Record that the service is back; with a file and nothing else, make the store anew from a backup."""
    if workaround is None and at is None and _is_file(target):
        from fieldtech.cli.upkeep import answer_from_backup

        answer_from_backup(session, Path(target))
        return
    told, restored_at = text_or_input(workaround), session.instant(at)
    answer_fault(session, restore_service(session.writing, target, told, restored_at=restored_at))


def _is_file(target: str) -> bool:
    """Tell a file from a fault's number, also one that isn't there."""
    return Path(target).exists() or "/" in target or bool(Path(target).suffix)


@command("plan-solution")
@fault_number
@argument("text", "TEXT|-", N_("what will be done, in which order; - reads it from standard input"))
@option("--kind", kind=Word(PlanKind), words=N_("what it calls for, if not the standard way"))
def plan(session: Session, number: str, text: str | None, kind: PlanKind | None) -> None:
    """Write the solution plan of the attempt."""
    written = text_or_input(text)
    answer_fault(session, plan_solution(session.writing, number, written, kind=kind or PlanKind.STANDARD))
