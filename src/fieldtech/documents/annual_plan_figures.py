"""The figures of an annual plan: plan compliance by kind and quarter with its formula and n, and the load of people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from fieldtech.documents.annual_plan_view import QUARTERS, AnnualPlan, by_kind, in_quarter, quarter_of
from fieldtech.documents.blocks import Block, Cell, Column, Mark, Section, Table, Words
from fieldtech.domain.instants import duration_figures
from fieldtech.domain.planned_occurrences import Compliance, PlannedOccurrence, compliance
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import OccurrenceState
from fieldtech.text import _, ngettext

_COUNTED = (
    OccurrenceState.DONE,
    OccurrenceState.LATE,
    OccurrenceState.MISSED,
    OccurrenceState.DEFERRED,
    OccurrenceState.SKIPPED,
)
_TROUBLED = (OccurrenceState.LATE, OccurrenceState.MISSED)


def figures_section(plan: AnnualPlan) -> Section:
    """Tell how far the plan was kept: by kind, by quarter, in all."""
    formula = Words(
        _("Plan compliance"),
        _("done inside its window / due; due is all whose window is over and all that is done; n = {n} due.").format(
            n=compliance(plan.occurrences, plan.today).due
        ),
    )
    kinds = [(label_of(kind), each) for kind, each in by_kind(plan.occurrences)]
    quarters = [(quarter_words(number), in_quarter(plan, number)) for number in QUARTERS]
    every = (_("Total"), plan.occurrences)
    blocks: tuple[Block, ...] = (
        formula,
        _counts(_("By kind"), plan, (*kinds, every)),
        _counts(_("By quarter"), plan, (*quarters, every)),
    )
    return Section(_("Compliance so far"), blocks)


def quarter_words(quarter: int) -> str:
    """Name a quarter."""
    return _("Quarter {number}").format(number=quarter)


def compliance_words(counted: Compliance) -> str:
    """Spell compliance with its n, such as `83 % (10 of 12)`; nothing due has none."""
    if not counted.due:
        return "–"
    percent = round(100 * counted.done_in_window / counted.due)
    return _("{percent} % ({done} of {due})").format(percent=percent, done=counted.done_in_window, due=counted.due)


def load_section(plan: AnnualPlan) -> Section:
    """Tell what each person has in each quarter."""
    formula = Words(
        _("How it is counted"),
        _("expected hours and minutes of all that stands in the plan but what was skipped; in brackets how many times"),
    )
    heads = (*map(quarter_words, QUARTERS), _("Year"))
    columns = (Column(_("Person"), "wide"), *(Column(head, "number") for head in heads))
    return Section(_("Load per person"), (formula, Table("", columns, tuple(_loads(plan)))))


def _loads(plan: AnnualPlan) -> Iterator[tuple[Cell, ...]]:
    times: Counter[tuple[str, int]] = Counter()
    minutes: Counter[tuple[str, int]] = Counter()
    for each in plan.occurrences:
        if each.state is not OccurrenceState.SKIPPED:
            for person in each.facts.people or ("",):
                for place in (quarter_of(each.day), 0):
                    times[person, place] += 1
                    minutes[person, place] += each.facts.minutes or 0
    # Who nobody is named for stands last.
    for person in sorted({person for person, _place in times}, key=lambda name: (not name, name)):
        cells = (_load(times[person, place], minutes[person, place]) for place in (*QUARTERS, 0))
        yield (Cell(person or _("nobody named")), *cells)


def _load(times: int, minutes: int) -> Cell:
    return Cell(f"{duration_figures(timedelta(minutes=minutes))} ({times})" if times else "–")


def _counts(title: str, plan: AnnualPlan, rows: Iterable[tuple[str, Iterable[PlannedOccurrence]]]) -> Table:
    heads = (_("Planned"), *map(label_of, _COUNTED), _("Compliance"))
    columns = (Column(title, "wide"), *(Column(head, "number") for head in heads))
    return Table("", columns, tuple(_count(label, plan, tuple(some)) for label, some in rows))


def _count(label: str, plan: AnnualPlan, occurrences: tuple[PlannedOccurrence, ...]) -> tuple[Cell, ...]:
    states = Counter(each.state for each in occurrences)
    cells = (_number(states[state], "bad" if state in _TROUBLED else "") for state in _COUNTED)
    told = Cell(compliance_words(compliance(occurrences, plan.today)))
    return (Cell(label), _number(len(occurrences), ""), *cells, told)


def _number(number: int, mark: Mark) -> Cell:
    return Cell(str(number), mark) if number else Cell("–")


def state_counts(occurrences: Iterable[PlannedOccurrence]) -> str:
    """Count the states, such as `2 done, 1 planned`."""
    states: dict[OccurrenceState, int] = defaultdict(int)
    for each in occurrences:
        states[each.state] += 1
    told = (f"{states[state]} {label_of(state)}" for state in OccurrenceState if states[state])
    return _(", ").join(told)


def times_words(times: int) -> str:
    """Say how often, such as `13 times`."""
    return ngettext("{n} time", "{n} times", times).format(n=times)
