"""The pen a cell is drawn with, and the fewest bytes that change one pen into another."""

from functools import lru_cache
from typing import NamedTuple

_FIRST_PALETTE_PARTS = {"5": 2, "2": 4}
_ENDED_BY = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "21": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "51": "54",
    "52": "54",
    "53": "55",
}
_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "51", "52", "53"})
_FOREGROUNDS = frozenset(str(code) for code in (*range(30, 38), *range(90, 98)))
_BACKGROUNDS = frozenset(str(code) for code in (*range(40, 48), *range(100, 108)))


class Pen(NamedTuple):
    """How a cell is drawn, in the codes of SGR; empty where the terminal's own stands."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


DEFAULT_PEN = Pen()


@lru_cache(maxsize=4096)
def pen_from_codes(codes: str) -> Pen:
    """Read a pen from SGR codes such as `1;38;5;12`; equal looks give the identical pen."""
    attributes: set[str] = set()
    foreground = background = ""
    parts = codes.split(";")
    while parts:
        code = parts.pop(0)
        if code in ("38", "48"):
            taken = _FIRST_PALETTE_PARTS.get(parts[0], 0) if parts else 0
            colour, parts = ";".join([code, *parts[:taken]]), parts[taken:]
            foreground, background = (colour, background) if code == "38" else (foreground, colour)
        elif code in _FOREGROUNDS:
            foreground = code
        elif code in _BACKGROUNDS:
            background = code
        elif code in _ENDED_BY:
            attributes.add(code)
    return _the_pen(frozenset(attributes), foreground, background)


@lru_cache(maxsize=4096)
def blank_pen(pen: Pen) -> Pen:
    """Give the plainest pen that makes the same blank: without lines only its background is seen."""
    return pen if pen.attributes & _SEEN_ON_BLANKS else _the_pen(frozenset(), "", pen.background)


@lru_cache(maxsize=8192)
def pen_change(before: Pen | None, after: Pen, resets_only: bool = False) -> str:
    """Give the shortest sequence from one pen to another.

    Args:
        before: None: not known.
        after: The pen to draw with.
        resets_only: The terminal can't end single attributes (VT100).
    """
    if before == after:
        return ""
    anew = [*sorted(after.attributes), *filter(None, (after.foreground, after.background))]
    reset = f"\x1b[{';'.join(['0', *anew] if anew else [])}m"
    if before is None or (resets_only and not before.attributes <= after.attributes):
        return reset
    gradual = f"\x1b[{';'.join(_differences(before, after))}m"
    return gradual if len(gradual) <= len(reset) else reset


@lru_cache(maxsize=4096)
def blank_on(before: Pen, blank: Pen) -> Pen:
    """Give the pen nearest to the present one that draws a given blank."""
    if before.attributes & _SEEN_ON_BLANKS or blank.attributes:
        return blank
    return _the_pen(before.attributes, before.foreground, blank.background)


def _differences(before: Pen, after: Pen) -> list[str]:
    ended = {_ENDED_BY[code] for code in before.attributes - after.attributes}
    # 22 ends bold and dim at once: what stays of them begins again.
    begun = {code for code in after.attributes if code not in before.attributes or _ENDED_BY[code] in ended}
    codes = [*sorted(ended), *sorted(begun)]
    if before.foreground != after.foreground:
        codes.append(after.foreground or "39")
    if before.background != after.background:
        codes.append(after.background or "49")
    return codes


@lru_cache(maxsize=4096)
def _the_pen(attributes: frozenset[str], foreground: str, background: str) -> Pen:
    return Pen(attributes, foreground, background)
