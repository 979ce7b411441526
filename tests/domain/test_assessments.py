"""Priority by impact and urgency (PROCESS S3.2), its override, and why it is what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.config import PriorityTable, UrgencyRow
from fieldtech.domain.assessments import (
    check_priority_override,
    priority_reason,
    provisional_priority,
    suggest_priority,
)
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import Impact, Priority, Urgency

TABLE = PriorityTable()
IMPACTS, URGENCIES, PRIORITIES = st.sampled_from(Impact), st.sampled_from(Urgency), st.sampled_from(Priority)
ROWS = st.builds(UrgencyRow, *[st.sampled_from(["urgent", "important", "general"])] * 3)
TABLES = st.builds(PriorityTable, ROWS, ROWS, ROWS, ROWS)


@pytest.mark.parametrize(
    ("impact", "high", "medium", "low"),
    [
        ("organisation", "urgent", "urgent", "important"),
        ("site", "urgent", "important", "general"),
        ("team", "important", "important", "general"),
        ("person", "important", "general", "general"),
    ],
)
def test_the_default_table_is_the_one_of_the_command_line_contract(
    impact: str, high: str, medium: str, low: str
) -> None:
    made = [suggest_priority(TABLE, Impact(impact), urgency) for urgency in (Urgency.HIGH, Urgency.MEDIUM, Urgency.LOW)]
    assert made == [high, medium, low]


@given(IMPACTS, URGENCIES)
def test_a_wider_impact_or_a_higher_urgency_never_makes_it_less_pressing(impact: Impact, urgency: Urgency) -> None:
    rank = suggest_priority(TABLE, impact, urgency).rank
    assert all(
        suggest_priority(TABLE, wider, urgency).rank <= rank for wider in list(Impact)[list(Impact).index(impact) :]
    )
    assert provisional_priority(TABLE, impact, None).rank <= rank


def test_a_site_can_change_the_table() -> None:
    table = PriorityTable(person=UrgencyRow("urgent", "general", "general"))
    assert suggest_priority(table, Impact.PERSON, Urgency.HIGH) is Priority.URGENT


def test_until_it_is_assessed_an_unknown_urgency_counts_as_high() -> None:
    assert provisional_priority(TABLE, Impact.SITE, None) is Priority.URGENT
    assert provisional_priority(TABLE, Impact.SITE, Urgency.LOW) is Priority.GENERAL


def test_until_it_is_assessed_an_unknown_impact_counts_as_the_person_who_reported_it() -> None:
    assert provisional_priority(TABLE, None, None) is Priority.IMPORTANT
    assert provisional_priority(TABLE, None, Urgency.MEDIUM) is Priority.GENERAL


@given(TABLES, IMPACTS, URGENCIES, PRIORITIES)
def test_another_priority_than_the_tables_needs_a_reason(
    table: PriorityTable, impact: Impact, urgency: Urgency, priority: Priority
) -> None:
    check_priority_override(table, impact, urgency, priority, "the director gives a speech")
    if priority is suggest_priority(table, impact, urgency):
        check_priority_override(table, impact, urgency, priority, "")
    else:
        with pytest.raises(RuleViolation) as refusal:
            check_priority_override(table, impact, urgency, priority, " \n")
        assert refusal.value.missing == ("because",)


def test_a_refused_override_says_what_the_table_makes_of_it() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_priority_override(TABLE, Impact.TEAM, Urgency.MEDIUM, Priority.URGENT, "")
    assert str(refusal.value) == ("A team and medium urgency make it important; calling it urgent needs a reason.")


@pytest.mark.parametrize(
    ("impact", "urgency", "priority", "because", "reason"),
    [
        (Impact.SITE, Urgency.MEDIUM, Priority.IMPORTANT, "", "Important: a site, medium urgency."),
        (
            Impact.SITE,
            Urgency.MEDIUM,
            Priority.URGENT,
            "payday {tomorrow}",
            "Urgent instead of important (a site, medium urgency): payday {tomorrow}",
        ),
        (
            Impact.SITE,
            Urgency.MEDIUM,
            Priority.GENERAL,
            "",
            "General instead of important (a site, medium urgency); no reason was kept.",
        ),
        (
            Impact.ORGANISATION,
            None,
            None,
            "",
            "Urgent until it is assessed: the organisation, an unknown urgency counts as high.",
        ),
        (
            None,
            Urgency.LOW,
            None,
            "",
            "General until it is assessed: an unknown impact counts as one person, low urgency.",
        ),
        (None, None, Priority.URGENT, "", "Urgent: that is what the report said."),
    ],
)
def test_a_priority_is_explained_in_one_sentence(
    impact: Impact | None, urgency: Urgency | None, priority: Priority | None, because: str, reason: str
) -> None:
    assert priority_reason(TABLE, impact, urgency, priority, because) == reason
