"""What was typed and not recorded is told at the start, and gone on with or thrown away (mistake 1 of PROCESS)."""

from fieldtech.screens.dialogs.records import NoteDialog
from fieldtech.screens.left_words import LeftWordsDialog
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.shell import Shell
from fieldtech.store import Store
from tests.screens.conftest import Walk
from tests.screens.stage import Clock


async def test_two_forms_that_a_kill_interrupted_are_offered_with_time_form_and_field(
    store: Store, clock: Clock, walk: Walk, fault_number: str
) -> None:
    async with walk() as hand:
        await hand.press("m")
        await hand.type("half a note")
        await hand.keep()
    clock.move(minutes=5)
    async with walk() as hand:
        await hand.press("n")
        await hand.type("half a report")
        await hand.keep()
    async with walk() as hand:
        assert isinstance(hand.app, Shell)
        assert ["2 forms" in notice.sentence for notice in hand.app.notices] == [True]
        await hand.press("ctrl+r")
        shown = hand.shown()
        assert "New report" in shown
        assert f"Note  {fault_number}" in shown
        assert "2026-11-20 14:32" in shown
        assert "2026-11-20 14:37" in shown
        assert "what is wrong   half a report" in shown
        await hand.press("enter")
        assert hand.is_at(ReportScreen)
        assert "half a report" in hand.shown()
        await hand.press("escape", "x", "ctrl+r", "enter")
        assert hand.is_at(NoteDialog)
        assert "half a note" in hand.shown()


async def test_what_is_thrown_away_is_gone(store: Store, walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await hand.press("m")
        await hand.type("half a note")
        await hand.keep()
    async with walk() as hand:
        await hand.press("ctrl+r", "x")
        assert hand.is_at(LeftWordsDialog)
        assert "Nothing waits" in hand.shown()
        await hand.press("enter", "escape")
        assert hand.is_at(QueueScreen)
        await hand.keep()
    assert store.typed_forms() == ()
