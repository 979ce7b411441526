"""What becomes of a plan that several machines define: field by field, with its history, and never a lost word."""

from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.journal import Operation
from fieldtech.domain.plan_fold import fold_plan
from fieldtech.domain.plan_operations import PLAN_OPERATIONS, PlanAdded, PlanEdited, PlanFacts, PlanRetired
from fieldtech.domain.plans import Plan, missing_plan_facts
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.sightings import sight
from fieldtech.domain.words import MaintenanceKind
from tests.domain.any_operation import operations_of
from tests.domain.authors import Author, all_entries, authors, meet

PLAN = "plan:4f6k2m9p3qdw"
FACTS = PlanFacts(
    title="Check the UPS",
    kind=MaintenanceKind.BATTERY_TEST,
    rule="FREQ=MONTHLY",
    first=date(2026, 1, 31),
    at=time(9),
    zone="Asia/Shanghai",
    people=("Li Wei",),
)
ADDED = PlanAdded(number="P-26K7-001", facts=FACTS)


def plan_of(author: Author) -> Plan:
    plan = fold_plan("4f6k2m9p3qdw", author.of(PLAN))
    assert plan is not None
    return plan


def edit(since: str = "2026-06-01", **facts: object) -> PlanEdited:
    return PlanEdited(facts=PlanFacts(**facts), since=date.fromisoformat(since))  # type: ignore[arg-type]


def retire(author: Author, on: str = "2026-06-30") -> PlanRetired:
    seen = sight(author.of(PLAN)).references
    return PlanRetired(on=date.fromisoformat(on), reason="room given up", seen=seen)


def test_a_plan_is_what_its_author_said_and_whole() -> None:
    (one,) = authors("a")
    one.says(ADDED, subject=PLAN)
    plan = plan_of(one)
    assert (plan.number, plan.title, plan.facts.until, plan.facts.assets) == ("P-26K7-001", "Check the UPS", NO_END, ())
    assert missing_plan_facts(PlanFacts()) == ("title", "kind", "rule", "from", "at")
    assert (missing_plan_facts(plan.facts), plan.conflicts, plan.oddities) == ((), (), ())


def test_without_its_beginning_there_is_no_plan() -> None:
    (one,) = authors("a")
    one.says(edit(title="x"), retire(one), subject=PLAN)
    assert fold_plan("4f6k2m9p3qdw", one.of(PLAN)) is None


def test_a_change_holds_from_its_day_on_and_what_was_before_stays() -> None:
    """S3.6: past occurrences keep the plan as it was."""
    (one,) = authors("a")
    one.says(ADDED, edit("2026-06-01", title="Test the UPS"), edit("2026-09-01", people=("Zhao Min",)), subject=PLAN)
    plan = plan_of(one)
    told = [(plan.facts_on(day).title, plan.facts_on(day).people) for day in (date(2026, 5, 31), date(2026, 6, 1))]
    assert told == [("Check the UPS", ("Li Wei",)), ("Test the UPS", ("Li Wei",))]
    assert plan.facts_on(date(2026, 10, 1)) == plan.facts
    assert (plan.title, plan.facts.people) == ("Test the UPS", ("Zhao Min",))


def test_two_who_change_different_fields_both_have_their_way() -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    meet(one, two)
    one.says(edit(title="Test the UPS"), subject=PLAN)
    two.says(edit(people=("Zhao Min",)), subject=PLAN)
    meet(one, two)
    plan = plan_of(one)
    assert (plan.title, plan.facts.people, plan.conflicts) == ("Test the UPS", ("Zhao Min",), ())
    assert plan == plan_of(two)


def test_two_who_change_the_rule_are_in_conflict_and_the_rule_is_one_field() -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    meet(one, two)
    one.says(edit(rule="FREQ=MONTHLY;BYDAY=2TU"), subject=PLAN)
    two.says(edit(rule="FREQ=WEEKLY;INTERVAL=2"), subject=PLAN)
    meet(one, two)
    plan = plan_of(one)
    assert plan.facts.rule == "FREQ=WEEKLY;INTERVAL=2"
    (conflict,) = plan.conflicts
    assert (conflict.field, conflict.shown, conflict.rule) == ("rule", "FREQ=WEEKLY;INTERVAL=2", "latest")
    assert {side.value for side in conflict.sides} == {"FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=2"}
    one.says(edit(rule="FREQ=MONTHLY;BYDAY=2TU"), subject=PLAN)  # a word that saw both
    assert plan_of(one).conflicts == ()


def test_two_who_say_the_same_are_not_in_conflict() -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    meet(one, two)
    for each in (one, two):
        each.says(edit(title="Test the UPS"), subject=PLAN)
    meet(one, two)
    assert plan_of(one).conflicts == ()


def test_a_retired_plan_has_an_end() -> None:
    (one,) = authors("a")
    one.says(ADDED, subject=PLAN)
    one.says(retire(one), subject=PLAN)
    plan = plan_of(one)
    assert (plan.is_retired, plan.recurrence.until, plan.retired_reason) == (True, date(2026, 6, 30), "room given up")


def test_an_unseen_change_wins_over_the_retirement_and_is_flagged() -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    meet(one, two)
    one.says(retire(one), subject=PLAN)
    two.says(edit(people=("Zhao Min",)), subject=PLAN)
    meet(one, two)
    plan = plan_of(one)
    assert not plan.is_retired
    assert [(each.field, len(each.sides)) for each in plan.conflicts] == [("retired", 2)]
    one.says(retire(one), subject=PLAN)  # now he saw the change
    assert plan_of(one).is_retired
    assert plan_of(one).conflicts == ()


def test_a_second_beginning_is_kept_and_listed() -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    two.sees(one)
    two.says(PlanAdded(number="P-26Q4-001", facts=PlanFacts(title="Mine")), subject=PLAN)
    plan = plan_of(two)
    assert (plan.number, plan.title) == ("P-26K7-001", "Check the UPS")
    assert [each.reason for each in plan.oddities] == ["not-allowed"]


SAID: tuple[type[Operation], ...] = (*PLAN_OPERATIONS, ConflictSettled, PayloadRedacted)


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(SAID).flatmap(operations_of), max_size=8),
    st.randoms(),
)
def test_the_fold_is_total_and_hangs_on_the_set_alone(said: list[object], chance: object) -> None:
    one, two = authors("a", "b")
    one.says(ADDED, subject=PLAN)
    for place, operation in enumerate(said):
        author = (one, two)[place % 2]
        author.says(operation, subject=PLAN)  # type: ignore[arg-type]
        if place % 3 == 0:
            author.sees(one, two)
    entries = [entry for entry in all_entries([one, two]) if entry.header.entity == PLAN]
    folded = fold_plan("4f6k2m9p3qdw", entries)
    chance.shuffle(entries)  # type: ignore[attr-defined]
    assert fold_plan("4f6k2m9p3qdw", entries) == folded
    assert folded is not None
    assert [each.since for each in folded.versions] == sorted({each.since for each in folded.versions})
