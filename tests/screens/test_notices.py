"""What was told in toasts can be read again."""

from fieldtech.screens.notices import MOST_NOTICES, NoticeLog, NoticesDialog
from fieldtech.screens.shell import Shell
from tests.screens.conftest import Walk
from tests.screens.stage import NOON


async def test_what_a_toast_said_can_be_read_again_with_its_time_and_kind(walk: Walk, fault_number: str) -> None:
    async with walk() as hand:
        await hand.press("i", "ctrl+c", "f8")
        assert isinstance(hand.app.screen, NoticesDialog)
        shown = hand.shown()
        assert "Fri 14:32  refused" in shown
        assert shown.index("Ctrl+Q leaves fieldtech.") < shown.index("refused")
        await hand.press("escape")
        assert not isinstance(hand.app.screen, NoticesDialog)


async def test_the_palette_leads_to_the_notices(walk: Walk) -> None:
    async with walk() as hand:
        await hand.press("ctrl+p")
        await hand.type("notices")
        await hand.press("enter")
        assert isinstance(hand.app.screen, NoticesDialog)
        assert "Nothing yet." in hand.shown()


async def test_what_would_act_on_the_terminal_or_as_markup_is_shown_as_text(walk: Walk) -> None:
    async with walk() as hand:
        assert isinstance(hand.app, Shell)
        hand.app.notify("a\x1b[2Jb [red]c[/red] \u202ed", markup=False)
        await hand.press("f8")
        assert "[red]c[/red]" in hand.shown()
        assert "\x1b" not in hand.shown()
        assert "\u202e" not in hand.shown()


def test_the_log_keeps_the_latest_only() -> None:
    log = NoticeLog()
    for number in range(MOST_NOTICES + 5):
        log.keep(NOON, str(number), "information")
    kept = [notice.sentence for notice in log]
    assert (len(kept), kept[0], kept[-1]) == (MOST_NOTICES, str(MOST_NOTICES + 4), "5")
