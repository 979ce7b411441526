"""What stands in the sections of a fault: facts, plan, work, as labelled lines."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from textual.content import Content

from fieldtech.domain.assessments import priority_reason
from fieldtech.domain.clock_words import clock_name
from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.fault_clocks import ClockRules, due_times, fault_clocks
from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Attempt, Fault, Stamp
from fieldtech.domain.history_words import field_name, value_words
from fieldtech.domain.instants import due_words, duration_figures, duration_words, in_words
from fieldtech.domain.word_labels import label_of, label_of_text
from fieldtech.domain.words import ContactWay, PlanKind, Priority, Status
from fieldtech.domain.work_clock import LONGEST, Stint
from fieldtech.screens.fault_words import checks_words, file_words, listed, part_words, progress_of, worked_time
from fieldtech.store.views.people import PeopleNames
from fieldtech.text import _
from fieldtech.widgets.fault_facts import moment
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.section_bar import Section

_MEANINGS = {Priority.URGENT: "$late", Priority.IMPORTANT: "$soon"}


def sections_of(fault: Fault, history_length: int) -> tuple[Section, ...]:
    """Name the sections with how much is in each."""
    progress = progress_of(fault.attempt.checklists)
    checks = f"{progress.answered}/{progress.applicable}" if progress.applicable else ""
    work = sum(map(len, (fault.notes, fault.times, fault.parts, fault.words_to_user, fault.attachments)))
    attempts = str(len(fault.attempts)) if len(fault.attempts) > 1 else ""
    return (
        Section("facts", _("Facts")),
        Section("checks", _("Checks"), checks),
        Section("plan", _("Attempts") if attempts else _("Plan"), attempts),
        Section("work", _("Work"), str(work) if work else ""),
        Section("history", _("History"), str(history_length)),
    )


def pressing_words(fault: Fault, stint: Stint | None, rules: ClockRules, now: datetime) -> tuple[Content, ...]:
    """Say what presses in a few words: the priority, how long one is at it, when it is due, where it stands."""
    priority = fault.priority if fault.assessed_by else None
    style = f"bold {_MEANINGS.get(priority, '')}".strip() if priority else ""
    is_changed = fault.is_changed_since_sign_off
    state = _("verified, changed since") if is_changed else _(STATE_WORDS[fault.state])
    working = _working(fault, stint, now)
    words = (
        Content.styled(label_of(priority), style) if priority else Content(""),
        Content(working),
        _due(fault, rules, now),
        Content("") if working else Content.styled(state, "$soon" if is_changed else ""),
    )
    told = tuple(word for word in words if word)
    return (told[-1], *told[:-1]) if is_changed else told


def _working(fault: Fault, stint: Stint | None, now: datetime) -> str:
    if fault.state != "in-progress" or stint is None or stint.ended or now - stint.began > LONGEST:
        return ""
    return _("working {time}").format(time=duration_figures(stint.spent(now)))


def _due(fault: Fault, rules: ClockRules, now: datetime) -> Content:
    due = due_times(fault, rules).next_at
    if due is None or fault.is_pending:
        return Content("")
    return Content.styled(due_words(due, now, rules.calendar.zone), "$late" if due < now else "")


def facts_lines(
    fault: Fault, rules: ClockRules, names: PeopleNames, now: datetime, zone: tzinfo
) -> Iterator[LabelledLine]:
    """Tell what was reported and assessed, and how the clocks stand."""
    facts = fault.facts
    if fault.missing and fault.is_open:
        yield LabelledLine(_("Missing"), fact_names(fault.missing), "soon")
    yield LabelledLine(_("Description"), facts.description or "-")
    yield LabelledLine(_("Reported"), _reported(fault, now, zone))
    if facts.occurred_at:
        yield LabelledLine(_("Occurred"), moment(facts.occurred_at, now, zone))
    where = " · ".join(each for each in (facts.asset, facts.place, facts.service, facts.site) if each)
    yield LabelledLine(_("Where"), where or "-")
    yield from _assessed(fault, rules, names, now, zone)
    yield from _ends(fault, names, now, zone)
    yield from _clock_lines(fault, rules, now, zone)
    if fault.origin is not None:
        yield LabelledLine(_("Raised from"), fault.origin.number)
    for conflict in fault.conflicts:
        told = (
            _("{value} ({who})").format(
                value=value_words(conflict.field, side.value, zone), who=names.person(side.by.actor)
            )
            for side in conflict.sides
        )
        line = _(": ").join((field_name(fault, conflict.field), " | ".join(told)))
        yield LabelledLine(_("Conflict"), line, "soon")


def plan_lines(fault: Fault, names: PeopleNames, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    """Tell each attempt whole, the one that goes on first."""
    for attempt in reversed(fault.attempts):
        if len(fault.attempts) > 1:
            yield LabelledLine("", _("Attempt {n}").format(n=attempt.number), "strong")
        yield from _attempt(attempt, names, now, zone)
        yield LabelledLine("", "")


def work_lines(
    fault: Fault, rules: ClockRules, names: PeopleNames, now: datetime, zone: tzinfo
) -> Iterator[LabelledLine]:
    """Tell what was done and said, in the order in which it was, and what the user is to be told."""
    told = sorted(_work(fault), key=lambda line: line[0])
    for at, stamp, kind, text in told:
        when = moment(at, now, zone)[-len("11-20 13:05") :]
        yield LabelledLine(f"{when}  {kind}", f"{text}  ({names.person(stamp.actor)})")
    if not told:
        yield LabelledLine("", _("Nothing was recorded of the work yet."), "quiet")
    word_at = due_times(fault, rules).word_at
    if fault.minutes or word_at:
        yield LabelledLine("", "")
    if fault.minutes:
        yield LabelledLine(_("In all"), worked_time(fault))
    if word_at is not None:
        yield LabelledLine(_("Word due"), in_words(word_at, now, zone), "late" if word_at < now else "")


def _reported(fault: Fault, now: datetime, zone: tzinfo) -> str:
    facts = fault.facts
    who = listed(facts.reporter or "", facts.contact or "")
    channel = label_of(facts.channel) if facts.channel else ""
    when = moment(facts.reported_at or fault.recorded.at, now, zone)
    return " · ".join(each for each in (who, channel, when) if each)


def _assessed(
    fault: Fault, rules: ClockRules, names: PeopleNames, now: datetime, zone: tzinfo
) -> Iterator[LabelledLine]:
    facts = fault.facts
    kinds = (label_of(facts.nature) if facts.nature else "", _(facts.category or ""))
    yield LabelledLine(_("What it is"), " / ".join(each for each in kinds if each) or "-")
    priority = facts.priority if fault.assessed_by else None
    table = rules.settings.priority_table
    reason = priority_reason(table, facts.impact, facts.urgency, priority, fault.priority_because)
    yield LabelledLine(_("Priority"), reason)
    if fault.assessed_by is not None:
        yield LabelledLine(_("Assessed"), _by(fault.assessed_by, names, now, zone), "quiet")
    mode = label_of(fault.mode) if fault.mode else ""
    yield LabelledLine(_("Who"), listed(fault.assignee or _("nobody yet"), mode))


def _ends(fault: Fault, names: PeopleNames, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    if fault.restored_at is not None:
        yield LabelledLine(_("Restored"), f"{moment(fault.restored_at, now, zone)}: {fault.workaround}")
    if fault.is_pending and fault.pending_reason is not None:
        waits = " · ".join(each for each in (label_of(fault.pending_reason), fault.pending_note) if each)
        yield LabelledLine(_("Waits for"), waits, "soon")
    if fault.closed_by is not None:
        yield LabelledLine(_("Closed"), _by(fault.closed_by, names, now, zone))
        yield LabelledLine(_("Root cause"), fault.root_cause)
    if fault.lessons:
        yield LabelledLine(_("Lessons"), fault.lessons)
    if fault.end_reason:
        yield LabelledLine(_("Because"), fault.end_reason)


def _clock_lines(fault: Fault, rules: ClockRules, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    if fault.status in (Status.CLOSED, Status.CANCELLED):
        return
    label = _("Promised")
    for clock in fault_clocks(fault, rules, now):
        if clock.due_at is not None and clock.stopped is None:
            words = _("{what}: {time}").format(what=clock_name(clock.kind), time=in_words(clock.due_at, now, zone))
            paused = _("{words}, paused").format(words=words) if clock.is_paused else words
            yield LabelledLine(label, paused, "late" if clock.is_overdue else "")
            label = " "


def _attempt(attempt: Attempt, names: PeopleNames, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    yield LabelledLine(_("Cause"), attempt.cause or "-")
    kind = f" ({label_of(attempt.plan_kind)})" if attempt.plan_kind is not PlanKind.STANDARD else ""
    yield LabelledLine(_("Plan"), (attempt.plan or "-") + kind)
    if attempt.checklists:
        yield LabelledLine(_("Checks"), checks_words(attempt))
    if attempt.solution:
        code = f" ({label_of(attempt.resolution_code)})" if attempt.resolution_code else ""
        yield LabelledLine(_("Solution"), attempt.solution + code)
    if attempt.implemented_by is not None:
        yield LabelledLine(_("In place"), _by(attempt.implemented_by, names, now, zone), "quiet")
    signed = attempt.verification
    if signed is None:
        return
    legs = _("system {system}, user {user}").format(system=label_of(signed.system), user=label_of(signed.user))
    rating = _("  {n} of 5").format(n=signed.rating) if signed.rating else ""
    yield LabelledLine(_("Verified"), legs + rating, "done" if signed.is_passed else "late")
    how = label_of_text(ContactWay, signed.how)
    yield LabelledLine(_("User's words"), f"“{signed.user_words}”\n{listed(signed.told_by, how)}")
    yield LabelledLine(_("Signed"), _signed(signed.by, signed.signature is not None, names, now, zone), "quiet")


def _signed(stamp: Stamp, is_signed: bool, names: PeopleNames, now: datetime, zone: tzinfo) -> str:
    return (
        _by(stamp, names, now, zone) if is_signed else _("{by}, without a key").format(by=_by(stamp, names, now, zone))
    )


def _by(stamp: Stamp, names: PeopleNames, now: datetime, zone: tzinfo) -> str:
    return listed(names.person(stamp.actor), moment(stamp.at, now, zone))


def _work(fault: Fault) -> Iterator[tuple[datetime, Stamp, str, str]]:
    for note in fault.notes:
        yield note.by.at, note.by, _("Note"), note.text
    for time in fault.times:
        told = (duration_words(timedelta(minutes=time.minutes)), time.note)
        yield time.by.at, time.by, _("Time"), " · ".join(each for each in told if each)
    for part in fault.parts:
        yield part.by.at, part.by, _("Part"), part_words(part)
    for word in fault.words_to_user:
        how = label_of_text(ContactWay, word.how)
        text = _("{whom}, {how}: {text}").format(whom=word.whom, how=how, text=word.text)
        yield word.told_at, word.by, _("Told"), text
    for file in fault.attachments:
        size = "" if file.is_taken_out else f"  {file_words(file.size, file.digest)}"
        yield file.by.at, file.by, _("File"), f"{file.name}{size}"
