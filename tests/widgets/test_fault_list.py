"""The list of faults: it shows what it is given, asks for what it doesn't know, and keeps its cursor in sight."""

from array import array
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from fieldtech.store.views.queue import QueueFault
from fieldtech.widgets import fault_list
from fieldtech.widgets.fault_columns import CURSOR, Cell
from fieldtech.widgets.fault_list import PAGE, FaultList
from tests.widgets.lines import NOW, line

MANY = 100_000


class ListScreen(Screen[None]):
    """A list alone, with the lines that it wants, and memory of what it told."""

    def __init__(self, *, has_mark_only: bool) -> None:
        super().__init__()
        self._has_mark_only = has_mark_only
        self.wanted: list[int] = []
        self.opened: list[QueueFault] = []
        self.moved: list[QueueFault | None] = []

    def compose(self) -> ComposeResult:
        yield FaultList(ZoneInfo("Asia/Shanghai"), has_mark_only=self._has_mark_only)

    def on_fault_list_lines_wanted(self, event: FaultList.LinesWanted) -> None:
        self.wanted += event.rows
        self.query_one(FaultList).add_lines([line(row) for row in event.rows])

    def on_fault_list_opened(self, event: FaultList.Opened) -> None:
        self.opened.append(event.fault)

    def on_fault_list_moved(self, event: FaultList.Moved) -> None:
        self.moved.append(event.fault)


class ListApp(App[None]):
    """The app around the list."""

    CSS = "FaultList { overflow-x: hidden; } .fault-list--cursor { background: red; }"

    def __init__(self, *, has_mark_only: bool = False) -> None:
        super().__init__()
        self.told = ListScreen(has_mark_only=has_mark_only)

    def get_default_screen(self) -> ListScreen:
        return self.told

    @property
    def faults(self) -> FaultList:
        return self.told.query_one(FaultList)

    def fill(self, count: int, known: int = 40, cursor: int = 0) -> None:
        self.faults.show(array("q", range(count)), [line(row) for row in range(min(count, known))], cursor, NOW)

    def rows(self) -> Sequence[str]:
        return [self.faults.render_line(y).text for y in range(self.faults.size.height)]


async def drawn(pilot: Pilot[None]) -> None:
    """Wait until the list is drawn, and again with the lines that the drawing asked for."""
    await pilot.pause()
    await pilot.pause()


async def test_the_cursor_moves_by_key_and_is_marked() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(30)
        await pilot.press("down", "j", "k", "down")
        assert app.faults.fault == line(2)
        assert [row[0] for row in app.rows()].index(CURSOR) == 2
        assert app.told.moved[-1] == line(2)


async def test_it_stays_within_its_ends() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(30)
        await pilot.press("up")
        assert app.faults.cursor == 0
        await pilot.press("end", "down", "pagedown")
        assert app.faults.cursor == 29


async def test_only_what_comes_into_sight_is_asked_for() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(MANY)
        await pilot.pause()
        assert app.told.wanted == []
        await pilot.press("end")
        await pilot.pause()
        assert app.faults.fault == line(MANY - 1)
        assert len(app.told.wanted) <= 2 * PAGE
        assert app.rows()[-1].startswith(CURSOR)


async def test_the_cursor_is_always_in_sight() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(200, known=200)
        for key in ("pagedown", "pagedown", "down", "pageup", "end", "up", "home"):
            await pilot.press(key)
            await pilot.pause()
            assert [row[0] for row in app.rows()].count(CURSOR) == 1


async def test_what_was_read_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_list, "KEPT_LINES", 4 * PAGE)
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(MANY)
        for cursor in range(0, 9 * PAGE, PAGE):
            app.faults.cursor = cursor
            await pilot.pause()
        assert len(app.faults._lines) <= 6 * PAGE
        assert app.faults.fault == line(app.faults.cursor)


async def test_enter_and_a_double_click_open() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(30)
        await pilot.press("down", "enter")
        await pilot.click(FaultList, offset=(20, 4))
        assert app.faults.cursor == 4
        await pilot.click(FaultList, offset=(20, 4), times=2)
        assert app.told.opened[0] == line(1)
        assert app.told.opened[-1] == line(4)


async def test_an_empty_list_says_what_helps_and_opens_nothing() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.faults.empty = ((Cell("Nothing is open."),), (), (Cell("n", "mark"), Cell(" reports a fault")))
        app.fill(0)
        await pilot.pause()
        await pilot.press("enter", "down", "end")
        assert app.told.opened == []
        assert app.faults.fault is None
        text = [row.strip() for row in app.rows()]
        assert "Nothing is open." in text
        assert "n reports a fault" in text


async def test_every_line_is_as_wide_as_the_list_after_a_resize() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.fill(5)
        for width in (60, 120, 80):
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
            assert {app.faults.render_line(y).cell_length for y in range(10)} == {app.faults.size.width}


async def test_on_a_slow_line_the_cursor_is_its_mark_alone() -> None:
    for has_mark_only in (True, False):
        app = ListApp(has_mark_only=has_mark_only)
        async with app.run_test(size=(80, 10)) as pilot:
            app.fill(3)
            await pilot.pause()
            first, second = ([segment.style for segment in app.faults.render_line(y)][1:] for y in (0, 1))
            assert (first == second) is has_mark_only
