"""The app joins filters, themes, keys and output for the terminal it is on."""

import pytest
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from fieldtech.terminal.driver import TerminalDriver, driver_class_for
from fieldtech.terminal.profile import Profile, detect
from fieldtech.terminal.terminal_app import TerminalApp

MODERN = detect({"TERM": "xterm-256color"}, tty_name="/dev/pts/1")
REMOTE = detect({"TERM": "xterm-256color", "SSH_CONNECTION": "x"}, tty_name="/dev/pts/1")
SERIAL = detect({"TERM": "vt220"}, tty_name="/dev/ttyS0")
WEB = detect({"TEXTUAL_DRIVER": "some.web:Driver"}, tty_name=None)


class FormApp(TerminalApp[None]):
    """Two fields with cursors."""

    def compose(self) -> ComposeResult:
        yield Input()
        yield TextArea()


@pytest.mark.parametrize(("profile", "blinks"), [(MODERN, True), (REMOTE, False), (SERIAL, False)])
async def test_cursors_blink_only_where_things_may_move(profile: Profile, blinks: bool) -> None:
    app = FormApp(profile)
    async with app.run_test() as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert app.query_one(Input).cursor_blink is blinks
        assert app.query_one(TextArea).cursor_blink is blinks


def test_the_web_keeps_its_own_driver() -> None:
    assert driver_class_for(WEB) is None


def test_each_terminal_gets_a_driver_that_knows_it() -> None:
    made = driver_class_for(SERIAL)
    assert made is not None
    assert issubclass(made, TerminalDriver)
    assert made.profile is SERIAL


async def test_no_color_is_told_to_stylesheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = FormApp(SERIAL)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.no_color
        styles = [style for strip in app.screen._compositor.render_strips() for _text, style, _control in strip]
        assert {style.color.is_default for style in styles if style and style.color} <= {True}


async def test_ctrl_l_is_bound_and_harmless_without_a_terminal() -> None:
    app = FormApp(MODERN)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert app.query_one(Input).value == ""
