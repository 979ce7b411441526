"""The plan: what is to be done on which day, as a year, a month and an agenda (PROCESS S3.6)."""

from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from fieldtech.domain.instants import month_word, weekday_word
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.screens import occurrence_actions
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.holidays import HolidaysScreen
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.outage import OutageScreen
from fieldtech.screens.outages import OutagesScreen
from fieldtech.screens.plan_dialogs import CalendarFilterDialog, GoToDayDialog
from fieldtech.screens.plan_list import PlanListScreen
from fieldtech.screens.plan_view import read_year
from fieldtech.screens.planning import PlanningScreen
from fieldtech.store.views.calendar import CalendarFault, CalendarFilters
from fieldtech.store.views.outages import OutageDay
from fieldtech.text import N_, _
from fieldtech.widgets.agenda_list import AgendaList
from fieldtech.widgets.calendar_days import CalendarDays
from fieldtech.widgets.calendar_words import figure_words, filter_words
from fieldtech.widgets.day_cursor import DayCursor, plus_months
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.plan_calendars import PlanCalendars
from fieldtech.widgets.top_line import TopLine

WIDE_FROM = 120
"""The year has 80 cells; the load stands beside it."""
VIEWS = ("year", "month", "agenda", "load")
_KEYS = ("year.open", "month.open", "agenda.open", "load.open", "plan.earlier_month", "plan.later_month",
         "plan.earlier_year", "plan.later_year", "plan.move", "plan.go_to", "plan.year", "plan.month", "plan.agenda",
         "plan.list", "plan.load", "plan.filter", "plan.outages", "plan.days_off")  # fmt: skip


