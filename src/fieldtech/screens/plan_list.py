"""The plans: all recurring work in a list, what comes next first, searched as one types (PROCESS S3.6)."""

from datetime import date
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.screens.plan_dialogs import CalendarFilterDialog
from fieldtech.screens.plan_page import PlanPage
from fieldtech.screens.plan_page_words import brief_lines, list_columns, list_row
from fieldtech.screens.planning import PlanningScreen
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.store.views.plan_lines import PlanLine, PlanState, plan_lines
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.search_line import SearchLine
from fieldtech.widgets.top_line import TopLine

WIDE_FROM = 110
_KEYS = ("rows.open", "plan.new", "plan.change", "plan.template", "plan.end", "plan.write", "plan_list.search",
         "plan_list.filter")  # fmt: skip


class PlanListScreen(PlanningScreen):
    """Every plan, running or not."""

    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("X", "end_plan", N_("End"), tooltip=N_("End the plan, with the reason; its record stays."),
                id="plan.end"),
        Binding("slash", "search", N_("Search"), key_display="/", tooltip=N_("Search as you type."),
                id="plan_list.search"),
        Binding("f", "narrow", N_("Filter"), tooltip=N_("Show only what a person has, a place, or one kind of work."),
                id="plan_list.filter"),
        Binding("escape", "leave", N_("Back"), tooltip=N_("List all again; then go back to the calendar."),
                id="plan_list.back"),
    ]  # fmt: skip

    words: reactive[str] = reactive("", init=False)
    """What is searched for; empty: nothing."""
    filters: reactive[CalendarFilters] = reactive(CalendarFilters(), init=False)
    """What of the plans is listed."""

    def __init__(self, first: date, at: str = "") -> None:
        """Make the list.

        Args:
            first: From which day a new plan counts.
            at: The number of the plan at which the cursor begins; empty: the first.
        """
        super().__init__()
        self._first, self._at = first, at
        self._lines: dict[str, PlanLine] = {}

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("All plans"), self.store.site)
        with Horizontal(classes="narrowing"):
            yield Static(Content(""), classes="words")
            yield SearchLine()
            yield Static(Content(""), classes="count")
        yield RowList(list_columns(), has_mark_only=self.app.profile.is_slow)
        yield LabelledLines(classes="brief")
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the plans anew; the cursor stays at its plan."""
        lines = await self.read(plan_lines, self.words, self.filters)
        if lines is not None:
            self._show(lines)

    @property
    def plan_number(self) -> str | None:
        """The number of the plan under the cursor."""
        row = self.query_one(RowList).row
        return row.word if row else None

    @property
    def narrowing(self) -> CalendarFilters:
        """What of the plans is shown."""
        return self.filters

    @property
    def first_day(self) -> date:
        """The day that the calendar was at."""
        return self._first

    def plan_written(self, number: str) -> None:
        """Let the cursor go to a new plan."""
        self._at = number
        self._start_reload()

    def watch_words(self) -> None:
        """List something else."""
        self._start_reload()

    def watch_filters(self) -> None:
        """List something else."""
        self._start_reload()

    @on(RowList.Moved)
    def show_brief(self) -> None:
        """Say below what is under the cursor."""
        line = self._lines.get(self.plan_number or "")
        self.query_one(".brief", LabelledLines).lines = tuple(brief_lines(line.plan, line.state)) if line else ()
        self.refresh_bindings()

    @on(RowList.Opened)
    def open_plan(self, event: RowList.Opened) -> None:
        """Show all of a plan."""
        self.app.push_screen(PlanPage(event.row.word))

    @on(Input.Changed, "SearchLine")
    def search_words(self, event: Input.Changed) -> None:
        """List what is found."""
        self.words = event.value

    @on(SearchLine.Stepped)
    def step_in_list(self, event: SearchLine.Stepped) -> None:
        """Move in the list while the words are typed."""
        self.query_one(RowList).action_move(event.steps)

    @on(SearchLine.Left)
    def leave_search(self, event: SearchLine.Left) -> None:
        """Go to the list, with what was found or without."""
        if not event.keeps_words:
            self.query_one(SearchLine).value = ""
        self.remove_class("-searching")
        self.set_focus(self.query_one(RowList))

    def on_resize(self) -> None:
        """Take or leave the columns for which there is room."""
        if self._lines:
            self._show(tuple(self._lines.values()))

    def on_key(self, event: events.Key) -> None:
        """Give the search line what was typed before it had the focus."""
        if self.has_class("-searching") and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self.query_one(SearchLine).insert_text_at_cursor(event.character)

    def action_search(self) -> None:
        """Type what to search for."""
        self.add_class("-searching")
        self.set_focus(self.query_one(SearchLine))

    @work
    async def action_narrow(self) -> None:
        """Ask what is to be listed."""
        chosen = await self.app.push_screen_wait(CalendarFilterDialog(self.filters))
        if chosen is not None:
            self.filters = chosen

    def action_leave(self) -> None:
        """List all again; where all are listed, go back."""
        if self.words or self.filters != CalendarFilters():
            self.query_one(SearchLine).value = ""
            self.filters = CalendarFilters()
        else:
            self.dismiss(None)

    def _show(self, lines: tuple[PlanLine, ...]) -> None:
        self._lines = {line.plan.number: line for line in lines}
        rows, now = self.query_one(RowList), self.store.now()
        local = now.astimezone(self.store.zone)
        is_all = not self.words.strip() and self.filters == CalendarFilters()
        nothing = _("Nothing is planned yet; a template is the quickest way to begin.")
        rows.empty = nothing if is_all else _("No plan fits.")
        is_wide = self.size.width >= WIDE_FROM
        rows.show([list_row(line, local.date(), is_wide=is_wide) for line in lines])
        if self._at in self._lines:
            rows.cursor = list(self._lines).index(self._at)
            self._at = ""
        self.query_one(".words", Static).update(Content(self._narrowed_words()))
        ended = sum(line.state is PlanState.ENDED for line in lines)
        count = ngettext("{n} plan", "{n} plans", len(lines)).format(n=len(lines))
        told = f"{count} · " + _("{n} ended").format(n=ended) if ended else count
        self.query_one(".count", Static).update(Content(told))
        self.query_one(TopLine).hour = f"{weekday_word(now, self.store.zone)} {local:%H:%M}"

    def _narrowed_words(self) -> str:
        chosen = self.filters
        kind = label_of(chosen.kind) if chosen.kind else ""
        searched = _("“{words}”").format(words=one_line(self.words)) if self.words.strip() else ""
        told = [one_line(word) for word in (chosen.person, chosen.place, kind, searched) if word]
        return " · ".join(told) or _("all, the next one first")
