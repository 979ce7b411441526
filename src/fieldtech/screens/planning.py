"""What every screen of plans offers: a new plan, one from a template, a change, the year as a document."""

from datetime import date
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from fieldtech.screens import plan_actions
from fieldtech.screens.base import StoreScreen
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.text import N_


class PlanningScreen(StoreScreen[None]):
    """A screen on which a plan, or a day, stands under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "begin_plan", N_("New plan"), tooltip=N_("Plan recurring work."), id="plan.new"),
        Binding("e", "change_plan", N_("Change plan"), tooltip=N_("Change the plan of what is under the cursor."),
                id="plan.change"),
        Binding("t", "begin_from_template", N_("Template"), id="plan.template",
                tooltip=N_("Begin from a template: all plans of a small server room, of a branch office.")),
        Binding("W", "write_year", N_("Write year"), id="plan.write",
                tooltip=N_("Write the annual plan, or a calendar to subscribe to, into a folder.")),
    ]  # fmt: skip

    @property
    def plan_number(self) -> str | None:
        """The number of the plan under the cursor; None: there is none."""
        raise NotImplementedError

    @property
    def first_day(self) -> date:
        """The day from which a new plan counts."""
        return self.store.now().astimezone(self.store.zone).date()

    @property
    def narrowing(self) -> CalendarFilters:
        """What of the plans is shown, and written."""
        return CalendarFilters()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change a plan only where one is under the cursor."""
        if action in ("change_plan", "end_plan"):
            return self.plan_number is not None
        return super().check_action(action, parameters)

    @work
    async def action_begin_plan(self) -> None:
        """Write a new plan."""
        made = await plan_actions.begin_plan(self, self.first_day)
        if made is not None:
            self.plan_written(made.number)

    @work
    async def action_change_plan(self) -> None:
        """Change the plan under the cursor."""
        if self.plan_number is not None:
            await plan_actions.change_plan(self, self.plan_number)

    @work
    async def action_begin_from_template(self) -> None:
        """Record all plans of a template."""
        await plan_actions.begin_from_template(self, self.first_day)

    @work
    async def action_end_plan(self) -> None:
        """End the plan under the cursor."""
        if self.plan_number is not None:
            await plan_actions.end_plan(self, self.plan_number)

    @work
    async def action_write_year(self) -> None:
        """Write the year of the day."""
        await plan_actions.write_year(self, self.first_day.year, self.narrowing)

    def plan_written(self, number: str) -> None:
        """Let the cursor go to a plan that was just written."""
        del number
