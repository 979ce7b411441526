"""Asking until the rules are content: the loops around a form that records its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.faults import Fault
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.kept_words import kept_words
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault

Answer = TypeVar("Answer")
Recorded = TypeVar("Recorded")


async def ask_and_record(
    screen: StoreScreen[Any],
    fault: Fault,
    make_dialog: Callable[[Fault], FormDialog[Answer]],
    record: Callable[[Store, Answer], Recorded],
) -> Recorded | None:
    """Ask by a form, record its answer, and ask again with all that was typed where a rule refuses.

    What was typed and not recorded is offered when the same form is opened for the same fault again.

    Args:
        make_dialog: Makes the form of the fault as it now stands; after a refusal it may stand otherwise.

    Returns:
        What the use case gave; None: the form was left, or nothing can be recorded at all, which was told.
    """
    kept = kept_words(screen.app)
    refusal: RuleViolation | None = None
    while True:
        dialog = make_dialog(fault)
        dialog.put_back(await kept.of(*dialog.kept_as), refusal)
        answer = await screen.app.push_screen_wait(dialog)
        if answer is None:
            return None
        try:
            recorded = await asyncio.to_thread(record, screen.store, answer)
        except RuleViolation as refused:
            refusal = refused
            fault = await screen.read(find_fault, fault.number) or fault
        except FieldTechError as error:
            screen.tell_refusal(error)
            return None
        else:
            kept.forget(*dialog.kept_as)
            screen.app.tell_growth()
            return recorded


async def ask_until_recorded(
    screen: StoreScreen[Any],
    make_dialog: Callable[[], Awaitable[KeptFormDialog[Answer]]],
    record: Callable[[Store, Answer], Recorded],
) -> Recorded | None:
    """Ask by a form that is about no fault, record its answer, and ask again with all that was typed where that fails.

    Args:
        make_dialog: Makes the form as things stand now; after a refusal they may stand otherwise.

    Returns:
        What the use case gave; None: the form was left.
    """
    refused: FieldTechError | None = None
    while True:
        dialog = await make_dialog()
        dialog.refused = refused
        answer = await screen.app.push_screen_wait(dialog)
        if answer is None:
            return None
        try:
            recorded = await asyncio.to_thread(record, screen.store, answer)
        except FieldTechError as error:
            refused = error
        else:
            dialog.forget()
            screen.app.tell_growth()
            return recorded
