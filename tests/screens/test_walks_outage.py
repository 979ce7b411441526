"""An urgent outage at night, by keys alone at 80x24: reported, made urgent with a reason, restored, the user told."""

from datetime import UTC, datetime

from fieldtech.domain.words import Channel, Mode, Nature, Priority, Status
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.text import use_language
from tests.screens.conftest import Walk
from tests.screens.stage import Clock

SUNDAY_NIGHT = datetime(2026, 11, 21, 19, 5, tzinfo=UTC)
"""Sunday 03:05 in Shanghai."""
TEXTS = {
    "en": ("Ward switch dark", "Wang Fang", "The ward can't wait till Monday", "routed over SW-04", "You are on again"),
    "zh_CN": ("病区交换机无指示灯", "王芳", "病区不能等到周一", "改走 SW-04", "网络已临时恢复"),
}


async def test_an_outage_at_night_is_restored_by_a_workaround_and_its_user_told(
    store: Store, clock: Clock, walk: Walk, walk_language: str
) -> None:
    """S3.1 S3.2 S3.3 S6: every step names the next one with its key; the service comes before the checks."""
    use_language(walk_language)
    title, reporter, reason, workaround, word = TEXTS[walk_language]
    clock.now = SUNDAY_NIGHT
    async with walk() as hand:
        await hand.press("n")
        await hand.type(title)
        await hand.press("enter")
        await hand.type(reporter)
        await hand.press("enter", "2", "ctrl+s")
        await hand.press("a", "3", "ctrl+s", "1", "p", "1")
        await hand.type(reason)
        await hand.press("enter", "ctrl+s", "enter")
        assert reason not in hand.shown(), "the reason is part of the record, not of the list"
        await hand.press("s", "enter")
        (line,) = queue_page(store).faults
        assert find_fault(store, line.number).status is Status.IN_PROGRESS
        clock.move(minutes=20)
        assert hand.shown().splitlines()[-2].rstrip().endswith(("R Restored", "R 恢复")), "the service comes first"
        await hand.press("R")
        await hand.type(workaround)
        await hand.press("ctrl+s")
        assert workaround in hand.shown()
        await hand.press("t")
        await hand.type(word)
        await hand.press("ctrl+s")
        print(f"{walk_language}: {hand.presses} keys beside text from the call to the word that the service is back")
        assert hand.presses <= 20
    fault = find_fault(store, line.number)
    assert (fault.facts.title, fault.facts.reporter, fault.facts.channel) == (title, reporter, Channel.PHONE)
    assert (fault.priority, fault.priority_because, fault.facts.nature) == (Priority.URGENT, reason, Nature.NETWORK)
    assert (fault.assignee, fault.mode, fault.status) == ("Li Wei", Mode.ON_SITE, Status.IN_PROGRESS)
    assert (fault.workaround, fault.restored_at) == (workaround, clock.now)
    assert [(told.text, told.whom) for told in fault.words_to_user] == [(word, reporter)]
