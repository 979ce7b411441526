"""Commands of plans: add, preview, edit, list, show, retire (PROCESS S3.6)."""

from collections.abc import Callable
from datetime import date

from fieldtech.cli.checking import template_library
from fieldtech.cli.commands import family
from fieldtech.cli.days import Day, WallTime
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.cli.parameters import Callback, argument, flag, option
from fieldtech.cli.plan_documents import document
from fieldtech.cli.plan_history import answer_history
from fieldtech.cli.plan_starting import add_from_template, templates
from fieldtech.cli.plan_telling import PlanAdded, Plans, occurrences_told, plan_told, whole_plan_told
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.recurrence_words import plan_recurrence_words, recurrence_label
from fieldtech.domain.register_words import contested_names
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plan_history import plan_history
from fieldtech.store.views.plans import NEXT_SHOWN, all_plans, find_plan, next_occurrences
from fieldtech.text import N_, _
from fieldtech.workflow.plans import add_plan, edit_plan, preview_plan, retire_plan

plan_number = argument("number", "P", N_("the plan's number, or its beginning"), is_required=True)
_OPTIONS: tuple[Callable[[Callback], Callback], ...] = (
    option("--title", words=N_("what is done")),
    option("--kind", kind=Word(MaintenanceKind), words=N_("what kind of work it is")),
    option("--rule", words=N_("how it recurs, such as FREQ=MONTHLY;BYDAY=2TU"), metavar="RRULE"),
    option("--from", "first", kind=Day(), words=N_("the day from which the rule counts; today, if not told")),
    option("--at", kind=WallTime(), words=N_("the time of the day in the plan's zone, such as 09:30")),
    option("--until", kind=Day(may_be_endless=True), words=N_("the last day; `none`: without end")),
    option("--zone", words=N_("the time zone, if not the site's")),
    flag("--fixed", "is_fixed", words=N_("by fixed days, as it is if nothing is told")),
    flag("--floating", "is_floating", words=N_("each counted from when the one before was done")),
    option("--days-off", kind=Word(DayOffPolicy), words=N_("what becomes of it on a day without work")),
    option("--window-before", kind=Whole(0), words=N_("how many days before it may be done"), metavar="DAYS"),
    option("--window-after", kind=Whole(0), words=N_("how many days after it may still be done"), metavar="DAYS"),
    option("--minutes", kind=Whole(0), words=N_("how long it takes")),
    option("--asset", "assets", words=N_("what it is done to; several make a route in walking order"), is_many=True),
    option("--place", words=N_("where")),
    option("--site", words=N_("which site, if not this one")),
    option("--template", words=N_("the checklist; `templates` lists them")),
    option("--assignee", "people", words=N_("who does it; may be told several times"), is_many=True),
    option("--notes", words=N_("more about it")),
)


def plan_options(callback: Callback) -> Callback:
    """Give a command an option for each fact of a plan."""
    for each in reversed(_OPTIONS):
        callback = each(callback)
    return callback


@family("plan")
def plan() -> None:
    """Group the commands."""


plan.add_command(document)
plan.add_command(templates)


@plan.command_named("add", N_("plan recurring work"))
@plan_options
@option("--from-template", "name", words=N_("all plans of a template; `plan templates` lists them"), metavar="NAME")
def add(session: Session, name: str | None, **told: object) -> None:
    """Record a plan, or all plans of a template."""
    store = session.writing
    if name is not None:
        add_from_template(session, store, name, _facts(told))
        return
    _answer(session, store, add_plan(store, _facts(told), template_library(session)))


@plan.command_named("preview", N_("the next days of a plan, or of a rule before it is recorded"))
@argument("number", "[P]", N_("the plan's number; without it, --rule, --from and --at say what is previewed"))
@option("--count", kind=Whole(1), words=N_("how many, if not 12"), metavar="K")
@plan_options
def preview(session: Session, number: str | None, count: int | None, **told: object) -> None:
    """Show what comes."""
    store, facts = session.reading, _facts(told)
    known = find_plan(store, number) if number else None
    found = preview_plan(store, facts, min(count or NEXT_SHOWN, 1_000), plan=known)
    session.answer(occurrences_told(found), lay_out(map(day_cells, found), None, flexible=0))


@plan.command_named("edit", N_("change a plan from a day on; what was before stays as it was"))
@plan_number
@plan_options
@option("--since", kind=Day(), words=N_("the first day that the change holds for; today, if not told"))
@option("--because", words=N_("why"))
def edit(session: Session, number: str, since: date | None, because: str | None, **told: object) -> None:
    """Change facts."""
    store = session.writing
    edited = edit_plan(store, number, _facts(told), template_library(session), since=since, because=because or "")
    _answer(session, store, edited)


