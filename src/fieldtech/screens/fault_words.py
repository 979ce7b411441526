"""A fault in words: its attempts in short, its facts by name, how much of it is done."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import reduce

from fieldtech.domain.checklists import ChecklistProgress, summarise_answers
from fieldtech.domain.faults import Attempt, Checklist, Fault, Part
from fieldtech.domain.instants import duration_figures
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult
from fieldtech.text import _
from fieldtech.widgets.labelled_lines import LabelledLine

KIBIBYTE = 1024


def listed(*words: str) -> str:
    """Put words one after the other, leaving out the empty ones."""
    told = [word for word in words if word]
    return reduce(lambda first, more: _("{first}, {more}").format(first=first, more=more), told) if told else ""


def attempt_lines(attempts: Iterable[Attempt]) -> list[LabelledLine]:
    """Tell each attempt in a line: its cause, its solution, what came of it."""
    return [
        LabelledLine(_("Attempt {n}").format(n=each.number), " → ".join(_story(each)), "quiet") for each in attempts
    ]


def _story(attempt: Attempt) -> Iterable[str]:
    yield one_line(attempt.cause) or _("no cause told")
    if attempt.solution:
        yield one_line(attempt.solution)
    if attempt.verification is not None:
        signed = attempt.verification
        yield _("system {system}, user {user}: “{words}”").format(
            system=label_of(signed.system), user=label_of(signed.user), words=one_line(signed.user_words)
        )


def progress_of(lists: Iterable[Checklist]) -> ChecklistProgress:
    """Add up how far the lists of an attempt are."""
    each = [summarise_answers(checklist.template.items, checklist.results) for checklist in lists]
    return ChecklistProgress(
        answered=sum(progress.answered for progress in each),
        applicable=sum(progress.applicable for progress in each),
        failed=sum(progress.failed for progress in each),
        attention=sum(progress.attention for progress in each),
        required_open=sum(progress.required_open for progress in each),
    )


def checks_words(attempt: Attempt) -> str:
    """Tell how many checks are answered, and those that did not pass."""
    if not attempt.checklists:
        return _("none")
    progress = progress_of(attempt.checklists)
    counted = _("{answered} of {applicable}").format(answered=progress.answered, applicable=progress.applicable)
    return _("; ").join([counted, *_noteworthy(attempt)])


def _noteworthy(attempt: Attempt) -> Iterator[str]:
    """Tell the checks that did not pass."""
    for checklist in attempt.checklists:
        for answer in checklist.answers:
            if answer.result in (CheckResult.FAIL, CheckResult.ATTENTION):
                item = next(each for each in checklist.template.items if each.id == answer.item)
                words = f"{item.text.text()} {answer.reading}".rstrip()
                yield _("{result}: {check}").format(result=label_of(answer.result), check=words)


def worked_time(fault: Fault) -> str:
    """Spell all working time as hours and minutes."""
    return duration_figures(timedelta(minutes=fault.minutes))


def part_words(part: Part) -> str:
    """Tell a part with its serial numbers."""
    told = (
        f"{part.quantity} × {part.part}",
        _("out {serial}").format(serial=part.old_serial) if part.old_serial else "",
        _("in {serial}").format(serial=part.new_serial) if part.new_serial else "",
    )
    return "  ".join(each for each in told if each)


def size_words(size: int) -> str:
    """Say how large a file is."""
    return _("{n} KB").format(n=max(1, size // KIBIBYTE))


def file_words(size: int, digest: str) -> str:
    """Say how large a file is, and so much of its digest as tells it from others of its name."""
    return f"{size_words(size)}  {digest[:8]}"
