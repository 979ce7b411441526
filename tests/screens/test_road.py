"""The whole road by keys alone at 80x24: report, assess, work, check, plan, verify (fails), again, verify, close."""

from fieldtech.domain.faults import Fault
from fieldtech.domain.next_step import next_step
from fieldtech.domain.words import CheckResult, Mode, Nature, Priority, ResolutionCode, Status, UserVerdict
from fieldtech.screens.steps import step_of
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.text import _, use_language
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard

PASSPHRASE = "horse battery staple"
WORDS = {
    "en": ("RAID degraded on DB-1", "Wang Fang", "Replace disk 4", "disk replaced", "reports are still slow", "cable"),
    "zh_CN": ("数据库服务器阵列降级", "王芳", "更换 4 号盘", "已更换硬盘", "报表仍然很慢", "线缆"),
}


def the_fault(store: Store) -> Fault:
    """The only fault there is."""
    faults = queue_page(store, None).faults
    return find_fault(store, faults[0].number)


def assert_names_the_next_step(keyboard: Keyboard, fault: Fault) -> None:
    """The screen names the next step with its key, whatever screen it is."""
    expected = next_step(fault)
    assert expected is not None
    step = step_of(expected.command)
    assert step is not None
    shown = keyboard.shown()
    assert expected.sentence[:30] in shown, shown
    assert f"{step.key} {_(step.label)}" in shown, shown


async def test_the_whole_road_is_walked_by_keys_at_80x24(store: Store, walk: Walk, walk_language: str) -> None:
    """S3.1 S3.2 S3.3 S3.4 S3.5."""
    use_language(walk_language)
    title, reporter, plan, solution, complaint, cause = WORDS[walk_language]
    async with walk() as hand:
        await report_by_phone(hand, title, reporter)
        fault = the_fault(store)
        assert (fault.title, fault.facts.reporter, fault.status) == (title, reporter, Status.REPORTED)
        assert hand.presses <= 12, "a phone call"
        assert_names_the_next_step(hand, fault)

        await hand.press("a", "1", "ctrl+s", "2", "ctrl+s", "0", "enter")
        fault = the_fault(store)
        assert (fault.facts.nature, fault.priority, fault.status) == (
            Nature.HARDWARE,
            Priority.IMPORTANT,
            Status.ASSESSED,
        )
        assert_names_the_next_step(hand, fault)

        await hand.press("enter", "s", "enter")
        fault = the_fault(store)
        assert (fault.status, fault.mode, fault.assignee) == (Status.IN_PROGRESS, Mode.ON_SITE, "Li Wei")
        assert_names_the_next_step(hand, fault)

        await work_through_a_list(hand, store)
        await hand.press("l")
        await hand.type(plan)
        await hand.press("ctrl+s")
        fault = the_fault(store)
        assert fault.attempt.plan == plan
        assert_names_the_next_step(hand, fault)

        await put_in_place(hand, solution)
        fault = the_fault(store)
        assert (fault.status, fault.attempt.resolution_code) == (
            Status.IMPLEMENTED,
            ResolutionCode.HARDWARE_REPLACEMENT,
        )
        assert_names_the_next_step(hand, fault)

        await sign(hand, "2", complaint, is_first=True)
        fault = the_fault(store)
        signed = fault.attempts[0].verification
        assert signed is not None
        assert (signed.user, signed.user_words) == (UserVerdict.PARTLY, complaint)
        assert (fault.needs_reassessment, fault.attempt.number) == (True, 2)
        assert_names_the_next_step(hand, fault)
        assert complaint in hand.shown()

        await second_attempt(hand, cause, plan, solution)
        await sign(hand, "1", "OK")
        fault = the_fault(store)
        assert fault.status is Status.VERIFIED
        assert_names_the_next_step(hand, fault)

        number = fault.number
        await hand.press("C", "ctrl+s")
        fault = find_fault(store, number)
        assert (fault.status, fault.root_cause) == (Status.CLOSED, cause)
        assert _("It is closed and filed.") in hand.shown()
        print(f"{walk_language}: {hand.presses} keys beside text from the call to the closed fault, two attempts")
        assert hand.presses <= 90


async def report_by_phone(hand: Keyboard, title: str, reporter: str) -> None:
    """Take a call in four fields."""
    await hand.press("n")
    await hand.type(title)
    await hand.press("enter")
    await hand.type(reporter)
    await hand.press("enter", "3", "ctrl+s")


async def work_through_a_list(hand: Keyboard, store: Store) -> None:
    """Choose a list by words and answer it: what passes, a reading in words, one in figures, one that fails."""
    await hand.press("c")
    await hand.type("raid")
    await hand.press("enter")
    checklist = the_fault(store).attempt.checklists[0]
    assert checklist.template.id == "raid-disk-failed"
    assert_names_the_next_step(hand, the_fault(store))
    for item in checklist.template.items:
        if item.when is not None:
            continue
        if item.reading is None:
            await hand.press("y")
        else:
            await hand.press("enter")
            await hand.type("29.5" if item.id == "inlet-temperature" else "100")
            await hand.press("enter")
    results = the_fault(store).attempt.checklists[0].results
    assert results.pop("inlet-temperature") is CheckResult.ATTENTION
    assert set(results.values()) == {CheckResult.PASS}


async def put_in_place(hand: Keyboard, solution: str) -> None:
    """Report the solution."""
    await hand.press("i")
    await hand.type(solution)
    await hand.press("enter", "2", "ctrl+s")


async def sign(hand: Keyboard, verdict: str, words: str, *, is_first: bool = False) -> None:
    """Pass the system, say what the user said, and open one's own key, or make it first."""
    await hand.press("v", "1", verdict)
    await hand.type(words)
    await hand.press("ctrl+s")
    for _time in range(2 if is_first else 1):
        await hand.type(PASSPHRASE)
        await hand.press("enter")


async def second_attempt(hand: Keyboard, cause: str, plan: str, solution: str) -> None:
    """Find another cause, and solve it."""
    await hand.press("a", "enter", "enter", "enter")
    await hand.type(cause)
    await hand.press("ctrl+s", "0", "enter", "s", "l")
    await hand.type(plan)
    await hand.press("ctrl+s")
    await put_in_place(hand, solution)