@plan.command_named("list", N_("the plans"))
@flag("--all", "with_retired", words=N_("the retired ones, too"))
def list_plans(session: Session, with_retired: bool) -> None:
    """List the plans by number."""
    store = session.reading
    plans = all_plans(store, with_retired=with_retired)
    rows = [
        [
            Span(each.number),
            Span(_("retired") if each.is_retired else label_of(each.facts.kind or MaintenanceKind.OTHER), Tone.QUIET),
            Span(each.title, Tone.QUIET if each.is_retired else Tone.PLAIN),
            Span(recurrence_label(each.facts.rule or ""), Tone.QUIET),
        ]
        for each in plans
    ]
    width = None if session.is_json else session.sheet.width
    session.answer(Plans(tuple(map(plan_told, plans))), lay_out(rows, width, flexible=2))


@plan.command_named("show", N_("a plan, its changes, and what comes next"))
@plan_number
def show(session: Session, number: str) -> None:
    """Show a plan."""
    store = session.reading
    found = find_plan(store, number)
    following = next_occurrences(store, found)
    session.answer(whole_plan_told(found, following, people_names(store).people), _page(found, following))


@plan.command_named("retire", N_("end a plan, with the reason; its record stays"))
@plan_number
@option("--reason", words=N_("why"))
@option("--on", kind=Day(), words=N_("the last day that it still holds for; yesterday, if not told"))
def retire(session: Session, number: str, reason: str | None, on: date | None) -> None:
    """End a plan."""
    need(_("Say why it ends: {missing} is missing."), reason=reason)
    store = session.writing
    _answer(session, store, retire_plan(store, number, reason or "", on=on))


@plan.command_named("history", N_("the entries of a plan"))
@plan_number
def history(session: Session, number: str) -> None:
    """List its entries, the oldest first."""
    store = session.reading
    found = find_plan(store, number)
    answer_history(session, store, found.number, plan_history(store, found), found)


def day_cells(occurrence: PlannedOccurrence) -> list[Span]:
    """Write the day of an occurrence: its weekday, its time, and where the plan had it."""
    at = f"{occurrence.facts.at:%H:%M}" if occurrence.facts.at else ""
    moved = _("planned for {day}").format(day=occurrence.slot) if occurrence.day != occurrence.slot else ""
    told = _("expected") if occurrence.is_expected else moved
    return [Span(occurrence.day.isoformat()), Span(at), Span(told, Tone.QUIET)]


def _answer(session: Session, store: Store, made: Plan) -> None:
    following = next_occurrences(store, made, 1)
    session.answer(PlanAdded(number=made.number, next=following[0].day if following else None), [made.number])
    if following:
        session.tell(_("Next: {day}.").format(day=following[0].day))


def _page(found: Plan, following: tuple[PlannedOccurrence, ...]) -> list[Line]:
    facts = found.facts
    until = "" if facts.until in (None, NO_END) else str(facts.until)
    pairs = (
        (_("Maintenance plan"), f"{found.number}  {found.title}"),
        (_("Kind"), label_of(facts.kind or MaintenanceKind.OTHER)),
        (
            _("Recurs"),
            "  ".join((plan_recurrence_words(found), f"{facts.at:%H:%M}" if facts.at else "", facts.zone or "")),
        ),
        (_("Rule"), facts.rule or ""),
        (_("First day"), str(facts.first)),
        (_("Until"), until),
        (_("Counted"), _("from when the last was done") if found.is_floating else _("by fixed days")),
        (_("Days off"), label_of(facts.days_off or DayOffPolicy.KEEP)),
        (_("Assets"), " › ".join(facts.assets or ())),
        (_("Where"), facts.place or ""),
        (_("Checklist"), facts.template or ""),
        (_("Who"), ", ".join(facts.people or ())),
        (_("Notes"), facts.notes or ""),
        (_("Retired"), f"{found.retired_on}  {found.retired_reason}" if found.retired_on else ""),
        (_("Conflict"), contested_names(found)),
    )
    return [*labelled(pairs), *([""] if following else []), *lay_out(map(day_cells, following), None, flexible=0)]


def _facts(told: dict[str, object]) -> PlanFacts:
    """Gather what the options say; an option that was not given says nothing."""
    is_fixed, is_floating = bool(told.pop("is_fixed", False)), bool(told.pop("is_floating", False))
    known = {name: value for name, value in told.items() if value not in (None, ())}
    if is_fixed or is_floating:
        known["is_floating"] = is_floating
    return PlanFacts(**known)  # type: ignore[arg-type]
