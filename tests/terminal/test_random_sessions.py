"""Whatever an app does, its screen by cell difference is the one that Textual's own output makes, cell for cell."""

import random
from collections.abc import Iterator

import pytest
from rich.console import RenderableType
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Footer, Input, OptionList, Static, TextArea, Tree
from textual.widgets.option_list import Option

from fieldtech.terminal.encoding import Abilities
from fieldtech.terminal.painter import Painter
from fieldtech.terminal.private import Span
from fieldtech.terminal.profile import detect
from fieldtech.terminal.terminal_app import TerminalApp
from tests.terminal.emulator import Emulator

WORDS = [
    "Core switch SW-03 dark",
    "机房空调滴水",
    "RAID degraded on DB-1, disk 4",
    "Größe 3 µm",
    "打印机 2F 卡纸",
    "cafe\u0301",
]
KEYS = [
    *["down", "up", "pagedown", "pageup", "home", "end", "left", "right"] * 3,
    *["tab", "tab", "shift+tab", "enter", "escape", "a", "b", "space", "backspace", "ctrl+p", "f2", "f3", "f4"],
]
SIZES = [(80, 24), (60, 20), (100, 30), (41, 9)]


class Question(ModalScreen[None]):
    """Stands before what it asks about."""

    CSS = "Question { align: center middle; background: $background 60% } Static { width: 30; border: round red }"
    BINDINGS = [("escape", "dismiss", "Close")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static(Content("确定吗? Really?\n\n" + WORDS[1]))


class TwiceDrawnApp(TerminalApp[None]):
    """Draws each update twice: as Textual sends it, and by cell difference."""

    CSS = "OptionList, DataTable, Tree, TextArea { height: 1fr; border: none } Input { border: none; height: 1 }"
    BINDINGS = [("f2", "ask", "Ask"), ("f3", "tell", "Tell"), ("f4", "shift", "Shift")]  # noqa: RUF012

    def __init__(self, term: str, abilities: Abilities) -> None:
        super().__init__(detect({"TERM": term}, tty_name="/dev/tty1" if term == "linux" else "/dev/pts/1"))
        self.abilities = abilities
        self.painter = Painter(80, 24, abilities)
        self.by_textual, self.by_cells = self.emulators()
        self.sent_by_textual = ""
        self.compared = 0

    def emulators(self) -> tuple[Emulator, Emulator]:
        width, height = self.painter.size
        emulators = [Emulator(width, height, erases_with_colour=self.abilities.erases_with_colour) for _ in range(2)]
        for emulator in emulators:
            emulator.show("\x1b[?7l")
        return emulators[0], emulators[1]

    def compose(self) -> ComposeResult:
        yield Input(WORDS[1])
        yield OptionList(*(Option(Content(f"{number} {WORDS[number % 6]}")) for number in range(60)))
        yield DataTable()
        yield TextArea("\n".join(WORDS * 3))
        yield Tree("资产")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = self.query_one(TextArea).cursor_blink = False
        table = self.query_one(DataTable)
        table.add_columns("number", "what")
        for number in range(60):
            table.add_row(Content(str(number)), Content(WORDS[number % 6]))
        for word in WORDS:
            self.query_one(Tree).root.add_leaf(Text(word))

    def takes_strips(self) -> bool:
        return True

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            self.sent_by_textual = renderable.render_segments(self.console)
        super()._display(screen, renderable)

    def show_strips(self, spans: Iterator[Span], size: tuple[int, int] | None) -> None:
        if size is not None and size != self.painter.size:
            self.painter.resize(*size)
            self.by_textual, self.by_cells = self.emulators()
        for y, x, strip in spans:
            self._draw(self.painter, y, x, strip)
        self.by_textual.show(self.sent_by_textual)
        self.by_cells.show(self.painter.frame())
        assert self.by_cells.looks() == self.by_textual.looks()
        self.compared += 1

    def action_ask(self) -> None:
        self.push_screen(Question())

    def action_tell(self) -> None:
        self.notify(WORDS[self.compared % 6], markup=False, timeout=0.05)

    def action_shift(self) -> None:
        self.query_one(OptionList).scroll_relative(y=self.compared % 7 - 3, animate=False)


async def wander(pilot: Pilot[None], chance: random.Random, steps: int) -> None:
    for _ in range(steps):
        if chance.random() < 0.05:
            await pilot.resize_terminal(*chance.choice(SIZES))
        await pilot.press(*chance.choices(KEYS, k=3))


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize(
    ("term", "abilities"),
    [
        ("xterm-256color", Abilities()),
        ("xterm-256color", Abilities(erases_with_colour=False, scrolls=False)),
        ("linux", Abilities()),
        ("vt100", Abilities(erases_with_colour=False, resets_only=True, line_feeds=False)),
    ],
    ids=["xterm", "no colour erase", "linux", "vt100"],
)
async def test_every_screen_of_a_random_session_is_identical(term: str, abilities: Abilities, seed: int) -> None:
    app = TwiceDrawnApp(term, abilities)
    async with app.run_test(size=(80, 24)) as pilot:
        await wander(pilot, random.Random(seed), 12)
    assert app.compared > 20
