"""Fields of planned work in people's words: no register's raw name, no value as the journal spells it."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec
import pytest

from fieldtech.domain.occurrence_fold import fold_occurrence, spell_occurrence_value
from fieldtech.domain.outage_fold import spell_notice
from fieldtech.domain.plan_fold import fold_plan, spell_plan_value
from fieldtech.domain.plan_operations import OccurrenceStarted, PlanAdded, PlanFacts
from fieldtech.domain.planned_changes import planned_changes
from fieldtech.domain.planned_fields import planned_field_name, planned_value_words
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END, occurrence_identifier
from fieldtech.text import use_language
from tests.domain.authors import Author, SharedTime
from tests.domain.outage_examples import NOTICED
from tests.domain.plan_examples import FACTS, PLAN_ID, ROUND, SLOT

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUBJECT = f"occurrence:{occurrence_identifier(PLAN_ID, SLOT)}"


def plan_of(facts: PlanFacts = FACTS) -> Plan:
    """Fold a plan of some facts."""
    author = Author("a", SharedTime())
    author.says(PlanAdded(number="P-26K7-001", facts=facts), subject=f"plan:{PLAN_ID}")
    plan = fold_plan(PLAN_ID, author.of(f"plan:{PLAN_ID}"))
    assert plan is not None
    return plan


def is_chinese(text: str) -> bool:
    """Tell whether there is something Chinese in a text."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize(
    "field", [*PlanFacts.__struct_fields__, "retired", "outcome", "day", "list", "notice", "stop/R2"]
)
def test_every_field_has_a_name_in_chinese(field: str) -> None:
    use_language("zh_CN")
    assert is_chinese(planned_field_name(plan_of(), field))


def test_every_fact_is_said_in_words() -> None:
    plan = plan_of(msgspec.structs.replace(FACTS, until=NO_END))
    told = {
        name: planned_value_words(plan, name, spell_plan_value(getattr(plan.facts, name)), SHANGHAI)
        for name in PlanFacts.__struct_fields__
    }
    assert told["kind"] == "inspection round"
    assert told["rule"] == "every month on the second Tue"
    assert (told["at"], told["until"], told["minutes"]) == ("09:30", "without end", "1 h 30 min")
    assert told["is_floating"] == "from when the last was done"
    assert told["assets"] == "R1, R2 / 03U"
    assert told["notes"] == "key at the desk second line"
    assert planned_value_words(plan, "is_floating", "", SHANGHAI) == "by fixed days"
    assert planned_value_words(plan, "place", "", SHANGHAI) == "nothing"


def test_a_check_is_named_by_its_words_and_its_stop() -> None:
    author = Author("a", SharedTime())
    started = OccurrenceStarted(plan_id=PLAN_ID, slot=SLOT, template=ROUND, stops=("R1",))
    author.says(started, subject=SUBJECT)
    occurrence = fold_occurrence(SUBJECT.partition(":")[2], author.of(SUBJECT))
    assert occurrence is not None
    assert planned_field_name(occurrence, "check/inlet/R2 / 03U") == "Inlet temperature · R2 / 03U"
    assert planned_field_name(occurrence, "check/inlet/") == "Inlet temperature"
    assert planned_field_name(occurrence, "check/gone/R1") == "gone · R1"
    assert planned_value_words(occurrence, "check/inlet/R1", "na", SHANGHAI) == "n/a"
    assert planned_value_words(occurrence, "outcome", "broken-off", SHANGHAI) == "broken off"
    assert spell_occurrence_value(None) == ""
    assert planned_changes(occurrence, occurrence, SHANGHAI) == ("nothing that shows",)


def test_a_notice_is_said_by_its_state_its_times_and_what_it_is_about() -> None:
    words = planned_value_words(plan_of(), "notice", spell_notice(NOTICED), SHANGHAI)
    assert words == "re-scheduled, 2026-12-02 06:00 to 2026-12-02 12:00, Splicing at the bridge"
    assert spell_notice("something else") == ""


def test_what_differs_in_a_plan_is_said_by_its_fields() -> None:
    before = plan_of()
    after = msgspec.structs.replace(before, facts=msgspec.structs.replace(FACTS, title="Round", minutes=5))
    assert planned_changes(before, after, SHANGHAI) == ("changed: what it is called, how long it takes",)
    ended = msgspec.structs.replace(before, retired_on=date(2027, 1, 1))
    assert planned_changes(before, ended, SHANGHAI) == ("retired",)
    assert planned_changes(None, before, SHANGHAI) == ("new",)
