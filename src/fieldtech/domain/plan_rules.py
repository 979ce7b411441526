"""The guards of plans and occurrences: each lets pass, or refuses in a sentence and names what is missing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldtech.domain.checklists import TemplateItem, unanswered_required
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.instants import check_not_in_future
from fieldtech.domain.occurrences import Occurrence, Progress
from fieldtech.domain.plan_operations import LONGEST_ROUTE, LONGEST_WINDOW, LONGEST_WORK, PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan, missing_plan_facts, recurrence_of
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY, check_recurrence, zone_named
from fieldtech.domain.visible_text import one_line
from fieldtech.text import N_, _

FACT_NAMES = {
    "title": N_("what it is called"),
    "kind": N_("what kind of work it is"),
    "rule": N_("how it recurs"),
    "from": N_("from when"),
    "at": N_("at what time"),
}
"""What the mandatory facts are called, by the command line's words."""
_NAMED = 3
"""How many stops a sentence names before it counts the rest."""


def check_can_plan_work(facts: PlanFacts) -> None:
    """A plan needs title, kind, a rule that makes days, from when, and the time of the day (PROCESS S3.6)."""
    missing = missing_plan_facts(facts)
    if missing:
        names = _(", ").join(_(FACT_NAMES[word]) for word in missing)
        raise RuleViolation(_("The plan is not complete: {missing} is missing.").format(missing=names), missing)
    check_recurrence(recurrence_of(facts), is_floating=facts.is_floating or False)
    if zone_named(facts.zone or "") is None:
        raise RuleViolation(
            _("There is no time zone {name}. One is named like Asia/Shanghai or Europe/Berlin.").format(
                name=facts.zone or "“”"
            ),
            ("zone",),
        )
    _check_bounds(facts)


def _check_bounds(facts: PlanFacts) -> None:
    windows = {"window-before": facts.window_before, "window-after": facts.window_after}
    for name, days in windows.items():
        if not 0 <= (days or 0) <= LONGEST_WINDOW:
            raise RuleViolation(_("A window is 0 to {most} days.").format(most=LONGEST_WINDOW), (name,))
    if not 0 <= (facts.minutes or 0) <= LONGEST_WORK:
        raise RuleViolation(_("It takes 0 to {most} minutes.").format(most=LONGEST_WORK), ("minutes",))
    assets = facts.assets or ()
    if len(assets) > LONGEST_ROUTE:
        raise RuleViolation(_("A route has {most} stops at most.").format(most=LONGEST_ROUTE), ("asset",))
    if len(set(assets)) < len(assets):
        raise RuleViolation(_("An asset stands twice on the route."), ("asset",))


def check_can_edit_plan(plan: Plan) -> None:
    """A plan can be changed while it goes on."""
    if plan.is_retired:
        raise RuleViolation(
            _("{number} was retired on {day}: make a new plan.").format(number=plan.number, day=plan.retired_on)
        )


def check_can_retire(plan: Plan, reason: str) -> None:
    """A plan that goes on can be ended, with a reason."""
    check_can_edit_plan(plan)
    _check_reason(reason)


def check_can_start_occurrence(occurrence: PlannedOccurrence) -> None:
    """Work begins on what isn't done; what hangs on an earlier one waits for it."""
    _check_not_expected(occurrence)
    if _progress(occurrence) == Progress.STARTED:
        raise RuleViolation(_("{name} is started already.").format(name=occurrence.name))
    _check_not_done(occurrence)


def check_can_break_off(occurrence: PlannedOccurrence) -> None:
    """Only what goes on can be broken off."""
    if _progress(occurrence) != Progress.STARTED:
        raise RuleViolation(_("{name} is not being worked on.").format(name=occurrence.name), ("start",))


def check_can_tick(occurrence: PlannedOccurrence) -> Occurrence:
    """Checks are answered between start and sign-off.

    Returns:
        What stands in the record of it.
    """
    touched = occurrence.touched
    if touched is None or touched.progress not in (Progress.STARTED, Progress.BROKEN_OFF):
        raise RuleViolation(_("Start {name} first.").format(name=occurrence.name), ("start",))
    if touched.template is None:
        raise RuleViolation(_("{name} has no checklist.").format(name=occurrence.name), ("template",))
    return touched


def check_can_finish(occurrence: PlannedOccurrence, done_at: datetime, now: datetime, zone: ZoneInfo) -> None:
    """One sign-off for all of it, once every required check of every stop is answered; again, where some changed."""
    _check_not_expected(occurrence)
    if not (occurrence.touched and occurrence.touched.is_changed_since_sign_off):
        _check_not_done(occurrence)
    check_not_in_future(done_at, now, zone)
    touched = occurrence.touched
    if occurrence.facts.template and (touched is None or touched.started_by is None):
        raise RuleViolation(
            _("Start {name} first: its checklist is to be answered.").format(name=occurrence.name), ("start",)
        )
    if touched is None:
        return
    _check_nothing_open(touched)
    if touched.stops and len(touched.left_out) == len(touched.stops):
        raise RuleViolation(_("Every stop is left out: leave the whole round out instead."), ("skip",))


