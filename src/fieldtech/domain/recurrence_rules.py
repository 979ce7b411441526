"""The text of a recurrence rule: which parts of RFC 5545 are taken, and every flaw refused in a sentence.

A rule says days and nothing else: the time of the day is the plan's own, so no rule makes two occurrences on one day.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.text import _

LONGEST_RULE = 200
MOST_COUNTED = 1000
"""The greatest INTERVAL and COUNT."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_FINER = ("HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND")
_WEEKDAY = re.compile(r"(?:([+-]?)([1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_MOST_POSITIONS = 8
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}", re.ASCII)


class Rule(msgspec.Struct, frozen=True):
    """A rule whose parts are each within their bounds."""

    frequency: str
    interval: int
    count: int
    """0: it goes on."""
    parts: Mapping[str, str]
    """The other parts, such as BYDAY: "MO,WE"."""

    @property
    def text(self) -> str:
        """Spell it canonically."""
        told = {"FREQ": self.frequency}
        if self.interval > 1:
            told["INTERVAL"] = str(self.interval)
        if self.count:
            told["COUNT"] = str(self.count)
        return ";".join(f"{name}={value}" for name, value in (told | dict(self.parts)).items())


@lru_cache(maxsize=4096)
def read_rule(text: str) -> Rule:
    """Read the text of a rule, such as `FREQ=MONTHLY;BYDAY=2TU`, with or without `RRULE:` before it.

    Raises:
        RuleViolation: it is none, or one of those that are not taken; the sentence says which part and why.
    """
    parts = _split(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        _refuse_frequency(frequency)
    interval, count = (_bounded(parts, name, default) for name, default in (("INTERVAL", 1), ("COUNT", 0)))
    checked = {name: _checked(name, value, frequency) for name, value in parts.items()}
    rule = Rule(frequency, interval, count, dict(sorted(checked.items())))
    _check_combination(rule)
    return rule


def _split(text: str) -> dict[str, str]:
    if not text.strip():
        raise RuleViolation(_("Say how it recurs, such as FREQ=MONTHLY;BYDAY=2TU."), ("rule",))
    words = text.strip().upper().removeprefix("RRULE:").strip().rstrip(";")
    if len(text) > LONGEST_RULE or not text.isascii():
        raise RuleViolation(_("“{rule}” is no recurrence rule.").format(rule=_quoted(text)), ("rule",))
    parts: dict[str, str] = {}
    for part in words.split(";"):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or not value or name in parts:
            raise RuleViolation(
                _("“{part}” is no part of a recurrence rule, or stands there twice.").format(part=_quoted(part)),
                ("rule",),
            )
        parts[name] = value
    return parts


def _refuse_frequency(frequency: str) -> None:
    if frequency in _FINER:
        raise RuleViolation(
            _("{part} makes more than one a day: a rule says days, and the time of the day is told apart.").format(
                part=frequency
            ),
            ("rule",),
        )
    raise RuleViolation(
        _("A rule begins with how often: FREQ= one of {words}.").format(words=", ".join(FREQUENCIES)), ("rule",)
    )


def _bounded(parts: dict[str, str], name: str, default: int) -> int:
    value = parts.pop(name, "")
    if not value:
        return default
    if not value.isdigit() or not 1 <= int(value) <= MOST_COUNTED:
        raise RuleViolation(_("{part} must be 1 to {most}.").format(part=name, most=MOST_COUNTED), ("rule",))
    return int(value)


def _within(least: int, most: int, *, is_signed: bool = True) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        numbers = value.split(",")
        if not all(_NUMBER.fullmatch(number) for number in numbers):
            return False
        return all(least <= (abs(int(each)) if is_signed else int(each)) <= most for each in numbers)

    return fits


_CHECKS: Mapping[str, tuple[Callable[[str], bool], tuple[str, ...]]] = {
    "BYDAY": (lambda value: all(_WEEKDAY.fullmatch(each) for each in value.split(",")), FREQUENCIES),
    "BYMONTH": (_within(1, 12, is_signed=False), FREQUENCIES),
    "BYMONTHDAY": (_within(1, 31), ("MONTHLY", "YEARLY")),
    "BYYEARDAY": (_within(1, 366), ("YEARLY",)),
    "BYWEEKNO": (_within(1, 53), ("YEARLY",)),
    "BYSETPOS": (_within(1, 366), ("MONTHLY", "YEARLY")),
    "WKST": (lambda value: value in DAYS, FREQUENCIES),
}
"""What each part may hold, and with which frequencies it stands."""


def _checked(name: str, value: str, frequency: str) -> str:
    if name in _FINER:
        _refuse_frequency(name)
    if name == "UNTIL":
        raise RuleViolation(_("Say until when apart from the rule: UNTIL is not taken in it."), ("until",))
    fits, frequencies = _CHECKS.get(name, (lambda _value: False, ()))
    if not fits(value):
        raise RuleViolation(
            _("“{part}” in the rule can't be understood.").format(part=_quoted(f"{name}={value}")), ("rule",)
        )
    if frequency not in frequencies:
        raise RuleViolation(_("{part} doesn't go with {frequency}.").format(part=name, frequency=frequency), ("rule",))
    return value


def _check_combination(rule: Rule) -> None:
    """Refuse what RFC 5545 forbids, and what would seldom or never come true."""
    counted_days = [each for each in rule.parts.get("BYDAY", "").split(",") if each and not each[0].isalpha()]
    if rule.frequency == "MONTHLY" and any(int(each[:-2]) not in range(-5, 6) for each in counted_days):
        raise RuleViolation(_("No month has a weekday more than five times."), ("rule",))
    if rule.parts.get("BYSETPOS", "").count(",") >= _MOST_POSITIONS:
        raise RuleViolation(_("BYSETPOS takes {most} places at most.").format(most=_MOST_POSITIONS), ("rule",))
    if counted_days and (rule.frequency in ("DAILY", "WEEKLY") or "BYWEEKNO" in rule.parts):
        raise RuleViolation(_("A counted weekday such as 2TU goes with MONTHLY and YEARLY alone."), ("rule",))
    if "BYSETPOS" in rule.parts and not rule.parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        raise RuleViolation(_("BYSETPOS picks among days: name them, too."), ("rule",))
    if rule.frequency == "DAILY" and rule.interval > 1 and rule.parts.keys() & {"BYDAY", "BYMONTH"}:
        raise RuleViolation(
            _("Every {count} days can't be bound to weekdays or months besides.").format(count=rule.interval), ("rule",)
        )


def _quoted(text: str) -> str:
    return cut_to_cells(one_line(text), 40)
