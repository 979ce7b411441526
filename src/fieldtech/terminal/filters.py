"""What happens to every line between its widget and the terminal: cleaned, in the terminal's glyphs and colours."""

from abc import abstractmethod
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from fieldtech.domain.visible_text import visible
from fieldtech.terminal.glyphs import GlyphTable
from fieldtech.terminal.profile import Glyphs, Profile

_BLACK, _BLUE, _BRIGHT_BLUE = 0, 4, 12
_WARNING_COLOURS = frozenset({1, 9})
_UPRIGHT = Style(italic=False)
_READABLE_BLUE = Style(color=RichColor.from_ansi(_BRIGHT_BLUE))
_PLAIN_COLOURS = Style.from_color(RichColor.default(), RichColor.default())


class _SegmentFilter(LineFilter):
    """A filter that needs no more than the line's own segments."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments as the terminal gets them."""
        return self.filtered(segments)

    @abstractmethod
    def filtered(self, segments: list[Segment]) -> list[Segment]:
        """Return the segments as the terminal gets them; the line stays as long as it was."""


class CleaningFilter(_SegmentFilter):
    """Show what would act on the terminal or hide from the reader."""

    def filtered(self, segments: list[Segment]) -> list[Segment]:
        """Return the same segments where they are clean, as they nearly always are."""
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        cleaned = []
        surplus = 0
        for text, style, control in segments:
            shown, grown = _cleaned(text)
            shown, surplus = _without_trailing_blanks(shown, surplus + grown)
            cleaned.append(Segment(shown, style, control))
        return _shortened(cleaned, surplus)


class GlyphFilter(_SegmentFilter):
    """Replace what the terminal's font lacks, cell for cell."""

    def __init__(self, glyphs: Glyphs, encoding: str = "utf-8") -> None:
        super().__init__()
        self._table = GlyphTable(glyphs, encoding)

    def filtered(self, segments: list[Segment]) -> list[Segment]:
        """Return the segments in the terminal's own glyphs."""
        table = self._table
        return [
            Segment(text if text.isascii() else text.translate(table), style, control)
            for text, style, control in segments
        ]


class ConsoleColourFilter(_SegmentFilter):
    """Avoid what the Linux console shows badly: italics are green there, and blue on black can't be read."""

    def filtered(self, segments: list[Segment]) -> list[Segment]:
        """Return the segments in readable styles."""
        return [Segment(text, style and _console_style(style), control) for text, style, control in segments]


class MonochromeFilter(_SegmentFilter):
    """Say without colour what was said with it: a coloured background reverses, red is bold."""

    def filtered(self, segments: list[Segment]) -> list[Segment]:
        """Return the segments without any colour."""
        return [Segment(text, style and _colourless_style(style), control) for text, style, control in segments]


def filters_for(profile: Profile) -> list[LineFilter]:
    """Give the filters that a terminal needs, in their order."""
    filters: list[LineFilter] = [CleaningFilter()]
    if profile.glyphs != "full" or profile.encoding.lower() not in ("utf-8", "utf8"):
        filters.append(GlyphFilter(profile.glyphs, profile.encoding))
    if profile.colours == "none":
        filters.append(MonochromeFilter())
    elif profile.kind == "linux":
        filters.append(ConsoleColourFilter())
    return filters


def _cleaned(text: str) -> tuple[str, int]:
    """Clean a text; say by how many cells it grew, filling it up where it would shrink."""
    shown = visible(text, newlines=False)
    if shown == text:
        return text, 0
    grown = cell_len(shown) - cell_len(text)
    return (shown, grown) if grown >= 0 else (shown + " " * -grown, 0)


def _without_trailing_blanks(text: str, surplus: int) -> tuple[str, int]:
    """Take the surplus cells off the blanks that fill a column, so that the next column stays in place."""
    if surplus <= 0:
        return text, surplus
    removed = min(surplus, max(0, len(text) - len(text.rstrip(" ")) - 1))
    return text[: len(text) - removed], surplus - removed


def _shortened(segments: list[Segment], surplus: int) -> list[Segment]:
    while surplus > 0 and segments:
        text, style, control = segments.pop()
        cells = cell_len(text)
        if cells > surplus:
            segments.append(Segment(set_cell_size(text, cells - surplus), style, control))
        surplus -= cells
    return segments


@lru_cache(1024)
def _console_style(style: Style) -> Style:
    if style.italic:
        style += _UPRIGHT
    is_blue = style.color is not None and style.color.number == _BLUE and style.color.triplet is None
    if is_blue and _is_no_background(style.bgcolor):
        style += _READABLE_BLUE
    return style


@lru_cache(1024)
def _colourless_style(style: Style) -> Style:
    is_highlighted = not _is_no_background(style.bgcolor)
    is_alarming = style.color is not None and style.color.number in _WARNING_COLOURS
    plain = style + _PLAIN_COLOURS
    if is_highlighted:
        plain += Style(reverse=True)
    return plain + Style(bold=True) if is_alarming else plain


def _is_no_background(colour: RichColor | None) -> bool:
    return colour is None or colour.is_default or (colour.number == _BLACK and colour.triplet is None)
