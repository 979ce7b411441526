"""Days off that a site changes: what moves is told first, then plans, clocks and the settings file follow."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fieldtech.config import Settings, load_settings
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.holidays import DayKind, site_days, with_days
from fieldtech.domain.words import DayOffPolicy
from fieldtech.paths import Paths
from fieldtech.store import Store
from fieldtech.store.views.calendar import calendar_between
from fieldtech.store.views.plans import find_occurrence
from fieldtech.workflow.holidays import days_of_span, keep_days_off, moves_of
from fieldtech.workflow.occurrences import move_occurrence
from tests.workflow.planned import planned
from tests.workflow.road import general

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR_BEGINS, YEAR_ENDS, FRIDAY = date(2026, 1, 1), date(2026, 12, 31), 4
MONDAYS = [date(2026, 11, 9) + timedelta(weeks=number) for number in range(3)]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A folder of settings in which nothing stands."""
    return Paths(
        store=str(tmp_path / "store"),
        data=tmp_path,
        config_file=tmp_path / "config.toml",
        settings_file=tmp_path / "settings.toml",
        keys=tmp_path / "keys",
        cache=tmp_path,
    )


def test_s3_6_what_a_day_off_moves_is_told_before_it_is_kept(store: Store, paths: Paths) -> None:
    """S3.6: an editable table of holidays with make-up workdays."""
    after = planned(store, title="moved on", days_off=DayOffPolicy.AFTER)
    before = planned(store, title="moved back", days_off=DayOffPolicy.BEFORE)
    none = planned(store, title="left out", days_off=DayOffPolicy.NONE)
    planned(store, title="kept", days_off=DayOffPolicy.KEEP)
    changed = with_days(store.settings, MONDAYS[:1], DayKind.OFF)
    monday = MONDAYS[0]
    assert {(each.name, each.before, each.after) for each in moves_of(store, changed)} == {
        (f"{after.number}/{monday}", monday, monday + timedelta(days=1)),
        (f"{before.number}/{monday}", monday, monday - timedelta(days=3)),
        (f"{none.number}/{monday}", monday, None),
    }
    assert store.settings == Settings()
    keep_days_off(store, paths, changed)
    assert find_occurrence(store, f"{after.number}/{monday}")[1].day == monday + timedelta(days=1)
    assert load_settings(paths).holidays == (monday,)
    back = with_days(store.settings, MONDAYS[:1], DayKind.USUAL)
    assert (None, monday) in {(each.before, each.after) for each in moves_of(store, back)}


def test_what_somebody_moved_stays_where_he_put_it(store: Store) -> None:
    plan = planned(store, days_off=DayOffPolicy.AFTER)
    move_occurrence(store, f"{plan.number}/{MONDAYS[1]}", MONDAYS[1] + timedelta(days=2), reason="access")
    assert [each.before for each in moves_of(store, with_days(store.settings, MONDAYS, DayKind.OFF))] == [
        MONDAYS[0],
        MONDAYS[2],
    ]


def test_due_times_follow_at_once(store: Store, paths: Paths) -> None:
    general(store)
    (promised,) = calendar_between(store, YEAR_BEGINS, YEAR_ENDS).faults
    assert promised.day.weekday() < FRIDAY
    keep_days_off(store, paths, with_days(store.settings, [promised.day], DayKind.OFF))
    (moved,) = calendar_between(store, YEAR_BEGINS, YEAR_ENDS).faults
    assert moved.due_at == promised.due_at + timedelta(days=1)


def test_a_day_worked_for_a_holiday_is_the_sites_own(store: Store) -> None:
    changed = with_days(store.settings, [date(2026, 10, 7), date(2026, 11, 7)], DayKind.WORKED)
    told = [(each.first, each.last, each.kind, each.is_own) for each in site_days(changed, SHANGHAI, 2026)]
    assert (date(2026, 10, 1), date(2026, 10, 6), DayKind.OFF, False) in told
    assert (date(2026, 10, 7), date(2026, 10, 7), DayKind.WORKED, True) in told
    assert (date(2026, 11, 7), date(2026, 11, 7), DayKind.WORKED, True) in told


def test_nothing_said_is_nothing_kept(store: Store, paths: Paths) -> None:
    with pytest.raises(RuleViolation, match="Nothing is changed"):
        keep_days_off(store, paths, store.settings)
    with pytest.raises(RuleViolation, match="before it begins"):
        days_of_span(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(RuleViolation, match="No more than 92"):
        days_of_span(date(2026, 2, 2), date(2026, 5, 6))
    assert not paths.settings_file.exists()
