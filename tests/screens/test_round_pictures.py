"""A round as it looks: its stops, and the one at which it stands; both languages."""

from datetime import date, timedelta

import pytest

from fieldtech.domain.words import CheckResult
from fieldtech.store import Store
from fieldtech.workflow.occurrences import start_occurrence, tick_occurrence
from fieldtech.workflow.rounds import leave_stop_out, pass_the_rest
from tests.screens.conftest import TakePicture
from tests.screens.stage import Clock
from tests.workflow.planned import LIBRARY, planned_round

TODAY = date(2026, 11, 20)
RACKS = tuple(f"R{number:02}" for number in range(1, 13))
READINGS = {"inlet-temperature": 22, "humidity": 41, "load-a": 31, "load-b": 28, "ups-runtime": 24}


def walk(store: Store, name: str, stop: str, more: int = 0) -> None:
    """Read everything at a stop, and pass the rest."""
    for item, value in READINGS.items():
        tick_occurrence(store, name, item, None, stop=stop, reading=str(value + more))
    pass_the_rest(store, name, stop=stop)


@pytest.fixture
def begun(store: Store, clock: Clock) -> None:
    """A round of twelve racks that was walked on three Fridays, and today up to the fifth."""
    first = TODAY - timedelta(days=21)
    plan = planned_round(
        store, *RACKS, title="机房 A 巡检 · Round", place="机房 A", rule="FREQ=WEEKLY;BYDAY=FR", first=first
    )
    clock.move(days=-21)
    for week in range(4):
        name = start_occurrence(store, f"{plan.number}/{first + timedelta(days=7 * week)}", LIBRARY).name
        for stop in RACKS[:3] if week == 3 else RACKS[4:5]:
            walk(store, name, stop, week * week)
        clock.move(days=7 if week < 3 else 0)
    leave_stop_out(store, name, "R04", "柜门锁着")
    tick_occurrence(store, name, "air-path", CheckResult.FAIL, stop="R02")
    tick_occurrence(store, name, "inlet-temperature", None, stop="R05", reading="28.5")


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("keys", [("escape",), ("up",)], ids=("stops", "stop"))
def test_a_round(take_picture: TakePicture, keys: tuple[str, ...], language: str) -> None:
    assert take_picture("2", "enter", "enter", "s", *keys, language=language)


@pytest.mark.usefixtures("begun")
def test_a_stop_where_there_is_room(take_picture: TakePicture) -> None:
    assert take_picture("2", "enter", "enter", "s", "up", size=(120, 40))
