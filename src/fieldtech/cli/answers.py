"""What the verbs answer: the fault's number and status, what they made, and the step that leads on."""

from collections.abc import Iterable

import msgspec

from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Fault
from fieldtech.domain.next_step import next_step
from fieldtech.domain.words import Status
from fieldtech.text import _


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a fault stands after a verb."""

    number: str
    status: Status
    is_pending: bool
    attempt: int


class Reported(Standing, frozen=True, kw_only=True):
    """A report as it was kept."""

    missing: tuple[str, ...]


class Raised(Standing, frozen=True, kw_only=True):
    """A check that was answered, and the fault that it raised."""

    item: str
    result: str
    raised: str | None
    """The new fault's number."""


class Verified(Standing, frozen=True, kw_only=True):
    """A sign-off, passed or not."""

    is_passed: bool
    signed_with: str
    """"person" or "machine": whose key it was."""
    warnings: tuple[str, ...]


class Attached(Standing, frozen=True, kw_only=True):
    """A file that was kept."""

    name: str
    digest: str
    size: int


def standing(fault: Fault) -> Standing:
    """Say where a fault stands."""
    return Standing(number=fault.number, status=fault.status, is_pending=fault.is_pending, attempt=fault.attempt.number)


def answer_fault(session: Session, fault: Fault, document: Standing | None = None, *others: Fault) -> None:
    """Answer with a fault's number and state, and say which command leads on.

    Args:
        document: What --json prints; None: where the fault stands.
        others: Faults that came of it, one line each.
    """
    session.answer(document or standing(fault), lines_of((fault, *others)))
    step = next_step(fault)
    if step is not None and not session.is_json:
        way = f"fieldtech {step.command} {fault.number}"
        session.tell(_("Next: {sentence} ({command}).").format(sentence=step.sentence, command=way))


def lines_of(faults: Iterable[Fault]) -> list[Line]:
    """Write a line for each fault: number and state."""
    return list(lay_out([[Span(each.number), state_span(each.state)] for each in faults], None, flexible=1))


def state_span(state: str) -> Span:
    """Name a state; its colour repeats it."""
    tones = {"pending": Tone.SOON, "reassess": Tone.SOON, "verified": Tone.DONE, "implemented": Tone.DONE}
    quiet = state in ("closed", "cancelled", "duplicate", "draft")
    return Span(_(STATE_WORDS[state]), Tone.QUIET if quiet else tones.get(state, Tone.PLAIN))
