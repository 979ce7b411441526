"""How long a person is at a fault: computed from what is recorded (PROCESS S3.3)."""

from datetime import timedelta

import pytest

from fieldtech.domain.words import PendingReason, ResolutionCode, Role
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.work_clock import own_stint
from fieldtech.workflow.handling import add_note, add_time, pend_fault, resume_fault
from fieldtech.workflow.verification import implement_solution
from tests.workflow.road import assessed, clock_of, general


def minutes(store: Store, number: str) -> int | None:
    """The minutes that would be offered; None: there is no stint."""
    stint = own_stint(store, find_fault(store, number))
    return None if stint is None else stint.spent(store.now()) // timedelta(minutes=1)


def test_it_counts_from_the_start_and_a_note_changes_nothing(store: Store) -> None:
    assert minutes(store, assessed(store).number) is None
    number = general(store).number
    clock_of(store).go_on(minutes=20)
    add_note(store, number, "looked at it")
    clock_of(store).go_on(minutes=22)
    assert minutes(store, number) == 42


def test_booked_time_is_not_offered_twice(store: Store) -> None:
    number = general(store).number
    clock_of(store).go_on(minutes=42)
    add_time(store, number, 30)
    assert minutes(store, number) == 0
    clock_of(store).go_on(minutes=5)
    assert minutes(store, number) == 5


@pytest.mark.parametrize("end", ["pend", "implement"])
def test_what_was_worked_before_an_end_can_still_be_booked_once(store: Store, end: str) -> None:
    number = general(store).number
    clock_of(store).go_on(minutes=42)
    if end == "pend":
        pend_fault(store, number, PendingReason.PARTS)
    else:
        implement_solution(store, number, "Reseated", ResolutionCode.HARDWARE_REPAIR)
    clock_of(store).go_on(minutes=60)
    assert minutes(store, number) == 42
    stint = own_stint(store, find_fault(store, number))
    assert stint is not None
    assert stint.ended is not None
    add_time(store, number, 42)
    assert minutes(store, number) is None


def test_it_goes_on_with_the_work(store: Store) -> None:
    number = general(store).number
    pend_fault(store, number, PendingReason.PARTS)
    clock_of(store).go_on(minutes=60)
    resume_fault(store, number)
    clock_of(store).go_on(minutes=7)
    assert minutes(store, number) == 7


def test_it_is_each_persons_own(store: Store) -> None:
    number = general(store).number
    clock_of(store).go_on(minutes=42)
    store.actor = store.record_person("Zhao Min", Role.TECHNICIAN)
    assert minutes(store, number) is None


def test_work_that_was_left_over_night_is_not_guessed(store: Store) -> None:
    number = general(store).number
    clock_of(store).go_on(hours=18)
    assert minutes(store, number) == 0
