"""What a check measures or reads off: its limits, how a typed reading is understood, and how it is judged."""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import CheckResult
from fieldtech.text import _

MAX_READING = 200
"""Longest reading, in characters: a serial number, an error message, a case number."""

_NUMBER = re.compile(r"([+-]?[0-9]{1,12}(?:[.,][0-9]{1,6})?)[ ]*(.*)", re.DOTALL)
_THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


class ReadingKind(StrEnum):
    """Whether a reading is a number with limits, or words such as a serial number."""

    NUMBER = "number"
    TEXT = "text"


class ReadingSpec(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is read, in which unit, and between which values it is in order."""

    unit: str = ""
    """Shown behind the number. Empty: a count, or words."""
    kind: ReadingKind = ReadingKind.NUMBER
    low: Decimal | None = None
    """Below it the check fails. None: no such limit."""
    high: Decimal | None = None
    """Above it the check fails. None: no such limit."""
    warn_low: Decimal | None = None
    """Below it the check needs attention. None: no such limit."""
    warn_high: Decimal | None = None
    """Above it the check needs attention. None: no such limit."""


def judge_reading(spec: ReadingSpec, typed: str) -> CheckResult:
    """Say what the limits make of a reading: pass, attention or fail; words always pass.

    Raises:
        RuleViolation: what was typed is no such reading.
    """
    if spec.kind is ReadingKind.TEXT:
        _words(typed)
        return CheckResult.PASS
    number = _number(spec, typed)
    if _is_outside(number, spec.low, spec.high):
        return CheckResult.FAIL
    if _is_outside(number, spec.warn_low, spec.warn_high):
        return CheckResult.ATTENTION
    return CheckResult.PASS


def reading_value(spec: ReadingSpec, typed: str) -> Decimal | None:
    """Return a reading as a number in its unit; None: it is read in words.

    Raises:
        RuleViolation: what was typed is no such reading.
    """
    if spec.kind is ReadingKind.TEXT:
        _words(typed)
        return None
    return _number(spec, typed)


def describe_limits(spec: ReadingSpec) -> str:
    """Say between which values a reading passes, without its unit; empty when anything does."""
    low, high = passing_limits(spec)
    if low is not None and high is not None:
        return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return _("at least {low}").format(low=low)
    if high is not None:
        return _("at most {high}").format(high=high)
    return ""


def passing_limits(spec: ReadingSpec) -> tuple[Decimal | None, Decimal | None]:
    """Give the least and the greatest value that pass; None: there is no such limit."""
    low = max(_finite(spec.low, spec.warn_low), default=None)
    return low, min(_finite(spec.high, spec.warn_high), default=None)


def _words(typed: str) -> str:
    """Return trimmed words of bearable length."""
    words = typed.strip()
    if not words:
        raise RuleViolation(_("The reading is empty."), ("reading",))
    if len(words) > MAX_READING:
        raise RuleViolation(_("The reading is longer than {count} characters.").format(count=MAX_READING), ("reading",))
    return words


def _number(spec: ReadingSpec, typed: str) -> Decimal:
    """Read a number as people type it: decimal comma, full-width digits, its unit behind it."""
    words = unicodedata.normalize("NFKC", _words(typed)).replace("\N{MINUS SIGN}", "-").strip()
    found = _NUMBER.fullmatch(words)
    if found is None:
        raise RuleViolation(_("“{reading}” is no number.").format(reading=words[:40]), ("reading",))
    digits, unit = found.groups()
    if unit and _bare_unit(unit) != _bare_unit(spec.unit):
        raise RuleViolation(_unit_refusal(spec, unit), ("reading",))
    if _THOUSANDS_OR_DECIMALS.fullmatch(digits):
        raise RuleViolation(
            _("“{reading}” can be read in two ways: write it as {thousands} or {decimals}.").format(
                reading=digits, thousands=digits.replace(",", ""), decimals=digits.replace(",", ".")
            ),
            ("reading",),
        )
    return Decimal(digits.replace(",", "."))


def _unit_refusal(spec: ReadingSpec, unit: str) -> str:
    if not spec.unit:
        return _("A plain number is needed here, without “{unit}”.").format(unit=unit[:20])
    return _("The reading is in {wanted}, not in “{unit}”.").format(wanted=spec.unit, unit=unit[:20])


def _bare_unit(unit: str) -> str:
    """Return a unit as it compares: "°C", "℃" and "c" are one."""
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split()).lstrip("°")


def with_unit(spec: ReadingSpec, text: str) -> str:
    """Put the unit behind a reading or limits, unless it stands there already; empty stays empty."""
    if not text or not spec.unit or text.rstrip().endswith(spec.unit):
        return text
    return f"{text} {spec.unit}"


def _is_outside(number: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return any(number < limit for limit in _finite(low)) or any(number > limit for limit in _finite(high))


def _finite(*limits: Decimal | None) -> tuple[Decimal, ...]:
    """Keep the limits that limit something: another machine's template may hold NaN, which can't be compared."""
    return tuple(limit for limit in limits if limit is not None and limit.is_finite())
