"""The page of an outage that a provider has announced, and that of a mail which a person has to read (PROCESS S3.6)."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.outages import KeptNotice, Outage
from fieldtech.domain.word_labels import label_of
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.kept_form import TEXT_COLUMN
from fieldtech.screens.outage_form import record_outage
from fieldtech.screens.outage_words import notice_lines, outage_lines, status_meaning
from fieldtech.store.views.outages import notice_by_id, outage_by_id
from fieldtech.store.views.people import people_names
from fieldtech.text import N_, _
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.top_line import TopLine
from fieldtech.workflow.outages import mark_notice_read


class OutageScreen(StoreScreen[None]):
    """One outage: where it stands, when, what it does to what, and every notice of it."""

    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "correct", N_("Correct"), tooltip=N_("Say by hand what the provider told otherwise."),
                id="outage.correct"),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to where you were."), id="outage.back"),
    ]  # fmt: skip

    def __init__(self, outage_id: str) -> None:
        super().__init__()
        self._outage_id = outage_id
        self._outage: Outage | None = None

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine(_("Outage"))
        with VerticalScroll():
            yield LabelledLines(column=TEXT_COLUMN)
        yield KeyLine("outage.correct", "outage.back")

    async def reload(self) -> None:
        """Read it anew."""
        outage, names = await self.read(outage_by_id, self._outage_id), await self.read(people_names)
        if outage is None or names is None:
            return
        self._outage = outage
        now, zone, top = self.store.now(), self.store.zone, self.query_one(TopLine)
        self.query_one(LabelledLines).lines = tuple(outage_lines(outage, names, zone))
        top.about = f"{outage.provider}  {outage.maintenance_id}"
        top.pressing = Content.styled(label_of(outage.status), f"${status_meaning(outage, now)}")
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"

    @work
    async def action_correct(self) -> None:
        """Correct it by hand."""
        if self._outage is not None:
            await record_outage(self, known=self._outage)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


class NoticeScreen(StoreScreen[None]):
    """A mail that no rule understood: why, and all that it says."""

    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "mark_read", N_("Read"), tooltip=N_("Say that it was read and means no outage."),
                id="notice.read"),
        Binding("n", "record", N_("Outage"), tooltip=N_("Record the outage that it tells of."), id="notice.outage"),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Go back to where you were."), id="notice.back"),
    ]  # fmt: skip

    def __init__(self, notice_id: str) -> None:
        super().__init__()
        self._notice_id = notice_id
        self._notice: KeptNotice | None = None

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine(_("Mail to be read"))
        with VerticalScroll():
            yield LabelledLines(column=TEXT_COLUMN)
        yield KeyLine("notice.read", "notice.outage", "notice.back")

    async def reload(self) -> None:
        """Read it anew."""
        notice = await self.read(notice_by_id, self._notice_id)
        if notice is None:
            return
        self._notice = notice
        now, zone, top = self.store.now(), self.store.zone, self.query_one(TopLine)
        self.query_one(LabelledLines).lines = tuple(notice_lines(notice, zone))
        top.about = notice.source
        top.pressing = Content.styled(_("read"), "$quiet") if notice.read else Content.styled(_("to be read"), "$soon")
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing be read twice."""
        if action == "mark_read":
            return self._notice is not None and self._notice.read is None
        return super().check_action(action, parameters)

    @work
    async def action_mark_read(self) -> None:
        """Say that it was read, and go back."""
        if await self.perform(mark_notice_read, self._notice_id) is not None:
            self.dismiss(None)

    @work
    async def action_record(self) -> None:
        """Record the outage, and open it in the mail's place."""
        if self._notice is None:
            return
        outage = await record_outage(self, notice=self._notice)
        if outage is not None:
            self.app.switch_screen(OutageScreen(outage.id))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
