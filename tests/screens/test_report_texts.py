"""What the report form's texts mean as facts, and how facts are spelled in them."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel, Impact, Urgency
from fieldtech.screens.report_texts import facts_of, missing_words, new_texts, texts_of, with_description
from fieldtech.store import Store
from fieldtech.text import use_language
from fieldtech.workflow.reports import report_fault
from tests.screens.stage import NOON, whole_facts


def typed(**texts: str) -> dict[str, str]:
    """A new form with something typed into it."""
    return {**new_texts(), **texts}


def test_what_is_not_said_is_no_fact(store: Store) -> None:
    facts = facts_of(typed(title=" Printer dead ", impact="team"), {}, store)
    assert facts == Facts(title="Printer dead", impact=Impact.TEAM, channel=Channel.PHONE, occurred_at=NOON)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("10 min ago", NOON - timedelta(minutes=10)),
        ("昨天 14:00", datetime(2026, 11, 19, 6, 0, tzinfo=UTC)),
        ("08:15", datetime(2026, 11, 20, 0, 15, tzinfo=UTC)),
    ],
)
def test_the_time_may_be_told_in_words(store: Store, words: str, instant: datetime) -> None:
    """S3.1."""
    assert facts_of(typed(occurred=words), {}, store).occurred_at == instant


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_just_now_is_understood_in_the_language_that_offers_it(store: Store, language: str) -> None:
    use_language(language)
    assert facts_of(new_texts(), {}, store).occurred_at == NOON


@pytest.mark.parametrize("words", ["soonish", "tomorrow 14:00", "31 February"])
def test_a_time_that_is_none_or_lies_ahead_names_its_field(store: Store, words: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        facts_of(typed(occurred=words), {}, store)
    assert refusal.value.missing == ("occurred",)


def test_spelling_a_fault_and_reading_it_again_says_nothing_new(store: Store) -> None:
    fault = report_fault(store, whole_facts(urgency=Urgency.LOW, place="R2", occurred_at=NOON - timedelta(seconds=61)))
    texts = texts_of(fault, store)
    assert texts["occurred"] == "2026-11-20 14:30"
    assert facts_of(texts, texts, store) == Facts()


def test_only_what_differs_is_said_anew(store: Store) -> None:
    before = texts_of(report_fault(store, whole_facts(place="R2", contact="ext. 1")), store)
    facts = facts_of({**before, "place": "R3", "contact": "", "impact": "team"}, before, store)
    assert facts == Facts(place="R3", contact="", impact=Impact.TEAM)


def test_what_is_wrong_serves_as_the_description_where_nothing_more_was_said() -> None:
    assert with_description(typed(title="Printer dead"))["description"] == "Printer dead"
    assert with_description(typed(title="Printer dead", description="It smells"))["description"] == "It smells"


def test_what_is_missing_is_named_in_the_order_of_the_report() -> None:
    assert missing_words(new_texts()) == ("title", "reporter", "impact")
    assert missing_words(typed(title="x", reporter="y", impact="team", occurred=" ")) == ("occurred",)