class PlanScreen(PlanningScreen):
    """The calendars; the day stays the same from one to the other."""

    AUTO_FOCUS = "YearGrid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "go_months(-1)", N_("Month"), key_display="[", id="plan.earlier_month",
                show=False, tooltip=N_("Go to the same day of the month before.")),
        Binding("right_square_bracket", "go_months(1)", N_("Month"), key_display="[ ]", id="plan.later_month",
                tooltip=N_("Go to the same day of the month after.")),
        Binding("left_curly_bracket", "go_months(-12)", N_("Year"), key_display="{", id="plan.earlier_year",
                show=False, tooltip=N_("Go to the same day of the year before.")),
        Binding("right_curly_bracket", "go_months(12)", N_("Year"), key_display="{ }", id="plan.later_year",
                tooltip=N_("Go to the same day of the year after.")),
        Binding("g", "go_to_day", N_("Date"), tooltip=N_("Go to a day by its date; without one, to today."),
                id="plan.go_to"),
        Binding("y", "turn('year')", N_("Year"), tooltip=N_("Show the whole year."), id="plan.year"),
        Binding("m", "turn('month')", N_("Month"), tooltip=N_("Show the month with what stands on each day."),
                id="plan.month"),
        Binding("a", "turn('agenda')", N_("Agenda"), tooltip=N_("List what stands on the days, one below the other."),
                id="plan.agenda"),
        Binding("L", "turn('load')", N_("Load"), id="plan.load",
                tooltip=N_("Show a week: what each person has to do on each day, and who has too much.")),
        Binding("f", "narrow", N_("Filter"), tooltip=N_("Show only what a person has, a place, or one kind of work."),
                id="plan.filter"),
        Binding("o", "show_outages", N_("Outages"), id="plan.outages",
                tooltip=N_("See the outages that providers announced, and their mail that is to be read.")),
        Binding("H", "show_days_off", N_("Holidays"), id="plan.days_off",
                tooltip=N_("See the days off of the year and the days worked for them, and change them.")),
        Binding("M", "move", N_("Move"), tooltip=N_("Plan what is under the cursor for another day."), id="plan.move"),
        Binding("p", "list_plans", N_("All plans"), tooltip=N_("List all plans; the cursor begins at this one."),
                id="plan.list"),
        Binding("escape", "back", N_("Back"), tooltip=N_("Go back to the days."), id="plan.back"),
    ]  # fmt: skip

    view: reactive[str] = reactive("year", init=False)
    """Which calendar is shown."""
    day: reactive[date] = reactive(date(2000, 1, 1), init=False)
    """The day that all of them are about."""
    filters: reactive[CalendarFilters] = reactive(CalendarFilters(), init=False)
    """What of the plans is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self._years: dict[int, CalendarDays] = {}

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        self.set_reactive(PlanScreen.day, self.store.now().astimezone(self.store.zone).date())
        yield TopLine(_("Planned work"), self.store.site)
        yield PlanCalendars(self.day, is_slow=self.app.profile.is_slow)
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the year anew."""
        self._years = {}
        await self._read_year()

    def watch_day(self, before: date, after: date) -> None:
        """Go to the day in the calendar that is shown."""
        self._calendars.day = after
        if after.year in self._years:
            self._show()
            if after.year != before.year:
                self.call_after_refresh(self._read_ahead)
        else:
            self._calendars.forget()
            self._read_other_year()

    def watch_view(self) -> None:
        """Turn to another calendar, at the same day."""
        self._calendars.view = self.view
        self._show()
        self._focus_calendar()

    def watch_filters(self) -> None:
        """Show something else."""
        self._start_reload()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what leads elsewhere."""
        if action == "turn":
            return parameters[0] != self.view
        if action == "back":
            return self._calendars.is_in_day or self.filters != CalendarFilters()
        return super().check_action(action, parameters)

    @on(DayCursor.Moved)
    def follow_cursor(self, event: DayCursor.Moved) -> None:
        """Go to the day."""
        self.day = event.day

    @on(AgendaList.Moved, "#agenda")
    def follow_agenda(self, event: AgendaList.Moved) -> None:
        """Keep the day of what is under the cursor."""
        if self.view == "agenda":
            self.day = event.day

    @on(AgendaList.Opened)
    def open_entry(self, event: AgendaList.Opened) -> None:
        """Go to the occurrence, the fault, or the outage."""
        if isinstance(event.entry, PlannedOccurrence):
            self.app.push_screen(OccurrenceScreen(event.entry.name))
        elif isinstance(event.entry, CalendarFault):
            self.app.push_screen(FaultScreen(event.entry.number))
        elif isinstance(event.entry, OutageDay):
            self.app.push_screen(OutageScreen(event.entry.outage.id))

    @on(DayCursor.Opened)
    def go_into_day(self) -> None:
        """Let the cursor go over what stands on the day."""
        if self.view == "load":
            self.view = "agenda"
            return
        self._calendars.go_into_day()
        self.refresh_bindings()

    def action_go_months(self, months: int) -> None:
        """Go some months on."""
        self.day = plus_months(self.day, months)

    def action_show_days_off(self) -> None:
        """Go to the days off."""
        self.app.push_screen(HolidaysScreen(self.day))

    def action_show_outages(self) -> None:
        """Go to what providers announced."""
        self.app.push_screen(OutagesScreen())

    def action_turn(self, view: str) -> None:
        """Show another calendar."""
        self.view = view

    def action_back(self) -> None:
        """Go back to the days; from there, to all of the plans."""
        if self._calendars.is_in_day:
            self._focus_calendar()
        else:
            self.filters = CalendarFilters()

    @work
    async def action_go_to_day(self) -> None:
        """Ask for a day and go there."""
        day = await self.app.push_screen_wait(GoToDayDialog(self.store.now().astimezone(self.store.zone).date()))
        if day is not None:
            self.day = day

    @work
    async def action_narrow(self) -> None:
        """Ask what is to be shown."""
        chosen = await self.app.push_screen_wait(CalendarFilterDialog(self.filters))
        if chosen is not None:
            self.filters = chosen

    @work
    async def action_move(self) -> None:
        """Move what is under the cursor, or the day's only one; of several, one is to be chosen first."""
        entry = self._entry
        if entry is None:
            self.go_into_day()
        else:
            await occurrence_actions.move(self, entry)

    def action_list_plans(self) -> None:
        """List the plans."""
        self.app.push_screen(PlanListScreen(self.day, self.plan_number or ""))

    @property
    def plan_number(self) -> str | None:
        """The number of the plan of what is under the cursor."""
        return self._entry.number if self._entry else None

    @property
    def narrowing(self) -> CalendarFilters:
        """What of the plans is shown."""
        return self.filters

    @property
    def first_day(self) -> date:
        """The day that the calendars are about."""
        return self.day

    @property
    def _entry(self) -> PlannedOccurrence | None:
        """What keys act on; None: nothing, or it is still to be chosen."""
        days = self._years.get(self.day.year)
        if self.focused is not None and isinstance(self.focused, AgendaList):
            entry = self.focused.entry
        else:
            on_day = days.on(self.day) if days else ()
            entry = on_day[0] if len(on_day) == 1 else None
        return entry if isinstance(entry, PlannedOccurrence) else None

    @property
    def _calendars(self) -> PlanCalendars:
        return self.query_one(PlanCalendars)

    @work(exclusive=True, group="reload")
    async def _read_other_year(self) -> None:
        await self._read_year()

    async def _read_year(self) -> None:
        """Read the year and show it; then what lies around it, so that it is there when one goes on."""
        years, year = self._years, self.day.year
        days = await self.read(read_year, year, self.filters, is_alone=True)
        if days is not None:
            years[year] = days
            self._show()
            self.call_after_refresh(self._read_ahead)

    @work(exclusive=True, group="ahead")
    async def _read_ahead(self) -> None:
        """Read the days around the year, and the years on both sides; what grew meanwhile is read by a reload."""
        years, year = self._years, self.day.year
        for near in set(years) - {year - 1, year, year + 1}:
            del years[near]
        for near in (year, year + 1, year - 1):
            if near in years and years[near].has_days_around:
                continue
            whole = await self.read(read_year, near, self.filters)
            if whole is None:
                return
            years[near] = whole
            if near == self.day.year and years is self._years:
                self._show()

    def _focus_calendar(self) -> None:
        self._calendars.focus_view()
        self.refresh_bindings()

    def _show(self) -> None:
        """Show the day in the calendar, and what stands on it."""
        days = self._years.get(self.day.year)
        if days is None:
            return
        self._calendars.show(days)
        self._show_top(days)

    def _show_top(self, days: CalendarDays) -> None:
        top = self.query_one(TopLine)
        when = str(self.day.year)
        if self.view != "year":
            when = _("{month} {year}").format(month=month_word(self.day.month), year=self.day.year)
        narrowed = filter_words(self.filters)
        top.about = " · ".join([when, *(narrowed or [self.store.site])])
        top.pressing = figure_words(days.figures, is_wide=self.size.width >= WIDE_FROM)
        local = days.now.astimezone(days.zone)
        top.hour = f"{weekday_word(days.now, days.zone)} {local:%H:%M}"
