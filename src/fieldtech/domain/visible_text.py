"""Text from outside made harmless and measured in cells: what may be shown, stored, cut and put in columns."""

import re
import unicodedata
from typing import Literal

Alignment = Literal["left", "right", "centre"]

_TAB = "    "
_KEPT_JOINERS = frozenset("\u200c\u200d")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_IGNORABLE_RANGES = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)
"""Code points that draw nothing although their category calls them letters, marks or unassigned."""

_LINE_BREAKS = re.compile("[\n\r\v\f\x85\u2028\u2029]+")
_EMOJI_STYLE = re.compile("(?<=[#*0-9\u00a9\u00ae\u203c-\u205e\u2100-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_JOINED = re.compile("\u200d.?", re.DOTALL)
_NO_CELL_RANGES = ((0x1160, 0x11FF), (0x1F3FB, 0x1F3FF), (0xD7B0, 0xD7FB))
_TWO_CELL_RANGES = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D356), (0x1D360, 0x1D376))
"""Symbols that Unicode 16 made wide, as terminals draw them; the tables of older Pythons call them narrow."""
_WIDE_WHEN_ASSIGNED = ((0x1F300, 0x1FAFF), (0x20000, 0x3FFFD))
_CACHED_CODE_POINTS = 8192


class _VisibleCodePoints(dict[int, int | str]):
    """A table for str.translate that works out each code point when it is first met."""

    def __missing__(self, code_point: int) -> int | str:
        shown = _shown(code_point)
        if len(self) < _CACHED_CODE_POINTS:
            self[code_point] = shown
        return shown


class _CellWidths(dict[str, int]):
    """The cells of each character, worked out when it is first met."""

    def __missing__(self, character: str) -> int:
        cells = _cells(character)
        if len(self) < _CACHED_CODE_POINTS:
            self[character] = cells
        return cells


def visible(text: str, *, newlines: bool = True) -> str:
    """Show what would act on the terminal or hide from the reader; leave all else alone.

    Control characters become their symbols (ESC is ␛), other invisible ones their number (`<U+202E>`). The joiners
    U+200C and U+200D stay, because scripts need them. Applying it twice changes nothing more.

    Args:
        text: Text as it was stored or received.
        newlines: Keep line breaks; otherwise they are shown as ␊.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if "\ufe0f" in text or "\ufe0e" in text:
        # The choice between a coloured and a plain emoji draws nothing by itself, and terminals disagree on its width.
        text = _EMOJI_STYLE.sub("", text)
    shown = text.translate(_VISIBLE)
    return shown if newlines else shown.replace("\n", "␊")


def storable(text: str) -> str:
    """Return the text as the store takes it: composed (NFC), with U+FFFD for NUL and half surrogate pairs."""
    if text.isascii() and "\0" not in text:
        return text
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Return visible text with its lines joined by single blanks, for titles and cells of a table."""
    lines = (line.strip(" \t") for line in _LINE_BREAKS.split(text))
    return visible(" ".join(line for line in lines if line), newlines=False).strip(" ")


def cell_width(text: str) -> int:
    """Count the terminal cells of one line: Chinese and emoji two, marks and what a joiner joins none."""
    if text.isascii():
        return len(text)
    if "\u200d" in text:
        text = _JOINED.sub("", text)
    return sum(map(_WIDTHS.__getitem__, text))


def split_cells(text: str) -> list[str]:
    """Divide one line into what stands in each terminal cell.

    Returns:
        A character with its marks for each cell, a flag in one piece, and an empty string for the second cell of a
        wide one. Marks at the start, with nothing to stand on, are left out.
    """
    if text.isascii():
        return list(text)
    cells: list[str] = []
    is_joined = False
    for character in text:
        width = 0 if is_joined else _WIDTHS[character]
        if cells and _is_flag_half(cells[-1]) and _is_flag_half(character):
            cells[-1:] = (cells[-1] + character, "")
        elif width:
            cells += (character, "")[:width]
        elif cells:
            cells[-1 if cells[-1] else -2] += character
        is_joined = character == "\u200d"
    return cells


def cut_to_cells(text: str, width: int, ellipsis: str = "…") -> str:
    """Shorten one line to at most `width` cells, ending in `ellipsis` where something was cut."""
    if cell_width(text) <= width:
        return text
    room = width - cell_width(ellipsis)
    if room < 0:
        return _longest_start(text, width)
    return _longest_start(text, room) + ellipsis


def pad_to_cells(text: str, width: int, align: Alignment = "left") -> str:
    """Fill one line with blanks up to `width` cells; a longer one stays as it is."""
    # A joiner at the end would swallow the first blank.
    text = text.rstrip("\u200d")
    missing = max(0, width - cell_width(text))
    if align == "right":
        return " " * missing + text
    before = missing // 2 if align == "centre" else 0
    return " " * before + text + " " * (missing - before)


def _longest_start(text: str, width: int) -> str:
    used = 0
    is_joined = False
    for index, character in enumerate(text):
        used += 0 if is_joined else _WIDTHS[character]
        if used > width:
            return text[:index]
        is_joined = character == "\u200d"
    return text


def _is_flag_half(cell: str) -> bool:
    return len(cell) == 1 and "\U0001f1e6" <= cell <= "\U0001f1ff"


def _shown(code_point: int) -> int | str:
    if code_point == 0x0A:
        return code_point
    if code_point == 0x09:
        return _TAB
    if code_point < 0x20:
        return 0x2400 + code_point
    if code_point == 0x7F:
        return "␡"
    return f"<U+{code_point:04X}>" if _is_hidden(code_point) else code_point


def _is_hidden(code_point: int) -> bool:
    character = chr(code_point)
    if character in _KEPT_JOINERS:
        return False
    is_noncharacter = code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF
    return (
        is_noncharacter
        or unicodedata.category(character) in _HIDDEN_CATEGORIES
        or _is_within(code_point, _IGNORABLE_RANGES)
    )


def _cells(character: str) -> int:
    code_point = ord(character)
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc", "Cc", "Cf") or _is_within(code_point, _NO_CELL_RANGES):
        return 0
    if category == "Cn":
        # Pythons disagree on the width of what they don't know.
        return 2 if _is_within(code_point, _WIDE_WHEN_ASSIGNED) else 1
    is_wide = unicodedata.east_asian_width(character) in "WF" or _is_within(code_point, _TWO_CELL_RANGES)
    return 2 if is_wide else 1


def _is_within(code_point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code_point <= last for first, last in ranges)


_VISIBLE = _VisibleCodePoints()
_WIDTHS = _CellWidths()
