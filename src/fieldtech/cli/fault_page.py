"""A fault as a page of plain lines: what it is, what is next, each attempt, and what was recorded on the way."""

from collections.abc import Iterator
from datetime import timedelta

from fieldtech.cli.answers import state_span
from fieldtech.cli.fault_documents import AttemptTold, Check, FaultTold, FileTold, PartTold, TimeTold, WordTold
from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.domain.faults import Fault
from fieldtech.domain.history_words import field_name
from fieldtech.domain.instants import duration_words, local_text
from fieldtech.domain.next_step import next_step
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of, label_of_text
from fieldtech.domain.words import CheckResult, ContactWay
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.widgets.fault_facts import class_words, facts_of

TONES = {"late": Tone.LATE, "soon": Tone.SOON}
RESULT_TONES = {CheckResult.FAIL: Tone.LATE, CheckResult.ATTENTION: Tone.SOON, CheckResult.PASS: Tone.DONE}


def fault_page(store: Store, fault: Fault, told: FaultTold) -> Iterator[Line]:
    """Write a fault in full."""
    yield [Span(fault.number, Tone.STRONG), Span("  "), Span(one_line(fault.title), Tone.STRONG)]
    yield [state_span(fault.state), Span(f" · {class_words(fault)}")]
    if fault.missing:
        yield [Span(_("Missing: {missing}").format(missing=", ".join(fault.missing)), Tone.SOON)]
    step = next_step(fault)
    if step is not None:
        yield [
            Span(_("Next: {sentence}").format(sentence=step.sentence)),
            Span(f"  fieldtech {step.command}", Tone.QUIET),
        ]
    yield ""
    yield from _presses(store, fault)
    yield from labelled(_facts(told, store))
    for attempt in told.attempts:
        yield from _attempt(attempt, store)
    yield from _recorded(told, store)


def _presses(store: Store, fault: Fault) -> Iterator[Line]:
    """Write what is due and what waits; what else matters stands below in full."""
    facts = facts_of(fault, store.rules, store.now(), store.zone)
    contested = _(", ").join(field_name(fault, conflict.field) for conflict in fault.conflicts)
    pressing = [[Span(_("Conflict")), Span(contested, Tone.SOON)]] if contested else []
    pressing += [[Span(each.label), Span(each.text, TONES[each.meaning])] for each in facts if each.meaning in TONES]
    if pressing:
        yield from lay_out(pressing, None, flexible=1)
        yield ""


def _facts(told: FaultTold, store: Store) -> list[tuple[str, str]]:
    words = [told.channel, told.nature, told.impact, told.urgency]
    channel, nature, impact, urgency = (label_of(word) if word else "" for word in words)
    instants = [told.occurred_at, told.detected_at, told.reported_at, told.acknowledged_at, told.due_at]
    occurred, detected, reported, acknowledged, due = (local_text(at, store.zone) if at else "" for at in instants)
    ends = [told.restored_at, told.implemented_at, told.verified_at, told.closed_at]
    restored, implemented, verified, closed = (local_text(at, store.zone) if at else "" for at in ends)
    return [
        (_("Description"), told.description),
        (_("Reporter"), " · ".join(part for part in (told.reporter, told.contact, channel) if part)),
        (_("Impact"), impact),
        (_("Urgency"), urgency),
        (_("Nature"), " · ".join(part for part in (nature, told.category) if part)),
        (_("Because"), told.priority_because),
        (_("Where"), " · ".join(part for part in (told.site, told.place, told.asset, told.service) if part)),
        (_("Occurred"), occurred),
        (_("Detected"), detected),
        (_("Reported"), reported),
        (_("Acknowledged"), acknowledged),
        (_("Due"), due),
        (_("Restored"), " · ".join(part for part in (restored, told.workaround) if part)),
        (_("In place"), implemented),
        (_("Verified"), verified),
        (_("Closed"), closed),
        (_("Root cause"), told.root_cause),
        (_("Lessons"), told.lessons),
        (_("Reason"), told.end_reason),
        (_("Duplicate of"), told.duplicate_of),
        (_("Raised from"), f"{told.origin.number} {told.origin.item}" if told.origin else ""),
        (_("Taken from"), told.source.name if told.source else ""),
    ]


def _attempt(attempt: AttemptTold, store: Store) -> Iterator[Line]:
    signed = attempt.verification
    pairs = [
        (_("Cause"), attempt.cause),
        (_("Plan"), attempt.plan),
        (_("Solution"), attempt.solution),
        (_("Kind"), label_of(attempt.resolution_code) if attempt.resolution_code else ""),
        (_("In place by"), attempt.implemented_by),
        (_("System"), label_of(signed.system) if signed else ""),
        (_("User"), f"{label_of(signed.user)}: {signed.user_words} ({signed.told_by})" if signed else ""),
        (
            _("Signed"),
            f"{signed.by} · {local_text(signed.at, store.zone)} · {_key_words(signed.signed_with)}" if signed else "",
        ),
    ]
    if not any(value for _name, value in pairs) and not attempt.checks:
        return
    yield ""
    yield [Span(_("Attempt {number}").format(number=attempt.number), Tone.STRONG)]
    yield from (f"  {line}" for line in labelled(pairs) if isinstance(line, str))
    for row in lay_out([_check(check) for check in attempt.checks], None, flexible=2):
        yield [Span("  "), *row]


def _key_words(owner: str | None) -> str:
    return _("with his own key") if owner == "person" else _("with the machine's key")


def _check(check: Check) -> list[Span]:
    result = Span(label_of(check.result), RESULT_TONES.get(check.result, Tone.PLAIN)) if check.result else Span("-")
    words = " · ".join(part for part in (check.text, check.reading, check.note) if part)
    return [result, Span(check.item, Tone.QUIET), Span(words), Span(check.by, Tone.QUIET)]


def _recorded(told: FaultTold, store: Store) -> Iterator[Line]:
    """Write what grew on the way, each kind below its heading."""
    kinds = (
        (_("Notes"), [(each.at, each.by, each.text) for each in told.notes]),
        (
            _("Time, {minutes} min").format(minutes=told.minutes),
            [(each.at, each.by, _time(each)) for each in told.times],
        ),
        (_("Parts"), [(each.at, each.by, _part(each)) for each in told.parts]),
        (_("Words to the user"), [(each.told_at, each.by, _word(each)) for each in told.words_to_user]),
        (_("Files"), [(each.at, each.by, _file(each)) for each in told.attachments]),
    )
    for heading, lines in kinds:
        if lines:
            yield ""
            yield [Span(heading, Tone.STRONG)]
            yield from (f"  {local_text(at, store.zone)}  {by}  {text}".rstrip() for at, by, text in lines)


def _file(told: FileTold) -> str:
    return f"{told.name}  {told.size} B" if told.digest else told.name


def _time(told: TimeTold) -> str:
    return f"{duration_words(timedelta(minutes=told.minutes))}  {told.note}"


def _part(told: PartTold) -> str:
    serials = " → ".join(part for part in (told.old_serial, told.new_serial) if part)
    return f"{told.quantity} x {told.part}  {serials}"


def _word(told: WordTold) -> str:
    how = label_of_text(ContactWay, told.how)
    return _("{whom}, {how}: {text}").format(whom=told.whom, how=how, text=told.text)
