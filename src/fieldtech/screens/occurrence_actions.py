"""What is done with an occurrence: started, signed, moved, put off, left out, broken off."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.plan_rules import check_can_finish
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import Place
from fieldtech.screens.asking import ask_until_recorded
from fieldtech.screens.base import Answer, StoreScreen
from fieldtech.screens.occurrence_dialogs import (
    BreakOffDialog,
    CheckWordsDialog,
    DeferDialog,
    MoveDialog,
    OccurrenceDialog,
    SkipDialog,
)
from fieldtech.screens.occurrence_signing import FinishDialog, sign_occurrence, signer_of
from fieldtech.screens.round_dialogs import LeaveStopOutDialog
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence, plan_by_id, today_of
from fieldtech.text import _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.workflow.occurrences import (
    break_off_occurrence,
    defer_occurrence,
    move_occurrence,
    skip_occurrence,
    start_occurrence,
    tick_occurrence,
)
from fieldtech.workflow.rounds import leave_stop_out as record_stop_left_out
from fieldtech.workflow.templates import TemplateLibrary, load_templates

Screen = StoreScreen[Any]


def site_library(store: Store) -> TemplateLibrary:
    """Load the checklists that the site has."""
    folder = store.settings.checklist_folder
    return load_templates(Path(folder).expanduser() if folder else None)


async def start(screen: Screen, occurrence: PlannedOccurrence) -> PlannedOccurrence | None:
    """Begin, or take it up again.

    Returns:
        As it goes on; None: it was refused.
    """
    return await screen.perform(_start, occurrence.name)


async def finish(screen: Screen, occurrence: PlannedOccurrence) -> bool:
    """Sign that it is done; what is still open is said before anything is asked.

    Returns:
        Whether it was signed.
    """
    found = await screen.read(find_occurrence, occurrence.name)
    if found is None:
        return False
    now = screen.store.now()
    try:
        check_can_finish(found[1], now, now, screen.store.zone)
    except RuleViolation as refusal:
        screen.tell_refusal(refusal)
        return False
    signer = await screen.read(signer_of, found[1])
    if signer is None:
        return False
    done = await _ask(
        screen, found[1], lambda shown, today: FinishDialog(shown, today, signer),
        lambda store, said: sign_occurrence(store, occurrence.name, said),
    )  # fmt: skip
    if done is not None:
        screen.tell(_("{name} is done.").format(name=done.name))
    return done is not None


async def note_on(screen: Screen, occurrence: PlannedOccurrence, shown: Occurrence, place: Place) -> None:
    """Ask for a note on a check, and record it with its answer.

    Args:
        shown: With what is being recorded.
    """
    answer = shown.answer(place.stop, place.item)
    item = next((each for each in shown.items if each.id == place.item), None)
    if answer is None or item is None:
        return
    check = " · ".join(part for part in (place.stop, item.text.text()) if part)
    await _ask(
        screen, occurrence, lambda here, today: CheckWordsDialog(here, today, check, answer.note, " ".join(place)),
        lambda store, said: tick_occurrence(
            store, occurrence.name, item.id, answer.result, stop=place.stop, reading=answer.reading, note=said.words
        ),
    )  # fmt: skip


async def move(screen: Screen, occurrence: PlannedOccurrence) -> None:
    """Plan it for another day."""
    _tell_day(screen, await _ask(
        screen, occurrence, MoveDialog,
        lambda store, said: move_occurrence(store, occurrence.name, said.day, reason=said.words),
    ))  # fmt: skip


async def defer(screen: Screen, occurrence: PlannedOccurrence) -> None:
    """Put it off."""
    _tell_day(screen, await _ask(
        screen, occurrence, DeferDialog,
        lambda store, said: defer_occurrence(store, occurrence.name, said.day, said.words),
    ))  # fmt: skip


async def skip(screen: Screen, occurrence: PlannedOccurrence) -> None:
    """Leave it out this time."""
    await _ask(
        screen, occurrence, SkipDialog, lambda store, said: skip_occurrence(store, occurrence.name, said.words)
    )  # fmt: skip


async def leave_stop_out(screen: Screen, occurrence: PlannedOccurrence, stop: str) -> PlannedOccurrence | None:
    """Leave one stop of a round out."""
    return await _ask(
        screen, occurrence, lambda here, today: LeaveStopOutDialog(here, today, stop),
        lambda store, said: record_stop_left_out(store, occurrence.name, stop, said.words),
    )  # fmt: skip


async def go_on_with_words(screen: Screen, occurrence: PlannedOccurrence, form: str, about: str) -> None:
    """Open the form in which words were left.

    Args:
        form: As which its texts are kept.
        about: The stop, or the stop and the check, where it is about one.
    """
    asking = {MoveDialog.KEPT_AS: move, DeferDialog.KEPT_AS: defer, SkipDialog.KEPT_AS: skip,
              BreakOffDialog.KEPT_AS: break_off, FinishDialog.KEPT_AS: finish}  # fmt: skip
    if form in asking:
        await asking[form](screen, occurrence)
    elif form == LeaveStopOutDialog.KEPT_AS:
        await leave_stop_out(screen, occurrence, about)
    elif form == CheckWordsDialog.KEPT_AS and occurrence.touched is not None:
        stop, _blank, item = about.rpartition(" ")
        await note_on(screen, occurrence, occurrence.touched, Place(stop, item))


async def break_off(screen: Screen, occurrence: PlannedOccurrence) -> bool:
    """Leave it in the middle.

    Returns:
        Whether it was broken off.
    """
    left = await _ask(
        screen, occurrence, BreakOffDialog,
        lambda store, said: break_off_occurrence(store, occurrence.name, reason=said.words),
    )  # fmt: skip
    return left is not None


def _start(store: Store, name: str) -> PlannedOccurrence:
    return start_occurrence(store, name, site_library(store))


def _tell_day(screen: Screen, moved: PlannedOccurrence | None) -> None:
    if moved is not None:
        screen.tell(_("{name} stands on {day} now.").format(name=moved.name, day=long_day(moved.day)))


async def _ask(
    screen: Screen,
    occurrence: PlannedOccurrence,
    make: Callable[[PlannedOccurrence, date], OccurrenceDialog[Answer]],
    record: Callable[[Store, Answer], PlannedOccurrence],
) -> PlannedOccurrence | None:
    """Ask and record; what was typed is kept until it is in the record, and comes up again after a refusal."""
    plan = await screen.read(plan_by_id, occurrence.plan_id)
    today = await screen.read(today_of, plan) if plan else None
    if today is None:
        return None
    day = today

    async def make_dialog() -> OccurrenceDialog[Answer]:
        return make(occurrence, day)

    return await ask_until_recorded(screen, make_dialog, record)
