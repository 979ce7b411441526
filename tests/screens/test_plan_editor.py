"""Plans by keys alone: one is made, changed and ended, a template is begun from, the year is written (PROCESS S3.6)."""

from pathlib import Path

from fieldtech.domain.words import MaintenanceKind
from fieldtech.screens.plan import PlanScreen
from fieldtech.screens.plan_editor import PlanEditor
from fieldtech.screens.plan_list import PlanListScreen
from fieldtech.screens.plan_page import PlanPage
from fieldtech.store import Store
from fieldtech.store.views.plans import all_plans
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from tests.screens.conftest import Sit
from tests.screens.stage import Clock
from tests.workflow.planned import planned


async def test_s3_6_a_monthly_round_on_the_first_monday_is_planned_with_eight_keys(store: Store, sit: Sit) -> None:
    """S3.6: recurring work, its dates seen before anything is recorded."""
    async with sit(store, "plan") as hand:
        await hand.press("n")
        await hand.type("Round through the server room")
        await hand.press("enter", "4", "3", "1", "1")
        shown = hand.shown()
        assert "every month on the first Mon   09:00 Asia/Shanghai" in shown
        assert ("Mon 7 Dec 2026" in shown, "Mon 1 Nov 2027" in shown) == (True, True)
        assert all_plans(store) == ()
        await hand.press("enter")
        await hand.type("机房 A")
        await hand.press("ctrl+s")
        assert hand.presses == 8
        assert hand.is_at(PlanScreen)
        assert "next on Mon 7 Dec." in hand.told[-1]
    made = all_plans(store)[0].facts
    assert (made.kind, made.rule, made.place) == (MaintenanceKind.INSPECTION_ROUND, "FREQ=MONTHLY;BYDAY=1MO", "机房 A")


async def test_a_plan_is_changed_to_the_last_friday_and_what_lies_behind_keeps_the_plan_as_it_was(
    store: Store, clock: Clock, sit: Sit
) -> None:
    number = planned(store, rule="FREQ=MONTHLY;BYDAY=1MO", people=()).number
    finish_occurrence(store, f"{number}/2026-11-02")
    async with sit(store, "plan") as hand:
        await hand.press("p", "e")
        await hand.type(" in R1")
        await hand.press("enter", "enter", "enter", "5", "5", "ctrl+s", "enter")
        assert hand.is_at(PlanPage)
        assert "every month on the last Fri" in hand.shown()
        assert "Fri 27 Nov 2026" in hand.shown()
        await hand.press("right")
        assert "Mon 2 Nov 2026  done  then called “Check the UPS”" in hand.shown()
        await hand.press("right")
        assert "Li Wei changed the plan   holds from Fri 20 Nov 2026" in hand.shown()
        assert "every month on the first Mon → every month on the last Fri" in " ".join(hand.shown().split())
        await hand.press("X")
        await hand.type("UPS is gone")
        await hand.press("enter", "enter")
        assert "Nothing comes of it any more" not in hand.shown()
        await hand.press("left", "left")
        assert "Nothing comes of it any more" in hand.shown()
        await hand.press("e")
        assert hand.is_at(PlanPage)
    assert [each.facts.rule for each in all_plans(store, with_retired=True)[0].versions] == [
        "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-1FR",
    ]  # fmt: skip


async def test_plans_begin_from_a_template_are_found_by_words_and_the_year_is_written(
    store: Store, sit: Sit, tmp_path: Path
) -> None:
    async with sit(store, "plan") as hand:
        await hand.press("p", "t", "2")
        assert "Server room round                       Mon 23 Nov 2026 09:00   weekly" in hand.shown()
        assert all_plans(store) == ()
        await hand.type("机房 A")
        await hand.press("enter")
        await hand.type("R1..R3")
        await hand.press("ctrl+s")
        made = all_plans(store)
        assert hand.is_at(PlanListScreen)
        assert f"{len(made)} plans" in hand.shown()
        assert ("R1", "R2", "R3") in [each.facts.assets for each in made]
        await hand.press("slash")
        await hand.type("battery")
        assert "1 plan" in hand.shown()
        await hand.press("enter", "escape", "f")
        await hand.type("Li Wei")
        await hand.press("enter")
        assert "No plan fits" in hand.shown()
        await hand.press("W")
        assert "Only            Li Wei" in hand.shown()
        await hand.type("2027")
        await hand.press("enter", "4", "backspace", "backspace")
        await hand.type(f"{tmp_path}/")
        await hand.press("ctrl+s")
        assert any(f"lies in {tmp_path}" in told for told in hand.told)
    assert (tmp_path / "plan-2027.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


async def test_a_half_written_plan_is_kept_and_what_is_wrong_stands_at_its_field(store: Store, sit: Sit) -> None:
    async with sit(store, "plan") as hand:
        await hand.press("right", "n")
        await hand.type("Half a plan")
        await hand.press("enter", "enter", "7")
        await hand.type("FREQ=HOURLY")
        assert "makes more than one a day" in hand.shown()
        await hand.press("ctrl+s")
        assert hand.is_at(PlanEditor)
        await hand.press("escape")
        await hand.keep()
    async with sit(store, "plan") as hand:
        await hand.press("ctrl+r", "enter")
        assert hand.is_at(PlanEditor)
        assert "Half a plan" in hand.shown()
        assert "FREQ=HOURLY" in hand.shown()
        await hand.press("f4")
        assert "Half a plan" not in hand.shown()
        await hand.press("escape")
        await hand.keep()
    assert store.typed_forms() == ()
