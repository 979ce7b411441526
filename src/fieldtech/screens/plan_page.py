"""One plan: what it says, when it comes next, what came of it, and how it was changed (PROCESS S3.6)."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from fieldtech.domain.instants import weekday_word
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.occurrence_actions import site_library
from fieldtech.screens.plan_page_words import change_lines, day_columns, day_row, fact_lines, state_words
from fieldtech.screens.planning import PlanningScreen
from fieldtech.store.views.plan_lines import PlanView, plan_view
from fieldtech.text import N_, _
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.section_bar import Section, SectionBar
from fieldtech.widgets.top_line import TopLine

SECTIONS = ("coming", "past", "changes")
WIDE_FROM = 110
_KEYS = ("rows.open", "plan.change", "plan.end", "plan_page.next_section")


class PlanPage(PlanningScreen):
    """All that is known of one plan."""

    AUTO_FOCUS = "#coming"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("X", "end_plan", N_("End"), tooltip=N_("End the plan, with the reason; its record stays."),
                id="plan.end"),
        Binding("right,tab", "turn(1)", N_("Section"), tooltip=N_("Show the next section."),
                id="plan_page.next_section"),
        Binding("left,shift+tab", "turn(-1)", N_("Section before"), show=False,
                tooltip=N_("Show the section before."), id="plan_page.section_before"),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the list."), id="plan_page.back"),
    ]  # fmt: skip

    section: reactive[str] = reactive("coming", init=False)
    """Which section is shown."""

    def __init__(self, number: str) -> None:
        """Open a plan by its number, or its identifier."""
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
        self._number = number
        self._view: PlanView | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        is_slow = self.app.profile.is_slow
        yield TopLine(self._number)
        with Horizontal(classes="body"):
            with VerticalScroll(classes="facts", can_focus=False):
                yield LabelledLines()
            with Vertical(classes="sections"):
                yield SectionBar()
                with ContentSwitcher(initial="coming"):
                    yield RowList(day_columns(), has_mark_only=is_slow, name="coming")
                    yield RowList(day_columns(), has_mark_only=is_slow, name="past")
                    yield VerticalScroll(LabelledLines(), id="changes", can_focus=True)
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read the plan anew."""
        view = await self.read(plan_view, self._number)
        library = await self.read(site_library)
        if view is not None and library is not None:
            self._show(view, {each.id: each.title.text() for each in library.templates})

    @property
    def plan_number(self) -> str | None:
        """This plan, while it can be changed."""
        return self._number if self._view and not self._view.plan.is_retired else None

    def watch_section(self, section: str) -> None:
        """Turn to a section, and let its keys work."""
        self.query_one(ContentSwitcher).current = section
        self.query_one(SectionBar).shown = section
        self.set_focus(self.query_one(f"#{section}"))
        self.refresh_bindings()

    @on(SectionBar.Chosen)
    def turn_to(self, event: SectionBar.Chosen) -> None:
        """Show the section that was clicked on."""
        self.section = event.name

    @on(RowList.Opened)
    def open_occurrence(self, event: RowList.Opened) -> None:
        """Go to what stands on a day."""
        self.app.push_screen(OccurrenceScreen(event.row.word))

    def action_turn(self, steps: int) -> None:
        """Show the section after or before."""
        self.section = SECTIONS[(SECTIONS.index(self.section) + steps) % len(SECTIONS)]

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def _show(self, view: PlanView, checklists: dict[str, str]) -> None:
        self._view = view
        facts = self.query_one(".facts LabelledLines", LabelledLines)
        facts.lines = tuple(fact_lines(view, checklists, self.store.zone))
        coming, past = self.query_one("#coming", RowList), self.query_one("#past", RowList)
        coming.empty, past.empty = _("Nothing comes of it any more."), _("Nothing lies behind.")
        coming.show([day_row(each, view.plan) for each in view.coming])
        past.show([day_row(each, view.plan) for each in view.past])
        self.query_one("#changes LabelledLines", LabelledLines).lines = tuple(change_lines(view))
        self.query_one(SectionBar).sections = (
            Section("coming", _("Next dates"), str(len(view.coming) or "")),
            Section("past", _("Past dates"), str(len(view.past) or "")),
            Section("changes", _("Changes"), str(len(view.history))),
        )
        self.query_one(SectionBar).shown = self.section
        self._show_top(view)
        self.refresh_bindings()

    def _show_top(self, view: PlanView) -> None:
        top, now, zone = self.query_one(TopLine), self.store.now(), self.store.zone
        words, meaning = state_words(view.state, view.plan)
        top.place = view.plan.number
        top.about, top.pressing = view.plan.title, Content.styled(words, f"${meaning}")
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