def _check_nothing_open(touched: Occurrence) -> None:
    stops = touched.open_stops
    if stops:
        missing = unanswered_required(touched.items, touched.results_at(stops[0]))
        raise RuleViolation(_open_words(touched, stops, missing), tuple(item.id for item in missing))


def _open_words(touched: Occurrence, stops: tuple[str, ...], missing: tuple[TemplateItem, ...]) -> str:
    """Say what is open in the checks' own words, and at which stops."""
    checks = _(", ").join(f"“{one_line(item.text.text())}”" for item in missing[:_NAMED])
    checks += _(" and {n} more").format(n=len(missing) - _NAMED) if len(missing) > _NAMED else ""
    if not touched.stops:
        return _("Required checks are not answered yet: {missing}.").format(missing=checks)
    named = _(", ").join(map(one_line, stops[:_NAMED]))
    named += _(" and {n} more").format(n=len(stops) - _NAMED) if len(stops) > _NAMED else ""
    return _("{count} of {all} stops are not done yet: {stops}. Open at {stop}: {missing}.").format(
        count=len(stops), all=len(touched.stops), stops=named, stop=one_line(stops[0]), missing=checks
    )


def check_has_walked(occurrence: PlannedOccurrence, actor: str, walkers: Sequence[str]) -> None:
    """Who signs a list has answered some of it himself.

    Args:
        actor: Who would sign, by his identifier.
        walkers: The names of those who answered.
    """
    answers = occurrence.touched.answers if occurrence.touched else ()
    if answers and all(each.by.actor != actor for each in answers):
        raise RuleViolation(
            _("{walkers} answered the checks of {name}: who walked it signs it.").format(
                walkers=_(", ").join(map(one_line, walkers)), name=occurrence.name
            ),
            ("tick",),
        )


def check_can_leave_stop_out(occurrence: PlannedOccurrence, stop: str, reason: str) -> None:
    """A stop of a round that goes on can be left out, with a reason."""
    touched = check_can_tick(occurrence)
    if not touched.stops:
        raise RuleViolation(_("{name} is no round over several stops.").format(name=occurrence.name), ("stop",))
    if touched.left_out_at(stop) is not None:
        raise RuleViolation(_("{stop} is left out already.").format(stop=one_line(stop)), ("stop",))
    _check_reason(reason)


def check_can_defer(occurrence: PlannedOccurrence, to: date, reason: str, today: date) -> None:
    """What isn't done can be put off to a later day, with a reason."""
    _check_not_expected(occurrence)
    _check_not_done(occurrence)
    _check_reason(reason)
    if to <= occurrence.day or to < today:
        raise RuleViolation(
            _("Put it off to a day that is still to come, after {day}.").format(day=occurrence.day), ("to",)
        )
    _check_day(to)


def check_can_move(occurrence: PlannedOccurrence, to: date, reason: str) -> None:
    """What isn't done can be planned for another day; outside its window with a reason."""
    _check_not_expected(occurrence)
    _check_not_done(occurrence)
    _check_day(to)
    if to == occurrence.day:
        raise RuleViolation(_("It stands on that day already."), ("to",))
    if not occurrence.opens <= to <= occurrence.closes and not reason.strip():
        raise RuleViolation(
            _("{day} lies outside its window, {opens} to {closes}: say why.").format(
                day=to, opens=occurrence.opens, closes=occurrence.closes
            ),
            ("reason",),
        )


def check_can_skip(occurrence: PlannedOccurrence, reason: str) -> None:
    """What isn't done can be left out this time, with a reason."""
    _check_not_expected(occurrence)
    _check_not_done(occurrence)
    if occurrence.touched and occurrence.touched.progress == Progress.SKIPPED:
        raise RuleViolation(_("{name} is skipped already.").format(name=occurrence.name))
    _check_reason(reason)


def _check_day(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY - timedelta(days=1):
        raise RuleViolation(_("Nothing can be planned for {day}.").format(day=day), ("to",))


def _check_not_expected(occurrence: PlannedOccurrence) -> None:
    if occurrence.is_expected:
        raise RuleViolation(
            _("{name} is only expected: its day is counted from when the one before it is done.").format(
                name=occurrence.name
            )
        )


def _check_not_done(occurrence: PlannedOccurrence) -> None:
    if _progress(occurrence) == Progress.DONE:
        raise RuleViolation(_("{name} is done already.").format(name=occurrence.name))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(_("Say why: a reason is kept with it."), ("reason",))


def _progress(occurrence: PlannedOccurrence) -> str:
    return occurrence.touched.progress if occurrence.touched else Progress.NONE
