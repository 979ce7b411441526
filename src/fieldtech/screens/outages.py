"""The outages that providers have announced, and their mail that nobody understood (PROCESS S3.6)."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from fieldtech.domain.instants import weekday_word
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.outage import NoticeScreen, OutageScreen
from fieldtech.screens.outage_form import record_outage
from fieldtech.screens.outage_intake import take_in_notices
from fieldtech.screens.outage_words import NOTICE, OUTAGE, outage_columns, outage_rows
from fieldtech.store.views.outages import all_outages, kept_notices
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.top_line import TopLine


class OutagesScreen(StoreScreen[None]):
    """What is to be read stands first, then what is to come, then what is past."""

    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "record", N_("New"), tooltip=N_("Record an outage that you heard of."), id="outages.new"),
        Binding("ctrl+o", "take_notices", N_("Take in"), id="outages.take_in",
                tooltip=N_("Take in providers' notices from a file or folder.")),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to the calendar."), id="outages.back"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Outages"), self.store.site)
        empty = _("No provider has announced anything.")
        yield RowList(outage_columns(), empty=empty, has_mark_only=self.app.profile.is_slow)
        yield KeyLine("rows.open", "outages.take_in", "outages.new", "outages.back")

    async def reload(self) -> None:
        """Read anew what is known."""
        outages, unread = await self.read(all_outages), await self.read(kept_notices)
        if outages is None or unread is None:
            return
        now, zone = self.store.now(), self.store.zone
        self.query_one(RowList).show(tuple(outage_rows(unread, outages, now, zone)))
        top = self.query_one(TopLine)
        to_read = ngettext("{n} mail to be read", "{n} mails to be read", len(unread)).format(n=len(unread))
        top.pressing = Content.styled(to_read, "$soon") if unread else Content("")
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"

    @on(RowList.Opened)
    def open_row(self, event: RowList.Opened) -> None:
        """Open the outage, or the mail."""
        word = event.row.word
        page: Screen[None] = (
            OutageScreen(word.removeprefix(OUTAGE)) if word.startswith(OUTAGE) else NoticeScreen(word[len(NOTICE) :])
        )
        self.app.push_screen(page)

    @work
    async def action_record(self) -> None:
        """Record one by hand."""
        await record_outage(self)

    @work
    async def action_take_notices(self) -> None:
        """Take in notices."""
        await take_in_notices(self.app)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
