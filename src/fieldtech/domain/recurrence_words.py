"""A recurrence in words, such as `every month on the last Fri`; what no words are made for is told as its rule."""

from datetime import date

from fieldtech.domain.instants import month_word
from fieldtech.domain.plans import Plan
from fieldtech.domain.rhythms import STEPS, HowOften, Rhythm, SortOfDay, WhichDay, read_rhythm
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.text import N_, _

_EVERY = {
    HowOften.DAILY: (N_("every day"), N_("every {n} days")),
    HowOften.WEEKLY: (N_("every week"), N_("every {n} weeks")),
    HowOften.MONTHLY: (N_("every month"), N_("every {n} months")),
    HowOften.QUARTERLY: (N_("every quarter ({months})"), ""),
    HowOften.HALF_YEARLY: (N_("every half-year ({months})"), ""),
    HowOften.YEARLY: (N_("every year in {months}"), N_("every {n} years in {months}")),
}
"""How each is said where it is every one, and where some are passed over."""
_SAFE_DATE = 28
"""Every month has it."""
_LONGEST = 60


def recurrence_words(rule: str, first: date, *, is_floating: bool = False) -> str:
    """Say when something recurs.

    Args:
        first: The day from which the rule counts; what the rule leaves open follows from it.
        is_floating: Each is counted from when the one before was done; then what is left open stays so.
    """
    rhythm = read_rhythm(rule)
    if rhythm is None:
        return _("by the rule {rule}").format(rule=cut_to_cells(one_line(rule), _LONGEST)) if rule else ""
    if is_floating:
        words = _distance_words(rhythm) if rhythm.is_distance else recurrence_words(rule, first)
        return _("{rhythm}, counted from when the last was done").format(rhythm=words)
    whole = rhythm.counted_from(first)
    every = _every_words(whole)
    if whole.often is HowOften.DAILY:
        return every
    return _("{rhythm} on {days}").format(rhythm=every, days=_days_words(whole))


def plan_recurrence_words(plan: Plan) -> str:
    """Say when a plan recurs, as it holds now."""
    return recurrence_words(plan.recurrence.rule, plan.recurrence.first, is_floating=plan.is_floating)


def recurrence_label(rule: str) -> str:
    """Say in a word or two how often a rule comes true, for a narrow column."""
    rhythm = read_rhythm(rule)
    if rhythm is None:
        return _("by a rule") if rule else ""
    return label_of(rhythm.often) if rhythm.every == 1 else _distance_words(rhythm)


def _distance_words(rhythm: Rhythm) -> str:
    """Say how long after the last one the next one comes."""
    unit = HowOften.MONTHLY if rhythm.often in (HowOften.QUARTERLY, HowOften.HALF_YEARLY) else rhythm.often
    count = rhythm.every if unit is rhythm.often else STEPS[rhythm.often]
    if unit is HowOften.YEARLY:
        return _("every year") if count == 1 else _("every {n} years").format(n=count)
    return _every_words(Rhythm(often=unit, every=count))


def _every_words(rhythm: Rhythm) -> str:
    one, several = _EVERY[rhythm.often]
    months = _(", ").join(map(month_word, rhythm.months)) if rhythm.often in STEPS else ""
    return _(one if rhythm.every == 1 else several).format(n=rhythm.every, months=months)


def _days_words(rhythm: Rhythm) -> str:
    if rhythm.often is HowOften.WEEKLY:
        return _(", ").join(label_of(each) for each in rhythm.weekdays)
    if rhythm.which is WhichDay.BY_DATE:
        words = _("day {n}") if rhythm.date <= _SAFE_DATE else _("day {n}, or the last there is")
        return words.format(n=rhythm.date)
    if rhythm.sort is SortOfDay.ANY:
        return _("the last day")
    if rhythm.sort is SortOfDay.MONDAY_TO_FRIDAY:
        return _("the {which} day from Mon to Fri").format(which=label_of(rhythm.which))
    return _("the {which} {day}").format(which=label_of(rhythm.which), day=label_of(rhythm.sort))
