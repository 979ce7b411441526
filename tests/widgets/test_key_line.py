"""The key line: what matters first, as much as there is room for, never a key that would be typed into a field."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from fieldtech.widgets.key_line import KeyLine


class KeysApp(App[None]):
    """A field, some keys and their line."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "KeyLine { height: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "note('a')", "Assess", id="a"),
        Binding("b", "note('b')", "Begin", id="b"),
        Binding("c", "note('c')", "Close", id="c"),
        Binding("d", "note('d')", "Hidden", id="d", show=False),
        Binding("question_mark,f1", "note('?')", "Keys", id="app.keys"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()
        yield KeyLine("b")

    def action_note(self, word: str) -> None:
        self.noted.append(word)

    def line(self) -> str:
        return str(self.query_one(KeyLine).render())


async def test_the_first_stand_first_and_the_keys_page_at_the_end() -> None:
    app = KeysApp()
    async with app.run_test(size=(50, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert app.line() == "b begin  a assess  c close" + " " * 18 + "? keys"


async def test_what_has_no_room_is_left_out() -> None:
    app = KeysApp()
    async with app.run_test(size=(26, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert app.line() == "b begin  a assess   ? keys"


async def test_keys_that_would_be_typed_are_not_offered() -> None:
    app = KeysApp()
    async with app.run_test(size=(50, 5)) as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        assert app.line().split() == ["f1", "keys"]


async def test_a_click_presses_the_key() -> None:
    app = KeysApp()
    async with app.run_test(size=(50, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        await pilot.click(KeyLine, offset=(10, 0))
        await pilot.click(KeyLine, offset=(48, 0))
        await pilot.pause()
        assert app.noted == ["a", "?"]
