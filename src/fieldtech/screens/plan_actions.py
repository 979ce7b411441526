"""What is done with plans: a new one, a changed one, those of a template, one that ends, the year as a document."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fieldtech.domain.plans import Plan
from fieldtech.screens.asking import ask_until_recorded
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.occurrence_actions import site_library
from fieldtech.screens.plan_editor import PlanEditor, SaidOfPlan
from fieldtech.screens.plan_forms import PlanEndDialog, PlanTemplateDialog, YearDocumentDialog
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.store.views.plans import find_plan, next_occurrences, today_of
from fieldtech.text import _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.workflow.plan_documents import save_annual_plan
from fieldtech.workflow.plan_templates import add_plans_from_template, plan_templates
from fieldtech.workflow.plans import add_plan, edit_plan, retire_plan

Screen = StoreScreen[Any]


async def begin_plan(screen: Screen, first: date) -> Plan | None:
    """Write a new plan that counts from a day, unless it says otherwise."""
    return await _write(
        screen, None, _today(screen), first, lambda store, said: add_plan(store, said.facts, site_library(store))
    )


async def change_plan(screen: Screen, number: str) -> Plan | None:
    """Change a plan from a day on."""
    plan = await screen.read(find_plan, number)
    today = await screen.read(today_of, plan) if plan else None
    if plan is None or today is None:
        return None
    return await _write(screen, plan, today, today, lambda store, said: edit_plan(
        store, number, said.facts, site_library(store), since=said.since, because=said.because
    ))  # fmt: skip


async def begin_from_template(screen: Screen, first: date) -> tuple[Plan, ...] | None:
    """Record all plans of a template, once it was seen what they are."""
    today = _today(screen)
    dialog = PlanTemplateDialog(plan_templates(), first, today)
    said = await screen.app.push_screen_wait(dialog)
    if said is None:
        return None
    made = await screen.perform(
        lambda store: add_plans_from_template(store, said.name, said.facts, site_library(store))
    )
    if made is not None:
        dialog.forget()
        screen.tell(_("{n} plans are recorded: {first} to {last}.").format(
            n=len(made), first=made[0].number, last=made[-1].number
        ))  # fmt: skip
    return made


async def end_plan(screen: Screen, number: str) -> Plan | None:
    """End a plan, with the reason."""
    plan = await screen.read(find_plan, number)
    today = await screen.read(today_of, plan) if plan else None
    if plan is None or today is None:
        return None
    coming = await screen.read(next_occurrences, plan) or ()
    dialog = PlanEndDialog(plan, coming, today)
    said = await screen.app.push_screen_wait(dialog)
    ended = await screen.perform(retire_plan, number, said.reason, on=said.on) if said is not None else None
    if ended is not None:
        dialog.forget()
        screen.tell(_("{number} has ended.").format(number=ended.number))
    return ended


async def write_year(screen: Screen, year: int, filters: CalendarFilters) -> None:
    """Write a year of planned work, or what of it is shown, into a folder, and say where it lies."""
    dialog = YearDocumentDialog(year, filters)
    said = await screen.app.push_screen_wait(dialog)
    if said is None:
        return
    file = await screen.read(
        lambda store: save_annual_plan(store, said.year, said.folder, said.form, site_library(store), filters)
    )
    if file is not None:
        dialog.forget()
        screen.tell(_("The annual plan lies in {file}.").format(file=file))


def _today(screen: Screen) -> date:
    return screen.store.now().astimezone(screen.store.zone).date()


async def _write(
    screen: Screen, plan: Plan | None, today: date, first: date, record: Callable[[Store, SaidOfPlan], Plan]
) -> Plan | None:
    """Ask and record, and ask again where it is refused; what was typed is kept until it is in the record."""
    library = await screen.read(site_library)
    if library is None:
        return None
    known = library

    async def make() -> PlanEditor:
        return PlanEditor(screen.store, known, today, first, plan)

    written = await ask_until_recorded(screen, make, record)
    if written is not None:
        await _tell_next(screen, written)
    return written


async def _tell_next(screen: Screen, plan: Plan) -> None:
    """Say what the plan is called, and when it comes next."""
    coming = await screen.read(next_occurrences, plan, 1)
    if coming:
        day = long_day(coming[0].day)
        screen.tell(_("{number} is planned; next on {day}.").format(number=plan.number, day=day))
    else:
        screen.tell(_("{number} is recorded; nothing comes of it any more.").format(number=plan.number))
