"""A terminal to draw on in tests: pyte, made as unforgiving as real ones."""

from collections.abc import Callable

import pyte
from pyte.screens import Char
from wcwidth import wcwidth


class Emulator(pyte.Screen):
    """A screen on which half an overwritten wide character vanishes, and erasing takes the background or not.

    Args:
        erases_with_colour: Erased cells get the pen's background.
        joins: Emoji joined by U+200D share two cells, as in new terminals; otherwise each takes its own.
    """

    def __init__(self, columns: int, lines: int, *, erases_with_colour: bool = True, joins: bool = True) -> None:
        self.erases_with_colour = erases_with_colour
        self.joins = joins
        self.last: tuple[int, int] | None = None
        super().__init__(columns, lines)
        self.stream = pyte.Stream(self)
        self.answer: Callable[[str], object] | None = None
        """Where the terminal's own answers go; None: it doesn't answer."""

    def write_process_input(self, data: str) -> None:
        """Answer a status request."""
        if self.answer:
            self.answer(data)

    def show(self, sent: str) -> None:
        """Take what was sent to the terminal."""
        self.stream.feed(sent)

    def looks(self) -> list[list[Char]]:
        """Say what is seen in every cell; on a blank only the background and lines count."""
        return [[_look(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]

    def text(self) -> list[str]:
        """Give the rows as plain text."""
        return ["".join(char.data for char in row).rstrip() for row in self.looks()]

    def draw(self, data: str) -> None:
        """Draw as a terminal without wrapping does."""
        before = ""
        for character in data:
            if self.joins and (before == "\u200d" or _make_flag(before, character)):
                self._combine(character)
            elif width := self._width(character):
                self._draw(character, width)
            else:
                self._combine(character)
            before = "" if _make_flag(before, character) else character
        self.dirty.add(self.cursor.y)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """Erase, half a wide character too."""
        if how == 0 and self.buffer[self.cursor.y][self.cursor.x].data == "":
            self._set(self.cursor.x - 1, " ")
        with _erasing(self):
            super().erase_in_line(how, private)

    def erase_in_display(self, how: int = 0, *args: object, **kwargs: object) -> None:
        """Erase every cell, also those that were never written."""
        for y in range(self.lines):
            for x in range(self.columns):
                self.buffer[y].setdefault(x, self.default_char)
        with _erasing(self):
            super().erase_in_display(how, *args, **kwargs)

    def _width(self, character: str) -> int:
        if _is_flag_half(character):
            return 2 if self.joins else 1
        if "\U0001f3fb" <= character <= "\U0001f3ff":
            return 0 if self.joins else 2
        return max(0, wcwidth(character))

    def _combine(self, character: str) -> None:
        if self.last:
            y, x = self.last
            char = self.buffer[y][x]
            self.buffer[y][x] = char._replace(data=char.data + character)

    def _draw(self, character: str, width: int) -> None:
        x = min(self.cursor.x, self.columns - width)
        row = self.buffer[self.cursor.y]
        if row[x].data == "" and x:
            self._set(x - 1, " ")
        if x + width < self.columns and row[x + width].data == "":
            self._set(x + width, " ")
        row[x] = self.cursor.attrs._replace(data=character)
        if width == 2:
            row[x + 1] = self.cursor.attrs._replace(data="")
        self.last = (self.cursor.y, x)
        self.cursor.x = min(x + width, self.columns)

    def _set(self, x: int, character: str) -> None:
        row = self.buffer[self.cursor.y]
        row[x] = row[x]._replace(data=character)


class _erasing:  # noqa: N801 (reads as a verb where it is used)
    """Erase to blanks without colour on a terminal that doesn't erase with it."""

    def __init__(self, screen: Emulator) -> None:
        self.screen = screen

    def __enter__(self) -> None:
        self.attrs = self.screen.cursor.attrs
        if not self.screen.erases_with_colour:
            self.screen.cursor.attrs = self.screen.default_char

    def __exit__(self, *_: object) -> None:
        self.screen.cursor.attrs = self.attrs


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _make_flag(before: str, character: str) -> bool:
    return _is_flag_half(before) and _is_flag_half(character)


def _look(char: Char) -> Char:
    has_line = char.underscore or char.strikethrough or char.reverse
    if char.data != " " or has_line:
        return char
    return char._replace(fg="default", bold=False, italics=False, blink=False)
