"""What merging found of plans, occurrences and outages is listed, named and settled as it is of faults."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fieldtech.domain.conflicts import ConcernKind
from fieldtech.domain.errors import UnknownName
from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.plan_operations import PlanAdded, PlanFacts
from fieldtech.domain.words import CheckResult, OutageStatus
from fieldtech.store import Store, audit
from fieldtech.store.views.conflicts import FoundConflict, count_contested, found_conflicts
from fieldtech.store.views.outages import find_outage
from fieldtech.store.views.plans import find_occurrence, find_plan
from fieldtech.store.views.subjects import find_subject
from fieldtech.text import use_language
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import (
    defer_occurrence,
    move_occurrence,
    skip_occurrence,
    start_occurrence,
    tick_occurrence,
)
from fieldtech.workflow.outages import add_outage
from fieldtech.workflow.plans import edit_plan, retire_plan
from fieldtech.workflow.settling import settle_conflict
from tests.sync_machines import Machine, Site, differences, meet
from tests.workflow.planned import LIBRARY, planned, planned_round
from tests.workflow.planned import facts as plan_facts

SLOTS = [f"2026-11-{day:02}" for day in (2, 9, 16, 23)]
NIGHT = OutageFacts(
    provider="Northern Fibre",
    maintenance_id="CHG-4711",
    starts_at=datetime(2026, 12, 1, 22, tzinfo=UTC),
    ends_at=datetime(2026, 12, 2, 4, tzinfo=UTC),
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site without machines yet."""
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def two(site: Site) -> list[Machine]:
    """Two machines that wrote much without sight of each other, and have met."""
    one, other = machines = [site.machine(), site.machine()]
    number = planned_round(one.store, "R1", "R2").number
    ended = planned(one.store, title="UPS").number
    add_outage(one.store, NIGHT)
    start_occurrence(one.store, f"{number}/{SLOTS[3]}", LIBRARY)
    meet(machines)
    for machine, title, rule in ((one, "机房巡检", "FREQ=WEEKLY;BYDAY=TU"), (other, "Racks", "FREQ=DAILY")):
        edit_plan(machine.store, number, PlanFacts(title=title, rule=rule), LIBRARY, since=date(2027, 1, 1))
    finish_occurrence(one.store, f"{ended}/{SLOTS[0]}")
    finish_occurrence(other.store, f"{ended}/{SLOTS[0]}")
    move_occurrence(one.store, f"{ended}/{SLOTS[1]}", date(2026, 11, 10), reason="audit")
    defer_occurrence(other.store, f"{ended}/{SLOTS[1]}", date(2026, 11, 12), "on leave")
    skip_occurrence(one.store, f"{ended}/{SLOTS[2]}", "site closed")
    finish_occurrence(other.store, f"{ended}/{SLOTS[2]}")
    for machine, result in ((one, CheckResult.NOT_APPLICABLE), (other, CheckResult.FAIL)):
        tick_occurrence(machine.store, f"{number}/{SLOTS[3]}", "1", result, stop="R1")
    for machine, status in ((one, OutageStatus.CANCELLED), (other, OutageStatus.TENTATIVE)):
        facts = OutageFacts(provider=NIGHT.provider, maintenance_id=NIGHT.maintenance_id, status=status)
        add_outage(machine.store, facts)
    retire_plan(one.store, ended, "room given up", on=date(2027, 1, 4))
    edit_plan(other.store, ended, PlanFacts(minutes=20), LIBRARY, since=date(2027, 1, 1))
    meet(machines)
    return machines


def told(store: Store) -> dict[tuple[str, str], FoundConflict]:
    """What there is to look at, by what it is called without the machine's code, and the field."""
    return {(each.number.partition("-")[2].partition("-")[2] or each.number, each.field): each
            for each in found_conflicts(store)}  # fmt: skip


