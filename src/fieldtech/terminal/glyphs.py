"""Which character stands for which where a terminal's font is smaller than Unicode: always as many cells."""

import unicodedata

from fieldtech.domain.visible_text import cell_width
from fieldtech.terminal.profile import Glyphs

_CP437_SYMBOLS = frozenset(bytes(range(0x80, 0x100)).decode("cp437")) | frozenset("•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂´¨¸")

_TO_CP437 = {
    **dict.fromkeys("✓✔☑", "√"),
    **dict.fromkeys("✗✘✕✖☒╳", "x"),
    **dict.fromkeys("●⬤◉⚫∙⦁", "•"),
    **dict.fromkeys("◯⭘◌⚪◦☐□▢◻", "o"),
    **dict.fromkeys("▶▸▹▷❯❱⏵", "►"),
    **dict.fromkeys("◀◂◃◁❮❰⏴", "◄"),
    **dict.fromkeys("▴▵△⏶", "▲"),
    **dict.fromkeys("▾▿▽⏷", "▼"),
    **dict.fromkeys("⇒⟶➜➔⇥↦", "→"),
    **dict.fromkeys("⇐⟵⇤", "←"),
    **dict.fromkeys("↵⏎↩", "┘"),
    **dict.fromkeys("▪◼◾", "■"),
    **dict.fromkeys("★☆⭑✦✱∗", "*"),
    **dict.fromkeys("▉▊▋", "▌"),
    **dict.fromkeys("▍▎▏╎╏┆┇┊┋", "│"),
    **dict.fromkeys("╌╍┄┅┈┉▔", "─"),
    **dict.fromkeys("▃▅▖▗", "▄"),
    **dict.fromkeys("▘▝", "▀"),
    **dict.fromkeys("▆▇▙▛▜▟▚▞", "█"),
    **dict.fromkeys("▁▂", "_"),
    "▕": "▐",
    "╱": "/",
    "╲": "\\",
    **dict.fromkeys("–—―‒‐‑−", "-"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′`", "'"),
    "…": "~",
    "×": "x",
    "‹": "<",
    "›": ">",
    "‰": "%",
    "™": "t",
    "©": "c",
    "®": "r",
    "€": "E",
    "№": "N",
    "⚠": "!",
    "ℹ": "i",
    "⚡": "!",
    "\ufffd": "?",
}

_TO_ASCII = {
    **dict.fromkeys("√", "+"),
    **dict.fromkeys("•", "*"),
    **dict.fromkeys("·", "."),
    **dict.fromkeys("○", "o"),
    **dict.fromkeys("►→»", ">"),
    **dict.fromkeys("◄←«", "<"),
    **dict.fromkeys("▲↑", "^"),
    **dict.fromkeys("▼↓", "v"),
    **dict.fromkeys("↔↕↨▬", "-"),
    **dict.fromkeys("█▓▒■▀▄◘◙", "#"),
    **dict.fromkeys("▌▐", "|"),
    "░": ":",
    "°": "o",
    "÷": "/",
    "±": "~",
    "≈": "~",
    "≡": "=",
    "≤": "<",
    "≥": ">",
    "¿": "?",
    "¡": "!",
    "¬": "-",
    "§": "S",
    "¶": "P",
    "¢": "c",
    "£": "L",
    "¥": "Y",
    "₧": "P",
    "¨": '"',
    "´": "'",
    "¸": ",",
    "☼": "*",
    "♪": "*",
    "♫": "*",
    "⌂": "^",
    "∞": "8",
    "∩": "n",
    "⌠": "/",
    "⌡": "/",
    "⌐": "-",
    "∟": "+",
    "♀": "f",
    "♂": "m",
    "‼": "!",
}

_LINE_WITH_ENDS = {
    frozenset({"LEFT", "RIGHT"}): "─",
    frozenset({"UP", "DOWN"}): "│",
    frozenset({"DOWN", "RIGHT"}): "┌",
    frozenset({"DOWN", "LEFT"}): "┐",
    frozenset({"UP", "RIGHT"}): "└",
    frozenset({"UP", "LEFT"}): "┘",
    frozenset({"UP", "DOWN", "RIGHT"}): "├",
    frozenset({"UP", "DOWN", "LEFT"}): "┤",
    frozenset({"DOWN", "LEFT", "RIGHT"}): "┬",
    frozenset({"UP", "LEFT", "RIGHT"}): "┴",
    frozenset({"UP", "DOWN", "LEFT", "RIGHT"}): "┼",
    frozenset({"LEFT"}): "─",
    frozenset({"RIGHT"}): "─",
    frozenset({"UP"}): "│",
    frozenset({"DOWN"}): "│",
}
_BOTH_ENDS = {"HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN")}
_ENDS = frozenset({"LEFT", "RIGHT", "UP", "DOWN"})


class GlyphTable(dict[int, str]):
    """A table for str.translate from any character to one that the terminal has, worked out as they are met."""

    def __init__(self, glyphs: Glyphs, encoding: str = "utf-8") -> None:
        super().__init__()
        self._glyphs = glyphs
        self._encoding = encoding

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        glyph = self._writable(_glyph(character, self._glyphs), character)
        if len(self) < 8192:
            self[code_point] = glyph
        return glyph

    def _writable(self, glyph: str, character: str) -> str:
        """Keep the cells where the locale's character set lacks the glyph."""
        try:
            glyph.encode(self._encoding)
        except UnicodeEncodeError:
            return "?" * cell_width(character)
        return glyph


def _glyph(character: str, glyphs: Glyphs) -> str:
    if glyphs == "full" or character.isascii() or not _is_symbol(character):
        return character
    in_cp437 = _in_cp437(character)
    return in_cp437 if glyphs == "cp437" else _in_ascii(in_cp437)


def _is_symbol(character: str) -> bool:
    """Tell symbols, which the font may lack, from text: letters, marks, and all that takes two cells."""
    return unicodedata.category(character)[0] in "SPZ" and cell_width(character) == 1


def _in_cp437(character: str) -> str:
    if character in _TO_CP437:
        return _TO_CP437[character]
    if unicodedata.category(character) == "Zs":
        return " "
    if character in _CP437_SYMBOLS:
        return character
    if "\u2400" <= character <= "\u2426":
        return "^"
    if "\u2800" <= character <= "\u28ff":
        return "•"
    return _light_line(character) or "?"


def _light_line(character: str) -> str | None:
    """Give the thin line with the same ends as a heavy, mixed or rounded one."""
    words = unicodedata.name(character, "").split()
    if words[:2] != ["BOX", "DRAWINGS"]:
        return None
    ends = {end for word in words for end in _BOTH_ENDS.get(word, (word,)) if end in _ENDS}
    return _LINE_WITH_ENDS.get(frozenset(ends))


def _in_ascii(character: str) -> str:
    if character.isascii():
        return character
    if character in _TO_ASCII:
        return _TO_ASCII[character]
    if "\u2500" <= character <= "\u257f":
        return {"─": "-", "│": "|", "═": "=", "║": "|"}.get(character, "+")
    return "?"
