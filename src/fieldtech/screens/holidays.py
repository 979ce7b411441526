"""The days off of a year, those worked for them, and what moves if a site says otherwise (PROCESS S3.6)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.config import Settings
from fieldtech.domain.holidays import DayKind, SiteDays, site_days, table_for, with_days
from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.holiday_form import DaysDialog, TableDialog
from fieldtech.screens.told_page import ToldPage
from fieldtech.text import N_, _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.row_list import Column, Row, RowList
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.holidays import MovedDay, days_of_span, keep_days_off, moves_of

MOST_SHOWN = 200
_KINDS = {DayKind.OFF: N_("day off"), DayKind.WORKED: N_("worked")}


class HolidaysScreen(StoreScreen[None]):
    """A year's days off; what the site itself said of them stands out."""

    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "change_days", N_("Change days"), id="holidays.change",
                tooltip=N_("Take days off, let them be worked, or leave them to the table.")),
        Binding("x,delete", "take_back", N_("As usual"), id="holidays.usual",
                tooltip=N_("Leave the days under the cursor to the table and the week again.")),
        Binding("T", "choose_table", N_("Table"), id="holidays.table",
                tooltip=N_("Choose which shipped table of holidays holds.")),
        Binding("left_curly_bracket", "go_years(-1)", N_("Year"), key_display="{", id="holidays.earlier", show=False,
                tooltip=N_("Show the year before.")),
        Binding("right_curly_bracket", "go_years(1)", N_("Year"), key_display="{ }", id="holidays.later",
                tooltip=N_("Show the year after.")),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the calendar."), id="holidays.back"),
    ]  # fmt: skip

    def __init__(self, day: date) -> None:
        """Make the screen.

        Args:
            day: Its year is shown, and it is offered to be changed.
        """
        super().__init__()
        self._day, self._year = day, day.year
        self._shown: tuple[SiteDays, ...] = ()
        self._is_fresh = True

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Holidays"))
        columns = (Column(_("When")), Column(is_number=True), Column(), Column(_("Source")),
                   Column(_("Holiday"), gives_way=True))  # fmt: skip
        empty = _("No day of this year is off but those of the week.")
        yield RowList(columns, empty=empty, has_mark_only=self.app.profile.is_slow)
        yield LabelledLines(classes="about")
        yield KeyLine("holidays.change", "holidays.usual", "holidays.table", "holidays.later", "holidays.back")

    async def reload(self) -> None:
        """Show the year as the settings now have it."""
        settings, zone, now = self.store.settings, self.store.zone, self.store.now()
        self._shown = site_days(settings, zone, self._year)
        rows = self.query_one(RowList)
        rows.show(tuple(map(_row, self._shown)))
        if self._is_fresh and self._shown:
            behind = sum(each.last < self._day for each in self._shown)
            rows.cursor, self._is_fresh = min(behind, len(self._shown) - 1), False
        table, top = table_for(settings, zone), self.query_one(TopLine)
        named = table.name.text() if table else _("no table")
        top.about = f"{self._year} · {named}"
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        unknown = table is not None and self._year not in table.years
        words = _("{year} has not been announced yet, or is not in the table.").format(year=self._year)
        self.query_one(LabelledLines).lines = (LabelledLine("", words, "soon"),) if unknown else ()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only the site's own word be taken back."""
        if action == "take_back":
            return self._at is not None and self._at.is_own
        return super().check_action(action, parameters)

    @on(RowList.Moved)
    def follow_cursor(self) -> None:
        """Offer what can be done there."""
        self.refresh_bindings()

    @on(RowList.Opened)
    @work
    async def change_row(self) -> None:
        """Change the days under the cursor."""
        at = self._at
        if at is not None:
            await self._ask(at.first, at.last)

    @work
    async def action_change_days(self) -> None:
        """Change any days, beginning with the calendar's."""
        await self._ask(self._day if self._day.year == self._year else date(self._year, 1, 1), None)

    @work
    async def action_take_back(self) -> None:
        """Leave the days to the table and the week."""
        at = self._at
        if at is not None:
            await self._keep(with_days(self.store.settings, days_of_span(at.first, at.last), DayKind.USUAL))

    @work
    async def action_choose_table(self) -> None:
        """Let another table hold."""
        settings = self.store.settings
        chosen = await self.app.push_screen_wait(TableDialog(settings.holiday_table))
        if chosen is not None and chosen != settings.holiday_table:
            await self._keep(msgspec.structs.replace(settings, holiday_table=chosen))

    def action_go_years(self, years: int) -> None:
        """Show another year."""
        self._year = max(1970, min(2199, self._year + years))
        self._start_reload()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @property
    def _at(self) -> SiteDays | None:
        row = self.query_one(RowList).row if self.is_mounted else None
        return next((each for each in self._shown if row and str(each.first) == row.word), None)

    async def _ask(self, first: date, last: date | None) -> None:
        """Ask which days become what; a page that is left leads back to the form."""
        while True:
            dialog = DaysDialog(first, last, self.store.now().astimezone(self.store.zone).date())
            said = await self.app.push_screen_wait(dialog)
            if said is None:
                return
            if await self._keep(with_days(self.store.settings, said.days, said.kind)):
                dialog.forget()
                return

    async def _keep(self, settings: Settings) -> bool:
        """Show what moves, and keep it where that is wanted."""
        moved = await self.read(moves_of, settings)
        if moved is None or not await self.app.push_screen_wait(MovesPage(moved)):
            return False
        if await self.perform(keep_days_off, self.app.paths, settings) is None:
            return False
        self.tell(_("The days off are kept."))
        return True


class MovesPage(ToldPage):
    """Which planned work would stand on another day; it answers whether to keep the days off so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f2", "keep", N_("Keep"), tooltip=N_("Keep the days off so."), id="holidays.keep"),
    ]

    KEYS_FIRST = ("holidays.keep",)

    def __init__(self, moved: Iterable[MovedDay]) -> None:
        super().__init__(_("This would move"), _move_lines(tuple(moved)))

    def action_keep(self) -> None:
        """Keep it."""
        self.dismiss(True)


def _move_lines(moved: tuple[MovedDay, ...]) -> Iterable[LabelledLine]:
    if not moved:
        yield LabelledLine("", _("No planned work moves."))
    for each in moved[:MOST_SHOWN]:
        before, after = (_day(day) for day in (each.before, each.after))
        words = _("{before}  to  {after}").format(before=before, after=after)
        yield LabelledLine(each.name.partition("/")[0], f"{words}   {one_line(each.title)}")
    if len(moved) > MOST_SHOWN:
        yield LabelledLine(" ", _("and {n} more").format(n=len(moved) - MOST_SHOWN), "quiet")
    yield LabelledLine("", "")
    sentence = _("What is done, or was moved by somebody, stays. Due times that are counted in working hours follow.")
    yield LabelledLine("", sentence, "quiet")


def _row(days: SiteDays) -> Row:
    count = (days.last - days.first).days + 1
    span = long_day(days.first) if count == 1 else f"{long_day(days.first)} – {long_day(days.last)}"
    source = Cell(_("site"), "soon") if days.is_own else Cell(_("table"), "quiet")
    return Row(str(days.first), (
        Cell(span),
        Cell(str(count), "quiet"),
        Cell(_(_KINDS[days.kind]), "quiet" if days.kind is DayKind.OFF else ""),
        source,
        Cell(days.name.text()),
    ))  # fmt: skip


def _day(day: date | None) -> str:
    return f"{long_day(day)} {day.year}" if day else _("(left out)")
