"""What differs between two readings of one fault, in words: what a bundle would do, or has done, to it."""

from collections.abc import Callable, Iterator, Mapping

from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Fault
from fieldtech.domain.history_words import field_name
from fieldtech.domain.redactable_fields import REDACTED
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.text import N_, _, ngettext

_VALUE_CELLS = 40
_EMPTY = (None, "", REDACTED)
_Count = Callable[[Fault], int]


def fault_changes(before: Fault | None, after: Fault) -> tuple[str, ...]:
    """Say what became of a fault, the weightiest first.

    Args:
        before: What it was; None: it was not known.
    """
    if before is None:
        return (*_first_words(after), *_conflict_words((), after))
    return (
        *_conflict_words(tuple(conflict.field for conflict in before.conflicts), after),
        *_standing_words(before, after),
        *_fact_words(before, after),
        *_grown_words(before, after),
    ) or (_("nothing that shows"),)


def _first_words(after: Fault) -> Iterator[str]:
    yield _("new")
    yield _(STATE_WORDS[after.state])
    if after.priority is not None:
        yield label_of(after.priority)


def _conflict_words(known: tuple[str, ...], after: Fault) -> Iterator[str]:
    for conflict in after.conflicts:
        if conflict.field not in known:
            yield _("CONFLICT: {field}").format(field=field_name(after, conflict.field))


def _standing_words(before: Fault, after: Fault) -> Iterator[str]:
    settled = {conflict.field for conflict in before.conflicts} - {conflict.field for conflict in after.conflicts}
    for field in sorted(settled):
        yield _("settled: {field}").format(field=field_name(after, field))
    if before.state != after.state:
        yield _("{was} → {now}").format(was=_(STATE_WORDS[before.state]), now=_(STATE_WORDS[after.state]))
    if after.is_changed_since_sign_off and not before.is_changed_since_sign_off:
        yield _("changed since the sign-off")
    if len(after.attempts) > len(before.attempts):
        yield _("attempt {n}").format(n=after.attempt.number)


def _fact_words(before: Fault, after: Fault) -> Iterator[str]:
    if before.priority != after.priority and after.priority is not None:
        yield _("priority: {now}").format(now=label_of(after.priority))
    if before.assignee != after.assignee:
        yield _("who has it: {now}").format(now=_cut(after.assignee) or _("nobody"))
    if before.title != after.title:
        yield _("what is wrong: {now}").format(now=_cut(after.title))
    taken_out = tuple(_taken_out(before, after))
    if taken_out:
        yield _("taken out: {fields}").format(fields=_(", ").join(taken_out))
    others = [
        name
        for name in after.facts.__struct_fields__
        if name not in ("priority", "assignee", "title")
        and getattr(before.facts, name) != getattr(after.facts, name)
        and field_name(after, name) not in taken_out
    ]
    if others:
        yield _("corrected: {fields}").format(fields=_(", ").join(field_name(after, name) for name in others))


def _taken_out(before: Fault, after: Fault) -> Iterator[str]:
    """Name what is empty since, be it that somebody took it out for privacy or that it was wrong."""
    for name in after.facts.__struct_fields__:
        if getattr(before.facts, name) not in _EMPTY and getattr(after.facts, name) in _EMPTY:
            yield field_name(after, name)
    now = _kept_texts(after)
    for name, texts in _kept_texts(before).items():
        if any(text not in _EMPTY and now[name].get(key) in ("", REDACTED) for key, text in texts.items()):
            yield _(name)


def _kept_texts(fault: Fault) -> Mapping[str, Mapping[object, str]]:
    """Gather the texts beside the facts that can be taken out, each by what it belongs to."""
    lists = [checklist for each in fault.attempts for checklist in each.checklists]
    verified = [each.verification for each in fault.attempts if each.verification is not None]
    ended = (fault.status, fault.closed_at, fault.reopened_at)
    return {
        N_("notes"): {each.by: each.text for each in fault.notes},
        N_("words to the user"): {each.by: each.text for each in fault.words_to_user},
        N_("files"): {each.by: each.name for each in fault.attachments},
        N_("notes of waiting"): {each.since: each.note for each in fault.pauses},
        N_("notes of working time"): {each.by: each.note for each in fault.times},
        N_("serial numbers"): {each.by: each.old_serial + each.new_serial for each in fault.parts},
        N_("notes of checks"): {(each.id, answer.by): answer.note for each in lists for answer in each.answers},
        N_("cause"): {each.number: each.cause for each in fault.attempts},
        N_("plan"): {each.number: each.plan for each in fault.attempts},
        N_("solution"): {each.number: each.solution for each in fault.attempts},
        N_("the user's words"): {each.by: each.user_words for each in verified},
        N_("workaround"): {fault.restored_at: fault.workaround},
        N_("root cause"): {ended: fault.root_cause},
        N_("lessons"): {ended: fault.lessons},
        N_("why it ended"): {ended: fault.end_reason},
    }


def _grown_words(before: Fault, after: Fault) -> Iterator[str]:
    for count, words in _grown().items():
        grown = count(after) - count(before)
        if grown > 0:
            yield words(grown)
    if count_answers(before) == count_answers(after) and _answers(before) != _answers(after):
        yield _("checks answered anew")
    written = {each.number: each for each in before.attempts}
    was, now = written.get(after.attempt.number), after.attempt
    for name, told in (("plan", _("plan")), ("solution", _("solution")), ("cause", _("cause"))):
        if getattr(now, name) not in _EMPTY and getattr(now, name) != (getattr(was, name) if was else ""):
            yield told


def _grown() -> Mapping[_Count, Callable[[int], str]]:
    return {
        count_answers: lambda n: ngettext("{n} check", "{n} checks", n).format(n=n),
        lambda fault: len(fault.notes): lambda n: ngettext("{n} note", "{n} notes", n).format(n=n),
        lambda fault: len(fault.parts): lambda n: ngettext("{n} part", "{n} parts", n).format(n=n),
        lambda fault: fault.minutes: lambda n: ngettext("{n} minute", "{n} minutes", n).format(n=n),
        lambda fault: len(fault.words_to_user): lambda n: ngettext(
            "{n} word to the user", "{n} words to the user", n
        ).format(n=n),
        lambda fault: len(fault.attachments): lambda n: ngettext("{n} attachment", "{n} attachments", n).format(n=n),
    }


def count_answers(fault: Fault) -> int:
    """Count the checks of all attempts that have an answer."""
    return len(_answers(fault))


def _answers(fault: Fault) -> dict[tuple[str, str], str]:
    lists = (checklist for attempt in fault.attempts for checklist in attempt.checklists)
    return {(checklist.id, item): result.value for checklist in lists for item, result in checklist.results.items()}


def _cut(text: str) -> str:
    return cut_to_cells(one_line(text), _VALUE_CELLS)
