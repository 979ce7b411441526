"""Long work tells how far it is, is stopped without harm, and ends under the lock as it ends in the open."""

import threading
from collections.abc import Callable

import pytest

from fieldtech.app import FieldTechApp
from fieldtech.domain.errors import FieldTechError, UnreadableInput
from fieldtech.domain.progress import Progress
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.people import LockScreen
from fieldtech.screens.shell import Shell
from fieldtech.store import Store
from fieldtech.store.views.queue import count_faults
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import whole_facts


class Gate:
    """Work that waits in the middle until a test lets it go on."""

    def __init__(self, error: FieldTechError | None = None) -> None:
        self.is_half_done, self.may_go_on = threading.Event(), threading.Event()
        self._error = error

    def __call__(self, store: Store, progress: Progress) -> int:
        with store.writing():
            progress(0, 2, "Counting")
            report_fault(store, whole_facts())
            progress(1, 2)
            self.is_half_done.set()
            self.may_go_on.wait(10)
            if self._error is not None:
                raise self._error
            progress(2, 2)
        return 42


async def begin(hand: Keyboard, gate: Gate, keep: Callable[[object], None]) -> LongWorkDialog[int]:
    """Begin the work and wait until it is half done."""
    dialog = LongWorkDialog("Making a fault", gate)
    hand.app.push_screen(dialog, keep)
    while not gate.is_half_done.is_set():
        await hand.pilot.pause(0.01)
    dialog._look()
    await hand.pilot.pause()
    return dialog


@pytest.mark.parametrize("ends", ["done", "stopped", "refused"])
async def test_it_is_told_how_far_it_is_and_only_what_was_done_whole_stays(walk: Walk, store: Store, ends: str) -> None:
    gate = Gate(UnreadableInput("The second half is torn off.") if ends == "refused" else None)
    answers: list[object] = []
    async with walk() as hand:
        await begin(hand, gate, answers.append)
        assert "Counting  1 of 2, 50 %" in hand.shown()
        if ends == "stopped":
            await hand.pilot.press("escape")
            assert "Stopping ..." in hand.shown()
        gate.may_go_on.set()
        await hand.rest()
        assert isinstance(hand.app, Shell)
        told = [notice.sentence for notice in hand.app.notices]
    assert answers == [42 if ends == "done" else None]
    assert count_faults(store) == (1 if ends == "done" else 0)
    assert (
        told
        == {
            "done": [],
            "stopped": ["Stopped: nothing of it was recorded."],
            "refused": ["The second half is torn off."],
        }[ends]
    )


async def test_work_that_ends_under_the_lock_leaves_the_lock_where_it_is(walk: Walk, store: Store) -> None:
    gate, answers = Gate(), list[object]()
    async with walk() as hand:
        await begin(hand, gate, answers.append)
        await hand.pilot.press("f6")
        gate.may_go_on.set()
        await hand.rest()
        assert hand.is_at(LockScreen)
        await hand.type("li")
        await hand.press("enter")
        assert answers == [42]
        assert not hand.is_at(LongWorkDialog)


async def test_leaving_the_program_stops_the_work(make_app: Callable[[], FieldTechApp], store: Store) -> None:
    gate = Gate()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(LongWorkDialog("Making a fault", gate))
        while not gate.is_half_done.is_set():
            await pilot.pause(0.01)
        await pilot.press("ctrl+q")
    gate.may_go_on.set()
    with store.writing():  # Waits until the thread has let go of the store.
        assert count_faults(store) == 0
