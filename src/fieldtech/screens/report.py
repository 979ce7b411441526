"""The report form: a phone call in four fields, the rest if there is time; also for drafts and for correcting facts."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import visible
from fieldtech.screens.alike import SHOWN, AlikeDialog, alike_lines
from fieldtech.screens.dialogs.leave_report import LeaveReportDialog, Leaving
from fieldtech.screens.kept_words import kept_words
from fieldtech.screens.report_page import ReportPage
from fieldtech.screens.report_texts import facts_of, missing_words, note_of, with_description
from fieldtech.store.views.fault_lines import QueueFault
from fieldtech.store.views.likeness import likely_duplicates
from fieldtech.text import N_, _
from fieldtech.widgets.form import Form
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.reports import edit_fault, report_fault

REST_SECONDS = 0.4


class ReportScreen(ReportPage):
    """A new report, or the facts of a fault; gives the number of what was recorded, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Report"), tooltip=N_("Record the report."), id="report.record"),
        Binding("f3", "keep_draft", N_("Keep as draft"), id="report.draft",
                tooltip=N_("Record what there is as a draft, whole or not.")),
        Binding("f5", "choose_alike", N_("It is that one"), id="report.alike",
                tooltip=N_("Report nothing new: choose the open fault that this is about.")),
        Binding("escape", "leave", N_("Back"), tooltip=N_("Leave; what was typed is asked for first."),
                id="report.back"),
    ]  # fmt: skip

    def __init__(self, fault: Fault | None = None) -> None:
        """Make the form.

        Args:
            fault: Whose facts are corrected, or the draft to go on with. None: a new report.
        """
        super().__init__(fault)
        self._alike: tuple[QueueFault, ...] = ()
        self._is_recording = False

    @on(Form.Completed)
    @work
    async def action_record(self) -> None:
        """Record the report, or the corrected facts."""
        if self.fault is not None or missing_words(self.form.texts) or await self._is_told_of_alike():
            await self._record(is_draft=False)

    @work
    async def action_keep_draft(self) -> None:
        """Record what there is."""
        await self._record(is_draft=True)

    @work
    async def action_choose_alike(self) -> None:
        """Let the open fault be the one; what was typed becomes a note on it."""
        chosen = await self.app.push_screen_wait(AlikeDialog(self._alike))
        if chosen is None:
            return
        noted = await self.perform(add_note, chosen.number, note_of(self.form.texts, self._at_first))
        if noted is not None:
            kept_words(self.app).forget(*self._kept_as)
            self.tell(_("Noted on {number}: {title}").format(number=noted.number, title=noted.title))
            self.dismiss(noted.number)

    @work
    async def action_leave(self) -> None:
        """Leave, and ask first what becomes of what was typed."""
        if self.form.texts != self._at_first:
            leaving = await self.app.push_screen_wait(LeaveReportDialog(can_be_draft=self._can_be_draft))
            if leaving is None:
                return
            if leaving is Leaving.DRAFT:
                await self._record(is_draft=True)
                return
            kept_words(self.app).forget(*self._kept_as)
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a draft only of what was never reported, and open faults only where some are alike."""
        if action == "choose_alike":
            return bool(self._alike)
        return self._can_be_draft if action == "keep_draft" else super().check_action(action, parameters)

    def follow_typing(self) -> None:
        """Look for open faults that a new report may repeat."""
        if self.fault is None:
            self._look_for_alike()

    @property
    def _can_be_draft(self) -> bool:
        return self.fault is None or self.fault.state == "draft"

    async def _record(self, *, is_draft: bool) -> None:
        if self._is_recording:
            return  # The key was pressed twice.
        self._is_recording = True
        try:
            recorded = await self._recorded(is_draft=is_draft)
        except RuleViolation as refusal:
            self._is_recording = False
            self._show_refusal(refusal)
        except FieldTechError as error:
            self._is_recording = False
            self.tell_refusal(error)
        else:
            kept_words(self.app).forget(*self._kept_as)
            self.app.tell_growth()
            self.dismiss(recorded.number)

    def _show_refusal(self, refusal: RuleViolation) -> None:
        if self.form.refuse(refusal):
            return
        if "title" in refusal.missing:
            # What is wrong serves as the description too.
            self.form.fields["description"].is_refused = False
        several = _("Fill in what is marked, or keep it as a draft: {key}.").format(key=key_of(self, "report.draft"))
        words = several if len(refusal.missing) > 1 and self._can_be_draft else str(refusal)
        self._tell(Content.styled(visible(words), "$late"))

    async def _recorded(self, *, is_draft: bool) -> Fault:
        texts = self.form.texts
        if self.fault is None:
            facts = facts_of(texts if is_draft else with_description(texts), {}, self.store)
            return await asyncio.to_thread(report_fault, self.store, facts, is_draft=is_draft)
        facts = facts_of(texts if is_draft else with_description(texts), self._at_first, self.store)
        because = texts.get("because", "")
        return await asyncio.to_thread(
            edit_fault, self.store, self.fault.number, facts, because=because, keep_draft=is_draft
        )

    @work(exclusive=True, group="alike")
    async def _look_for_alike(self) -> None:
        """Name open faults that this may repeat, once the typing rests."""
        await asyncio.sleep(REST_SECONDS)
        self._show_alike(await self._found_alike())

    async def _found_alike(self) -> tuple[QueueFault, ...]:
        texts = self.form.texts
        facts = Facts(title=texts["title"].strip(), asset=texts["asset"].strip(), place=texts["place"].strip())
        return await self.read(likely_duplicates, facts, limit=SHOWN) or ()

    def _show_alike(self, found: tuple[QueueFault, ...]) -> None:
        self._alike = found
        self.refresh_bindings()
        self.query_one(".alike", LabelledLines).lines = alike_lines(found)

    async def _is_told_of_alike(self) -> bool:
        """Show open faults that nobody has seen yet before the report is recorded.

        Returns:
            Whether all that there are stood there already.
        """
        seen, found = {fault.id for fault in self._alike}, await self._found_alike()
        if all(fault.id in seen for fault in found):
            return True
        self._show_alike(found)
        words = _("It may be open already. {key} reports it all the same.").format(key=key_of(self, "report.record"))
        self._tell(Content.styled(words, "$soon"))
        return False
