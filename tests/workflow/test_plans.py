"""Planning recurring work (PROCESS S3.6): what may be planned, what a change leaves, and what comes next."""

from datetime import date, time

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters, calendar_between
from fieldtech.store.views.plans import all_plans, find_plan, next_occurrences
from fieldtech.workflow.plans import add_plan, edit_plan, preview_plan, retire_plan
from tests.workflow.planned import LIBRARY, facts, planned, planned_round


def test_s3_6_a_plan_gets_a_number_and_the_stores_zone_and_site(store: Store) -> None:
    """S3.6: recurring, assigned work."""
    plan, other = planned(store), planned(store)
    assert (plan.number, other.number) == (f"P-26{store.code}-001", f"P-26{store.code}-002")
    assert (plan.facts.zone, plan.facts.site, plan.facts.until) == ("Asia/Shanghai", store.site, NO_END)
    assert [each.number for each in all_plans(store)] == [plan.number, other.number]


def test_what_is_missing_is_named(store: Store) -> None:
    with pytest.raises(RuleViolation, match="what kind of work it is, how it recurs, at what time") as refused:
        add_plan(store, PlanFacts(title=" x "), LIBRARY)
    assert refused.value.missing == ("kind", "rule", "at")
    assert all_plans(store) == ()


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"until": date(2026, 10, 1)}, "until"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"window_after": 400}, "window-after"),
        ({"minutes": -1}, "minutes"),
        ({"assets": ("R1", "R2", "R1")}, "asset"),
        ({"assets": tuple(str(number) for number in range(501))}, "asset"),
        ({"title": "  "}, "title"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(store: Store, changed: dict[str, object], missing: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        planned(store, **changed)
    assert missing in refused.value.missing


def test_an_unknown_checklist_is_refused(store: Store) -> None:
    with pytest.raises(UnknownName, match="There is no checklist"):
        planned(store, template="no-such-list")
    assert planned(store, template="rack-insp").facts.template == "rack-inspection-round"


def test_the_next_twelve_are_shown_before_anything_is_recorded(store: Store) -> None:
    found = preview_plan(store, facts(rule="FREQ=MONTHLY", first=date(2026, 12, 31)))
    assert [each.day.isoformat() for each in found][:3] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert len(found) == 12
    assert all_plans(store) == ()
    with pytest.raises(RuleViolation):
        preview_plan(store, facts(rule="FREQ=YEARLY;BYYEARDAY=400"))


def test_the_preview_of_a_change_leaves_the_past_alone(store: Store) -> None:
    plan = planned(store)
    found = preview_plan(store, PlanFacts(rule="FREQ=WEEKLY;BYDAY=WE"), 2, plan=plan)
    assert [each.day for each in found] == [date(2026, 11, 4), date(2026, 11, 11)]
    assert find_plan(store, plan.number) == plan


def test_a_change_holds_from_its_day_on(store: Store) -> None:
    plan = planned(store)
    edit_plan(
        store,
        plan.number,
        PlanFacts(rule="freq=weekly;byday=we", title="Test the UPS"),
        LIBRARY,
        since=date(2026, 11, 16),
    )
    span = calendar_between(store, date(2026, 11, 1), date(2026, 11, 30))
    assert [(each.day.day, each.facts.title) for each in span.occurrences] == [
        (2, "Check the UPS"),
        (9, "Check the UPS"),
        (18, "Test the UPS"),
        (25, "Test the UPS"),
    ]


def test_a_change_that_changes_nothing_is_refused(store: Store) -> None:
    plan = planned(store)
    with pytest.raises(RuleViolation, match="Nothing is changed"):
        edit_plan(store, plan.number, PlanFacts(title="Check the UPS "), LIBRARY)
    with pytest.raises(RuleViolation, match="makes no day"):
        edit_plan(store, plan.number, PlanFacts(rule="FREQ=YEARLY;BYMONTH=3", until=date(2026, 11, 20)), LIBRARY)


def test_an_end_is_taken_back(store: Store) -> None:
    plan = planned(store, until=date(2026, 11, 30))
    assert len(next_occurrences(store, plan)) == 5
    edited = edit_plan(store, plan.number, PlanFacts(until=NO_END), LIBRARY)
    assert len(next_occurrences(store, edited)) == 12


def test_a_retired_plan_makes_nothing_any_more_and_stays_in_the_record(store: Store) -> None:
    plan = planned(store)
    with pytest.raises(RuleViolation):
        retire_plan(store, plan.number, " ")
    retired = retire_plan(store, plan.number, "sold", on=date(2026, 11, 9))
    assert [each.day.day for each in calendar_between(store, date(2026, 11, 1), date(2026, 12, 30)).occurrences] == [
        2,
        9,
    ]
    assert all_plans(store) == ()
    assert [each.number for each in all_plans(store, with_retired=True)] == [retired.number]
    with pytest.raises(RuleViolation, match="was retired"):
        edit_plan(store, plan.number, PlanFacts(title="y"), LIBRARY)


def test_a_plan_is_found_by_a_beginning_of_its_number(store: Store) -> None:
    plan = planned(store)
    assert (
        find_plan(store, plan.number.lower())
        == find_plan(store, plan.number[2:-1])
        == find_plan(store, plan.id)
        == plan
    )
    planned(store)
    for name, said in (("26", "could be each of"), ("P-99", "There is no plan"), ("", "There is no plan")):
        with pytest.raises(UnknownName, match=said):
            find_plan(store, name)


def test_the_calendar_is_filtered_by_person_place_and_kind(store: Store) -> None:
    planned(store)
    planned_round(store, place="Server room", people=("Zhao Min", "Li Wei"))

    def shown(**wanted: object) -> list[str]:
        span = calendar_between(store, date(2026, 11, 2), date(2026, 11, 2), CalendarFilters(**wanted))  # type: ignore[arg-type]
        return [each.facts.title or "" for each in span.occurrences]

    assert shown() == ["Check the UPS", "Server room round"]
    assert shown(person="Zhao Min") == ["Server room round"]
    assert shown(place="R2") == shown(place="Server room") == ["Server room round"]
    assert shown(kind=MaintenanceKind.BATTERY_TEST) == ["Check the UPS"]


def test_holidays_are_told_and_move_what_the_plan_lets_move(store: Store) -> None:
    planned(store, rule="FREQ=MONTHLY;BYMONTHDAY=1", first=date(2026, 1, 1), days_off=DayOffPolicy.AFTER, at=time(8))
    span = calendar_between(store, date(2026, 10, 1), date(2026, 10, 10))
    assert [(each.slot.day, each.day.day) for each in span.occurrences] == [(1, 8)]
    assert span.holidays[date(2026, 10, 7)].text("zh_CN") == "国庆节"
    assert span.extra_workdays == {date(2026, 10, 10)}
