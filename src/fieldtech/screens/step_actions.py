"""What each step on the road does: ask by its dialog, and record the answer through its use case."""

import asyncio
from typing import Any

from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.assignees import assigned_words, staff_meant
from fieldtech.screens.dialogs.assess import AssessDialog
from fieldtech.screens.dialogs.checklist import ChecklistDialog, offered_templates
from fieldtech.screens.dialogs.closing import (
    CancelDialog,
    CloseDialog,
    DuplicateDialog,
    ImplementDialog,
    ReopenDialog,
)
from fieldtech.screens.dialogs.handling import AssignDialog, PendDialog, PlanDialog, RestoreDialog, StartDialog
from fieldtech.screens.dialogs.verify import SignOff, VerifyDialog
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.step_place import StepPlace
from fieldtech.screens.triage import TO_BE_ASSESSED, TriageScreen
from fieldtech.screens.why import WhyDialog, why_words
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person, people_names
from fieldtech.workflow.assessments import assess_fault, assign_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.closing import cancel_fault, close_fault, mark_duplicate, reopen_fault
from fieldtech.workflow.handling import pend_fault, plan_solution, restore_service, resume_fault, start_fault
from fieldtech.workflow.signing import has_own_key, key_for_sign_off
from fieldtech.workflow.verification import implement_solution, verify_solution

Screen = StepPlace[Any]


async def assess(screen: Screen, fault: Fault) -> None:
    """Classify it: question by question, or on one sheet once the work goes on."""
    if fault.state in TO_BE_ASSESSED:
        await screen.app.push_screen_wait(TriageScreen(fault))
        return
    await ask_and_record(
        screen,
        fault,
        lambda now: AssessDialog(now, screen.store),
        lambda store, said: assess_fault(store, fault.number, said),
    )


async def assign(screen: Screen, fault: Fault) -> None:
    """Give it to somebody."""
    assigned = await ask_and_record(
        screen,
        fault,
        AssignDialog,
        lambda store, said: assign_fault(store, fault.number, staff_meant(store, said.name)),
    )
    words = await screen.read(assigned_words, assigned) if assigned is not None else None
    if words is not None:
        screen.tell(words)


async def start(screen: Screen, fault: Fault) -> None:
    """Begin the work; where is asked only if nobody said it yet."""
    if fault.mode is not None:
        await screen.perform(start_fault, fault.number)
        return
    await ask_and_record(
        screen, fault, StartDialog, lambda store, said: start_fault(store, fault.number, mode=said.mode)
    )


async def check(screen: Screen, fault: Fault) -> None:
    """Go to the checks; where there are none, or one is there already, choose a list first."""
    is_choosing = not fault.attempt.checklists or screen.is_at(fault.number, "checks")
    if is_choosing and await _add_checklist(screen, fault) is None:
        return
    await screen.show_fault(fault.number, "checks")


async def _add_checklist(screen: Screen, fault: Fault) -> Fault | None:
    templates, library = await asyncio.to_thread(offered_templates, fault, screen.store.settings.checklist_folder)

    def record(store: Store, template: Template) -> Fault:
        return add_checklist(store, fault.number, template)

    return await ask_and_record(screen, fault, lambda now: ChecklistDialog(now, templates, library), record)


async def plan(screen: Screen, fault: Fault) -> None:
    """Write the solution plan."""
    await ask_and_record(
        screen,
        fault,
        PlanDialog,
        lambda store, said: plan_solution(store, fault.number, said.text, kind=said.kind),
    )


async def implement(screen: Screen, fault: Fault) -> None:
    """Report the solution in place."""
    await ask_and_record(
        screen,
        fault, ImplementDialog,
        lambda store, said: implement_solution(
            store, fault.number, said.solution, said.code, implemented_at=said.at
        ),
    )  # fmt: skip


async def verify(screen: Screen, fault: Fault) -> None:
    """Sign off by both legs."""
    names, signer = await screen.read(people_names), await screen.read(acting_person)
    if names is None or signer is None:
        return
    has_key = await asyncio.to_thread(has_own_key, screen.store)
    await ask_and_record(
        screen,
        fault,
        lambda now: VerifyDialog(now, names, signer.name, screen.store, has_key=has_key),
        lambda store, said: _verify(store, fault, said),
    )


def _verify(store: Store, fault: Fault, said: SignOff) -> Fault:
    key = key_for_sign_off(store, said.passphrase, makes_key=said.makes_key)
    return verify_solution(store, fault.number, said.verdict, digest=said.digest, key=key)


async def close(screen: Screen, fault: Fault) -> None:
    """File it."""
    await ask_and_record(
        screen,
        fault,
        CloseDialog,
        lambda store, said: close_fault(store, fault.number, said.root_cause, lessons=said.lessons),
    )


async def pend(screen: Screen, fault: Fault) -> None:
    """Let it wait."""
    await ask_and_record(
        screen,
        fault,
        lambda now: PendDialog(now, screen.store.settings.pausing_reasons),
        lambda store, said: pend_fault(store, fault.number, said.reason, note=said.note),
    )


async def resume(screen: Screen, fault: Fault) -> None:
    """Go on with it."""
    await screen.perform(resume_fault, fault.number)


async def restore(screen: Screen, fault: Fault) -> None:
    """Record that the service is back."""
    await ask_and_record(
        screen,
        fault,
        RestoreDialog,
        lambda store, said: restore_service(store, fault.number, said.workaround, restored_at=said.at),
    )


async def edit(screen: Screen, fault: Fault) -> None:
    """Correct its facts, or go on with a draft."""
    await screen.app.push_screen_wait(ReportScreen(fault))


async def why(screen: Screen, fault: Fault) -> None:
    """Say why it stands where it stands."""
    sentences = await screen.read(why_words, fault)
    if sentences is not None:
        await screen.app.push_screen_wait(WhyDialog(fault, sentences))


async def cancel(screen: Screen, fault: Fault) -> None:
    """End it without a solution."""
    await ask_and_record(screen, fault, CancelDialog, lambda store, said: cancel_fault(store, fault.number, said.text))


async def duplicate(screen: Screen, fault: Fault) -> None:
    """End it as the duplicate of another."""
    await ask_and_record(
        screen,
        fault,
        DuplicateDialog,
        lambda store, said: mark_duplicate(store, fault.number, said.number, reason=said.reason),
    )


async def reopen(screen: Screen, fault: Fault) -> None:
    """Take it up again."""
    await ask_and_record(screen, fault, ReopenDialog, lambda store, said: reopen_fault(store, fault.number, said.text))
