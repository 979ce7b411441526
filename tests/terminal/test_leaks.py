"""Nothing that acts on the terminal or hides from the reader gets there, through whatever widget it comes."""

import re

import pytest

from fieldtech.terminal.profile import detect
from tests.terminal.hostile import SENT_SEQUENCES, HostileApp, leaks, screens
from tests.terminal.session import Session

MODERN = {"TERM": "xterm-256color"}
SIZE = (320, 50)
SHOWN = re.compile("[\u2400-\u2426]|<U\\+")


@pytest.mark.parametrize("number", range(len(screens())))
async def test_no_widget_lets_a_control_or_hidden_character_through(number: int) -> None:
    app = HostileApp(detect(MODERN, tty_name="/dev/pts/1"), screens()[number])
    async with app.run_test(size=SIZE, tooltips=True, notifications=True) as pilot:
        await pilot.hover("Button")
        await pilot.pause(0.4)
        strips = app.screen._compositor.render_strips()
        assert leaks("".join(strip.text for strip in strips)) == set()
        assert sum(bool(SHOWN.search(strip.text)) for strip in strips) > 8


@pytest.mark.parametrize("number", range(len(screens())))
@pytest.mark.parametrize("stock", ["", "1"], ids=["by cells", "stock output"])
def test_no_control_or_hidden_character_is_sent(number: int, stock: str) -> None:
    with Session(
        "tests.terminal.hostile", size=SIZE, HOSTILE_SCREEN=str(number), FIELDTECH_STOCK_OUTPUT=stock
    ) as session:
        session.wait_for("╰")
        session.settle()
        session.press("\t\t\t")
        sent = session.received.decode("utf-8", "replace")
        assert leaks(SENT_SEQUENCES.sub("", sent)) == set()
        assert "\ufffd" not in sent
        assert session.emulator.title == ""


@pytest.mark.parametrize("number", range(len(screens())))
async def test_a_line_is_as_long_as_before_it_was_cleaned(number: int) -> None:
    app = HostileApp(detect(MODERN, tty_name="/dev/pts/1"), screens()[number])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {SIZE[0]}
        widths = {sum(segment.cell_length for segment in strip) for strip in app.screen._compositor.render_strips()}
        assert widths == {SIZE[0]}
