"""What people type of a plan, read: routes in walking order, names, times of the day."""

import re
from collections.abc import Iterable
from datetime import time

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_operations import LONGEST_ROUTE
from fieldtech.domain.visible_text import one_line
from fieldtech.text import _

SEPARATORS = ",，、;；›"
_PARTS = re.compile(f"[{SEPARATORS}]")
_RANGE = re.compile(r"(.*?)(\d{1,4})\s*(?:\.\.+|…)\s*(.*?)(\d{1,4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:：.h]?(\d{2}))?", re.ASCII)


def read_names(text: str) -> tuple[str, ...]:
    """Read names with commas between them."""
    return tuple(name for name in (part.strip() for part in _PARTS.split(text)) if name)


def read_route(text: str) -> tuple[str, ...]:
    """Read assets in walking order; `R1..R12` is each from the first to the last."""
    return tuple(asset for name in read_names(text) for asset in _each_of(name))


def spell_names(names: Iterable[str]) -> str:
    """Spell names so that they are read again as they were."""
    return ", ".join(names)


def read_wall_time(text: str) -> time:
    """Read a time of the day, such as 9:30, 930 or 9.

    Raises:
        RuleViolation: it is none.
    """
    found = _TIME.fullmatch(text.strip())
    hours, minutes = (int(part or 0) for part in found.groups()) if found else (24, 0)
    if hours > 23 or minutes > 59:
        raise RuleViolation(_("“{time}” is no time such as 09:30.").format(time=one_line(text)[:40]), ("at",))
    return time(hours, minutes)


def _each_of(name: str) -> Iterable[str]:
    found = _RANGE.fullmatch(name)
    if found is None:
        return (name,)
    before, first, again, last = found.groups()
    low, high = int(first), int(last)
    if again.strip() not in ("", before.strip()) or not low < high <= low + LONGEST_ROUTE:
        return (name,)
    width = len(first) if first[0] == "0" else 0
    return (f"{before}{number:0{width}}" for number in range(low, high + 1))
