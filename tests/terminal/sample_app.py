"""A small app with many widgets, to be run on a terminal of any kind: `python -m tests.terminal.sample_app`."""

import asyncio
import os
import sys
from pathlib import Path

from fieldtech.terminal.prepare import prepare
from fieldtech.terminal.profile import detect_here

PROFILE = detect_here(xon="--xon" in sys.argv)
prepare(PROFILE)

from textual.app import ComposeResult  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.content import Content  # noqa: E402
from textual.widgets import DataTable, Footer, Input, Label, OptionList, Static, TextArea  # noqa: E402
from textual.widgets.option_list import Option  # noqa: E402

from fieldtech.terminal.terminal_app import TerminalApp  # noqa: E402


class SampleApp(TerminalApp[None]):
    """Shows a text in every kind of widget, and saves what was typed when the line hangs up."""

    CSS = "OptionList, DataTable, TextArea { height: 5 }"
    BINDINGS = [  # noqa: RUF012
        Binding("f9", "leave", "Leave"),
        Binding("f8", "freeze", "Freeze"),
    ]

    def __init__(self, text: str = "Core switch SW-03 dark, 机房空调滴水", draft: Path | None = None) -> None:
        super().__init__(PROFILE)
        self.text = text
        self.draft = draft

    def compose(self) -> ComposeResult:
        """Lay out the widgets."""
        yield Input(placeholder="What is wrong?", id="title")
        yield Label(Content(self.text))
        yield Static(Content(f"1 {self.text}"))
        yield OptionList(*(Option(Content(f"{number} {self.text}")) for number in range(40)))
        yield DataTable()
        yield TextArea(self.text)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table; the cursors stand still, so that two screens can be compared."""
        self.query_one(Input).cursor_blink = self.query_one(TextArea).cursor_blink = False
        table = self.query_one(DataTable)
        table.add_columns("number", "title")
        for number in range(40):
            table.add_row(Content(str(number)), Content(self.text))

    async def on_hangup(self) -> None:
        """Save the draft."""
        if self.draft:
            await asyncio.to_thread(self.draft.write_text, self.query_one("#title", Input).value)

    def action_leave(self) -> None:
        """End."""
        self.exit(return_code=0)


if __name__ == "__main__":
    if PROFILE.refusal:
        sys.exit(str(PROFILE.refusal))
    draft = os.environ.get("SAMPLE_DRAFT")
    app = SampleApp(
        os.environ.get("SAMPLE_TEXT", "Core switch SW-03 dark, 机房空调滴水"), Path(draft) if draft else None
    )
    app.run()
    sys.exit(app.return_code)
