"""What the fault screen does with its checks: record answers one after the other, note, raise, plan."""

import asyncio

from textual import on, work

from fieldtech.domain.faults import Checklist, Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.dialogs.checklist import CheckNoteDialog
from fieldtech.screens.steps import StepScreen
from fieldtech.text import _
from fieldtech.widgets.check_rows import Key
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.workflow.checklists import answer_check, plan_from_check, raise_from_check


class ChecksScreen(StepScreen[None]):
    """A screen of one fault on which its checks are answered."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
        self._fault: Fault | None = None
        self._recording = asyncio.Lock()

    @on(CheckSheet.Answered)
    @work
    async def record_answer(self, event: CheckSheet.Answered) -> None:
        """Record an answer, one after the other, since what applies depends on what was answered before."""
        checklist_id, item = event.key
        async with self._recording:
            recorded = await self.perform(
                answer_check, self._number, item, event.result,
                reading=event.reading, note=event.note, checklist_id=checklist_id,
            )  # fmt: skip
        if recorded is None:
            self.query_one(CheckSheet).forget_under_way(event.key)

    @on(CheckSheet.NoteWanted)
    @work
    async def note_on_check(self, event: CheckSheet.NoteWanted) -> None:
        """Ask for a note on a check, and record it with its answer."""
        checklist = self._list_of(event.key)
        if self._fault is None or checklist is None:
            return
        number, item_id = self._fault.number, event.key[1]
        item = next(each for each in checklist.template.items if each.id == item_id)
        answer = next(each for each in checklist.answers if each.item == item_id)
        await ask_and_record(
            self,
            self._fault,
            lambda now: CheckNoteDialog(now, item, answer),
            lambda store, said: answer_check(
                store, number, item_id, answer.result,
                reading=answer.reading, note=said.text, checklist_id=checklist.id,
            ),
        )  # fmt: skip

    @on(CheckSheet.FaultWanted)
    @work
    async def raise_fault(self, event: CheckSheet.FaultWanted) -> None:
        """Open a fault out of a check."""
        checklist_id, item = event.key
        raised = await self.perform(raise_from_check, self._number, item, checklist_id=checklist_id)
        if raised is not None:
            self.tell(_("{number} is reported: {title}").format(number=raised.number, title=raised.title))

    @on(CheckSheet.PlanStepWanted)
    @work
    async def add_to_plan(self, event: CheckSheet.PlanStepWanted) -> None:
        """Make a step of the plan of a check."""
        checklist_id, item = event.key
        planned = await self.perform(plan_from_check, self._number, item, checklist_id=checklist_id)
        if planned is not None:
            step = planned.attempt.plan.splitlines()[-1].removeprefix("- ")
            self.tell(_("Now a step of the plan: {step}").format(step=step))

    def _list_of(self, key: Key) -> Checklist | None:
        return self._fault.checklist(key[0]) if self._fault else None
