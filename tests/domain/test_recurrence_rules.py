"""Rules as text: what is taken, and what is refused with a sentence that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.recurrence_rules import LONGEST_RULE, read_rule


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        (" rrule:freq=weekly;byday=mo,fr; ", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("BYDAY=2TU;INTERVAL=1;FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SU;COUNT=4", "FREQ=YEARLY;COUNT=4;BYDAY=-1SU;BYMONTH=3,9"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU", "FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20;WKST=SU"),
    ],
)
def test_a_rule_is_read_and_spelled_one_way(text: str, spelled: str) -> None:
    assert read_rule(text).text == spelled
    assert read_rule(spelled).text == spelled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say how it recurs"),
        ("every tuesday", "no part of a recurrence rule"),
        ("FREQ=WEEKLY;FREQ=DAILY", "stands there twice"),
        ("FREQ=FORTNIGHTLY", "FREQ= one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=HOURLY", "more than one a day"),
        ("FREQ=SECONDLY;COUNT=999", "more than one a day"),
        ("FREQ=DAILY;BYHOUR=8,16", "more than one a day"),
        ("FREQ=DAILY;UNTIL=20271231", "apart from the rule"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL must be 1 to 1000"),
        ("FREQ=DAILY;COUNT=1000000", "COUNT must be 1 to 1000"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "can't be understood"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "can't be understood"),
        ("FREQ=MONTHLY;BYDAY=6MO", "more than five times"),
        ("FREQ=MONTHLY;BYDAY=XX", "can't be understood"),
        ("FREQ=YEARLY;BYEASTER=1", "can't be understood"),
        ("FREQ=WEEKLY;BYDAY=2TU", "MONTHLY and YEARLY alone"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY doesn't go with WEEKLY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS picks among days"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=1,2,3,4,5,6,7,8,9", "8 places at most"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "can't be bound to weekdays"),
        ("FREQ=DAILY;" * 40, "no recurrence rule"),
        ("FREQ=DAıLY", "no recurrence rule"),
    ],
)
def test_a_flaw_is_named(text: str, said: str) -> None:
    with pytest.raises(RuleViolation, match=said) as refused:
        read_rule(text)
    assert refused.value.missing


@given(st.text(max_size=40), st.sampled_from(["", "FREQ=DAILY;", "FREQ=MONTHLY;BYDAY=", "FREQ=YEARLY;BYMONTHDAY="]))
def test_any_text_is_read_or_refused(text: str, beginning: str) -> None:
    try:
        spelled = read_rule(beginning + text).text
    except RuleViolation:
        return
    assert len(spelled) <= LONGEST_RULE
    assert read_rule(spelled).text == spelled
