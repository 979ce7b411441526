"""The shell: it starts over an open store, lists its keys, finds its actions, and leaves."""

import pytest

from fieldtech.screens.keys import KeysDialog, key_entries
from fieldtech.screens.palette import PaletteDialog
from fieldtech.text import use_language
from fieldtech.widgets.pick_field import PickLines
from tests.screens.conftest import Walk


async def test_it_starts_in_the_queue_and_leaves_by_ctrl_q(walk: Walk) -> None:
    async with walk() as hand:
        assert hand.app.current_mode == "queue"
        await hand.pilot.press("ctrl+q")
    assert hand.app.return_code == 0


async def test_ctrl_c_says_how_one_leaves(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("ctrl+c")
        (told,) = hand.app._notifications
        assert "Ctrl+Q" in told.message


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_keys_page_lists_every_key_of_the_screen_in_groups(
    walk: Walk, fault_number: str, language: str
) -> None:
    use_language(language)
    async with walk(size=(120, 72)) as hand:
        entries = key_entries(hand.app.screen)
        assert {"list.open", "queue.take", "fault.assess", "app.quit"} <= ids_of(hand.app.screen.active_bindings)
        await hand.press("question_mark")
        assert isinstance(hand.app.screen, KeysDialog)
        shown = hand.shown()
        assert [entry.word for entry in entries if entry.word not in shown] == []
        assert [entry.group for entry in entries if entry.group not in shown] == []
        await hand.press("escape")
        assert not isinstance(hand.app.screen, KeysDialog)


async def test_the_keys_of_a_form_are_listed_by_f1(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("n", "f1")
        assert isinstance(hand.app.screen, KeysDialog)


async def test_the_palette_finds_an_action_by_a_part_of_what_it_says_and_does_it(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("ctrl+p")
        assert isinstance(hand.app.screen, PaletteDialog)
        await hand.type("new fault")
        await hand.press("enter")
        assert type(hand.app.screen).__name__ == "ReportScreen"


@pytest.mark.parametrize("keys", [(), ("enter",), ("4",), ("5",)])
async def test_the_palette_lists_every_action_but_those_that_move(
    walk: Walk, fault_number: str, keys: tuple[str, ...]
) -> None:
    async with walk() as hand:
        await hand.press(*keys)
        bound = {active.binding for active in hand.app.screen.active_bindings.values() if active.enabled}
        wanted = {each.action for each in bound if each.id and each.show and not each.id.startswith("list.")}
        await hand.press("ctrl+p")
        palette = hand.app.screen
        assert isinstance(palette, PaletteDialog)
        assert wanted - {option.word for option in palette.query_one(PickLines).options} == set()
        assert len(wanted) > 2


async def test_the_palette_does_nothing_where_nothing_fits(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("ctrl+p")
        await hand.type("nothing is called so")
        await hand.press("enter")
        assert isinstance(hand.app.screen, PaletteDialog)


async def test_the_palette_speaks_the_language_in_use(walk: Walk, fault_number: str) -> None:
    use_language("zh_CN")
    async with walk() as hand:
        await hand.press("ctrl+p")
        await hand.type("评估")
        assert hand.shown().count("评估") >= 2


def ids_of(bindings: object) -> set[str]:
    """The ids of active bindings."""
    assert isinstance(bindings, dict)
    return {active.binding.id for active in bindings.values()}
