"""The report form: four fields for a phone call, nothing typed is lost, and every refusal stands at its field."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.events import Paste
from textual.screen import Screen

from fieldtech.app import FieldTechApp
from fieldtech.domain.errors import UnknownName
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Channel, Impact, Status
from fieldtech.screens.dialogs.leave_report import LeaveReportDialog
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.report import ReportScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.widgets.form import Form
from fieldtech.workflow.reports import report_fault
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import NOON, Clock, whole_facts


def the_fault(store: Store) -> Fault:
    """The only fault there is."""
    (line,) = queue_page(store).faults
    return find_fault(store, line.number)


def on_screen(hand: Keyboard, kind: type[Screen[Any]]) -> bool:
    """Tell which screen is on top."""
    return isinstance(hand.app.screen, kind)


def focused_field(hand: Keyboard) -> str:
    """The name of the field that has the focus."""
    form = hand.app.screen.query_one(Form)
    return next(word for word, field in form.fields.items() if field.has_focus_within)


async def test_a_phone_call_takes_four_fields_and_few_keys(store: Store, walk: Walk) -> None:
    """S3.1: what the caller says is in the store after the keys of a call."""
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("enter")
        await hand.type("Wang Fang")
        await hand.press("enter", "2")
        await hand.type("10 min ago")
        assert "= Fri 2026-11-20 14:22" in hand.shown()
        await hand.press("ctrl+s")
        assert on_screen(hand, QueueScreen)
    facts = the_fault(store).facts
    assert (facts.title, facts.description, facts.reporter) == ("Printer dead", "Printer dead", "Wang Fang")
    assert (facts.impact, facts.channel) == (Impact.TEAM, Channel.PHONE)
    assert facts.reported_at == NOON
    assert hand.presses <= 12


async def test_what_is_missing_is_shown_all_along_and_at_its_field_when_refused(store: Store, walk: Walk) -> None:
    """S3.1."""
    async with walk() as hand:
        await hand.press("n")
        assert "what is wrong, who reported it, whom it hits" in hand.shown()
        await hand.type("Printer dead")
        await hand.press("ctrl+s")
        assert on_screen(hand, ReportScreen)
        assert focused_field(hand) == "reporter"
        assert "Printer dead" in hand.shown()
        assert "Fill in what is marked" in hand.shown()
        assert "! Whom it hits" in hand.shown()
        await hand.type("Wang Fang")
        await hand.press("down", "4")
        assert "The report is whole." in hand.shown()
        await hand.press("f2")
    assert the_fault(store).facts.impact is Impact.ORGANISATION


async def test_a_time_that_cannot_be_read_is_refused_at_its_field_and_nothing_typed_is_lost(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("down", "down", "down")
        await hand.type("soonish")
        assert "no date or time yet" in hand.shown()
        await hand.press("f3")
        assert focused_field(hand) == "occurred"
        assert "soonish" in hand.shown()
        assert "Printer dead" in hand.shown()


async def test_an_incomplete_report_is_kept_as_a_draft_and_completed_later(store: Store, walk: Walk) -> None:
    """S3.1."""
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("f3")
        draft = the_fault(store)
        assert (draft.status, draft.missing) == (Status.DRAFT, ("description", "reporter", "impact"))
        await hand.press("e")
        assert "Printer dead" in hand.shown()
        await hand.press("down")
        await hand.type("Wang Fang")
        await hand.press("down", "1", "ctrl+s")
    whole = the_fault(store)
    assert (whole.status, whole.number, whole.missing) == (Status.REPORTED, draft.number, ())


@pytest.mark.parametrize(("key", "status"), [("d", Status.DRAFT), ("x", None)], ids=["kept as a draft", "thrown away"])
async def test_leaving_asks_what_becomes_of_what_was_typed(
    store: Store, walk: Walk, key: str, status: Status | None
) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("escape")
        assert on_screen(hand, LeaveReportDialog)
        await hand.press("escape")
        assert on_screen(hand, ReportScreen)
        assert "Printer dead" in hand.shown()
        await hand.press("escape", key)
        assert on_screen(hand, QueueScreen)
        await hand.press("n")
        assert "Printer dead" not in hand.shown()
    statuses = [line.status for line in queue_page(store).faults]
    assert statuses == ([status] if status else [])


async def test_leaving_an_empty_form_asks_nothing(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n", "escape")
        assert on_screen(hand, QueueScreen)


async def test_what_was_typed_is_offered_again_after_the_program_ended(
    store: Store, walk: Walk, make_app: Callable[[], FieldTechApp]
) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer de")
        await hand.keep()
    async with walk() as hand:
        await hand.press("n")
        assert "Printer de" in hand.shown()
        assert "This is what you typed on 2026-11-20 14:32" in hand.shown()
        await hand.press("f4")
        assert "Printer de" not in hand.shown()
        await hand.press("escape")
        assert on_screen(hand, QueueScreen)


async def test_another_faults_form_is_never_offered_these_words(store: Store, walk: Walk) -> None:
    report_fault(store, whole_facts())
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.keep()
    async with walk() as hand:
        await hand.press("e")
        assert "Core switch SW-03 dark" in hand.shown()
        assert "Printer dead" not in hand.shown()


async def test_a_recorded_report_leaves_nothing_behind(store: Store, walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("enter")
        await hand.type("Wang Fang")
        await hand.press("enter", "1", "ctrl+s")
        await hand.keep()
    assert store.typed_forms() == ()


async def test_place_and_asset_complete_from_what_is_known(store: Store, walk: Walk) -> None:
    report_fault(store, whole_facts(place="R2 / 14U", asset="SW-03"))
    async with walk() as hand:
        await hand.press("n", *["down"] * 8)
        assert focused_field(hand) == "place"
        await hand.type("r2")
        assert "→ R2 / 14U" in hand.shown()
        await hand.press("right")
        assert hand.app.screen.query_one(Form).texts["place"] == "R2 / 14U"


async def test_an_open_fault_that_it_may_repeat_is_named_before_it_is_recorded(store: Store, walk: Walk) -> None:
    known = report_fault(store, whole_facts(asset="SW-03"))
    async with walk() as hand:
        await hand.press("n")
        await hand.type("switch dark")
        assert f"Open already    {known.number}" in hand.shown()


async def test_correcting_an_assessed_fault_needs_a_reason_and_changes_only_what_differs(
    store: Store, clock: Clock, walk: Walk
) -> None:
    before = fault_at(store, clock, "started")
    async with walk() as hand:
        await hand.press("e", *["down"] * 8)
        await hand.press("home", "ctrl+k")
        await hand.type("R5 / 01U")
        await hand.press("ctrl+s")
        assert focused_field(hand) == "because"
        assert "say why the fact is" in hand.shown()
        await hand.type("moved yesterday")
        await hand.press("ctrl+s")
        assert not on_screen(hand, ReportScreen)
    after = find_fault(store, before.number)
    assert after.facts.place == "R5 / 01U"
    changed = {name for name in Facts.__struct_fields__ if getattr(after.facts, name) != getattr(before.facts, name)}
    assert changed == {"place"}


async def test_nothing_corrected_is_told_and_nothing_recorded(store: Store, walk: Walk) -> None:
    report_fault(store, whole_facts())
    async with walk() as hand:
        await hand.press("e", "ctrl+s")
        assert on_screen(hand, ReportScreen)
        assert "Nothing is corrected" in hand.shown()


async def test_several_pasted_lines_stay_whole_in_a_field_of_one(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n")
        hand.app.post_message(Paste("Printer dead\r\n  in the hall\n"))
        await hand.rest()
        assert "Printer dead in the hall" in hand.shown()


async def test_wide_and_hostile_text_is_typed_shown_and_kept(store: Store, walk: Walk) -> None:
    """S6: what looks like markup is text."""
    title = "机房空调滴水 [/red] [@click=app.quit]x"
    async with walk() as hand:
        await hand.press("n")
        await hand.type(title)
        await hand.press("enter")
        await hand.type("王芳")
        await hand.press("enter", "1", "ctrl+s")
        assert "机房空调滴水 [/red]" in hand.shown()
    assert the_fault(store).title == title


async def test_enter_in_the_description_goes_on_and_ctrl_j_breaks_the_line(store: Store, walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n")
        await hand.type("Printer dead")
        await hand.press("enter")
        await hand.type("Wang Fang")
        await hand.press("enter", "1", "enter")
        await hand.type("No light")
        await hand.press("ctrl+j")
        await hand.type("smells burnt")
        await hand.press("enter")
        assert focused_field(hand) == "contact"
        await hand.press("ctrl+s")
    assert the_fault(store).facts.description == "No light\nsmells burnt"


async def test_a_fault_that_is_over_is_not_corrected(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "closed").number
    with pytest.raises(UnknownName):
        find_fault(store, "F-none")
    async with walk() as hand:
        await hand.app.push_screen(ReportScreen(find_fault(store, number)))
        await hand.rest()
        await hand.type("!")
        await hand.press("ctrl+s")
        assert "Only an open fault can be corrected" in hand.shown()
