"""Commands of a fault's end: implement, verify, close, reopen, cancel, duplicate (PROCESS S3.4, S3.5)."""

from pathlib import Path

from fieldtech.cli.answers import Verified, answer_fault
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need, text_or_input
from fieldtech.cli.parameters import FILE, fault_number, option
from fieldtech.cli.passphrases import own_key
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import ResolutionCode, SystemCheck, UserVerdict
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_, _
from fieldtech.workflow.closing import cancel_fault, close_fault, mark_duplicate, reopen_fault
from fieldtech.workflow.verification import Verdict, implement_solution, verification_warnings, verify_solution


@command("implement")
@fault_number
@option("--solution", words=N_("what was done; - reads it from standard input"), metavar="TEXT|-")
@option("--code", kind=Word(ResolutionCode), words=N_("what kind of solution it is"))
@option("--at", words=N_("since when it is in place, if not now"), metavar="INSTANT")
def implement(session: Session, number: str, solution: str | None, code: ResolutionCode | None, at: str | None) -> None:
    """Record that the solution is in place."""
    told, implemented_at = text_or_input(solution), session.instant(at)
    need(_("A solution that is in place needs {missing}."), solution=told, code=code)
    assert code is not None
    answer_fault(session, implement_solution(session.writing, number, told, code, implemented_at=implemented_at))


@command("verify")
@fault_number
@option("--system", kind=Word(SystemCheck), words=N_("what the check of the system said"))
@option("--user", kind=Word(UserVerdict), words=N_("what the user said"))
@option("--user-words", words=N_("the user's own words; - reads them from standard input"), metavar="TEXT|-")
@option("--rating", kind=Whole(), words=N_("the user's rating, 1 to 5"))
@option("--how", words=N_("how the user said it: phone, email, in-person ..."))
@option("--by", words=N_("who said it"), metavar="NAME")
@option("--passphrase-file", kind=FILE, words=N_("holds the passphrase of the signer's own key, if there is one"))
def verify(
    session: Session,
    number: str,
    system: SystemCheck | None,
    user: UserVerdict | None,
    user_words: str | None,
    rating: int | None,
    how: str | None,
    by: str | None,
    passphrase_file: Path | None,
) -> None:
    """Sign off; anything but pass and accepted starts the next attempt."""
    verdict = Verdict(
        system=system, user=user, user_words=text_or_input(user_words), rating=rating, how=how or "", told_by=by or ""
    )
    store = session.writing
    key = own_key(store, passphrase_file)
    with store.writing():
        warnings = verification_warnings(store, find_fault(store, number), verdict)
        fault = verify_solution(store, number, verdict, key=key)
    document = _verified(fault, warnings)
    answer_fault(session, fault, document)
    for warning in document.warnings:
        session.tell(warning)
    if key is None and passphrase_file is not None:
        session.tell(_("You have no key of your own here: this machine's key signed, and the record says so."))


@command("close")
@fault_number
@option("--root-cause", words=N_("why it came to it; - reads it from standard input"), metavar="TEXT|-")
@option("--lessons", words=N_("what is to be learnt from it"))
def close(session: Session, number: str, root_cause: str | None, lessons: str | None) -> None:
    """File it."""
    answer_fault(session, close_fault(session.writing, number, text_or_input(root_cause), lessons=lessons or ""))


@command("reopen")
@fault_number
@option("--reason", words=N_("what came back"))
def reopen(session: Session, number: str, reason: str | None) -> None:
    """Take it up again, as the next attempt."""
    answer_fault(session, reopen_fault(session.writing, number, reason or ""))


@command("cancel")
@fault_number
@option("--reason", words=N_("why it needs no work"))
def cancel(session: Session, number: str, reason: str | None) -> None:
    """End it without a solution."""
    answer_fault(session, cancel_fault(session.writing, number, reason or ""))


@command("duplicate")
@fault_number
@option("--of", words=N_("the fault that it repeats"), metavar="M")
@option("--reason", words=N_("how one sees it"))
def duplicate(session: Session, number: str, of: str | None, reason: str | None) -> None:
    """End it as the repetition of another."""
    need(_("Say which fault it repeats: {missing} is missing."), of=of)
    answer_fault(session, mark_duplicate(session.writing, number, of or "", reason=reason or ""))


def _verified(fault: Fault, warnings: tuple[str, ...]) -> Verified:
    """Say what the last signature is; after a failure it stands on the attempt before."""
    signed = next(each.verification for each in reversed(fault.attempts) if each.verification is not None)
    assert signed.signature is not None
    return Verified(
        number=fault.number,
        status=fault.status,
        is_pending=fault.is_pending,
        attempt=fault.attempt.number,
        is_passed=signed.is_passed,
        signed_with=signed.signature.key_owner,
        warnings=warnings,
    )
