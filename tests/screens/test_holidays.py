"""Days off by keys: seen, changed after what moves was shown, and taken back."""

from datetime import date, time

from fieldtech.domain.words import DayOffPolicy
from fieldtech.store import Store
from fieldtech.store.views.plans import find_occurrence
from tests.screens.conftest import Walk
from tests.workflow.planned import planned


def own_days(store: Store) -> list[date]:
    """List the days that the site itself took off."""
    return list(store.settings.holidays)


async def test_s3_6_days_off_are_changed_once_what_moves_was_seen(walk: Walk, store: Store) -> None:
    """S3.6: holidays with make-up workdays, which the site itself changes."""
    plan = planned(store, title="Filters", first=date(2026, 11, 23), at=time(9), days_off=DayOffPolicy.AFTER)
    monday, name = date(2026, 11, 23), f"{plan.number}/2026-11-23"
    async with walk() as hand:
        await hand.press("2", "H")
        assert "National Day" in hand.shown()
        await hand.press("n")
        await hand.type("11-23")
        await hand.press("enter")
        await hand.type("11-24")
        await hand.press("ctrl+s")
        assert "Mon 23 Nov 2026  to  Wed 25 Nov 2026   Filters" in hand.shown()
        assert own_days(store) == []
        await hand.press("escape")
        assert "11-24" in hand.shown()
        await hand.press("ctrl+s", "enter")
        assert own_days(store) == [monday, date(2026, 11, 24)]
        assert find_occurrence(store, name)[1].day == date(2026, 11, 25)
        assert "Mon 23 Nov – Tue 24 Nov" in hand.shown()

        await hand.press("end", "x")
        assert "Wed 25 Nov 2026  to  Mon 23 Nov 2026" in hand.shown()
        await hand.press("enter")
        assert own_days(store) == []
        assert find_occurrence(store, name)[1].day == monday

        await hand.press("T", "3", "enter", "enter")
        assert store.settings.holiday_table == "none"
        assert "No day of this year is off" in hand.shown()
