"""The plan editor's texts: they are the plan, no more and no less."""

from datetime import date, time

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Stamp
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.screens.plan_texts import FLOATING, facts_of, new_texts, shown_words, texts_of
from tests.screens.stage import NOON

TODAY = date(2026, 11, 20)
"""A Friday."""
BY = Stamp(actor="a", machine="m", at=NOON, ref="m.1")


def plan_of(**facts: object) -> Plan:
    told = {"first": TODAY, "rule": "FREQ=DAILY", "at": time(9), **facts}
    whole = laid_over(WHOLE, PlanFacts(**told))  # type: ignore[arg-type]
    version = PlanVersion(since=BEGINNING, facts=whole, by=BY)
    return Plan(id="p", number="P-1", facts=whole, versions=(version,), recorded=BY)


def chosen(**texts: str) -> dict[str, str]:
    return {**new_texts(TODAY, "Asia/Shanghai"), "since": "", **{key.replace("_", "-"): v for key, v in texts.items()}}


RULES = ("FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=3",
         "FREQ=YEARLY;BYDAY=1MO;BYMONTH=3", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=MONTHLY",
         "FREQ=WEEKLY;COUNT=9")  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_plan_that_is_opened_and_left_alone_is_not_changed(rule: str) -> None:
    plan = plan_of(rule=rule, title="Racks, all of them", kind=MaintenanceKind.CLEANING, assets=("R1, left", "R2"),
                   minutes=90, notes="a\nb", until=date(2027, 1, 1), days_off=DayOffPolicy.AFTER)  # fmt: skip
    texts = {**texts_of(plan), "since": "", "because": ""}
    assert facts_of(texts, texts_of(plan), TODAY) == PlanFacts()


def test_only_what_was_changed_is_said() -> None:
    plan = plan_of(title="Racks", minutes=90)
    texts = {**texts_of(plan), "minutes": "1:15", "until": "2027-06-30", "asset": "R1..R3"}
    assert facts_of(texts, texts_of(plan), TODAY) == PlanFacts(
        minutes=75, until=date(2027, 6, 30), assets=("R1", "R2", "R3")
    )
    assert facts_of({**texts_of(plan), "title": ""}, texts_of(plan), TODAY) == PlanFacts(title="")


@pytest.mark.parametrize(
    ("texts", "rule"),
    [
        (chosen(often="daily", every="3"), "FREQ=DAILY;INTERVAL=3"),
        (chosen(often="weekly"), "FREQ=WEEKLY;BYDAY=FR"),
        (chosen(often="weekly", weekdays="monday\nthursday", every="2"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        (chosen(often="monthly"), "FREQ=MONTHLY;BYMONTHDAY=20"),
        (chosen(often="monthly", which="last"), "FREQ=MONTHLY;BYDAY=-1FR"),
        (chosen(often="monthly", which="last", sort="any"), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (chosen(often="quarterly", which="first", sort="monday"), "FREQ=MONTHLY;BYDAY=1MO;BYMONTH=2,5,8,11"),
        (chosen(often="half-yearly", date="31", month="3", counted=FLOATING),
         "FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=31"),
        (chosen(often="quarterly", counted=FLOATING), "FREQ=MONTHLY;INTERVAL=3"),
        (chosen(often="yearly", which="second", sort="saturday"), "FREQ=YEARLY;BYDAY=2SA;BYMONTH=11"),
        (chosen(often="by-rule", own_rule="rrule:freq=monthly;byday=2tu"), "FREQ=MONTHLY;BYDAY=2TU"),
    ],
)  # fmt: skip
def test_choices_become_a_rule_that_names_its_days(texts: dict[str, str], rule: str) -> None:
    facts = facts_of(texts, {}, TODAY)
    assert facts.rule == rule
    assert (facts.first, facts.at, facts.zone, facts.until) == (TODAY, time(9), "Asia/Shanghai", None)


def test_an_end_is_taken_back() -> None:
    plan = plan_of(until=date(2027, 1, 1))
    assert facts_of({**texts_of(plan), "until": ""}, texts_of(plan), TODAY) == PlanFacts(until=NO_END)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        (chosen(often="daily", every="0"), "every"),
        (chosen(often="monthly", date="32"), "date"),
        (chosen(often="yearly", month="13"), "month"),
        (chosen(often="by-rule", own_rule="FREQ=HOURLY"), "own-rule"),
        (chosen(at="25:00"), "at"),
        (chosen(minutes="an hour"), "minutes"),
        ({**chosen(), "from": "2026-02-30"}, "from"),
        (chosen(until="31-31"), "until"),
        (chosen(window_after="400"), "window-after"),
    ],
)
def test_what_cant_be_read_is_refused_at_its_field(texts: dict[str, str], field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        facts_of(texts, {}, TODAY)
    assert refused.value.missing == (field,)


def test_only_what_a_choice_needs_is_asked() -> None:
    assert shown_words(chosen()) == {"often"}
    assert shown_words(chosen(often="weekly")) == {"often", "weekdays", "every"}
    assert shown_words(chosen(often="monthly")) == {"often", "which", "date", "every"}
    assert shown_words(chosen(often="quarterly", which="last")) == {"often", "which", "sort", "month"}
    assert shown_words(chosen(often="by-rule")) == {"often", "own-rule"}
