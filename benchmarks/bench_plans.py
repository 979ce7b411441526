"""Ten years of 500 plans laid out on days, against what dateutil's rrule alone takes for the same days."""

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from time import perf_counter
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from fieldtech.config import Settings
from fieldtech.domain import recurrence
from fieldtech.domain.faults import Stamp
from fieldtech.domain.plan_calendar import occurrences_between
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plans import BEGINNING, WHOLE, Plan, PlanVersion, laid_over, recurrence_of
from fieldtech.domain.words import DayOffPolicy
from fieldtech.domain.working_time import calendar_from

ROUNDS, GOAL = 3, 2
SINCE, UNTIL, TODAY = date(2026, 1, 1), date(2035, 12, 31), date(2026, 11, 2)
RULES = (
    ("FREQ=WEEKLY;BYDAY={day}", 60),
    ("FREQ=MONTHLY;BYDAY=2{day}", 20),
    ("FREQ=MONTHLY", 30),
    ("FREQ=MONTHLY;INTERVAL=3", 15),
    ("FREQ=YEARLY", 6),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", 3),
)
"""What a site plans, and how often of a hundred."""


def main(count: int = 500) -> None:
    """Print the ratios; each round forgets what the one before has kept."""
    plans = _plans(count)
    is_workday = calendar_from(Settings(), ZoneInfo("Asia/Shanghai")).is_workday
    floor = min(_timed(lambda: _rrule_alone(plans)) for _ in range(ROUNDS))
    cold = min(_timed(lambda: _laid_out(plans, SINCE, UNTIL, is_workday, forget=True)) for _ in range(ROUNDS))
    warm = min(_timed(lambda: _laid_out(plans, SINCE, UNTIL, is_workday)) for _ in range(ROUNDS))
    days = _laid_out(plans, SINCE, UNTIL, is_workday)
    ratio = cold / floor
    print(f"{count} plans, ten years, {days} occurrences: {cold:.3f} s, rrule alone {floor:.3f} s, "
          f"ratio {ratio:.2f}, goal {GOAL}: {'met' if ratio <= GOAL else 'MISSED'}; "
          f"again {warm:.3f} s, ratio {warm / floor:.2f}")  # fmt: skip
    year = date(2030, 1, 1), date(2030, 12, 31)
    cold = min(_timed(lambda: _laid_out(plans, *year, is_workday, forget=True)) for _ in range(ROUNDS))
    warm = min(_timed(lambda: _laid_out(plans, *year, is_workday)) for _ in range(ROUNDS))
    found = _laid_out(plans, *year, is_workday)
    print(f"{count} plans, one year, {found} occurrences: {cold * 1e3:.0f} ms, again {warm * 1e3:.0f} ms")


def _plans(count: int) -> list[Plan]:
    chance = random.Random(7)
    by = Stamp(actor="a", machine="m", at=datetime(2026, 1, 1, tzinfo=UTC), ref="m.1.00")
    rules, weights = zip(*RULES, strict=True)
    plans = []
    for number in range(count):
        facts = PlanFacts(
            title=f"Check {number}",
            rule=chance.choices(rules, weights)[0].format(day=chance.choice(("MO", "TU", "WE", "TH", "FR"))),
            first=date(chance.randint(2018, 2025), chance.randint(1, 12), chance.randint(1, 28)),
            at=time(9),
            zone="Asia/Shanghai",
            days_off=chance.choice(list(DayOffPolicy)),
            window_after=2,
        )
        whole = laid_over(WHOLE, facts)
        versions = (PlanVersion(since=BEGINNING, facts=whole, by=by),)
        plans.append(Plan(id=f"p{number}", number=f"P-{number}", facts=whole, versions=versions, recorded=by))
    return plans


def _rrule_alone(plans: list[Plan]) -> int:
    since, until = datetime.combine(SINCE, time()), datetime.combine(UNTIL, time())
    found = 0
    for plan in plans:
        told = recurrence_of(plan.facts)
        rule = rrulestr(recurrence.spelled_rule(told), dtstart=datetime.combine(told.first, time()))
        found += len(rule.between(since, until, inc=True))
    return found


def _laid_out(
    plans: list[Plan], since: date, until: date, is_workday: recurrence.Workdays, *, forget: bool = False
) -> int:
    if forget:
        recurrence.forget_days()
    return sum(len(occurrences_between(plan, {}, since, until, today=TODAY, is_workday=is_workday)) for plan in plans)


def _timed(work: Callable[[], int]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
