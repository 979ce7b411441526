"""The next step: each state that goes on names one, and the plan and the checks come before the solution."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.fault_rules import NEXT_STEP
from fieldtech.domain.faults import Attempt, Fault, Stamp
from fieldtech.domain.next_step import next_step
from fieldtech.domain.words import PendingReason, Priority, Status

STAMP = Stamp(actor="li-wei", machine="K7", at=datetime(2026, 11, 20, 6, 32, tzinfo=UTC), ref="1")
GOING_ON = ("draft", "reported", "reassess", "assessed", "in-progress", "pending", "implemented", "verified")
OVER = ("closed", "cancelled", "duplicate")


def fault(state: str, **said: Any) -> Fault:
    """Give a fault in a state."""
    statuses = {"reassess": Status.REPORTED, "pending": Status.IN_PROGRESS, "duplicate": Status.CANCELLED}
    usual: dict[str, Any] = {"facts": Facts(title="x"), "attempts": (Attempt(number=1),)}
    status = statuses.get(state) or Status(state)
    return Fault(id="1", number="F-26K7-001", state=state, status=status, recorded=STAMP, **{**usual, **said})


@pytest.mark.parametrize("state", GOING_ON)
def test_every_state_that_goes_on_names_the_step_that_its_refusals_name(state: str) -> None:
    step = next_step(fault(state))
    assert step is not None
    assert step.command == NEXT_STEP[state]
    assert step.sentence


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_has_no_next_step(state: str) -> None:
    assert next_step(fault(state)) is None


def test_what_was_closed_and_changed_since_its_sign_off_is_to_be_reopened() -> None:
    step = next_step(fault("closed", is_changed_since_sign_off=True))
    assert step is not None
    assert step.command == "reopen"


def test_these_are_all_states() -> None:
    assert {*GOING_ON, *OVER} == NEXT_STEP.keys()


def test_an_important_fault_wants_its_plan_first() -> None:
    """PROCESS S3.3: an important fault needs a written solution plan."""
    important = fault("in-progress", facts=Facts(title="x", priority=Priority.IMPORTANT))
    planned = fault(
        "in-progress",
        facts=Facts(title="x", priority=Priority.IMPORTANT),
        attempts=(Attempt(number=1, plan="Replace the disk."),),
    )
    steps = [next_step(important), next_step(planned)]
    assert [step and step.command for step in steps] == ["plan-solution", "implement"]


def test_an_urgent_fault_wants_its_service_back_first() -> None:
    """PROCESS S3.3: rapid response, restore service first; once it is back, the work goes its way."""
    urgent = Facts(title="x", priority=Priority.URGENT)
    steps = [next_step(fault("in-progress", facts=urgent, restored_at=at)) for at in (None, STAMP.at)]
    assert [step and step.command for step in steps] == ["restore", "implement"]


def test_what_waits_says_for_what() -> None:
    step = next_step(fault("pending", pending_reason=PendingReason.PARTS))
    assert step is not None
    assert "parts" in step.sentence


def test_what_changed_after_the_sign_off_is_signed_again() -> None:
    step = next_step(fault("verified", is_changed_since_sign_off=True))
    assert step is not None
    assert step.command == "verify"


def test_a_new_attempt_is_counted() -> None:
    step = next_step(fault("reassess", attempts=(Attempt(number=1), Attempt(number=2))))
    assert step is not None
    assert "2" in step.sentence
