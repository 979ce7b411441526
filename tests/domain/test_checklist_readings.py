"""A reading as it is typed becomes a number, or is refused with a reason; the limits then judge it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.checklist_readings import (
    MAX_READING,
    ReadingKind,
    ReadingSpec,
    describe_limits,
    judge_reading,
    reading_value,
)
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import CheckResult

INLET = ReadingSpec(unit="°C", low=Decimal(10), warn_low=Decimal(18), warn_high=Decimal(27), high=Decimal(35))
SERIAL = ReadingSpec(kind=ReadingKind.TEXT)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("29.5", "29.5"),
        ("29,5", "29.5"),
        ("29.5 °C", "29.5"),
        ("29.5℃", "29.5"),
        ("29.5 c", "29.5"),
        (" 29 ", "29"),
        ("29．5", "29.5"),
        ("−4", "-4"),
        ("+4.0", "4.0"),
        ("0,125", "0.125"),
        ("1.250", "1.250"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str) -> None:
    assert str(reading_value(INLET, typed)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "warm",
        "NaN",
        "inf",
        "-Infinity",
        "1e5",
        "0x1f",
        "1_000",
        "9" * 5000,
        "٣٠",
        "29.5.1",
        ">30",
        "29 30",
        "--5",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        judge_reading(INLET, typed)
    assert refusal.value.missing == ("reading",)


def test_a_number_in_another_unit_is_refused_and_the_right_unit_named() -> None:
    with pytest.raises(RuleViolation, match="in °C, not in “F”"):
        judge_reading(INLET, "85 F")
    with pytest.raises(RuleViolation, match="without “pages”"):
        judge_reading(ReadingSpec(), "1200 pages")


@pytest.mark.parametrize("typed", ["1,250", "-12,000", "999,999"])
def test_a_comma_that_may_part_thousands_is_asked_about(typed: str) -> None:
    with pytest.raises(RuleViolation, match="two ways"):
        judge_reading(INLET, typed)


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("9.99", CheckResult.FAIL),
        ("10", CheckResult.ATTENTION),
        ("17.9", CheckResult.ATTENTION),
        ("18", CheckResult.PASS),
        ("27", CheckResult.PASS),
        ("27.000001", CheckResult.ATTENTION),
        ("35", CheckResult.ATTENTION),
        ("35.1", CheckResult.FAIL),
    ],
)
def test_limits_belong_to_the_range_that_they_close(typed: str, result: CheckResult) -> None:
    assert judge_reading(INLET, typed) is result


def test_a_reading_without_limits_passes_whatever_the_number() -> None:
    assert judge_reading(ReadingSpec(unit="GB"), "-7") is CheckResult.PASS


def test_words_are_kept_as_words() -> None:
    assert judge_reading(SERIAL, "  Z4D1K0AB ") is CheckResult.PASS
    assert reading_value(SERIAL, "12345") is None


@pytest.mark.parametrize("typed", ["", " \t", "Z" * (MAX_READING + 1)])
def test_empty_and_endless_words_are_refused(typed: str) -> None:
    with pytest.raises(RuleViolation):
        judge_reading(SERIAL, typed)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (INLET, "18 to 27"),
        (ReadingSpec(low=Decimal(100), high=Decimal(100)), "100"),
        (ReadingSpec(low=Decimal(1), warn_low=Decimal(10)), "at least 10"),
        (ReadingSpec(high=Decimal("0.5")), "at most 0.5"),
        (ReadingSpec(unit="GB"), ""),
        (SERIAL, ""),
    ],
)
def test_the_limits_are_told_as_the_range_that_passes(spec: ReadingSpec, words: str) -> None:
    assert describe_limits(spec) == words


@given(st.text(), st.lists(st.none() | st.decimals(), min_size=4, max_size=4))
def test_any_text_against_any_limits_is_judged_or_refused(typed: str, limits: list[Decimal | None]) -> None:
    spec = ReadingSpec(unit="V", low=limits[0], high=limits[1], warn_low=limits[2], warn_high=limits[3])
    describe_limits(spec)
    try:
        judged = judge_reading(spec, typed)
    except RuleViolation:
        return
    number = reading_value(spec, typed)
    assert number is not None
    assert number.is_finite()
    assert judged in (CheckResult.PASS, CheckResult.ATTENTION, CheckResult.FAIL)


@given(st.decimals(min_value=-100, max_value=100, places=2))
def test_a_number_passes_exactly_inside_the_range_that_is_told(number: Decimal) -> None:
    judged = judge_reading(INLET, f"{number} °C")
    assert (judged is CheckResult.PASS) == (18 <= number <= 27)
    assert (judged is CheckResult.FAIL) == (number < 10 or number > 35)
