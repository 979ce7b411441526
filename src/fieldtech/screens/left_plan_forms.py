"""Words that were left in forms about plans: what the forms are called, and where each is opened again."""

from collections.abc import Mapping

from fieldtech.screens import plan_actions
from fieldtech.screens.base import StoreApp
from fieldtech.screens.kept_words import LeftForm
from fieldtech.screens.plan_page import PlanPage
from fieldtech.store import Store
from fieldtech.store.views.plans import plan_by_id

PLAN_FORMS: Mapping[str, str] = {
    "plan": "begin_plan",
    "plan_template": "begin_from_template",
    "plan_document": "write_year",
    "plan_end": "list_plans",
}
"""The forms, each with what opens it over the calendars where it is about no plan that there is."""


async def open_plan_form(app: StoreApp, left: LeftForm) -> None:
    """Open a form about plans where it was left: at its plan, or over the calendars."""
    plan = plan_by_id(app.store, left.subject) if left.subject else None
    if plan is None:
        await app.run_action("go_to('plan')")
        await app.screen.run_action(PLAN_FORMS[left.form])
        return
    page = PlanPage(plan.number)
    await app.push_screen(page)
    ask = plan_actions.end_plan if left.form == "plan_end" else plan_actions.change_plan
    page.run_worker(ask(page, plan.number))


def plan_named(store: Store, subject: str) -> str:
    """Name the plan that a form is about; empty: none that there is."""
    plan = plan_by_id(store, subject)
    return f"{plan.number}  {plan.title}" if plan else ""
