"""Commands of a fault's beginning: report, edit, assess, assign (PROCESS S3.1, S3.2)."""

from collections.abc import Mapping

import msgspec

from fieldtech.cli.answers import Reported, answer_fault
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need, text_or_input
from fieldtech.cli.parameters import Callback, argument, fault_number, flag, option
from fieldtech.cli.values import Word
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Channel, Impact, Mode, Nature, Priority, Urgency
from fieldtech.text import N_, _
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.reports import edit_fault, report_fault

INSTANTS = ("occurred", "detected", "reported")
FACTS = (
    option("--title", words=N_("what is wrong, in a few words")),
    option("--description", words=N_("what was seen; - reads it from standard input"), metavar="TEXT|-"),
    option("--channel", kind=Word(Channel), words=N_("how the report came")),
    option("--reporter", words=N_("who reported it")),
    option("--contact", words=N_("how the reporter is reached")),
    option("--occurred", words=N_("since when it is so"), metavar="INSTANT"),
    option("--detected", words=N_("when it was noticed"), metavar="INSTANT"),
    option("--reported", words=N_("when the report came, if not now"), metavar="INSTANT"),
    option("--impact", kind=Word(Impact), words=N_("whom it hits")),
    option("--urgency", kind=Word(Urgency), words=N_("how soon it hurts")),
    option("--nature", kind=Word(Nature), words=N_("what it is")),
    option("--category", words=N_("what it is, closer")),
    option("--site", words=N_("where, if not at the store's own site")),
    option("--asset", words=N_("the machine or part that it is about")),
    option("--place", words=N_("where it stands")),
    option("--service", words=N_("the service that suffers")),
)


def facts_options(callback: Callback) -> Callback:
    """Give a command the facts of a report."""
    for declare in reversed(FACTS):
        callback = declare(callback)
    return callback


@command("report")
@facts_options
@flag("--draft", "is_draft", words=N_("keep it as it is, complete or not"))
def report(session: Session, is_draft: bool, **told: str | None) -> None:
    """Record a report; the only line of the answer is its number."""
    facts = facts_of(session, told)
    fault = report_fault(session.writing, facts, is_draft=is_draft)
    session.answer(_reported(fault), [fault.number])
    if fault.missing:
        session.tell(_("A draft; still missing: {missing}.").format(missing=", ".join(fault.missing)))


@command("edit")
@fault_number
@facts_options
@option("--because", words=N_("why it is corrected; needed once it is assessed"))
@flag("--draft", "keep_draft", words=N_("leave a draft a draft, complete or not"))
def edit(session: Session, number: str, because: str | None, keep_draft: bool, **told: str | None) -> None:
    """Correct or add facts."""
    facts = facts_of(session, told)
    fault = edit_fault(session.writing, number, facts, because=because or "", keep_draft=keep_draft)
    answer_fault(session, fault, _reported(fault))


@command("assess")
@fault_number
@option("--nature", kind=Word(Nature), words=N_("what it is"))
@option("--impact", kind=Word(Impact), words=N_("whom it hits"))
@option("--urgency", kind=Word(Urgency), words=N_("how soon it hurts"))
@option("--category", words=N_("what it is, closer"))
@option("--priority", kind=Word(Priority), words=N_("another level than impact and urgency make"))
@option("--because", words=N_("why another level"))
@option("--mode", kind=Word(Mode), words=N_("where the work will be done"))
@option("--assignee", words=N_("who handles it"))
@option("--cause", words=N_("what is held to be the cause"))
@option("--due", words=N_("a date that was promised"), metavar="INSTANT")
def assess(
    session: Session,
    number: str,
    nature: Nature | None,
    impact: Impact | None,
    urgency: Urgency | None,
    priority: Priority | None,
    mode: Mode | None,
    **told: str | None,
) -> None:
    """Classify a fault."""
    said = Assessment(
        nature=nature,
        impact=impact,
        urgency=urgency,
        category=told["category"],
        priority=priority,
        because=told["because"] or "",
        mode=mode,
        assignee=told["assignee"],
        cause=told["cause"],
        due_at=session.instant(told["due"]),
    )
    answer_fault(session, assess_fault(session.writing, number, said))


@command("assign")
@fault_number
@argument("assignee", "A", N_("who handles it, by name; an empty name gives it back"))
def assign(session: Session, number: str, assignee: str | None) -> None:
    """Give a fault to somebody."""
    if assignee is None:
        need(_("Say who handles it: {missing} is missing."), assignee=assignee)
    answer_fault(session, assign_fault(session.writing, number, assignee or ""))


def facts_of(session: Session, told: Mapping[str, str | None]) -> Facts:
    """Make facts of what the options said."""
    said: dict[str, object] = {
        f"{name}_at" if name in INSTANTS else name: session.instant(value) if name in INSTANTS else value
        for name, value in told.items()
    }
    if told["description"] is not None:
        said["description"] = text_or_input(told["description"])
    return msgspec.convert(said, Facts)


def _reported(fault: Fault) -> Reported:
    return Reported(
        number=fault.number,
        status=fault.status,
        is_pending=fault.is_pending,
        attempt=fault.attempt.number,
        missing=fault.missing,
    )
