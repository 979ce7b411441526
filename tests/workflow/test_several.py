"""One act on several faults: PROCESS, mistake 5 (rules that a bulk action goes round)."""

from functools import partial

from fieldtech.domain.words import PendingReason
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.handling import pend_fault
from fieldtech.workflow.several import act_on_several
from tests.workflow.road import closed, reported, started


def test_each_fault_is_held_by_its_rules_and_the_others_go_on(store: Store) -> None:
    working, filed, fresh = started(store), closed(store), reported(store)
    numbers = [working.number, filed.number, "F-99ZZ-001", fresh.number]
    outcome = act_on_several(store, numbers, partial(pend_fault, reason=PendingReason.ACCESS))
    assert outcome.done == (working.number, fresh.number)
    assert [refused.number for refused in outcome.refused] == [filed.number, "F-99ZZ-001"]
    assert all(refused.reason for refused in outcome.refused)
    assert find_fault(store, working.number).is_pending
    assert find_fault(store, filed.number) == filed


def test_several_are_assigned_in_one_go(store: Store) -> None:
    numbers = [reported(store).number for _ in range(3)]
    act_on_several(store, numbers, partial(assign_fault, assignee="Zhao Min"))
    assert {find_fault(store, number).assignee for number in numbers} == {"Zhao Min"}
