"""An important fault from its plan to its printed report, by keys alone at 80x24."""

from pathlib import Path

from fieldtech.domain.words import PendingReason, PlanKind, Priority, ResolutionCode, Status
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.text import use_language
from fieldtech.workflow.signing import make_own_key
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.stage import Clock

PASSPHRASE = "horse battery staple"
TEXTS = {
    "en": ("Replace disk 4 from spares", "vendor, Tuesday", "disk replaced, array rebuilt", "All is well", "plan"),
    "zh_CN": ("用备件更换 4 号盘", "厂商周二送到", "已换盘，阵列已重建", "一切正常", "方案"),
}


async def test_an_important_fault_goes_from_its_plan_to_its_printed_report(
    store: Store, clock: Clock, walk: Walk, tmp_path: Path, walk_language: str
) -> None:
    """S3.3 S3.4 S3.5 S4: no solution without the plan; part, file, waiting, both legs, the report in a folder."""
    use_language(walk_language)
    make_own_key(store, PASSPHRASE)
    number = fault_at(store, clock, "assessed").number
    plan, until, solution, praise, plan_word = TEXTS[walk_language]
    log = tmp_path / "raid.log"
    log.write_text("disk 4: media error\n", encoding="utf-8")
    async with walk() as hand:
        await hand.press("enter", "enter", "enter", "i")
        assert [plan_word in told for told in hand.told] == [True], "the plan is mandatory"
        await hand.press("enter")
        await hand.type(plan)
        await hand.press("enter", "3", "ctrl+s", "p", "2")
        await hand.type(until)
        await hand.press("enter")
        waiting = find_fault(store, number)
        assert (waiting.pending_reason, waiting.pending_note) == (PendingReason.PARTS, until)
        clock.move(hours=2)
        await hand.press("enter", "P")
        await hand.type("HDD-8T-SAS")
        await hand.press("enter")
        await hand.type("Z4D1K0AB")
        await hand.press("enter")
        await hand.type("ZR51M9QX")
        await hand.press("ctrl+s", "F")
        await hand.type(str(log))
        await hand.press("ctrl+s", "enter")
        await hand.type(solution)
        await hand.press("ctrl+s", "enter", "1", "1")
        await hand.type(praise)
        await hand.press("ctrl+s")
        await hand.type(PASSPHRASE)
        await hand.press("enter", "enter", "ctrl+s")
        assert find_fault(store, number).status is Status.CLOSED
        await hand.press("W", "ctrl+a", "ctrl+k")
        await hand.type(str(tmp_path))
        await hand.press("ctrl+s")
        print(f"{walk_language}: {hand.presses} keys beside text from the queue to the report in a folder")
        assert hand.presses <= 31
    fault = find_fault(store, number)
    assert fault.priority is Priority.IMPORTANT
    assert (fault.attempt.plan, fault.attempt.plan_kind) == (plan, PlanKind.REPLACEMENT)
    assert (fault.attempt.solution, fault.attempt.resolution_code) == (solution, ResolutionCode.HARDWARE_REPLACEMENT)
    assert [(part.part, part.old_serial, part.new_serial) for part in fault.parts] == [
        ("HDD-8T-SAS", "Z4D1K0AB", "ZR51M9QX")
    ]
    assert [file.name for file in fault.attachments] == ["raid.log"]
    report = (tmp_path / f"{number}.html").read_text(encoding="utf-8")
    assert all(words in report for words in (plan, solution, praise, "Z4D1K0AB", "ZR51M9QX", "raid.log"))
