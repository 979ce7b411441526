"""What the fault screen does with its checks: record answers one after the other, note, raise, plan."""

import asyncio

from textual import on, work

from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.dialogs.checklist import CheckNoteDialog
from fieldtech.screens.steps import StepScreen
from fieldtech.store.views.faults import find_fault
from fieldtech.text import _
from fieldtech.widgets.check_rows import Key
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.workflow.checklists import answer_check, plan_from_check, raise_from_check


class ChecksScreen(StepScreen[None]):
    """A screen of one fault on which its checks are answered."""

    section: str
    """Which section is shown."""

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
    async def note_wanted(self, event: CheckSheet.NoteWanted) -> None:
        """Ask for a note on the check under the cursor."""
        await self._note_on(event.key)

    @work
    async def go_on_with_note(self, key: Key) -> None:
        """Open the note on a check in which something was typed and not recorded."""
        self.section = "checks"
        await self._note_on(key)

    async def _note_on(self, key: Key) -> None:
        """Ask for a note on a check that is answered, and record it with its answer."""
        fault = await self.read(find_fault, self._number)
        checklist = fault.checklist(key[0]) if fault else None
        answers = checklist.answers if checklist else ()
        answer = next((each for each in answers if each.item == key[1]), None)
        if fault is None or checklist is None or answer is None:
            return
        number, item_id = fault.number, key[1]
        item = next(each for each in checklist.template.items if each.id == item_id)
        await ask_and_record(
            self,
            fault,
            lambda now: CheckNoteDialog(now, checklist.id, item, answer),
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
