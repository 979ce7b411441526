"""Texts that try to act on the terminal, and the app that shows each in every kind of widget."""

import os
import re

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Header,
    Input,
    Label,
    ListItem,
    ListView,
    OptionList,
    Static,
    TextArea,
)
from textual.widgets.option_list import Option

from fieldtech.domain.visible_text import visible
from fieldtech.terminal.profile import Profile, detect
from fieldtech.terminal.terminal_app import TerminalApp

CODE_POINTS = [
    *(code for code in range(0x20) if chr(code) not in "\t\n"),
    *range(0x7F, 0xA0),
    *(0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F)),
    *(*range(0x2060, 0x2070), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xE0001, 0xE0041, 0xD800, 0xDFFF),
]
PAYLOADS = [
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "\x1bP+q544e\x1b\\",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x90$q\x9c",
    "invoice\u202efdp.exe",
    "a\u2066b\u2069c",
    "over\rwritten",
    "back\b\b\b\bspace",
    "\x0e lqqk \x0f",
    "\x1b#8",
    "\x1bc",
    "nul\0nul",
    "half \ud83d pair",
    *(f"x{chr(code)}y" for code in CODE_POINTS),
]
HIDDEN = frozenset(map(chr, CODE_POINTS))
PER_SCREEN = 26
SENT_SEQUENCES = re.compile(r"\x1b\[[?>]?[0-9;]*[A-Za-z]|\x1b\[\?\d+\$p|\x1bM|\x1b\(B|\x1b\[<u|[\r\n\b\x0f]")


def screens() -> list[str]:
    """Put the payloads on as few screens as show them all."""
    return [" ".join(PAYLOADS[start : start + PER_SCREEN]) for start in range(0, len(PAYLOADS), PER_SCREEN)]


def leaks(shown: str) -> set[str]:
    """Find what is not to reach a terminal."""
    return {character for character in shown if character in HIDDEN or visible(character, newlines=False) != character}


class HostileApp(TerminalApp[None]):
    """Shows a text in every kind of widget."""

    CSS = "Screen > * { height: auto; border: none } DataTable, TextArea, ListView { height: 2 } #panel { height: 3 }"

    def __init__(self, profile: Profile, text: str) -> None:
        super().__init__(profile)
        self.text = text
        self.title = text

    def compose(self) -> ComposeResult:
        """Lay out the widgets."""
        yield Header()
        yield Static(Content(self.text))
        yield Static(self.text, markup=False)
        yield Label(Content(self.text))
        yield Button(Content(self.text))
        yield Checkbox(Content(self.text))
        yield Input(value=self.text, placeholder=self.text)
        yield Input(placeholder=self.text)
        yield TextArea(self.text)
        yield OptionList(Option(Content(self.text)))
        yield ListView(ListItem(Label(Content(self.text))))
        yield DataTable()
        panel = Static(id="panel")
        panel.border_title = Content(self.text)
        panel.border_subtitle = Content(self.text)
        panel.styles.border = ("round", "white")
        yield panel

    def on_mount(self) -> None:
        """Show it where it comes later, too."""
        table = self.query_one(DataTable)
        table.add_column(Content(self.text))  # type: ignore[arg-type]
        table.add_row(Content(self.text))
        self.notify(self.text, title=self.text, markup=False, timeout=60)
        self.query_one(Button).tooltip = Content(self.text)


if __name__ == "__main__":
    chosen = screens()[int(os.environ["HOSTILE_SCREEN"])]
    HostileApp(detect(os.environ, tty_name=os.ttyname(0)), chosen).run()
