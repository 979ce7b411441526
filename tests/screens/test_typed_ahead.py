"""On a slow line keys come in bursts: each is taken by what the one before it opened, and none is lost."""

import pytest
from textual.events import Key, Paste
from textual.keys import _character_to_key

from fieldtech.domain.words import Impact
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.triage import TriageScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import queue_page
from fieldtech.widgets.form import Form
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard


async def burst(hand: Keyboard, text: str) -> None:
    """Send keys without waiting for anything; a line break is Enter, a star Ctrl+S."""
    for character in text:
        named = {"\n": "enter", "*": "ctrl+s"}.get(character)
        key = Key(named, None) if named else Key(_character_to_key(character), character)
        key.set_sender(hand.app)
        hand.app.post_message(key)
    await hand.rest()


async def test_a_whole_call_typed_in_one_burst_is_recorded(store: Store, walk: Walk) -> None:
    async with walk() as hand:
        await burst(hand, "nPrinter dead\nWang Fang\n2*")
    (line,) = queue_page(store).faults
    facts = find_fault(store, line.number).facts
    assert (facts.title, facts.reporter, facts.impact) == ("Printer dead", "Wang Fang", Impact.TEAM)


async def test_a_note_typed_in_one_burst_from_the_list_is_recorded(store: Store, walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await burst(hand, "mCase 4711 opened\n")
        assert not hand.is_at(FormDialog)
    assert [note.text for note in find_fault(store, fault_number).notes] == ["Case 4711 opened"]


@pytest.mark.parametrize("text", ["mailbox is full"])
async def test_what_is_pasted_ahead_stands_in_the_form(walk: Walk, text: str) -> None:
    async with walk() as hand:
        key = Key("n", "n")
        key.set_sender(hand.app)
        hand.app.post_message(key)
        hand.app.post_message(Paste(text))
        await hand.rest()
        assert hand.is_at(ReportScreen)
        assert hand.app.screen.query_one(Form).texts["title"] == text


async def test_the_next_step_is_taken_though_the_fault_is_not_shown_yet(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await burst(hand, "\n\n")
        assert hand.is_at(TriageScreen)
