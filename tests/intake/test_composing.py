"""Composed texts: what falls out with a missing column, and what stays."""

import pytest

from fieldtech.intake.composing import compose, fold_name, fold_value, template_columns


def filled(template: str, **values: str) -> str:
    return compose(template, values.get)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"a": "Net", "b": "Wifi", "c": "slow"}, "Net / Wifi: slow"),
        ({"a": "Net", "b": "Wifi"}, "Net / Wifi"),
        ({"a": "Net", "c": "slow"}, "Net: slow"),
        ({"b": "Wifi", "c": "slow"}, "Wifi: slow"),
        ({"a": "Net"}, "Net"),
        ({"c": "slow"}, "slow"),
        ({}, ""),
    ],
)
def test_what_joins_a_missing_column_goes_with_it(values: dict[str, str], text: str) -> None:
    assert filled("{a} / {b}: {c}", **values) == text


def test_brackets_that_touch_a_column_go_with_it() -> None:
    assert filled("{a} ({b})", a="Printer") == "Printer"
    assert filled("{a} ({b})", b="2nd floor") == "(2nd floor)"
    assert filled("{a} ({b})!", a="Printer", b="2nd floor") == "Printer (2nd floor)!"


def test_an_introduction_stays_before_the_first_column_that_is_there() -> None:
    assert filled("Fault: {a} / {b}", b="Wifi") == "Fault: Wifi"


def test_a_line_without_values_is_left_out_but_plain_lines_stay_where_anything_is_told() -> None:
    template = "Taken over:\nSymptom: {a}\nGroup: {b}"
    assert filled(template, b="North") == "Taken over:\nGroup: North"
    assert filled(template) == ""


def test_a_value_that_looks_like_a_template_stays_as_it_is() -> None:
    assert filled("{a}: {b}", a="{b}", b="x") == "{b}: x"


def test_columns_are_named_in_their_order() -> None:
    assert template_columns("({a}) and { b c }\n{d}") == ("a", "b c", "d")


def test_names_are_compared_without_case_width_and_joints_values_keep_their_signs() -> None:
    assert fold_name(" Occurred_At ") == fold_name("occurred-at") == fold_name("ＯＣＣＵＲＲＥＤ  at")
    assert fold_value(" 1  -  High ") == fold_value("1 - high")
    assert fold_value("-100") != fold_value("100")
