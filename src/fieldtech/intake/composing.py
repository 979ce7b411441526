"""Texts composed of several columns, from which what is missing falls out cleanly."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_PART = re.compile(r"(?P<before>[(\[（【]?)\{(?P<column>[^{}\n]+)\}(?P<after>[)\]）】]?)")
"""A bracket that touches a column belongs to it and goes with it."""
_JOINTS = re.compile(r"[\s_-]+")


def fold_name(column: str) -> str:
    """Bring a column's name to the form in which it is compared: case, width, blanks and underlines don't count."""
    return _JOINTS.sub(" ", unicodedata.normalize("NFKC", column).casefold()).strip()


def fold_value(value: str) -> str:
    """Bring a value to the form in which it is compared: case, width and the number of blanks don't count."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@lru_cache(maxsize=1024)
def template_columns(template: str) -> tuple[str, ...]:
    """List the columns that a template names."""
    return tuple(match["column"].strip() for match in _PART.finditer(template))


def compose(template: str, value_of: Callable[[str], str | None]) -> str:
    """Fill a template line by line; a line of which every column is missing is left out.

    Between two columns that are there stands what the template has before the second of them; what follows a missing
    column goes with it.

    Args:
        value_of: Finds the value of a column; None: it is missing.

    Returns:
        The text, empty where every column is missing.
    """
    has_value = False
    lines: list[str] = []
    for line in template.strip().splitlines():
        if not template_columns(line):
            lines.append(line)
        elif composed := _composed_line(line, value_of):
            has_value = True
            lines.append(composed)
    return "\n".join(lines).strip() if has_value else ""


def _composed_line(line: str, value_of: Callable[[str], str | None]) -> str:
    pieces: list[str] = []
    parts = list(_PART.finditer(line))
    end = 0
    rest = ""
    for part in parts:
        separator, end, rest = line[end : part.start()], part.end(), ""
        value = value_of(part["column"].strip())
        if value is not None:
            rest = line[end:]
            pieces.append(separator if pieces else line[: parts[0].start()])
            pieces.append(f"{part['before']}{value}{part['after']}")
    return "".join(pieces) + rest if pieces else ""