def test_all_of_it_is_told_with_kind_and_words_and_settled_from_either_machine(two: list[Machine]) -> None:
    """I5: overwritten unseen is in conflict until somebody settles it; no register's raw name is shown."""
    one, other = (machine.store for machine in two)
    found = told(one)
    check = next(field for _name, field in found if field.startswith("check/"))
    assert {(name, field): each.kind.value for (name, field), each in found.items()} == {
        ("001", "title"): "conflict",
        ("001", "rule"): "conflict",
        ("002", "retired"): "conflict",
        (f"002/{SLOTS[0]}", "outcome"): "done-twice",
        (f"002/{SLOTS[1]}", "day"): "conflict",
        (f"002/{SLOTS[2]}", "outcome"): "conflict",
        (f"001/{SLOTS[3]}", check): "conflict",
        ("CHG-4711", "notice"): "conflict",
    }
    assert (found["001", "rule"].field_words, found["001", "title"].title) == ("how it recurs", "Racks")
    assert [side.words for side in found["001", "rule"].sides] == ["every week on Tue", "every day"]
    assert [side.words for side in found["002", "retired"].sides] == ["2027-01-04 room given up", "changed the plan"]
    assert [side.words for side in found[f"002/{SLOTS[2]}", "outcome"].sides] == ["skipped", "done"]
    assert found[f"001/{SLOTS[3]}", check].field_words.endswith(" · R1")
    assert found["CHG-4711", "notice"].sides[0].words.startswith("called off, 2026-12-02 06:00 to 2026-12-02 12:00")
    assert all(each.rule_words != each.rule for each in found.values())
    assert count_contested(one) == 7

    for each in found.values():
        place = str([side.words for side in each.sides].index(each.shown_words) + 1) if each.shown else "1"
        name = each.number if place == "1" else each.subject
        settle_conflict(one if place == "1" else other, name, each.field, place)
        meet(two)
    assert found_conflicts(one) == found_conflicts(other) == ()
    assert (count_contested(other), differences(two)) == (0, 0)
    ended = found["002", "retired"].number
    assert find_plan(other, ended).is_retired
    assert find_occurrence(one, f"{ended}/{SLOTS[1]}")[1].day == date(2026, 11, 12)
    assert find_outage(other, "chg-4711").status is OutageStatus.TENTATIVE
    assert audit(one).problems == ()


def test_what_is_in_conflict_is_told_in_chinese(two: list[Machine]) -> None:
    use_language("zh_CN")
    for each in found_conflicts(two[0].store):
        words = (each.kind_words, each.field_words, each.rule_words)
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in each) for each in words), words


def test_names_find_what_they_mean_and_a_wrong_one_is_refused_with_those_that_there_are(two: list[Machine]) -> None:
    store = two[0].store
    found = told(store)
    plan, occurrence = found["002", "retired"].number, found[f"002/{SLOTS[0]}", "outcome"].number
    names = (plan, plan.casefold(), occurrence, "chg-4711", found["CHG-4711", "notice"].subject)
    assert [find_subject(store, name).kind for name in names] == ["plan", "plan", "occurrence", "outage", "outage"]
    for name in ("nothing", "", "P-none", "P-none/2026-01-01"):
        with pytest.raises(UnknownName):
            find_subject(store, name)
    with pytest.raises(UnknownName, match="it has: outcome"):
        settle_conflict(store, occurrence, "day", "1")
    with pytest.raises(UnknownName, match="1: skipped; 2: done"):
        settle_conflict(store, f"{plan}/{SLOTS[2]}", "outcome", "deferred")


def test_two_plans_of_one_number_are_told_apart_by_their_identifiers(site: Site) -> None:
    machines = [site.machine(), site.machine()]
    for machine in machines:
        subject = f"plan:{machine.store.new_identifier()}"
        machine.store.record(subject, PlanAdded(number="P-26K7-001", facts=plan_facts()))
    meet(machines)
    (found,) = found_conflicts(machines[0].store)
    assert (found.kind, len(found.sides), found.rule) == (ConcernKind.SAME_NUMBER, 2, "apart")
