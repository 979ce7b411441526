"""What leaves a command: JSON that hides nothing; lines that are cleaned, laid out by cells, and coloured."""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TextIO

import msgspec

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells, visible
from fieldtech.terminal.profile import Profile

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_GAP = "  "


class Tone(Enum):
    """What a colour says; words say it too."""

    PLAIN = ""
    LATE = "31"
    SOON = "33"
    DONE = "32"
    QUIET = "2"
    STRONG = "1"


class Span(NamedTuple):
    """A piece of one line."""

    text: str
    tone: Tone = Tone.PLAIN


class Raw(str):
    """A line that is drawn as it is, with whatever glyphs it has; never data."""

    __slots__ = ()


Line = str | Sequence[Span]


class Sheet:
    """Standard output as a person reads it."""

    def __init__(self, profile: Profile, stream: TextIO) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.is_coloured = self.is_terminal and profile.colours != "none"
        self.width = _columns(stream) if self.is_terminal else None
        """The cells of a line; None: nobody looks at it, so nothing is cut."""
        self._profile = profile

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines; line breaks in a plain one stay, in spans they become blanks."""
        for line in lines:
            self.stream.write(self._text(line) + "\n")

    def _text(self, line: Line) -> str:
        if isinstance(line, Raw):
            return str(line)
        if isinstance(line, str):
            return self._drawn(visible(line))
        return "".join(self._toned(span) for span in line).rstrip(" ")

    def _toned(self, span: Span) -> str:
        text = self._drawn(span.text)
        if not self.is_coloured or span.tone is Tone.PLAIN or not text.strip():
            return text
        bare = text.rstrip(" ")
        return f"\x1b[{span.tone.value}m{bare}\x1b[0m{text[len(bare) :]}"

    def _drawn(self, text: str) -> str:
        """Draw with the terminal's own glyphs; a file gets the text as it is."""
        return text if not self.is_terminal or text.isascii() else text.translate(self._glyphs)

    @cached_property
    def _glyphs(self) -> Mapping[int, str]:
        from fieldtech.terminal.glyphs import GlyphTable

        return GlyphTable(self._profile.glyphs, self._profile.encoding)


def lay_out(
    rows: Iterable[Sequence[Span]], width: int | None, *, flexible: int, right: Iterable[int] = ()
) -> list[list[Span]]:
    """Put cells in columns; where the line is too narrow, the flexible column is cut, then whatever sticks out.

    Args:
        width: The cells of a line; None: as wide as it gets.
        flexible: The column that gives way.
        right: The columns whose words end below each other.
    """
    table = [[Span(one_line(span.text), span.tone) for span in row] for row in rows]
    if not table:
        return []
    widths = [max(cell_width(row[column].text) for row in table) for column in range(len(table[0]))]
    if width is not None:
        excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
        widths[flexible] = max(min(widths[flexible], 8), widths[flexible] - max(0, excess))
    ends = frozenset(right)
    return [cut_line(_row(row, widths, ends), width) for row in table]


def cut_line(spans: Iterable[Span], width: int | None) -> list[Span]:
    """Cut a line where the terminal ends; None: nobody looks at it."""
    kept: list[Span] = []
    room = width
    for span in spans:
        if room is None:
            kept.append(span)
            continue
        kept.append(Span(cut_to_cells(span.text, room), span.tone))
        room -= cell_width(kept[-1].text)
    return kept


def _row(row: Sequence[Span], widths: Sequence[int], right: frozenset[int]) -> Iterator[Span]:
    for column, (span, cells) in enumerate(zip(row, widths, strict=True)):
        text = pad_to_cells(cut_to_cells(span.text, cells), cells, "right" if column in right else "left")
        yield Span((_GAP if column else "") + text, span.tone)


def labelled(pairs: Iterable[tuple[str, str]]) -> list[Line]:
    """Write names and values below each other; what has no value is left out, further lines stand under the first."""
    told = [(name, visible(value).split("\n")) for name, value in pairs if value]
    width = max((cell_width(name) for name, _ in told), default=0)
    indent = " " * (width + len(_GAP))
    return [pad_to_cells(name, width) + _GAP + f"\n{indent}".join(lines) if lines else name for name, lines in told]


def json_text(document: object, encoding: str) -> str:
    """Spell a document as JSON; what would act on a terminal, or what the encoding lacks, is escaped, not lost."""
    text = msgspec.json.encode(document).decode()
    if text.isascii() and text.isprintable():
        return text
    return _NOT_ASCII.sub(lambda found: found[0] if _is_plain(found[0], encoding) else _escape(found[0]), text)


def _is_plain(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return visible(character) == character


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def encoding_of(stream: TextIO) -> str:
    """Name a stream's character set."""
    return stream.encoding or "utf-8"


def _columns(stream: TextIO) -> int | None:
    """Ask the terminal itself, since an exported COLUMNS may be another terminal's."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except OSError:
        return None


def let_streams_write_anything() -> None:
    """Replace what the locale's character set lacks, so that no text of a fault breaks a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
