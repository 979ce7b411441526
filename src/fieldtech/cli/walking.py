"""Commands of a round's stops: pass the rest, take an answer back, leave a stop out (PROCESS S3.6)."""

from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.occurrence_answers import answer_occurrence, occurrence_name
from fieldtech.cli.parameters import argument, option
from fieldtech.text import N_, _
from fieldtech.workflow.rounds import leave_stop_out, pass_the_rest, take_answers_back, walk_stop_after_all


@command("pass-rest", N_("pass every open check of a stop that needs no reading"))
@occurrence_name
@option("--stop", words=N_("the asset on the route, or its place; the next one that is open, if not told"))
def pass_rest(session: Session, name: str, stop: str | None) -> None:
    """Pass the rest of a stop."""
    answer_occurrence(session, pass_the_rest(session.writing, name, stop=stop or ""))


@command("untick", N_("take an answer back; the check is open again"))
@occurrence_name
@argument("item", "ITEM", N_("the check: its name, the beginning of it, or its place in the list"))
@option("--stop", words=N_("the asset on the route, or its place; the next one that is open, if not told"))
def untick(session: Session, name: str, item: str | None, stop: str | None) -> None:
    """Take an answer back."""
    need(_("Say which check: {missing} is missing."), item=item)
    answer_occurrence(session, take_answers_back(session.writing, name, (item or "",), stop=stop or ""))


@command("leave-out", N_("leave one stop of a round out, with the reason; without one, walk it after all"))
@occurrence_name
@option("--stop", words=N_("the asset on the route, or its place"))
@option("--reason", words=N_("why"))
def leave_out(session: Session, name: str, stop: str | None, reason: str | None) -> None:
    """Leave a stop out, or take that back."""
    need(_("Say which stop: {missing} is missing."), stop=stop)
    if reason is None:
        answer_occurrence(session, walk_stop_after_all(session.writing, name, stop or ""))
    else:
        answer_occurrence(session, leave_stop_out(session.writing, name, stop or "", reason))
