"""What comes of a plan while it is written: the days that gave way, those that fall on a day off, and what is wrong."""

from datetime import date, time

import msgspec
import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.words import DayOffPolicy
from fieldtech.screens.plan_coming import coming_of
from fieldtech.store import Store
from fieldtech.widgets.coming_days import DAY_OFF, MOVED, Coming, ComingDay
from tests.workflow.planned import planned

ON_THE_FIFTH = PlanFacts(rule="FREQ=MONTHLY;BYMONTHDAY=5", first=date(2026, 11, 20), at=time(9), minutes=30)


@pytest.mark.parametrize(
    ("policy", "day"),
    [
        (DayOffPolicy.AFTER, ComingDay("Mon 7 Dec 2026", MOVED, "for Sat 5 Dec")),
        (DayOffPolicy.BEFORE, ComingDay("Fri 4 Dec 2026", MOVED, "for Sat 5 Dec")),
        (DayOffPolicy.KEEP, ComingDay("Sat 5 Dec 2026", DAY_OFF, "day off")),
        (DayOffPolicy.NONE, ComingDay("Tue 5 Jan 2027")),
    ],
)
def test_a_day_that_gives_way_to_a_day_off_is_marked(store: Store, policy: DayOffPolicy, day: ComingDay) -> None:
    coming = coming_of(store, msgspec.structs.replace(ON_THE_FIFTH, days_off=policy), None, None)
    assert isinstance(coming, Coming)
    assert (coming.days[0], len(coming.days)) == (day, 12)
    assert coming.words == "every month on day 5   09:00 Asia/Shanghai"


def test_a_change_shows_its_days_from_the_day_on_that_it_holds_for(store: Store) -> None:
    plan = planned(store, rule="FREQ=MONTHLY;BYDAY=1MO")
    coming = coming_of(store, PlanFacts(rule="FREQ=MONTHLY;BYMONTHDAY=5"), plan, date(2027, 1, 1))
    assert isinstance(coming, Coming)
    assert coming.note == "holds from Fri 1 Jan 2027"
    assert [each.label for each in coming.days[:3]] == ["Mon 7 Dec 2026", "Tue 5 Jan 2027", "Fri 5 Feb 2027"]


def test_why_nothing_comes_is_said_and_names_its_field(store: Store) -> None:
    refusal = coming_of(store, PlanFacts(rule="FREQ=DAILY", at=time(9), zone="Mars/Olympus"), None, None)
    assert isinstance(refusal, RuleViolation)
    assert refusal.missing == ("zone",)
