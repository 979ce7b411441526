"""Plans as lists show them: in the order in which they come, found by words, each with its state."""

from datetime import date

import pytest

from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.store.views.plan_lines import PlanState, plan_lines, plan_view
from fieldtech.store.views.planned_names import planned_names
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.plans import edit_plan, retire_plan
from tests.workflow.planned import LIBRARY, planned


@pytest.fixture
def plans(store: Store) -> list[str]:
    """The numbers of four plans: weekly, from next year on, ended, and floating."""
    made = [
        planned(store, assets=("UPS-1",), place="机房 A"),
        planned(
            store, title="机房空调滤网清洗", kind=MaintenanceKind.CLEANING, first=date(2027, 3, 1), people=("李伟",)
        ),
        planned(store, title="Old switch"),
        planned(store, title="Filters", rule="FREQ=MONTHLY", is_floating=True, place="机房 B"),
    ]
    retire_plan(store, made[2].number, "switch is gone")
    return [each.number for each in made]


def test_what_comes_next_stands_first_and_what_has_ended_last(store: Store, plans: list[str]) -> None:
    lines = plan_lines(store)
    assert [each.plan.number for each in lines][-2:] == [plans[1], plans[2]]
    assert {each.plan.number: each.state for each in lines} == {
        plans[0]: PlanState.RUNNING, plans[1]: PlanState.NOT_YET, plans[2]: PlanState.ENDED,
        plans[3]: PlanState.RUNNING,
    }  # fmt: skip
    assert [each.next_day for each in lines][-2:] == [date(2027, 3, 1), None]


@pytest.mark.parametrize(
    ("words", "found"), [("ups 机房", 0), ("滤网", 1), ("cleaning", 1), ("SWITCH", 2), ("lost", -1)]
)
def test_plans_are_found_by_their_words(store: Store, plans: list[str], words: str, found: int) -> None:
    assert [each.plan.number for each in plan_lines(store, words)] == plans[found : found + 1]


def test_plans_are_narrowed_as_the_calendars_are(store: Store, plans: list[str]) -> None:
    of_person, of_place = CalendarFilters(person="李伟"), CalendarFilters(place="UPS-1")
    assert [each.plan.number for each in plan_lines(store, "", of_person)] == [plans[1]]
    assert [each.plan.number for each in plan_lines(store, "", of_place)] == [plans[0]]


def test_a_plan_is_told_with_what_comes_of_it_what_came_of_it_and_its_changes(store: Store, plans: list[str]) -> None:
    number = plans[0]
    finish_occurrence(store, f"{number}/2026-11-02")
    edit_plan(store, number, PlanFacts(title="Test the UPS"), LIBRARY, since=date(2026, 11, 3), because="law")
    view = plan_view(store, number)
    assert len(view.coming) == 12
    assert view.past[-1].slot == date(2026, 11, 2)
    assert view.past[-1].facts.title == "Check the UPS"
    assert [each.kind for each in view.history] == ["plan-added", "plan-edited"]
    assert view.history[1].words == "law"


def test_names_complete_from_plans_and_from_people(store: Store, plans: list[str]) -> None:
    assert planned_names(store, "place", "机房") == ("机房 A", "机房 B")
    assert planned_names(store, "asset", "ups") == ("UPS-1",)
    assert planned_names(store, "assignee", "li") == ("Li Wei",)
    assert planned_names(store, "assignee", "nobody") == ()
