"""What is done with an occurrence: started, signed, moved, put off, left out, broken off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_rules import check_can_finish
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.occurrence_dialogs import (
    BreakOffDialog,
    DeferDialog,
    FinishDialog,
    MoveDialog,
    OccurrenceDialog,
    Said,
    SkipDialog,
)
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence, plan_by_id, today_of
from fieldtech.text import _
from fieldtech.widgets.calendar_words import long_day
from fieldtech.workflow.occurrences import (
    break_off_occurrence,
    defer_occurrence,
    finish_occurrence,
    move_occurrence,
    skip_occurrence,
    start_occurrence,
)
from fieldtech.workflow.templates import TemplateLibrary, load_templates

Screen = StoreScreen[Any]


def site_library(store: Store) -> TemplateLibrary:
    """Load the checklists that the site has."""
    folder = store.settings.checklist_folder
    return load_templates(Path(folder).expanduser() if folder else None)


async def start(screen: Screen, occurrence: PlannedOccurrence) -> bool:
    """Begin, or take it up again.

    Returns:
        Whether it goes on now.
    """
    return await screen.perform(_start, occurrence.name) is not None


async def finish(screen: Screen, occurrence: PlannedOccurrence) -> None:
    """Sign that it is done; what is still open is said before anything is asked."""
    found = await screen.read(find_occurrence, occurrence.name)
    if found is None:
        return
    now = screen.store.now()
    try:
        check_can_finish(found[1], now, now, screen.store.zone)
    except RuleViolation as refusal:
        screen.tell_refusal(refusal)
        return
    done = await _ask(
        screen, occurrence, FinishDialog,
        lambda store, said: finish_occurrence(store, occurrence.name, note=said.words, minutes=said.minutes),
    )  # fmt: skip
    if done is not None:
        screen.tell(_("{name} is done.").format(name=done.name))


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


async def break_off(screen: Screen, occurrence: PlannedOccurrence) -> None:
    """Leave it in the middle."""
    await _ask(
        screen, occurrence, BreakOffDialog,
        lambda store, said: break_off_occurrence(store, occurrence.name, reason=said.words),
    )  # fmt: skip


def _start(store: Store, name: str) -> PlannedOccurrence:
    return start_occurrence(store, name, site_library(store))


def _tell_day(screen: Screen, moved: PlannedOccurrence | None) -> None:
    if moved is not None:
        screen.tell(_("{name} stands on {day} now.").format(name=moved.name, day=long_day(moved.day)))


async def _ask(
    screen: Screen,
    occurrence: PlannedOccurrence,
    make: Callable[..., OccurrenceDialog],
    record: Callable[[Store, Said], PlannedOccurrence],
) -> PlannedOccurrence | None:
    """Ask and record; what was typed is kept until it is in the record, and comes up again after a refusal."""
    plan = await screen.read(plan_by_id, occurrence.plan_id)
    today = await screen.read(today_of, plan) if plan else None
    if today is None:
        return None
    dialog = make(occurrence, today)
    said = await screen.app.push_screen_wait(dialog)
    recorded = await screen.perform(record, said) if said is not None else None
    if recorded is not None:
        dialog.forget()
    return recorded
