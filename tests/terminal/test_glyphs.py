"""On each glyph level only characters that the terminal has are drawn, and as many cells of them."""

import unicodedata

import pytest
from textual._border import BORDER_CHARS

from fieldtech.domain.visible_text import cell_width, visible
from fieldtech.terminal.glyphs import GlyphTable
from fieldtech.terminal.profile import Glyphs

# What the default font of the Linux console has, beyond ASCII: code page 437 with its pictures of control characters.
CP437 = set(bytes(range(0x80, 0x100)).decode("cp437")) | set("☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂")
BORDERS = sorted({character for box in BORDER_CHARS.values() for row in box for character in row} - {" "})
MARKS = list("✓✗●○⭘◉▶▸▼▁▂▃▅▇█▉▏▔▕·•…—–“”‘’×°→←↑↓⏎⠋⣿╌═║╔╬␛␀�☐☑★⚠€№")
LEVELS: list[Glyphs] = ["full", "cp437", "ascii"]


@pytest.mark.parametrize("character", [*BORDERS, *MARKS])
def test_every_border_and_mark_has_a_glyph_of_the_console(character: str) -> None:
    glyph = character.translate(GlyphTable("cp437"))
    assert glyph.isascii() or glyph in CP437
    assert glyph != "?" or character == "�"


@pytest.mark.parametrize("character", [*BORDERS, *MARKS])
def test_every_border_and_mark_has_an_ascii_glyph(character: str) -> None:
    glyph = character.translate(GlyphTable("ascii"))
    assert glyph.isascii()
    assert glyph != "?" or character == "�"
    assert len(glyph) == 1


@pytest.mark.parametrize("level", LEVELS)
def test_no_replacement_changes_the_number_of_cells(level: Glyphs) -> None:
    table = GlyphTable(level, "gb18030" if level == "ascii" else "utf-8")
    changed = [
        f"U+{code_point:04X}"
        for code_point in range(0x20, 0x1FB00)
        if unicodedata.category(character := chr(code_point)) not in ("Cs", "Cn")
        and visible(character) == character
        and cell_width(character.translate(table)) != cell_width(character)
    ]
    assert changed == []


@pytest.mark.parametrize("level", LEVELS)
def test_letters_stay_on_every_level(level: Glyphs) -> None:
    text = "机房空调滴水 Größe № naïve Ελλάδα 「引号」".replace("№", "N")
    assert text.translate(GlyphTable(level)) == text


def test_nothing_is_replaced_on_a_full_terminal() -> None:
    text = "".join([*BORDERS, *MARKS])
    assert text.translate(GlyphTable("full")) == text


def test_what_the_locale_cannot_write_keeps_its_cells() -> None:
    assert "机房é…".translate(GlyphTable("ascii", "iso-8859-1")) == "????é~"
    assert "机房é…".translate(GlyphTable("ascii", "gb18030")) == "机房é~"


@pytest.mark.parametrize(
    ("text", "console", "ascii_only"),
    [
        ("╭─╮┏━┓╔═╗", "┌─┐┌─┐╔═╗", "+-++-++=+"),
        ("29.5 °C · 3 × 8 TB", "29.5 °C · 3 x 8 TB", "29.5 oC . 3 x 8 TB"),
        ("✓ done ✗ late ● open", "√ done x late • open", "+ done x late * open"),
        ("␛[31m", "^[31m", "^[31m"),
    ],
)
def test_the_replacements_read_well(text: str, console: str, ascii_only: str) -> None:
    assert text.translate(GlyphTable("cp437")) == console
    assert text.translate(GlyphTable("ascii")) == ascii_only
