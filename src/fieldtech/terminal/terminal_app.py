"""The app that knows its terminal: clean lines, its glyphs and colours, few bytes, and a good end."""

import gc
import os
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.app import ReturnType
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.filter import LineFilter, Monochrome, NoColor
from textual.geometry import Offset
from textual.strip import Strip

from fieldtech.terminal.driver import TerminalDriver, driver_class_for
from fieldtech.terminal.encoding import Abilities
from fieldtech.terminal.filters import filters_for
from fieldtech.terminal.frames import Cell, Frames
from fieldtech.terminal.painter import Painter
from fieldtech.terminal.pens import DEFAULT_PEN, pen_from_codes
from fieldtech.terminal.private import ParsedOnce, Span, TappedApp
from fieldtech.terminal.profile import Profile
from fieldtech.terminal.themes import MEANINGS, register_themes
from fieldtech.text import N_

STOCK_OUTPUT = "FIELDTECH_STOCK_OUTPUT"
"""The environment variable that leaves the output to Textual, should a terminal dislike ours."""


class TerminalApp(TappedApp[ReturnType]):
    """A Textual app on the terminal that a profile describes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+l",
            "repaint",
            N_("Redraw"),
            show=False,
            priority=True,
            tooltip=N_("Draw the whole screen again, after something else wrote on it."),
            id="terminal.repaint",
        )
    ]

    def __init__(self, profile: Profile, *, theme: str | None = None) -> None:
        """Prepare for a terminal, for which `prepare` has been called before Textual was imported.

        Args:
            profile: What the terminal can do.
            theme: The name of one of our themes; None: the one that fits the terminal.
        """
        super().__init__(driver_class=driver_class_for(profile))
        self.stylesheet = ParsedOnce(self.get_css_variables())
        self.profile = profile
        self._own_filters = filters_for(profile)
        self._frames: Frames | None = None
        self.theme = register_themes(self, profile, theme)

    def run(self, *arguments: Any, **options: Any) -> ReturnType | None:
        """Run until the user leaves, and let the interpreter end quickly after it."""
        try:
            return super().run(*arguments, **options)
        finally:
            # Its last collection would take four times as long as all else that leaving takes.
            gc.freeze()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give the filters that every line goes through."""
        # With a theme of terminal colours, Textual's own filters for NO_COLOR make black on black.
        stock = [chosen for chosen in super().get_line_filters() if not isinstance(chosen, Monochrome | NoColor)]
        return [*stock, *self._own_filters]

    def takes_strips(self) -> bool:
        """Tell whether the output goes by cells."""
        return self._output() is not None

    def show_strips(self, spans: Iterator[Span], size: tuple[int, int] | None) -> None:
        """Draw strips and have the frame sent."""
        frames = self._output()
        if frames is None:
            return
        if size is not None:
            frames.painter.resize(*size)
        elif frames.painter.size != tuple(self.size):
            # A part of a screen that is about to be laid out anew.
            return
        for y, x, strip in spans:
            self._draw(frames.painter, y, x, strip)
        frames.request()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our meanings to themes that don't know them."""
        return dict(MEANINGS)

    def hold_output(self) -> None:
        """Send nothing until `release_output`: what stands on the screen stays until the next is complete."""
        if frames := self._output():
            frames.hold()

    def release_output(self) -> None:
        """Send what was held back."""
        if frames := self._output():
            frames.release()

    def on_resize(self, _event: Resize) -> None:
        """Draw everything again: the terminal may have moved what it showed, even if it is as large as before."""
        driver = self.terminal_driver
        if isinstance(driver, TerminalDriver) and driver.tells_first_size:
            driver.tells_first_size = False
        elif self._frames is not None:
            self._frames.repaint()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Let no cursor blink where nothing is to move: on a slow line it is the most that an idle screen sends."""
        if not self.profile.animation and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def action_repaint(self) -> None:
        """Draw the whole screen again."""
        if self._frames is not None:
            self._frames.repaint()
        self.refresh(layout=True)

    def _output(self) -> Frames | None:
        """Give what sends our frames; None: Textual sends its own."""
        driver = self.terminal_driver
        if self._frames is None and isinstance(driver, TerminalDriver) and not os.environ.get(STOCK_OUTPUT):
            self._frames = self._frames_to(driver)
        return self._frames

    def _frames_to(self, driver: TerminalDriver) -> Frames:
        abilities = Abilities(
            erases_with_colour=self.profile.erases_with_colour,
            resets_only=self.profile.plain_attributes,
            line_feeds=driver.line_feeds_go_straight,
        )
        frames = Frames(Painter(*self.size, abilities), driver.write)
        frames.cursor = self._cursor
        frames.can_write = driver.takes_frames
        frames.is_synchronised = lambda: self.has_synchronised_output
        driver.on_answer, driver.on_drained, driver.on_start = frames.answered, frames.go_on, frames.repaint
        frames.start()
        return frames

    def _cursor(self) -> Cell | None:
        """Give the cell where one types, which input methods follow; None: nowhere, and it costs nothing."""
        offset = getattr(self.focused, "cursor_screen_offset", None)
        if not isinstance(offset, Offset):
            return None
        x, y = self.screen.outer_size.clamp_offset(offset)
        return y, x

    def _draw(self, painter: Painter, y: int, x: int, strip: Strip) -> None:
        for text, style, _control in strip:
            pen = DEFAULT_PEN if style is None else pen_from_codes(self.sgr_codes(style))
            x = painter.wanted.put(y, x, text, pen)
