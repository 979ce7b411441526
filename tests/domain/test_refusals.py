"""What a refusal says is in people's words; the command line's words and the ids of checks stand in `missing` alone."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldtech.domain import fault_endings as endings
from fieldtech.domain import fault_rules as rules
from fieldtech.domain.checklists import Localised, Template, TemplateItem
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fact_words import STEP_NAMES
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Attempt, Checklist, Fault
from fieldtech.domain.words import Nature, Priority
from fieldtech.text import use_language
from tests.domain.test_next_step import STAMP, fault

ITEMS = tuple(
    TemplateItem(id=f"check-{n}", text=Localised(en=f"Door {n} is shut", zh_CN=f"第 {n} 扇门已关")) for n in range(1, 6)
)
LIST = Template(
    id="doors", version=1, title=Localised(en="Doors", zh_CN="门"), nature=Nature.HARDWARE, items=ITEMS
)  # fmt: skip


def refused(rule: Callable[..., object], *said: Any) -> RuleViolation:
    """Let a rule refuse."""
    with pytest.raises(RuleViolation) as refusal:
        rule(*said)
    return refusal.value


def with_list(state: str) -> Fault:
    """A fault with an unanswered list."""
    attempt = Attempt(number=1, checklists=(Checklist(id="1", template=LIST, by=STAMP),))
    return fault(state, attempts=(attempt,), facts=Facts(title="x", priority=Priority.GENERAL))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "not answered yet: Door 1 is shut; Door 2 is shut; Door 3 is shut; 2 more."),
        ("zh_CN", "第 1 扇门已关"),
    ],
)
def test_open_checks_are_named_by_their_texts(language: str, sentence: str) -> None:
    use_language(language)
    refusal = refused(rules.check_can_implement, with_list("in-progress"))
    assert sentence in str(refusal)
    assert "check-1" not in str(refusal)
    assert refusal.missing == tuple(f"tick:check-{n}" for n in range(1, 6))


def test_legs_are_named_as_the_page_calls_them() -> None:
    legs = {"system": None, "user": None, "user-words": "", "how": "", "by": ""}
    refusal = refused(rules.check_can_verify, fault("implemented"), legs)
    assert "the check of the system, the user's verdict, the user's own words, how the user said it" in str(refusal)
    assert refusal.missing == tuple(legs)


def test_a_report_names_its_facts() -> None:
    refusal = refused(rules.check_report_is_whole, ("occurred", "impact"))
    assert "since when, whom it hits is missing" in str(refusal)
    assert refusal.missing == ("occurred", "impact")


def test_closing_names_what_the_report_lacks() -> None:
    verified = fault("verified", facts=Facts(title="x"))
    assert "root cause" in str(refused(endings.check_can_close, verified, ""))
    assert "root-cause" not in str(refused(endings.check_can_close, verified, ""))


@pytest.mark.parametrize("state", rules.NEXT_STEP)
def test_a_wrong_state_names_the_next_step_in_words(state: str) -> None:
    there = fault(state)
    refuse = rules.check_can_resume if state != "pending" else rules.check_can_start
    refusal = refused(refuse, there)
    assert STEP_NAMES[rules.NEXT_STEP[state]] in str(refusal)
    assert refusal.missing == (rules.NEXT_STEP[state],)
