"""The calendars by keys: day, month and year stay the same from view to view, and what stands on a day is found."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from fieldtech.domain.words import MaintenanceKind
from fieldtech.screens.plan import PlanScreen
from fieldtech.store import Store
from tests.screens.conftest import Sit
from tests.screens.keyboard import Keyboard
from tests.screens.plan_stories import plan_a_year
from tests.screens.stage import Clock


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a year of planned work; nothing is written to it."""
    folder = tmp_path_factory.mktemp("year")
    made = Store.create(
        folder / "fieldtech.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai",
        clock=Clock(), entropy=random.Random(7).randbytes,
    )  # fmt: skip
    plan_a_year(made)
    yield made
    made.close()


def at(hand: Keyboard) -> tuple[str, date]:
    """Tell which calendar is shown, and its day."""
    screen = hand.app.screen
    assert isinstance(screen, PlanScreen)
    return screen.view, screen.day


async def test_s3_6_the_day_stays_from_view_to_view(year: Store, sit: Sit) -> None:
    """S3.6: calendars of the year, the month, and an agenda."""
    async with sit(year, "plan") as hand:
        assert at(hand) == ("year", date(2026, 11, 20))
        assert "UPS battery test" in hand.shown()
        await hand.press("left", "up", "m")
        assert at(hand) == ("month", date(2026, 11, 12))
        assert "▸12" in hand.shown()
        assert "机房空调滤网清洗" in hand.shown()
        await hand.press("right", "down", "a")
        assert at(hand) == ("agenda", date(2026, 11, 20))
        await hand.press("down", "down", "y")
        assert at(hand) == ("year", date(2026, 11, 27))
        await hand.press("left_square_bracket", "left_curly_bracket")
        assert at(hand) == ("year", date(2025, 10, 27))
        await hand.press("right_curly_bracket", "right_curly_bracket")
        assert at(hand) == ("year", date(2027, 10, 27))
        assert "late" not in hand.shown().splitlines()[0]


async def test_a_day_is_gone_to_by_its_date_and_a_wrong_one_is_refused(year: Store, sit: Sit) -> None:
    async with sit(year, "plan") as hand:
        await hand.press("g")
        await hand.type("2026-02-30")
        await hand.press("enter")
        assert "is no day" in hand.shown()
        await hand.press("escape", "g")
        await hand.type("12-4")
        assert "Fri 4 Dec 2026" in hand.shown()
        await hand.press("enter")
        assert at(hand)[1] == date(2026, 12, 4)
        await hand.press("g", "enter")
        assert at(hand)[1] == date(2026, 11, 20)


async def test_the_calendar_is_narrowed_and_widened(year: Store, sit: Sit) -> None:
    async with sit(year, "plan") as hand:
        await hand.press("a", "f")
        await hand.type("zhao min")
        await hand.press("enter")
        shown = hand.shown()
        assert "Nov 2026 · zh" in shown.splitlines()[0]
        assert "Firmware of the access" in shown
        assert "Certificates" not in shown
        await hand.press("escape")
        assert "Certificates" in hand.shown()
        assert MaintenanceKind.CLEANING not in hand.shown()


async def test_who_has_too_much_in_a_week_is_told(year: Store, sit: Sit) -> None:
    async with sit(year, "plan") as hand:
        await hand.press("L")
        assert at(hand) == ("load", date(2026, 11, 20))
        assert "1:10" in hand.shown()
        assert "of 8 h" not in hand.shown()
        await hand.press("down", "left")
        assert at(hand) == ("load", date(2026, 11, 26))
        await hand.press("right_square_bracket", "right_square_bracket", "up", "up")
        assert at(hand) == ("load", date(2027, 1, 12))
        assert "Zhao Min Sat 16 Jan: 9 h of 8 h" in hand.shown()
        await hand.press("enter")
        assert at(hand) == ("agenda", date(2027, 1, 12))


async def test_two_cursors_never_show_at_once(year: Store, sit: Sit) -> None:
    async with sit(year, "plan") as hand:
        assert "▸" not in hand.shown()
        await hand.press("enter", "down")
        assert hand.shown().count("▸") == 1
        await hand.press("escape")
        assert "▸" not in hand.shown()
