"""Plans that are begun from a template (PROCESS S3.6): what ships can be planned, in both languages, all or none."""

from datetime import date

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_templates import PlanTemplate
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.calendar import calendar_between
from fieldtech.store.views.plans import all_plans
from fieldtech.text import use_language
from fieldtech.workflow.plan_templates import add_plans_from_template, plan_template_named, plan_templates
from tests.workflow.planned import LIBRARY

JANUARY = date(2027, 1, 1)


@pytest.mark.parametrize("template", plan_templates(), ids=lambda each: each.id)
def test_s3_6_a_year_is_planned_from_a_template(store: Store, template: PlanTemplate) -> None:
    """S3.6: an annual plan with at least hardware checks, software updates, data backups."""
    said = PlanFacts(first=JANUARY, place="Hall 3", people=("Li Wei",), assets=("R1", "R2"))
    made = add_plans_from_template(store, template.id, said, LIBRARY)
    assert made == all_plans(store)
    kinds = {each.facts.kind for each in made}
    assert kinds >= {MaintenanceKind.HARDWARE_CHECK, MaintenanceKind.SOFTWARE_UPDATE, MaintenanceKind.DATA_BACKUP}
    assert {(each.facts.place, each.facts.people, each.facts.first) for each in made} == {
        ("Hall 3", ("Li Wei",), JANUARY)
    }
    on_a_route = {each.facts.kind for each in made if each.facts.assets}
    assert on_a_route == {MaintenanceKind.INSPECTION_ROUND, MaintenanceKind.HARDWARE_CHECK}
    year = calendar_between(store, JANUARY, date(2027, 12, 31)).occurrences
    assert {each.number for each in year} == {each.number for each in made}


def test_templates_speak_both_languages(store: Store) -> None:
    words = [
        text
        for template in plan_templates()
        for text in (template.title, template.about, *(each.title for each in template.plans))
    ]
    assert all(each.en and each.zh_CN for each in words)
    notes = [each.notes for template in plan_templates() for each in template.plans]
    assert all(bool(each.en) == bool(each.zh_CN) for each in notes)
    use_language("zh_CN")
    made = add_plans_from_template(store, "small", PlanFacts(first=JANUARY), LIBRARY)
    assert made[0].title == "机房巡检"


def test_what_the_template_says_itself_is_not_said_again(store: Store) -> None:
    with pytest.raises(RuleViolation, match="minutes") as refused:
        add_plans_from_template(store, "small", PlanFacts(minutes=5, place="x"), LIBRARY)
    assert refused.value.missing == ("minutes",)
    assert all_plans(store) == ()


def test_all_or_none_are_planned(store: Store) -> None:
    with pytest.raises(RuleViolation):
        add_plans_from_template(store, "small", PlanFacts(first=JANUARY, until=date(2027, 1, 6)), LIBRARY)
    assert all_plans(store) == ()


@pytest.mark.parametrize("name", ["", "  ", "large-hall", "small-server-room-2"])
def test_a_template_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(UnknownName, match="there are: branch-office, small-server-room"):
        plan_template_named(name)
