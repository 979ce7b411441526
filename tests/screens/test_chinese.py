"""No English is left on a Chinese screen: neither ours nor the framework's."""

import re
from datetime import timedelta

import pytest

from fieldtech.app import FieldTechApp
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.fault_rules import NEXT_STEP
from fieldtech.domain.words import Channel, Impact, Mode, Nature, ResolutionCode, Urgency
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.text import use_language
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist
from fieldtech.workflow.handling import plan_solution, start_fault
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import implement_solution
from tests.screens.conftest import Walk
from tests.screens.stage import NOON

KEYCAPS = {"enter", "esc", "space", "tab", "home", "end", "pgup", "pgdn", "del", "backspace", "ctrl", "Ctrl", "shift"}
"""What is engraved on keys stays as it is engraved."""
NAMES = {"Li", "Wei", "DC", "fieldtech"}
TERMS = {"MB", "DHCP", "DNS", "PoE", "VLAN", "ping"}
"""What Chinese technicians write so too."""
COMMANDS = {word for command in NEXT_STEP.values() for word in command.split("-")}
"""The command line's words, which a refusal of the rules names."""
WORD = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2,}(?![0-9A-Za-z])")
NUMBER = re.compile(r"F-[0-9A-Z]{4}-[0-9]{3}")

SCREENS = {
    "queue": (),
    "keys": ("question_mark",),
    "palette": ("ctrl+p",),
    "filters": ("f",),
    "reasons": ("w",),
    "found nothing": ("slash", "z"),
    "report form": ("n",),
    "report form's keys": ("n", "f1"),
    "fault": ("enter",),
    "fault's keys": ("enter", "question_mark"),
    "refusal": ("i",),
    "taken": ("x",),
    "leaving": ("ctrl+c",),
}
STEPS = "astimlpcvCRTPFAewDX"


@pytest.fixture
def chinese_store(store: Store) -> Store:
    """A reported fault, one under way and one in place, all told in Chinese."""
    use_language("zh_CN")
    tell(store, "核心交换机无指示")
    started = tell(store, "数据库服务器阵列降级")
    assess_fault(store, started, Assessment(nature=Nature.NETWORK, urgency=Urgency.HIGH, cause="电源故障"))
    start_fault(store, started, mode=Mode.ON_SITE)
    add_checklist(store, started, load_templates(None).named("switch-replace"))
    done = tell(store, "机房空调滴水")
    assess_fault(store, done, Assessment(nature=Nature.HARDWARE, urgency=Urgency.MEDIUM, cause="排水堵塞"))
    start_fault(store, done, mode=Mode.ON_SITE)
    plan_solution(store, done, "疏通排水管")
    implement_solution(store, done, "已疏通", ResolutionCode.HARDWARE_REPAIR)
    return store


def tell(store: Store, title: str) -> str:
    """Report a fault."""
    facts = Facts(
        title=title, description="今早开始", channel=Channel.PHONE, reporter="王芳", impact=Impact.SITE,
        occurred_at=NOON - timedelta(hours=2), reported_at=NOON - timedelta(hours=1), place="机房",
    )  # fmt: skip
    return report_fault(store, facts).number


def english_on(screen: str) -> set[str]:
    """Find the English words of a screen that are no names, numbers or keys."""
    items = {word for item in load_templates(None).named("switch-replace").items for word in item.id.split("-")}
    return set(WORD.findall(NUMBER.sub("", screen))) - KEYCAPS - NAMES - TERMS - COMMANDS - items


def test_english_is_recognised() -> None:
    assert english_on("F-26K7-001 队列 Li Wei enter 打开 Nothing fits.") == {"Nothing", "fits"}


@pytest.mark.parametrize("name", SCREENS)
async def test_no_english_is_left_on(name: str, walk: Walk, chinese_store: Store) -> None:
    async with walk() as hand:
        await hand.press(*SCREENS[name])
        assert english_on(hand.shown()) == set()


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_no_english_is_left_after_any_step(place: int, walk: Walk, chinese_store: Store) -> None:
    async with walk() as hand:
        found = {}
        for key in STEPS:
            await hand.press("home", *["down"] * place, key)
            found[key] = english_on(hand.shown())
            for _way_back in range(3):
                if not isinstance(hand.app.screen, QueueScreen):
                    await hand.press("escape")
            assert isinstance(hand.app.screen, QueueScreen), key
            hand.app.clear_notifications()
        assert {key: words for key, words in found.items() if words} == {}


async def test_no_binding_of_the_framework_is_offered_in_english(walk: Walk, chinese_store: Store) -> None:
    async with walk() as hand:
        assert isinstance(hand.app, FieldTechApp)
        shown = [each.binding for each in hand.app.active_bindings.values() if each.binding.show]
        assert [binding.description for binding in shown if english_on(binding.description)] == []
