"""The one order in which faults are taken up, and why a fault stands where it stands."""

from datetime import datetime, tzinfo

from fieldtech.domain.clocks import ClockKind
from fieldtech.domain.fault_clocks import ClockRules, due_times, working_priority
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import due_words, local_text
from fieldtech.domain.left_open import is_left_open
from fieldtech.domain.words import Priority, Status
from fieldtech.text import N_, _

DRAFT_RANK = len(Priority)
"""Drafts stand after all that was reported."""

_CLOCK_WORDS = {
    ClockKind.ACKNOWLEDGE: N_("it is to be acknowledged"),
    ClockKind.RESTORE: N_("the service is to be restored"),
    ClockKind.RESOLVE: N_("it is to be resolved"),
}


def next_up_rank(fault: Fault, rules: ClockRules) -> int:
    """The first key of the order: 0 urgent, 1 important, 2 general, 3 a draft."""
    return DRAFT_RANK if fault.status is Status.DRAFT else working_priority(fault, rules).rank


def explain_place(fault: Fault, rules: ClockRules, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Say why a fault stands where it stands: left open, priority, waiting, due time, age, one sentence each."""
    return (
        *_left_open_lines(fault, now, zone),
        *_priority_lines(fault, rules),
        *_waiting_lines(fault),
        _due_line(fault, rules, now, zone),
        _age_line(fault, zone),
    )


def _left_open_lines(fault: Fault, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    if fault.worked_at is None or not is_left_open(fault, now, zone):
        return ()
    return (
        _(
            "Left open: {who} last worked on it {at}. In the queue of {who} it stands first, after what is urgent."
        ).format(who=fault.assignee, at=local_text(fault.worked_at, zone)),
    )


def _priority_lines(fault: Fault, rules: ClockRules) -> tuple[str, ...]:
    if fault.status is Status.DRAFT:
        return (_("1. It is a draft: drafts stand after everything that was reported."),)
    priority = _(working_priority(fault, rules).value)
    if fault.assessed_by is None:
        return (
            _("1. Not assessed yet: it counts as {priority} until it is, an unknown urgency as high.").format(
                priority=priority
            ),
        )
    if fault.priority_because:
        return (
            _("1. Priority {priority}, set by hand: {because}").format(
                priority=priority, because=fault.priority_because
            ),
        )
    return (_("1. Priority {priority}, from impact and urgency.").format(priority=priority),)


def _waiting_lines(fault: Fault) -> tuple[str, ...]:
    if fault.is_pending:
        return (_("2. It is pending: it stands after what can be worked on at the same priority."),)
    return (_("2. It can be worked on now."),)


def _due_line(fault: Fault, rules: ClockRules, now: datetime, zone: tzinfo) -> str:
    due = due_times(fault, rules)
    if due.next_at is None:
        return _("3. Nothing is due: it stands after what has a due time.")
    what = _(_CLOCK_WORDS[due.clock]) if due.clock in _CLOCK_WORDS else _("the promised date")
    return _("3. Due: {what} by {at} ({words}).").format(
        what=what, at=local_text(due.next_at, zone), words=due_words(due.next_at, now, zone)
    )


def _age_line(fault: Fault, zone: tzinfo) -> str:
    reported = fault.facts.reported_at or fault.recorded.at
    return _("4. Reported {at}: of two that are due alike the older comes first.").format(at=local_text(reported, zone))
