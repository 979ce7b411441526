"""What matters of a fault for its next step, as labelled lines: for the pane beside a list, in any width."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from fieldtech.domain.checklists import summarise_answers
from fieldtech.domain.clock_words import clock_name
from fieldtech.domain.fault_clocks import ClockRules, due_times
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import in_words, local_text, weekday_word
from fieldtech.domain.left_open import is_left_open
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.text import _

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, what it says, and how much it presses."""

    label: str
    text: str
    meaning: str = ""
    """"late", "soon", "done", "quiet"; empty: none."""
    leads_to: str = ""
    """The binding that acts on it; empty: none."""


def class_words(fault: Fault) -> str:
    """Say what a fault is: priority, nature, impact, where it is worked on, by whom."""
    facts = fault.facts
    words = [label_of(word) for word in (facts.priority, facts.nature, facts.impact, fault.mode) if word is not None]
    if facts.priority is None:
        words.insert(0, _("not assessed"))
    words.append(one_line(fault.assignee) or _("nobody has it"))
    return " · ".join(words)


def facts_of(fault: Fault, rules: ClockRules, now: datetime, zone: tzinfo) -> Iterator[Fact]:
    """Give the lines, what presses most first."""
    if fault.worked_at is not None and is_left_open(fault, now, zone):
        yield Fact(_("Left open"), _("since {time}").format(time=moment(fault.worked_at, now, zone)), "soon")
    if fault.is_changed_since_sign_off:
        yield Fact(_("Changed"), _("since the sign-off"), "soon", "fault.verify")
    yield from _due(fault, rules, now, zone)
    yield from _waiting(fault, now, zone)
    yield from _earlier_attempt(fault)
    if fault.restored_at is not None and fault.is_open:
        restored = f"{moment(fault.restored_at, now, zone)}: {one_line(fault.workaround)}"
        yield Fact(_("Restored"), restored, "done")
    yield from _checks(fault)
    attempt = fault.attempt
    if attempt.solution:
        yield Fact(_("Solution"), one_line(attempt.solution))
    elif attempt.plan:
        yield Fact(_("Plan"), one_line(attempt.plan))
    if fault.root_cause:
        yield Fact(_("Root cause"), one_line(fault.root_cause))
    elif attempt.cause:
        yield Fact(_("Cause"), one_line(attempt.cause))
    yield Fact(_("Reported"), _report_words(fault, now, zone), "quiet")
    if fault.notes:
        yield Fact(_("Last note"), one_line(fault.notes[-1].text), "quiet")


def moment(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when something was: `13:05` today, `Mon 13:05` within a week, else the date."""
    local, today = instant.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if timedelta(0) < now - instant < _WEEK:
        return f"{weekday_word(instant, zone)} {local:%H:%M}"
    return local_text(instant, zone)


def _due(fault: Fault, rules: ClockRules, now: datetime, zone: tzinfo) -> Iterator[Fact]:
    if fault.is_pending:
        return
    due = due_times(fault, rules)
    if due.next_at is not None:
        what = clock_name(due.clock) if due.clock else _("promised")
        yield Fact(_("Due"), _by(what, due.next_at, now, zone), "late" if due.next_at < now else "")
    if due.word_at is not None and due.word_at < now:
        whom = one_line(fault.facts.reporter or "") or _("the user")
        yield Fact(_("Word due"), _by(whom, due.word_at, now, zone), "soon", "fault.tell")


def _by(what: str, instant: datetime, now: datetime, zone: tzinfo) -> str:
    when = in_words(instant, now, zone)
    if when.endswith(f"{instant.astimezone(zone):%H:%M}"):
        return _("{what} by {time}").format(what=what, time=when)
    return _("{what} by {time}, {words}").format(what=what, time=moment(instant, now, zone), words=when)


def _waiting(fault: Fault, now: datetime, zone: tzinfo) -> Iterator[Fact]:
    since = next((pause.since for pause in fault.pauses if pause.until is None), None)
    if not fault.is_pending or since is None or fault.pending_reason is None:
        return
    words = _("for {reason}, since {time}").format(reason=label_of(fault.pending_reason), time=moment(since, now, zone))
    yield Fact(_("Waits"), ": ".join(part for part in (words, one_line(fault.pending_note)) if part))


def _earlier_attempt(fault: Fault) -> Iterator[Fact]:
    if len(fault.attempts) < 2:
        return
    before = fault.attempts[-2]
    said = before.verification.user_words if before.verification else fault.end_reason
    yield Fact(_("Attempt {n}").format(n=before.number), one_line(said or before.solution), "soon")


def _checks(fault: Fault) -> Iterator[Fact]:
    lists = [summarise_answers(each.template.items, each.results) for each in fault.attempt.checklists]
    if not lists:
        return
    words = _("{n} of {all}").format(n=sum(each.answered for each in lists), all=sum(each.applicable for each in lists))
    failed = sum(each.failed for each in lists)
    if failed:
        words = _("{words}, {n} failed").format(words=words, n=failed)
    yield Fact(_("Checks"), words, "late" if failed else "")


def _report_words(fault: Fault, now: datetime, zone: tzinfo) -> str:
    facts = fault.facts
    channel = label_of(facts.channel) if facts.channel else ""
    who = [part for part in (one_line(facts.reporter or ""), one_line(facts.contact or ""), channel) if part]
    reported = moment(facts.reported_at or fault.recorded.at, now, zone)
    parts = [" ".join((_(", ").join(who), reported)).strip()]
    if facts.occurred_at is not None and facts.occurred_at != facts.reported_at:
        parts.append(_("since {time}").format(time=moment(facts.occurred_at, now, zone)))
    parts += [one_line(text) for text in (facts.asset, facts.place) if text]
    return " · ".join(parts)
