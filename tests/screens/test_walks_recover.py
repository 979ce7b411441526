"""The line drops in the middle of a form and of a note on a check: what was typed is there again, by keys alone."""

from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.text import use_language
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.stage import Clock

TEXTS = {
    "en": ("Printer dead", "Wang Fang", "cable of the backplane touched"),
    "zh_CN": ("打印机没有反应", "王芳", "碰到了背板的线缆"),
}


async def test_a_report_and_a_note_on_a_check_survive_a_line_that_drops(
    store: Store, clock: Clock, walk: Walk, walk_language: str
) -> None:
    """Mistake 1 of PROCESS: nothing typed is lost, and each form goes on where it was."""
    use_language(walk_language)
    title, reporter, remark = TEXTS[walk_language]
    number = fault_at(store, clock, "checking").number
    async with walk() as hand:
        await hand.press("n")
        await hand.type(title)
        await hand.press("enter")
        await hand.type(reporter)
        await hand.keep()
    async with walk() as hand:
        assert [title in hand.shown(), len(hand.told)] == [False, 1]
        await hand.press("ctrl+r", "enter")
        assert [title in hand.shown(), reporter in hand.shown()] == [True, True]
        await hand.press("enter", "1", "ctrl+s")
        assert hand.is_at(QueueScreen)
        report_keys = hand.presses
    newest = max(queue_page(store).faults, key=lambda line: line.row)
    assert (find_fault(store, newest.number).facts.title, store.typed_forms()) == (title, ())
    async with walk() as hand:
        await hand.press("end", "enter", "up", "m")
        await hand.type(remark)
        await hand.keep()
    async with walk() as hand:
        await hand.press("ctrl+r", "enter")
        assert remark in hand.shown()
        await hand.press("ctrl+s")
        print(f"{walk_language}: {report_keys} keys to go on with the report, {hand.presses} with the note")
        assert (report_keys, hand.presses) == (5, 3)
    answers = find_fault(store, number).attempt.checklists[0].answers
    assert remark in [answer.note for answer in answers]
    assert store.typed_forms() == ()
